"""Atomic replacement of files and folders: a reader sees the old or the new, never a part.

A file is written beside its place and renamed. A folder is written as a sibling, and the two swap
their names; where the system cannot do that in one step it takes two, and between these
``current_folder`` finds the old one, which the next write puts back. Whenever a write is killed,
the old folder or the new one is whole, and the next write deletes what was left. What belongs to
another user, and may be moved though not deleted, is set aside; ``set_aside`` finds it.
"""

from __future__ import annotations

import ctypes
import errno
import glob
import itertools
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


def current_folder(folder: Path) -> Path:
    """The folder itself, or its predecessor where a swap was cut short.

    Reading moves nothing: the disk may be read-only, and a build may be between its renames.
    """
    folder = folder.resolve()
    previous = _previous(folder)
    return previous if not folder.exists() and previous.is_dir() else folder


@contextmanager
def recovered(folder: Path) -> Iterator[None]:
    """Wait until nobody else replaces the folder, and undo what an interrupted writer left.

    Raises ``OSError`` if that can be neither deleted nor set aside; it says so where it is another
    user's.
    """
    previous = _previous(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder.parent):
        if not folder.exists() and previous.exists():
            os.rename(previous, folder)
        for leftover in (*set_aside(folder), _staged(folder), previous):
            _clear(leftover, folder)
        yield


def set_aside(folder: Path) -> list[Path]:
    """What stood in place of a folder and only the user whose it is may delete."""
    folder = folder.resolve()
    return sorted(folder.parent.glob(f".{glob.escape(folder.name)}.aside-*"))


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """A sibling folder to fill, which takes the place of ``folder`` when it is full.

    Within ``recovered``: where filling it fails the folder is as it was. Another user's folder is
    set aside. Raises ``PermissionError`` if it may not be, or if what is in one's own could not be
    taken away.
    """
    staged, previous = _staged(folder), _previous(folder)
    if folder.exists() and not (os.access(folder, os.W_OK) or _is_another_user_s(folder)):
        raise _denied(folder)  # its old files could not be removed
    staged.mkdir()
    try:
        yield staged
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    _sync_folder(staged)
    if not (folder.exists() and _exchange(staged, folder)):
        if folder.exists():
            try:
                os.rename(folder, previous)
            except PermissionError as error:
                shutil.rmtree(staged, ignore_errors=True)
                raise _denied(folder) from error
        os.rename(staged, folder)
    _sync_folder(folder.parent)
    for old in (staged, previous):
        with suppress(OSError):  # the new folder is in place; the next write tries again
            _clear(old, folder)


def _clear(leftover: Path, folder: Path) -> None:
    """Delete what stands beside a folder, if it is there; set another user's aside."""
    try:
        shutil.rmtree(leftover)
    except FileNotFoundError:
        return
    except OSError as error:
        if not _is_another_user_s(leftover):
            raise
        if leftover in set_aside(folder):
            return
        names = (folder.with_name(f".{folder.name}.aside-{n}") for n in itertools.count(1))
        try:
            os.rename(leftover, next(path for path in names if not path.exists()))
        except PermissionError:
            raise _denied(leftover) from error


def _is_another_user_s(folder: Path) -> bool:
    return os.name == "posix" and folder.stat().st_uid != os.getuid()


def _denied(folder: Path) -> PermissionError:
    what = os.strerror(errno.EACCES)
    if _is_another_user_s(folder):
        what += "; it is another user's, who has to run this, to delete it or to let it be moved"
    return PermissionError(errno.EACCES, what, str(folder))


def _exchange(one: Path, other: Path) -> bool:
    """Swap the names of two folders in one step; whether the system and its disk can."""
    try:
        libc = ctypes.CDLL(None)
        if sys.platform == "linux":
            here, swap = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
            failed = libc.renameat2(here, os.fsencode(one), here, os.fsencode(other), swap)
        else:
            failed = libc.renamex_np(os.fsencode(one), os.fsencode(other), 2)  # RENAME_SWAP
    except (AttributeError, OSError, TypeError):  # neither is there
        return False
    return not failed


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, so that one process at a time writes in it.

    It is a lock on the folder itself: if its holder is killed it is released, and there is no lock
    file to be left behind.
    """
    if sys.platform == "win32":  # no such lock there: two builds at once are not prevented
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def write_text(path: Path, text: str) -> None:
    """Replace one text file at once, as ``write_bytes`` does."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Replace one file at once: readers see what it held or the new, never a part.

    Raises ``OSError`` if it cannot be written; what stood there before still does, and nothing
    else.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_name(f".{path.name}.new")
    with locked(path.parent), naming(path):
        try:
            write_synced(staged, data)
            os.replace(staged, path)
        finally:
            staged.unlink(missing_ok=True)


def write_synced(path: Path, data: bytes) -> None:
    """Write a file, down to the disk."""
    with naming(path), path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let an error say which file it is about: the system does not where a disk is full."""
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # elsewhere a folder cannot be opened to be synced
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _staged(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.new")


def _previous(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")
