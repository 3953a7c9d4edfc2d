"""The trail: no change goes without its line, and every look at a person is found again by who they are."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cakupan.basics.month import Month
from cakupan_app.work import reviewing, sent_files, signing
from cakupan_app.work.reviewing import PairQuestion
from cakupan_app.work.rights import Actor, Assigned
from few_people import AT, SEKAYU, opened, publish

HEAD = Actor("kepala@contoh.id", "Kepala", (Assigned("approver", "16.06"),))


@pytest.fixture
def known(cakupan: Callable[..., Any], workspace: Path, tmp_path: Path) -> Iterator[Any]:
    publish(cakupan, tmp_path)
    with opened(workspace) as served:
        yield served


def lines() -> list[Any]:
    from cakupan_app.ledger.models import TrailLine

    return list(TrailLine.objects.order_by("number"))


def actions() -> list[str]:
    return [one.action for one in lines()]


def state() -> list[int]:
    """How many rows each table has that these changes are written to."""
    from cakupan_app.ledger.models import Agreement, Decision, ReviewDecision, TrailLine

    return [model._default_manager.count() for model in (Agreement, Decision, ReviewDecision, TrailLine)]


def full(*_: object) -> None:
    raise OSError("the disk is full")


def changes(served: Any, held: str, pair: str) -> dict[str, Callable[[], object]]:
    """What changes a figure, a pair, a file, each with the line that it writes."""
    workspace, wish = served.workspace, signing.Wish("16.06", Month(2025, 6), "regency", 2, "Kepala Dinas")
    return {
        "signed_figure": lambda: signing.sign_as(workspace, HEAD, wish, AT),
        "withdrew_signature": lambda: signing.withdraw_as(workspace, HEAD, wish, AT),
        "file_accepted": lambda: sent_files.decided(workspace, HEAD, held, "accept", AT, tried=False),
        "file_undone": lambda: sent_files.decided(workspace, HEAD, held, "undo", AT, tried=False),
        "reviewed": lambda: reviewing.answer_pair(served, SEKAYU, pair, "same", "", AT),
        "review_withdrawn": lambda: reviewing.withdraw_answer(served, SEKAYU, pair, AT),
    }


def test_a_change_and_its_line_are_written_both_or_neither(
    known: Any,
    cakupan: Callable[..., Any],
    tmp_path: Path,
) -> None:
    late = tmp_path / "late.csv"
    late.write_text("nik,nama,tanggal lahir\n1606010401809008,Hasan Basri,1980-01-04\n", encoding="utf-8")
    told = ("--kind", "nominations", "--known-on", "2025-08-11", "--hold")
    held = cakupan("add", str(late), *told, "--json").json["files"][0]["sha256"]
    pair = known.look(reviewing.pair_to_review, PairQuestion(SEKAYU)).pair.id
    for action, change in changes(known, held, pair).items():
        before = state()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("cakupan_app.ledger.trail.write", full)
            with pytest.raises(OSError, match="full"):
                change()
        assert state() == before, action
        change()
        assert state() != before
        assert actions()[-1] == action


def test_a_publication_that_was_cut_off_left_a_line_that_it_was_begun(
    known: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from cakupan_app.work.accounts import make_account
    from cakupan_app.work.publishing import publish_by

    make_account(HEAD.email, HEAD.name, "kolam-ikan-biru-7", HEAD.assigned, by="test", at=AT)
    with monkeypatch.context() as patch:
        patch.setattr("cakupan_app.work.publishing.build", lambda *_, **__: full())
        with pytest.raises(OSError, match="full"):
            publish_by(known.workspace, HEAD.email, AT)
    assert actions()[-1] == "publishing_begun"
    publish_by(known.workspace, HEAD.email, AT)
    assert actions()[-2:] == ["publishing_begun", "published"]
