"""Long work behind a port: what takes longer than a page may, and how far it is."""
