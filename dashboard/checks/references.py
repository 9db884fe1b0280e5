"""Ids: each is given once, each that is mentioned leads to something, each source is used."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial

from dashboard.checks.rule import Findings, add, rule
from dashboard.checks.subject import Shape, Subject
from dashboard.errors import shown
from dashboard.records import Record, Seeds

#: What is mentioned by id -> where such things are entered, and the manual of the rule.
_UNKNOWN = {
    "agreement": (
        "agreements",
        """
        An agreement mentioned has a file, and a claim concerns something on record.

        ``amends``, ``supports``, ``alters``, a recipe's ``agreement`` and the reference agreement
        are ids of agreements; a claim concerns agreements or recipes.

        Bad: ``amends = ["coast_truce"]``. Good: ``amends = ["coast-truce"]``.
        """,
    ),
    "group": (
        "dataset.toml",
        """
        A group mentioned is described in ``dataset.toml``.

        Groups carry the name and the mark of the places they held.

        Bad: ``group`` ``GRDS``. Good: ``group`` ``GRD``, with a ``[[groups]]`` entry of that id.
        """,
    ),
    "incident kind": (
        "dataset.toml",
        """
        The kind of an incident is described in ``dataset.toml``.

        Kinds have names there in the languages of the data set; the map and its tables call an
        incident by that of its kind.

        Bad: ``kind`` ``shelings``. Good: ``kind`` ``shelling``, with an ``[[incident_kinds]]``
        entry of that id.
        """,
    ),
    "layer": (
        "dataset.toml",
        """
        The layer of a recipe is described in ``dataset.toml``.

        A recipe without a ``[[layers]]`` entry of that name would be built into a layer without
        title, licence or legend.

        Bad: ``layer = "acord_lines"``. Good: ``layer = "accord_lines"``.
        """,
    ),
    "licence": (
        "licences.toml",
        """
        The licence of a layer, a source or a feature entered is in ``licences.toml``.

        There it says on what terms, whom to credit, and whether geometry under it may be handed on
        at all; a layer without it could not be shared.

        Bad: ``licence = "CC BY-SA"``. Good: ``licence = "CC BY-SA 4.0"``, with a ``[[licences]]``
        entry of that id.
        """,
    ),
    "operation": (
        "control/operations.csv",
        """
        An operation mentioned is in ``operations.csv``.

        Events are grouped by operation; one that is misspelt would fall out of its group. The field
        may be empty.

        Bad: ``operation`` ``spring_push``. Good: ``operation`` ``spring-push``.
        """,
    ),
    "operator": (
        "dataset.toml",
        """
        The operator of a post is described in ``dataset.toml``.

        Whoever runs posts need not hold land, so operators are listed apart from parties, with
        their names.

        Bad: ``operator`` ``OSB``. Good: ``operator`` ``OBS``, with an ``[[operators]]`` entry of
        that id.
        """,
    ),
    "party": (
        "dataset.toml",
        """
        A party mentioned is described in ``dataset.toml``.

        Parties carry the name, colour and hatch of what they hold; one that is not described cannot
        be drawn or named.

        Bad: ``to_party`` ``NRO``. Good: ``to_party`` ``NOR``, with a ``[[parties]]`` entry of that
        id.
        """,
    ),
    "place": (
        "places.csv",
        """
        A place mentioned is in the gazetteer.

        Baseline, events and recipes speak of places by id. A place that is not in ``places.csv``
        has no position, so what is said of it would not be drawn; without a safe position it
        belongs in ``control/unplaced_events.csv``.

        Bad: ``e01,2001-02-20,1,brisa,…`` Good: ``e01,2001-02-20,1,brissa,…``
        """,
    ),
    "recipe": (
        "dataset.toml",
        """
        A recipe mentioned is in ``dataset.toml``.

        What a provision draws, and the headline zone, are recipes by id; a link that leads nowhere
        would light nothing on the map.

        Bad: ``recipes = ["acord-line"]``. Good: ``recipes = ["accord-line"]``.
        """,
    ),
    "shape": (
        "lines/agreed.geojson",
        """
        What a recipe of kind ``drawn_line`` or ``drawn_area`` draws is in ``lines/agreed.geojson``.

        Its ``features`` are ids of that file: lines for the one kind, polygons for the other.

        Bad: ``features = ["truce-lime"]``. Good: ``features = ["truce-line"]``.
        """,
    ),
    "road": (
        "lines/roads.geojson",
        """
        The road of a corridor is in ``lines/roads.geojson``.

        A corridor follows the feature whose ``id`` its recipe names.

        Bad: ``road = "R9"``. Good: ``road = "R1"``, with a feature of that id.
        """,
    ),
    "source": (
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


def _unknown(subject: Subject, kind: str, defined_in: str) -> Findings:
    """Mentions of what does not exist; a kind ``"a or b"`` belongs to the rule of ``a``."""
    lost = [
        mention
        for named, mentions in subject.mentions.items()
        if named.split(" or ")[0] == kind
        for mention in mentions
        if not subject.exists(named, mention.identifier)
    ]
    for mention in lost:
        wanted = f"use an id entered in {defined_in}"
        if len(lost) <= _MANY and (hint := _close(subject, mention.kind, mention.identifier)):
            wanted = f"did you mean {hint!r}? {wanted}"
        yield mention.where, f"there is no {mention.kind} {shown(mention.identifier)}", wanted


def _close(subject: Subject, kind: str, identifier: str) -> str | None:
    matches = difflib.get_close_matches(identifier, sorted(subject.known[kind]), n=1, cutoff=0.75)
    return matches[0] if matches else None


for _kind, (_file, _manual) in _UNKNOWN.items():
    _ask = partial(_unknown, kind=_kind, defined_in=_file)
    add(f"unknown-{_kind.replace(' ', '-')}", _manual, _ask)


@rule
def unknown_provision(subject: Subject) -> Findings:
    """A compliance entry speaks of provisions of its own agreement.

    Claims of compliance are shown beside the provision they are about; one that leads nowhere would
    not be shown at all.

    Bad: ``provisions = ["lines"]``. Good: ``provisions = ["line"]``, with a provision of that id in
    the same file.
    """
    for agreement in subject.seeds.agreements:
        known = [provision.id for provision in agreement.provisions]
        for entry in agreement.compliance:
            for name in entry.provisions:
                if name not in known:
                    what = f"agreement {agreement.id!r} has no provision {name!r}"
                    wanted = f"use {', '.join(known) or 'none: it has no provisions'}"
                    yield entry.at("provisions"), what, wanted


@rule
def unused_source(subject: Subject) -> Findings:
    """A source is cited by something.

    A source nobody cites is left over from a change, or the record that should cite it does not.
    Not looked at while records cannot be read: they may be the ones that cite it.

    Bad: a row ``almanac`` in ``sources.csv`` and no mention of it. Good: no such row.
    """
    if subject.unread.anything:
        return
    cited = {mention.identifier for mention in subject.mentions.get("source", ())}
    for source in subject.seeds.sources:
        if source.id not in cited:
            what = f"nothing cites {source.id!r}"
            yield source.at("id"), what, "cite it or remove it"


@rule
def duplicate_id(subject: Subject) -> Findings:
    """An id is given once.

    Everything points to everything by id: records of one kind, features of one file, provisions of
    one agreement. Events, area statements and unplaced events share their ids, and a place has one
    baseline row. Two ids that differ in capitals only are one to a reader, and one file on some
    machines. A list names an id once.

    Bad: two rows ``e01`` in ``control/events.csv``. Good: ``e01`` and ``e02``.
    """
    for field, kind in _kinds(subject.seeds):
        yield from _repeated((getattr(record, field), record, field) for record in kind)
    files: dict[str, list[tuple[str, Shape, str]]] = {}
    for where, feature in subject.shapes:
        # one layer is built from all basemap files, so their ids are shared
        group = "basemap" if feature.layer in subject.seeds.basemap else feature.layer
        files.setdefault(group, []).append((feature.id, Shape(where, feature), "id"))
    for used in files.values():
        yield from _repeated(used)
    for mentions in subject.mentions.values():
        listed = Counter((id(each.holder), each.field, each.identifier) for each in mentions)
        if len(listed) < len(mentions):
            for each in mentions:
                if (times := listed[id(each.holder), each.field, each.identifier]) > 1:
                    yield (
                        each.where,
                        f"{each.identifier!r} stands there {times} times",
                        "name it once",
                    )


def _kinds(seeds: Seeds) -> Iterator[tuple[str, Iterable[Record]]]:
    dataset = seeds.dataset
    yield "place", seeds.baseline
    yield "name", dataset.layers
    for kind in (
        dataset.parties,
        dataset.groups,
        dataset.incident_kinds,
        dataset.recipes,
        dataset.areas,
        seeds.sources,
        seeds.places,
        seeds.operations,
        seeds.posts,
        seeds.incidents,
        seeds.published_figures,
        seeds.agreements,
        seeds.claims,
        seeds.reports,
        *(agreement.provisions for agreement in seeds.agreements),
    ):
        yield "id", kind


def _repeated(used: Iterable[tuple[str, Record | Shape, str]]) -> Findings:
    """Ids given before, each with what has it in which field."""
    first: dict[str, tuple[str, Record | Shape]] = {}
    for identifier, holder, field in used:
        same, earlier = first.setdefault(identifier.casefold(), (identifier, holder))
        if earlier is not holder:
            shape = "" if same == identifier else f" as {same!r}"
            what = f"{identifier!r} is used before{shape}, at {earlier.at(field)}"
            yield holder.at(field), what, "give each its own"
