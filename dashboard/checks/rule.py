"""What a rule is, and the list of all there are."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from dashboard.checks.subject import Findings, Subject
from dashboard.errors import Problem, shown


class Answerable(Protocol):
    """What can be asked whether it is meant, and can say so: a record, a shape."""

    @property
    def meant(self) -> tuple[str, ...]:
        """Its answers, each ``RULE: why``."""
        ...

    def at(self, name: str) -> str:
        """The address of a field."""
        ...


#: What is asked, about which field, what is unlikely there, and what is wanted.
Questions = Iterator[tuple[Answerable, str, str, str]]


def nothing(_: Subject) -> Findings:
    """The search of a rule whose problems are found in reading."""
    return iter(())


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, what it asks for and why, and the search for what breaks it."""

    id: str
    manual: str
    search: Callable[[Subject], Findings] = nothing

    def check(self, subject: Subject) -> Iterator[Problem]:
        """What breaks the rule."""
        for where, what, wanted in subject.cached(self.id, lambda: list(self.search(subject))):
            yield Problem(where, what, wanted, self.id)


#: All rules by id.
RULES: dict[str, Rule] = {}
#: What asks for each rule whether something is meant.
QUESTIONS: dict[str, Callable[[Subject], Questions]] = {}


def add(name: str, manual: str, search: Callable[[Subject], Findings] = nothing) -> None:
    """Add a rule; without a ``search`` its problems are found in reading."""
    RULES[name] = Rule(name, inspect.cleandoc(manual), search)


def _name(search: Callable[..., object]) -> str:
    return search.__name__.replace("_", "-")


def rule(search: Callable[[Subject], Findings]) -> Callable[[Subject], Findings]:
    """Make a function a rule: its name is that of the rule, its docstring the manual."""
    add(_name(search), search.__doc__ or "", search)
    return search


def question(ask: Callable[[Subject], Questions]) -> Callable[[Subject], Questions]:
    """Make a function a rule about what is possible and unlikely.

    What it finds is a problem until it is corrected, or the record says why it is so: an entry
    ``RULE: why`` of its field ``meant``.
    """
    name = _name(ask)

    def search(subject: Subject) -> Findings:
        for where, _, meant, what, wanted in _asked(subject, name):
            if name not in map(answered, meant):
                yield where, what, f'{wanted}, or say why in meant ("{name}: …")'

    add(name, ask.__doc__ or "", search)
    QUESTIONS[name] = ask
    return ask


def _asked(subject: Subject, name: str) -> list[tuple[str, str, tuple[str, ...], str, str]]:
    """What a rule asks: where, where its answers stand and what they are, what, what is wanted."""

    def ask() -> list[tuple[str, str, tuple[str, ...], str, str]]:
        return [
            (record.at(field), record.at("meant"), record.meant, what, wanted)
            for record, field, what, wanted in QUESTIONS[name](subject)
        ]

    found: list[tuple[str, str, tuple[str, ...], str, str]] = subject.cached(f"asked {name}", ask)
    return found


def answered(answer: str) -> str:
    """The rule that an entry of ``meant`` answers; empty where it gives no reason."""
    name, _, why = answer.partition(":")
    return name.strip() if why.strip() else ""


@rule
def idle_answer(subject: Subject) -> Findings:
    """An answer in ``meant`` is to a question that is asked.

    It begins with the name of a rule that asks, then a colon and the reason. One that nobody asks
    for any more would hide the next slip.

    Bad: ``meant`` "held-alone: besieged" of a place whose neighbours are its holder's. Good: none.
    """
    needed = {(meant, name) for name in QUESTIONS for _, meant, *_ in _asked(subject, name)}
    for record in subject.answerable:
        for answer in record.meant:
            where, name = record.at("meant"), answered(answer)
            if name not in QUESTIONS:
                what = f"{shown(answer)} answers no rule"
                yield where, what, f"write RULE: why, with one of {', '.join(sorted(QUESTIONS))}"
            elif (where, name) not in needed:
                yield where, f"{name} does not ask", "take the answer out"
