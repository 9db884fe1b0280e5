"""The kinds of files that can be read."""

from __future__ import annotations

from dashboard.readers.agreements import READER as AGREEMENTS
from dashboard.readers.areas import READER as AREAS
from dashboard.readers.features import READER as FEATURES
from dashboard.readers.incidents import READER as INCIDENTS
from dashboard.readers.marks import READER as MARKS
from dashboard.readers.places import READER as PLACES
from dashboard.readers.reader import Reader
from dashboard.readers.units import READER as UNITS

_READERS = (PLACES, AREAS, UNITS, MARKS, FEATURES, AGREEMENTS, INCIDENTS)
KINDS: dict[str, Reader] = {reader.kind: reader for reader in _READERS}
