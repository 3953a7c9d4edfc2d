"""What happens when an office signs the figure of a month, and what both have agreed on since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cakupan.basics.month import JAKARTA, Month, day_in_jakarta
from cakupan.basics.refused import Refused
from cakupan_app.work import ask
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan.coverage.figure import Coverage
    from cakupan_app.ledger.models import Agreement

REGENCY, BRANCH = OFFICES = ("regency", "branch")
SIGNED, DIFFERING, AGREED, REVISED, WITHDRAWN = "signed", "differing", "agreed", "revised", "withdrawn"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs (`name`, as they write it), as what, with what remark; `user` gives the command, `at` a time."""

    name: str
    user: str
    at: datetime
    position: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One office's signature under a figure, as it stands in the ledger."""

    number: int
    office: str
    members: int
    denominator: str
    potential: int | None
    evidence: str
    snapshot: int
    sha256: str
    known_on: date
    signed_at: datetime
    signer: str
    position: str
    note: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed of an area and month, and what has become of it.

    `state`: `signed` (by one office), `differing` (two figures), `agreed` (one figure, both), `revised` (agreed, and
    the figure in force is another by now), `withdrawn` (nobody's signature is left). `members` is the agreed figure,
    which never changes; `now` the one in force, and `difference` how much that is more. `signatures` are those in
    force, by office; `all` are all that were ever made, in order.
    """

    area: str
    month: Month
    state: str
    members: int | None
    now: int | None
    signatures: Mapping[str, Signature]
    all: tuple[Signature, ...]

    @property
    def difference(self) -> int | None:
        return None if self.members is None or self.now is None else self.now - self.members


def sign(
    workspace: Workspace, area: str, month: Month, office: str, signer: Signer, *, members: int | None = None
) -> Signed:
    """Sign the figure of the snapshot in force for one office; what both have signed then.

    Refused where there is no figure, where it is not `members`, where the office has signed already, and where the
    other office's signature is of the same person: a figure is agreed by two people.
    """
    _check_office(office)
    _check_name(signer.name)
    with workspace.writing(), ask.view(workspace, at=signer.at) as view:
        answer = ask.coverage(view, ask.CoverageQuestion(area, month))
        figure = answer.total.members
        if figure is None or view.snapshot is None:
            raise Refused("agree_without_figure", area=area, month=str(month))
        if members is not None and members != figure:
            raise Refused("agree_other_figure", area=area, month=str(month), told=members, figure=figure)
        _bring_up_to_date()
        _refuse_twice(_standing(signed_of(area, month)), area, month, office, signer, figure)
        denominator = answer.definition.denominator
        _write(
            area=area,
            month=str(month),
            office=office,
            members=figure,
            denominator=denominator.id if denominator else "",
            potential=denominator.value if denominator else None,
            evidence=str(answer.definition.evidence or ""),
            snapshot=view.snapshot.number,
            sha256=view.snapshot.sha256,
            known_on=view.known_on,
            **_by(signer),
        )
    return _signed(area, month, signed_of(area, month), figure)


def withdraw(workspace: Workspace, area: str, month: Month, office: str, signer: Signer) -> Signed:
    """Take an office's signature back, by a line of its own; Refused where the office has none in force."""
    _check_office(office)
    _check_name(signer.name)
    with workspace.writing(), ask.view(workspace, at=signer.at) as view:
        figure = ask.coverage(view, ask.CoverageQuestion(area, month)).total.members
        _bring_up_to_date()
        standing = _standing(signed_of(area, month)).get(office)
        if standing is None:
            raise Refused("withdraw_nothing_signed", area=area, month=str(month), office=office)
        names = ("members", "denominator", "potential", "evidence", "snapshot", "sha256", "known_on")
        same = {name: getattr(standing, name) for name in names}
        _write(area=area, month=str(month), office=office, withdraws_id=standing.number, **same, **_by(signer))
    return _signed(area, month, signed_of(area, month), figure)


def agreements(
    view: ask.View, area: str, month: Month | None = None, *, known_on: date | None = None
) -> Sequence[Signed]:
    """Every month of an area that was signed (by the day `known_on`), beside the figure that `view` tells."""
    found = []
    for text in _months_signed(area) if month is None else (str(month),):
        one = Month(int(text[:4]), int(text[5:]))
        made = signed_of(area, one, by=known_on)
        if made:
            figure = ask.coverage(view, ask.CoverageQuestion(area, one)).total.members
            found.append(_signed(area, one, made, figure))
    return found


def agreed_on(answer: "Coverage", *, known_on: date | None = None) -> Signed | None:
    """What was signed (by the day `known_on`) of the figure that `answer` tells; None where nobody did, or it is
    hidden."""
    area, month = answer.definition.area, answer.definition.month
    made = () if answer.total.hidden else signed_of(area, month, by=known_on)
    return _signed(area, month, made, answer.total.members) if made else None


def signed_of(area: str, month: Month, by: date | None = None) -> tuple[Signature, ...]:
    """All signatures under the figure of an area and month, in the order in which they were made."""
    made = [one for one in _rows(area) if one.month == str(month) and (by is None or one.made_at < _end_of(by))]
    gone = {one.withdraws_id for one in made}
    return tuple(_signature(one, one.pk in gone) for one in made if one.withdraws_id is None)


def _end_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=JAKARTA) + timedelta(days=1)


