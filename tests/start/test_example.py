"""The worked example: real rows with their sources, accepted by everything at once."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from dashboard import store
from dashboard.archive import Archive
from dashboard.cli import main


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, checked and built: not to be written to."""
    folder = tmp_path_factory.mktemp("start") / "worked"
    assert main(["new", str(folder), "--example"]) == 0
    assert main(["check", "--data", str(folder)]) == 0
    assert main(["build", "--data", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def example(data: Path) -> Archive:
    return Archive.load(data)


def test_it_is_clean_before_and_after_it_is_built(data: Path, capsys):
    assert main(["check", "--data", str(data)]) == 0
    assert capsys.readouterr().out == ""


def test_it_is_a_dozen_places_two_parties_some_changes_and_a_line(example: Archive):
    assert len(example.places) == len(example.cells) == 12
    assert len(example.dataset.parties) == 2
    assert 3 <= len(example.events) <= 12
    (agreement,) = example.agreements
    (line,) = example.drawn_by(agreement)
    assert line.properties["length_km"] > 10
    spells = example.as_of(example.reference_day).features("control_areas")
    assert {spell.properties["controller"] for spell in spells} == set(example.parties)


def test_nothing_in_it_is_invented(example: Archive, bundled: Archive):
    """Every row is one of the data set that comes with the program, with its sources."""
    whole = bundled.seeds

    def facts(record) -> dict:
        return record.model_dump() | {"meant": (), "operation": ""}

    for kind in ("places", "events", "translations"):
        known = [facts(row) for row in getattr(whole, kind)]
        assert all(facts(row) in known for row in getattr(example.seeds, kind)), kind
    for row in example.seeds.baseline:
        day = bundled.as_of(example.seeds.dataset.series.first_day).to_gdf("control_areas")
        assert day.set_index("place").controller[row.place] == row.controller
    assert {(source.id, source.url) for source in example.seeds.sources} <= {
        (source.id, source.url) for source in whole.sources
    }
    agreement = bundled.agreements[next(iter(example.agreements))]
    for provision in example.agreements[agreement.id].provisions:
        original = next(each for each in agreement.provisions if each.id == provision.id)
        assert (provision.text, provision.sources) == (original.text, original.sources)
    for event in example.events.values():
        assert event.sources
        before = bundled.as_of(event.day).to_gdf("control_areas").set_index("place")
        assert before.controller[event.place] == event.to_party


def test_the_app_and_a_briefing_show_it(data: Path, example: Archive, open_app, tmp_path: Path):
    for query in ({}, {"view": "ceasefires"}, {"view": "evidence"}, {"lang": "ar"}):
        page = open_app(data=data, **query)
        assert not page.exception, query
        assert not page.error, query
    (agreement,) = example.agreements
    asked = ["--kind", "agreement", "--agreement", agreement, "--format", "png,pptx"]
    assert main(["brief", "--data", str(data), *asked, "-o", str(tmp_path)]) == 0
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".png", ".pptx"]


def test_words_agree_with_what_fills_them_and_what_is_not_there_is_not_counted(
    data: Path, open_app
):
    def shown(**query: str) -> str:
        page = open_app(data=data, **query)
        return "\n".join(element.proto.body for element in page.get("html"))

    agreement = shown(view="agreement")
    assert "One agreement; marked" in agreement
    assert "posts" not in agreement.lower().replace("turkish posts", "")
    assert "12 places, 8 reported changes of control, 1 agreement and" in shown(view="about")


def test_it_can_be_read_in_each_language_of_the_whole(example: Archive, data: Path, capsys):
    for language in example.dataset.languages:
        assert language in example.dataset.title
    for language in example.dataset.languages[1:]:
        assert main(["untranslated", language, "--data", str(data)]) == 0


def test_with_it_no_other_option_is_taken(tmp_path: Path, capsys):
    assert main(["new", str(tmp_path / "a"), "--example", "--title", "Mine"]) == 2
    assert "--example takes no other option; --title is one" in capsys.readouterr().err
    assert not (tmp_path / "a").exists()


def test_its_page_says_what_each_file_is(data: Path, example: Archive):
    page = (data / "seeds" / "README.md").read_text("utf-8")
    assert f"{len(example.places)} places" in page
    assert f"{len(example.events)} changes" in page
    there = {
        path.relative_to(data / "seeds").as_posix() for path in (data / "seeds").rglob("*.csv")
    }
    assert there <= set(store.TABLES)
    assert all(f"`{name}`" in page for name in there)


def test_without_room_nothing_is_begun(tmp_path: Path, monkeypatch, capsys):
    """The file is named, and the same command can be given again."""
    written = []

    def full(_descriptor: int) -> None:
        written.append(1)
        if len(written) == 5:
            raise OSError(28, "No space left on device")

    def refuse(path: Path, *_args, **_options) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    folder = tmp_path / "worked"
    with monkeypatch.context() as patched:
        patched.setattr(Path, "mkdir", refuse)
        assert main(["new", str(folder), "--example"]) == 1
    assert re.search(r"worked\S*: permission denied", capsys.readouterr().err)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        assert main(["new", str(folder), "--example"]) == 1
    assert re.search(r"worked/seeds/\S+: no space left on device", capsys.readouterr().err)
    assert main(["new", str(folder), "--example"]) == 0
