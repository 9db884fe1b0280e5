"""The folder of layers: read when it can be trusted, replaced as a whole."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import shapely
from edits import edited

from dashboard import store
from dashboard.errors import GeoDataError
from dashboard.records import Feature, Period
from dashboard.store import atomic


def test_layers_come_back_as_they_were_built(good_geo: Path):
    catalog, layers = store.read_layers(good_geo)
    assert catalog["dataset"] == "almera"
    texts = store.file_bytes(good_geo)
    assert texts.pop("catalog.json") == store.catalog_text(catalog).encode()
    built = {store.layer_file(name): store.geojson_bytes(layers[name]) for name in layers}
    assert built == texts


def _without_catalog(geo: Path) -> None:
    (geo / "catalog.json").unlink()


def _list_for_a_catalog(geo: Path) -> None:
    (geo / "catalog.json").write_text('{"layers": ["roads"]}', encoding="utf-8")


def _file_outside(geo: Path) -> None:
    edited(geo / "catalog.json", "roads", "../roads")


def _layer_changed(geo: Path) -> None:
    edited(geo / "roads.geojson", "Coast", "Cost")


def _layer_emptied(geo: Path) -> None:
    roads = geo / "roads.geojson"
    was = hashlib.sha256(roads.read_bytes()).hexdigest()
    roads.write_text("null", encoding="utf-8")
    edited(geo / "catalog.json", was, hashlib.sha256(roads.read_bytes()).hexdigest())


def _gone(geo: Path) -> None:
    shutil.rmtree(geo)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_without_catalog, "geo/catalog.json: the file is missing"),
        (_list_for_a_catalog, "geo/catalog.json: the catalog does not list"),
        (_file_outside, "geo/catalog.json: the catalog does not list"),
        (_layer_changed, "geo/roads.geojson: the file is not the one the catalog describes"),
        (_layer_emptied, "geo/roads.geojson: not valid json: null is no document"),
        (_gone, "geo: the folder is missing"),
    ],
)
def test_layers_that_cannot_be_trusted_are_not_read(project: Path, spoil, message: str):
    spoil(project / "data" / "geo")
    with pytest.raises(GeoDataError, match=message):
        store.read_layers(project / "data" / "geo")


class _Killed(BaseException):
    """Stands for a process that ends between two system calls."""


def _written(number: int) -> tuple[dict[str, bytes], dict]:
    point = Feature("a", "l", shapely.Point(number, 0), Period())
    text = store.geojson_bytes([point])
    digest = hashlib.sha256(text).hexdigest()
    names = ("one", "two")
    entries = {name: {"file": f"{name}.geojson", "sha256": digest} for name in names}
    return dict.fromkeys(names, text), {"dataset": "almera", "layers": entries}


@pytest.mark.parametrize("trading", [True, False], ids=["in one step", "in two"])
@pytest.mark.parametrize("existing", [True, False], ids=["over old layers", "first build"])
def test_a_write_killed_at_any_step_leaves_whole_layers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, existing: bool, trading: bool
):
    if not trading:
        monkeypatch.setattr(atomic, "_exchange", lambda one, other: False)
    calls = (
        (os, "rename"),
        (os, "fsync"),
        (os, "open"),
        (Path, "open"),
        (Path, "mkdir"),
        (shutil, "rmtree"),
    )
    states = set()
    for fatal in range(1, 100):
        geo = tmp_path / str(fatal) / "geo"
        if existing:
            store.write_layers(geo, *_written(1))
        step = 0
        with monkeypatch.context() as patch:
            for module, name in calls:
                original = getattr(module, name)

                def counted(*args, _original=original, _fatal=fatal, **kwargs):
                    nonlocal step
                    step += 1
                    if step == _fatal:
                        raise _Killed
                    return _original(*args, **kwargs)

                patch.setattr(module, name, counted)
            try:
                store.write_layers(geo, *_written(2))
                survived = True
            except _Killed:
                survived = False
        if existing or geo.exists():
            _, layers = store.read_layers(geo)
            found = {feature.geometry.x for features in layers.values() for feature in features}
            assert len(found) == 1
            states |= found
        store.write_layers(geo, *_written(3))
        assert [path.name for path in geo.parent.iterdir()] == ["geo"]
        if survived:
            break
    assert survived
    assert fatal > 10
    assert states == ({1.0, 2.0} if existing else {2.0})


def test_of_two_builds_at_once_none_mixes_its_layers_with_the_others(tmp_path: Path):
    geo = tmp_path / "geo"
    with ThreadPoolExecutor(4) as builds:
        runs = [builds.submit(store.write_layers, geo, *_written(i % 5)) for i in range(40)]
        [run.result() for run in runs]  # none fails for the others
    _, layers = store.read_layers(geo)
    assert len({feature.geometry.x for features in layers.values() for feature in features}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["geo"]


def test_reading_moves_nothing_even_after_a_cut_swap(project: Path):
    (project / "data" / "geo").rename(project / "data" / ".geo.old")
    assert store.has_layers(project / "data" / "geo")
    store.read_layers(project / "data" / "geo")
    assert not (project / "data" / "geo").exists()


def test_a_folder_with_anything_else_in_it_is_never_replaced(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(GeoDataError, match=r"holds 'notes\.txt', which is no layer"):
        store.write_layers(tmp_path, *_written(1))
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_layers_of_another_data_set_are_never_replaced(good_geo: Path, project: Path):
    texts, catalog = _written(1)
    with pytest.raises(GeoDataError, match="data set 'almera', and these seeds are 'brenn'"):
        store.write_layers(project / "data" / "geo", texts, {**catalog, "dataset": "brenn"})
    assert store.file_bytes(project / "data" / "geo") == store.file_bytes(good_geo)


def test_what_was_left_unfinished_and_cannot_be_deleted_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """With what the system says of it, or whose it is; nothing can be written in its place."""
    left = tmp_path / ".geo.new"
    left.mkdir()

    def refuse(folder, **_options):
        raise OSError(16, "Device or resource busy", f"{folder}/roads.geojson")

    monkeypatch.setattr(shutil, "rmtree", refuse)
    with pytest.raises(OSError, match=r"busy: .*\.geo\.new/roads\.geojson"):
        store.write_layers(tmp_path / "geo", {}, {"dataset": "almera"})
    monkeypatch.setattr(os, "getuid", lambda: left.stat().st_uid + 1)

    def stay(*_names):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "rename", stay)
    wanted = r"it is another user's, who has to run this, .* to let it be moved: .*\.geo\.new"
    with pytest.raises(PermissionError, match=wanted):
        store.write_layers(tmp_path / "geo", {}, {"dataset": "almera"})


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Makes a folder another user's, ``others(folder)``: to be moved, and not to be deleted."""
    theirs: set[int] = set()
    delete = shutil.rmtree

    def refuse(folder, ignore_errors=False):
        if not ignore_errors and folder.exists() and folder.stat().st_ino in theirs:
            raise PermissionError(13, "Permission denied", str(folder))
        delete(folder, ignore_errors)

    monkeypatch.setattr(shutil, "rmtree", refuse)
    monkeypatch.setattr(atomic, "_is_another_user_s", lambda path: path.stat().st_ino in theirs)
    monkeypatch.setattr(os, "access", lambda path, _how: path.stat().st_ino not in theirs)
    return lambda folder: theirs.add(folder.stat().st_ino)


