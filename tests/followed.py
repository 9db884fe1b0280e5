"""Pages of docs/readers, followed: their files written, their commands run."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
from pathlib import Path

from dashboard.cli import main

PAGES = Path(__file__).parents[1] / "docs" / "readers"
_FILE = re.compile(r"^`([\w.-]+)`[^\n]*:\n\n```\w+\n(.*?)```", re.DOTALL | re.MULTILINE)
_COMMANDS = re.compile(r"```sh\n(.*?)```", re.DOTALL)
_PRINTED = re.compile(r"```text\n(.*?)```", re.DOTALL)


def files_of(page: str) -> list[tuple[str, str]]:
    """Name and content of each file a page shows."""
    return _FILE.findall((PAGES / page).read_text("utf-8"))


def follow(page: str, folder: Path) -> None:
    """Write the files a page shows to ``folder`` and run its commands there.

    Every text the page says is printed must have been.
    """
    text = (PAGES / page).read_text("utf-8")
    for name, content in files_of(page):
        (folder / name).write_text(content, "utf-8")
    printed = []
    for line in "".join(_COMMANDS.findall(text)).splitlines():
        program, *arguments = shlex.split(line)
        if program == "cp":
            (folder / arguments[1]).parent.mkdir(exist_ok=True)
            shutil.copy(folder / arguments[0], folder / arguments[1])
            continue
        with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()) as out:
            assert main(arguments) == 0, (line, out.getvalue())
        printed.append(out.getvalue())
    for wanted in _PRINTED.findall(text):
        assert wanted in printed, printed
