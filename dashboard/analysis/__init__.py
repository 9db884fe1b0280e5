"""Questions asked of an archive that join texts and ground. Pure: an archive in, results out.

Every result names the events it rests on, so that any figure opens to its sources. Read first
``scenarios`` (what a figure is when doubtful events are left out or dated otherwise: ``across``),
``situation`` (who holds what on a day, what differs between two) and ``transfers`` (every change of
hands). Then, as they are needed:

- ``over_time`` has all states of the series at once; ``projected`` answers what needs geometry.
- ``gap`` and ``lines`` set the paper beside the ground on a day, ``distance`` on many days;
  ``groups`` counts the places of groups within a depth.
- ``ceasefires`` asks of every ceasefire whether it held; ``compliance`` reads the ledger, the chain
  and rival declarations; ``agreement_record`` is all of that of one agreement.
- ``claims`` runs the test of each statement; ``accuracy`` and ``published`` set the map beside what
  others published.
- ``profiles`` describes a place, an area, a post or a line; ``findable`` lists whatever has such a
  record, ``areas`` what areas are called.
- ``evidence`` is what the figures of an area rest on, ``events`` their events, ``incidents`` what
  else was reported there; ``map_table`` is the map as a table.
"""
