"""All files of a site: its pages in each language, their code and styles, and the data."""

from __future__ import annotations

import base64
import functools
import html
import itertools
import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup

from dashboard import store, web, wording
from dashboard.analysis.claims import claim_results
from dashboard.analysis.events import event_table
from dashboard.analysis.findable import findable
from dashboard.archive import Archive
from dashboard.archive.frames import csv_text
from dashboard.payload.build import build_payload, packed
from dashboard.payload.encoding import encode, split
from dashboard.payload.types import Payload
from dashboard.publish import evidence
from dashboard.publish.links import (
    EMBED,
    MAP,
    RECORD,
    SOURCES,
    SiteLinks,
    SitePage,
    event_rows,
    short_hash,
)
from dashboard.publish.parts import html_of, render
from dashboard.views import record, sources, views
from dashboard.views.choice import VIEWS, Choice
from dashboard.views.context import PageContext
from dashboard.views.small_map import small_map_src
from dashboard.wording import Wording

#: Called with the number of pages written so far, and of those known.
Progress = Callable[[int, int], None]
#: Needed in the app only.
_IN_THIS_WINDOW = ' target="_self"'
#: In this order: of two rules for one element the later counts.
_STYLES = ("base", "map", "search", "records", "page", "site")
_STYLE_ATTRIBUTE = re.compile(r' style="([^"]*)"')


def site_files(
    archive: Archive, base_url: str = "", progress: Progress = lambda done, known: None
) -> dict[str, bytes]:
    """All files of the site of an archive, by path.

    ``base_url``: where the site will be found. Without it nothing is written that needs a full
    address: canonical links, ``sitemap.xml`` and ``oembed.json``.

    Raises ``ChoiceError`` if the licence of a layer does not let its geometry be handed on.
    """
    archive.refuse_closed(archive.layers, "site")
    site = _Site(archive, base_url.rstrip("/"))
    return site.files(progress)


def made_from(archive: Archive, base_url: str = "") -> Iterator[bytes]:
    """All that the files of a site are made from, but for the program."""
    texts = (archive.version, archive.seeds.sha256, wording.catalogs_sha256(), base_url)
    return (text.encode() for text in texts)


