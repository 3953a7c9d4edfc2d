"""The command line: it translates requests and answers, and decides nothing (CLI.md is its contract)."""

from cakupan_app.cli.main import main

__all__ = ["main"]
