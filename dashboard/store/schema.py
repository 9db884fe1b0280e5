"""What editors and other programs know files of seeds by, made from the records.

A TOML file has a JSON Schema in ``docs/schema``, which its first line names. Tables, which cannot
name anything, are described by ``seeds/datapackage.json``, a Data Package: Frictionless, Open Data
Editor and R read it. ``python -m dashboard.store.schema`` writes both, for the data set of the
working directory.
"""

from __future__ import annotations

import csv
import inspect
import io
import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import TypeAdapter

from dashboard import records
from dashboard.records import Record
from dashboard.store.layers import text_of
from dashboard.store.seeds import PACKAGE, load_seeds
from dashboard.store.tables import ROW_KINDS, TABLES, Columns

FOLDER = "docs/schema"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DOCUMENTS: dict[str, type[Record]] = {
    "dataset": records.Dataset,
    "licences": records.LicencesFile,
    "claims": records.ClaimsFile,
    "agreement": records.Agreement,
}
#: What a JSON Schema and a Table Schema limit a value by under the same name.
_LIMITS = ("enum", "maximum", "minimum", "pattern")


def schemas(columns: Columns, tables: Mapping[str, str]) -> dict[str, str]:
    """Text by path, from the folder that has ``seeds``, of every file that describes seeds.

    ``columns`` are those of the data set, ``tables`` the texts of its tables by their names in
    ``TABLES``.
    """
    made = {
        f"{FOLDER}/{name}.json": {"$schema": _DIALECT, **TypeAdapter(model).json_schema()}
        for name, model in _DOCUMENTS.items()
    }
    made[f"seeds/{PACKAGE}"] = {
        "profile": "tabular-data-package",
        "resources": [_resource(name, text, columns) for name, text in tables.items()],
    }
    return {
        path: json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for path, schema in made.items()
    }


def schemas_of(folder: Path) -> dict[str, str]:
    """Text by path of every file that describes the seeds in a folder."""
    dataset = load_seeds(folder).dataset
    texts = {name: text_of(folder / name) for name in TABLES}
    return schemas(
        Columns.of_dataset(dataset), {name: text for name, text in texts.items() if text}
    )


def _resource(name: str, text: str, columns: Columns) -> dict[str, Any]:
    """A table as a resource of a Data Package (specs.frictionlessdata.io).

    Fields are its columns in their order, those that are kept as notes too.
    """
    model, _ = TABLES[name]
    described, required = _field_schemas(model), columns.required(model)
    fields = [
        _field(column, described.get(column, {}), column in required)
        for column in next(csv.reader(io.StringIO(text)))
    ]
    return {
        "profile": "tabular-data-resource",
        "name": PurePosixPath(name).stem,
        "path": name,
        "description": inspect.getdoc(model),
        "encoding": "utf-8",
        "schema": {"fields": fields} | ({"primaryKey": "id"} if "id" in required else {}),
    }


def _field_schemas(model: type[Record]) -> Mapping[str, Mapping[str, Any]]:
    """JSON Schemas by field, of all kinds of rows together."""
    _, kinds = ROW_KINDS.get(model, ("", {}))
    models = [model, *dict.fromkeys(kinds.values())]
    return {
        name: schema
        for each in reversed(models)
        for name, schema in TypeAdapter(each).json_schema()["properties"].items()
    }


def _field(name: str, schema: Mapping[str, Any], required: bool) -> dict[str, Any]:
    """A field of a Table Schema; the cell of a list is text."""
    value = schema.get("anyOf", [schema])[0]
    kind = "string" if value.get("type") == "array" else value.get("type", "string")
    field = {"name": name, "type": "date" if value.get("format") == "date" else kind}
    if description := schema.get("description") or value.get("description"):
        field["description"] = description
    limits = {limit: value[limit] for limit in _LIMITS if limit in value}
    if kind == "integer" and "exclusiveMinimum" in value:
        limits["minimum"] = value["exclusiveMinimum"] + 1
    if required:
        limits["required"] = True
    return field | ({"constraints": limits} if limits else {})


def main() -> None:
    """Write every schema of the data set of the working directory."""
    for name, text in schemas_of(Path("seeds")).items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
