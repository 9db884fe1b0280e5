"""The static site: as text, as a folder, and in Chromium, from a file and under a path."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard import cli, store, wording
from dashboard.analysis.events import event_areas_km2
from dashboard.archive import Archive
from dashboard.errors import ChoiceError, GeoDataError
from dashboard.publish import evidence
from dashboard.publish.links import SiteLinks, event_rows
from dashboard.publish.site import made_from, site_files
from dashboard.quantity import Quantity, Unit
from dashboard.records import Licence
from dashboard.views.choice import Choice
from dashboard.views.context import PageContext
from dashboard.wording import format
from tests.edits import edited

BASE = "https://maps.example.org/coast"
LINK = re.compile(r'\b(?:href|src)="([^"]*)"')
FETCHED = re.compile(r'<(?:script|link|img|iframe|source)\b[^>]*\b(?:href|src)="([^"]*)"')
#: What a page says of addresses and does not fetch.
SELF_LINK = re.compile(r'<link rel="canonical"[^>]*>|<meta property="og:url"[^>]*>')


@pytest.fixture(scope="module")
def invented(good_data: Path) -> Archive:
    return Archive.load(good_data)


@pytest.fixture(scope="module")
def files(invented: Archive) -> dict[str, bytes]:
    """The site of the invented conflict at an address."""
    return site_files(invented, BASE)


@pytest.fixture(scope="module")
def folder(
    invented: Archive, files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The same in a folder: not to be written to."""
    made = tmp_path_factory.mktemp("published") / "site"
    store.write_site(made, "almera", made_from(invented, BASE), lambda: files)
    return made


def pages(files: dict[str, bytes]) -> dict[str, str]:
    return {path: data.decode() for path, data in files.items() if path.endswith(".html")}


def test_no_page_asks_anybody_else_for_anything(files):
    """Every script, sheet and picture is a file of the site."""
    for path, text in pages(files).items():
        for address in FETCHED.findall(SELF_LINK.sub("", text)):
            assert address.startswith("data:") or not urlsplit(address).scheme, (path, address)
    sheets = [data.decode() for path, data in files.items() if path.endswith(".css")]
    assert sheets
    assert not any(re.search(r"url\((?!['\"]?data:)|@import", sheet) for sheet in sheets)


def test_every_link_leads_to_a_file_that_is_there(files):
    """And, where it names a part of a page, to that part."""
    texts = pages(files)
    for path, text in texts.items():
        for address in map(unescape, LINK.findall(SELF_LINK.sub("", text))):
            parts = urlsplit(address)
            if parts.scheme:
                continue
            file = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
            file = file if parts.path else path
            assert file in files, (path, address)
            if parts.fragment and "=" not in parts.fragment:
                assert f'id="{parts.fragment}"' in texts[file], (path, address)


def test_a_page_allows_no_inline_code(files):
    """The policy has no exception, and needs none: no script, handler or style stands in a page."""
    for path, text in pages(files).items():
        policy = unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1])
        assert policy.startswith("default-src 'none'; script-src 'self'; "), path
        assert "unsafe-" not in policy
        assert not re.search(r'<[^>]+ (style|on\w+)="', text), path
        inline = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", text)
        assert not inline, path


def test_no_two_elements_of_a_page_have_one_id(files):
    """What a label or a link names is one thing."""
    for path, text in pages(files).items():
        ids = re.findall(r' id="([^"]+)"', text)
        assert len(ids) == len(set(ids)), path


def test_each_language_has_every_page(files, invented):
    """The map, each agreement, claim and record, and the pages about them."""
    trees = {
        code: {path.removeprefix(f"{code}/") for path in files if path.startswith(f"{code}/")}
        for code in invented.dataset.languages
    }
    first, *others = trees.values()
    assert all(tree == first for tree in others)
    assert {"index.html", "embed.html", "evidence.html", "ceasefires.html", "method.html"} <= first
    assert {f"agreement/{ident}.html" for ident in invented.agreements} <= first
    assert {f"claim/{claim.id}.html" for claim in invented.seeds.claims} <= first
    text = "".join(pages(files).values())
    for place in invented.places.values():
        assert wording.load("en").of(place, "name") in text


