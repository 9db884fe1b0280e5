"""A language nobody speaks, made from the English catalog: longer, and from right to left.

What is shown well in it leaves room for a translation, and knows no language by name.
"""

from __future__ import annotations

import json
import math
import re
import shutil
import tomllib
from pathlib import Path

from edits import edited

from dashboard import store, wording

CODE = "qps"
#: Each Latin letter as an Arabic one, so that lines are shaped and run as that script does.
LETTERS = str.maketrans(
    dict(zip("abcdefghijklmnopqrstuvwxyz", "ابجدهوزحطيكلمنسعفصقرشتثخذض", strict=True))
)
_WORD = re.compile(r"\{[^}]*\}|<[^>]*>|[^\W\d_]+")


def lengthened(phrase: str) -> str:
    """A phrase with every word a third longer; what is filled in stays."""

    def longer(found: re.Match[str]) -> str:
        word = found[0]
        if word[0] in "{<":
            return word
        return word.lower().translate(LETTERS) + "م" * math.ceil(len(word) / 3)

    return _WORD.sub(longer, phrase)


def write_catalog(folder: Path) -> Path:
    """Write the catalog into a folder, for ``DASHBOARD_CATALOGS`` to name; returns the folder."""
    english = Path(wording.__file__).parent / "catalogs" / "en.toml"
    tables = tomllib.loads(english.read_text("utf-8"))
    tables["meta"] = {"name": lengthened("Pseudo"), "locale": "fa-IR-u-nu-latn", "direction": "rtl"}
    lines = []
    for name, table in tables.items():
        lines.append(f"[{name}]")
        for key, phrase in table.items():
            plain = name == "meta" or key == "locale"
            lines.append(f"{key} = {_toml(phrase if plain else _longer(phrase))}")
    (folder / f"{CODE}.toml").write_text("\n".join(lines), "utf-8")
    return folder


def write_data(folder: Path) -> Path:
    """The bundled data in a folder, with the language among its own; returns the folder."""
    root = Path(__file__).parents[1]
    shutil.copytree(root / "seeds", folder / "seeds")
    shutil.copytree(root / "data" / "geo", folder / "data" / "geo")
    languages = store.load_seeds(root / "seeds").dataset.languages
    own = f"languages = {store.toml_value(languages)}"
    one_more = f"languages = {store.toml_value((*languages, CODE))}"
    edited(folder / "seeds" / store.DATASET, own, one_more)
    path = folder / "data" / "geo" / store.CATALOG
    catalog = json.loads(path.read_text("utf-8"))
    catalog["seeds_sha256"] = store.seeds_sha256(folder / "seeds")
    catalog["sha256"] = store.catalog_sha256(catalog)
    path.write_text(store.catalog_text(catalog), "utf-8")
    return folder


def _longer(phrase: str | dict[str, str]) -> str | dict[str, str]:
    if isinstance(phrase, dict):
        return {form: lengthened(text) for form, text in phrase.items()}
    return lengthened(phrase)


def _toml(value: str | dict[str, str]) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(text)}" for key, text in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)
