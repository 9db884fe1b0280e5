"""The HTML a page comes in, for who does not run its script, and who may show it in a frame."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from asgi import get
from starlette.responses import HTMLResponse, PlainTextResponse
from streamlit.file_util import get_static_dir

from dashboard import web, wording
from dashboard.ui import files, html

PLAIN = '<!DOCTYPE html><html lang="en"><head><title>Streamlit</title></head><body></body></html>'


def answered(query: str = "", response=None, path: str = "/") -> tuple[dict[str, str], str]:
    """Headers and body of what the middleware sends."""
    app = html.PageHead(response or HTMLResponse(PLAIN, headers={"etag": '"1"'}))
    _, headers, body = get(app, path, query, [(b"if-none-match", b'"1"')])
    return headers, body.decode()


def test_a_page_says_what_it_is_before_its_script_runs():
    headers, body = answered("date=2020-03-05&view=claims")
    assert "<title>Claims · Idlib: agreements and ground, 2017–2024</title>" in body
    assert 'property="og:description" content="As of 5 March 2020.' in body
    assert int(headers["content-length"]) == len(body.encode())
    assert "etag" not in headers, "the file is one, the pages made of it are many"


def test_the_map_begins_to_load_with_the_page():
    """Its code and data, before Streamlit has asked for them; on other pages neither."""
    _, body = answered("lang=ar")
    for address in (files.map_script().address, files.map_data(files.Data.now(), "ar").address):
        assert f'href="{address}"' in body
    assert "assets/" not in answered("view=claims")[1]


def test_until_its_code_arrives_a_page_says_what_it_is_in_its_language():
    """Also to who runs none, instead of Streamlit's words, which are English."""
    noscript = "<body><noscript>You need to enable JavaScript to run this app.</noscript>"
    whole = html.complete(PLAIN.replace("<body>", noscript).encode(), {"lang": "ar"}).decode()
    words = wording.load("ar")
    opening = whole.partition('class="opening"')[2]
    assert words["loading"] in opening
    assert f"<noscript><p>{words['needs_script']}</p></noscript>" in opening
    assert "You need" not in whole


def test_streamlits_fonts_of_text_are_taken_and_that_of_its_icons_is_not():
    """0.4 MB, fetched before anything else; what is drawn with it is drawn otherwise."""
    streamlits = Path(get_static_dir(), "index.html").read_bytes()
    whole = html.complete(streamlits, {}).decode()
    (file,) = set(
        re.findall(r"static/media/SourceSansVF-Upright[^)]+", whole.partition("<style>")[2])
    )
    assert Path(get_static_dir(), file).is_file()
    assert "Material Symbols" not in whole
    assert 'rel="stylesheet"' not in whole


def test_a_link_with_more_parameters_than_streamlit_reads_leads_to_those_that_count():
    """Streamlit would drop all of them without a word."""
    more = "&".join(f"utm{i}=1" for i in range(1500))
    headers, body = answered(f"date=2018-01-05&lang=ar&embed=1&{more}")
    assert headers["location"] == "?date=2018-01-05&lang=ar&embed=1"
    assert not body
    assert "location" not in answered("&".join(f"utm{i}=1" for i in range(9)) + "&date=2018-01-05")


@pytest.mark.parametrize(
    ("path", "location"),
    [("/claims", "./?date=2018-01-05"), ("/map/of/idlib", "../../?date=2018-01-05")],
)
def test_an_address_of_nothing_leads_to_the_page(path, location):
    """Streamlit shows its page there, which then asks for its server in the wrong place."""
    headers, body = answered("date=2018-01-05", path=path)
    assert headers["location"] == location
    assert not body
    assert answered(path="/claims")[0]["location"] == "./"


def test_below_a_path_of_the_server_its_root_is_the_page(monkeypatch):
    monkeypatch.setattr(html.config, "get_option", {"server.baseUrlPath": "maps/idlib"}.get)
    for path in ("/maps/idlib/", "/maps/idlib"):
        assert "location" not in answered(path=path)[0]
    assert answered(path="/maps/idlib/claims")[0]["location"] == "./"


def test_a_downloaded_page_is_saved_as_it_was_made():
    saved = HTMLResponse(PLAIN, headers={"content-disposition": 'attachment; filename="map.html"'})
    headers, body = answered(path="/media/0a1b.html", response=saved)
    assert body == PLAIN
    assert "content-security-policy" not in headers


def test_a_page_says_its_language_and_that_it_is_embedded():
    assert '<html lang="ar" dir="rtl">' in answered("lang=ar")[1]
    assert 'data-embed="map"' in answered("embed=1")[1]
    assert 'data-embed="slider"' in answered("embed=1&slider=1")[1]


@pytest.mark.parametrize("query", ["date=%3Cscript%3E", "lang=%22%3E%3Cb%3E&embed=%22"])
def test_nothing_of_the_address_becomes_markup(query):
    body = answered(query)[1]
    assert re.findall("<script[^>]*>", body) == re.findall("<script[^>]*>", answered()[1])
    assert "<b>" not in body


def test_the_style_sheet_of_all_pages_is_in_the_html_and_in_no_message():
    """After the head, where Streamlit's are, and before what Streamlit draws."""
    _, _, body = answered()[1].partition("<body>")
    assert body.lstrip().startswith("<style>")
    assert ".st-key-screen" in body.partition("</style>")[0]


def policy(response=None) -> dict[str, str]:
    """What the policy of a page allows: kinds of what is loaded, and from where."""
    rules = answered(response=response)[0]["content-security-policy"].split("; ")
    return dict(rule.split(" ", 1) for rule in rules)


def test_other_sites_may_frame_it_only_where_the_server_is_told_of_them(monkeypatch):
    assert policy()["frame-ancestors"] == "'self'"
    monkeypatch.setenv(html.FRAMES, "https://news.example  https://*.example.org")
    assert policy()["frame-ancestors"] == "'self' https://news.example https://*.example.org"


def test_a_page_loads_its_own_files_and_runs_no_script_but_the_servers():
    """That the page works under it, each test in a browser says: a refusal is an error there."""
    page = PLAIN.replace("<body>", "<body><script>ready()</script>")
    allowed = policy(HTMLResponse(page))
    assert allowed["default-src"] == "'self'"
    hashed = base64.b64encode(hashlib.sha256(b"ready()").digest()).decode()
    assert f"'sha256-{hashed}'" in allowed["script-src"]
    assert set(allowed["script-src"].split()) - {"'self'", "blob:"} == {
        web.policy_hash(script)
        for script in ("ready()", web.script("entry.html.js"), web.script("entry.lacking.js"))
    }
    assert "https://tile.openstreetmap.org" in allowed["img-src"]
    assert allowed["object-src"] == "'none'"


def test_data_that_cannot_be_read_leave_head_and_language_as_they_were(monkeypatch):
    monkeypatch.setenv("DASHBOARD_DATA", "nowhere")
    head, _, _ = PLAIN.partition("</body>")
    assert answered()[1].startswith(head)


def test_what_is_no_page_passes_untouched():
    headers, body = answered(response=PlainTextResponse("ok"))
    assert body == "ok"
    assert "content-security-policy" not in headers
