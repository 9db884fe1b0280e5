"""The kinds of files that can be read."""

from __future__ import annotations

from dashboard.readers.agreements import READER as AGREEMENTS
from dashboard.readers.areas import READER as AREAS
from dashboard.readers.features import READER as FEATURES
from dashboard.readers.places import READER as PLACES
from dashboard.readers.reader import Reader

KINDS: dict[str, Reader] = {reader.kind: reader for reader in (PLACES, AREAS, FEATURES, AGREEMENTS)}
