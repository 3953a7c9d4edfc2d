"""Identity: which rows of which lists speak of one person."""
