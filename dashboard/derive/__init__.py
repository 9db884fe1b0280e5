"""What follows from the seeds: cells, their histories, the line of contact, what recipes draw.

Pure functions, used by the build and by scenarios (the same data set with other events). Read
``grid`` and ``cells`` first (places to polygons), ``squares``, ``partition`` and ``published``
(areas that were published to faces, and these to cells), then ``histories`` (events to spells),
``contact`` (the line between holders) and ``recipes`` (what a text draws).
"""
