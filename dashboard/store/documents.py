"""Reads bytes as text, TOML and JSON, and names the line of whatever is malformed.

Nothing here knows a record. Every function appends what it finds to ``problems`` and returns
``None`` where nothing usable is left.
"""

from __future__ import annotations

import errno
import json
import re
import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dashboard.errors import Problem, shown

_BOM = b"\xef\xbb\xbf"


def read_bytes(path: Path, where: str, problems: list[Problem]) -> bytes | None:
    """The file's bytes; a missing or unopenable file is a finding."""
    try:
        if (mode := path.stat().st_mode) and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise OSError(errno.EINVAL, "no ordinary file")  # a pipe would be read for ever
        return path.read_bytes()
    except FileNotFoundError:
        what, wanted = "the file is missing", "add it: no data set can do without it"
    except OSError as error:
        what, wanted = f"the file cannot be opened: {reason_of(error)}", "make it readable"
    problems.append(Problem(where, what, wanted, "file-missing"))
    return None


def read_json(path: Path, where: str, problems: list[Problem]) -> Any | None:
    """The document in a JSON file."""
    data = read_bytes(path, where, problems)
    text = decoded(data, where, problems) if data is not None else None
    return json_document(text, where, problems) if text is not None else None


def reason_of(error: OSError) -> str:
    """Why the operating system refused, in lower case."""
    return (error.strerror or type(error).__name__).lower()


def decoded(data: bytes, where: str, problems: list[Problem]) -> str | None:
    """UTF-8 text, a byte order mark tolerated; the first bad line is named, the rest counted."""
    data = data.removeprefix(_BOM)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        bad = list(_undecodable_lines(data))
    line, byte = bad[0]
    more = f", and {len(bad) - 1} more line(s)" if len(bad) > 1 else ""
    what = f"byte 0x{byte:02x} is not UTF-8{more}"
    wanted = "save the file as UTF-8"
    problems.append(Problem(f"{where}:{line}", what, wanted, "utf-8"))
    return None


def _undecodable_lines(data: bytes) -> Iterator[tuple[int, int]]:
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            yield number, line[error.start]


#: A dotted name of more parts than any table is deep; thousands would take minutes to read.
_TOO_DEEP = re.compile(r"(?<![\w-])(?:[\w-]+[ \t]*\.[ \t]*){50}")


def toml_table(text: str, where: str, problems: list[Problem]) -> dict[str, Any] | None:
    """A TOML document, or ``None`` with the line that is malformed."""
    if deep := _TOO_DEEP.search(text):
        where = f"{where}:{text.count(chr(10), 0, deep.start()) + 1}"
        what = "not valid toml: a name has more than fifty parts"
        problems.append(Problem(where, what, "write it shorter", "toml-syntax"))
        return None
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        message = _message(error)
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", message)
    line = place[1] if place and place[1] else text.count("\n") + 1
    reason = message.replace(place[0], "") if place else message
    what = f"not valid toml: {reason}"
    wanted = "correct this line or the one before"
    problems.append(Problem(f"{where}:{line}", what, wanted, "toml-syntax"))
    return None


def json_document(text: str, where: str, problems: list[Problem]) -> Any | None:
    """A JSON document, or ``None`` with the malformed line.

    Refused beyond what JSON forbids: ``NaN`` and ``Infinity``, a name given twice in one object
    (one of the values would be dropped), half a character (it has no UTF-8), a mere ``null``.
    """
    line = None
    try:
        document = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_each_name_once)
        if document is None:
            raise ValueError("null is no document")
        if re.search(r"\\u[dD][89a-fA-F]", text):
            json.dumps(document, ensure_ascii=False).encode("utf-8")
        return document
    except json.JSONDecodeError as error:
        line, reason = error.lineno, _message(error, error.msg)
    except UnicodeEncodeError as error:
        reason = f"\\u{ord(error.object[error.start]):04x} is half a character"
    except (ValueError, RecursionError) as error:
        reason = _message(error)
    at = f"{where}:{line}" if line else where
    what = f"not valid json: {reason}"
    wanted = "correct this line or the one before" if line else "correct it"
    problems.append(Problem(at, what, wanted, "geojson-form"))
    return None


def _no_constant(name: str) -> None:
    raise ValueError(f"the constant {name} is no number")


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{shown(twice)} is given twice in one object")
    return made


def _message(error: Exception, words: str = "") -> str:
    """What a parser says, without what only a programmer could do about it."""
    text = words or str(error)
    if isinstance(error, RecursionError):
        return "nested too deeply"
    if "set_int_max_str_digits" in text:
        return "a number has thousands of digits"
    return text[:1].lower() + text[1:]
