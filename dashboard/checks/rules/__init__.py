"""One rule a module; see ``dashboard.checks``."""
