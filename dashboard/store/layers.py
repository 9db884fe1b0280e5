"""The folder of layers the build derived: GeoJSON with a catalog, read and replaced as a whole.

A reader never sees a part, and of two builds at once the later one waits with its writing, so that
no folder holds files of both: see ``atomic``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from dashboard import collector
from dashboard.cache import Cache
from dashboard.errors import GeoDataError, Problem, shown, word
from dashboard.records import Feature
from dashboard.store.atomic import current_folder, recovered, replaced, write_synced
from dashboard.store.documents import decoded, json_document, read_bytes, read_json
from dashboard.store.geojson import features_of
from dashboard.store.seeds import COUNTED

CATALOG = "catalog.json"
#: What is cached of a layer in which no problem was found.
_SOUND = b"sound"


def layer_file(name: str) -> str:
    """The file name of a layer."""
    return f"{name}.geojson"


@dataclass(frozen=True, slots=True)
class LayerReading:
    """What a folder of layers holds: catalog (``None`` if unusable), layers, findings."""

    catalog: Mapping[str, Any] | None
    layers: Mapping[str, tuple[Feature, ...]]
    problems: tuple[Problem, ...]


def read_layers(folder: Path) -> tuple[dict[str, Any], dict[str, tuple[Feature, ...]]]:
    """The catalog and, by layer name, the features of ``folder``, in file order.

    Raises ``GeoDataError`` if the folder, the catalog or a layer is missing or malformed, or the
    sha256 of a layer is not the catalog's.
    """
    reading = scan_layers(folder)
    if reading.catalog is None or reading.problems:
        first, *more = reading.problems
        also = f" (and {len(more)} more; run the check command)" if more else ""
        raise GeoDataError(f"{first}{also}")
    return dict(reading.catalog), dict(reading.layers)


def scan_layers(folder: Path, cache: Cache | None = None) -> LayerReading:
    """Everything in ``folder`` that can be read, with every finding; never raises for bad data.

    With ``cache``, sound layers are left out, and not read if they are cached as sound.
    """
    called, folder = folder.resolve().name, current_folder(folder)
    problems: list[Problem] = []
    if not folder.is_dir():
        missing = Problem(called, "the folder is missing", "build the layers", "layer-missing")
        return LayerReading(None, {}, (missing,))
    where = f"{called}/{CATALOG}"
    document = _document(folder / CATALOG, where, problems)
    catalog = _usable_catalog(document, where, problems)
    layers = {}
    for name, entry in catalog["layers"].items() if catalog else ():
        path, sha256 = folder / layer_file(name), entry["sha256"]
        read = _Layer(path, name, f"{called}/{word(path.name)}", sha256)
        if cache and read.is_as_listed and cache(_version(sha256), read.soundness) == _SOUND:
            continue
        layers[name] = read.features
        problems.extend(read.problems)
    return LayerReading(catalog, layers, tuple(problems))


def _document(path: Path, where: str, problems: list[Problem]) -> Any | None:
    found: list[Problem] = []
    document = read_json(path, where, found)
    problems.extend(_as_layer_problem(problem) for problem in found)
    return document


def _as_layer_problem(problem: Problem) -> Problem:
    """A finding under the rule for generated files, which nobody corrects by hand."""
    rules = {"file-missing": "layer-missing", "utf-8": "layer-form", "geojson-form": "layer-form"}
    rule = rules.get(problem.rule, problem.rule)
    return Problem(problem.where, problem.what, "build the layers again", rule)


def _usable_catalog(document: Any, where: str, problems: list[Problem]) -> dict[str, Any] | None:
    if document is None:
        return None
    entries = document.get("layers") if isinstance(document, dict) else None
    if (
        isinstance(document, dict)
        and isinstance(entries, dict)
        and all(
            isinstance(entry, dict)
            and isinstance(entry.get("sha256"), str)
            and entry.get("file") == layer_file(name) == Path(layer_file(name)).name
            for name, entry in entries.items()
        )
        and _is_manifest(document.get("seeds", {}))
    ):
        return document
    what = "the catalog does not list layers with file and sha256, and what each file of seeds held"
    wanted = "build the layers again"
    problems.append(Problem(where, what, wanted, "layer-form"))
    return None


def _is_manifest(files: Any) -> bool:
    """Whether it is what ``manifest`` makes of seeds."""
    return isinstance(files, dict) and all(
        isinstance(file, dict)
        and isinstance(file.get("sha256"), str)
        and isinstance(columns := file.get("columns", []), list)
        and all(isinstance(column, str) for column in columns)
        and all(isinstance(file.get(kind, 0), int) for kind in COUNTED)
        for file in files.values()
    )


class _Layer:
    """A file of a layer, the features in it read when they are first asked for."""

    def __init__(self, path: Path, name: str, where: str, sha256: str):
        self._name, self._where, self._found = name, where, list[Problem]()
        self._data = read_bytes(path, where, self._found)
        if self._data is not None and hashlib.sha256(self._data).hexdigest() != sha256:
            what = "the file is not the one the catalog describes (sha256)"
            wanted = "build the layers again"
            self._found.append(Problem(where, what, wanted, "layer-hash"))
        #: Whether its bytes are those of the catalog.
        self.is_as_listed = not self._found

    @cached_property
    def features(self) -> tuple[Feature, ...]:
        text = decoded(self._data, self._where, self._found) if self._data is not None else None
        if text is None:
            return ()
        with collector.paused():
            return _features(text, self._name, self._where, self._found)

    @property
    def problems(self) -> Iterator[Problem]:
        """What is wrong with it; known once the features are."""
        return map(_as_layer_problem, self._found)

    def soundness(self) -> bytes:
        _ = self.features
        return b"" if self._found else _SOUND


def _features(text: str, name: str, where: str, found: list[Problem]) -> tuple[Feature, ...]:
    document = None
    if not found:  # written by a build: no duplicate names, which this reader would not find
        with suppress(ValueError):
            document = from_json(text, allow_inf_nan=False)  # short texts that recur are one object
    if document is None:
        document = json_document(text, where, found)  # says what is wrong, and in which line
    return () if document is None else features_of(document, name, where, found)


def catalog_of(folder: Path) -> Mapping[str, Any] | None:
    """The catalog of the layers in ``folder``; ``None`` if there is none that can be used."""
    found: list[Problem] = []
    return _usable_catalog(_document(current_folder(folder) / CATALOG, "", found), "", found)


def layers_version(folder: Path) -> str:
    """The version of the layers in ``folder``; empty where there are none.

    The hash of the catalog, which has that of every layer and of the seeds: cheap to ask for.
    """
    try:
        return hashlib.sha256((current_folder(folder) / CATALOG).read_bytes()).hexdigest()
    except OSError:
        return ""


def stale_layers(catalog: Mapping[str, Any], sha256: str, folder: str) -> Problem | None:
    """The finding that layers were built from other seeds than those with the hash ``sha256``.

    ``catalog``: the layers' catalog, which has the hash of the seeds they were built from.
    ``folder``: the name of the layers' folder, for the finding.
    """
    built_from = str(catalog.get("seeds_sha256"))
    if built_from == sha256:
        return None
    what = f"built from seeds {built_from[:12]}, but the seeds are {sha256[:12]}"
    wanted = "run `conflict-map build`"
    return Problem(f"{folder}/{CATALOG}:seeds_sha256", what, wanted, "layer-stale")


def foreign_layers(catalog: Mapping[str, Any], dataset: str, folder: str) -> Problem | None:
    """The finding that layers are those of another data set than the one with the id ``dataset``.

    ``catalog``: the layers' catalog, which has the id of their data set.
    ``folder``: the folder of the layers, for the finding.
    """
    found = catalog.get("dataset")
    if found == dataset:
        return None
    what = f"holds the layers of data set {shown(found)}, and these seeds are {shown(dataset)}"
    wanted = (
        "nothing is overwritten: keep each data set in a data directory of its own, or move this "
        "folder away"
    )
    return Problem(folder, what, wanted, "layer-foreign")


def irreplaceable(folder: Path, dataset: str, called: str) -> Problem | None:
    """The finding that a build of the data set ``dataset`` may not replace ``folder``.

    It holds something else than layers, or the layers of another data set. ``called`` is how the
    finding calls it.
    """
    folder = current_folder(folder)
    if not folder.exists():
        return None
    if not folder.is_dir():
        what, wanted = "is no folder", "the layers go there: move it away"
        return Problem(called, what, wanted, "layer-foreign")
    for path in sorted(folder.iterdir()):
        hidden = path.name.startswith(".") and path.is_file()  # left by file managers
        if path.name != CATALOG and path.suffix != ".geojson" and not hidden:
            what = f"holds {path.name!r}, which is no layer"
            wanted = "the folder is replaced as a whole: move that elsewhere"
            return Problem(called, what, wanted, "layer-foreign")
    catalog = _document(folder / CATALOG, "", [])
    return foreign_layers(catalog, dataset, called) if isinstance(catalog, dict) else None


def has_layers(folder: Path) -> bool:
    """Whether a build has written ``folder``."""
    return (current_folder(folder) / CATALOG).exists()


def file_bytes(folder: Path) -> dict[str, bytes]:
    """The catalog and layers in ``folder`` by file name; empty if there is no folder."""
    folder = current_folder(folder)
    if not folder.is_dir():
        return {}
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith(".")
    }


def layer_bytes(folder: Path, name: str) -> bytes:
    """The file of a layer in ``folder`` as it stands; empty where there is none."""
    try:
        return (current_folder(folder) / layer_file(name)).read_bytes()
    except OSError:
        return b""


def text_of(path: Path) -> str | None:
    """A text file as it stands, ``None`` if there is none; bytes that are no UTF-8 replaced."""
    return path.read_bytes().decode("utf-8", errors="replace") if path.is_file() else None


# --- writing ------------------------------------------------------------------------------


def catalog_text(catalog: Mapping[str, Any]) -> str:
    """The catalog as it stands in ``catalog.json``: indented, keys sorted, newline at end."""
    return json.dumps(catalog, ensure_ascii=False, allow_nan=False, indent=2, sort_keys=True) + "\n"


def catalog_sha256(catalog: Mapping[str, Any]) -> str:
    """The hash of all a catalog says but for its own ``sha256``."""
    content = {name: value for name, value in catalog.items() if name != "sha256"}
    return hashlib.sha256(catalog_text(content).encode("utf-8")).hexdigest()


def cache_as_sound(catalog: Mapping[str, Any], cache: Cache) -> None:
    """Note in the cache that the layers of a catalog are sound, as all that are written here."""
    for entry in catalog["layers"].values():
        cache(_version(entry["sha256"]), lambda: _SOUND)


def _version(sha256: str) -> tuple[bytes, ...]:
    return (b"layer", sha256.encode())


def write_layers(folder: Path, texts: Mapping[str, bytes], catalog: Mapping[str, Any]) -> None:
    """Replace all layers in ``folder`` by ``texts`` (by layer name) and their catalog, at once.

    Raises ``GeoDataError`` if the folder holds anything but layers of this data set: it is replaced
    as a whole. Raises ``OSError`` if something cannot be written; the old layers are then still
    whole.
    """
    folder = folder.resolve()
    with recovered(folder):
        if found := irreplaceable(folder, catalog["dataset"], str(folder)):
            raise GeoDataError(f"{found.where}: {found.what}; {found.wanted}")
        with replaced(folder) as staged:
            for name, text in texts.items():
                write_synced(staged / layer_file(name), text)
            write_synced(staged / CATALOG, catalog_text(catalog).encode("utf-8"))
