"""Rules that reading itself looks to: what cannot be read is reported by ``store`` under them."""

from __future__ import annotations

from dashboard.checks.rule import add

_MANUALS = {
    "csv-header": """
    The header of a CSV file names known columns, each once, the required ones among them.

    Found in reading. A misspelt column would lose every value in it. A column whose fields all have
    a default may be left out.

    Bad: ``id,date,place``. Good: ``id,day,place``.
    """,
    "csv-shape": """
    Every CSV row has as many fields as the header, and closes its quotes.

    Found in reading. One comma too many shifts every later field into the wrong column.

    Bad::

        id,day,note
        e01,2001-02-20,taken, then lost

    Good::

        id,day,note
        e01,2001-02-20,"taken, then lost"
    """,
    "field-unknown": """
    No record has a field the project does not know, or one of another kind of record.

    Found in reading; for the columns of CSV files see ``csv-header``. A misspelt field would be
    left out in silence.

    Bad: ``sourses = ["gazette"]``. Good: ``sources = ["gazette"]``.
    """,
    "field-value": """
    Every value has the type and form of its field.

    Found in reading. Numbers are numbers, days are ``YYYY-MM-DD``, ids have no spaces, words such
    as ``certainty`` come from a short list, and dates known less exactly are written ``2001``,
    ``2001-02`` or ``2001-02/2001-03``.

    Bad: ``certainty = "quite"``. Good: ``certainty = "medium"``.
    """,
    "file-missing": """
    The files no data set can do without are there, and all can be opened.

    Found in reading. They are ``dataset.toml``, ``licences.toml``, ``sources.csv``, ``places.csv``
    and ``control/baseline.csv``. Any other that is absent counts as an empty one.

    Bad: no ``seeds/sources.csv``. Good: ``seeds/sources.csv`` with its header alone.
    """,
    "file-unknown": """
    Every file under the seeds has a name the project reads.

    Found in reading. A misspelt name would leave its rows out in silence. Hidden files and
    ``README.md`` are free.

    Bad: ``seeds/control/evnts.csv``. Good: ``seeds/control/events.csv``.
    """,
    "geojson-form": """
    Every GeoJSON file is a feature collection of features with id, properties and geometry.

    Found in reading. Coordinates are longitude, latitude (RFC 7946); ``NaN`` is no number there.

    Bad: ``{"type": "Feature", "properties": null, "geometry": null}``.
    Good: ``{"type": "Feature", "id": "R1", "properties": {}, "geometry": {"type": "Point",
    "coordinates": [10.1, 0.1]}}``.
    """,
    "layer-foreign": """
    The folder layers go to holds nothing but layers of this data set.

    Found in reading. ``build`` replaces the folder as a whole, so it refuses one with other files,
    or with layers whose catalog names another data set. Each data set has a data directory of its
    own; where one was given a new ``id``, its old layers are to be moved away.

    Bad: ``"dataset": "almera"`` in the catalog, ``id = "brenn"`` in ``dataset.toml``. Good: the
    seeds of ``brenn`` in ``brenn/seeds``, their layers in ``brenn/data/geo``.
    """,
    "layer-form": """
    Every derived file is whole: UTF-8, JSON, features, a catalog that lists them.

    Found in reading. Derived files are not edited: build them again.

    Bad: a ``places.geojson`` cut off in the middle. Good: what ``build`` wrote.
    """,
    "layer-hash": """
    Every layer is byte for byte the one its catalog describes.

    Found in reading, by sha256. A layer that was edited by hand, or that a version control merge
    has mixed, no longer follows from the seeds.

    Bad: a corrected name in ``data/geo/places.geojson``. Good: the name corrected in
    ``seeds/places.csv``, then ``build``.
    """,
    "toml-syntax": """
    Every TOML file can be parsed.

    Found in reading, with the line. The usual slips are a missing quote, a key given twice, and a
    date that does not exist.

    Bad: ``signed_on = 2001-02-30``. Good: ``signed_on = 2001-02-28``.
    """,
    "utf-8": r"""
    Every file is UTF-8; a byte order mark at its start is tolerated.

    Found in reading. Names in other encodings turn into other names. The first bad line is given
    and the number of further ones.

    Bad: ``Jos\\xe9`` saved as Latin-1. Good: the same saved as UTF-8.
    """,
    "valid-period": """
    A period ends after it begins: days ``[valid_from, valid_to)``.

    Found in reading, in GeoJSON entered and derived. ``valid_to`` is the first day that no longer
    counts, so it lies after ``valid_from``; ``null`` leaves a side open.

    Bad: ``"valid_from": "2001-02-20", "valid_to": "2001-02-20"``.
    Good: ``"valid_from": "2001-02-20", "valid_to": "2001-02-21"``.
    """,
}

for _name, _manual in _MANUALS.items():
    add(_name, _manual)
