"""A new data directory: small, complete, and accepted by ``check``, ``build`` and the app at once.

- ``plan`` is what has to be known of a data set to begin one.
- ``files`` makes the texts of all its files from a plan, by the definitions of the records.
- ``command`` is ``conflict-map new``: it asks for what is missing, and writes; a worked
  example is a copy of the folder ``example`` that comes with the program.
"""

from dashboard.start.files import files
from dashboard.start.plan import Plan, PlanParty
