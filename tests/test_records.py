"""The records as other packages see them."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil

import pytest
from pydantic import ValidationError

from dashboard import records
from dashboard.records import Operator, Record

MODULES = [
    importlib.import_module(f"{records.__name__}.{module.name}")
    for module in pkgutil.iter_modules(records.__path__)
]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_what_a_module_defines_can_be_imported_from_the_package(module):
    """Nobody needs to know in which module a record stands."""
    own = {
        name
        for name, member in inspect.getmembers(module, inspect.isclass)
        if member.__module__ == module.__name__ and not name.startswith("_")
    }
    assert own <= set(records.__all__)


def test_every_name_offered_is_there_once():
    """The list of names is what a reader of the package relies on."""
    assert len(set(records.__all__)) == len(records.__all__)
    assert [name for name in records.__all__ if not hasattr(records, name)] == []


def test_a_record_cannot_be_changed_nor_hold_what_it_does_not_know():
    """All sessions of the app share the records, and a misspelt field is not dropped."""
    operator = Operator(id="SOU", name_en="South", name_ar="الجنوب")
    with pytest.raises(ValidationError, match="frozen"):
        operator.name_en = "North"
    with pytest.raises(ValidationError, match="Extra inputs"):
        Operator(id="SOU", name_en="South", name_ar="الجنوب", naem="South")
    settings = [getattr(records, name) for name in records.__all__]
    kinds = [s for s in settings if inspect.isclass(s) and issubclass(s, Record)]
    assert len(kinds) > 30
    assert all(kind.model_config["frozen"] for kind in kinds)
    assert all(kind.model_config["extra"] == "forbid" for kind in kinds)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_examples_in_the_docstrings_are_true(module):
    """What a docstring shows is what happens."""
    assert doctest.testmod(module).failed == 0
