"""The law as dated data, and what follows from it: contributions, discounts, benefits, and who may be enrolled."""
