"""Other people's files to seeds, repeatably: ``python -m dashboard import KIND FILES``.

- ``mapping`` is what a person says of the files, in TOML: columns, values, whose they are.
- ``report`` counts what was read, used, and refused by reason.
- ``reader`` is what all readers have in common; ``kinds`` lists them.
- A module a kind: ``places`` (places × dates; ``gazetteer``, ``holders``, ``runs`` and ``disputes``
  are parts of it), ``marks`` (of a map module; ``lua`` reads it), ``features`` (lines and areas
  with periods), ``agreements``. ``control`` makes places and events for the first two.
- ``tables`` reads CSV and Parquet, ``vector`` files of features, ``periods`` days.
- ``command`` is ``import``: it reads, says what would come in, and writes through ``store``.

Nothing is guessed: a value that the mapping does not name is refused and counted.
"""
