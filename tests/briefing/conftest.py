"""One archive and one rendering of each request for all tests here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from briefs import archive_of, spec_of

from dashboard import store, wording
from dashboard.archive import Archive
from dashboard.briefing import BriefSpec, render
from dashboard.records import Seeds


@pytest.fixture(scope="session")
def seeds(good_seeds: Path) -> Seeds:
    """The invented seeds."""
    return store.load_seeds(good_seeds)


@pytest.fixture(scope="session")
def archive(seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The invented data set."""
    return archive_of(seeds, tmp_path_factory.mktemp("briefing") / "geo")


@pytest.fixture(scope="session")
def make(archive: Archive) -> Callable[..., bytes]:
    """Render a file of the invented data set, the same request once a session."""
    done: dict[BriefSpec, bytes] = {}

    def made(**fields: object) -> bytes:
        spec = spec_of(**fields)
        if spec not in done:
            done[spec] = render(archive, wording.load(spec.language), spec)
        return done[spec]

    return made
