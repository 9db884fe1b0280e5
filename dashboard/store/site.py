"""A folder of files that are written as a whole and belong to nobody else, such as a site's.

``site.json`` lists its files and has a hash of all they were made from: it tells which files are
ours, and whether they are up to date. What others put into the folder stays there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from dashboard.errors import GeoDataError
from dashboard.store.atomic import naming, recovered, replaced
from dashboard.store.file_cache import result_key

MANIFEST = "site.json"


class Written(NamedTuple):
    """How many files of a folder were written, were there already, and are gone; the bytes of all
    that are there."""

    changed: int
    unchanged: int
    removed: int
    size: int


class _Listed(NamedTuple):
    """The hash of all that the files of a site were made from, and that of each by its path."""

    made_from: str
    files: Mapping[str, str]


def write_site(
    folder: Path,
    dataset: str,
    inputs: Iterable[bytes],
    make: Callable[[], Mapping[str, bytes]],
) -> Written:
    """Make a folder hold the files that are made from some inputs and by this program, all at once.

    A file that is there with the same bytes is not written again. Where the folder was made from
    the same inputs by the same program, and all its files are there as they were, ``make`` is not
    called.

    Raises
    ------
    GeoDataError
        If the folder holds files and no site of the data set.
    OSError
        If something cannot be written; the old site is then still whole.
    """
    folder, made_from = folder.resolve(), result_key(inputs).hex()
    _listed(folder, dataset)  # refused as it is: nothing is begun beside it
    with recovered(folder):
        before = _listed(folder, dataset)
        if before.made_from == made_from and _is_whole(folder, before):
            sizes = [(folder / path).stat().st_size for path in (*before.files, MANIFEST)]
            return Written(0, len(sizes), 0, sum(sizes))
    files = make()
    wanted = {**files, MANIFEST: _manifest(dataset, made_from, files)}
    with recovered(folder):
        same = {path for path, data in wanted.items() if _has_content(folder / path, data)}
        gone = _listed(folder, dataset).files.keys() - wanted.keys()
        if len(same) < len(wanted) or gone:
            with replaced(folder) as staged:
                _keep(folder, staged, leaving=gone | (wanted.keys() - same))
                for path in sorted(wanted.keys() - same):
                    (staged / path).parent.mkdir(parents=True, exist_ok=True)
                    with naming(staged / path):
                        (staged / path).write_bytes(wanted[path])
    return Written(len(wanted) - len(same), len(same), len(gone), sum(map(len, wanted.values())))


def _listed(folder: Path, dataset: str) -> _Listed:
    """What a site lists; nothing where the folder is not there or empty."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return _Listed("", {})
    try:
        listed = json.loads((folder / MANIFEST).read_text("utf-8"))
        ours = listed["dataset"] == dataset
        found = _Listed(str(listed.get("made_from")), dict(listed["files"]))
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
    return found


def _manifest(dataset: str, made_from: str, files: Mapping[str, bytes]) -> bytes:
    listed = {path: hashlib.sha256(data).hexdigest() for path, data in sorted(files.items())}
    content = {"dataset": dataset, "made_from": made_from, "files": listed}
    return f"{json.dumps(content, ensure_ascii=False, indent=0)}\n".encode()


def _is_whole(folder: Path, listed: _Listed) -> bool:
    """Whether every file of a site is there as it was written."""
    try:
        return all(
            hashlib.sha256((folder / path).read_bytes()).hexdigest() == sha256
            for path, sha256 in listed.files.items()
        )
    except OSError:
        return False


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
