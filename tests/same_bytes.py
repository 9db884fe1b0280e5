"""Run in a process of its own: build the layers of a data set and make every file from them.

    python tests/same_bytes.py DATA OUT

Prints the hash of each file, a line each: what another machine has to print too.
"""

from __future__ import annotations

import hashlib
import locale
import sys
from pathlib import Path

from dashboard.archive import Archive
from dashboard.briefing.spec import FORMATS_OF, VIDEOS
from dashboard.cli import main
from dashboard.publish.site import site_files

#: A difference is made in all there are; of a video ``tests/briefing`` says the same.
FORMATS = [name for name in FORMATS_OF["difference"] if name not in VIDEOS]
ASKED = ["--kind", "difference", "--since", "2001-02-10", "--date", "2001-03-01"]


def made(data: Path, out: Path) -> dict[str, bytes]:
    """The layers, a briefing in every format, and the site, by their names."""
    asked = [
        *ASKED,
        "--produced-on",
        "2001-04-01",
        "--language",
        "ar",
        "--format",
        ",".join(FORMATS),
    ]
    for command in (
        ["build", "--data", str(data)],
        ["brief", "--data", str(data), "-o", str(out), *asked],
    ):
        if code := main(command):
            raise SystemExit(code)
    folders = (data / "data" / "geo", data / "docs", out)
    files = {path.name: path.read_bytes() for folder in folders for path in folder.glob("*.*")}
    return files | site_files(Archive.load(data), "https://maps.example.org")


if __name__ == "__main__":
    locale.setlocale(locale.LC_ALL, "")  # an error where the machine has not the one it is told
    found = made(Path(sys.argv[1]), Path(sys.argv[2]))
    print("--")
    for name in sorted(found):
        print(hashlib.sha256(found[name]).hexdigest(), name)
