"""Writing files so that a reader never sees a part: the layers as a whole folder, one text alone.

A write stages everything in a sibling folder and swaps it in with two renames. Killed at any
point, either the old or the new layers are whole: in the folder itself or, between the two
renames, in the sibling that reading falls back to and the next write puts back. Of two builds at
once the later one waits with its writing, so that no folder holds files of both.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dashboard.errors import GeoDataError

if sys.platform != "win32":
    import fcntl

CATALOG = "catalog.json"


def layer_file(name: str) -> str:
    """The file name of a layer."""
    return f"{name}.geojson"


def catalog_text(catalog: Mapping[str, Any]) -> str:
    """The catalog as it stands in ``catalog.json``: indented, keys sorted, newline at end."""
    return json.dumps(catalog, ensure_ascii=False, allow_nan=False, indent=2, sort_keys=True) + "\n"


def whole_folder(folder: Path) -> Path:
    """The folder itself, or its predecessor where a swap was cut short.

    Reading moves nothing: the disk may be read-only, and a build may be between its renames.
    """
    folder = folder.resolve()
    previous = _previous(folder)
    return previous if not folder.exists() and previous.is_dir() else folder


def write_layers(folder: Path, texts: Mapping[str, str], catalog: Mapping[str, Any]) -> None:
    """Replace all layers in ``folder`` by ``texts`` (by layer name) and their catalog, at once.

    Raises
    ------
    GeoDataError
        If the folder holds anything but layers: it is replaced as a whole, so it must be ours.
    OSError
        If something cannot be written; the old layers are then still whole.
    """
    folder = folder.resolve()
    staged, previous = folder.with_name(f".{folder.name}.new"), _previous(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone_in(folder.parent):
        if not folder.exists() and previous.exists():
            os.rename(previous, folder)
        _refuse_foreign(folder)
        for leftover in (staged, previous):
            shutil.rmtree(leftover, ignore_errors=True)

        staged.mkdir()
        for name, text in texts.items():
            _write_synced(staged / layer_file(name), text)
        _write_synced(staged / CATALOG, catalog_text(catalog))
        _sync_folder(staged)
        if folder.exists():
            os.rename(folder, previous)
        os.rename(staged, folder)
        _sync_folder(folder.parent)
        shutil.rmtree(previous, ignore_errors=True)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Wait for whoever else writes layers here. The lock is the folder's: a killed build drops it,
    and no file is left behind."""
    if sys.platform == "win32":  # two builds at once are there the user's affair
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def write_text(path: Path, text: str) -> None:
    """Replace one text file at once: readers see the old text or the new one, never a part."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_name(f".{path.name}.new")
    with _alone_in(path.parent):
        _write_synced(staged, text)
        os.replace(staged, path)


def _refuse_foreign(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise GeoDataError(f"{folder}: not a folder; name the folder the layers go to")
    for path in sorted(folder.iterdir()):
        hidden = path.name.startswith(".") and path.is_file()  # left by file managers
        if path.name != CATALOG and path.suffix != ".geojson" and not hidden:
            raise GeoDataError(
                f"{folder}: holds {path.name!r}, which is no layer; the folder would be replaced "
                "as a whole, so name one that holds nothing else"
            )


def _write_synced(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # elsewhere a folder cannot be opened to be synced
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _previous(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")
