"""Previews and files made in another process: what is asked for, progress, and how it all ends."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from briefs import spec_of
from PIL import Image
from work import work

from dashboard import briefing, wording
from dashboard.archive import Archive
from dashboard.briefing import worker
from dashboard.briefing.worker import Job, Worker
from dashboard.errors import DashboardError


@pytest.fixture(scope="module")
def process() -> Iterator[Worker]:
    """A process of its own, started when it is first asked."""
    process = Worker()
    yield process
    process.end()


def result(job: Job[Any]) -> Any:
    assert job.wait(60)
    return job.result()


def begun(job: Job[Any]) -> Job[Any]:
    """A job, once it has told of a step."""
    while not job.done:
        assert not job.wait(0.01)
    return job


def test_what_is_made_is_what_the_command_line_makes(archive, process):
    """To the byte, with the briefer's own picture; and the preview is that of the same code."""
    logo = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(logo, "PNG")
    spec, words = spec_of(logo=logo.getvalue()), wording.of_seeds(archive.seeds, "")
    made = process.submit(worker.file, archive, spec)
    seen = process.submit(worker.preview, archive, spec)
    assert result(made) == briefing.make(archive, words, spec)
    assert result(seen) == briefing.preview(archive, spec)


def test_the_process_is_not_the_app(archive, process):
    """It loads what it needs for files, and starts no second server."""
    assert "streamlit" not in result(process.submit(work, archive, spec_of()))


def test_work_ends_after_the_step_at_which_it_is_cancelled(archive, process):
    """What has not begun does not begin, and the next is not kept waiting."""
    running = begun(process.submit(work, archive, spec_of(note="go on")))
    waiting = process.submit(work, archive, spec_of(note="go on"))
    after = process.submit(work, archive, spec_of())
    running.cancel()
    waiting.cancel()
    assert running.is_cancelled
    assert waiting.is_cancelled
    assert result(after)
    assert (running.total - running.done, waiting.done, waiting.total) == (1, 0, 1)
    after.cancel()
    assert not after.is_cancelled, "it had finished"


def test_why_there_is_no_file_is_told(archive, process):
    """What is wanted where something is not there; where the program failed, for its log."""
    with pytest.raises(DashboardError, match="'doc'"):
        result(process.submit(worker.file, archive, spec_of(format="doc")))
    with pytest.raises(RuntimeError, match="no such luck"):
        result(process.submit(work, archive, spec_of(note="fail")))


def test_a_process_that_ends_fails_what_it_was_asked_and_the_next_request_starts_another(
    archive, process
):
    """Also what waited in it; whether it ends by itself or is ended."""
    ended = process.submit(work, archive, spec_of(note="end"))
    waiting = process.submit(work, archive, spec_of())
    for job in (ended, waiting):
        with pytest.raises(RuntimeError, match="ended with code 3"):
            result(job)
    running = begun(process.submit(work, archive, spec_of(note="go on")))
    process.end()
    with pytest.raises(RuntimeError, match="ended"):
        result(running)


def test_no_file_is_made_of_other_data_than_the_page_shows(project, process):
    """A page on the build before has its files as long as the process has that build."""
    before = Archive.load(project)
    assert result(process.submit(work, before, spec_of()))
    with (project / "seeds" / "dataset.toml").open("a", encoding="utf-8") as entered:
        entered.write("# another edition\n")
    after = Archive.load(project, allow_stale=True)
    assert result(process.submit(work, before, spec_of()))
    assert result(process.submit(work, after, spec_of()))
    with pytest.raises(DashboardError) as raised:
        result(process.submit(work, before, spec_of()))
    assert str(raised.value) == wording.load("en")["briefing.other_data"]


PARENT = """
import sys
from briefs import spec_of
from dashboard.archive import Archive
from dashboard.briefing.worker import Worker
from work import work

job = Worker().submit(work, Archive.load(sys.argv[1]), spec_of(note="go on"))
while not job.done:
    assert not job.wait(0.01)
print("begun", flush=True)
job.wait(3600)
"""


def test_the_process_ends_with_the_one_that_asked_however_that_ends(good_data):
    """Killed in the middle of a file: both have the pipe of errors, which ends with the last."""
    command = [sys.executable, "-c", PARENT, str(good_data)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, env=environment) as parent:
        assert parent.stdout.readline().strip() == b"begun", parent.stderr.read()
        parent.kill()
        parent.communicate(timeout=60)
