"""What runs in a reading process: it reads one file after the other, and ends when nobody asks any more.

It is started as a module of its own, with neither the keys nor the ledger, and speaks in pickles: on standard input
a function and what to give it, on standard output what came of it.
"""

import gc
import os
import pickle
import signal
import sys
from contextlib import suppress
from importlib import import_module
from typing import BinaryIO, Literal

from cakupan.basics.refused import Refused
from cakupan_app.work.without_pandas import keep_out_pandas

_COLLECTED = 100_000, 20, 20  # objects: most of those that a reader makes are modules and arrays, which are no garbage
Outcome = Literal["done", "failed", "out_of_memory", "too_long"]


def main(memory: int) -> None:
    """Answer requests until there are no more, within so many megabytes."""
    gc.set_threshold(*_COLLECTED)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who stops the command ends this process too, in order
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    _limit_memory(memory)
    _warm_up()
    while request := _next(sys.stdin.buffer):
        outcome, answer = _answer(*request)
        pickle.dump((outcome, answer), answers, protocol=5)
        answers.flush()
        if outcome == "out_of_memory":
            return  # little of it is left: the next file gets a process of its own


def _next(requests: BinaryIO) -> tuple[object, ...] | None:
    try:
        request: tuple[object, ...] = pickle.load(requests)  # noqa: S301  # from the process that started this one
    except EOFError:
        return None
    return request


def _answer(function: object, *given: object) -> tuple[Outcome, object]:
    try:
        if not callable(function):
            raise TypeError("a request names a function")
        return "done", function(*given)
    except MemoryError:
        return "out_of_memory", None
    except Exception as surprise:
        if os.environ.get("CAKUPAN_DEBUG"):
            import traceback

            traceback.print_exc()
        return "failed", type(surprise).__name__


def _limit_memory(megabytes: int) -> None:
    # Windows has no such limit for a process but in a job object, and macOS does not keep to its own: there only the
    # limits on size, cells and time stand. RLIMIT_AS would count addresses that threads reserve and never use.
    if sys.platform == "linux":
        system = import_module("resource")  # stands on POSIX systems only
        _, most = system.getrlimit(system.RLIMIT_DATA)
        wanted = megabytes * 2**20
        system.setrlimit(system.RLIMIT_DATA, (wanted if most == system.RLIM_INFINITY else min(wanted, most), most))


def _warm_up() -> None:
    """Have everything imported and looked up that the first file needs, while the command is still starting itself."""
    keep_out_pandas()
    import python_calamine  # noqa: F401

    import cakupan_app.work.glances
    import cakupan_app.work.letters  # noqa: F401
    from cakupan.intake import Kind, read_file
    from cakupan.regions import children_of

    children_of("11.01.01")  # whichever is asked for first, the names of all are read
    with suppress(Refused):
        read_file(b"area,month,members\n16.06,2025-07,1\n", name="", kind=Kind.RECAP)


if __name__ == "__main__":
    main(int(sys.argv[1]))
