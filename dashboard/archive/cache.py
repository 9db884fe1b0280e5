"""Results kept with the archive they were made from, and dropped with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial, wraps
from typing import Concatenate, ParamSpec, TypeVar

from dashboard.archive.data import ArchiveData

#: How many results of one function an archive keeps; the least recently used goes first.
MOST_RESULTS = 64

_Arguments = ParamSpec("_Arguments")
_Archive = TypeVar("_Archive", bound=ArchiveData)
_Result = TypeVar("_Result")


def per_archive(
    function: Callable[Concatenate[_Archive, _Arguments], _Result],
) -> Callable[Concatenate[_Archive, _Arguments], _Result]:
    """Make a function of an archive remember its results, in the archive itself.

    ``functools.lru_cache`` would keep every archive it was ever asked about alive; results kept
    here are freed with their archive. Arguments after the archive must be hashable. Results are
    shared by all callers and must not be changed. Two threads that ask at the same moment may
    both compute; no lock is held meanwhile, so a slow result never delays a quick one.
    """

    @wraps(function)
    def remembered(
        archive: _Archive, /, *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> _Result:
        results: Callable[..., _Result] | None = archive.cache.get(function)
        if results is None:
            made = lru_cache(MOST_RESULTS)(partial(function, archive))
            results = archive.cache.setdefault(function, made)
        return results(*args, **kwargs)

    return remembered
