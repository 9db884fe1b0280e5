"""A map of who held what on a date, and of what had been agreed."""
