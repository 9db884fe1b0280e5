"""Tables of agreements: docs/readers/agreements.md as it stands, and what a row can lack."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from edits import edited

from dashboard import store
from dashboard.archive import Archive
from dashboard.cli import main


def imported(*more: str) -> int:
    return main(
        ["import", "agreements", "pax.csv", "--mapping", "pax.toml", "--into", "brenn", *more]
    )


def test_an_agreement_of_the_table_has_its_page(followed: Path, open_app):
    assert main(["check", "--data", str(followed / "brenn")]) == 0
    agreement = Archive.load(followed / "brenn").agreements["pax-9001"]
    assert agreement.official_name == "Truce of the Brenn valley"
    assert agreement.parties == ("North", "South")
    assert (agreement.pax_agtid, agreement.pax_coding["Stage"]) == ((9001,), "Cea")
    assert agreement.flag_day == dt.date(2001, 3, 1)
    app = open_app(data=followed / "brenn", view="agreement", agreement="pax-9001")
    assert not app.exception
    assert not app.error


def test_what_a_person_completed_is_left_alone(brenn: Path, capsys):
    path = brenn / "brenn" / "seeds" / "agreements" / "pax-9001.toml"
    edited(path, '{en = "Truce of the Brenn valley"}', '{en = "Truce"}')
    completed = path.read_text("utf-8")
    assert imported() == 0
    assert "1 differ from what is there, which stays" in capsys.readouterr().out
    assert path.read_text("utf-8") == completed


def test_days_in_force_are_read_by_the_rule_that_is_stated(brenn: Path):
    edited(brenn / "pax.csv", "Ver", "end")
    edited(brenn / "pax.csv", ",1,", ",2001-05-31,")
    with (brenn / "pax.toml").open("a", encoding="utf-8") as mapping:
        mapping.write('[period]\nstart = "Dat"\nend = "end"\nlast_day = "inclusive"\n')
    (brenn / "brenn" / "seeds" / "agreements" / "pax-9001.toml").unlink()
    assert imported() == 0
    (agreement,) = store.load_seeds(brenn / "brenn" / "seeds").agreements
    force = agreement.in_force
    assert (force.from_day, force.until_day) == (dt.date(2001, 3, 1), dt.date(2001, 6, 1))


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("9001", "", "AgtId '' is no id"),
        ("9001", "A9", "AgtId 'A9' is no number of PA-X"),
        ("Truce of the Brenn valley", "", "Agt is empty"),
        ("Other,Other process,9003", "Brenn,Brenn process,9001", "two have the id 'pax-9001'"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_by_name(
    brenn: Path, capsys, before: str, after: str, reason: str
):
    edited(brenn / "pax.csv", before, after)
    imported("--dry-run")
    assert f": {reason}" in capsys.readouterr().out
