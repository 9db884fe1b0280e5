"""Equal data make equal bytes, whatever machine they are made on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from world import SEEDS

HERE = Path(__file__).parent
ONE = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C", "OMP_NUM_THREADS": "1"}
OTHER = {
    "PYTHONHASHSEED": "2",
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "tr_TR.UTF-8",
    "OMP_NUM_THREADS": "3",
}


def hashes(
    folder: Path, machine: Mapping[str, str], python: str = sys.executable, *, crlf: bool = False
) -> dict[str, str]:
    """The hash of each file made from the invented seeds, by name."""
    data = folder / "data"
    shutil.copytree(SEEDS, data / "seeds")
    if crlf:
        for path in (data / "seeds").rglob("*.*"):
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    run = subprocess.run(
        [python, str(HERE / "same_bytes.py"), str(data), str(folder / "out")],
        env={**os.environ, "PYTHONPATH": str(HERE.parent), **machine},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stderr[-2000:]
    lines = run.stdout.partition("--\n")[2].splitlines()
    return {name: digest for digest, name in (line.split(" ", 1) for line in lines)}


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Another machine, with a locale made for it: few machines have the Turkish one."""
    if not shutil.which("localedef"):
        pytest.skip("localedef, which makes a locale, is not installed")
    folder = tmp_path_factory.mktemp("locales")
    name = OTHER["LC_ALL"]
    command = ["localedef", "-i", "tr_TR", "-f", "UTF-8", str(folder / name)]
    run = subprocess.run(command, capture_output=True, text=True)
    if not (folder / name).is_dir():  # a warning of localedef is an exit code too
        pytest.skip(f"localedef makes no {name} here: {run.stderr.strip()}")
    return {**OTHER, "LOCPATH": str(folder)}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return hashes(tmp_path_factory.mktemp("one"), ONE)


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    assert one.keys() == other.keys()
    assert len(one) > 100
    return [name for name, digest in one.items() if digest != other[name]]


def test_hashes_zone_locale_threads_and_line_ends_change_no_byte(here, other, tmp_path):
    """Layers, catalog, briefings in every format, and the site."""
    assert not differing(here, hashes(tmp_path, other, crlf=True))


def test_another_python_changes_no_byte(here, other, tmp_path):
    """That of ``OTHER_PYTHON``, which has the same packages."""
    python = os.environ.get("OTHER_PYTHON")
    if not python:
        pytest.skip("OTHER_PYTHON names no other Python with the packages of requirements.txt")
    assert not differing(here, hashes(tmp_path, other, python))