@dataclass
class _Site:
    archive: Archive
    base_url: str
    made: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.links = SiteLinks(self.archive)
        self.opening = Choice.opening(self.archive)
        self.words = {
            code: wording.of_seeds(self.archive.seeds, code)
            for code in self.archive.dataset.languages
        }
        self.map_data = self.data_of_map()
        # in a layer, so that rules made of style attributes, which are in none, override it
        self.style = self.asset("site.css", f"@layer {{\n{web.style(*_STYLES)}\n}}\n")
        self.lacking_script = self.asset("lacking.js", web.script("entry.lacking.js"))
        self.table_script = self.asset("table.js", _classic("entry.rows.js"))
        self.search_scripts = {code: self.search_of(code) for code in self.words}
        self.map_script = self.asset("map.js", _classic("entry.site.js", with_leaflet=True))

    def files(self, progress: Progress) -> dict[str, bytes]:
        self.downloads()
        waiting = list({page.file: page for page in self.roots()}.values())
        known = {page.file for page in waiting}
        pages: list[SitePage] = []
        while waiting:
            page = waiting.pop()
            pages.append(page)
            self.made[page.file] = self.document(page).encode("utf-8")
            # a page that is linked to is made too
            waiting += [p for file, p in self.links.linked.items() if file not in known]
            known |= self.links.linked.keys()
            progress(len(pages), len(known))
        for file, svg in self.links.pictures.items():
            self.made[file] = svg.encode("utf-8")
        self.made["index.html"] = self.door().encode("utf-8")
        if self.base_url:
            self.addresses(pages)
        return dict(sorted(self.made.items()))

    # --- which pages there are ---

    def roots(self) -> Iterator[SitePage]:
        """The pages that are made even if no other page links to them."""
        archive, opening = self.archive, self.opening
        named = [*views.listed(archive), *views.ABOUT, SOURCES, EMBED]
        wanted = [
            *(opening.with_(view=view) for view in named),
            *(
                opening.with_(view="agreement", agreement=ident, day=day)
                for ident in archive.agreements
                for day in self.links.agreement_days(ident)
            ),
            *(
                opening.with_(view=RECORD, record=each)
                for each in findable(archive)
                if not each.startswith("agreement:")
            ),
            *(opening.with_(view="claims", claim=ident) for ident in claim_results(archive)),
        ]
        # all languages of a choice together: cached answers are used again
        for choice, language in itertools.product(wanted, self.words):
            yield self.links.page_of(choice.with_(language=language))

    # --- one page ---

    def context(self, choice: Choice) -> PageContext:
        """What the page of a choice is made of, in its language."""
        return PageContext(self.archive, self.words[choice.language], choice, self.links)

    def document(self, shown: SitePage) -> str:
        """The HTML of a page."""
        page, view = self.context(shown.choice), shown.choice.view
        named = self.title(page)
        tag, head = views.document_head(page, named, "map" if view == EMBED else "")
        is_map = view in (VIEWS[0], EMBED)
        context = {
            "tag": Markup(tag),
            "head": Markup(head),
            "style": self.links.file_href(shown.choice, self.style),
            "scripts": [
                self.links.file_href(shown.choice, file) for file in self.scripts(page, view)
            ],
            "address": f"{self.base_url}/{shown.file}" if self.base_url else "",
            "oembed": posixpath.basename(_oembed_file(shown.file)) if view != EMBED else "",
            "brand": Markup(views.brand_html(page)),
            "views": Markup(views.views_html(page)),
            "sources": self.links.href(shown.choice, shown.choice.with_(view=SOURCES)),
            "dated": view in ("agreement", RECORD),
            "body": self.map_body(page) if is_map else self.body(page),
            "is_map": is_map,
        }
        return _with_policy(str(render(page, "document.html", **context)))

    def title(self, page: PageContext) -> str:
        words, choice = page.words, page.choice
        named = words.of(self.archive.dataset, "title")
        if choice.view == RECORD and choice.record:
            return f"{findable(self.archive)[choice.record].title(words)} · {named}"
        if choice.view == SOURCES:
            return f"{words['sources']} · {named}"
        return named if choice.view == EMBED else views.title(page)

    def scripts(self, page: PageContext, view: str) -> list[str]:
        """The files a page runs, in order."""
        if view in (VIEWS[0], EMBED):
            data = self.map_data[page.words.language]
            return [self.lacking_script, *data, self.map_script]
        table = [self.table_script] if view == "evidence" else []
        return [self.search_scripts[page.words.language], *table]

    def search_of(self, language: str) -> str:
        """The file of the search of pages of text, with its settings: the files it searches, where
        results lead, and its words."""
        page = self.context(self.opening.with_(language=language))
        settings = {
            "files": self.map_data[language],
            "map": f"{language}/{MAP}.html",
            "words": views.search_words(page),
            "hint": views.search_hint(page),
        }
        text = json.dumps(settings, ensure_ascii=False)
        code = _classic("entry.sitesearch.js")
        return self.asset(
            f"search-{language}.js", f"globalThis.conflictMapSearch = {text};\n{code}"
        )

    def body(self, page: PageContext) -> Markup:
        """The content of a page of text, between head and foot."""
        choice, links = page.choice, self.links
        match choice.view:
            case "record":
                return self.record_body(page)
            case "agreement" if choice.agreement:
                days = links.agreement_days(choice.agreement)
                parts = views.parts(page, "agreement")
                return render(page, "agreement_days.html", days=days) + html_of(page, links, parts)
            case "sources":
                return html_of(page, links, sources.parts(page))
            case "evidence":
                return evidence.body(page, links)
            case "download":
                files = [(f, len(self.made[f])) for f in self.made if f.startswith("downloads/")]
                offered = [(links.file_href(choice, f), f, size) for f, size in files]
                return evidence.downloads_body(page, offered)
        return html_of(page, links, views.parts(page, choice.view))

    def record_body(self, page: PageContext) -> Markup:
        """A record; the page of an administrative unit also has the records of its places."""
        kind, _, ident = (page.choice.record or "").partition(":")
        inside = self.places_by_unit.get(ident, []) if kind == "area" else []
        records = [f"place:{place}" for place in inside]
        pages = [replace(page, choice=page.choice.with_(record=each)) for each in records]
        return Markup("\n").join(map(self.one_record, [page, *pages]))

    def one_record(self, page: PageContext) -> Markup:
        """One record under its title."""
        chosen = page.choice.record or ""
        kind, _, ident = chosen.partition(":")
        below = kind == "place" and bool(self.links.unit_of(ident))
        head = render(
            page,
            "record_head.html",
            ident=ident,
            named=findable(self.archive)[chosen].title(page.words),
            level="h2" if below else "h1",
            post=self.archive.posts.get(ident) if kind == "post" else None,
            operation=self.archive.operations.get(ident) if kind == "operation" else None,
        )
        parts = record.place_parts(page, ident, below_unit=True) if below else record.parts(page)
        return head + html_of(page, self.links, parts)

    # --- the map ---

    def map_body(self, page: PageContext) -> Markup:
        """The elements of the widgets of the map, and what is shown where no script runs."""
        choice = page.choice
        opening = self.opening.with_(language=choice.language)
        state = opening.to_query() | {"ack": 0, "lang": choice.language}
        whole = self.context(opening.with_(since=self.archive.first_day))
        return render(
            page,
            "map.html",
            state=state,
            figures=evidence.figures(whole) if choice.view != EMBED else "",
            picture=small_map_src(whole, opening.day),
        )

    def data_of_map(self) -> dict[str, list[str]]:
        """The files of the payload by language. They are scripts, which a page opened from disk can
        load too; what all languages share is in one file."""
        shared, own = split({c: encode(self.payload(words)) for c, words in self.words.items()})
        pages = json.dumps(self.places_by_unit, separators=(",", ":"))
        common = self.asset(
            "map-data.js",
            f'globalThis.conflictMapShared = "{_as_text(shared)}";\n'
            f"globalThis.conflictMapPages = {pages};\n",
        )
        return {
            code: [
                common,
                self.asset(
                    f"map-{code}.js", f'globalThis.conflictMapData = "{_as_text(payload)}";\n'
                ),
            ]
            for code, payload in own.items()
        }

    def payload(self, words: Wording) -> Payload:
        opening = self.opening.with_(language=words.language).to_query()
        payload = build_payload(self.archive, words, bases=(), opening=opening)
        payload["choices"]["languages"] = []  # other languages are reached by links
        return payload

    @functools.cached_property
    def places_by_unit(self) -> dict[str, list[str]]:
        """The places that stand on the page of an administrative unit, by unit."""
        found: dict[str, list[str]] = {}
        for place in sorted(self.archive.places):
            if unit := self.links.unit_of(place):
                found.setdefault(unit, []).append(place)
        return found

    # --- other files ---

    def asset(self, name: str, text: str) -> str:
        """Add a file whose name has a hash of its content; returns its path."""
        stem, dot, ending = name.rpartition(".")
        path = f"assets/{stem}-{short_hash(text, 10)}{dot}{ending}"
        self.made[path] = text.encode("utf-8")
        return path

    def downloads(self) -> None:
        """Add the layers as they were built, and the events with their sources."""
        archive, ident = self.archive, self.archive.dataset.id
        texts = {
            store.layer_file(name): store.geojson_text(features)
            for name, features in sorted(archive.data_layers.items())
        }
        self.made[f"downloads/{ident}-layers.zip"] = store.zipped(texts)
        table = csv_text(event_table(archive, event_rows(archive)))
        self.made[f"downloads/{ident}-events.csv"] = table.encode("utf-8")

    def door(self) -> str:
        """The page at the root, which leads to the map in the first language of the data set."""
        page = self.context(self.opening)
        others = [(code, each.name) for code, each in self.words.items()]
        made = render(page, "door.html", languages=others, first=page.words.language, map=MAP)
        return _with_policy(str(made))

    def addresses(self, pages: Iterable[SitePage]) -> None:
        """Add the files that need full addresses: the sitemap and the oEmbed documents."""
        by_name: dict[str, list[str]] = {}
        for shown in sorted(pages, key=lambda each: each.file):
            if shown.choice.view == EMBED:
                continue
            language, _, name = shown.file.partition("/")
            by_name.setdefault(name, []).append(language)
            text = json.dumps(self.oembed(shown), ensure_ascii=False, indent=1)
            self.made[_oembed_file(shown.file)] = text.encode("utf-8")
        made = render(self.context(self.opening), "sitemap.xml", base=self.base_url, pages=by_name)
        self.made["sitemap.xml"] = made.encode("utf-8")

    def oembed(self, shown: SitePage) -> dict[str, Any]:
        """The oEmbed document of a page; that of the map says how to embed it."""
        page = self.context(shown.choice)
        common = {
            "version": "1.0",
            "title": self.title(page),
            "provider_name": page.words.of(self.archive.dataset, "title"),
            "provider_url": f"{self.base_url}/",
        }
        if shown.choice.view != VIEWS[0]:
            return {"type": "link", **common}
        address = f"{self.base_url}/{shown.choice.language}/{EMBED}.html"
        frame = str(render(page, "frame.html", address=address, title=common["title"])).strip()
        return {"type": "rich", "html": frame, "width": 800, "height": 520, **common}


