"""A folder of files that are written as a whole and belong to nobody else, such as a site's.

It has a list of its files, ``site.json``, by which it is known for ours. What others put into the
folder stays there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from dashboard.errors import GeoDataError
from dashboard.store.atomic import naming, recovered, replaced

MANIFEST = "site.json"


class Written(NamedTuple):
    """How many files of a folder were written, were there already, and are gone."""

    changed: int
    unchanged: int
    removed: int


def write_site(folder: Path, dataset: str, files: Mapping[str, bytes]) -> Written:
    """Make a folder hold these files, by their paths, all at once; one that is there is not
    written again.

    Raises ``GeoDataError`` if the folder holds files and no site of the data set. Raises
    ``OSError`` if something cannot be written; the old site is then still whole.
    """
    folder = folder.resolve()
    _files_of(folder, dataset)  # refused as it is: nothing is begun beside it
    with recovered(folder):
        before = _files_of(folder, dataset)
        wanted = {**files, MANIFEST: _manifest(dataset, files)}
        same = {path for path, data in wanted.items() if _has_content(folder / path, data)}
        gone = before - wanted.keys()
        if len(same) < len(wanted) or gone:
            with replaced(folder) as staged:
                _keep(folder, staged, leaving=gone | (wanted.keys() - same))
                for path in sorted(wanted.keys() - same):
                    (staged / path).parent.mkdir(parents=True, exist_ok=True)
                    with naming(staged / path):
                        (staged / path).write_bytes(wanted[path])
    return Written(len(wanted) - len(same), len(same), len(gone))


def _files_of(folder: Path, dataset: str) -> set[str]:
    """The files a site was made of; none where the folder is not there or empty."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return set()
    try:
        listed = json.loads((folder / MANIFEST).read_text("utf-8"))
        ours = listed["dataset"] == dataset
        paths = set(listed["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GeoDataError(
            f"{folder}: it holds files and no {MANIFEST} that says they are a site's; an empty "
            "folder or one that publish made is wanted"
        ) from error
    if not ours:
        raise GeoDataError(
            f"{folder}: it is the site of {listed['dataset']}, not of {dataset}; another folder is "
            "wanted"
        )
    return paths | {MANIFEST}


def _manifest(dataset: str, files: Mapping[str, bytes]) -> bytes:
    listed = {path: hashlib.sha256(data).hexdigest() for path, data in sorted(files.items())}
    text = json.dumps({"dataset": dataset, "files": listed}, ensure_ascii=False, indent=0)
    return f"{text}\n".encode()


def _has_content(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _keep(old: Path, new: Path, leaving: set[str]) -> None:
    """Have the files of one folder in another too, as the same files where the disk can do that."""
    for path in sorted(p for p in old.rglob("*") if p.is_file() or p.is_symlink()):
        name = path.relative_to(old)
        if name.as_posix() in leaving:
            continue
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, new / name, follow_symlinks=False)
        except OSError:
            shutil.copy2(path, new / name, follow_symlinks=False)
