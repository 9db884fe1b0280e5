"""Places × dates: turns a long table of who holds which place when into events.

A row is about one place and one day. Where the holder is another one than on the place's day
before in the table, the place changed hands: on a day after that one, and on this day at the
latest. A day without a usable row is a day nothing is known of, so it widens that range.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from dashboard.readers.control import control_entries
from dashboard.readers.long_table import LongTableMapping, table_runs
from dashboard.readers.mapping import Column, Standing
from dashboard.readers.positions import DOUBLED, JudgedPlaces, doubled
from dashboard.readers.tables import blocks
from dashboard.readers.task import Refused, Report, Task
from dashboard.records import Dataset, Place, is_id
from dashboard.store import Entries


class Gazetteer(JudgedPlaces):
    """Columns that say where a place is. Without ``file`` they are columns of the table itself.

    ``file`` is found from the folder of the mapping file. ``id`` is the column of the words by
    which the table names places.
    """

    file: str = ""
    id: Column
    name: Column
    lon: Column
    lat: Column
    geonames_id: str = ""


class PlacesMapping(LongTableMapping):
    """A table of places × dates, and where the places are."""

    kind: Literal["places"]
    standing: Standing
    gazetteer: Gazetteer


def read(task: Task[PlacesMapping]) -> Entries:
    """Places, their holders on the first day of the series, and what changed after it."""
    places, misplaced = _places(task)
    words = sorted(places)
    found = table_runs(task, words, misplaced)
    exact = task.mapping.table.rows == "changes"
    return control_entries(found, words, places, task.mapping.holder.method, task, exact=exact)


def _places(task: Task[PlacesMapping]) -> tuple[dict[str, Place], dict[str, str]]:
    """Places by the word the table has for them, and why the others cannot be used.

    Of several rows about one place the first counts. Refused are words that are no id, positions
    that are none or lie outside the study area, and places within two metres of another one.
    """
    asked, source = task.mapping.gazetteer, task.mapping.source.id
    files = [task.folder / asked.file] if asked.file else task.files
    task.progress("read gazetteer", 0, 1)
    named = (asked.id, asked.name, asked.lon, asked.lat, *filter(None, [asked.geonames_id]))
    found: dict[str, Place] = {}
    refused: dict[str, str] = {}
    aside = Report()  # rows of a gazetteer are no rows of the table
    for path in files:
        for block in blocks(path, named, aside, lambda *_: None):
            column = block.columns
            words = column[asked.id]
            for code, row in zip(*np.unique(words.index, return_index=True), strict=True):
                word = words.values[code] if code >= 0 else ""
                if word and word not in found and word not in refused:
                    cells = {name: codes.value(row) for name, codes in column.items()}
                    try:
                        found[word] = _place(asked, cells, source, task.seeds.dataset)
                    except Refused as error:
                        refused[word] = str(error)
    for word in doubled(found, task.seeds):
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