def test_the_table_of_evidence_has_every_event_with_its_sources(files, invented):
    """Without a script too."""
    text = files["en/evidence.html"].decode()
    rows = re.findall(r'<tr id="([^"]+)"(.*?)</tr>', text, re.S)
    assert [ident for ident, _ in rows] == event_rows(invented)
    for ident, row in rows:
        for source in invented.events[ident].sources:
            assert f'sources.html#{source}"' in row


def test_full_addresses_need_to_be_told_where_the_site_will_be(files, invented):
    """Canonical links, the map of the site, oEmbed; without an address none of them."""
    where = f"{BASE}/en/agreement/river-accord.html"
    record = files["en/agreement/river-accord.html"].decode()
    assert f'<link rel="canonical" href="{where}">' in record
    assert f"<loc>{where}</loc>" in files["sitemap.xml"].decode()
    rich = json.loads(files["en/index.oembed.json"])
    assert (rich["type"], f'src="{BASE}/en/embed.html"' in rich["html"]) == ("rich", True)
    bare = site_files(invented)
    assert not [path for path in bare if path == "sitemap.xml" or path.endswith(".oembed.json")]
    assert not any("example.org/coast" in text for text in pages(bare).values())


def test_a_layer_that_may_not_be_handed_on_is_refused(invented):
    """As in a briefing, with the words of that; a page calls the layer by its title."""
    closed = [
        Licence(id=each.id, terms=each.terms, geometry_may_be_shipped=False)
        for each in invented.seeds.licences
    ]
    seeds = replace(invented.seeds, licences=tuple(closed))
    with pytest.raises(ChoiceError, match="does not allow its geometry to be passed on") as refused:
        site_files(Archive(seeds, invented.layers))
    words = wording.of_seeds(invented.seeds, "ar")
    assert words.of(invented.dataset.layers[0], "title") in words.error(refused.value)


# --- the folder -----------------------------------------------------------------------------


def write(folder: Path, files: dict[str, bytes]) -> store.Written:
    """Write a site that is made from its files."""
    return store.write_site(folder, "almera", [repr(files).encode()], lambda: files)


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    found = {p: p.stat() for p in folder.rglob("*") if p.is_file()}
    return {p.name: (s.st_ino, s.st_mtime_ns) for p, s in found.items()}


@pytest.fixture
def publish(good_data: Path, folder: Path, tmp_path: Path, capsys) -> Callable[..., str]:
    """Publish into a copy of the site of the invented conflict; gives what it reports."""
    shutil.copytree(folder, tmp_path / "site")

    def run(data: Path = good_data, base: str = BASE) -> str:
        command = ["publish", "--data", str(data), "-o", str(tmp_path / "site")]
        assert cli.main([*command, "--base-url", base]) == 0
        return capsys.readouterr().err

    return run


@pytest.mark.parametrize("base", ["https://example.org/map?", "https://example.org/#", "ftp://a"])
def test_an_address_that_a_site_cannot_have_is_refused(base, tmp_path, capsys):
    command = ["publish", "-o", str(tmp_path / "site"), "--base-url", base]
    assert cli.main(command) == cli.USAGE
    assert "is no address such as https://example.org/map" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_a_second_run_makes_and_writes_nothing(publish, tmp_path, monkeypatch):
    """No page is made, and no file is touched."""
    before = stamps(tmp_path / "site")
    monkeypatch.setattr("dashboard.publish.site.site_files", None)
    assert ": 0 written" in publish()
    assert stamps(tmp_path / "site") == before


