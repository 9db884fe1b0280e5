"""One archive and one rendering of each request for all tests here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from briefs import picture_of, spec_of

from dashboard import wording
from dashboard.archive import Archive
from dashboard.briefing import BriefSpec, render


@pytest.fixture(scope="package", autouse=True)
def pictures_end_with_these_tests() -> Iterator[None]:
    """All the parts of the last ones are many to be searched for garbage."""
    yield
    picture_of.cache_clear()


@pytest.fixture(scope="session")
def archive(invented: Archive) -> Archive:
    """The invented data."""
    return invented


@pytest.fixture(scope="session")
def make(archive: Archive) -> Callable[..., bytes]:
    """Render a file of the invented data set, the same request once a session."""
    return maker(archive)


@pytest.fixture(scope="session")
def make_bundled(bundled: Archive) -> Callable[..., bytes]:
    """The same of the real data."""
    return maker(bundled)


def maker(archive: Archive) -> Callable[..., bytes]:
    done: dict[BriefSpec, bytes] = {}

    def made(**fields: object) -> bytes:
        spec = spec_of(**fields)
        if spec not in done:
            done[spec] = render(archive, wording.of_seeds(archive.seeds, spec.language), spec)
        return done[spec]

    return made
