"""Cakupan: who is covered by employment social security, who is not, and what a published figure means."""
