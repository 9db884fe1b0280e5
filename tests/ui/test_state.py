"""What the browser sends is taken in field by field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest

from dashboard.archive import Archive
from dashboard.ui import state
from dashboard.views.choice import Choice

EXTENT = [36.0, 35.0, 37.0, 36.0]


@pytest.fixture
def send(monkeypatch: pytest.MonkeyPatch, bundled: Archive) -> Callable[..., Choice]:
    """Sends fields as the browser does; the choice after them."""
    session: dict = {}
    monkeypatch.setattr(state, "st", SimpleNamespace(session_state=session, query_params=Query()))
    state.open_choice(bundled)

    def sent(**fields: object) -> Choice:
        session[state.SLIDER] = SimpleNamespace(patch=fields)
        state.apply_patch(bundled)
        return state.current()

    return sent


class Query(dict):
    """An address without parameters."""

    def to_dict(self) -> dict:
        return dict(self)


def test_what_can_be_used_is_taken_in_beside_what_cannot(send, bundled):
    """A view the map cannot have does not cost the reader the tab and the day just chosen."""
    chosen = send(seq=3, tab="sources", date="2019-06-01", at="0_0_3", extent=EXTENT)
    assert (chosen.tab, chosen.day, chosen.at) == ("sources", dt.date(2019, 6, 1), "")
    assert state.acknowledged() == 3


def test_the_land_on_screen_counts_with_the_view_it_was_said_with(send, bundled):
    """An extent without a usable view would crop a briefing to land nobody looks at."""
    send(seq=1, at="35.5_36.5_9", extent=EXTENT)
    assert state.extent() == tuple(EXTENT)
    send(seq=2, at="0_0_3", extent=[-10.0, -10.0, 10.0, 10.0])
    assert state.extent() == tuple(EXTENT)


@pytest.mark.parametrize("extent", [None, 1, "abcd", [1, 2, 3], [float("nan")] * 4, [9, 9, 1, 1]])
def test_an_extent_that_is_none_costs_nothing_else(send, extent, bundled):
    """The words beside it are the reader's."""
    assert send(seq=1, tab="changes", at="35.5_36.5_9", extent=extent).tab == "changes"
    assert state.extent() is None


def test_what_other_data_no_longer_has_is_let_go_of(send, bundled):
    """A record that was open when the data was built again may not be in it."""
    gone, *_ = bundled.agreements
    send(seq=1, agreement=gone, tab="sources")
    kept = tuple(a for a in bundled.seeds.agreements if a.id != gone)
    seeds = replace(bundled.seeds, agreements=kept, sha256="another")
    chosen = state.open_choice(Archive(seeds, bundled.layers, bundled.catalog))
    assert (chosen.agreement, chosen.tab) == (None, "sources")
    assert state.refused() == ("agreement",)


@pytest.mark.parametrize("number", [None, "x", float("inf")])
def test_a_message_without_a_number_is_none(send, number, bundled):
    """Nothing to be answered: it cannot have come from the runtime."""
    assert send(seq=number, tab="changes") == Choice.opening(bundled)
