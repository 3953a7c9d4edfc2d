"""The village: lists and single workers sent from a phone, and what became of them."""
