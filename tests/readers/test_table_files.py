"""Tables in blocks."""

from __future__ import annotations

import weakref
from pathlib import Path

from dashboard.readers.tables import blocks
from dashboard.readers.task import Report


class _Report(Report):  # without slots: one can be told when it goes
    pass


def test_once_a_table_is_read_no_thread_holds_anything_of_python_s(tmp_path: Path) -> None:
    """A thread that lets go of it while Python ends takes the whole process down."""
    table = tmp_path / "table.csv"
    table.write_text("place,day\nober,2001-01-01\n", "utf-8")
    for _ in range(100):  # a race: one reading shows nothing
        report = _Report()
        held = weakref.ref(report)
        assert [block.rows for block in blocks(table, ["place"], report, lambda *_: None)] == [1]
        del report
        assert held() is None
