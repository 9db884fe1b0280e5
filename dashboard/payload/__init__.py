"""What the browser is given, typed: records and figures by day number, layers with their periods.

Read ``types`` (all there is), ``build`` (put together), ``layers`` (geometries and the periods of
each, cells joined to shapes; ``positions`` writes geometries in whole numbers) and ``facts``
(figures for every state). ``timeline`` is what the date control shows, ``records`` and
``incidents`` what can be found and opened. ``encoding`` is how all of it travels, ``topology``
outlines as arcs; ``typescript`` writes the types for the browser's code.
"""
