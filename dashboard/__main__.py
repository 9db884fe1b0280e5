"""``python -m dashboard`` is ``conflict-map``."""

import sys

from dashboard.cli import main

sys.exit(main())
