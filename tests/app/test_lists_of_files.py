"""Lists of files: cut by the database, so that a page reads no more of a long ledger, and says what the whole would."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from cakupan.regions.tree import is_within
from cakupan_app.work import repairs
from cakupan_app.work.files_told import files_told
from cakupan_app.work.repairs import files_to_mend
from cakupan_app.work.rights import Actor, Assigned
from cakupan_app.work.sent_files import files_seen
from cakupan_app.work.workspace import Workspace, create, open_workspace

AT = datetime(2025, 9, 20, 3, 0, tzinfo=UTC)
REGENCY, DISTRICT = "16.06", "16.06.04"
AREAS = ("", DISTRICT, f"{DISTRICT}.2010", "16.06.06", "16.06.041")
ANALYST = Actor("a@contoh.id", "Analis", (Assigned("analyst", REGENCY),))
VERIFIER = Actor("v@contoh.id", "Verifikator", (Assigned("district_verifier", DISTRICT),))
ACTIONS = ("accept", "hold", "undo", "accept")


@pytest.fixture
def opened(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    from cakupan_app.work.accounts import make_account

    create(workspace, REGENCY, at=AT)
    monkeypatch.setattr(repairs, "rows_in_quarantine", lambda *_: [{"codes": "nik_length"}])
    monkeypatch.setattr(repairs, "_CODES", {})
    found = open_workspace(workspace)
    make_account(ANALYST.email, "Analis", "x", ANALYST.assigned, by="test", at=AT)
    return found


def received(number: int) -> Any:
    """A file, unlike its neighbours in area, status and quarantined rows; every seventh is one that came before."""
    from cakupan_app.ledger import history
    from cakupan_app.ledger.models import Action, Receipt

    rows = number % 4
    receipt = Receipt(
        sha256=f"{number if number % 7 else number - 6:064x}",
        name=f"{number % 10}.csv",
        kind=("nominations", "members")[number % 2],
        month=("2025-06", "")[number % 2],
        area=AREAS[number % 5],
        received_at=AT + timedelta(minutes=number // 3),
        received_by="test",
        rows_in=10,
        accepted=10 - rows,
        quarantined=rows,
        repeated=0,
        quarantine="q" if rows else "",
    )
    for action in ("hold", ACTIONS[number % 4]):
        history.record(receipt, Action(action), known_on=AT.date(), at=AT, by="test")
    return receipt


def sent(number: int) -> None:
    from cakupan_app.ledger.models import Upload, UploadAnswer, User

    told = {"name": f"{number % 10}.csv", "kind": "", "month": "", "area": AREAS[1:][number % 4], "shape": {}}
    at = AT + timedelta(minutes=number // 3)
    upload = Upload.objects.create(
        key=uuid4(), sha256=f"{number:064x}", made_at=at, made_by=User.objects.get(email=ANALYST.email), **told
    )
    if number % 3:
        status = ("refused", "accepted")[number % 3 - 1]
        UploadAnswer.objects.create(upload=upload, status=status, document={"kind": "members"}, made_at=at)


def grown(begins: int, ends: int) -> None:
    from django.db import transaction

    from cakupan_app.ledger.models import Comeback

    with transaction.atomic():
        files = [received(number) for number in range(begins, ends)]
        for one, by in pairwise(files):
            for row in range(one.quarantined):
                for fate in ("sent_again", "mended")[: row + 1]:
                    known = {"by_sheet": "", "by_row": 2, "known_by": "nik"}
                    Comeback.objects.create(receipt=one, sheet="", row=row, by=by, fate=fate, **known)
        for number in range(begins, ends):
            sent(number)


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """How many rows became objects, by their kind, and how many queries were asked."""
    from django.db import connection
    from django.db.models.signals import post_init
    from django.test.utils import CaptureQueriesContext

    found: Counter[str] = Counter()

    def count(sender: type, **_: object) -> None:
        found[sender.__name__] += 1

    post_init.connect(count)
    try:
        with CaptureQueriesContext(connection) as queries:
            yield found
        found["queries"] = len(queries)
    finally:
        post_init.disconnect(count)


def test_a_page_reads_no_more_of_a_ledger_twice_as_long(opened: Workspace) -> None:
    def pages() -> list[Counter[str]]:
        found = []
        for page in (
            lambda: (len(files_seen(opened, ANALYST)), files_seen(opened, ANALYST)[5:10]),
            lambda: (len(files_told(ANALYST, REGENCY)), files_told(ANALYST, REGENCY)[:5]),
            lambda: files_told(ANALYST, REGENCY).choices(),
            lambda: files_to_mend(opened, ANALYST),
        ):
            with counting() as counted:
                page()
            found.append(counted)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(repairs, "FILES_ON_A_PAGE", 5)
        grown(1, 30)
        before = pages()
        grown(30, 60)
        assert pages() == before


@pytest.mark.parametrize("actor", [ANALYST, VERIFIER], ids=["regency", "district"])
def test_the_pages_together_are_what_the_ledger_says(opened: Workspace, actor: Actor) -> None:
    from cakupan_app.ledger import history
    from cakupan_app.ledger.comebacks import fates
    from cakupan_app.ledger.models import Upload

    grown(1, 40)
    own = actor.assigned[0].area
    standings = [one for one in history.standings_like("") if is_within(one.receipt.area or REGENCY, own)]
    uploads = [one for one in Upload.objects.select_related("answer") if is_within(one.area, own)]
    waiting = [one for one in uploads if getattr(getattr(one, "answer", None), "status", "") != "accepted"]
    whole = [(one.receipt.received_at, one.receipt.name, one.receipt.sha256) for one in standings]
    whole += [(one.made_at, one.name, one.sha256) for one in waiting]
    whole = sorted(sorted(whole, key=lambda one: one[1:]), key=lambda one: one[0], reverse=True)
    seen = files_seen(opened, actor)
    cut = [line for begins in range(0, len(seen), 4) for line in seen[begins : begins + 4]]
    assert [(line.at, line.name, line.sha256) for line in cut] == whole
    assert len({(line.sha256, line.key) for line in cut}) == len(cut), "a line stands on two pages"
    for status in ("waiting", "accepted", "held", "undone", "refused", "none"):
        for kind in (None, "members"):
            wanted = [line for line in cut if line.status == status and kind in (None, line.kind)]
            assert list(files_seen(opened, actor, status, kind)) == wanted
            assert len(files_seen(opened, actor, status, kind)) == len(wanted)

    told = files_told(actor, REGENCY)
    latest = sorted(standings, key=lambda one: -one.receipt.pk)
    assert [one.sha256 for one in told] == [one.receipt.sha256 for one in latest]
    first, *_, last = told
    assert (told[0], told[-1]) == (first, last)
    with pytest.raises(IndexError):
        told[len(told)]
    assert told.choices()["status"] == sorted({one.status for one in standings})

    accepted = {one.receipt.pk for one in history.standings() if one.status == "accepted"}
    mend = [one for one in standings if one.receipt.quarantined and one.status != "undone"]
    back = fates([one.receipt for one in mend], accepted)
    found = files_to_mend(opened, actor)
    rows = {one.standing.receipt.pk: (one.left, one.mended, one.sent_again) for one in found.files}
    assert rows == {
        one.receipt.pk: (
            one.receipt.quarantined - len(back[one.receipt.pk]),
            sum(line.fate == "mended" for line in back[one.receipt.pk].values()),
            sum(line.fate == "sent_again" for line in back[one.receipt.pk].values()),
        )
        for one in mend
    }
    assert [one.left for one in found.files] == sorted([one.left for one in found.files], reverse=True)
    assert (found.left, found.mended, found.sent_again) == tuple(map(sum, zip(*rows.values(), strict=True)))
