"""Sail, the Spark Connect server of the tests: in this process, without a JVM, started by the first test that asks."""

import atexit
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from cakupan.engines.spark import SparkEngine


@cache
def address() -> str:
    """Where Sail listens. One server for all tests of this process."""
    # Its own log says only that it starts and stops. What is kept stays in memory, as in the engine of the tests.
    os.environ.update(RUST_LOG="error", SAIL_EXECUTION__CHECKPOINT__PATH="memory:///kept")
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer()
    server.start()
    atexit.register(server.stop)
    _, port = server.listening_address
    return f"sc://127.0.0.1:{port}"


@cache
def sail() -> SparkEngine:
    with _main_with_a_file():
        made = SparkEngine.connect(address())
    atexit.register(made.close)
    return made


@contextmanager
def _main_with_a_file() -> Iterator[None]:
    """Without a file of `__main__`, as in a worker of xdist, pyspark takes the run for its own doctests and exits."""
    main = sys.modules["__main__"]
    if hasattr(main, "__file__"):
        yield
        return
    main.__file__ = __file__
    try:
        yield
    finally:
        del main.__file__
