"""HTML from Jinja2 templates: the one environment, in which every value is escaped.

A template is given ``words``, the wording of its page. It writes figures, days and texts of records
with filters that go by them: ``{{ held|text }}``, ``{{ day|date }}``, ``{{ note|prose }}``, and
phrases with ``{{ words["key"] }}`` or ``{{ words.fill("key", name=value) }}``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from dashboard.records import DateSpan
from dashboard.wording import ENTERED_IN, Wording, format


def environment(package: str) -> Environment:
    """The templates of a package, in its folder ``templates``.

    Autoescape is always on, and a name that is not given is an error, not an empty text.
    """
    made = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(_FILTERS)
    return made


def bidi(text: str) -> Markup:
    """Text of the data, whose direction need not be that of the page."""
    return Markup("<bdi>{}</bdi>").format(text) if text else Markup("")


@pass_context
def _prose(context: Context, text: str) -> Markup:
    """A record's text in the page's language; marked as what it is where nobody translated it."""
    words: Wording = context["words"]
    if not text:
        return Markup("")
    if words.language == ENTERED_IN or text in words.texts:
        return bidi(words.text(text))
    return Markup('<bdi lang="{}">{}</bdi>').format(ENTERED_IN, text)


def _words(context: Context) -> Wording:
    """The words a template is rendered in."""
    words: Wording = context["words"]
    return words


@pass_context
def _field(context: Context, record: Any, name: str) -> Markup:
    """A record's field that has a text for some languages, in English where not for the page's."""
    words: Wording = context["words"]
    own = getattr(record, f"{name}_{words.language}", "")
    return bidi(own) if own else _prose(context, words.of(record, name))


def _figure(write: Callable[..., str]) -> Callable[..., str]:
    @pass_context
    def filter_(context: Context, shown: Any, *args: Any, **more: Any) -> str:
        return write(_words(context), shown, *args, **more)

    return filter_


@pass_context
def _date(context: Context, day: dt.date) -> str:
    return _words(context).date(day)


@pass_context
def _brief_date(context: Context, day: dt.date) -> str:
    return _words(context).locale.brief_date(day)


@pass_context
def _date_span(context: Context, span: DateSpan) -> str:
    return _words(context).date_span(span)


_FILTERS: dict[str, Callable[..., Any]] = {
    "bidi": bidi,
    "prose": _prose,
    "field": _field,
    "date": _date,
    "brief_date": _brief_date,
    "date_span": _date_span,
    **{
        write.__name__: _figure(write)
        for write in (
            format.text,
            format.number,
            format.signed,
            format.with_error,
            format.error,
            format.in_scenario,
            format.span,
            format.scenarios,
            format.with_scenarios,
            format.when,
        )
    },
}
