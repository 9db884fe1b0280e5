"""Write a quantity in words. Nothing else writes a figure, whatever shows it.

Rounding. A figure is not written more exactly than its error: the error is rounded to two digits
and the figure to the same place (3,375 ± 168 km² is written 3,380 ± 170); of per cent, to one. A
share that by its error could be more than all or less than none is written as what it can be
(81–100%). Without an error, km² below ten, and km and per cent below a hundred, have one decimal,
all else none. See ``docs/method.md``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from dashboard.quantity import Quantity, Unit
from dashboard.standing import Citation
from dashboard.wording.catalog import Wording
from dashboard.wording.cldr import NO_BREAK, rounded

#: The finest and the coarsest place a figure is rounded to.
FINEST, COARSEST = 0.1, 1000.0
LEAST_KM2 = 0.05
"""From here on km² without an error are not written as 0."""
_HUNDRED = 99.95
"""From here on km and per cent have no decimal: what is all of a thing is 100%."""


def step(value: float, unit: Unit, error: float | None = None) -> float:
    """The place a figure is rounded to: 0.1, 1, 10, 100 or 1000."""
    is_percent, size = unit is Unit.PERCENT, abs(value)
    if is_percent and (size >= _HUNDRED or (error or 0.0) >= 0.95):
        return 1.0
    if error:
        # the second digit of the error, as it is after rounding to two: 99.6 is 100
        place = 10.0 ** (math.floor(math.log10(error * 1.005)) - 1)
        return min(max(place, FINEST), COARSEST)
    if is_percent or unit is Unit.KM:
        return FINEST if size < _HUNDRED else 1.0
    return FINEST if unit is Unit.KM2 and LEAST_KM2 <= size < 9.95 else 1.0


def text(words: Wording, quantity: Quantity) -> str:
    """The figure with its unit: ``3,380 km²``; the word for *unknown* where there is none."""
    if quantity.value is None:
        return words["unknown"]
    number = words.locale.number(quantity.value, _step(quantity))
    return words.locale.unit(number, quantity.unit, quantity.value)


def whole(words: Wording, quantity: Quantity, parts: Iterable[Quantity]) -> str:
    """A figure with parts, rounded as coarsely as the parts: none may look larger than the
    whole."""
    error = max((part.error or 0.0 for part in parts), default=0.0)
    return text(words, replace(quantity, error=error))


def number(words: Wording, quantity: Quantity) -> str:
    """The figure without its unit, for a column whose head has it; empty where there is none."""
    if quantity.value is None:
        return ""
    return words.locale.number(quantity.value, _step(quantity))


def size(words: Wording, count: int) -> str:
    """Bytes: megabytes with a decimal, or kilobytes."""
    if count >= 1_000_000:
        return words.fill("megabytes", n=words.locale.number(count / 1_000_000, 0.1))
    return words.fill("kilobytes", n=words.locale.number(max(count / 1000, 1), 1.0))


def exact(words: Wording, quantity: Quantity) -> str:
    """A figure that was set rather than measured, as it was set: ``15 km``, ``2.5 km``."""
    value = quantity.value or 0.0
    size = words.locale.number(value, 1.0 if value == round(value) else FINEST)
    return words.locale.unit(size, quantity.unit, value)


def with_error(words: Wording, quantity: Quantity) -> str:
    """The figure and how far it can be off: ``3,380 ± 170 km²``; of a share that ends at none or
    all, what it can be: ``81–100%``.

    As ``text`` without an error, and where it is written as 0.
    """
    if quantity.value is None:
        return text(words, quantity)
    pair = number_with_error(words, quantity)
    return words.locale.unit(pair, quantity.unit, quantity.value)


def signed_with_error(words: Wording, quantity: Quantity) -> str:
    """The figure with its sign and how far it can be off: ``+3,380 ± 170 km²``."""
    if quantity.value is None:
        return text(words, quantity)
    pair = _beside_error(words, quantity, words.locale.signed(quantity.value, _step(quantity)))
    return words.locale.unit(pair, quantity.unit, quantity.value)


def number_with_error(words: Wording, quantity: Quantity) -> str:
    """The figure and how far it can be off, for a column with the unit in its head."""
    if quantity.unit is Unit.PERCENT and quantity.value is not None:
        place = _step(quantity)
        share, error = rounded(quantity.value, place), rounded(quantity.error or 0.0, place)
        if error and not error <= share <= 100 - error:
            ends = max(share - error, 0.0), min(share + error, 100.0)
            return "–".join(words.locale.number(e, 1.0 if e in (0, 100) else place) for e in ends)
    return _beside_error(words, quantity, number(words, quantity))


def _beside_error(words: Wording, quantity: Quantity, value: str) -> str:
    place, error = _step(quantity), quantity.error or 0.0
    if quantity.value is None or not rounded(error, place):
        return value
    return words.fill("value_error", value=value, error=words.locale.number(error, place))


def error(words: Wording, quantity: Quantity) -> str:
    """How far the figure can be off: ``± 170 km²``; empty where the line of contact plays
    no part."""
    if not quantity.error:
        return ""
    size = words.locale.number(quantity.error, _step(quantity))
    return words.locale.unit(f"±{NO_BREAK}{size}", quantity.unit, quantity.error)


def in_scenario(words: Wording, quantity: Quantity, name: str) -> str:
    """What the figure is in one scenario, without its unit; empty where there is none."""
    return number(words, replace(quantity, value=quantity.scenarios[name]))


def span(words: Wording, quantity: Quantity) -> str:
    """The least and the greatest of all scenarios, each rounded as the figure would be: ``3,200 to
    3,400 km²``.

    Empty where the two would be written alike.
    """
    low, high = quantity.low, quantity.high
    if low is None or high is None:
        return ""
    least, most = (words.locale.number(value, _step(quantity, value)) for value in (low, high))
    if least == most:
        return ""
    return words.fill("span", low=least, high=words.locale.unit(most, quantity.unit, high))


def scenarios(words: Wording, quantity: Quantity, none: str = "") -> str:
    """How far doubtful events move the figure, in words; empty where they do not.

    ``none``: key of the phrase used where there is no such figure, as in some scenarios.
    """
    if not quantity.scenarios or quantity.low is None:
        return ""
    moves = span(words, quantity)
    moves = words.fill("range_beside", range=moves).replace(" ", NO_BREAK) if moves else ""
    if quantity.value is None:
        # there is no such figure as entered; these are the scenarios that have one
        low = Quantity(quantity.low, quantity.unit)
        return f"{moves or text(words, low)} {when(words, quantity.having)}"
    parts = [moves] if moves else []
    if quantity.lacking and none:
        parts.append(f"{words[none]} {when(words, quantity.lacking)}")
    return words["list_semicolon"].join(parts)


def compact(words: Wording, quantity: Quantity) -> str:
    """The figure without its unit, its range in brackets: ``4.2 ± 1.6 (0.8–4.2)``."""
    ends = (quantity.low, quantity.high)
    least, most = (number(words, replace(quantity, value=value)) for value in ends)
    figure = number_with_error(words, quantity)
    return f"{figure} ({least}–{most})" if least != most else figure


def with_scenarios(words: Wording, quantity: Quantity, none: str = "", shown: str = "") -> str:
    """The figure in a sentence, its range in brackets after it.

    ``shown``: what stands before the brackets; by itself, the figure.
    """
    shown = shown or text(words, quantity)
    moves = scenarios(words, quantity, none)
    return words.fill("range_bracketed", value=shown, range=moves) if moves else shown


def when(words: Wording, names: Iterable[str]) -> str:
    """Scenarios as conditions: ``when low-certainty events are left out or when …``."""
    return words["list_or"].join(words[f"when_{name}"] for name in names)


def is_land(km2: float | None) -> bool:
    """Whether there are so many km², gained or lost, that they are not written as 0."""
    return abs(km2 or 0.0) >= LEAST_KM2


def is_zero(quantity: Quantity) -> bool:
    """Whether the figure is written as 0, or there is none."""
    return not rounded(quantity.value or 0.0, _step(quantity))


def is_clear(quantity: Quantity) -> bool:
    """Whether a change is larger than its error, and not written as 0."""
    return not is_zero(quantity) and not is_unclear(quantity)


def is_unclear(quantity: Quantity) -> bool:
    """Whether a change is no larger than its error, so that it may have gone the other way.

    A change that is written as 0 is not unclear.
    """
    return not is_zero(quantity) and abs(quantity.value or 0.0) <= (quantity.error or 0.0)


def _step(quantity: Quantity, value: float | None = None) -> float:
    shown = quantity.value if value is None else value
    return step(shown or 0.0, quantity.unit, quantity.error)


def standing(words: Wording, cited: Citation) -> str:
    """The standing of a citation in words: its reliability, and its credibility if there is one."""
    parts = [words[f"reliability_{cited.reliability}"]]
    if cited.credibility:
        parts.append(words[f"credibility_{cited.credibility}"])
    return words["list_semicolon"].join(parts)
