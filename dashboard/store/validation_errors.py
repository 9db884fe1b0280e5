"""What a record refuses, in words a person can act on.

The models find *that* a value does not fit; a problem adds where it stands, what it is and what
is wanted, and under which rule: ``field-missing``, ``field-unknown`` or ``field-value``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from dashboard.errors import Problem, shown, word
from dashboard.records import ID_PATTERN, Record
from dashboard.store.tables import Columns

_DAY = ("is not a day", "write YYYY-MM-DD")
_LIST = ("is not a list", "write it as [ … ]")
_TABLE = ("is not a table", "give it the fields it needs")
_BY_WORD = ("is not a table", 'give it a field a word; a text has one a language, as {en = "…"}')
_NUMBER = ("is not a number", "give a number")
_WHOLE = ("is not a whole number", "give a whole number")
_TRUTH = ("is neither true nor false", "write true or false")

#: What pydantic calls the error -> what is wrong with the value, what is wanted.
_WORDS: dict[str, tuple[str, str]] = {
    "bool_parsing": _TRUTH,
    "bool_type": _TRUTH,
    "date_from_datetime_inexact": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_parsing": _DAY,
    "date_type": _DAY,
    "dict_type": _BY_WORD,
    "finite_number": _NUMBER,
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "greater_than": ("is too small", "give more than {gt}"),
    "greater_than_equal": ("is too small", "give {ge} or more"),
    "int_from_float": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_type": _WHOLE,
    "less_than_equal": ("is too large", "give {le} or less"),
    "literal_error": ("is not one of the words for this field", "use {expected}"),
    "mapping_type": _TABLE,
    "model_attributes_type": _TABLE,
    "model_type": _TABLE,
    "no_known_day": ("stands for no known day", "leave the field empty if no day is known"),
    "string_too_short": ("is empty", "fill it in or take it out"),
    "string_type": ("is not text", "write it in quotes"),
    "string_unicode": ("is not text", "write it in UTF-8"),
    "tuple_type": _LIST,
}
#: Patterns of ``records`` -> what they stand for.
_PATTERNS = {
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": ("is no language", "use its code, such as en or pt-BR"),
    ID_PATTERN: ("is no id", "use letters, digits, '-' and '_', no spaces"),
    r"^#[0-9A-Fa-f]{6}$": ("is no colour", "write it as #RRGGBB"),
}


def validation_problems(
    error: ValidationError,
    model: type[Record],
    where: str,
    columns: Columns | None = None,
) -> Iterator[Problem]:
    """One problem for every error in ``error``, in the order of the fields.

    ``where``: where the record stands.
    ``columns``: those of the table it is a row of, if it is one.
    """
    for detail in error.errors(include_url=False):
        path, inner = _entered(model, detail["loc"])
        if columns and path:
            path = columns.entered(model, path)
        kind, context = detail["type"], detail.get("ctx", {})
        if kind.startswith("union_tag"):
            path.append(context["discriminator"].strip("'"))
        at = f"{where}:{_field_path(path)}" if path else where
        name = str(path[-1]) if path else "the record"
        if kind in ("missing", "union_tag_not_found"):
            need = "fill it in: the field has no default"
            yield Problem(at, f"{_name(path)} is missing", need, "field-missing")
        elif kind == "extra_forbidden":
            yield _unknown_field(at, name, list(inner.model_fields))
        else:
            what, wanted = _value_words(detail)
            yield Problem(at, what, wanted, "field-value")


def _unknown_field(at: str, name: str, known: Sequence[str]) -> Problem:
    """A field no record of this kind has, with the likely one."""
    close = difflib.get_close_matches(name, known, n=1)
    wanted = f"did you mean {close[0]!r}?" if close else f"use {', '.join(known)}"
    return Problem(at, f"field {shown(name)} is unknown", wanted, "field-unknown")


def _field_path(path: Sequence[str | int]) -> str:
    """``("recipes", 1, "day")`` as ``recipes.2.day``: members count from one."""
    return ".".join(str(part + 1) if isinstance(part, int) else word(part) for part in path)


def _name(path: Sequence[str | int]) -> str:
    names = [part for part in path if isinstance(part, str)]
    return names[-1] if names else "the value"


def _value_words(detail: Any) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    value = shown(detail["input"])
    if kind == "union_tag_invalid":
        what, wanted = _WORDS["literal_error"]
        value, context = shown(context["tag"]), {"expected": context["expected_tags"]}
    elif kind == "string_pattern_mismatch" and context["pattern"] in _PATTERNS:
        what, wanted = _PATTERNS[context["pattern"]]
    elif kind in ("value_error", "assertion_error"):  # raised by records: a date span
        reason = str(context.get("error", detail["msg"]))
        what, _, wanted = reason.partition("; ")
        if wanted:  # it says itself what is
            return f"{value} {what}" if isinstance(detail["input"], str) else what, wanted
        what = reason.removeprefix(repr(detail["input"])).strip()
        what = what if what != reason else f"is not a date: {reason}"
        wanted = "write YYYY, YYYY-MM, YYYY-MM-DD or an interval of two with '/'"
    elif kind in ("missing_argument", "too_short", "too_long"):
        number = context.get("min_length", context.get("max_length"))
        what, wanted = "has the wrong number of members", f"give {number}"
    else:
        what, wanted = _WORDS.get(
            kind, (detail["msg"][:1].lower() + detail["msg"][1:], "correct it")
        )
    values = {
        key: f"{item:g}" if isinstance(item, float) else item for key, item in context.items()
    }
    return f"{value} {what}", wanted.format(**values)


def _entered(
    model: type[BaseModel], path: Sequence[str | int]
) -> tuple[list[str | int], type[BaseModel]]:
    """A path as it was entered, and the record it leads into.

    Where a field takes records of several kinds pydantic puts the kind into the path.
    """
    entered: list[str | int] = []
    kinds: dict[str, type[BaseModel]] = {}
    for part in path:
        if part in kinds:
            model, kinds = kinds[str(part)], {}
            continue
        entered.append(part)
        if isinstance(part, str) and part in model.model_fields:
            found = list(_models_in(model.model_fields[part].annotation))
            if len(found) == 1:
                model = found[0]
            kinds = {each.model_fields["kind"].default: each for each in found[1:] and found}
    return entered, model


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
