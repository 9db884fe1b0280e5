"""Places and administrative units by any common spelling of their name, in Latin or Arabic letters.

Spellings of one Arabic name differ in the article (al-, el-, ash-), in q/k and other letters, in
vowels, in doubled letters and in the ending (-a, -ah, -e, -iyah, -iya). Each name is reduced to a
key in which those differences are gone; what is left over is matched by rapidfuzz.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from dashboard.archive import Archive
from dashboard.records import LEVELS, Place

_LEAST_SCORE = 72
#: Areas stand after the towns they are named after, before villages of that name.
_AREA_RANK = 2.5
_ARABIC = re.compile(r"[\u0600-\u06ff]")
#: Vowel marks and the stretching letter carry nothing here.
_ARABIC_MARKS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_ARABIC_LETTERS = str.maketrans({
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ء": None,
    "گ": "ك", "ک": "ك", "ی": "ي",
})  # fmt: skip
_ARTICLE = re.compile(
    r"\b(?:al|el|ul|il|ad|ed|an|en|ar|er|as|es|ash|esh|ach|ech|at|et|az|ez|adh|ath)[\s-]+"
)
#: Longest first: digraphs are settled before single letters.
_LATIN = tuple((re.compile(pattern), plain) for pattern, plain in (
    (r"ch|sh|sch", "s"), (r"dj", "j"), (r"gh", "g"), (r"kh", "h"), (r"dh|th", "d"), (r"ph", "f"),
    (r"ou|oo|ow|au|aw", "u"), (r"ai|ay|ei|ey|ee|ie|iy", "i"), (r"q|ck|c", "k"), (r"[vw]", "u"),
    (r"z", "d"), (r"t", "d"), (r"p", "b"), (r"y", "i"), (r"o", "u"), (r"e", "i"),
))  # fmt: skip
#: Words for what a place is, spelled in several ways; they tell places apart only weakly.
_WORDS = {
    spelled: word
    for word, spellings in {
        "tal": "tall tel tell", "kafr": "kafar kafer kfar kefr", "um": "umm oum omm",
        "maarat": "maarrat maaret marat maarrate maarate", "dayr": "deir der",
        "shaykh": "sheikh cheikh shaikh shekh", "khirbet": "khirbat khirbit", "abu": "abou",
        "jabal": "jebel jabel", "ayn": "ain ein", "bayt": "bet beit",
        "kalat": "qalat kalaat qalaat",
    }.items()
    for spelled in spellings.split()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: a place of the gazetteer or an area of ``Archive.within``.

    ``matched`` is the name it was found by.
    """

    kind: Literal["place", "governorate", "district", "subdistrict"]
    id: str
    name_en: str
    name_ar: str
    within: str
    matched: str


def key(name: str) -> str:
    """What is left of a name when common differences of spelling are taken out.

    Examples
    --------
    >>> key("al-Qusayriyah") == key("Kuseiriya") == key("El Qoussaïriyé")
    True
    >>> key("أحمد") == key("احمد")
    True
    """
    if _ARABIC.search(name):
        return _arabic_key(name)
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"[^a-z\s-]", "", plain).strip()
    plain = _ARTICLE.sub("", plain).replace("-", " ")
    return " ".join(filter(None, (_word(word) for word in plain.split())))


def _word(word: str) -> str:
    word = _WORDS.get(word, word)
    for pattern, plain in _LATIN:
        word = pattern.sub(plain, word)
    word = re.sub(r"(.)\1+", r"\1", word)
    # The feminine ending is written -a, -ah, -at, -e, -eh or -iyah; it is dropped.
    return re.sub(r"(?<=..)(?:ia|i|a)?(?:h|a|d)?$", "", word) if len(word) > 3 else word


def _arabic_key(name: str) -> str:
    plain = _ARABIC_MARKS.sub("", unicodedata.normalize("NFKC", name)).translate(_ARABIC_LETTERS)
    words = re.sub(r"[^\w\s]", " ", plain).split()
    return " ".join(re.sub(r"^ال(?=\w{2})", "", word) for word in words)


@lru_cache(maxsize=4)
def index(archive: Archive) -> tuple[tuple[Hit, ...], tuple[str, ...]]:
    """Every name of everything that can be found, as hits and their keys, row by row."""
    hits = [hit for place in archive.places.values() for hit in _of_place(place)]
    hits += _of_areas(archive)
    keyed = [(hit, key(hit.matched)) for hit in hits]
    kept = [(hit, k) for hit, k in keyed if k]
    return tuple(hit for hit, _ in kept), tuple(k for _, k in kept)


def _of_place(place: Place) -> Iterable[Hit]:
    names = dict.fromkeys(n for n in (place.name_en, place.name_ar, *place.alt_names) if n)
    for name in names:
        yield Hit("place", place.id, place.name_en, place.name_ar, place.district, name)


def _of_areas(archive: Archive) -> list[Hit]:
    found: dict[tuple[str, str, str], Hit] = {}
    arabic = {area.id: area.name_ar for area in archive.dataset.areas}
    for place_id in archive.cells:
        place = archive.places[place_id]
        above = ""
        for level in LEVELS:
            name, code = place.unit(level)
            own = arabic.get(code, "")
            for matched in filter(None, (name, own) if code else ()):
                hit = Hit(level, f"{level}:{code}", name, own, above, matched)
                found.setdefault((level, code, matched), hit)
            above = name
    return list(found.values())


def search(archive: Archive, text: str, limit: int = 8) -> tuple[Hit, ...]:
    """What a reader may mean by ``text``, best first.

    Parameters
    ----------
    text
        A name in Latin or Arabic letters, however transliterated; blank finds nothing.

    Returns
    -------
    tuple of Hit
        At most ``limit``, each thing once. As good matches come in order of the place's rank, so
        that the town stands before the hamlet of the same name.
    """
    wanted = key(text)
    if not wanted:
        return ()
    hits, keys = index(archive)
    rows = process.extract(wanted, keys, scorer=_score, score_cutoff=_LEAST_SCORE, limit=limit * 12)
    best: dict[str, tuple] = {}
    for _, score, row in rows:
        hit = hits[row]
        # Equal keys can hide a closer spelling: the written form decides between them.
        close = fuzz.ratio(text.casefold(), hit.matched.casefold())
        rank = archive.places[hit.id].rank if hit.kind == "place" else _AREA_RANK
        order = (-round(score), rank, -close, hit.id)
        if hit.id not in best or order < best[hit.id][0]:
            best[hit.id] = (order, hit)
    ranked = sorted(best.values(), key=lambda entry: entry[0])[:limit]
    return tuple(hit for _, hit in ranked)


def _score(one: str, other: str, **_) -> float:
    """Whole names first; a part of a longer name counts for less; bare consonants help."""
    if one == other:
        return 100.0
    if len(one) < 3:  # too little left to be like anything else
        return 0.0
    whole = fuzz.ratio(one, other)
    bare = fuzz.ratio(_bare(one), _bare(other))
    part = 0.9 * fuzz.token_set_ratio(one, other) if len(one) > 3 else 0.0
    return max(0.6 * whole + 0.4 * bare, part)


@lru_cache(maxsize=20_000)
def _bare(text: str) -> str:
    return re.sub(r"[aiu\s]", "", text)
