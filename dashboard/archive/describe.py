"""The small table by party that a notebook shows for an archive, a day or a change."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import wording
from dashboard.archive.data import ArchiveData
from dashboard.markup import environment
from dashboard.quantity import Quantity, Unit


def party_table(
    data: ArchiveData,
    summary: str,
    columns: Mapping[str, Mapping[str, float]],
    errors: Mapping[str, Mapping[str, float]],
) -> str:
    """An HTML table of km²: a row a party that has a figure, a column each of ``columns``.

    ``summary``: the text over the table.
    ``columns``: by the head of the column, km² by party.
    ``errors``: by the same head and party, how far the figure can be off, in km².
    """
    figures = {
        head: {
            party: Quantity(km2, Unit.KM2, errors[head].get(party)) for party, km2 in column.items()
        }
        for head, column in columns.items()
    }
    parties = [p for p in data.dataset.parties if any(p.id in each for each in columns.values())]
    template = environment("dashboard.archive").get_template("party_table.html")
    words = wording.load()
    return template.render(
        words=words, dataset=data.dataset, summary=summary, parties=parties, figures=figures
    )
