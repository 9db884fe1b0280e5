"""The form in the app: what it offers for what is on screen, and what it says when all fails."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from briefs import DAY, EARLIER, spec_of
from streamlit.testing.v1 import AppTest

from dashboard import briefing, wording
from dashboard.annotations import Annotation, write_annotations
from dashboard.archive import Archive
from dashboard.briefing import worker
from dashboard.records import DateSpan
from dashboard.ui import briefing as form
from dashboard.views import links
from dashboard.views.choice import Choice

NOTHING = briefing.Made(b"", "")


def page() -> None:
    """What the app's page does around the form."""
    import streamlit as st

    from dashboard import wording
    from dashboard.ui import briefing
    from dashboard.views.context import PageContext

    archive, choice = st.session_state["archive"], st.session_state["choice"]
    words = wording.load(choice.language).of_seeds(archive.seeds)
    if st.session_state.get("is_closed"):
        briefing.keep()
    else:
        briefing.view(PageContext(archive, words, choice))


@pytest.fixture
def opened(archive, monkeypatch):
    """The form for a choice; a run waits for what is drawn, as nobody runs it again here."""
    monkeypatch.setattr(form, "_SOON_S", 60.0)

    def open_(**fields: object) -> AppTest:
        app = AppTest.from_function(page, default_timeout=60)
        app.session_state["archive"] = archive
        wanted = {"day": DAY, "since": EARLIER, **fields}
        app.session_state["choice"] = Choice.opening(archive).with_(**wanted)
        return app.run()

    return open_


class Answers:
    """Stands for the process: has the answer at once, and keeps what it was asked for."""

    def __init__(self, answers: dict[object, object]):
        self.answers, self.asked = answers, []

    def submit(self, work: object, archive: Archive, spec: briefing.BriefSpec) -> worker.Job:
        if work is worker.file:
            self.asked.append(spec)
        job, answer = worker.Job(1, lambda _: None), self.answers[work]
        if isinstance(answer, Exception):
            job.future.set_exception(answer)
        else:
            job.future.set_result(answer)
        return job


@pytest.fixture
def answers(monkeypatch):
    """Nothing is drawn: where it is asked what the form offers and asks for."""
    answers = Answers({worker.file: NOTHING, worker.preview: briefing.Preview()})
    monkeypatch.setattr(form, "WORKER", answers)
    return answers


def kind_of(app: AppTest) -> str:
    return app.selectbox[0].value


@pytest.mark.parametrize(
    ("compare", "kind"),
    [("single", "situation"), ("difference", "difference"), ("swipe", "swipe"), ("side", "side")],
)
@pytest.mark.usefixtures("answers")
def test_the_form_offers_what_is_on_screen(opened, compare, kind):
    """A pair is not turned into a difference, nor a divider into a single date."""
    assert kind_of(opened(compare=compare)) == kind


@pytest.mark.usefixtures("answers")
def test_only_formats_that_mean_something_for_the_kind_are_offered(opened):
    """By kind, from the one table; one date has no animation, two side by side no table."""
    app = opened(compare="side")
    for kind in ("side", "situation", "chart"):
        app.selectbox[0].select(kind).run()
        form = app.selectbox(key=f"briefing-format-{kind}")
        words = wording.load("en")
        assert form.options == [
            words[f"briefing_format_{each}"] for each in briefing.FORMATS_OF[kind]
        ]


def test_a_file_is_made_offered_and_told(archive, opened):
    """Made on demand, with its name and its alternative text to copy."""
    app = opened(compare="side")
    assert not app.code
    app.button(key="briefing-make").click().run()
    assert not app.exception
    assert not app.error
    alt = app.code[0].value
    words = wording.load("en")
    assert words.date(EARLIER) in alt
    assert words.date(DAY) in alt
    name = "almera_side-20010210_1080p_20010615.png"
    assert words.fill("briefing_download", name=name) in str(app.main)
    assert words["briefing_making"] not in str(app.main), "its progress has gone"
    assert words["briefing_cancel"] not in [button.label for button in app.button]


def test_what_is_asked_for_is_seen_before_it_is_made(opened):
    """The picture with its alternative text, the text of a document; why there is neither."""
    app = opened()
    assert "data:image/webp;base64," in shown(app)
    assert wording.load("en").date(DAY) in shown(app)
    app.selectbox[0].select("difference").run()
    app.selectbox(key="briefing-format-difference").select("docx").run()
    assert "<pre" in shown(app)
    app = opened(day=DAY, since=DAY, compare="difference")
    app.selectbox(key="briefing-format-difference").select("gif").run()
    assert "At least 2 are needed" in app.warning[0].value


