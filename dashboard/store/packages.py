"""Packages of files (zip) that are equal bytes for equal files, whenever they are made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a member of a package can have."""
_PACKED = (".png", ".jpg")
"""Endings of members that would become no smaller."""


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A package of files by their names, in this order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o600 << 16
            is_packed = name.endswith(_PACKED)
            package.writestr(entry, data, zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED)
    return made.getvalue()


def without_times(package: bytes) -> bytes:
    """A package without the times its members were made at."""
    with zipfile.ZipFile(io.BytesIO(package)) as read:
        return zipped({name: read.read(name) for name in read.namelist()})
