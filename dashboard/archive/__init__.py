"""Everything known, and the two questions asked of it: as of a day, and between two days.

``Archive`` is immutable and shared by all surfaces; ``as_of(day)`` gives a ``Snapshot``,
``between(a, b)`` a ``Change``. A number shown anywhere comes from one of the two, so the map,
the tables and the briefing cannot disagree. This is also the public API: see ``docs/notebook.md``.

Read, in this order, ``columns`` (periods and controllers as numpy columns, so that a state is one
comparison), ``data`` (what an archive has, and the results kept with it) and ``archive``
(the questions and their answers). For notebooks ``frames`` makes GeoDataFrames, ``describe``
tables, and ``map_records``, ``map_content`` and ``folium_map`` a folium map.
"""

from dashboard.archive.archive import Archive, Change, Snapshot
from dashboard.archive.columns import UNKNOWN
from dashboard.archive.data import BUNDLED_DATA, per_archive