def test_layers_of_another_user_are_set_aside_and_builds_go_on(tmp_path: Path, others):
    geo = tmp_path / "geo"
    for version in (1, 2):  # each run finds what the last could not delete
        store.write_layers(geo, *_written(version))
        others(geo)
    unfinished = tmp_path / ".geo.new"
    unfinished.mkdir()
    others(unfinished)
    for version in (3, 4):
        store.write_layers(geo, *_written(version))
    _, layers = store.read_layers(geo)
    assert {feature.geometry.x for features in layers.values() for feature in features} == {4.0}
    aside = [tmp_path / f".geo.aside-{number}" for number in (1, 2, 3)]
    assert store.set_aside(geo) == aside
    assert sorted(tmp_path.iterdir()) == [*aside, geo]


def test_what_was_set_aside_is_deleted_by_a_build_of_its_owner(tmp_path: Path):
    (tmp_path / ".geo.aside-1").mkdir()
    store.write_layers(tmp_path / "geo", *_written(1))
    assert [path.name for path in tmp_path.iterdir()] == ["geo"]


def test_a_file_is_no_folder_for_layers(tmp_path: Path):
    (tmp_path / "geo").write_text("mine", encoding="utf-8")
    with pytest.raises(GeoDataError, match="is no folder"):
        store.write_layers(tmp_path / "geo", *_written(1))


def test_a_text_is_replaced_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "docs" / "page.md"
    store.write_text(path, "old\n")

    def killed(*args):
        raise _Killed

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        with pytest.raises(_Killed):
            store.write_text(path, "new\n")
    assert store.text_of(path) == "old\n"

    def full(*args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(atomic, "write_synced", full)
        with pytest.raises(OSError, match=r"'.*/docs/page\.md'"):  # not the one written beside it
            store.write_text(path, "new\n")
    store.write_text(path, "new\n")
    assert store.text_of(path) == "new\n"
    assert [path.name for path in path.parent.iterdir()] == ["page.md"]
