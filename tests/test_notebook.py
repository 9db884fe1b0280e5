"""The page on notebooks: its code runs, and what it says of columns is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[1] / "docs" / "notebook.md").read_text("utf-8")


@pytest.mark.no_cover  # with the real data
def test_the_code_of_the_page_runs_in_any_folder(tmp_path, monkeypatch):
    """One cell after another, and the files it writes are there."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for number, code in enumerate(re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S)):
        exec(compile(code, f"cell {number}", "exec"), names)
    written = re.findall(r"(?:save|to_file)\(\"([^\"]+)\"", PAGE)
    assert written
    assert all((tmp_path / name).stat().st_size for name in written)


def test_the_columns_of_a_change_are_those_of_the_page(bundled):
    """Each is explained, in the order in which it comes."""
    table = PAGE.split("column of `Change.to_gdf()`")[1].split("\n\n")[0]
    named = [
        name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])
    ]
    columns = list(bundled.between(bundled.first_day, bundled.last_day).to_gdf().columns)
    assert [*named, "geometry"] == columns
