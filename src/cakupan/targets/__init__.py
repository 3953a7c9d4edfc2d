"""Targets: what was promised, by whom and for which year, and how far it still is."""