def test_a_site_is_made_again_where_anything_it_is_made_from_changed(
    publish, good_data, tmp_path, monkeypatch
):
    """An address, the phrases, the program, what was entered; or a file that is not as written."""
    made: list[str] = []

    def note(archive: Archive, base_url: str, _: object) -> dict[str, bytes]:
        made.append(base_url)
        return {"index.html": b"made"}

    def is_made(**options: Any) -> bool:
        made.clear()
        publish(**options)
        count = len(made)
        publish(**options)
        assert len(made) == count
        return bool(count)

    monkeypatch.setattr("dashboard.publish.site.site_files", note)
    assert not is_made()
    assert is_made(base="https://elsewhere.org")
    (tmp_path / "site" / "index.html").write_text("edited")
    assert is_made(base="https://elsewhere.org")
    (tmp_path / "site" / "index.html").unlink()
    assert is_made(base="https://elsewhere.org")
    phrases = (Path(wording.__file__).parent / "catalogs" / "ar.toml").read_bytes()
    (tmp_path / "ar.toml").write_bytes(phrases + b"# another\n")
    monkeypatch.setenv("DASHBOARD_CATALOGS", str(tmp_path))
    assert is_made()
    monkeypatch.setattr("dashboard.store.file_cache.program_sha256", lambda: "changed")
    assert is_made()
    assert is_made(data=with_other_events(good_data, tmp_path / "data"))


def with_other_events(data: Path, other: Path) -> Path:
    """The data in another folder, with events that are less sure."""
    shutil.copytree(data, other)
    edited(other / "seeds" / "control" / "events.csv", ",medium,", ",low,")
    assert cli.main(["build", "--data", str(other)]) == 0
    return other


def test_a_site_made_again_has_the_bytes_of_one_made_into_an_empty_folder(
    publish, good_data, tmp_path
):
    publish(data=with_other_events(good_data, tmp_path / "data"))
    again = contents(tmp_path / "site")
    shutil.rmtree(tmp_path / "site")
    publish(data=tmp_path / "data")
    assert contents(tmp_path / "site") == again


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_only_what_changed_is_written_and_what_others_put_there_stays(tmp_path):
    site = tmp_path / "site"
    write(site, {"a.html": b"a", "b/c.html": b"c", "gone.html": b"g"})
    (site / "CNAME").write_text("maps.example.org")
    before = stamps(site)
    written = write(site, {"a.html": b"a", "b/c.html": b"new"})
    assert (written.changed, written.removed) == (2, 1)  # the page and the list of files
    assert not (site / "gone.html").exists()
    assert (site / "b" / "c.html").read_bytes() == b"new"
    after = stamps(site)
    assert [after[name] for name in ("a.html", "CNAME")] == [before[n] for n in ("a.html", "CNAME")]


@pytest.mark.parametrize(
    "there", [{"thesis.txt": "mine"}, {"site.json": '{"dataset": "other", "files": {}}'}]
)
def test_a_folder_of_somebody_else_is_refused(there, tmp_path):
    """Nothing in it is touched."""
    for name, text in there.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(GeoDataError, match=re.escape(str(tmp_path))):
        write(tmp_path, {"a.html": b"a"})
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == there


def test_the_root_of_a_disk_is_refused():
    with pytest.raises(GeoDataError, match="it holds files"):
        write(Path("/"), {"a.html": b"a"})


def test_a_run_that_is_cut_short_leaves_the_old_site(tmp_path, monkeypatch):
    """Whole, and the next run clears away what was begun."""
    site = tmp_path / "site"
    write(site, {"a.html": b"a", "b.html": b"b"})
    before = stamps(site)
    whole = Path.write_bytes

    def cut(path: Path, data: bytes) -> int:
        if path.name == "b.html":
            raise KeyboardInterrupt
        return whole(path, data)

    monkeypatch.setattr(Path, "write_bytes", cut)
    with pytest.raises(KeyboardInterrupt):
        write(site, {"a.html": b"1", "b.html": b"2"})
    assert stamps(site) == before
    monkeypatch.undo()
    write(site, {"a.html": b"1", "b.html": b"2"})
    assert {p.name for p in tmp_path.iterdir()} == {"site"}


# --- in a browser ----------------------------------------------------------------------------


