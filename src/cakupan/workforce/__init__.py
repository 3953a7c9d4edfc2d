"""Workforce: the people that coverage is measured against, as named and dated denominators."""