def test_the_form_begins_with_what_is_on_the_map(opened, answers, archive):
    """Which is in the file, until the briefer writes in it."""
    place, *_ = archive.places
    app = opened(annotations=f"{place}: closed")
    field = app.text_area(key="briefing-annotations")
    assert field.value == f"{place}: closed"
    app.button(key="briefing-make").click().run()
    assert [each.text for each in answers.asked[0].annotations] == ["closed"]
    choice = app.session_state["choice"]
    app.session_state["choice"] = choice.with_(annotations=f"{place}: open again")
    assert app.run().text_area(key="briefing-annotations").value == f"{place}: open again"
    app.text_area(key="briefing-annotations").set_value(f"{place}: my own").run()
    app.session_state["choice"] = choice
    assert app.run().text_area(key="briefing-annotations").value == f"{place}: my own"


def shown(app: AppTest) -> str:
    """The HTML of the preview."""
    return next(each.proto.body for each in app.get("html") if "preview" in each.proto.body)


def test_a_preview_that_fails_is_told_and_the_file_can_be_made(opened, answers, caplog):
    """The form is whole without it."""
    answers.answers[worker.preview] = RuntimeError("no such luck")
    app = opened()
    assert app.warning[0].value == wording.load("en")["briefing_preview_failed"]
    app.button(key="briefing-make").click().run()
    assert app.code
    assert "no such luck" in caplog.text


@pytest.mark.usefixtures("answers")
def test_another_request_withdraws_the_file_of_the_last(opened):
    """Nobody saves a file that is not what the form says."""
    app = opened()
    app.button(key="briefing-make").click().run()
    assert app.code
    app.selectbox(key="briefing-size").select("a4").run()
    assert not app.code


def test_what_takes_long_is_looked_at_less_often(monkeypatch):
    """A picture as soon as it is there; of many decks that wait for each other each seldom, so that
    others are not slowed, but never so seldom that its reader gives up."""
    monkeypatch.setattr(worker.time, "monotonic", lambda: now)
    now, pauses = 0.0, []
    job = worker.Job(1, lambda _: None)
    while now < 60:
        pauses.append(form.pause_s(job))
        now += form._SOON_S + pauses[-1]
    assert pauses[:2] == [0.5, 0.5]
    assert pauses == sorted(pauses)
    assert max(pauses) == 3
    assert len(pauses) < 25


def test_a_failure_is_told_in_words(opened, answers, caplog):
    """No traceback on the page; the log keeps it."""
    answers.answers[worker.file] = RuntimeError("no such luck")
    app = opened()
    app.button(key="briefing-make").click().run()
    assert not app.exception
    assert app.error[0].value == wording.load("en")["briefing.failed"]
    assert "no such luck" in caplog.text


def test_what_is_not_there_is_told_with_what_is_wanted(opened):
    """An animation of one date cannot be made, and says why."""
    app = opened(day=DAY, since=DAY, compare="difference")
    app.selectbox(key="briefing-format-difference").select("gif").run()
    app.button(key="briefing-make").click().run()
    assert "At least 2 are needed" in app.error[0].value


def test_a_deck_tells_how_far_it_is(archive):
    """Each slide counts; a picture alone has nothing to count."""
    steps: list[tuple[int, int]] = []
    spec = spec_of(format="pptx", dates=(EARLIER, DAY))
    briefing.render(archive, wording.load("en"), spec, lambda n, of: steps.append((n, of)))
    assert steps == [(1, 3), (2, 3), (3, 3)]


@pytest.fixture
def crowded(archive) -> Archive:
    """The coast with an agreement every other day from 20 February on."""
    (known, *_) = archive.seeds.agreements
    signed = [dt.date(2001, 2, 20) + dt.timedelta(days=2 * i) for i in range(40)]
    more = tuple(
        known.model_copy(update={"id": f"accord-{i}", "signed_on": DateSpan.parse(str(day))})
        for i, day in enumerate(signed)
    )
    return Archive(replace(archive.seeds, agreements=more), archive.layers, archive.catalog)


