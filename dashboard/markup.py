"""Texts from Jinja2 templates: HTML, in which every value is escaped, and plain text.

A template of HTML is given ``words``, the wording of its page. It writes figures, days and texts
of records with filters that go by them: ``{{ held|text }}``, ``{{ day|date }}``,
``{{ note|prose }}``, and phrases with ``{{ words["key"] }}`` or
``{{ words.fill("key", name=value) }}``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from dashboard.wording import Wording, format


@functools.cache
def environment(*packages: str) -> Environment:
    """The templates of packages, in their folders ``templates``, and those that all share.

    Autoescape is always on, and a name that is not given is an error, not an empty text.
    """
    made = _environment(*packages, autoescape=True)
    made.filters.update(_FILTERS)
    return made


def plain_environment(package: str) -> Environment:
    """The same for templates of Markdown or TOML: a filter of theirs writes each value."""
    return _environment(package, autoescape=False)


def _environment(*packages: str, autoescape: bool) -> Environment:
    return Environment(
        loader=ChoiceLoader([PackageLoader(name) for name in (*packages, "dashboard")]),
        autoescape=autoescape,
        undefined=StrictUndefined,
        keep_trailing_newline=not autoescape,
        trim_blocks=True,
        auto_reload=False,
        lstrip_blocks=True,
    )


def bidi(text: str) -> Markup:
    """Text of the data, whose direction need not be that of the page."""
    return Markup("<bdi>{}</bdi>").format(text) if text else Markup("")


@pass_context
def _prose(context: Context, text: str) -> Markup:
    """A record's text in the page's language; marked as what it is where nobody translated it."""
    words: Wording = context["words"]
    if text in words.texts:
        return bidi(words.text(text))
    return _in_language(words, text, words.entered_in)


@pass_context
def _field(context: Context, record: Any, name: str) -> Markup:
    """A record's text in languages in the page's, else in one it has, marked as that."""
    words, text = context["words"], getattr(record, name)
    language = text.language(*words.languages) if text else words.language
    return _in_language(words, words.of(record, name), language)


def _in_language(words: Wording, text: str, language: str) -> Markup:
    if not text or language == words.language:
        return bidi(text)
    return Markup('<bdi lang="{}">{}</bdi>').format(language, text)


def _in_words(write: Callable[..., str]) -> Callable[..., str]:
    """A filter of a function that takes the wording of the page and what is to be written."""

    @pass_context
    def written(context: Context, shown: Any, *args: Any, **more: Any) -> str:
        return write(context["words"], shown, *args, **more)

    return written


_FILTERS: dict[str, Callable[..., Any]] = {
    "bidi": bidi,
    "prose": _prose,
    "field": _field,
    "date": _in_words(Wording.date),
    "brief_date": _in_words(lambda words, day: words.locale.brief_date(day)),
    "date_span": _in_words(Wording.date_span),
    **{
        write.__name__: _in_words(write)
        for write in (
            format.text,
            format.whole,
            format.exact,
            format.number,
            format.signed,
            format.with_error,
            format.error,
            format.in_scenario,
            format.span,
            format.scenarios,
            format.with_scenarios,
            format.when,
            format.standing,
        )
    },
}
