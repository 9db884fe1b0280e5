"""What to do next with a data directory whose seeds have not been built as they are."""

from __future__ import annotations

import shlex
from pathlib import Path


def next_steps(data: Path, problems: int = 0) -> str:
    """The steps from here to the map, numbered, each with its command; ``problems`` come first."""
    named = shlex.quote(str(data))
    option = "" if data == Path() else f" --data {named}"
    steps = [
        f"python -m dashboard check{option}",
        f"python -m dashboard build{option}",
        f"DASHBOARD_DATA={named} streamlit run dashboard/app.py",
    ]
    if problems:
        mend = (
            f"mend what stands above, from the top ({problems}); what a rule in brackets asks for:"
        )
        steps.insert(0, f"{mend} python -m dashboard check --explain RULE")
    else:
        steps.pop(0)
    return "\n".join(["Next:", *(f"  {n}. {step}" for n, step in enumerate(steps, start=1))])
