"""Plans: every query a page or a command runs, at a size where a slow one shows."""
