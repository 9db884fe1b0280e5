"""A payload is what it was before it travelled, but for where rings begin."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from world import archive_of, make_world, with_contested, with_maps

from dashboard import wording
from dashboard.payload.build import build_payload
from dashboard.payload.encoding import encode, polyline, split
from dashboard.payload.topology import topology
from dashboard.records import Seeds


def begun_alike(geometry: list[Any]) -> list[Any]:
    """A geometry with each ring from its least position on."""
    if not isinstance(geometry[0], list) or not isinstance(geometry[0][0], list):
        return geometry
    return [[begun_at_least(ring) for ring in part] for part in geometry]


def begun_at_least(ring: list[int]) -> list[list[int]]:
    pairs = [ring[at : at + 2] for at in range(0, len(ring), 2)]
    return min(pairs[at:] + pairs[:at] for at in range(len(pairs)))


def compared(payload: dict[str, Any]) -> dict[str, Any]:
    layers = [
        {**layer, "geometries": [begun_alike(each) for each in layer["geometries"]]}
        for layer in payload["layers"]
    ]
    return {**payload, "layers": layers}


def payload_of(seeds: Seeds) -> dict[str, Any]:
    made = build_payload(archive_of(seeds), wording.load("en").of_seeds(seeds))
    return json.loads(json.dumps(made))


def line(payload: dict[str, Any]) -> dict[str, Any]:
    return next(layer for layer in payload["layers"] if layer["style"] == "contact")


def decoded(engine, payload: dict[str, Any]) -> dict[str, Any]:
    """With geometries for the arcs that only what travels has."""
    return json.loads(
        engine.call(
            """(encoded) => {
              const payload = decode(encoded);
              const layers = payload.layers.map(({ arcs, outlines, geometries, ...layer }) => (
                { ...layer, geometries: Array.from(geometries, (_, at) => geometries.at(at)) }));
              return JSON.stringify({ ...payload, layers });
            }""",
            encode(payload),
        )
    )


def test_a_payload_is_decoded_to_itself(engine, payload):
    """The line of contact, too, the days of which do not travel."""
    assert compared(decoded(engine, payload)) == compared(payload)


def test_no_line_runs_along_contested_land_or_what_nobody_knows_held(engine):
    """It is decoded to itself where three parties, one of them no party, come and go."""
    places = {f"p{i}": (10.05 + i / 10, 50.15) for i in range(4)}
    held = {"p0": "RED", "p1": "RED", "p2": "BLUE"}
    events = [(4, "p1", "RED", "GREEN"), (6, "p3", "BLUE", "BLUE"), (8, "p1", "GREEN", "BLUE")]
    seeds = make_world(places, held, events, dataset={"headline_zone": None})
    for each in (seeds, with_contested(seeds, "GREEN")):
        payload = payload_of(each)
        assert line(payload)["items"]
        assert compared(decoded(engine, payload)) == compared(payload)


def test_the_line_of_published_areas_is_decoded_to_itself(engine):
    payload = payload_of(with_maps(make_world({}, {}, dataset={"headline_zone": None})))
    assert line(payload)["items"]
    assert compared(decoded(engine, payload)) == compared(payload)


def test_stretches_shorter_than_a_step_of_positions_are_decoded_to_themselves(engine):
    """Places a hair off the corners of squares: four cells meet in edges of less than a metre."""
    chance = random.Random(66)
    places = {
        f"p{x}{y}": tuple(round(at + chance.uniform(-1e-5, 1e-5), 6) for at in (lon, lat))
        for x, lon in enumerate((10.02, 10.065, 10.11, 10.155, 10.2, 10.245))
        for y, lat in enumerate((50.02, 50.06, 50.1, 50.14, 50.18))
        if chance.random() < 0.8
    }
    held = {place: chance.choice(("RED", "BLUE", "GREEN")) for place in places}
    payload = payload_of(make_world(places, held, dataset={"headline_zone": None}))
    (sides,) = (each["sides"] for each in encode(payload)["layers"] if "sides" in each)
    assert all(sides), "there are some that their arcs do not tell"
    assert compared(decoded(engine, payload)) == compared(payload)


def test_a_number_that_the_browser_could_not_read_is_refused():
    with pytest.raises(OverflowError):
        polyline([2**31])


def test_whole_numbers_are_read_as_they_were_written(engine):
    numbers = [0, -1, 1, 15, 16, -16, -17, 511, 512, -512, -513, 2**30 - 1, -(2**30)]
    assert engine.call("(text) => numbersOf(text)", polyline(numbers)) == numbers


def test_numbers_are_written_as_in_encoded_polylines():
    """The example of Google's own description of the format."""
    steps = [3850000, -12020000, 220000, -75000, 255200, -550300]
    assert polyline(steps) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"


def test_an_edge_of_two_outlines_is_one_arc():
    """Two squares side by side, and the line between them."""
    west = [[[0, 0, 1, 0, 1, 1, 0, 1]]]
    east = [[[0, 1, 1, 1, 1, 2, 0, 2]]]
    line = [[1, 1, 0, 1]]
    arcs, paths = topology([west, east, line, [5, 5]])
    assert [arc.tolist() for arc in arcs] == [
        [[1, 1], [0, 1]], [[0, 1], [0, 0], [1, 0], [1, 1]], [[1, 1], [1, 2], [0, 2], [0, 1]],
        [[5, 5]],
    ]  # fmt: skip
    assert paths == [[0, 1], [-1, 2], [0], [3]]


def test_an_island_and_the_hole_it_lies_in_are_one_arc():
    """Nothing else comes upon it, and they need not begin at the same corner."""
    hole, island = [2, 2, 2, 3, 3, 3, 3, 2], [3, 3, 2, 3, 2, 2, 3, 2]
    arcs, paths = topology([[[[0, 0, 9, 0, 9, 9, 0, 9], hole]], [[island]]])
    assert len(arcs) == 2
    assert paths == [[0], [1], [-2]]


def test_what_languages_share_is_put_back(engine, payloads):
    """Each payload is whole again, and the shapes stand in what all share alone."""
    encoded = {code: encode(payload) for code, payload in payloads.items()}
    shared, own = split(encoded)
    assert all(shared.values())
    call = "(own, shared) => JSON.stringify(withShared(own, shared))"
    for code, payload in encoded.items():
        assert "outlines" not in own[code]
        assert json.loads(engine.call(call, own[code], shared)) == json.loads(json.dumps(payload))
