"""The data that comes with the program, read once for all tests of a process."""

from functools import cache

from dashboard.archive import Archive


@cache
def bundled_archive() -> Archive:
    """The real data set: not to be changed."""
    return Archive.load()
