"""A language is added by a catalog and its code in ``dataset.toml``: every page is there in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from pseudo_language import CODE, lengthened, write_catalog, write_data
from streamlit.testing.v1 import AppTest

from dashboard import wording
from dashboard.views.choice import TABS, VIEWS

LATIN_WORDS = re.compile(r"[A-Za-z]{3,} [a-z]{3,} [a-z]{3,}")
pytestmark = pytest.mark.no_cover  # the lines of each page are counted in a language there is


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The bundled data in one language more."""
    return write_data(tmp_path_factory.mktemp("data"))


@pytest.fixture(autouse=True)
def catalogs(tmp_path, monkeypatch):
    """The catalog where the app looks for further ones."""
    monkeypatch.setenv("DASHBOARD_CATALOGS", str(write_catalog(tmp_path)))


@pytest.fixture
def opened(open_app, data) -> Callable[..., AppTest]:
    """Opens a page in it, without a complaint."""

    def page(**query: str) -> AppTest:
        app = open_app(data=data, lang=CODE, **query)
        assert not app.exception
        assert not app.error
        assert not app.warning
        return app

    return page


def text(app: AppTest) -> str:
    """What the page says in words of the interface: texts of the data stand in ``bdi``."""
    html = "\n".join(element.proto.body for element in app.get("html"))
    html = re.sub(r"<(style|script|bdi)\b.*?</\1>", "", html, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", "\n", html))


def test_the_language_is_among_those_there_are():
    assert CODE in wording.languages()
    words = wording.load(CODE)
    assert words["changes_all"] == lengthened(wording.load("en")["changes_all"])
    assert len(words["changes_all"]) >= 4 / 3 * len(wording.load("en")["changes_all"]) - 5


@pytest.mark.parametrize("view", VIEWS[1:])
def test_every_page_opens_in_it(opened, view):
    """Its language is said to a screen reader, and no phrase is left in English."""
    app = opened(view=view)
    html = "\n".join(element.proto.body for element in app.get("html"))
    assert f'<div class="brand" lang="{CODE}">' in html
    assert LATIN_WORDS.findall(text(app)) == []


@pytest.mark.parametrize("tab", TABS)
def test_every_panel_opens_in_it(opened, tab):
    """Beside the map, with a place and an agreement chosen."""
    place = {"place": "saraqib"} if tab == "place" else {}
    opened(tab=tab, compare="difference" if tab == "difference" else "single", **place)
