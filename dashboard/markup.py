"""Texts from Jinja2 templates: HTML, in which every value is escaped, and plain text.

A template of HTML is given ``words``, the wording of its page. It writes figures, days and texts
of records with filters that go by them: ``{{ held|text }}``, ``{{ day|date }}``,
``{{ note|prose }}``, and phrases with ``{{ words["key"] }}`` or
``{{ words.fill("key", name=value) }}``.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    PackageLoader,
    StrictUndefined,
    Template,
    pass_context,
)
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup, escape

from dashboard.wording import Wording, format

_NEUTRAL = {"B", "S", "WS", "ON", "CS", "ES", "ET", "BN", "NSM"}
#: Classes of characters (Unicode's bidirectional algorithm) that keep their place on a page of a
#: direction.
_READ_ALONG = {"ltr": _NEUTRAL | {"L", "EN"}, "rtl": _NEUTRAL | {"R", "AL"}}


@functools.cache
def environment(*packages: str) -> Environment:
    """The templates of some packages (their folders ``templates``) and those that all share.

    Autoescape is always on, and a name that is not given is an error, not an empty text.
    """
    made = _environment(*packages, autoescape=True)
    made.template_class = _Template
    made.filters.update(_FILTERS)
    made.tests["land"] = format.is_land
    made.tests["unclear"] = format.is_unclear
    return made


def plain_environment(package: str) -> Environment:
    """The templates of a package for Markdown or TOML, where a filter has to escape each value."""
    return _environment(package, autoescape=False)


#: Templates whose macros depend on nothing but the page and its wording: imported once a page.
_SHARED_MACROS = {"figures.html", "history.html", "cells.html"}


class _Template(Template):
    """A template whose macros, if shared, are made once a page, not once for each import."""

    def make_module(
        self,
        vars: dict[str, Any] | None = None,
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,
    ) -> TemplateModule:
        """What ``{% from … import … with context %}`` imports from."""
        given = vars or {}
        if self.name not in _SHARED_MACROS or "page" not in given:
            return super().make_module(vars, shared, locals)
        page = given["page"]
        made: TemplateModule | None = page.macros.get(self)
        if made is None:
            made = super().make_module({"page": page, "words": given["words"]})
            page.macros[self] = made
        return made


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


@pass_context
def _bidi(context: Context, text: str, of_parts: bool = False) -> Markup:
    """A text that does not disturb the order of what stands beside it: isolated if anything in it
    is read against the direction of the page, digits from right to left included.

    One ``of_parts`` that can be in several scripts (a title, its publisher, the day) has them in
    the direction of the page; another is read in that of its first letter.
    """
    words: Wording = context["words"]
    text = "" if text is None else text
    if _READ_ALONG[words.direction].issuperset(map(unicodedata.bidirectional, str(text))):
        return escape(text)
    if of_parts:
        return Markup('<bdi dir="{}">{}</bdi>').format(words.direction, text)
    return Markup("<bdi>{}</bdi>").format(text)


@pass_context
def _prose(context: Context, text: str) -> Markup:
    """The text of a record in the language of the page; untranslated text is marked with its own
    language."""
    words: Wording = context["words"]
    if text in words.texts:
        return _bidi(context, words.text(text))
    return _in_language(context, text, words.entered_in)


@pass_context
def _field(context: Context, record: Any, name: str) -> Markup:
    """A text that a record has in several languages, in the language of the page; another language
    is marked as such."""
    words, text = context["words"], getattr(record, name)
    language = text.language(*words.languages) if text else words.language
    return _in_language(context, words.of(record, name), language)


def _in_language(context: Context, text: str, language: str) -> Markup:
    if not text or language == context["words"].language:
        return _bidi(context, text)
    return Markup('<bdi lang="{}">{}</bdi>').format(language, text)


def _in_words(write: Callable[..., str]) -> Callable[..., str]:
    """A filter made from a function that takes the wording of the page and a value."""

    @pass_context
    def written(context: Context, shown: Any, *args: Any, **more: Any) -> str:
        return write(context["words"], shown, *args, **more)

    return written


_FILTERS: dict[str, Callable[..., Any]] = {
    "bidi": _bidi,
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
            format.with_error,
            format.signed_with_error,
            format.in_scenario,
            format.span,
            format.scenarios,
            format.with_scenarios,
            format.when,
            format.standing,
        )
    },
}
