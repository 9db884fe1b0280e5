"""Licences named in the layers of ``dataset.toml``, whose text stays as people wrote it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from dashboard.store.additions import Addition
from dashboard.store.layers import text_of
from dashboard.store.seeds import DATASET, LICENCES
from dashboard.store.toml import toml_value

_TABLE = re.compile(r"^(?=\[)", re.MULTILINE)
_LICENCE = re.compile(r'^licence[ \t]*=[ \t]*("[^"\n]*"|\[[^\]]*\])', re.MULTILINE)


def with_layer_licences(
    folder: Path, made: Sequence[Addition], licences: Mapping[str, Sequence[str]]
) -> tuple[Addition, ...]:
    """Additions to the seeds under ``folder``, with these licences named in layers, by their name.

    A layer that is not written in a usual way stays as it is: ``Addition.licensed`` has those that
    are changed.
    """
    listed = {each.name: each for each in made}
    before = listed.pop(DATASET, Addition(DATASET, None, 0, 0, ()))
    text, licensed = before.text or text_of(folder / DATASET) or "", list[str]()
    for layer, named in licences.items():
        edited = _edited(text, layer, named)
        if edited != text:
            text, licensed = edited, [*licensed, layer]
    if not licensed:
        return tuple(made)
    dataset = Addition(DATASET, text, before.new, before.known, before.differing, tuple(licensed))
    first = [listed.pop(LICENCES)] if LICENCES in listed else []
    return (*first, dataset, *listed.values())


def _edited(text: str, layer: str, licences: Sequence[str]) -> str:
    """``dataset.toml`` with the licences of a layer; as it was, if that would change anything
    else."""
    written = f"licence = {toml_value(list(licences))}"
    tables = _TABLE.split(text)
    name = re.compile(rf'^name[ \t]*=[ \t]*"{re.escape(layer)}"', re.MULTILINE)
    for at, table in enumerate(tables):
        if table.startswith("[[layers]]") and name.search(table):
            tables[at] = _LICENCE.sub(lambda _: written, table, count=1)
    edited, wanted = "".join(tables), tomllib.loads(text)
    for each in wanted["layers"]:
        if each["name"] == layer:
            each["licence"] = list(licences)
    try:
        return edited if tomllib.loads(edited) == wanted else text
    except tomllib.TOMLDecodeError:
        return text
