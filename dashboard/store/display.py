"""Values and names as they are printed in findings: on one line, cut where they are long."""

from __future__ import annotations

_LIMIT = 60


def shown(value: object) -> str:
    """A value: text in quotes, everything else as it is written."""
    try:
        text = repr(value) if isinstance(value, str) else str(value)
    except ValueError:  # an integer of thousands of digits has no decimal text
        text = "a number of thousands of digits"
    return _cut(text)


def word(name: object) -> str:
    """A name that is part of an address; quoted only if it would not show as it is."""
    text = str(name)
    plain = text and text.isprintable() and text == text.strip()
    return _cut(text if plain else repr(text))


def _cut(text: str) -> str:
    return text if len(text) <= _LIMIT else f"{text[: _LIMIT - 1]}…"
