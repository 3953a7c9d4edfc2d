"""Engines: the only place where a query runs."""
