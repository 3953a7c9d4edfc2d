"""Use cases: receive, decide, build, ask, check, inspect. Every face calls these, and none decides for itself."""
