"""Room for a name is looked for in the squares of a map that are its party's and free."""

from __future__ import annotations


def roomiest(engine, rows: list[str], *boxes: list[int]) -> dict | None:
    """The answer for a map in letters, with a row and a column that are not free on each side."""
    rows = ["." * len(rows[0]), *rows, "." * len(rows[0])]
    rows = [f".{row}." for row in rows]
    free = [int(square != ".") for row in rows for square in row]
    grid = {"columns": len(rows[0]), "rows": len(rows)}
    return engine.call("roomiest", free, grid, boxes)


def test_a_box_stands_in_the_widest_part(engine):
    """Not in the arm, though it has room there."""
    found = roomiest(engine, ["......xxx", "xxxxxxxxx", "......xxx"], [1, 1])
    assert found == {"box": 0, "middle": [8.5, 2.5]}


def test_all_of_a_box_is_free(engine):
    """A square taken within leaves the part beside it."""
    found = roomiest(engine, ["xxxxxxx", "xx.xxxx", "xxxxxxx"], [3, 3])
    assert found is not None
    left = found["middle"][0] - 1.5
    assert 4 <= left <= 5


def test_the_first_box_that_has_room_is_taken(engine):
    assert roomiest(engine, ["xx.xx", "xx.xx"], [3, 1], [2, 2], [1, 1])["box"] == 1
    assert roomiest(engine, ["xx.xx", "xx.xx"], [3, 1]) is None
    assert roomiest(engine, ["....."], [1, 1]) is None
