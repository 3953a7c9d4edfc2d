"""Cases that are not true yet, by name. Whoever makes one true takes its name out: the test fails while it stands."""

NOT_YET: frozenset[str] = frozenset()
