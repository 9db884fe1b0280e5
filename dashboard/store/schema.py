"""JSON Schemas of the files people enter, made from the records: editors complete and validate.

``python -m dashboard.store.schema`` writes them to ``docs/schema``. That of a TOML file is about
the file, that of a CSV table about one of its rows.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from dashboard import records
from dashboard.records import Record
from dashboard.store.seeds import ROW_KINDS, TABLES

FOLDER = Path("docs/schema")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Licences(Record):
    """``licences.toml``: terms under which material of others is used."""

    licences: tuple[records.Licence, ...] = ()


class _Claims(Record):
    """``claims.toml``: the document that makes claims, and each of them."""

    document: records.ClaimsDocument | None = None
    claims: tuple[records.Claim, ...] = ()


def schema_texts() -> dict[str, str]:
    """Text by file name of the schema of every file of seeds: JSON, indented, newline at end."""
    documents: dict[str, type[Record]] = {
        "dataset": records.Dataset,
        "licences": _Licences,
        "claims": _Claims,
        "agreement": records.Agreement,
    }
    rows = {Path(name).stem: model for name, (model, _) in TABLES.items()}
    return {f"{name}.json": _text(model) for name, model in (documents | rows).items()}


def _text(model: type[Record]) -> str:
    _, kinds = ROW_KINDS.get(model, ("", {}))
    union: Any = model
    for kind in dict.fromkeys(kinds.values()):
        union |= kind
    made = {"$schema": _DIALECT, **TypeAdapter(union).json_schema()}
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Write every schema to ``docs/schema``."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in schema_texts().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
