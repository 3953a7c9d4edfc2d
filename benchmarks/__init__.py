"""Measurements and long proofs; each prints what it saw, none is a test of speed."""
