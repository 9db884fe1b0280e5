"""What can go wrong, as one tree, and the shape of a finding.

::

    DashboardError
    ├── SeedsError        seeds that cannot be used; carries every Problem found
    ├── GeoDataError      layers under ``data/geo`` that are missing or malformed
    ├── StaleLayersError  layers built from other seeds than those beside them
    ├── BuildError        seeds that read well but from which no layer can be derived
    ├── ChoiceError       something asked for that is not there: a date, a layer, a rule, a folder
    ├── MappingError      a mapping of other people's files that cannot be used; every Problem found
    ├── ReaderError       a file of other people that cannot be read at all
    └── ExportError       a briefing file that cannot be written where it was asked for

A ``Problem`` is a finding about one place in one file. Rules yield problems; only the
command line and the app decide what to do with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST = 60


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One finding: where it is, what is wrong with the value found, what is wanted.

    ``str(problem)`` is the printed line:
    ``where: what, with the value; what is wanted (rule-id)``.
    """

    where: str
    what: str
    wanted: str
    rule: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.wanted} ({self.rule})"


class DashboardError(Exception):
    """Base of every error this project raises on purpose."""


class SeedsError(DashboardError):
    """Seeds that cannot be used.

    ``problems``: every problem found in one pass, in file order.
    """

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        lines = "\n".join(str(problem) for problem in self.problems)
        super().__init__(f"{len(self.problems)} problem(s) in the seeds\n{lines}")


class MappingError(DashboardError):
    """A mapping file that cannot be used.

    ``problems``: every problem found in it.
    """

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class ReaderError(DashboardError):
    """A file of other people cannot be read: it is missing, malformed or lacks a column."""


class GeoDataError(DashboardError):
    """A layer file is missing, malformed, or does not match its catalog."""


class StaleLayersError(DashboardError):
    """The seeds were edited after the layers were built: the map would not show what they say."""


class BuildError(DashboardError):
    """The seeds are well formed, but a layer they declare cannot be derived from them."""


class ChoiceError(DashboardError):
    """Something was asked for that is not there; on the command line, wrong usage.

    ``phrase``: what a page says instead, in the language of its reader (``Wording.error``): a
    phrase of the catalogs; empty where no page is asked for it.
    ``values``: what the phrase is filled with; days and texts of records are written in its
    language.
    ``near``: the known name that is most like the one asked for; empty if none is.
    """

    def __init__(self, what: str, phrase: str = "", near: str = "", **values: object):
        super().__init__(what)
        self.phrase, self.near, self.values = phrase, near, values


class ExportError(DashboardError):
    """A briefing file cannot be written where it was asked for."""


def shown(value: object) -> str:
    """A value in a finding: text in quotes, everything else as written; cut where it is long."""
    try:
        text = repr(value) if isinstance(value, str) else str(value)
    except ValueError:  # an integer of thousands of digits has no decimal text
        text = "a number of thousands of digits"
    return _cut(text)


def word(name: object) -> str:
    """A name in an address: quoted only if it would not show as it is; cut where it is long."""
    text = str(name)
    plain = text and text.isprintable() and text == text.strip()
    return _cut(text if plain else repr(text))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
