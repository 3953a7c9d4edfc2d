"""The application around `cakupan`: workspaces, ledger, commands. Imports the library, never the reverse."""
