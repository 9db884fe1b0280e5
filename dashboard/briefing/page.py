"""One HTML file that scrubs through the dates by double-click: no server, no network.

It carries the app's own map runtime, and the board the app's browser is given, packed. A content
security policy inside it forbids every request, so what it shows is what it holds.
"""

from __future__ import annotations

import base64
import functools
import gzip
import hashlib
import html
import json
import re
from pathlib import Path
from typing import Any

from dashboard import mapview, web
from dashboard.archive import Archive, per_archive
from dashboard.briefing.alttext import alt_text
from dashboard.briefing.findings import Findings
from dashboard.briefing.spec import TWO_DATES, BriefSpec, layers_of, since_of
from dashboard.payload.board import board
from dashboard.wording import Wording

_WEB = Path(__file__).parent / "web"


def page(archive: Archive, words: Wording, spec: BriefSpec) -> bytes:
    """The page, opened at the spec's date, layers, extent and comparison."""
    findings = Findings(archive, words, spec)
    title = f"{words.of(archive.dataset, 'title')}: {findings.title()}"
    parts = {
        "language": words.language,
        "direction": words.direction,
        "title": html.escape(title),
        "alt": html.escape(alt_text(archive, words, spec)),
        "policy": html.escape(_policy()),
        "css": _style(),
        "script": _script(),
        "days": _days(words, spec),
        "foot": _foot(findings),
        "order": _inline(_order(archive, spec)),
        "board": _packed(_board(archive, words)),
    }
    return _TEMPLATE.format_map(parts).encode("utf-8")


def _order(archive: Archive, spec: BriefSpec) -> dict[str, Any]:
    extent = spec.extent and [[spec.extent[1], spec.extent[0]], [spec.extent[3], spec.extent[2]]]
    return {
        "order": {
            "date": spec.day.isoformat(),
            "since": since_of(spec, archive).isoformat(),
            "compare": spec.kind if spec.kind in TWO_DATES else "single",
            "at": "",
            "ack": 0,
            "layers": ".".join(_switched(archive, spec)) or "none",
            "base": mapview.OFFLINE_BASE,
            "tab": "agreements",
            "lang": spec.language,
            "agreement": spec.agreement if spec.kind == "agreement" else None,
        },
        "extent": extent,
    }


def _switched(archive: Archive, spec: BriefSpec) -> list[str]:
    wanted = layers_of(spec, archive)
    return [layer.name for layer in mapview.switchable(archive.dataset) if layer.name in wanted]


@per_archive
def _board(archive: Archive, words: Wording) -> str:
    """The app's board without anything that could be fetched; addresses stay as words."""
    made = board(archive, words, bases=())
    made["choices"] = made["choices"] | {"languages": []}  # the file speaks one
    sources = {}
    for key, source in made["facts"]["sources"].items():
        address = re.sub(r"^https?://", "", source["url"])
        sources[key] = {
            "label": f"{source['label']} · {address}" if address else source["label"],
            "url": "",
        }
    made["facts"] = made["facts"] | {"sources": sources}
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"))


@functools.lru_cache(maxsize=4)
def _packed(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode("utf-8"), 9, mtime=0)).decode("ascii")


def _inline(value: object) -> str:
    return json.dumps(value).replace("<", "\\u003c")


@functools.cache
def _style() -> str:
    # Leaflet's sheet names images of controls that are not used here
    sheet = re.sub(r"url\([^)]*\)", "none", web.runtime_css())
    return sheet + "\n" + (_WEB / "page.css").read_text("utf-8")


@functools.cache
def _script() -> str:
    text = web.runtime_js() + "\n" + (_WEB / "page.js").read_text("utf-8")
    return text.replace("</script", "<\\/script")


@functools.cache
def _policy() -> str:
    """What the page may do: run this one script, and fetch nothing."""
    digest = base64.b64encode(hashlib.sha256(_script().encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "img-src data: blob:; font-src data:"
    )


def _days(words: Wording, spec: BriefSpec) -> str:
    """A button for each date of the set."""
    if not spec.dates:
        return ""
    buttons = "".join(
        f'<button type="button" data-day="{day.isoformat()}">{html.escape(words.date(day))}'
        "</button>"
        for day in spec.dates
    )
    return f'<nav aria-label="{html.escape(words["briefing.summary"])}">{buttons}</nav>'


def _foot(findings: Findings) -> str:
    dataset, words = findings.archive.dataset, findings.words
    about = words.of(dataset, "subtitle")
    said = [
        f"{words.of(dataset, 'title')}. {about}." if about else "",
        findings.say("open_hint"),
        f"{findings.notice()} {findings.disclaimer()}",
        f"{findings.credits()} {findings.version()}. {findings.produced()}.",
    ]
    if findings.spec.link:
        said.append(f"{findings.say('link')}: {findings.spec.link}")
    return "".join(f"<p>{html.escape(text)}</p>" for text in said if text)


_TEMPLATE = """<!DOCTYPE html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{alt}">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{css}</style>
</head>
<body>
<header>
<div id="title" class="tm-slot"></div><div id="choices" class="tm-slot"></div>{days}
</header>
<main>
<div class="beside">
<div id="stage" class="tm-root" role="figure" aria-label="{alt}"></div>
<aside>
<div id="difference" class="tm-slot"></div><div id="agreements" class="tm-slot"></div>
</aside>
</div>
<div id="dial" class="tm-slot"></div>
<div id="figures" class="tm-slot"></div>
<div id="chart" class="tm-slot"></div>
</main>
<footer>{foot}</footer>
<script type="application/json" id="order">{order}</script>
<script type="application/octet-stream" id="board">{board}</script>
<script type="module">{script}</script>
</body>
</html>
"""
