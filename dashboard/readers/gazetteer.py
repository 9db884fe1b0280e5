"""Where the places of a table are: a table of places, or columns of the table itself."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from dashboard.readers.mapping import Column, Delimiter
from dashboard.readers.positions import DOUBLED, JudgedPlaces, doubled
from dashboard.readers.report import Refused, Report
from dashboard.readers.tables import blocks
from dashboard.records import Dataset, Place, Seeds, is_id


class Gazetteer(JudgedPlaces):
    """Columns that say where a place is. Without ``file`` they are columns of the table itself.

    ``file`` is found from the folder of the mapping file. ``id`` is the column of the words by
    which the table names places.
    """

    file: str = ""
    delimiter: Delimiter = ","
    id: Column
    name: Column
    lon: Column
    lat: Column
    geonames_id: str = ""


def read_places(
    asked: Gazetteer, files: Iterable[Path], seeds: Seeds, source: str, report: Report
) -> tuple[dict[str, Place], dict[str, str]]:
    """Places by the word the table has for them, and why the others cannot be used.

    Of several rows about one place the first counts. Refused are words that are no id, positions
    that are none or lie outside the study area, and places within two metres of another one.
    """
    named = (asked.id, asked.name, asked.lon, asked.lat, *filter(None, [asked.geonames_id]))
    found: dict[str, Place] = {}
    refused: dict[str, str] = {}
    aside = Report()  # rows of a gazetteer are no rows of the table
    for path in files:
        for block in blocks(path, named, asked.delimiter, aside, lambda *_: None):
            column = block.columns
            words = column[asked.id]
            for code, row in zip(*np.unique(words.index, return_index=True), strict=True):
                word = words.values[code] if code >= 0 else ""
                if word and word not in found and word not in refused:
                    cells = {name: codes.value(row) for name, codes in column.items()}
                    try:
                        found[word] = _place(asked, cells, source, seeds.dataset)
                    except Refused as error:
                        refused[word] = str(error)
    for word in doubled(found, seeds):
        refused[word] = DOUBLED
        del found[word]
    return found, refused


def _place(asked: Gazetteer, cells: dict[str, str], source: str, dataset: Dataset) -> Place:
    """The place of a row; raises ``Refused``."""
    word = cells[asked.id]
    if not is_id(word):
        raise Refused("a place's id has other characters than letters, digits, - and _")
    name, known = cells[asked.name] or word, cells.get(asked.geonames_id, "")
    place = asked.place(word, name, cells[asked.lon], cells[asked.lat], source, dataset)
    return place.model_copy(update={"geonames_id": known})
