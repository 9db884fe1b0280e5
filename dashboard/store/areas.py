"""Files of published areas, each read when it is first asked for.

A year of daily areas is millions of positions that only the build looks at: the app starts without
reading one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from dashboard.cache import Cache
from dashboard.errors import Problem, SeedsError
from dashboard.records import Feature
from dashboard.store.documents import read_json
from dashboard.store.geojson import features_of

#: The folder of the files under the seeds, and the layer their features belong to.
AREAS, LAYER = "areas", "published_areas"


class AreaFiles(Mapping[str, tuple[Feature, ...]]):
    """Features of the files of a folder by the name of their file, in file order.

    Asking for a file that cannot be read raises ``SeedsError``, which carries every problem.

    ``folder``: the seeds.
    ``names``: the files.
    """

    def __init__(self, folder: Path, names: Sequence[str]):
        self._folder, self._names = folder, names
        self._read: dict[str, tuple[tuple[Feature, ...], tuple[Problem, ...]]] = {}

    def scan(self, name: str) -> tuple[tuple[Feature, ...], tuple[Problem, ...]]:
        """What can be read of a file, and every problem in reading it."""
        if name not in self._read:
            self._read[name] = self._scan(f"{AREAS}/{name}")
        return self._read[name]

    def problems(self, name: str, versions: Mapping[str, str], cache: Cache) -> tuple[Problem, ...]:
        """Every problem in reading a file; cached under the file's version."""
        if name not in versions:
            return self.scan(name)[1]
        inputs = (text.encode() for text in ("problems", self._folder.name, name, versions[name]))
        found = cache(inputs, lambda: json.dumps(list(map(asdict, self.scan(name)[1]))).encode())
        return tuple(Problem(**each) for each in json.loads(found))

    def _scan(self, name: str) -> tuple[tuple[Feature, ...], tuple[Problem, ...]]:
        where, problems = f"{self._folder.name}/{name}", list[Problem]()
        document = read_json(self._folder / name, where, problems)
        if document is None:
            return (), tuple(problems)
        return features_of(document, LAYER, where, problems), tuple(problems)

    def __getitem__(self, name: str) -> tuple[Feature, ...]:
        if name not in self._names:
            raise KeyError(name)
        features, problems = self.scan(name)
        if problems:
            raise SeedsError(problems)
        return features

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
