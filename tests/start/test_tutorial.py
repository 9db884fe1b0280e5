"""docs/tutorial.md leads from nothing to a briefing: its files are typed and its commands run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from dashboard import wording
from dashboard.archive import Archive
from dashboard.cli import main

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorial.md"
#: A block of commands, or the text of a file named in the sentence before it.
BLOCK = re.compile(
    r"```sh\n(?P<commands>.*?)```"
    r"|`(?P<file>brenn/[^`\s]+\.\w+)`\s+(?P<how>becomes|is\s+added):\n\n```\w+\n(?P<text>.*?)```",
    re.DOTALL,
)


def test_the_tutorial_can_be_followed(
    tmp_path: Path, open_app, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    monkeypatch.chdir(tmp_path)
    for block in BLOCK.finditer(TUTORIAL.read_text("utf-8")):
        if block["file"]:
            path = tmp_path / block["file"]
            path.parent.mkdir(exist_ok=True)
            before = "" if block["how"] == "becomes" else path.read_text("utf-8")
            path.write_text(before + block["text"], "utf-8")
            continue
        for line in block["commands"].replace("\\\n", " ").splitlines():
            program, *arguments = shlex.split(line)
            if program == "conflict-map":
                assert main(arguments) == 0, capsys.readouterr()
    made = sorted(path.suffix for path in (tmp_path / "brenn" / "out").iterdir())
    assert made == [".pdf", ".png", ".png", ".pptx"]

    archive = Archive.load(tmp_path / "brenn")
    assert list(archive.agreements) == ["truce"]
    assert archive.drawn_by("truce")
    assert len(archive.events) == 3

    page = open_app(data=tmp_path / "brenn", view="ceasefires")
    shown = "\n".join(element.proto.body for element in page.get("html"))
    words = wording.load("en")
    assert words.fill("area_assumed", area=words["study_area"]) in shown
