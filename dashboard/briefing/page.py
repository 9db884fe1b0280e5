"""One HTML file that scrubs through the dates by double-click: no server, no network.

It carries the app's own browser code, and the payload the app's browser is given, packed. A content
security policy inside it forbids every request, so what it shows is what is in it.
"""

from __future__ import annotations

import base64
import functools
import gzip
import json
import re
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup

from dashboard import mapview, markup, web
from dashboard.annotations import listed, write_annotations
from dashboard.archive import Archive, per_archive
from dashboard.briefing.alttext import alt_text
from dashboard.briefing.findings import Findings
from dashboard.briefing.spec import TWO_DATES, BriefSpec, layers_of, since_of
from dashboard.payload.build import build_payload
from dashboard.payload.encoding import encode
from dashboard.payload.types import SourceEntry
from dashboard.wording import Wording

_TEMPLATES = markup.environment("dashboard.briefing")
_LACKING = "entry.lacking.js"


def page(archive: Archive, words: Wording, spec: BriefSpec) -> bytes:
    """The page, opened at the spec's date, layers, extent and comparison."""
    return (
        _TEMPLATES.get_template("page.html")
        .render(
            words=words,
            dataset=archive.dataset,
            f=Findings(archive, words, spec),
            alt=alt_text(archive, words, spec),
            annotations=listed(spec.annotations, words),
            logo=_data_address(spec.logo),
            policy=_policy(),
            style=Markup(web.style("base", "map", "search", "page")),
            lacking_script=Markup(web.script(_LACKING)),
            script=Markup(_script()),
            days=spec.dates,
            state=_state(archive, words, spec),
            payload=_packed(_payload(archive, words)),
        )
        .encode("utf-8")
    )


def _data_address(picture: bytes) -> str:
    """A PNG or JPEG as the address of itself; empty for none."""
    if not picture:
        return ""
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode('ascii')}"


def _state(archive: Archive, words: Wording, spec: BriefSpec) -> dict[str, Any]:
    first = "agreements" if archive.agreements else "record"
    extent = spec.extent and [[spec.extent[1], spec.extent[0]], [spec.extent[3], spec.extent[2]]]
    return {
        "state": {
            "date": spec.day.isoformat(),
            "since": since_of(spec, archive).isoformat(),
            "compare": spec.kind if spec.kind in TWO_DATES else "single",
            "at": "",
            "ack": 0,
            "layers": ".".join(_switched(archive, spec)) or "none",
            "incidents": ".".join(spec.incident_kinds or ()),
            "base": mapview.OFFLINE_BASE,
            "tab": "difference" if spec.kind == "difference" else first,
            "lang": words.language,
            "annotations": write_annotations(spec.annotations),
            "agreement": spec.agreement if spec.kind == "agreement" else None,
        },
        "extent": extent,
    }


def _switched(archive: Archive, spec: BriefSpec) -> list[str]:
    wanted = layers_of(spec, archive)
    return [layer.name for layer in archive.switchable_layers if layer.name in wanted]


@per_archive
def _payload(archive: Archive, words: Wording) -> str:
    """The app's payload without anything that could be fetched; addresses stay as words."""
    made = build_payload(archive, words, bases=())
    made["choices"]["languages"] = []  # the file is in one language
    sources: dict[str, SourceEntry] = {}
    for key, source in made["facts"]["sources"].items():
        address = address_in_letters(source["url"])
        sources[key] = {
            "label": f"{source['label']} · {address}" if address else source["label"],
            "url": "",
            "archived": "",
            "reliability": source["reliability"],
        }
    made["facts"]["sources"] = sources
    return json.dumps(encode(made), ensure_ascii=False, separators=(",", ":"))


def address_in_letters(url: str) -> str:
    """An address to be read and typed: without its scheme, letters of other scripts as letters."""

    def letters(escaped: re.Match[str]) -> str:
        decoded = unquote(escaped[0], errors="replace")
        return decoded if decoded.isprintable() and "\ufffd" not in decoded else escaped[0]

    return re.sub(r"(%[89A-F][0-9A-F])+", letters, re.sub(r"^https?://", "", url), flags=re.I)


@functools.lru_cache(maxsize=4)
def _packed(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode("utf-8"), 9, mtime=0)).decode("ascii")


@functools.cache
def _script() -> str:
    return web.script("entry.page.js", with_leaflet=True).replace("</script", "<\\/script")


@functools.cache
def _policy() -> str:
    """What the page may do: run its two scripts, and fetch nothing."""
    scripts = " ".join(web.policy_hash(script) for script in (web.script(_LACKING), _script()))
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; "
        "img-src data: blob:; font-src data:"
    )
