"""Rules without code of their own: what reading finds, and mentions of what does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.store.display import shown

#: Rules under which ``store`` reports what cannot be read, each with its manual.
FOUND_IN_READING: Mapping[str, str] = {
    "csv-header": """
    The header of a CSV file names known columns, each once, the required ones among them.

    Found in reading. A misspelt column would lose every value in it. A column whose fields all have
    a default may be left out.

    Bad: ``id,name,lon,lat``. Good: ``id,name_en,lon,lat``.
    """,
    "csv-shape": """
    Every CSV row has as many fields as the header, and closes its quotes.

    Found in reading. One comma too many shifts every later field into the wrong column.

    Bad::

        id,day,note
        e01,2001-02-20,taken, then lost

    Good::

        id,day,note
        e01,2001-02-20,"taken, then lost"
    """,
    "field-unknown": """
    No record has a field the project does not know, or one of another kind of record.

    Found in reading; for the columns of CSV files see ``csv-header``. A misspelt field would be
    left out in silence.

    Bad: ``sourses = ["gazette"]``. Good: ``sources = ["gazette"]``.
    """,
    "field-value": """
    Every value has the type and form of its field.

    Found in reading. Numbers are numbers, days are ``YYYY-MM-DD``, ids have no spaces, words such
    as ``certainty`` come from a short list, and dates known less exactly are written ``2001``,
    ``2001-02`` or ``2001-02/2001-03``.

    Bad: ``certainty = "quite"``. Good: ``certainty = "medium"``.
    """,
    "file-missing": """
    Every file of the seeds is there and can be opened.

    Found in reading. A missing file would read as "there is nothing of this kind"; that must be
    said on purpose, with a file that holds a header and no rows.

    Bad: no ``seeds/posts.csv``. Good: ``seeds/posts.csv`` with its header alone.
    """,
    "file-unknown": """
    Every file under the seeds has a name the project reads.

    Found in reading. A misspelt name would leave its rows out in silence. Hidden files and
    ``README.md`` are free.

    Bad: ``seeds/control/evnts.csv``. Good: ``seeds/control/events.csv``.
    """,
    "geojson-form": """
    Every GeoJSON file is a feature collection of features with id, properties and geometry.

    Found in reading. Coordinates are longitude, latitude (RFC 7946); ``NaN`` is no number there.

    Bad: ``{"type": "Feature", "properties": null, "geometry": null}``.
    Good: ``{"type": "Feature", "id": "R1", "properties": {}, "geometry": {"type": "Point",
    "coordinates": [10.1, 0.1]}}``.
    """,
    "layer-form": """
    Every derived file is whole: UTF-8, JSON, features, a catalog that lists them.

    Found in reading. Derived files are not edited: build them again.

    Bad: a ``places.geojson`` cut off in the middle. Good: what ``build`` wrote.
    """,
    "layer-hash": """
    Every layer is byte for byte the one its catalog describes.

    Found in reading, by sha256. A layer that was edited by hand, or that a version control merge
    has mixed, no longer follows from the seeds.

    Bad: a corrected name in ``data/geo/places.geojson``. Good: the name corrected in
    ``seeds/places.csv``, then ``build``.
    """,
    "toml-syntax": """
    Every TOML file can be parsed.

    Found in reading, with the line. The usual slips are a missing quote, a key given twice, and a
    date that does not exist.

    Bad: ``signed_on = 2001-02-30``. Good: ``signed_on = 2001-02-28``.
    """,
    "utf-8": r"""
    Every file is UTF-8; a byte order mark at its start is tolerated.

    Found in reading. Names in other encodings turn into other names. The first bad line is given
    and the number of further ones.

    Bad: ``Jos\\xe9`` saved as Latin-1. Good: the same saved as UTF-8.
    """,
    "valid-period": """
    A period ends after it begins: days ``[valid_from, valid_to)``.

    Found in reading, in GeoJSON entered and derived. ``valid_to`` is the first day that no longer
    counts, so it lies after ``valid_from``; ``null`` leaves a side open.

    Bad: ``"valid_from": "2001-02-20", "valid_to": "2001-02-20"``.
    Good: ``"valid_from": "2001-02-20", "valid_to": "2001-02-21"``.
    """,
}


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What a record mentions by id: its kind, where such things are entered, the rule's manual."""

    kind: str
    defined_in: str
    manual: str


