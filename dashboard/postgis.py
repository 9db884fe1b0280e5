"""The layers and records of a data set in a PostGIS database, for QGIS, tile servers and SQL.

A schema has a table a layer and a table a kind of record (``entered_events``), and for each layer
a function ``LAYER_as_of(day)``: its features that hold on a day. Each table says in its comment
that it was made here; no other is touched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import geopandas
import pandas as pd
import sqlalchemy
from sqlalchemy import Connection, Date, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from dashboard.archive import Archive
from dashboard.archive.frames import cell, layer_frame
from dashboard.errors import DashboardError
from dashboard.records import DateSpan, Record, Text

_OURS = "conflict map: "
_ADDRESS = "postgresql://user:password@host/name"
_PERIOD = ("valid_from", "valid_to")
_AS_OF = """\
CREATE FUNCTION {function}(day date) RETURNS SETOF {table} LANGUAGE sql STABLE AS
'SELECT * FROM {table}
 WHERE (valid_from IS NULL OR valid_from <= $1) AND (valid_to IS NULL OR $1 < valid_to)'"""


def push(archive: Archive, url: str, schema: str) -> bool:
    """Write an archive into a schema, all of it or nothing; returns whether there was anything to
    write.

    Tables are made again, in one transaction. A schema that has the same version is left alone.
    Raises ``DashboardError`` if the database cannot be reached or refuses, or a table of the name
    wanted is not ours.

    ``archive``: the layers go as features with ``valid_from`` and ``valid_to``, in EPSG:4326.
    ``url``: of the database, ``postgresql://user:password@host/name``; reserved characters in it
    are percent-encoded (``%40`` for ``@``).
    ``schema``: made if there is none.
    """
    try:
        engine = sqlalchemy.create_engine(_address(url), poolclass=NullPool)
        with engine.begin() as connection:
            return _Schema(connection, schema).replace(archive)
    except (SQLAlchemyError, pd.errors.DatabaseError) as error:
        raise DashboardError(f"the database: {getattr(error, 'orig', error)}") from error


def _address(url: str) -> sqlalchemy.URL:
    try:
        address = sqlalchemy.make_url(url)
        if address.get_backend_name() not in ("postgresql", "postgres"):
            raise ArgumentError
    except (ArgumentError, ValueError) as error:  # the latter of a port that is no number
        raise DashboardError(f"no address of a database; {_ADDRESS} is wanted") from error
    return address.set(drivername="postgresql+psycopg")


class _Schema:
    """A schema of a database, within a transaction."""

    def __init__(self, connection: Connection, name: str):
        self._connection = connection
        self._name = name
        self._quote = connection.dialect.identifier_preparer.quote

    def replace(self, archive: Archive) -> bool:
        """Drop the tables made here before and write those of an archive."""
        if self._run("SELECT to_regtype('geometry')").scalar() is None:
            wanted = "CREATE EXTENSION postgis, or its schema on the search_path, is wanted"
            raise DashboardError(f"the database shows no PostGIS; {wanted}")
        version = f"{_OURS}{archive.dataset.id}, {archive.catalog['sha256']}"
        # if two push at once, the second waits and finds what the first wrote
        self._run("SELECT pg_advisory_xact_lock(hashtext(:schema))", schema=self._name)
        self._run(f"CREATE SCHEMA IF NOT EXISTS {self._quote(self._name)}")
        there = self._comments()
        if version in there.values():
            return False
        frames = dict(_layers(archive)) | dict(_entered(archive))
        self._drop(there, frames)
        for name, frame in frames.items():
            self._write(name, frame)
            self._run(f"COMMENT ON TABLE {self._qualified(name)} IS '{version}'")
        for layer in archive.data_layers:
            table = self._qualified(layer)
            self._run(f"ALTER TABLE {table} ADD PRIMARY KEY (id)")  # QGIS opens no table without
            self._run(_AS_OF.format(function=self._qualified(f"{layer}_as_of"), table=table))
        return True

    def _comments(self) -> dict[str, str]:
        """The comments of the tables of the schema, by table."""
        found = self._run(
            "SELECT relname, coalesce(obj_description(c.oid, 'pg_class'), '') AS comment "
            "FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace "
            "WHERE nspname = :schema AND relkind = 'r'",
            schema=self._name,
        )
        return {row.relname: row.comment for row in found}

    def _drop(self, there: dict[str, str], wanted: dict[str, pd.DataFrame]) -> None:
        """Drop the tables made here; the functions, which give their rows, go before them."""
        for name, comment in there.items():
            if comment.startswith(_OURS):
                function = self._qualified(f"{name}_as_of")
                self._run(f"DROP FUNCTION IF EXISTS {function}(date)")
                self._run(f"DROP TABLE {self._qualified(name)}")
            elif name in wanted:
                raise DashboardError(
                    f"{self._name}.{name} is a table of somebody else's; name another schema"
                )

    def _write(self, name: str, frame: pd.DataFrame) -> None:
        days = {c: Date() for c in frame if c in _PERIOD or any(map(_is_day, frame[c]))}
        if isinstance(frame, geopandas.GeoDataFrame):
            frame.to_postgis(name, self._connection, schema=self._name, index=True, dtype=days)
        else:
            frame.to_sql(name, self._connection, schema=self._name, index=False, dtype=days)

    def _qualified(self, name: str) -> str:
        return f"{self._quote(self._name)}.{self._quote(name)}"

    def _run(self, statement: str, **values: str) -> sqlalchemy.CursorResult[Any]:
        return self._connection.execute(text(statement), values)


def _layers(archive: Archive) -> Iterator[tuple[str, geopandas.GeoDataFrame]]:
    """Every layer with all of its features, whatever their days."""
    for name, features in archive.data_layers.items():
        frame = layer_frame(features)
        for end in _PERIOD:
            frame[end] = [day and dt.date.fromisoformat(day) for day in frame[end]]
        yield name, frame


def _entered(archive: Archive) -> Iterator[tuple[str, pd.DataFrame]]:
    """The records, one table for each kind: texts in a column for each language, lists joined with
    ``;``, nested records as JSON."""
    for kind in fields(archive.seeds):
        rows = getattr(archive.seeds, kind.name)
        if isinstance(rows, tuple) and rows and isinstance(rows[0], Record):
            made = [_columns(row, archive.dataset.languages) for row in rows]
            yield f"entered_{kind.name}", pd.DataFrame(made, dtype=object)


def _columns(record: Record, languages: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in record:
        if isinstance(value, Text):
            found |= value.flat(name, languages)
        else:
            found[name] = _value(value)
    return found


def _is_day(value: Any) -> bool:
    return isinstance(value, dt.date)


def _value(value: Any) -> Any:
    """What a column of the database can hold; days stay days."""
    if isinstance(value, DateSpan):
        return value.text
    if isinstance(value, Record):
        return value.model_dump_json()
    if isinstance(value, tuple) and value and isinstance(value[0], Record):
        return f"[{', '.join(member.model_dump_json() for member in value)}]"
    return cell(value)
