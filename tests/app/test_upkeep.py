"""What a worker looks after beside its work: each duty for itself, and who counts as alive."""

from pathlib import Path
from threading import Event, Timer

import pytest
from filelock import FileLock

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
    upkeep.look_after(ended, 0.01, draws=True).join(10)
    assert done == ["prune", "prune", "clear_away", "_clear_other_versions", "draw"] * 2


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
