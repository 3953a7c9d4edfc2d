"""What a worker looks after beside its work: each duty for itself, and who counts as alive."""

from collections.abc import Callable
from pathlib import Path
from threading import Event, Timer
from typing import Any

import pytest
from filelock import FileLock

from few_people import AT, publish

WORKER = "a" * 32


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from cakupan_app.jobs import alive

    monkeypatch.setattr(alive, "_folder", lambda: tmp_path)
    return tmp_path


def test_a_duty_that_fails_holds_up_none_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    from cakupan_app.jobs import upkeep

    ended, done = Event(), list[str]()

    def fails() -> None:
        done.append("prune")
        raise OSError("it is away")

    def draws() -> None:
        done.append("draw")
        if done.count("draw") == 2:
            ended.set()

    monkeypatch.setattr(upkeep, "take_up_again", fails)
    monkeypatch.setattr(upkeep, "prune", fails)
    for name in ("clear_away", "_clear_other_versions"):
        monkeypatch.setattr(upkeep, name, lambda name=name: done.append(name))
    monkeypatch.setattr(upkeep, "draw_public_pages", draws)
    monkeypatch.setattr(upkeep, "_shelve", lambda: done.append("shelve"))
    upkeep.look_after(ended, 0.01, draws=True).join(10)
    each = ["prune", "prune", "clear_away", "_clear_other_versions", "draw"]
    assert done == [*each, "shelve", *each]


def test_a_dead_worker_that_two_ask_for_at_once_is_alive_for_neither(folder: Path) -> None:
    from cakupan_app.jobs.alive import is_alive, living

    other = FileLock(folder / f"{WORKER}.lock", thread_local=False)
    other.acquire()  # as somebody else's probe has it for a moment
    Timer(0.01, other.release).start()
    assert not is_alive(WORKER)
    with living(WORKER):
        assert is_alive(WORKER)


def test_a_worker_that_is_told_to_stop_leaves_no_lock(folder: Path) -> None:
    from cakupan_app.jobs.alive import living

    with pytest.raises(SystemExit), living(WORKER):
        raise SystemExit
    assert not list(folder.iterdir())


def test_after_an_update_lists_are_read_before_somebody_waits_for_them(
    cakupan: Callable[..., Any], workspace: Path, tmp_path: Path
) -> None:
    from cakupan_app.work.shelving import shelve_readings
    from cakupan_app.work.workspace import open_workspace

    publish(cakupan, tmp_path)
    shelf = open_workspace(workspace).layout.readings
    read = {path.stem for path in shelf.iterdir()}
    assert len(read) == 2
    for path in shelf.iterdir():
        path.unlink()
    shelve_readings(open_workspace(workspace), AT)
    assert {path.stem for path in shelf.iterdir()} == read


def test_where_nothing_is_received_yet_there_is_nothing_to_read_ahead(
    cakupan: Callable[..., Any], workspace: Path
) -> None:
    from cakupan_app.work.shelving import shelve_readings
    from cakupan_app.work.workspace import open_workspace

    cakupan("init", "--area", "16.06")
    shelve_readings(open_workspace(workspace), AT)
    assert not list(open_workspace(workspace).layout.readings.glob("*"))


def test_no_queue_waits_for_another_s_long_work() -> None:
    from cakupan_app.jobs.working import WORKERS

    served = [queue for queues in WORKERS for queue in queues]
    assert len(served) == len(set(served))
    assert ("plans",) in WORKERS, "a plan may take many minutes"
    assert not any({"default", "publications"} <= set(queues) for queues in WORKERS)
