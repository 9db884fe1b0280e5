"""Where the places of a table are: a table of places, or columns of the table itself."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import Field

from dashboard.measure import pairs_within
from dashboard.readers.mapping import Column, Delimiter
from dashboard.readers.positions import read_position
from dashboard.readers.report import Refused, Report
from dashboard.readers.tables import blocks
from dashboard.records import Certainty, Dataset, Int, Place, Record, Seeds, Text, is_id

_APART_M = 2


class Gazetteer(Record):
    """Columns that say where a place is. Without ``file`` they are columns of the table itself.

    ``file`` is found from the folder of the mapping file. ``id`` is the column of the words by
    which the table names places. ``rank`` (1 city to 4 village), ``precision_m`` and ``certainty``
    are a person's judgement of all its positions.
    """

    file: str = ""
    delimiter: Delimiter = ","
    id: Column
    name: Column
    lon: Column
    lat: Column
    geonames_id: str = ""
    rank: Annotated[Int, Field(ge=1, le=4)] = 4
    precision_m: Annotated[Int, Field(gt=0)]
    certainty: Certainty


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
    area = dataset.study_area
    lon, lat = read_position(cells[asked.lon], cells[asked.lat], area, "a place")
    return Place(
        id=word,
        name=Text({dataset.languages[0]: cells[asked.name] or word}),
        lon=lon,
        lat=lat,
        rank=asked.rank,
        geonames_id=cells[asked.geonames_id] if asked.geonames_id else "",
        precision_m=asked.precision_m,
        certainty=asked.certainty,
        sources=(source,),
    )


DOUBLED = "a place stands within two metres of another"


def doubled(found: dict[str, Place], seeds: Seeds) -> list[str]:
    """Words of places that stand where the seeds or an earlier word have one."""
    there = [place for place in seeds.places if place.id not in found]
    points = np.array([(place.lon, place.lat) for place in (*there, *found.values())])
    if not found:
        return []
    numbers = set(pairs_within(points, _APART_M)[:, 0].tolist())
    return [word for number, word in enumerate(found, start=len(there)) if number in numbers]
