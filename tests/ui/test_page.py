"""The page as Streamlit runs it: everything opens, and what cannot be shown says why."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from edits import edited
from streamlit.testing.v1 import AppTest

from dashboard import store, wording
from dashboard.cli import main
from dashboard.ui.files import is_stale
from dashboard.views.choice import COMPARE, TABS
from dashboard.wording import languages


def html(app: AppTest) -> str:
    """All HTML the page shows, its entities read."""
    return unescape("\n".join(element.proto.body for element in app.get("html")))


def components(app: AppTest) -> list[str]:
    """Keys of the map's pieces on the page, in order."""
    return [e.proto.id.rpartition("-")[2] for e in app.get("bidi_component")]


def test_the_page_opens_with_the_map_its_date_control_and_its_figures(open_app, bundled):
    """Once each, with what followed the series and what the map is in words."""
    app = open_app()
    assert not app.exception
    assert not app.error
    text = re.sub(r"<[^>]+>", "", html(app))
    assert bundled.dataset.series.afterwards["en"] in text
    assert bundled.dataset.disclaimer["en"] in text
    for piece in ("map_title", "map_view", "map_slider", "map_cards"):
        assert components(app).count(piece) == 1


@pytest.mark.parametrize(
    ("compare", "tab"),
    [*((COMPARE[0], tab) for tab in TABS), *((compare, "difference") for compare in COMPARE[1:])],
)
def test_every_tab_and_every_mode_opens(open_app, good_data, compare, tab):
    """No link to a tab or a way of comparing fails, not even to a tab the mode does not have."""
    app = open_app(data=good_data, tab=tab, compare=compare)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("language", languages())
def test_the_page_opens_in_every_language(open_app, language):
    """No word the page needs is missing in any language."""
    app = open_app(lang=language, tab="record", record="place:saraqib", compare="difference")
    assert not app.exception
    assert not app.warning


@pytest.mark.parametrize("agreement", ["sochi-2018-09-17", "moscow-2020-03-05"])
def test_an_agreement_opens_its_record(open_app, bundled, agreement):
    """The full record stands beside the map."""
    record = bundled.agreements[agreement]
    app = open_app(agreement=agreement)
    assert not app.exception
    shown = html(app)
    assert record.short_name["en"] in shown
    assert [p.text for p in record.provisions if p.text not in shown] == []
    assert "not verified" in shown, "of what nobody found in a source"


def test_a_record_leads_back_to_the_list(open_app, bundled):
    """From a record one comes back to all agreements."""
    app = open_app(agreement=bundled.dataset.reference_agreement)
    assert "map_agreements" not in components(app)
    app.button(key="agreements-back").click().run()
    assert not app.exception
    assert "map_agreements" in components(app)


@pytest.mark.parametrize("place", ["saraqib", "idlib"])
def test_a_place_opens_from_a_link(open_app, bundled, place):
    """A link to a place shows its history."""
    app = open_app(tab="record", record=f"place:{place}")
    assert not app.exception
    position = f"{bundled.places[place].lat:.4f}° N"
    assert position in html(app)
    assert "History of control" in html(app)


@pytest.mark.parametrize(("language", "view"), [("en", "map"), ("ar", "claims")])
def test_a_link_with_nonsense_opens_with_a_notice(open_app, language, view, bundled):
    """One notice names each part that could not be used, and the days there are; the page is
    there all the same."""
    app = open_app(
        date="2031-01-01", layers="<script>", agreement="nobody", record="x\x00y", lang=language,
        view=view,
    )  # fmt: skip
    assert not app.exception
    assert len(app.warning) == 1
    words = wording.load(language)
    for name in ("date", "layers", "agreement", "record"):
        assert words.fill("refused_name", name=name) in app.warning[0].value
    assert words.date(bundled.last_day) in app.warning[0].value


