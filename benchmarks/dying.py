"""Runs a command that dies, without any clean-up, at its n-th durable step: `python dying.py N COMMAND ...`.

A step is a sync or a rename. `os._exit` runs no `finally` and flushes nothing: what a kill -9 leaves behind,
but at an instant that can be chosen. With N = 0 it never dies.
"""

import itertools
import os
import sys
from collections.abc import Callable
from typing import Any

KILLED = 137
steps = itertools.count(1)


def dying(step: Callable[..., Any], at: int) -> Callable[..., Any]:
    def counted(*arguments: Any, **named: Any) -> Any:
        if next(steps) == at:
            os._exit(KILLED)
        return step(*arguments, **named)

    return counted


def main() -> None:
    at = int(sys.argv[1])
    from cakupan_app.cli import main as cakupan

    os.fsync = dying(os.fsync, at)
    os.replace = dying(os.replace, at)
    cakupan(sys.argv[2:])


if __name__ == "__main__":
    main()
