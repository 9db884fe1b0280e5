"""A data set in a PostGIS database: what a team's QGIS and tile servers find there."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy.pool import NullPool

from dashboard import postgis
from dashboard.archive import Archive
from dashboard.cli import main
from dashboard.errors import DashboardError

PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path())
EXTENSION = list(Path("/usr/share/postgresql").glob("*/extension/postgis.control"))
pytestmark = pytest.mark.skipif(
    not EXTENSION or not (PROGRAMS / "initdb").exists(),
    reason="PostgreSQL with PostGIS is not installed",
)

VERSIONS = (
    "SELECT relname, obj_description(oid) FROM pg_class WHERE relnamespace = 'maps'::regnamespace"
)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL server that listens on a socket in its own folder; its address."""
    folder = Path(tempfile.mkdtemp())  # those of pytest can be entered by nobody else
    as_user: list[str] = []
    if os.geteuid() == 0:  # it refuses to run as root
        as_user = ["setpriv", "--reuid=nobody", "--clear-groups"]
        shutil.chown(folder, "nobody")

    def run(program: str, *arguments: str) -> None:
        command = [*as_user, str(PROGRAMS / program), "-D", str(folder / "data"), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)

    run("initdb", "-U", "reader", "--auth=trust", "--no-sync")
    options = f"-c listen_addresses='' -c fsync=off -k {folder}"
    run("pg_ctl", "-o", options, "-l", str(folder / "log"), "-w", "start")
    yield f"postgresql://reader@/postgres?host={folder}"
    run("pg_ctl", "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture
def ask(server: str) -> Iterator[Callable[[str], list[tuple]]]:
    """Runs SQL on an empty database with PostGIS, and gives the rows."""
    engine = sqlalchemy.create_engine(
        server.replace("postgresql", "postgresql+psycopg"), poolclass=NullPool
    )

    def run(sql: str) -> list[tuple]:
        with engine.begin() as connection:
            found = connection.execute(sqlalchemy.text(sql))
            return [tuple(row) for row in found] if found.returns_rows else []

    run("CREATE EXTENSION IF NOT EXISTS postgis")
    yield run
    run("DROP SCHEMA IF EXISTS maps, others CASCADE")


@pytest.fixture(scope="module")
def archive(good_data: Path) -> Archive:
    return Archive.load(good_data)


def test_the_database_says_who_held_what_on_a_day(archive: Archive, server: str, ask):
    assert postgis.push(archive, server, "maps")
    for day in (archive.first_day, archive.last_day):
        held = ask(f"SELECT id, controller FROM maps.control_areas_as_of('{day}') ORDER BY id")
        there = archive.as_of(day).features("control_areas")
        assert held == sorted((cell.id, cell.properties["controller"]) for cell in there)
    for layer in archive.layers:
        assert ask(f"SELECT count(*) FROM maps.{layer}") == [(len(archive.layer(layer)),)]
    event = archive.seeds.events[0]
    found = ask(f"SELECT day, place FROM maps.entered_events WHERE id = '{event.id}'")
    assert found == [(event.day, event.place)]


def test_the_same_version_is_written_once(archive: Archive, server: str, ask):
    assert postgis.push(archive, server, "maps")
    assert not postgis.push(archive, server, "maps")


def test_tables_of_others_stay_as_they_are(archive: Archive, server: str, ask):
    ask("CREATE SCHEMA maps")
    ask("CREATE TABLE maps.roads AS SELECT 'ours' AS name")
    with pytest.raises(DashboardError, match=r"maps\.roads is a table of somebody else's"):
        postgis.push(archive, server, "maps")
    assert ask("SELECT table_name FROM information_schema.tables WHERE table_schema = 'maps'") == [
        ("roads",)
    ]


def test_a_push_that_is_refused_leaves_what_was_there(archive: Archive, server: str, ask):
    """A view of the team's own rests on a table: it is not dropped, and nothing is half new."""
    postgis.push(archive, server, "maps")
    ask("CREATE SCHEMA others")
    ask("CREATE VIEW others.mine AS SELECT id FROM maps.entered_events")
    _make_older(ask)
    before = ask(VERSIONS)
    with pytest.raises(DashboardError, match=r"others\.mine depends on"):
        postgis.push(archive, server, "maps")
    assert ask(VERSIONS) == before


def test_a_database_without_postgis_is_told_what_it_lacks(archive: Archive, server: str, ask):
    ask("DROP EXTENSION postgis")
    with pytest.raises(DashboardError, match="CREATE EXTENSION postgis, or"):
        postgis.push(archive, server, "maps")


@pytest.mark.parametrize("number", [1, 100])
def test_a_push_whose_connection_ends_leaves_what_was_there_and_the_next_one_is_whole(
    number: int, archive: Archive, server: str, ask
):
    postgis.push(archive, server, "maps")
    _make_older(ask)
    before = ask(VERSIONS)
    with _ended_at(number, ask), pytest.raises(DashboardError, match="the database: "):
        postgis.push(archive, server, "maps")
    assert ask(VERSIONS) == before
    assert postgis.push(archive, server, "maps")
    assert ask("SELECT count(*) FROM maps.entered_events") == [(len(archive.seeds.events),)]


@contextlib.contextmanager
def _ended_at(number: int, ask: Callable[[str], list[tuple]]) -> Iterator[None]:
    """The database ends the connection of a push just before one of its statements."""
    left = itertools.count(number, step=-1)

    def end(_connection, cursor, statement: str, *_rest: object) -> None:
        if "pg_terminate_backend" not in statement and next(left) == 1:
            ask(f"SELECT pg_terminate_backend({cursor.connection.info.backend_pid})")

    sqlalchemy.event.listen(sqlalchemy.Engine, "before_cursor_execute", end)
    try:
        yield
    finally:
        sqlalchemy.event.remove(sqlalchemy.Engine, "before_cursor_execute", end)


def _make_older(ask: Callable[[str], list[tuple]]) -> None:
    """Have the tables say that they were made of an earlier version."""
    for (table,) in ask("SELECT tablename FROM pg_tables WHERE schemaname = 'maps'"):
        ask(f"COMMENT ON TABLE maps.{table} IS 'conflict map: an earlier version'")


def test_the_command_says_what_it_did_and_never_the_password(
    project: Path, server: str, ask, capsys: pytest.CaptureFixture
):
    arguments = ["push", "--schema", "maps", "--data", str(project)]
    assert main([*arguments, server]) == 0
    assert capsys.readouterr().err == "maps: written\n"
    assert main([*arguments, "postgresql://reader:secret@127.0.0.1:1/maps"]) == 1
    assert "secret" not in capsys.readouterr().err
    for other in (
        "not an address",
        "mysql://reader:secret@127.0.0.1/maps",
        "postgresql://reader:secret@127.0.0.1:port/maps",
    ):
        assert main([*arguments, other]) == 1
        assert "postgresql://user:password@host/name is wanted" in capsys.readouterr().err
