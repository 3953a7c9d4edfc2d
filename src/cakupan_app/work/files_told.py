"""Which received files somebody may see on the ledger of sources, and what it tells of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from cakupan.intake.masking import told
from cakupan_app.work.cut import Cut
from cakupan_app.work.file_areas import AboutAnArea, area_of
from cakupan_app.work.grants import Grant, latest_grants
from cakupan_app.work.rights import SEE_FIGURES, Actor

if TYPE_CHECKING:
    from cakupan_app.ledger.history import Standing
    from cakupan_app.ledger.lists import Rows


@dataclass(frozen=True, slots=True)
class FileTold:
    """A received file: what it is said to be, when and by whom it came, how it stands, and what became of its rows.

    `name` is masked where it holds a long number; `grant` is empty where its giver told nothing.
    """

    sha256: str
    name: str
    kind: str
    month: str
    area: str
    received_at: datetime
    received_by: str
    known_on: date
    status: str
    rows_in: int
    accepted: int
    quarantined: int
    repeated: int
    grant: Grant


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose files the actor sees of a workspace about the area `whole`: those of areas in which they see figures."""

    actor: Actor
    whole: str

    def sees(self, file: AboutAnArea) -> bool:
        return self.actor.may(SEE_FIGURES, area_of(file, self.whole))


def names_of(files: Iterable[str]) -> Mapping[str, str]:
    """By hash, the name that each file came in under, masked where it holds a long number; the first letters of its
    hash where no receipt tells one."""
    from cakupan_app.ledger.models import Receipt

    wanted = sorted(set(files))
    known = dict(Receipt.objects.filter(sha256__in=wanted).order_by("pk").values_list("sha256", "name"))
    return {one: told(known[one]) if one in known else one[:12] for one in wanted}


@dataclass(frozen=True, slots=True)
class FilesTold(Cut[FileTold]):
    """The received files of somebody's areas, last received first; one that came twice is told once."""

    areas: tuple[str, ...]
    whole: str
    chosen: Mapping[str, str]

    def __len__(self) -> int:
        return self._found(self.chosen).count()

    def part(self, begins: int, ends: int) -> Sequence[FileTold]:
        from cakupan_app.ledger import lists

        listed = lists.standings_of(self._found(self.chosen).order_by("-pk")[begins:ends])
        grants = latest_grants([one.receipt.sha256 for one in listed])
        return [_told(one, grants) for one in listed]

    def choices(self) -> Mapping[str, Sequence[str]]:
        """The kinds, months and statuses that there are of these files, whatever is chosen."""
        from cakupan_app.ledger.history import ACTIONS

        found = {
            name: list(self._found({}).order_by(name).values_list(name, flat=True).distinct())
            for name in ("kind", "month", "action")
        }
        statuses = sorted(status for status, action in ACTIONS.items() if action in found["action"])
        return {"kind": found["kind"], "month": [one for one in found["month"][::-1] if one], "status": statuses}

    def _found(self, chosen: Mapping[str, str]) -> "Rows":
        from cakupan_app.ledger import lists

        return lists.receipts(self.areas, self.whole, **chosen)


def files_told(actor: Actor, whole: str, **chosen: str) -> FilesTold:
    """The received files that the actor sees; those of one `kind`, `month` or `status` if these are chosen."""
    actor.refuse_unless_anywhere(SEE_FIGURES)
    return FilesTold(actor.areas_with(SEE_FIGURES), whole, chosen)


def _told(one: "Standing", grants: Mapping[str, Grant]) -> FileTold:
    receipt = one.receipt
    return FileTold(
        sha256=receipt.sha256,
        name=told(receipt.name),
        kind=receipt.kind,
        month=receipt.month,
        area=receipt.area,
        received_at=receipt.received_at,
        received_by=receipt.received_by,
        known_on=one.decision.known_on,
        status=one.status,
        rows_in=receipt.rows_in,
        accepted=receipt.accepted,
        quarantined=receipt.quarantined,
        repeated=receipt.repeated,
        grant=grants.get(receipt.sha256, Grant()),
    )
