"""Whether a name in Arabic letters and one in Latin letters can be spellings of one another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz

_ARABIC = re.compile(r"[\u0621-\u064a]")
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640]")
#: Letters that transliterations mix up stand for one sound; vowels, w, y and ayn for none.
_SOUNDS = dict(zip("تدطضظذثزجغحخهسصشقكبفلمنر", "ddddddddgghhhssskkbflmnr", strict=True))
_LATIN_SPELLINGS = "ch|sh>s dj|gh|rh|j>g kh>h dh|th>d [qck]>k [tzd]>d p>b v>f x>h [^bdfghklmnrs]>"
_LATIN = [
    (re.compile(spelling), sound)
    for spelling, sound in (pair.split(">") for pair in _LATIN_SPELLINGS.split())
]
_ARTICLE = re.compile(
    r"\b(?:al|el|ul|il|ad|ed|an|en|ar|er|as|es|ash|esh|ach|ech|at|et|az|ez|adh|ath)[\s-]+"
)


def is_arabic(name: str) -> bool:
    """Whether it is written in Arabic letters."""
    return _ARABIC.search(name) is not None


def is_latin(name: str) -> bool:
    """Whether it is written in Latin letters."""
    return bool(re.search(r"[a-z]", unicodedata.normalize("NFKD", name).casefold()))


def likeness(arabic: str, latin: Iterable[str]) -> float:
    """How alike the consonants are, from 0 to 100, with the most alike of several spellings.

    The whole name counts, or one word of it a little less: a name may say what the place is, or
    where, in one language only.

    Examples
    --------
    >>> likeness("القصيرية", ["El Qoussaïriyé"])
    100.0
    >>> likeness("القصيرية", ["Tall Madiq"]) < 40
    True
    """
    sounds = list(filter(None, map(_of_arabic, _MARKS.sub("", arabic).split())))
    return max((_likeness(sounds, list(_of_latin(name))) for name in latin), default=0.0)


def _likeness(one: list[str], other: list[str]) -> float:
    if not one:  # nothing but vowels, or no Arabic: no ground to say that they differ
        return 100.0
    words = (_ratio(a, b) for a in one for b in other if len(a) > 1 and len(b) > 1)
    return max(_ratio("".join(one), "".join(other)), 0.9 * max(words, default=0.0))


def _ratio(one: str, other: str) -> float:
    """Likeness of consonants; h is often left out, so it may be where it is not all."""
    soft = one.replace("h", ""), other.replace("h", "")
    bare = fuzz.ratio(*soft) if min(map(len, soft)) > 1 else 0.0
    return max(fuzz.ratio(one, other), bare)


def _of_arabic(word: str) -> str:
    word = re.sub(r"[هة]$", "", re.sub(r"^ال(?=\w{2})", "", word))
    return _single("".join(_SOUNDS.get(letter, "") for letter in word))


def _of_latin(name: str) -> Iterable[str]:
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = re.sub(r"[^a-z\s-]", "", plain).strip()
    for word in _ARTICLE.sub("", plain).replace("-", " ").split():
        for pattern, sound in _LATIN:
            word = pattern.sub(sound, word)
        if word:
            yield _single(word)


def _single(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)
