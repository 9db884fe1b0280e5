"""What a rule is, and the list of all there are."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dashboard.checks.subject import Subject
from dashboard.errors import Problem

#: Where something is amiss, what it is, and what is wanted: see ``Problem``.
Findings = Iterator[tuple[str, str, str]]


def _nothing_more(_: Subject) -> Findings:
    return iter(())


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, what it asks for and why, and the search for what breaks it."""

    id: str
    manual: str
    search: Callable[[Subject], Findings] = _nothing_more

    def check(self, subject: Subject) -> Iterator[Problem]:
        """What reading found under this rule, and what is amiss in what could be read."""
        yield from (problem for problem in subject.problems if problem.rule == self.id)
        if subject.reading.seeds:
            for where, what, wanted in self.search(subject):
                yield Problem(where, what, wanted, self.id)


#: All rules by id.
RULES: dict[str, Rule] = {}


def add(name: str, manual: str, search: Callable[[Subject], Findings] = _nothing_more) -> None:
    """Add a rule; without a ``search`` it is one that reading looks to."""
    RULES[name] = Rule(name, inspect.cleandoc(manual), search)


def rule(search: Callable[[Subject], Findings]) -> Callable[[Subject], Findings]:
    """Make a function a rule: its name is that of the rule, its docstring the manual."""
    add(search.__name__.replace("_", "-"), search.__doc__ or "", search)
    return search
