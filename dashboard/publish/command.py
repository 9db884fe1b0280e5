"""``conflict-map publish``: make the static site from the command line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from urllib.parse import urlsplit

from dashboard import collector, store
from dashboard.archive import Archive
from dashboard.console import CLEAN, add_data_option, progress_bar, tell_what_is_left


def add_parser(commands: argparse._SubParsersAction) -> None:
    """Add ``publish`` to a parser's commands."""
    parser = commands.add_parser(
        "publish",
        help="make the whole thing a static site",
        description="Make a folder of files for any web server, or none: the map, every page and "
        "record, the data, in every language. Where nothing changed, nothing is made again.",
    )
    add = parser.add_argument
    add("-o", "--out", type=Path, required=True, metavar="FOLDER", help="the folder of the site")
    add(
        "--base-url",
        type=_address,
        metavar="URL",
        help="where the site will be found: for its canonical links, sitemap.xml and oembed.json",
    )
    add_data_option(parser)
    add("--allow-stale", action="store_true", help="publish layers that are not of these seeds")
    parser.set_defaults(run=_run)


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or {"?", "#"} & {*text}:
        raise argparse.ArgumentTypeError(f"{text!r} is no address such as https://example.org/map")
    return text.rstrip("/")


def _run(choice: argparse.Namespace) -> int:
    store.program_sha256()  # cached now: of the program as imported, not as it is on disk later
    from dashboard.publish.site import made_from, site_files  # other commands do not need it

    with collector.paused(lasting=True):  # the archive lasts to the end
        archive = Archive.load(choice.data, allow_stale=choice.allow_stale)
    base_url = choice.base_url or ""

    def made() -> dict[str, bytes]:
        with progress_bar() as advance, collector.raised_threshold():
            return site_files(archive, base_url, lambda done, known: advance("pages", done, known))

    inputs = made_from(archive, base_url)
    written = store.write_site(choice.out, archive.dataset.id, inputs, made)
    count = written.changed + written.unchanged
    print(
        f"{count} files, {written.size / 1e6:.1f} MB in {choice.out}: {written.changed} written, "
        f"{written.unchanged} as they were, {written.removed} removed",
        file=sys.stderr,
    )
    tell_what_is_left(store.set_aside(choice.out))
    if not choice.base_url:
        print(
            "no --base-url: no canonical links, sitemap.xml or oembed.json were made",
            file=sys.stderr,
        )
    return CLEAN