def test_dates_of_a_sequence_are_spread_over_the_agreements_between(crowded, opened, answers):
    """Both ends, as many as a sheet can hold, and nowhere a hole where there are agreements."""
    app = opened(compare="side")
    app.session_state["archive"] = crowded
    app.run()
    app.selectbox[0].select("sequence").run()
    app.button(key="briefing-make").click().run()
    dates = answers.asked[0].dates
    assert (dates[0], dates[-1], len(dates)) == (EARLIER, DAY, briefing.MOST_DATES)
    days = sorted({EARLIER, DAY, *(a.flag_day for a in crowded.agreements.values())})
    steps = [days.index(b) - days.index(a) for a, b in pairwise(dates)]
    assert max(steps) - min(steps) <= 1


def test_an_address_is_printed_only_where_others_can_open_it(archive, monkeypatch):
    """Where no public address is set there is none; where one is, it is escaped as every link."""
    choice = Choice.opening(archive).with_(view="evidence", area="district:A&B C")
    monkeypatch.delenv("DASHBOARD_PUBLIC_URL", raising=False)
    assert form._link(choice) == ""
    monkeypatch.setenv("DASHBOARD_PUBLIC_URL", "https://map.example/app")
    assert form._link(choice) == f"https://map.example/app?{links.query(choice.to_query())}"
    assert "A&B" not in form._link(choice)


def test_the_printed_address_leads_to_the_annotations_while_its_code_can_be_read(
    archive, monkeypatch
):
    """Those of the file, not of the map it was begun from; a long list is left to the file."""
    monkeypatch.setenv("DASHBOARD_PUBLIC_URL", "https://map.example/app")
    choice = Choice.opening(archive).with_(annotations="10 10: edited since")
    one = Annotation("closed", (10.0, 11.0))
    wanted = choice.with_(annotations=write_annotations([one])).to_query()
    assert form._link(choice, [one]) == f"https://map.example/app?{links.query(wanted)}"
    without = choice.with_(annotations=None).to_query()
    assert form._link(choice, [one] * 9) == f"https://map.example/app?{links.query(without)}"


def test_dates_of_a_sequence_are_written_by_hand(opened, answers):
    """In any order, the day first too, or by the id of an agreement; those that do not differ can
    be left out."""
    app = opened(compare="side")
    app.selectbox[0].select("sequence").run()
    app.selectbox(key="briefing-fill").select("steps").run()
    assert str(DAY) in written(app).value
    short = f"{DAY.day}/{DAY.month}/{DAY.year}"
    written(app).set_value(short).run()
    assert "briefing-add" not in [button.key for button in app.button], "the day is there"
    written(app).set_value(f"{short}\n{EARLIER}, river-accord\n{DAY}\n{DAY}").run()
    app.button(key="briefing-make").click().run()
    assert answers.asked[0].dates == (DAY, EARLIER, dt.date(2001, 2, 1), DAY, DAY)
    app.checkbox(key="briefing-distinct").check().run()
    app.button(key="briefing-make").click().run()
    assert answers.asked[1].dates[-2:] != (DAY, DAY)
    written(app).set_value("١٥.٦.٢٠٠١ 2001-2-1").run()
    app.button(key="briefing-make").click().run()
    assert answers.asked[-1].dates == (dt.date(2001, 6, 15), dt.date(2001, 2, 1))
    for wrong in ("soon", "31/2/2001", "2001-02-31"):
        written(app).set_value(wrong).run()
        assert [f"“{wrong}” is not a date" in error.value for error in app.error] == [True]
    asked = len(answers.asked)
    app.button(key="briefing-make").click().run()
    assert len(answers.asked) == asked, "nothing is made of what is not what was written"


def test_what_cannot_be_used_is_told_in_the_language_of_the_page(opened, answers):
    """Shortly, with what is wanted and the one id that is most like what was written. No file is
    made without it."""
    words = wording.load("ar")
    app = opened(language="ar", annotations="atlantis: here")
    field = {"line": 1, "text": "atlantis"}
    assert app.error[0].value == words.fill("annotation_no_place", **field)
    app.button(key="briefing-make").click().run()
    assert not answers.asked
    app.session_state["choice"] = app.session_state["choice"].with_(annotations=None)
    app.run()
    app.selectbox[0].select("sequence").run()
    for wrong in ("1990-01-01", "soon"):
        written(app).set_value(wrong).run()
        assert not re.search("[A-Za-z]", app.error[0].value.replace(wrong, ""))
    written(app).set_value("river-acord").run()
    assert words.fill("did_you_mean", name="river-accord") in app.error[0].value


