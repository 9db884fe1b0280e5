"""The layers built last: whether they are as built, of these seeds, and of all they had then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dashboard import store
from dashboard.checks.rule import Findings, rule
from dashboard.checks.subject import Subject

_WANTED = "bring back what is lost, or build with --accept-losses"


@rule
def layer_catalog(subject: Subject) -> Findings:
    """The catalog says what the build wrote.

    It carries a hash of itself. A layer edited by hand is found by its hash in the catalog
    (``layer-hash``), and one whose hash was put right by that of the catalog. ``build --check``
    derives everything again, and finds what was made to fit on purpose.

    Bad: a title or a hash changed in ``catalog.json``. Good: the seeds changed, and ``build``.
    """
    catalog = subject.built.catalog
    if catalog is not None and catalog.get("sha256") != store.catalog_sha256(catalog):
        where = f"{subject.geo_name}/{store.CATALOG}:sha256"
        yield where, "the catalog is not as the build wrote it", "build the layers again"


@rule
def layer_missing(subject: Subject) -> Findings:
    """Layers the data set describes are in the catalog, files the catalog lists are there.

    The app starts only with all of them: a layer left out would look like a day without any.

    Bad: a ``[[layers]]`` entry ``rivers`` and no ``rivers.geojson``. Good: ``build`` run since.
    """
    if subject.built.catalog is None:
        return
    for layer in subject.seeds.dataset.layers:
        if layer.name not in subject.built.catalog["layers"]:
            what = f"layer {layer.name!r} is not in the catalog"
            yield layer.at("name"), what, "build the layers again"


@rule
def layer_stale(subject: Subject) -> Findings:
    """The layers were built from these very seeds.

    The catalog carries the sha256 of the seeds it was built from. When it differs, the map does not
    show what has been entered.

    Bad: an event added, no build. Good: ``build`` after every change of the seeds.
    """
    if subject.built.catalog is None:
        return
    stale = store.stale_layers(subject.built.catalog, subject.seeds.sha256, subject.geo_name)
    if stale:
        yield stale.where, stale.what, stale.wanted


@rule
def layer_losses(subject: Subject) -> Findings:
    """Nothing that the layers were built from is lost: no file, column, row, feature or field.

    ``catalog.json`` keeps what each file held. A file that is missing, was cut by a full disk or a
    careless save, or stands under the name of another reads well, and the map has lost what was in
    it. Where it was taken out on purpose, ``build --accept-losses`` goes on.

    Bad: ``control/baseline.csv`` without its last tenth. Good: the whole file.
    """
    before, now = (subject.catalog or {}).get("seeds") or {}, store.manifest(subject.seeds)
    there = {file["sha256"] for file in now.values()}
    moved = {
        file["sha256"]: name
        for name, file in before.items()
        if now.get(name, {}).get("sha256") != file["sha256"]
    }
    for name, file in sorted(before.items()):
        if name not in now and file["sha256"] in there:
            continue  # it has another name
        for what in _losses(file, now.get(name), moved):
            yield f"{subject.seeds_name}/{name}", f"{what} when the layers were built", _WANTED


def _losses(
    before: Mapping[str, Any], now: Mapping[str, Any] | None, moved: Mapping[str, str]
) -> Iterator[str]:
    """What a file has lost; ``moved`` has the names of files by a content they have no more."""
    counts = [kind for kind in store.COUNTED if kind in before]
    if now is None:
        if any(before[kind] for kind in counts) or not counts:
            yield "the file is missing, and was there"
        return
    if now["sha256"] != before["sha256"] and (other := moved.get(now["sha256"])):
        yield f"holds what {other} held"
        return
    for column in sorted({*before.get("columns", ())} - {*now.get("columns", ())}):
        yield f"column {column} is missing or empty, and had values"
    for kind in counts:
        if (left := now.get(kind, 0)) < before[kind]:
            yield f"{left} {kind}, and {before[kind]}"
