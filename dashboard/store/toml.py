"""Records and values as TOML text."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

from dashboard.records import DateSpan, Record, Text


def toml_value(value: Any) -> str:
    """A text, in languages or not, a number, day, truth or list of them as TOML writes it."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, DateSpan):
        exact = value.earliest == value.latest
        return value.text if exact else json.dumps(value.text)
    if isinstance(value, Text):
        return f"{{{', '.join(f'{code} = {toml_value(words)}' for code, words in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    return json.dumps(value, ensure_ascii=False)


def toml_text(record: Record, path: str = "") -> str:
    """The fields of a record that are not as they are by default, one a line.

    Records inside it follow as tables, lists of them as ``[[name]]``; ``path`` comes before their
    names.
    """
    return "\n".join(_lines(record, path)) + "\n"


def _lines(record: Record, path: str) -> Iterator[str]:
    inner: list[tuple[str, str, Record | Mapping[str, Any]]] = []
    for name, value in record:
        about = type(record).model_fields[name]
        if value is None or (
            value == about.get_default(call_default_factory=True) and name != "kind"
        ):
            continue
        if isinstance(value, Record | Mapping) and not isinstance(value, Text):
            inner.append(("[{}]", name, value))
        elif isinstance(value, tuple) and value and isinstance(value[0], Record):
            inner += [("[[{}]]", name, each) for each in value]
        else:
            yield f"{name} = {toml_value(value)}"
    for form, name, each in inner:
        inside = f"{path}.{name}" if path else name
        yield f"\n{form.format(inside)}"
        if isinstance(each, Record):
            yield from _lines(each, inside)
        else:
            yield from (f"{json.dumps(key)} = {toml_value(item)}" for key, item in each.items())
