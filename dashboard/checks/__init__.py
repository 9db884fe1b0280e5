"""Rules for what people enter, and whether the layers are those built from it.

A rule is a function with ``@rule``: its docstring is its manual, and it yields what it finds; it
never prints and never raises. One with ``@question`` is about what is possible and unlikely, which
a record can answer in its field ``meant``. Rules stand in the module of their subject, those
without code of their own in ``manuals.toml``. ``subject`` is what all look at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dashboard.checks import (  # each adds its rules
    agreements,
    chronology,
    control,
    dataset,
    dates,
    layers,
    neighbours,
    places,
    published,
    references,
    relief,
    shapes,
    sizes,
    sources,
    standing,
    text,
)
from dashboard.checks.rule import QUESTIONS, RULES, Rule
from dashboard.checks.subject import Subject, subject_of
from dashboard.errors import Problem


def rules() -> Mapping[str, Rule]:
    """All rules by id, in order of id."""
    return dict(sorted(RULES.items()))


def is_question(rule: str) -> bool:
    """Whether a rule asks if something is meant, or judges the answers: it stops no build."""
    return rule in QUESTIONS or rule == "idle-answer"


def check(subject: Subject) -> tuple[Problem, ...]:
    """Every problem found, in order of file, line and rule.

    First what cannot be read, then what breaks a rule, then what is possible and unlikely; each
    only where the one before found nothing in the seeds. What follows from a mistake would send
    people to another line.
    """
    found = set(subject.problems)
    for questions in (False, True):
        of_seeds = (each.where.startswith(f"{subject.seeds_name}/") for each in found)
        if subject.reading.problems or any(of_seeds):
            break
        asked = (rule for rule in RULES.values() if is_question(rule.id) == questions)
        found |= {problem for rule in asked for problem in rule.check(subject)}
    return tuple(sorted(found, key=_in_file_order))


def _in_file_order(problem: Problem) -> tuple[Any, ...]:
    """Numbers in addresses count as numbers: line 9 comes before line 10."""
    parts = re.split(r"([0-9]+)", problem.where)  # text and digits in turn
    address = tuple((len(part), part) if at % 2 else part for at, part in enumerate(parts))
    return address, problem.rule, problem.what, problem.wanted
