"""Places, administrative units, posts and names without a position, by any common spelling.

In Latin or Arabic letters. Spellings of one Arabic name differ in the article (al-, el-, ash-), in
q/k and other letters, in vowels, in doubled letters and in the ending (-a, -ah, -e, -iyah, -iya).
Each name is reduced to a key in which those differences are gone; what is left over is matched by
rapidfuzz.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from dashboard.archive import Archive, per_archive
from dashboard.records import LEVELS, Place

_LEAST_SCORE = 72
#: What is equally alike comes in this order: areas after the towns they are named after, before
#: villages of that name; then what cannot be opened on the map.
_RANKS = {"post": 5.0, "unresolved": 6.0}
_AREA_RANK = 2.5
_ARABIC = re.compile(r"[\u0600-\u06ff]")
#: Vowel marks and the stretching letter carry nothing here.
_ARABIC_MARKS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_ARABIC_LETTERS = str.maketrans("أإآٱىئؤةگکی", "ااااييوهككي", "ء")
_ARTICLE = re.compile(
    r"\b(?:al|el|ul|il|ad|ed|an|en|ar|er|as|es|ash|esh|ach|ech|at|et|az|ez|adh|ath)[\s-]+"
)
#: Longest first: digraphs are settled before single letters.
_LATIN_SPELLINGS = (
    "ch|sh|sch>s dj>j gh>g kh>h dh|th>d ph>f ou|oo|ow|au|aw>u ai|ay|ei|ey|ee|ie|iy>i q|ck|c>k "
    "[vw]>u z>d t>d p>b y>i o>u e>i"
)
_LATIN = [
    (re.compile(spelling), plain)
    for spelling, plain in (pair.split(">") for pair in _LATIN_SPELLINGS.split())
]
#: Words for what a place is, spelled in several ways; they tell places apart only weakly.
_WORDS = {
    spelled: word
    for word, spellings in {
        "tal": "tall tel tell",
        "kafr": "kafar kafer kfar kefr",
        "um": "umm oum omm",
        "maarat": "maarrat maaret marat maarrate maarate",
        "dayr": "deir der",
        "shaykh": "sheikh cheikh shaikh shekh",
        "khirbet": "khirbat khirbit",
        "abu": "abou",
        "jabal": "jebel jabel",
        "ayn": "ain ein",
        "bayt": "bet beit",
        "kalat": "qalat kalaat qalaat",
    }.items()
    for spelled in spellings.split()
}


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: a place of the gazetteer, an area of ``Archive.within``, a post, or a name
    of the sources for which no safe position was found.

    ``matched`` is the name it was found by. The ``id`` of a place or an
    area is its own, that of a post ``post:ID``, that of a name ``unresolved:NAME``.
    """

    kind: Literal["place", "governorate", "district", "subdistrict", "post", "unresolved"]
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
    plain = re.sub(r"[^a-z0-9\s-]", "", plain).strip()
    plain = _ARTICLE.sub("", plain).replace("-", " ")
    return " ".join(filter(None, (_word(word) for word in plain.split())))


def _word(word: str) -> str:
    word = _WORDS.get(word, word)
    for pattern, plain in _LATIN:
        word = pattern.sub(plain, word)
    word = re.sub(r"([a-z])\1+", r"\1", word)
    # The feminine ending is written -a, -ah, -at, -e, -eh or -iyah; it is dropped.
    return re.sub(r"(?<=..)(?:ia|i|a)?(?:h|a|d)?$", "", word) if len(word) > 3 else word


def _arabic_key(name: str) -> str:
    plain = _ARABIC_MARKS.sub("", unicodedata.normalize("NFKC", name)).translate(_ARABIC_LETTERS)
    words = re.sub(r"[^\w\s]", " ", plain).split()
    return " ".join(re.sub(r"^ال(?=\w{2})", "", word) for word in words)


@per_archive
def index(archive: Archive) -> tuple[tuple[Hit, ...], tuple[str, ...]]:
    """Every name of everything that can be found, as hits and their keys, row by row."""
    hits = [hit for place in archive.places.values() for hit in _of_place(place)]
    hits += [*_of_areas(archive), *_of_posts(archive), *_of_unresolved(archive)]
    keyed = [(hit, key(hit.matched)) for hit in hits]
    kept = [(hit, k) for hit, k in keyed if k]
    return tuple(hit for hit, _ in kept), tuple(k for _, k in kept)


