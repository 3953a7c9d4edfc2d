"""What a worker looks after beside its work: each duty for itself, and who counts as alive."""

from threading import Event

import pytest


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
