"""The browser's types are those of Python, and the payload is of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_type_hints, is_typeddict

import pytest

from dashboard import web, wording
from dashboard.archive import Archive
from dashboard.payload import types
from dashboard.payload.build import build_payload
from dashboard.payload.typescript import files

WEB = Path(web.__file__).parent


@pytest.mark.parametrize("name", files())
def test_what_is_made_from_the_types_is_committed(name):
    """After a change of ``payload/types.py``: ``python -m dashboard.payload.typescript``."""
    assert (WEB / name).read_text("utf-8") == files()[name]


@pytest.fixture(scope="module")
def payload(invented: Archive) -> Any:
    """What the browser is given of the invented data."""
    return build_payload(invented, wording.load("en").of_seeds(invented.seeds))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ((), types.Payload), (("facts",), types.Facts), (("facts", "zone"), types.Zone),
        (("facts", "net"), types.NetSince), (("facts", "charts", 0), types.Chart),
        (("facts", "agreements", 0), types.AgreementEntry), (("facts", "truces", 0), types.Bar),
        (("facts", "offensives", 0), types.Bar), (("layers", 0), types.Layer),
        (("choices",), types.Choices), (("legend", 0), types.LegendItem),
    ],
)  # fmt: skip
def test_the_payload_has_the_fields_of_its_types(payload, path, kind):
    """None that is not declared, and all that are not optional."""
    part = payload
    for step in path:
        part = part[step]
    assert is_typeddict(kind)
    hints = get_type_hints(kind, include_extras=True)
    optional = {name for name, hint in hints.items() if "NotRequired" in str(hint)}
    assert hints.keys() - optional <= part.keys() <= hints.keys()


def test_an_item_travels_as_its_numbers():
    """In the order in which the browser is told they stand."""
    assert types.flat([types.Item(1, 2, 3, 4, 5), types.Item(6, 7, 8, 9, 10)]) == [*range(1, 11)]
