"""Previews and files made in another process, so that a server goes on answering its readers:
Python runs one thread of a process at a time.

A ``Worker`` starts ``main`` as a program and sends it requests; each is a ``Job`` until it is
answered. Both write pickles into the pipes between them. ``multiprocessing`` would first run the
main module of the server anew in the other process, and that is the whole app.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, Generic, NamedTuple, TypeVar

from dashboard import briefing, collector
from dashboard.archive import Archive
from dashboard.briefing import BriefSpec, Made, Preview, Step
from dashboard.errors import ChoiceError, DashboardError
from dashboard.wording import COMPLETE, load, of_seeds

_Result = TypeVar("_Result")

_NICE = 10
"""How much the program gives way to others where the processor does not suffice for all."""
_PROGRAM = f"from {__name__} import main; main()"


class _Request(NamedTuple):
    """What to make, and of which data: all of it, the archive's folder is read again."""

    work: Callable[[Archive, BriefSpec, Step], Any]
    spec: BriefSpec
    root: Path | None
    layers: str
    seeds: str


class _Progress(NamedTuple):
    done: int
    total: int


def file(archive: Archive, spec: BriefSpec, step: Step) -> Made:
    """The file a spec asks for."""
    return briefing.make(archive, of_seeds(archive.seeds, spec.language), spec, step)


def preview(archive: Archive, spec: BriefSpec, _: Step) -> Preview:
    """What a spec will give, small and quickly."""
    with collector.paused():  # each picture would have all objects of the archive searched
        return briefing.preview(archive, spec)


# --- the process that asks --------------------------------------------------------------------


class Job(Generic[_Result]):
    """A request that a worker answers.

    ``number``: unlike that of any other job of the worker.
    ``asked_at``: when it was asked for, by ``time.monotonic``.
    ``done``, ``total``: how many of its steps are done, of how many; 0 of 1 until that is known.
    """

    def __init__(self, number: int, cancel: Callable[[Job[_Result]], None]):
        self.number = number
        self.asked_at = time.monotonic()
        self.done, self.total = 0, 1
        self.future: Future[_Result] = Future()
        self._cancel = cancel

    def cancel(self) -> None:
        """Cancel it, unless it has finished; what has begun ends after the step it is at."""
        self._cancel(self)

    @property
    def is_cancelled(self) -> bool:
        """Whether it was cancelled before it had finished."""
        return self.future.cancelled()

    def wait(self, seconds: float) -> bool:
        """Wait at most that long; whether it has finished or is cancelled."""
        with suppress(TimeoutError, CancelledError):
            self.future.exception(seconds)
        return self.future.done()

    def result(self) -> _Result:
        """The result of a finished job.

        Raises ``DashboardError`` if what was asked for is not there. Raises ``RuntimeError`` if it
        failed otherwise, or the process ended.
        """
        return self.future.result(0)


class Worker:
    """A process that makes what it is asked for, in the order it is asked: one preview and one file
    at a time. It is started by the first request, and by the next after it has ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._jobs: dict[int, Job[Any]] = {}
        self._asked = 0

    def submit(
        self,
        work: Callable[[Archive, BriefSpec, Step], _Result],
        archive: Archive,
        spec: BriefSpec,
    ) -> Job[_Result]:
        """Have something made of an archive that was read from a folder.

        It fails if the folder holds other data by now.
        """
        request = _Request(work, spec, archive.root, archive.version, archive.seeds.sha256)
        with self._lock:
            self._asked += 1
            job = Job[_Result](self._asked, self._withdraw)
            self._process = self._process or self._started()
            self._jobs[job.number] = job
            self._send(job, request)
        return job

    def end(self) -> None:
        """End the process; what it has not made fails."""
        with self._lock:
            if self._process:
                self._process.kill()

    def _started(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        threading.Thread(target=self._listen, args=(process,), daemon=True).start()
        return process

    def _send(self, job: Job[Any], request: _Request | None) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        with suppress(OSError):  # the process has ended, which the thread that listens will notice
            _write(self._process.stdin, (job.number, request))

    def _withdraw(self, job: Job[Any]) -> None:
        with self._lock:
            if self._jobs.pop(job.number, None):
                job.future.cancel()
                self._send(job, None)

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        """Pass the answers of a process on to its jobs, until it ends; then those left fail."""
        assert process.stdout is not None
        try:
            with suppress(EOFError, OSError, pickle.UnpicklingError):
                while True:
                    self._answered(*pickle.load(process.stdout))
        finally:
            with self._lock:
                left, self._jobs, self._process = self._jobs, {}, None
            with suppress(OSError), process:
                pass  # its pipes are closed, upon which it ends
            why = f"the process has ended with code {process.returncode}"
            for job in left.values():
                job.future.set_exception(RuntimeError(why))

    def _answered(self, number: int, answer: Any) -> None:
        is_last = not isinstance(answer, _Progress)
        with self._lock:
            job = self._jobs.pop(number, None) if is_last else self._jobs.get(number)
        if job is None:  # it was cancelled
            return
        if not is_last:
            job.done, job.total = answer
        elif isinstance(answer, Exception):
            job.future.set_exception(answer)
        else:
            job.future.set_result(answer)


def _write(pipe: IO[bytes], message: object) -> None:
    pipe.write(pickle.dumps(message))  # at once: what cannot be written as a pickle leaves no part
    pipe.flush()


# --- the process that is asked ----------------------------------------------------------------


class _Cancelled(Exception):
    """Nobody waits for it any more."""


class _OtherData(Exception):
    """A folder holds other data than those asked for."""


def main() -> None:
    """Answer requests from the input until it ends, as it does with the process that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    if hasattr(os, "nice"):
        os.nice(_NICE)
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    lock = threading.Lock()
    cancelled = set[int]()
    queues = defaultdict[Any, ThreadPoolExecutor](lambda: ThreadPoolExecutor(1))

    def send(number: int, answer: object) -> None:
        with lock:
            _write(output, (number, answer))

    def answer(number: int, request: _Request) -> None:
        def step(done: int, total: int) -> None:
            if number in cancelled:
                raise _Cancelled
            send(number, _Progress(done, total))

        send(number, _made(request, step))
        cancelled.discard(number)
        collector.return_memory()

    with suppress(EOFError):
        while True:
            number, request = pickle.load(sys.stdin.buffer)
            if request:
                queues[request.work].submit(answer, number, request)
            else:
                cancelled.add(number)
    os._exit(0)  # whatever is being made


def _made(request: _Request, step: Step) -> object:
    """What is asked for, or why there is none."""
    try:
        step(0, 1)
        return request.work(_archive(request), request.spec, step)
    except ChoiceError as error:
        return error
    except DashboardError as error:
        return DashboardError(str(error))
    except BaseException:  # whatever it is: somebody waits for an answer
        return RuntimeError(traceback.format_exc())


def _archive(request: _Request) -> Archive:
    """The archive that a request is about.

    Raises ``ChoiceError`` if the folder holds other data by now.
    """
    try:
        return _load(request.root, request.layers, request.seeds)
    except _OtherData as error:
        words = load(request.spec.language or COMPLETE)
        raise ChoiceError(words["briefing.other_data"]) from error


@lru_cache(1)
def _load(root: Path | None, layers: str, seeds: str) -> Archive:
    with collector.paused(lasting=True):
        archive = Archive.load(root, allow_stale=True)
    if (archive.version, archive.seeds.sha256) != (layers, seeds):
        raise _OtherData
    return archive
