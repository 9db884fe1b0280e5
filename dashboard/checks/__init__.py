"""Rules for what people enter and for what the build derives from it.

One rule is one module in ``dashboard/checks/rules``: its docstring is its manual, ``ID`` its name,
``check`` yields the problems it finds. Rules never print and never raise; adding a module adds
the rule.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Protocol

from dashboard.checks import rules as _rules
from dashboard.checks.subject import Subject, subject_of
from dashboard.errors import Problem

__all__ = ["Rule", "Subject", "check", "rules", "subject_of"]


class Rule(Protocol):
    """What a module in ``dashboard/checks/rules`` offers."""

    __doc__: str
    ID: str
    check: Callable[[Subject], Iterator[Problem]]


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by id, in order of id."""
    names = (module.name for module in pkgutil.iter_modules(_rules.__path__))
    modules = [importlib.import_module(f"{_rules.__name__}.{name}") for name in names]
    return {module.ID: module for module in sorted(modules, key=lambda module: module.ID)}


def check(subject: Subject) -> tuple[Problem, ...]:
    """Every problem every rule finds, in order of file, line and rule."""
    found = {problem for rule in rules().values() for problem in rule.check(subject)}
    return tuple(sorted(found, key=_in_file_order))


def _in_file_order(problem: Problem) -> tuple[Any, ...]:
    """Numbers in addresses count as numbers: line 9 comes before line 10."""
    parts = re.split(r"([0-9]+)", problem.where)  # text and digits in turn
    address = tuple((len(part), part) if at % 2 else part for at, part in enumerate(parts))
    return address, problem.rule, problem.what, problem.wanted
