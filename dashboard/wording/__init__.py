"""What readers are given to read, in every language there is a catalog for.

``catalog`` has the phrases (``load("en")``), ``cldr`` the numbers, dates and plurals of a language,
``format`` writes a figure. Read them in this order.
"""

from dashboard.wording.catalog import ENTERED_IN, Wording, languages, load
from dashboard.wording.cldr import LEFT_TO_RIGHT, Locale
