"""What can be asked for, what is refused and how, and what files are called."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from briefs import DAY, EARLIER, spec_of

from dashboard import briefing, wording
from dashboard.annotations import Annotation
from dashboard.archive import Archive
from dashboard.briefing import check, file_name, fonts
from dashboard.errors import ChoiceError
from dashboard.records import Licence

REFUSED = [
    ({"kind": "panorama"}, "no kind 'panorama'"),
    ({"size": "a9"}, "no size 'a9'"),
    ({"format": "doc"}, "no format 'doc'"),
    ({"day": dt.date(1990, 1, 1)}, "1990-01-01 is outside the series"),
    ({"since": dt.date(2030, 1, 1)}, "2030-01-01 is outside the series"),
    ({"agreement": "no-such"}, "no agreement 'no-such'"),
    ({"layers": ("moon",)}, "no layer 'moon'"),
    ({"extent": (10.0, 1.0, 9.0, 2.0)}, "encloses nothing"),
    ({"extent": (float("nan"), 1.0, 9.0, 2.0)}, "encloses nothing"),
    ({"kind": "sequence"}, "0 dates for a sequence"),
    ({"kind": "sequence", "dates": (DAY,) * 13}, "13 dates for a sequence"),
    ({"format": "gif"}, "no gif of kind situation"),
    ({"format": "csv", "kind": "agreement"}, "no csv of kind agreement"),
    ({"format": "gif", "kind": "difference", "since": DAY}, "1 dates for an animation"),
    ({"format": "csv", "dissolved": True}, "no dissolved csv"),
]


@pytest.mark.parametrize(("fields", "message"), REFUSED, ids=lambda v: str(v)[:40])
def test_what_cannot_be_made_is_refused_with_what_is_wanted(archive, fields, message):
    """The message names the value and what would do instead."""
    with pytest.raises(ChoiceError, match=f"{re.escape(message)}.*wanted"):
        check(spec_of(**fields), archive)


@pytest.mark.parametrize("format_", ["png", "geojson", "html"])
def test_geometry_that_may_not_be_handed_on_stays_here(archive, format_):
    """The message names the layer and its licence; other layers can still be briefed."""
    kept = archive.dataset.layers[0].licence[0]
    closed = Licence(id=kept, terms="https://example.org/no", geometry_may_be_shipped=False)
    rest = tuple(each for each in archive.seeds.licences if each.id != kept)
    local = Archive(replace(archive.seeds, licences=(closed, *rest)), archive.layers)
    with pytest.raises(ChoiceError, match=f"{kept}.*leave it out of the briefing"):
        check(spec_of(format=format_), local)
    others = {layer.name for layer in archive.dataset.layers if kept not in layer.licence}
    check(spec_of(format="geojson", layers=tuple(others)), local)


def test_render_refuses_before_any_work(archive):
    """A refused request never reaches a maker."""
    with pytest.raises(ChoiceError):
        briefing.render(archive, wording.load("en"), spec_of(format="doc"))


@pytest.mark.parametrize("kind", briefing.TWO_DATES)
def test_of_two_dates_the_earlier_comes_first(archive, kind):
    """Nobody can read a picture of two dates backwards, whichever was asked for as the later."""
    turned = spec_of(kind=kind, day=EARLIER, since=DAY)
    assert (turned.since, turned.day) == (EARLIER, DAY)
    assert turned == spec_of(kind=kind, day=DAY, since=EARLIER)


def test_a_date_before_the_reference_agreement_is_compared_with_the_first_day(archive):
    """The day of the agreement cannot be the earlier one there."""
    spec = spec_of(kind="difference", day=archive.reference_day - dt.timedelta(days=1), since=None)
    assert briefing.spec.since_of(spec, archive) == archive.first_day


def test_file_names_follow_code_theme_size_date(archive):
    """As humanitarian map desks name their files."""
    assert file_name(spec_of(), archive) == "almera_situation_1080p_20010615.png"
    pdf = spec_of(kind="difference", since=EARLIER, format="pdf", size="a4", language="ar")
    assert file_name(pdf, archive) == "almera_difference-20010210-ar_a4_20010615.pdf"
    assert file_name(spec_of(format="kml"), archive) == "almera_situation_20010615.kml"


def test_specs_that_differ_have_names_that_differ(archive):
    """No file of a set overwrites another."""
    specs = [
        spec_of(kind=kind, size=size, format=form, language=language, dates=(EARLIER, DAY))
        for kind in briefing.KINDS
        for size in briefing.SIZES
        for form in briefing.PICTURES
        for language in ("en", "ar")
    ]
    assert len({file_name(spec, archive) for spec in specs}) == len(specs)


def test_every_kind_can_be_made_as_something_and_every_format_of_something():
    """The table is the one place that says which; nothing in it is unknown."""
    assert set(briefing.FORMATS_OF) == set(briefing.KINDS)
    offered = {form for forms in briefing.FORMATS_OF.values() for form in forms}
    assert offered == set(briefing.FORMATS) == set(briefing.MEDIA)


def test_the_table_of_formats_in_the_manual_is_the_one_in_the_program():
    """``docs/briefings.md`` is true."""
    manual = (Path(__file__).parents[2] / "docs" / "briefings.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", manual, re.MULTILINE))
    assert {kind: tuple(forms.split(", ")) for kind, forms in rows.items()} == briefing.FORMATS_OF


@pytest.mark.parametrize(
    ("own", "fields"),
    [
        ("ዜና", {"note": "ዜና"}),
        ("新闻", {"headline": "新闻"}),
        ("🚩 here", {"annotations": (Annotation("🚩 here", (10.0, 10.0)),)}),
    ],
)
def test_letters_that_would_be_boxes_are_refused_in_pictures_and_stand_in_documents(
    archive, own, fields
):
    """The message names them; marks of direction and spaces are none."""
    words = wording.load("en")
    difference = partial(spec_of, kind="difference", since=EARLIER, **fields)
    for format_ in ("png", "gif"):
        with pytest.raises(ChoiceError, match=f"fonts of pictures lack '{own[0]}"):
            briefing.make(archive, words, difference(format=format_))
    made = briefing.make(archive, words, difference(format="md"))
    assert own in made.data.decode() + made.alt
    assert not fonts.missing("\u200fسراقب – Saraqib\u2066 ± 3 km²\n")
