"""Turns seeds into layers: cells from places, their histories, the line of contact.

``layers`` derives them, ``entered`` makes those that were entered with a position; ``catalog`` says
what is in each, ``accuracy`` sets the result beside what others published.
"""

from dashboard.build.accuracy import accuracy_markdown
from dashboard.build.catalog import catalog
from dashboard.build.layers import build, derive, entered_layers