@pytest.fixture
def opened(browser: Browser) -> Iterator[Page]:
    """A page that can reach nothing but the site; what its console complains of fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert not wrong


@pytest.fixture
def served(folder: Path) -> Iterator[str]:
    """The site under a path of a plain web server."""
    handler = partial(_Quiet, directory=str(folder.parent))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/{folder.name}"
    server.shutdown()
    thread.join()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


def move(page: Page) -> None:
    """Go to the next change, and see it on the page and in the address."""
    date = page.locator("time.tm-asof")
    before = date.inner_text()
    page.locator(".tm-track").focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(date).not_to_have_text(before)
    expect(page).to_have_url(re.compile(f"date={date.get_attribute('datetime')}"))


def test_the_map_opens_from_a_file_and_moves(opened, folder):
    opened.goto(f"{(folder / 'en' / 'index.html').as_uri()}#date=2001-03-01&record=place:brissa")
    expect(opened.locator("time.tm-asof")).to_have_attribute("datetime", "2001-03-01")
    expect(opened.locator(".tm-record h2")).to_contain_text("Brissa")
    opened.locator("#more a").click()
    expect(opened.locator("h1").first).to_be_visible()
    opened.go_back()
    move(opened)


def test_a_link_followed_on_an_open_map_shows_what_it_says(opened, folder):
    """And nothing of what was chosen before it."""
    map_ = (folder / "en" / "index.html").as_uri()
    opened.goto(f"{map_}#lens=2001-02-01..2001-04-01")
    move(opened)
    opened.goto(f"{map_}#date=2001-05-01")
    expect(opened.locator("time.tm-asof")).to_have_attribute("datetime", "2001-05-01")
    expect(opened).to_have_url(re.compile(r"#(?!.*lens=)date=2001-05-01"))


def test_the_site_works_under_a_path_in_another_language(opened, served):
    """From the root to the map, to the same day in Arabic, to a page and back."""
    opened.goto(f"{served}/")
    expect(opened).to_have_url(re.compile(r"/en/index\.html"))
    move(opened)
    day = opened.locator("time.tm-asof").get_attribute("datetime")
    opened.locator(".languages a").click()
    expect(opened.locator("html")).to_have_attribute("dir", "rtl")
    expect(opened.locator("time.tm-asof")).to_have_attribute("datetime", day)
    opened.get_by_role("button", name=wording.load("ar").browser["share"]).click()
    link = opened.locator(".tm-copy input").first
    expect(link).to_have_value(re.compile(rf"^{re.escape(served)}/ar/index\.html#.*date={day}"))


def test_the_map_and_the_map_in_another_page_show_the_annotations_of_a_link(
    opened, folder, invented
):
    """Inside another page nobody can change them."""
    place = invented.cells[0]
    listed = urlencode({"annotations": f"{place}: <b>closed</b>\n[{place}]: empty"})
    cards = opened.locator(".tm-annotation")
    opened.goto(f"{(folder / 'en' / 'index.html').as_uri()}#{listed}")
    expect(cards).to_have_text(["<b>closed</b>", "empty"])
    expect(
        opened.get_by_role("button", name=wording.load("en").browser["annotate"])
    ).to_be_visible()
    opened.goto("about:blank")
    opened.goto(f"{(folder / 'en' / 'embed.html').as_uri()}#{listed}")
    expect(cards).to_have_text(["<b>closed</b>", "empty"])
    expect(opened.locator("button.tm-annotation, .tm-annotate")).to_have_count(0)
    opened.goto("about:blank")
    opened.goto(f"{(folder / 'en' / 'embed.html').as_uri()}#annotations=nonsense")
    expect(opened.locator(".tm-legend")).to_be_visible()
    expect(cards).to_have_count(0)


def test_search_is_on_every_page_and_leads_to_the_map(opened, folder):
    """Also where the pages are files: what it finds in is fetched when it is first used."""
    opened.goto((folder / "en" / "help.html").as_uri())
    keys = wording.load("en")["list_keys"]
    expect(opened.locator("[data-one-stop]").first).to_have_attribute("aria-description", keys)
    field = opened.get_by_role("combobox", name=wording.load("en")["search"])
    field.fill("briss")
    expect(opened.get_by_role("option").first).to_contain_text("Brissa")
    for width in (1280, 768, 390):
        opened.set_viewport_size({"width": width, "height": 800})
        box = opened.get_by_role("listbox").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    field.press("Enter")
    expect(opened).to_have_url(re.compile(r"/en/index\.html#.*record=place%3Abrissa"))
    expect(opened.locator(".tm-record h2")).to_contain_text("Brissa")
    menu = opened.get_by_role("button", name=wording.load("en").browser["menu"])
    menu.click()
    opens = opened.locator("nav.pages").bounding_box()
    assert opens["y"] >= menu.bounding_box()["y"] + menu.bounding_box()["height"]
    opened.goto((folder / "en" / "help.html").as_uri())
    field.fill("1/3/2001-2/4/2001")
    expect(opened.get_by_role("option").first).to_contain_text("1 March 2001 → 2 April 2001")
    field.press("Enter")
    expect(opened.locator("time.tm-asof")).to_have_text("1 March 2001 → 2 April 2001")


def test_evidence_is_narrowed_to_what_a_figure_counts(opened, folder, invented):
    """By words, by area and days, and to a set of events."""
    address = (folder / "en" / "evidence.html").as_uri()
    rows = opened.locator("#events tbody tr:visible")
    opened.goto(address)
    expect(rows).to_have_count(len(event_rows(invented)))
    opened.get_by_label(wording.load("en")["grid_find"]).fill("brissa")
    expect(rows).to_have_count(sum(e.place == "brissa" for e in in_series(invented)))
    code = SiteLinks(invented).events_code(event_rows(invented)[:3])
    opened.goto("about:blank")
    opened.goto(f"{address}#events={code}")
    expect(rows).to_have_count(3)
    opened.goto("about:blank")
    opened.goto(f"{address}#since=2001-03-01&date=2001-04-01")
    inside = [e for e in in_series(invented) if "2001-03-01" < e.day.isoformat() <= "2001-04-01"]
    expect(rows).to_have_count(len(inside))


def test_in_an_area_that_cuts_cells_an_event_has_the_land_inside(opened, files, invented):
    """While the area is chosen; the table adds up to the figure of the area."""
    words, links = wording.of_seeds(invented.seeds), SiteLinks(invented)
    body = evidence.body(PageContext(invented, words, Choice.opening(invented), links), links)
    script = next(files[path].decode() for path in files if path.startswith("assets/table-"))
    opened.set_content(f'<html lang="en">{body}<script>{script}</script>')
    land = opened.locator("#events tbody tr:visible td:nth-child(7)")

    def written(within: str | None) -> list[str]:
        """The land of the events at places of the area."""
        sizes, inside = event_areas_km2(invented, within), invented.places_within("corridor")
        shown = [event for event in in_series(invented) if event.place in inside]
        return [format.number(words, Quantity(sizes.get(e.id), Unit.KM2)) for e in shown]

    opened.get_by_label(words["area"]).select_option("corridor")
    assert written("corridor") != written(None)
    expect(land).to_have_text(written("corridor"))
    opened.get_by_role("button", name=words["site_events_all"]).click()
    expect(land).to_have_count(len(event_rows(invented)))
    assert set(written(None)) <= set(land.all_inner_texts())


def in_series(archive: Archive) -> list:
    return [archive.events[ident] for ident in event_rows(archive)]


def test_without_a_script_the_text_is_all_there(browser, folder):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "en" / "index.html").as_uri())
    expect(page.get_by_text(wording.load("en")["site_no_script"])).to_be_visible()
    expect(page.locator("main table").first).to_be_visible()
    page.goto((folder / "en" / "evidence.html").as_uri())
    expect(page.locator("#filter")).to_be_hidden()
    expect(page.locator("#events tbody tr").first).to_be_visible()
    context.close()
