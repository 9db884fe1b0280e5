"""Work for the process that makes files: what it does is said in the note of the spec."""

from __future__ import annotations

import itertools
import os
import sys

from dashboard.archive import Archive
from dashboard.briefing import BriefSpec, Step


def work(archive: Archive, spec: BriefSpec, step: Step) -> object:
    """Go on for ever, end the process, fail; else tell what the process has loaded."""
    print("libraries print as well")
    match spec.note:
        case "go on":
            for done in itertools.count(1):
                step(done, done + 1)
        case "end":
            os._exit(3)
        case "fail":
            raise ValueError("no such luck")
    return set(sys.modules)
