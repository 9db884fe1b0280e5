"""What every template of a page is given: the data, the words and the reader's choice."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment

from dashboard.archive import Archive
from dashboard.markup import environment
from dashboard.quantity import Evidence
from dashboard.ui.choice import Choice
from dashboard.ui.links import address
from dashboard.wording import Wording


@dataclass(frozen=True, slots=True)
class PageContext:
    """The data, the words and the choice a page is made of; ``page`` in every template."""

    archive: Archive
    words: Wording
    choice: Choice

    def render(self, template: str, **context: Any) -> str:
        """A template of ``ui/templates`` as HTML; ``context`` are its own names."""
        return _environment().get_template(template).render(page=self, words=self.words, **context)

    def href(self, **changes: Any) -> str:
        """Address of the view that the choice with these fields changed shows."""
        return address(self.choice, **changes)

    def evidence_href(self, evidence: Evidence) -> str:
        """Address of the changes a figure counts, with their sources."""
        since = {"since": evidence.since} if evidence.since else {}
        return self.href(
            view="evidence", area=evidence.area, day=evidence.until, claim=None, **since
        )

    def party(self, ident: str) -> str:
        """Short name of a party; the id where the data set has no such party."""
        parties = self.archive.parties
        return self.words.of(parties[ident], "short") if ident in parties else ident


@functools.cache
def _environment() -> Environment:
    return environment("dashboard.ui")