#: Rules that each id mentioned leads to something.
UNKNOWN: Mapping[str, Mentioned] = {
    "unknown-agreement": Mentioned(
        "agreement",
        "agreements",
        """
        An agreement mentioned has a file, and a claim concerns something on record.

        ``amends``, ``supports``, ``alters``, a recipe's ``agreement`` and the reference agreement
        are ids of agreements; a claim concerns agreements or recipes.

        Bad: ``amends = ["coast_truce"]``. Good: ``amends = ["coast-truce"]``.
        """,
    ),
    "unknown-layer": Mentioned(
        "layer",
        "dataset.toml",
        """
        The layer of a recipe is described in ``dataset.toml``.

        A recipe without a ``[[layers]]`` entry of that name would be built into a layer without
        title, licence or legend.

        Bad: ``layer = "acord_lines"``. Good: ``layer = "accord_lines"``.
        """,
    ),
    "unknown-operation": Mentioned(
        "operation",
        "control/operations.csv",
        """
        An operation mentioned is in ``operations.csv``.

        Events are grouped by operation; one that is misspelt would fall out of its group. The field
        may be empty.

        Bad: ``operation`` ``spring_push``. Good: ``operation`` ``spring-push``.
        """,
    ),
    "unknown-operator": Mentioned(
        "operator",
        "dataset.toml",
        """
        The operator of a post is described in ``dataset.toml``.

        Whoever runs posts need not hold land, so operators are listed apart from parties, with
        their names.

        Bad: ``operator`` ``OSB``. Good: ``operator`` ``OBS``, with an ``[[operators]]`` entry of
        that id.
        """,
    ),
    "unknown-party": Mentioned(
        "party",
        "dataset.toml",
        """
        A party mentioned is described in ``dataset.toml``.

        Parties carry the name, colour and hatch of what they hold; one that is not described cannot
        be drawn or named.

        Bad: ``to_party`` ``NRO``. Good: ``to_party`` ``NOR``, with a ``[[parties]]`` entry of that
        id.
        """,
    ),
    "unknown-place": Mentioned(
        "place",
        "places.csv",
        """
        A place mentioned is in the gazetteer.

        Baseline, events and recipes speak of places by id. A place that is not in ``places.csv``
        has no position, so what is said of it would not be drawn; without a safe position it
        belongs in ``control/unplaced_events.csv``.

        Bad: ``e01,2001-02-20,1,brisa,…`` Good: ``e01,2001-02-20,1,brissa,…``
        """,
    ),
    "unknown-recipe": Mentioned(
        "recipe",
        "dataset.toml",
        """
        A recipe mentioned is in ``dataset.toml``.

        What a provision draws, and the headline zone, are recipes by id; a link that leads nowhere
        would light nothing on the map.

        Bad: ``recipes = ["acord-line"]``. Good: ``recipes = ["accord-line"]``.
        """,
    ),
    "unknown-road": Mentioned(
        "road",
        "lines/roads.geojson",
        """
        The road of a corridor is in ``lines/roads.geojson``.

        A corridor follows the feature whose ``id`` its recipe names.

        Bad: ``road = "R9"``. Good: ``road = "R1"``, with a feature of that id.
        """,
    ),
    "unknown-source": Mentioned(
        "source",
        "sources.csv",
        """
        A source cited is in ``sources.csv``.

        Records cite sources by id so that each title and address is entered once. An id that leads
        nowhere is a fact without support.

        Bad: ``sources = ["gazete"]``. Good: ``sources = ["gazette"]``.
        """,
    ),
}
_MANY = 20  # past this the same slip is everywhere, and comparing names would take long


def unknown(subject: Subject, rule: str) -> Iterator[Problem]:
    """Mentions of what does not exist, of the kind that ``rule`` is about.

    A kind of the form ``"a or b"`` belongs to the rule of ``a``.
    """
    about = UNKNOWN[rule]
    lost = [
        mention
        for mention in subject.mentions
        if mention.kind.split(" or ")[0] == about.kind
        and not subject.exists(mention.kind, mention.identifier)
    ]
    for mention in lost:
        wanted = f"use an id entered in {about.defined_in}"
        if len(lost) <= _MANY and (hint := _close(subject, mention.kind, mention.identifier)):
            wanted = f"did you mean {hint!r}? {wanted}"
        what = f"there is no {mention.kind} {shown(mention.identifier)}"
        yield Problem(mention.where, what, wanted, rule)


def _close(subject: Subject, kind: str, identifier: str) -> str | None:
    matches = difflib.get_close_matches(identifier, sorted(subject.known[kind]), n=1, cutoff=0.75)
    return matches[0] if matches else None
