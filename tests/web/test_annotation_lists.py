"""The annotations of a link: the browser reads and writes the list that Python reads."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.annotations import read_annotations, write_annotations
from dashboard.errors import ChoiceError
from dashboard.views.choice import Choice

READ = """(text) => {
  const read = readAnnotations(text, payload);
  if (!read) return null;
  const cells = cellsOf(payload.layers.find(({ style }) => style === "control"));
  const middle = ([first]) => cells.middleOf(cells.ofLand([first], payload.facts.areas));
  const position = (where) => writtenPosition(where) ?? cells.positions[cells.of(where)];
  return read.map(({ text, at, to, km, land, corners }) => ({
    text, km, land, corners: corners.map(writtenPosition),
    at: corners.length ? null : land.length ? middle(land) : position(at),
    to: to && position(to),
  }));
}"""
WRITTEN = (
    "saraqib: Closed",
    "# seen\r\nsaraqib: Closed\r\n\r\n idlib > ariha :  Convoy: large \n",
    "35.45 36.9: Seen",
    "35.45, -36.9 > 35 36.00001: From here",
    "ariha 8 km: No access",
    "35.45 36.9 0.5km: Small",
    "[saraqib]: Empty",
    "[district:SY0203, saraqib,ariha]: Area of the plan",
    "[deescalation-zone]: All of it",
    "[35.4 36.5, 35.6 36.7 ,35.4 36.9]: Where we were",
    f"[{', '.join(f'35.{n:04} -36.{n % 2}' for n in range(24))}]: As many corners as a link takes",
    "[35 36, 35.0 36.5, 36 36.5, 35 36.5, 35 36]: One twice",
    "saraqib: <script>alert(1)</script>",
    "saraqib: مغلق منذ ٣ آذار",
    "saraqib: \U0001f534 " + "x" * 100,
    "35.45 36.9 > ariha: a > b [c] 5 km: d",
)
REFUSED = (
    "",
    "nothing",
    "atlantis: here",
    "Saraqib: by its name",
    "95 10: here",
    "10 181: here",
    "10 10 0 km: here",
    "10 10 0.001 km: here",
    "10 10 501 km: here",
    f"10 10 {'9' * 400} km: here",
    "10 10 > 11 11 5 km: here",
    "10 10 >: here",
    "10 10: " + "x" * 121,
    "10 10: x\n" * 13,
    "10 10: \u202eevil",
    "10 10: a\u2028b",
    "10 10: a\x00b",
    "10 10: a\x0bb",
    "٣٥ ٣٦: here",
    "constructor: here",
    "__proto__: here",
    "[constructor]: here",
    "[]: here",
    "[saraqib,]: here",
    "[saraqib] 5 km: here",
    "[saraqib: here",
    "[35 36]: here",
    "[35 36, 36 37, 35.0 36.0]: here",
    "[35 36, 36 37, saraqib]: here",
    "[35 36, 36 37, 95 36]: here",
    f"[{', '.join(f'35.{n:04} 36' for n in range(25))}]: here",
    "saraqib: a\nnonsense",
    " " * 10_000 + "x",
    "saraqib" + " " * 10_000 + "> x",
)


def in_python(archive, text: str) -> list[dict] | None:
    """What Python reads, in the form the browser gives; ``None`` where it refuses."""
    try:
        read = read_annotations(text, archive, "link", by_name=False)
    except ChoiceError:
        return None
    return [
        {
            "text": each.text,
            "km": each.radius_km,
            "land": list(each.land),
            "at": None if each.corners else pytest.approx(each.at[::-1], abs=2e-5),
            "corners": [list(corner[::-1]) for corner in each.corners],
            "to": each.to and pytest.approx(each.to[::-1], abs=2e-5),
        }
        for each in read
    ]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_list_is_read_as_python_reads_it(loaded, archive, text):
    """And once the browser has written it anew, it says the same."""
    wanted = in_python(archive, text)
    assert wanted
    assert loaded.call(READ, text) == wanted
    again = loaded.call("(text) => writeAnnotations(readAnnotations(text, payload))", text)
    assert in_python(archive, again) == loaded.call(READ, text)


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_used_is_refused_on_both_sides(loaded, archive, text):
    """The whole of it: nobody must think that what is left is all the author said."""
    read = in_python(archive, text)
    assert loaded.call(READ, text) == read
    assert not read


LINES = st.lists(
    st.sampled_from(
        ["saraqib", "ariha", "35.5", "36.5", "-1", "[", "]", ">", ":", ":", " ", " ", " ", ",", "8",
         "km", "text", "\n", "\t", "#", "district:SY0203", "٣", "\r", "\x85", "\u200f", "é"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_any_list_is_read_alike(loaded, archive, text):
    """Whatever anybody writes."""
    assert loaded.call(READ, text) == in_python(archive, text)


def test_what_python_writes_the_browser_reads(loaded, archive):
    """For the offline page, which has what the form or a file says by any name."""
    text = "\n".join(each for each in WRITTEN if "\n" not in each and "[" not in each)
    outlines = "[Saraqib, district:SY0203]: Land\n[35.4 36.5, 35.6 36.7, 35.4 36.9]: Area"
    listed = read_annotations(f"{text}\n{outlines}", archive, "form")
    found = loaded.call(READ, write_annotations(listed))
    assert [(each["text"], each["km"], tuple(each["land"])) for each in found] == [
        (each.text, each.radius_km, each.land) for each in listed
    ]
    for there, here in zip(found, listed, strict=True):
        assert here.corners or there["at"] == pytest.approx(here.at[::-1], abs=1e-4)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  closed\t", "closed"),
        ("a\nb\u202ec\ud800", "a b c"),
        ("x" * 300, "x" * 120),
        ("\U0001f534" * 121, "\U0001f534" * 120),
        (" \u2066 ", ""),
    ],
)
def test_what_is_typed_becomes_a_text_that_is_read(loaded, archive, typed, text):
    """Without signs nobody sees, and no longer than a link takes."""
    assert loaded.call("(typed) => usableText(typed)", typed) == text
    assert not text or in_python(archive, f"saraqib: {text}")[0]["text"] == text


def test_a_link_keeps_them(archive):
    """And lets go of them where it says nothing, or nothing that can be used."""
    text = WRITTEN[4]
    choice, refused = Choice.from_query({"annotations": text}, archive)
    assert (choice.annotations, refused) == (text, ())
    assert Choice.from_query(choice.to_query(), archive) == (choice, ())
    assert choice.read({"annotations": ""}, archive)[0].annotations is None
    assert choice.read({"annotations": "nonsense"}, archive) == (choice, ("annotations",))
    assert Choice.from_query({"annotations": "nonsense"}, archive)[1] == ("annotations",)


def test_a_card_stands_beside_what_it_is_about_where_nothing_is_covered(loaded):
    """To its right first, then to its left; where no place is free, where least is covered."""
    place = """(east, cost) => placeCard({ x: 100, y: 100 }, { width: 40, height: 20 }, 10,
      ([west]) => (west >= east ? cost : 0))"""
    assert loaded.call(place, 1000, 1) == {"x": 110, "y": 90}
    assert loaded.call(place, 100, 1) == {"x": 50, "y": 90}
    assert loaded.call(place, -1000, 1) == {"x": 110, "y": 90}


@pytest.mark.parametrize(
    ("ring", "inside"),
    [
        ([[0, 0], [0, 10], [10, 10], [10, 0]], [5, 5]),
        ([[0, 0], [6, 0], [6, 2], [1, 2], [1, 8], [6, 8], [6, 12], [0, 12]], [3.25, 10]),
        ([[1, 2], [3, 4]], [2, 3]),
        ([[1, 2]], [1, 2]),
    ],
    ids=["square", "horseshoe", "line", "point"],
)
def test_the_text_of_an_area_belongs_inside_it(loaded, ring, inside):
    """In its widest part: that of a horseshoe is one of its legs."""
    assert loaded.call("(ring) => insideOf(ring)", ring) == inside


def test_edges_are_joined_into_lines(loaded):
    """A square of four edges is one line that closes; what does not touch is another."""
    square = [[[0, 0], [0, 1]], [[1, 1], [1, 0]], [[0, 1], [1, 1]], [[1, 0], [0, 0]]]
    apart = [[5, 5], [6, 6]]
    assert loaded.call("(edges) => joined(edges)", [*square, apart]) == [
        [[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]],
        apart,
    ]


def test_lines_are_joined_whichever_way_they_run(loaded):
    """Two ways from one corner to the other, the second in two pieces of which one runs back."""
    lines = [[[0, 0], [0, 1], [0, 2]], [[2, 1], [2, 2], [0, 2]], [[2, 1], [1, 0], [0, 0]]]
    assert loaded.call("(lines) => joined(lines)", lines) == [
        [[0, 0], [0, 1], [0, 2], [2, 2], [2, 1], [1, 0], [0, 0]]
    ]


def test_land_is_outlined_as_one(loaded):
    """The lines round an area do not run through it."""
    area = """(id) => {
      const cells = cellsOf(payload.layers.find(({ style }) => style === "control"));
      const found = cells.ofLand([id], payload.facts.areas);
      const lines = cells.linesRound(found);
      const closed = lines.filter((line) => String(line[0]) === String(line.at(-1)));
      return [found.length, closed.length, lines.length];
    }"""
    cells, closed, lines = loaded.call(area, "deescalation-zone")
    assert cells > 100
    assert closed == lines <= 10
