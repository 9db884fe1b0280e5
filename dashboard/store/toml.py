"""Values to TOML as people write it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

from dashboard.records import DateSpan, Record


def toml_value(value: Any) -> str:
    """A text, number, day, truth or list of them as TOML writes it."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, DateSpan):
        exact = value.earliest == value.latest
        return value.text if exact else json.dumps(value.text)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    return json.dumps(value, ensure_ascii=False)


def toml_text(record: Record) -> str:
    """The fields of a record that are not as they are by default, one a line.

    Records inside it follow as tables, lists of them as ``[[name]]``.
    """
    return "\n".join(_lines(record, ())) + "\n"


def _lines(record: Record, path: tuple[str, ...]) -> Iterator[str]:
    inner: list[tuple[str, str, Record]] = []
    for name, value in record:
        if value == type(record).model_fields[name].default and name != "kind":
            continue
        if isinstance(value, Record):
            inner.append(("[{}]", name, value))
        elif isinstance(value, tuple) and value and isinstance(value[0], Record):
            inner += [("[[{}]]", name, each) for each in value]
        elif isinstance(value, Mapping):
            if value:
                raise NotImplementedError(f"{name}: a table without a record")
        elif value is not None:
            yield f"{name} = {toml_value(value)}"
    for form, name, each in inner:
        yield f"\n{form.format('.'.join((*path, name)))}"
        yield from _lines(each, (*path, name))
