"""No collecting of garbage while a file is read: its millions of cells hold no cycles, and looking for them is slow."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """While this lasts Python does not look for cycles; afterwards it does so again, if it did before."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
