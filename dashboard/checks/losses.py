"""What the seeds have lost since the layers were built from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dashboard import store
from dashboard.checks.rule import Findings, rule
from dashboard.checks.subject import Subject

_WANTED = "bring back what is lost, or build with --accept-losses"


@rule
def layer_losses(subject: Subject) -> Findings:
    """Nothing that the layers were built from is lost: no file, column, row, feature or field.

    ``catalog.json`` keeps what each file held. A file that is missing, was cut by a full disk or a
    careless save, or stands under the name of another reads well, and the map has lost what was in
    it. What was taken out on purpose is let go with ``build --accept-losses``.

    Bad: ``control/baseline.csv`` without its last tenth. Good: the whole file.
    """
    if subject.unread.anything:
        return
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
    counts = [kind for kind in ("rows", "features", "fields") if kind in before]
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
        if now[kind] < before[kind]:
            yield f"{now[kind]} {kind}, and {before[kind]}"