def test_the_notice_of_nonsense_moves_nothing_on_the_page(open_app):
    """When it goes, the map stays the element it was: a new one would lose what was just chosen."""

    def place_of_map(app: AppTest) -> int:
        screen = next(x for x in app.main.children.values() if x.proto.id.endswith("-screen"))
        return next(i for i, x in screen.children.items() if "map_view" in x.proto.id)

    assert place_of_map(open_app(date="2031-01-01")) == place_of_map(open_app())


def test_a_data_directory_that_is_not_there_is_named(open_app, tmp_path):
    """A wrong path gives a message that names it, not a traceback."""
    app = open_app(data=tmp_path / "nothing-here")
    assert not app.exception
    assert "nothing-here" in app.error[0].value


def test_broken_seeds_are_told_line_by_line(open_app, tmp_path, project):
    """Every problem is named with its place, as the check command does."""
    data = moved(project, tmp_path / "data-directory")
    edited(data / "seeds" / "control" / "events.csv", "2001-02-25", "2001-02-31")
    app = open_app(data=data)
    assert not app.exception
    assert "events.csv" in app.error[0].value
    assert "2001-02-31" in app.error[0].value


def test_layers_that_are_not_those_of_their_catalog_are_refused(open_app, tmp_path, project):
    """A layer edited by hand is not shown."""
    data = moved(project, tmp_path / "data-directory")
    edited(data / "data" / "geo" / "control_areas.geojson", "NOR", "SOU", 1)
    app = open_app(data=data)
    assert not app.exception
    assert "control_areas" in app.error[0].value
    assert f"conflict-map build --data {data}" in app.error[0].value


def test_edits_that_are_not_built_are_told_with_what_to_run(open_app, tmp_path, project):
    """The map stays, under a notice that goes when the edit is taken back."""
    data = moved(project, tmp_path / "data directory")
    app = open_app(data=data)
    assert not app.warning
    sources = data / "seeds" / "sources.csv"
    as_built = sources.read_text("utf-8")
    sources.write_text(as_built + "\n", "utf-8")
    is_stale.clear()  # a second later
    app.run()
    assert f"conflict-map build --data '{data}'" in app.warning[0].value
    assert "map_view" in components(app)
    sources.write_text(as_built, "utf-8")
    is_stale.clear()
    assert not app.run().warning


def moved(project: Path, to: Path) -> Path:
    """The invented project as a data directory."""
    (to / "data").mkdir(parents=True)
    shutil.move(project / "seeds", to / "seeds")
    shutil.move(project / "data" / "geo", to / "data" / "geo")
    return to


def test_data_built_again_is_shown_on_the_next_run(open_app, tmp_path, project):
    """Nobody has to start the server anew; what the new data no longer has is let go of."""
    data = moved(project, tmp_path / "data-directory")
    agreement = store.load_seeds(data / "seeds").agreements[0]
    open_, other = open_app(data=data), open_app(data=data, agreement=agreement.id)
    for seeds in (data / "seeds" / "agreements").glob("*.toml"):
        text = seeds.read_text("utf-8").replace(agreement.short_name["en"], "Renewed accord")
        seeds.write_text(text, "utf-8")
    assert agreement.short_name["en"] in html(other.run()), "what is not built is not shown"
    assert main(["build", "--data", str(data)]) == 0
    assert "Renewed accord" in html(other.run())
    edited(data / "data" / "geo" / "control_areas.geojson", "NOR", "SOU", 1)
    assert not open_.run().error, "a build leaves a new catalog; without one nothing was built"
    catalog = data / "data" / "geo" / store.CATALOG
    catalog.write_text(catalog.read_text("utf-8") + "\n", "utf-8")
    assert "control_areas" in open_.run().error[0].value


def test_another_conflict_is_another_data_directory(open_app, tmp_path, project):
    """The invented conflict opens without a line of code changed."""
    data = moved(project, tmp_path / "almera")
    app = open_app(data=data)
    assert not app.exception
    assert not app.error
    for agreement in store.load_seeds(data / "seeds").agreements:
        assert agreement.short_name["en"] in html(open_app(data=data, agreement=agreement.id))
    app = open_app(data=data, tab="record", compare="difference", record="place:brissa")
    assert not app.exception