def _oembed_file(file: str) -> str:
    return file.removesuffix(".html") + ".oembed.json"


def _as_text(payload: Mapping[str, Any]) -> str:
    return base64.b64encode(packed(payload)).decode("ascii")


@functools.cache
def _classic(entry: str, *, with_leaflet: bool = False) -> str:
    """The code of an entry as one classic script: pages opened from disk cannot load modules."""
    return f"(async () => {{\n{web.script(entry, with_leaflet=with_leaflet)}\n}})();\n"


def _with_policy(document: str) -> str:
    """A page with its Content-Security-Policy: only files of the site, no inline code.

    What elements declare of their style becomes the rules of one sheet, named by its hash.
    """
    numbers: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        declared = [each.strip() for each in html.unescape(found[1]).split(";") if each.strip()]
        named = [str(numbers.setdefault(each, len(numbers))) for each in declared]
        return f' data-s="{" ".join(named)}"'

    language = document.partition(' lang="')[2].partition('"')[0]
    # a part in the language of the page needs no attribute
    document = document.replace(_IN_THIS_WINDOW, "").replace(f'" lang="{language}">', '">')
    document = _STYLE_ATTRIBUTE.sub(numbered, document)
    rules = "".join(f'[data-s~="{n}"]{{{each}}}' for each, n in numbers.items())
    policy = (
        f"default-src 'none'; script-src 'self'; style-src 'self' {web.policy_hash(rules)}; "
        "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'"
    )
    document = document.replace("<!--policy-->", policy, 1).replace("<!--sheet-->", rules, 1)
    lines = (line.strip() for line in document.splitlines())
    return "\n".join(line for line in lines if line) + "\n"
