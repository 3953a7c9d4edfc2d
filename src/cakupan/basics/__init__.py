"""Small values that every room speaks in: numbers, months, ratios, rupiah, names, NIK."""
