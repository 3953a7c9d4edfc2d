"""The trail: no change goes without its line, and every look at a person is found again by who they are."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.intake import Kind
from cakupan_app.look.words import say_to_sender
from cakupan_app.work import orders, person, reviewing, sent_files, signing, uploads
from cakupan_app.work.accounts import make_account
from cakupan_app.work.answering import Voice
from cakupan_app.work.person import PersonQuestion, SearchQuestion
from cakupan_app.work.reviewing import PairQuestion
from cakupan_app.work.rights import Actor, Assigned
from cakupan_app.work.seeing import Looking, Purpose, PurposeMissing
from cakupan_app.work.sweep import sweep
from cakupan_app.work.trail_seen import looks_at
from cakupan_app.work.uncovered_people import Filtered, PeopleQuestion, uncovered_people, uncovered_to_export
from few_people import ANALYST, AT, NOMINEES, SEKAYU, looks, opened, publish

AUDITOR = Actor("auditor@contoh.id", "Auditor", (Assigned("auditor", "16.06"),))
FORMS = {"kind": "nominations", "area": "16.06", "round": ""}
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


def refused(*_: object, **__: object) -> None:
    raise Refused("workspace_busy", path="workspace")


def changes(served: Any, held: str, pair: str) -> dict[str, Callable[[], object]]:
    """What changes a figure, a pair, a file, each with the line that it writes."""
    workspace, wish = (
        served.workspace,
        signing.Wish("16.06", Month(2025, 6), "regency", 2, served.number(), "Kepala Dinas"),
    )
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
    pair = known.look(reviewing.pair_to_review, PairQuestion(looks(SEKAYU))).pair.id
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


def test_a_publication_that_was_cut_off_left_a_line_that_it_was_begun_and_a_refused_one_says_why(
    known: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from cakupan_app.work.publishing import publish_by

    make_account(HEAD.email, HEAD.name, "kolam-ikan-biru-7", HEAD.assigned, by="test", at=AT)
    with monkeypatch.context() as patch:
        patch.setattr("cakupan_app.work.publishing.build", lambda *_, **__: full())
        with pytest.raises(OSError, match="full"):
            publish_by(known.workspace, HEAD.email, AT)
    assert actions()[-1] == "publishing_begun"
    with monkeypatch.context() as patch:
        patch.setattr("cakupan_app.work.publishing.build", refused)
        with pytest.raises(Refused, match="workspace_busy"):
            publish_by(known.workspace, HEAD.email, AT)
    assert [(one.action, one.facts.get("code")) for one in lines()[-2:]] == [
        *[("publishing_begun", None), ("publishing_refused", "workspace_busy")],
    ]
    publish_by(known.workspace, HEAD.email, AT)
    assert actions()[-2:] == ["publishing_begun", "published"]


def looked_by(served: Any, who: str) -> list[tuple[str, str]]:
    """Who looked at a person, and by what, as an auditor is told on their page; it is a look itself."""
    seen = served.look(person.person_seen, PersonQuestion(looks(AUDITOR), who))
    told = looks_at(AUDITOR, seen)
    assert told is not None
    return [(one.who.partition("@")[0], one.facts.get("list", one.action)) for one in reversed(told.lines)]


def test_nobody_is_seen_by_whoever_has_not_said_what_for_within_the_hour(known: Any) -> None:
    def found(purpose: Purpose | None) -> int:
        return len(known.look(person.search, SearchQuestion(Looking(ANALYST, AT, purpose), "budi")))

    for none in (None, Purpose("audit", AT - timedelta(minutes=61)), Purpose("audit", AT + timedelta(minutes=2))):
        with pytest.raises(PurposeMissing):
            found(none)
    assert not lines()
    assert found(Purpose("audit", AT - timedelta(minutes=59))) == 1
    assert [(one.action, one.purpose) for one in lines()] == [("searched", "audit")]


def test_every_look_at_a_person_is_told_on_their_page(known: Any, cakupan: Callable[..., Any], workspace: Path) -> None:
    (darto,) = (one.person for one in known.look(person.search, SearchQuestion(looks(ANALYST), "darto")))
    pair = known.look(reviewing.pair_to_review, PairQuestion(looks(SEKAYU))).pair.id
    june = Filtered("16.06.01", Month(2025, 6))
    listed = known.look(uncovered_people, PeopleQuestion(looks(SEKAYU), june, AT.date()))
    (zainal,) = (one.person for one in listed.people if one.name.startswith("Zainal"))
    taken = known.look(uncovered_to_export, PeopleQuestion(looks(ANALYST), june, AT.date()))
    assert [one.person for one in taken] == [one.person for one in listed.people]
    assert looked_by(known, zainal) == [("sekayu", "uncovered"), ("analyst", "uncovered"), ("auditor", "looked")]
    seen = known.look(person.person_seen, PersonQuestion(looks(AUDITOR), zainal))
    make_account(ANALYST.email, ANALYST.name, "kolam-ikan-biru-7", ANALYST.assigned, by="test", at=AT)
    fetch(known.workspace, "marked", seen.told[0].source.file)
    assert looked_by(known, darto) == [
        *[("analyst", "searched"), ("sekayu", "review"), ("sekayu", "uncovered"), ("analyst", "uncovered")],
        *[("analyst", "workbook"), ("auditor", "looked")],
    ]
    reviewing.answer_pair(known, SEKAYU, pair, "same", "", AT)
    assert cakupan("build", "--known-on", "2025-08-20").status == 0
    with opened(workspace) as served:
        (now,) = (one.person for one in served.look(person.search, SearchQuestion(looks(ANALYST), "darto")))
        assert looked_by(served, now)[:2] == [("analyst", "searched"), ("sekayu", "review")]
        outside = Actor("babat@contoh.id", "Babat", (Assigned("auditor", "16.06.06"),))
        assert looks_at(outside, seen) is None


def fetch(workspace: Any, what: str, subject: str) -> Any:
    """The line on the trail of a file that the analyst has made and fetches."""
    order = orders.Order(what, subject, ANALYST.email, "id")
    made = orders.make(workspace, order, Voice(say_to_sender, "id"), AT)
    assert orders.fetched(workspace, looks(ANALYST), order, made)[1].startswith(b"PK")
    return lines()[-1]


def test_a_marked_upload_is_told_by_its_file_and_one_that_was_kept_is_marked_as_a_file(known: Any) -> None:
    make_account(ANALYST.email, ANALYST.name, "kolam-ikan-biru-7", ANALYST.assigned, by="test", at=AT)
    for content, kept in (
        (NOMINEES.splitlines()[0] + "\n1606,Orang Contoh,1980-01-01,L,Kayu Ara,Sekayu\n", False),
        (NOMINEES, True),
    ):
        sent = uploads.Sent(uuid4(), "usulan.csv", Kind.NOMINATIONS, None, "16.06")
        upload = uploads.take_in(known.workspace, ANALYST, sent, content.encode(), AT, lambda _: None)
        uploads.read_upload(known.workspace, upload.pk, lambda: AT)
        if kept:
            with pytest.raises(Refused, match="upload_kept"):
                fetch(known.workspace, "marked_upload", str(sent.key))
        else:
            line = fetch(known.workspace, "marked_upload", str(sent.key))
            assert (line.action, line.subject, line.facts["list"]) == ("exported", upload.sha256, "workbook")


def test_a_made_file_that_was_cleared_away_is_asked_for_once_more_and_a_damaged_one_told_as_such(known: Any) -> None:
    make_account(ANALYST.email, ANALYST.name, "kolam-ikan-biru-7", ANALYST.assigned, by="test", at=AT)
    order = orders.Order("forms", "", ANALYST.email, "id", {**FORMS, "each": "district"})
    made = orders.make(known.workspace, order, Voice(say_to_sender, "id"), AT)
    known.workspace.sources.path(made["sha256"]).write_bytes(b"something else")
    with pytest.raises(Refused, match="source_damaged"):
        orders.fetched(known.workspace, looks(ANALYST), order, made)
    with known.workspace.writing():
        sweep(known.workspace)
    with pytest.raises(Refused, match="made_over"):
        orders.fetched(known.workspace, looks(ANALYST), order, made)


def test_forms_are_ordered_where_one_sends_and_as_they_can_be_written(known: Any) -> None:
    for said, code in (
        ({"each": "street"}, "each_unknown"),
        ({"kind": "poems"}, "form_unknown"),
        ({"area": "16.07"}, "not_allowed_there"),
    ):
        order = orders.Order("forms", "", ANALYST.email, "id", {**FORMS, "each": "district", **said})
        with pytest.raises(Refused, match=code):
            orders.check(known.workspace, ANALYST, order)


def test_the_end_of_the_trail_is_followed_without_all_that_is_before_it(known: Any) -> None:
    from cakupan_app.ledger.trail import verify

    for _ in range(5):
        known.look(person.search, SearchQuestion(looks(ANALYST), "budi"))
    assert (verify().followed, verify().broken_at) == (5, None)
    assert (verify(last=2).followed, verify(last=2).lines, verify(last=2).head) == (2, 5, verify().head)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cakupan_app.ledger.trail.seal_of", lambda line: line.sha256 if line.number > 3 else "another")
        assert (verify(last=2).broken_at, verify(last=3).broken_at, verify().broken_at) == (None, 3, 1)


def test_a_line_about_many_people_lets_others_write_meanwhile_unless_it_belongs_to_a_change(
    known: Any, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import transaction

    from cakupan_app.ledger.models import TrailPerson
    from cakupan_app.work import trail

    others: list[int] = []

    def another(_: float) -> None:
        with sqlite3.connect(workspace / "app.sqlite3", timeout=0) as ledger:
            ledger.execute("BEGIN IMMEDIATE")
            others.append(ledger.execute("SELECT count(*) FROM ledger_trailperson").fetchone()[0])
        ledger.close()

    monkeypatch.setattr("cakupan_app.ledger.trail._PEOPLE_AT_ONCE", 2)
    monkeypatch.setattr("cakupan_app.ledger.trail.sleep", another)
    people = tuple("abcde")
    trail.note(ANALYST, trail.EXPORTED, at=AT, persons=people)
    assert others == [2, 4, 5]
    with transaction.atomic():
        trail.note(ANALYST, trail.EXPORTED, at=AT, persons=people)
    assert others == [2, 4, 5]
    for line in lines():
        named = TrailPerson.objects.filter(line=line).values_list("person", flat=True)
        assert (tuple(sorted(named)), tuple(line.facts["persons"])) == (people, people)
