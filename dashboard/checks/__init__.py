"""Rules for what people enter and for what the build derives from it.

A rule has a name, a manual and a function that yields the problems it finds; it never prints and
never raises. One with code of its own is a module in ``dashboard/checks/rules``: its docstring is
its manual, ``ID`` its name, ``check`` its function, and adding a module adds the rule. The others
are rows of ``dashboard/checks/table.py``.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from dashboard.checks import rules as _rules
from dashboard.checks.subject import Subject, subject_of
from dashboard.checks.table import FOUND_IN_READING, UNKNOWN, unknown
from dashboard.errors import Problem

__all__ = ["Rule", "Subject", "check", "rules", "subject_of"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, what it asks for and why, and the search for what breaks it."""

    id: str
    manual: str
    check: Callable[[Subject], Iterable[Problem]]


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by id, in order of id."""
    made = sorted((*_of_modules(), *_of_tables()), key=lambda rule: rule.id)
    return {rule.id: rule for rule in made}


def _of_modules() -> Iterator[Rule]:
    for found in pkgutil.iter_modules(_rules.__path__):
        module = importlib.import_module(f"{_rules.__name__}.{found.name}")
        yield Rule(module.ID, inspect.cleandoc(module.__doc__ or ""), module.check)


def _of_tables() -> Iterator[Rule]:
    for name, manual in FOUND_IN_READING.items():
        yield Rule(name, inspect.cleandoc(manual), partial(Subject.found_in_reading, rule=name))
    for name, about in UNKNOWN.items():
        yield Rule(name, inspect.cleandoc(about.manual), partial(unknown, rule=name))


def check(subject: Subject) -> tuple[Problem, ...]:
    """Every problem every rule finds, in order of file, line and rule."""
    found = {problem for rule in rules().values() for problem in rule.check(subject)}
    return tuple(sorted(found, key=_in_file_order))


def _in_file_order(problem: Problem) -> tuple[Any, ...]:
    """Numbers in addresses count as numbers: line 9 comes before line 10."""
    parts = re.split(r"([0-9]+)", problem.where)  # text and digits in turn
    address = tuple((len(part), part) if at % 2 else part for at, part in enumerate(parts))
    return address, problem.rule, problem.what, problem.wanted
