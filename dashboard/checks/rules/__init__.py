"""One rule with code of its own a module; see ``dashboard.checks``."""
