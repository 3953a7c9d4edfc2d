"""The API: the figures of the pages for programs, each with its definition."""
