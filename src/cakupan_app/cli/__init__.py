"""The command line: it translates requests and answers, and decides nothing (CLI.md is its contract)."""

import gc
import sys
from collections.abc import Sequence

_READ_FILES = ("add", "return")
_IMPORTED = 100_000, 20, 20  # objects: most of those that a command makes are modules, which are never garbage


def main(arguments: Sequence[str] | None = None) -> None:
    """As `running.main`; where a command reads files, its reader starts before anything else is imported."""
    gc.set_threshold(*_IMPORTED)
    words = sys.argv[1:] if arguments is None else arguments
    if any(word in words for word in _READ_FILES) and "--help" not in words:
        from cakupan_app.work.readers import readers

        readers().begin()
        if arguments is None:  # a process of its own
            from cakupan_app.work.without_pandas import keep_out_pandas

            keep_out_pandas()
    from cakupan_app.cli.running import main as run

    try:
        run(arguments)
    finally:
        gc.freeze()  # what a process leaves behind when it ends nobody needs to collect


__all__ = ["main"]
