"""Which villages of a round have answered, with how many rows, and which have not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cakupan import regions
from cakupan.reports.labels import Label, Labelled
from cakupan_app.work.receive import Terms
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan_app.ledger.models import Receipt


@dataclass(frozen=True, slots=True)
class Answered:
    """What an area has sent in a round, over all its files that are accepted or held.

    Its rows as they stand now, each told of once: one that was `mended` in a later of the files is accepted there, and
    what such a file only sends again is no row of its own. `quarantined` are those that are still to be mended.
    """

    area: str
    files: int
    held: int
    rows_in: int
    accepted: int
    quarantined: int
    repeated: int
    mended: int


@dataclass(frozen=True, slots=True)
class Round:
    """A round: a list of one kind that was asked of the parts of an area. `answered` and `missing` make up `asked`."""

    kind: str
    round: str
    within: str
    asked: int
    answered: tuple[Answered, ...]
    missing: tuple[str, ...]


def note_reply(workspace: Workspace, labelled: Labelled, sha256: str, terms: Terms) -> None:
    """Remember that a received file is a form that came back; said again it changes nothing."""
    from django.db import transaction

    from cakupan_app.ledger import history
    from cakupan_app.ledger.later import make_tables
    from cakupan_app.ledger.models import Reply

    label = labelled.label
    with workspace.writing():
        make_tables()
        standing = history.standing_of(sha256)
        about = {"kind": label.kind, "area": label.area, "round": label.round, "within": label.within}
        if standing is None or Reply.objects.filter(receipt=standing.receipt, **about).exists():
            return
        with transaction.atomic():
            Reply.objects.create(
                receipt=standing.receipt, told_by=labelled.carrier, made_at=terms.at, made_by=terms.by, **about
            )


def rounds_of(labels: Sequence[Label]) -> tuple[Round, ...]:
    """The rounds that these forms belong to, each once, as they stand now: with what came earlier too."""
    from cakupan_app.ledger import history

    status = {one.receipt.pk: one.status for one in history.standings_like("")}
    wanted = dict.fromkeys(
        (label.kind, label.round, label.within, regions.level_of(label.area)) for label in labels if label.round
    )
    return tuple(_round(*one, status) for one in wanted)


def _round(kind: str, name: str, within: str, level: regions.Level, status: Mapping[int, str]) -> Round:
    areas = [area.code for area in regions.areas_at(level, within)]
    told = _receipts_by_area(kind, name, status)
    answered = tuple(_answered(area, told[area], status) for area in areas if area in told)
    return Round(kind, name, within, len(areas), answered, tuple(area for area in areas if area not in told))


def _receipts_by_area(kind: str, name: str, status: Mapping[int, str]) -> Mapping[str, Sequence["Receipt"]]:
    """The files of each area that are in force or held; those that were taken out again do not count as an answer."""
    from cakupan_app.ledger.models import Reply

    found: dict[str, dict[int, Receipt]] = {}
    for reply in Reply.objects.select_related("receipt").filter(kind=kind, round=name).order_by("id"):
        if status.get(reply.receipt_id) in ("accepted", "held"):
            found.setdefault(reply.area, {})[reply.receipt_id] = reply.receipt
    return {area: list(receipts.values()) for area, receipts in found.items()}


def _answered(area: str, receipts: Sequence["Receipt"], status: Mapping[int, str]) -> Answered:
    from cakupan_app.ledger import comebacks
    from cakupan_app.ledger.models import Fate

    own = {receipt.pk for receipt in receipts}
    by = own | {pk for pk, now in status.items() if now == "accepted"}
    back = [one for of_file in comebacks.fates(receipts, by).values() for one in of_file.values()]
    mended = [one for one in back if one.fate == Fate.MENDED]
    resent = [one for one in back if one.fate == Fate.SENT_AGAIN and one.by_id in own]  # counted where it stands now
    accepted = sum(receipt.accepted for receipt in receipts) + sum(one.by_id not in own for one in mended)
    left = sum(receipt.quarantined for receipt in receipts) - len(mended) - len(resent)
    corrections = {one.by_id for one in back}
    repeated = sum(receipt.repeated for receipt in receipts if receipt.pk not in corrections)
    return Answered(
        area,
        files=len(receipts),
        held=sum(status[receipt.pk] == "held" for receipt in receipts),
        rows_in=accepted + left + repeated,
        accepted=accepted,
        quarantined=left,
        repeated=repeated,
        mended=len(mended),
    )
