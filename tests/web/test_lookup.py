"""What the browser looks up for a day is what the archive says of it."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.views.agreement import opening_day

DAYS = ["2017-09-15", "2018-09-17", "2020-02-06", "2020-03-05", "2020-03-14", "2024-12-08"]
LOOKUP = """(day) => {
  const { facts } = payload, format = new Format(payload.format);
  const lookup = new Lookup(payload, new Calendar(facts.first, facts.last, format), format);
  return {
    last: lookup.lastChange(day), state: lookup.stateIndex(day), age: lookup.ageText(day),
    force: Object.fromEntries(lookup.agreementsOn(day).map((a) => [a.id, forceOn(a, day)])),
    names: [lookup.partyName(facts.parties[0].id), lookup.partyName(null)],
    places: Object.fromEntries(Object.keys(facts.places).map((id) => [id, lookup.placeName(id)])),
  };
}"""


@pytest.fixture(params=DAYS)
def day(request) -> dt.date:
    return dt.date.fromisoformat(request.param)


@pytest.fixture
def found(loaded, archive, day) -> dict:
    return loaded.call(LOOKUP, (day - archive.first_day).days)


def test_the_last_change_of_control(found, archive, day):
    """None before the first; its age in words."""
    last = max((change for change in archive.change_days if change <= day), default=None)
    assert found["last"] == (last and (last - archive.first_day).days)
    assert archive.state_days[found["state"]] == (last or archive.first_day)
    if last is None or last == day:
        assert not any(character.isdigit() for character in found["age"])
    else:
        assert str(last.day) in found["age"], "the day of the change is named"


def test_agreements_in_force(found, archive, day):
    """Those of the day, disputed or not."""
    assert found["force"] == {a.id: force for a, force in archive.as_of(day).in_force()}


def test_names_are_those_of_the_readers_language(found, archive, payload):
    """A party, an unknown one, every place."""
    party = next(iter(archive.parties.values()))
    assert found["names"] == [party.name["en"], payload["words"]["unknown_controller"]]
    assert found["places"] == {place.id: place.name["en"] for place in archive.places.values()}


def test_an_agreement_opens_on_the_day_shown_while_it_is_in_force(loaded, archive, day):
    """Or else on its first day in force; the page of an agreement and the map say the same."""
    script = """(shown) => payload.facts.agreements.map((a) => [a.id, openingDay(a, shown)])"""
    first, last = archive.first_day, archive.last_day
    for shown in (day, None):
        opened = loaded.call(script, *([(day - first).days] if shown else []))
        for ident, number in opened:
            expected = opening_day(archive, ident, shown)
            assert (number is None) == (expected is None)
            if expected and number is not None:
                assert min(first + dt.timedelta(days=number), last) == expected, ident
    in_force = [agreement.id for agreement, _ in archive.as_of(day).in_force()]
    assert in_force
    assert {opening_day(archive, ident, day) for ident in in_force} == {day}