def _standing(made: Iterable[Signature]) -> Mapping[str, Signature]:
    """The signature of each office that is in force."""
    return {one.office: one for one in made if not one.withdrawn}


def _signed(area: str, month: Month, made: tuple[Signature, ...], now: int | None) -> Signed:
    standing = _standing(made)
    figures = {one.members for one in standing.values()}
    agreed = figures.pop() if len(standing) == len(OFFICES) and len(figures) == 1 else None
    return Signed(area, month, _state(standing, agreed, now), agreed, now, standing, made)


def _state(standing: Mapping[str, Signature], agreed: int | None, now: int | None) -> str:
    if agreed is not None:
        return AGREED if now in (None, agreed) else REVISED
    return {0: WITHDRAWN, 1: SIGNED}.get(len(standing), DIFFERING)


def _refuse_twice(
    standing: Mapping[str, Signature], area: str, month: Month, office: str, signer: Signer, figure: int
) -> None:
    for signed in standing.values():
        if signed.office == office:
            raise Refused(
                "agree_signed_already",
                area=area,
                month=str(month),
                office=office,
                signer=signed.signer,
                members=signed.members,
                figure=figure,
            )
        if _same_person(signed.signer, signer.name):
            raise Refused("agree_one_person", area=area, month=str(month), signer=signer.name, office=signed.office)


def _same_person(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def _check_office(office: str) -> None:
    if office not in OFFICES:
        raise Refused("office_unknown", text=office, known=OFFICES)


def _check_name(name: str) -> None:
    if not name.strip():
        raise Refused("signer_unnamed")


def _by(signer: Signer) -> dict[str, object]:
    told = {"signer": " ".join(signer.name.split()), "position": signer.position.strip(), "note": signer.note.strip()}
    return {**told, "made_at": signer.at, "made_by": signer.user}


def _bring_up_to_date() -> None:
    """A ledger made before there were agreements gets their table with the first signature."""
    from cakupan_app.ledger import connection

    if connection.pending_migrations():
        connection.bring_up_to_date()


def _write(**columns: object) -> None:
    from django.db import transaction

    from cakupan_app.ledger.models import Agreement

    with transaction.atomic():
        Agreement.objects.create(**columns)


def _rows(area: str) -> "list[Agreement]":
    """The rows about an area; none where the ledger is older than agreements: to look never writes."""
    from django.db import DatabaseError, connection

    from cakupan_app.ledger.models import Agreement

    try:
        if Agreement._meta.db_table not in connection.introspection.table_names():
            return []
        return list(Agreement.objects.filter(area=area).order_by("id"))
    except DatabaseError as problem:
        raise Refused("ledger_unreachable", problem=type(problem).__name__) from None


def _months_signed(area: str) -> Sequence[str]:
    return sorted({one.month for one in _rows(area)})


def _signature(row: "Agreement", withdrawn: bool) -> Signature:
    return Signature(
        number=row.pk,
        office=row.office,
        members=row.members,
        denominator=row.denominator,
        potential=row.potential,
        evidence=row.evidence,
        snapshot=row.snapshot,
        sha256=row.sha256,
        known_on=row.known_on,
        signed_at=row.made_at,
        signer=row.signer,
        position=row.position,
        note=row.note,
        withdrawn=withdrawn,
    )


def day_signed(signature: Signature) -> date:
    return day_in_jakarta(signature.signed_at)
