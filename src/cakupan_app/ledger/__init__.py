"""Every model and migration: what was received, and what was decided about it."""
