"""Places × dates: a long table of who holds which place when, run-length to events.

A row is about one place and one day. Where the holder is another one than on the place's day
before in the table, the place changed hands: on a day after that one, and on this day at the
latest. A day without a usable row is a day nothing is known of, so it widens that range.
"""

from __future__ import annotations

from typing import Literal

from dashboard.readers.control import Statement, control_entries
from dashboard.readers.gazetteer import Gazetteer, read_places
from dashboard.readers.long_table import LongTableMapping, table_runs
from dashboard.readers.mapping import Standing
from dashboard.readers.task import Task
from dashboard.store import Entries


class PlacesMapping(LongTableMapping):
    """A table of places × dates, and where the places are."""

    kind: Literal["places"]
    standing: Standing
    gazetteer: Gazetteer


def read(task: Task) -> Entries:
    """Places, their holders on the first day of the series, and what changed after it."""
    mapping: PlacesMapping = task.mapping
    asked = mapping.gazetteer
    files = [task.folder / asked.file] if asked.file else task.files
    task.progress("read gazetteer", 0, 1)
    places, misplaced = read_places(asked, files, task.seeds, mapping.source.id, task.report)
    words = sorted(places)
    found = table_runs(task, words, misplaced)
    stated = Statement(mapping.holder.method, mapping.standing, mapping.table.rows == "changes")
    return control_entries(found, words, places, stated, task)
