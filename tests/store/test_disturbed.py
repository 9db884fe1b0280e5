"""What runs that are killed, refused or meet another leave; the script tries it by the hundred."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "bench" / "disturbed.py"


def test_an_interrupted_write_leaves_old_or_new_files_whole_and_the_next_one_cleans_up():
    """Each of build, import, publish and brief, disturbed in each way."""
    run = subprocess.run([sys.executable, SCRIPT, "--rounds", "20"], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
