"""The data directory shown, and the files made of it: the code of the map and its payload.

The browser fetches them once and keeps them; in messages of Streamlit's they would travel anew with
every page opened. The name of a file has a digest of all that it is made from, so that the browser
never asks for one again that it has, and a page can name one that is still being made.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from dashboard import store, web, wording
from dashboard.archive import BUNDLED_DATA, Archive
from dashboard.payload.build import build_payload, packed
from dashboard.payload.encoding import encode
from dashboard.views.choice import Choice

_STALE_TTL_S = 1
"""Seconds for which an answer is kept: reading all seeds takes longer than the rest of a run."""


@dataclass(frozen=True)
class File:
    """A file: its stem, everything it is made from, its ending, and a function that gives its bytes
    in gzip."""

    of: str
    made_from: str
    ending: str
    packed: Callable[[], bytes]

    @classmethod
    def text(cls, of: str, ending: str, text: str) -> File:
        """A file of text."""
        packed = gzip.compress(text.encode("utf-8"), mtime=0)
        return cls(of, text, ending, lambda: packed)

    @property
    def name(self) -> str:
        """The stem, a digest of what the file is made from, and the ending."""
        digest = hashlib.sha256(self.made_from.encode("utf-8")).hexdigest()[:16]
        return f"{self.of}.{digest}.{self.ending}"

    @property
    def address(self) -> str:
        """The address of the file, relative to the page."""
        return f"assets/{self.name}"


class Data(NamedTuple):
    """The data directory shown, and the version of its layers: caches are keyed by it."""

    root: str
    version: str

    @classmethod
    def now(cls) -> Data:
        """The data directory as it is now: a new build shows on the next run of a page."""
        root = os.environ.get("DASHBOARD_DATA", str(BUNDLED_DATA))
        return cls(root, store.layers_version(Path(root, "data", "geo")))


# sessions on the build before may still be open when the next is shown
@st.cache_resource(show_spinner=False, max_entries=2)
def load_archive(data: Data) -> Archive:
    """The archive of a data directory, shared by all sessions (it is immutable)."""
    return Archive.load(data.root, allow_stale=True)


@st.cache_resource(show_spinner=False, ttl=_STALE_TTL_S)
def is_stale(data: Data) -> bool:
    """Whether the seeds were edited after the layers were built."""
    edited = store.seeds_sha256(Path(data.root, "seeds"))
    return store.stale_layers(load_archive(data).catalog, edited, data.root) is not None


@st.cache_resource(show_spinner=False, max_entries=16)
def load_payload(data: Data, language: str) -> bytes:
    """The payload of the map, packed; made once for each data set and language.

    It is cached beside the layers for the next start, where the server may write there.
    """
    shared = load_archive(data)

    def made() -> bytes:
        # an archive of its own: a payload asks for every day, and the archive's cache is freed with
        # it
        archive = Archive(shared.seeds, shared.layers, shared.catalog)
        opening = Choice.opening(archive).to_query()
        words = wording.of_seeds(archive.seeds, language)
        return packed(encode(build_payload(archive, words, opening=opening)))

    path = Path(data.root, "data", f".cache-map-{language}")
    cache = store.read_cache(path)
    payload = cache((_made_from(data).encode(),), made)
    store.write_cache(path, cache)
    return payload


def map_data(data: Data, language: str) -> File:
    """The payload as a file; it is made when its bytes are asked for."""
    return File(f"map-{language}", _made_from(data), "json", lambda: load_payload(data, language))


def _made_from(data: Data) -> str:
    """A version of the payloads of a data set: equal only for the same data set and program."""
    program, words = store.program_sha256(), wording.catalogs_sha256()
    return f"{program} {words} {data.version} {load_archive(data).seeds.sha256}"


@functools.cache
def map_script() -> File:
    """The code of the map and its widgets."""
    return File.text("map", "js", web.script("entry.streamlit.js", with_leaflet=True))


@functools.cache
def search_script() -> File:
    """The code of the search on the pages beside the map."""
    return File.text("search", "js", web.script("entry.search.js"))


def find_file(of: str) -> File | None:
    """The current file of that stem, if there is one."""
    if script := {"map": map_script, "search": search_script}.get(of):
        return script()
    data = Data.now()
    spoken = load_archive(data).dataset.languages
    return next((map_data(data, code) for code in spoken if of == f"map-{code}"), None)


def load() -> None:
    """Load what every page needs, before there is a reader."""
    load_archive(Data.now())


def prepare() -> None:
    """Make the files of the page that is opened first."""
    data = Data.now()
    map_script()
    load_payload(data, Choice.opening(load_archive(data)).language)
