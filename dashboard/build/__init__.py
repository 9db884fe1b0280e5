"""Seeds to layers: places become cells, cells get a history, edges become the line of contact.

``layers`` derives them, ``entered`` makes those that were entered with a position; ``accuracy``
sets the result beside what others published.
"""

from dashboard.build.accuracy import accuracy_markdown
from dashboard.build.layers import build, catalog, derive, entered_layers
