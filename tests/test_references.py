"""No id of a source is shown to a reader in a note."""

from __future__ import annotations

import re

from dashboard.archive.references import in_words


def test_a_note_names_publishers_where_it_has_ids_of_sources(bundled):
    """As a word of its own and in brackets; a longer word that begins so stays."""
    source = next(s for s in bundled.sources.values() if re.search(r"-\d+$", s.id))
    note = f"left again: {source.id}; ({source.id}); {source.id}x"
    name = source.publisher
    assert in_words(bundled, note) == f"left again: {name}; ({name}); {source.id}x"
    assert in_words(bundled, "") == ""


def test_no_note_of_an_event_or_a_post_shows_the_id_of_a_source(bundled):
    """Those that look like ids: with digits after a hyphen."""
    ids = {source for source in bundled.sources if re.search(r"-\d", source)}
    notes = [each.note for each in (*bundled.events.values(), *bundled.seeds.posts) if each.note]
    shown = {word for note in notes for word in re.findall(r"[\w-]+", in_words(bundled, note))}
    assert shown & ids == set()
