"""Whom the money protects next: a plan solved to a proven gap, checked in whole rupiah, and drawn down to names."""
