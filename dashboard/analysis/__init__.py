"""Questions asked of an archive that join texts and ground. Pure: an archive in, results out.

- ``transfers`` counts every change of hands; ``projected`` answers what needs geometry.
- ``gap`` and ``lines`` set the paper beside the ground on a day; ``ceasefires`` asks of every
  ceasefire whether it held; ``compliance`` reads the ledger, the chain and rival declarations.
- ``claims`` runs the test of each statement; ``scenarios`` moves the doubtful events.
- ``profiles`` describes a place or an administrative unit; ``evidence`` is the map as a table;
  ``accuracy`` sets the map beside what others published.

Every result names the events it rests on, so that any figure opens to its sources.
"""