def test_what_was_written_is_there_when_the_form_is_opened_again(opened, answers):
    """Who closes it to look at the map, and moves on to another day, has lost no word; the day can
    be added to the dates."""
    app = opened()
    app.selectbox[0].select("sequence").run()
    app.text_area[0].set_value("2001-03-01\n2001-02-10").run()
    app.text_area(key="briefing-headline-sequence").set_value("Nothing moved").run()
    app.file_uploader[0].set_value(("logo.png", b"a picture", "image/png")).run()
    app.session_state["is_closed"] = True
    app.run()
    app.run()
    assert not app.selectbox
    day = DAY - dt.timedelta(days=2)
    app.session_state["choice"] = app.session_state["choice"].with_(day=day)
    app.session_state["is_closed"] = False
    app.run()
    assert kind_of(app) == "sequence"
    assert app.text_area(key="briefing-headline-sequence").value == "Nothing moved"
    app.button(key="briefing-add").click().run()
    assert app.text_area[0].value == f"2001-03-01\n2001-02-10\n{day}"
    assert "briefing-add" not in [button.key for button in app.button]
    for wanted in (b"a picture", b""):
        app.button(key="briefing-make").click().run()
        assert answers.asked[-1].logo == wanted
        if wanted:
            app.button(key="briefing-logo-remove").click().run()
    assert not app.warning
    assert not app.exception


@pytest.mark.usefixtures("answers")
def test_dates_written_by_hand_stay_when_another_format_is_chosen(crowded, opened):
    """A list nobody wrote in is filled as the format can hold."""
    app = opened(compare="side")
    app.session_state["archive"] = crowded
    app.run()
    app.selectbox[0].select("sequence").run()
    filled = written(app).value
    of_format = app.selectbox(key="briefing-format-sequence")
    of_format.select("pptx").run()
    assert len(written(app).value) > len(filled)
    of_format.select("png").run()
    assert written(app).value == filled
    written(app).set_value(f"{DAY}\n{EARLIER}").run()
    of_format.select("pptx").run()
    assert written(app).value == f"{DAY}\n{EARLIER}"


def written(app: AppTest) -> object:
    """The field with the list of dates."""
    return next(each for each in app.text_area if "dates" in (each.key or ""))


def test_the_headline_is_the_finding_until_the_briefer_writes_another(opened, answers):
    """It stands there to be edited, and follows the map until it is: then both are there, as what
    is written may be about another date."""
    app = opened(compare="difference")
    finding = app.text_area[0].value
    assert " from League to Council" in finding
    app.button(key="briefing-make").click().run()
    assert answers.asked[0].headline == ""
    app.session_state["choice"] = app.session_state["choice"].with_(since=DAY)
    assert app.run().text_area[0].value not in ("", finding)
    app.text_area[0].set_value(f"{finding}, as far as we know").run()
    app.session_state["choice"] = app.session_state["choice"].with_(since=EARLIER)
    assert any(finding in caption.value for caption in app.run().caption)
    app.button(key="briefing-make").click().run()
    assert answers.asked[1].headline == f"{finding}, as far as we know"


def test_any_agreement_can_be_briefed(opened, answers, archive, monkeypatch):
    """The one whose record is open at first; the form names it, and the printed address leads to
    it."""
    monkeypatch.setenv("DASHBOARD_PUBLIC_URL", "https://map.example/app")
    app = opened(agreement="river-accord")
    assert app.selectbox(key="briefing-agreement").value == "river-accord"
    other = next(ident for ident in archive.agreements if ident != "river-accord")
    app.selectbox(key="briefing-agreement").select(other).run()
    app.button(key="briefing-make").click().run()
    assert answers.asked[0].agreement == other
    assert f"agreement={other}" in answers.asked[0].link


def test_the_size_of_a_file_is_told_and_own_words_are_taken(opened, answers):
    """In words, beside its name."""
    answers.answers[worker.file] = briefing.Made(b"x" * 2_340_000, "what it shows")
    app = opened(compare="side")
    for field in app.text_input:
        field.set_value(f"my {field.label}")
    app.button(key="briefing-make").click().run()
    assert any("2.3 MB" in each.proto.body for each in app.get("html"))
    assert (answers.asked[0].subtitle, answers.asked[0].credit) == ("my Subtitle", "my Prepared by")
    assert answers.asked[0].note.startswith("my ")