def _of_place(place: Place) -> Iterable[Hit]:
    names = dict.fromkeys(n for n in (place.name_en, place.name_ar, *place.alt_names) if n)
    for name in names:
        yield Hit("place", place.id, place.name_en, place.name_ar, place.district, name)


def _of_areas(archive: Archive) -> list[Hit]:
    found: dict[tuple[str, str, str], Hit] = {}
    areas = {area.id: area for area in archive.dataset.areas}
    for place_id in archive.cells:
        place = archive.places[place_id]
        above = ""
        for level in LEVELS:
            name, code = place.unit(level)
            area = areas.get(code)
            own = area.name_ar if area else ""
            called = (name, own, *((area.name_en, *area.alt_names) if area else ()))
            for matched in filter(None, dict.fromkeys(called) if code else ()):
                hit = Hit(level, f"{level}:{code}", name, own, above, matched)
                found.setdefault((level, code, matched), hit)
            above = name
    return list(found.values())


def _of_posts(archive: Archive) -> Iterable[Hit]:
    """Posts by their label and the names in their locality, in every language these are in."""
    translations: dict[str, list[str]] = {}
    for row in archive.seeds.translations:
        translations.setdefault(row.text, []).append(row.translation)
    for post in archive.seeds.posts:
        labels = [post.label, *translations.get(post.label, ())]
        places = [post.locality, *translations.get(post.locality, ())]
        for name in dict.fromkeys((*labels, *(n for text in places for n in _names(text)))):
            yield Hit("post", f"post:{post.id}", post.label, "", post.locality, name)


def _names(locality: str) -> list[str]:
    """Names in "A (B, C / D), E, north of F": what follows the last comma only says where it is."""
    outside = re.sub(r"\(.*?\)", "", locality)
    aside = ",".join(re.findall(r"\((.*?)\)", locality))
    named = re.split(r"[,،]", outside)
    named = [*(named[:-1] or named), aside]
    parts = [part.strip() for text in named for part in re.split(r"[,،/;؛]", text)]
    return [part for part in parts if part != part.lower() or _ARABIC.search(part)]


def _of_unresolved(archive: Archive) -> Iterable[Hit]:
    for entry in archive.seeds.unresolved_places:
        names = (entry.name, entry.name.rpartition(": ")[2], *entry.alt_names)
        for name in dict.fromkeys(names):
            hit_id = f"unresolved:{entry.name}"
            yield Hit("unresolved", hit_id, entry.name, "", entry.area, name)


def search(archive: Archive, text: str, limit: int = 8) -> tuple[Hit, ...]:
    """What a reader may mean by ``text``, best first.

    Parameters
    ----------
    text
        A name in Latin or Arabic letters, however transliterated; blank finds nothing.

    Returns
    -------
    tuple of Hit
        At most ``limit``, each thing once. Of equally good matches those spelled just so come
        first, areas apart, then the others by rank: the town before the hamlet of that name.
    """
    wanted = key(text)
    if not wanted:
        return ()
    hits, keys = index(archive)
    rows = process.extract(wanted, keys, scorer=_score, score_cutoff=_LEAST_SCORE, limit=limit * 12)
    best: dict[str, tuple[tuple[int, bool, float, float, str], Hit]] = {}
    for _, score, row in rows:
        hit = hits[row]
        # Equal keys can hide a closer spelling: the written form decides between them.
        close = fuzz.ratio(text.casefold(), hit.matched.casefold())
        spelt = hit.kind not in LEVELS and close == 100
        order = (-round(score), not spelt, _rank(archive, hit), -close, hit.id)
        if hit.id not in best or order < best[hit.id][0]:
            best[hit.id] = (order, hit)
    ranked = sorted(best.values(), key=lambda entry: entry[0])[:limit]
    return tuple(hit for _, hit in ranked)


def _rank(archive: Archive, hit: Hit) -> float:
    if hit.kind == "place":
        return archive.places[hit.id].rank
    return _RANKS.get(hit.kind, _AREA_RANK)


def _score(one: str, other: str, **_: object) -> float:
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
