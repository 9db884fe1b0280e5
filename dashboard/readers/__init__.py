"""Turns other people's files into seeds, repeatably: ``conflict-map import KIND FILES``.

- ``mapping`` is what a person says of the files, in TOML: columns, values, whose they are.
- ``task`` is what a reader is given, and what it reports; ``kinds`` lists the kinds.
- A module a kind: ``places`` (places × dates), ``units`` (administrative units × dates), ``areas``
  (of control: dated, or with periods: ``area_periods``; ``control_maps`` is a day of them),
  ``marks`` (of a map module), ``features`` (lines and areas with periods), ``agreements``,
  ``incidents`` (``takings`` makes events of some).
- ``long_table`` is what the first two have in common: ``holders`` says who is named by a row,
  and where sources differ, ``runs`` makes runs of one holder of rows.
- ``control`` makes places and events of runs, for ``places`` and ``marks``.
- ``tables`` reads CSV and Parquet, ``vector`` files of features, ``days`` what they say of days.
- ``command`` is ``import``: it reads, says what would come in, and writes through ``store``.

Nothing is guessed: a value that the mapping does not name is refused and counted.
"""
