"""Pages of docs/readers, followed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from followed import follow


@pytest.fixture(scope="module")
def followed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page a module of tests is called after, followed to its end: not to be written to."""
    kind = Path(request.module.__file__).stem.removeprefix("test_")
    folder = tmp_path_factory.mktemp(kind)
    follow(f"{kind}.md", folder)
    return folder


@pytest.fixture
def brenn(followed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it without layers, free to be changed, as the working directory."""
    unbuilt = shutil.ignore_patterns("data")
    shutil.copytree(followed, tmp_path, dirs_exist_ok=True, ignore=unbuilt)
    monkeypatch.chdir(tmp_path)
    return tmp_path
