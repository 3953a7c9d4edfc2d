"""Membership: from months and payments to spells; who is active, in which segment, paid by whom."""
