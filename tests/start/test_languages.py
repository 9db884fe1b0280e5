"""A data set in a language of its own, from right to left, ids and all, and without English."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

from dashboard import wording
from dashboard.archive import Archive
from dashboard.cli import main
from dashboard.payload.build import build_payload

TITLE, NORTH = "עמק ברן", "צפון"
NEW = (
    "--languages=he", f"--title={TITLE}", "--bbox=20,-1,21,0", "--first-day=2001-01-01",
    "--last-day=2001-06-30", f"--party={NORTH}={NORTH}", "--party=דרום=דרום",
)  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Such a data set, begun and built: not to be written to."""
    folder = tmp_path_factory.mktemp("languages") / "brenn"
    assert main(["new", str(folder), *NEW]) == 0
    assert main(["build", "--data", str(folder)]) == 0
    assert main(["check", "--data", str(folder)]) == 0
    return folder


def test_layers_name_what_they_show_in_its_language_alone(data: Path):
    archive = Archive.load(data)
    properties = archive.layers["places"][0].properties
    assert [name for name in properties if name.startswith("name_")] == ["name_he"]


@pytest.mark.parametrize("view", ["map", "method", "about"])
def test_pages_open_and_offer_no_other_language(data: Path, view: str, open_app):
    app = open_app(data=data, view=view)
    assert not app.exception
    html = unescape("\n".join(element.proto.body for element in app.get("html")))
    assert 'lang="he"' in html
    assert TITLE in html
    assert "العربية" not in html


def test_the_map_is_given_its_names_and_phrases_of_a_language_that_has_a_catalog(data: Path):
    """Phrases, days and direction are of one language, so that a sentence can be read."""
    archive = Archive.load(data)
    words = wording.of_seeds(archive.seeds)
    assert (words.language, words.direction) == ("he", wording.load().direction)
    assert words.date(archive.first_day) == wording.load().date(archive.first_day)
    made = build_payload(archive, words)
    assert made["choices"]["languages"] == [{"code": "he", "name": "עברית"}]
    assert NORTH in [party["name"] for party in made["facts"]["parties"]]
    assert made["words"] == wording.load().browser, "until there is one for it"


def test_a_language_the_data_set_has_not_is_refused_by_name(data: Path, tmp_path: Path, capsys):
    asked = ["brief", "--data", str(data), "--kind", "situation", "--language", "en"]
    assert main([*asked, "-o", str(tmp_path / "out")]) == 2
    assert "no language 'en'; one of he is wanted" in capsys.readouterr().err


def test_what_is_no_language_is_refused_by_name(tmp_path: Path, capsys):
    assert main(["new", str(tmp_path / "x"), *NEW, "--languages=he,xx"]) == 2
    assert "'xx' is no language" in capsys.readouterr().err
