"""Files beside the page: kept by the browser for good, so never answered under a wrong name."""

from __future__ import annotations

import gzip
import json

import pytest
from asgi import Answer, get
from starlette.applications import Starlette

from dashboard.ui import files, routes


def answered(path: str) -> Answer:
    """What the server answers with to a browser."""
    return get(Starlette(routes=[routes.assets()]), path)


def test_what_the_map_is_given_is_a_file_that_the_browser_keeps(monkeypatch, project):
    monkeypatch.setenv("DASHBOARD_DATA", str(project))
    answer = answered(f"/{files.map_data(files.Data.now(), 'ar').address}")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.body))["payload"]["language"] == "ar"


def test_the_code_of_the_map_is_one_too():
    answer = answered(f"/{files.map_script().address}")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert b"export default" in gzip.decompress(answer.body)


@pytest.mark.parametrize("name", ["map-ar.0000000000000000.json", "map.js", "map-xx.0.json", "a"])
def test_another_edition_is_not_answered_under_the_name_of_one_before(name):
    assert answered(f"/assets/{name}").status == 404


def test_words_of_another_catalog_are_another_file(monkeypatch, tmp_path):
    """A further catalog that was edited is not answered with the map of the one before."""
    addresses = set()
    for name in ("Quechua", "Runasimi"):
        catalog = tmp_path / name / "qu.toml"
        catalog.parent.mkdir()
        catalog.write_text(f'[meta]\nname = "{name}"\nlocale = "qu"\ndirection = "ltr"\n')
        monkeypatch.setenv("DASHBOARD_CATALOGS", str(catalog.parent))
        addresses.add(files.map_data(files.Data.now(), "en").address)
    assert len(addresses) == 2


def test_below_a_path_of_the_server_files_are_too(monkeypatch):
    monkeypatch.setattr(routes.config, "get_option", {"server.baseUrlPath": "/maps/idlib/"}.get)
    assert answered(f"/maps/idlib/{files.map_script().address}").status == 200
