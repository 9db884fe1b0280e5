"""JSON Schemas of the files people enter, made from the records: editors complete and validate.

``python -m dashboard.store.schema`` writes them to ``docs/schema``, for the data set of the working
directory. That of a TOML file is about the file, that of a CSV table about one of its rows.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from dashboard import records
from dashboard.records import Record
from dashboard.store.seeds import load_seeds
from dashboard.store.tables import ROW_KINDS, TABLES, Columns

FOLDER = Path("docs/schema")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_texts(columns: Columns) -> dict[str, str]:
    """Text by file name of the schema of every file of seeds: JSON, indented, newline at end.

    ``columns`` are those of the data set the tables belong to.
    """
    documents: dict[str, type[Record]] = {
        "dataset": records.Dataset,
        "licences": records.LicencesFile,
        "claims": records.ClaimsFile,
        "agreement": records.Agreement,
    }
    made = {name: TypeAdapter(model).json_schema() for name, model in documents.items()}
    for name, (model, _) in TABLES.items():
        made[Path(name).stem] = _of_row(model, columns)
    return {f"{name}.json": _text(schema) for name, schema in made.items()}


def _of_row(model: type[Record], columns: Columns) -> dict[str, Any]:
    """The schema of a row of a table: of each text a field a language, the first one required."""
    _, kinds = ROW_KINDS.get(model, ("", {}))
    union: Any = model
    for kind in dict.fromkeys(kinds.values()):
        union |= kind
    made = TypeAdapter(union).json_schema()
    if columns.of(model) != tuple(model.model_fields) and not kinds:
        cell = {"type": "string"}
        inner = {name: made["properties"].get(name, cell) for name in columns.of(model)}
        made |= {"properties": inner, "required": columns.required(model)}
    return made


def _text(schema: dict[str, Any]) -> str:
    return json.dumps({"$schema": _DIALECT, **schema}, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Write every schema to ``docs/schema``."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    columns = Columns.of_dataset(load_seeds(Path("seeds")).dataset)
    for name, text in schema_texts(columns).items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
