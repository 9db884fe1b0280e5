"""What readers are given to read, in the languages of a data set.

``catalog`` has the phrases (``of_seeds(seeds, "en")``), ``cldr`` the numbers, dates and plurals of
a language, ``format`` writes a figure. Read them in this order.
"""

from dashboard.wording.catalog import (
    COMPLETE,
    Wording,
    catalogs_sha256,
    exists,
    languages,
    load,
    of_seeds,
)
from dashboard.wording.cldr import LEFT_TO_RIGHT, Locale
