"""Ways to say one thing: what the reader is held to in tests, and what its tagger learns from besides texts."""
