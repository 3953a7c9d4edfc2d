"""What happens when an office signs the figure of a month, and what both have agreed on since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact, Refused
from cakupan.regions.tree import level_of
from cakupan_app.store.snapshots import Snapshot
from cakupan_app.work import ask
from cakupan_app.work.signed import Signature, months_signed, signed_of, write
from cakupan_app.work.trail import Telling, untold
from cakupan_app.work.view import View
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan.coverage.figure import Coverage

REGENCY, BRANCH = OFFICES = ("regency", "branch")
SIGNED, DIFFERING, AGREED, REVISED, WITHDRAWN = "signed", "differing", "agreed", "revised", "withdrawn"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs (`name`, as they write it), as what, with what remark; `user` gives the command, `at` a time.

    `own_account`: `user` is nobody but the signer, so that one account is one person whatever name it goes by.
    """

    name: str
    user: str
    at: datetime
    position: str = ""
    note: str = ""
    own_account: bool = False

    def made(self, signature: Signature) -> bool:
        """Whether it was this person who signed."""
        same_account = self.own_account and signature.user == self.user
        return same_account or _same_person(signature.signer, self.name)


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
    workspace: Workspace,
    area: str,
    month: Month,
    office: str,
    signer: Signer,
    *,
    members: int | None = None,
    snapshot: int | None = None,
    telling: Telling = untold,
) -> Signed:
    """Sign the figure of the snapshot in force for one office; what both have signed then.

    `telling` writes the line about it, which is written with it or not at all.

    A figure is agreed on for a whole regency or city, because that is what a regency's government and a branch both
    answer for: no branch answers for one district, and above a regency other offices do.

    Refused for any other area, where there is no figure, where it is not `members` or not that of `snapshot`, whose
    definition was shown with it, where the office has signed already, and where the other office's signature is of the
    same person: a figure is agreed by two people.
    """
    _check_office(office)
    _check_name(signer.name)
    if not can_be_agreed(area):
        raise Refused("agree_of_regency_only", area=area)
    from cakupan_app.ledger.later import make_tables

    with workspace.writing(), ask.view(workspace, at=signer.at) as view:
        answer, figure, signed_of_it = _to_sign(view, area, month, members)
        if snapshot is not None and snapshot != signed_of_it.number:
            raise Refused("agree_other_snapshot", area=area, month=str(month), told=snapshot, now=signed_of_it.number)
        make_tables()
        _refuse_twice(_standing(signed_of(area, month)), area, month, office, signer, figure)
        denominator = answer.definition.denominator
        write(
            telling,
            area=area,
            month=str(month),
            office=office,
            members=figure,
            denominator=denominator.id if denominator else "",
            potential=denominator.value if denominator else None,
            evidence=str(answer.definition.evidence or ""),
            snapshot=signed_of_it.number,
            sha256=signed_of_it.sha256,
            known_on=view.known_on,
            **_by(signer),
        )
    return _signed(area, month, signed_of(area, month), figure)


def _to_sign(view: View, area: str, month: Month, members: int | None) -> tuple["Coverage", int, Snapshot]:
    """The figure that is signed, of the snapshot in force; Refused where there is none, or not the one told."""
    answer = ask.coverage(view, ask.CoverageQuestion(area, month))
    figure = answer.total.members
    if figure is None or view.snapshot is None:
        raise Refused("agree_without_figure", area=area, month=str(month))
    if members is not None and members != figure:
        raise Refused("agree_other_figure", area=area, month=str(month), told=members, figure=figure)
    return answer, figure, view.snapshot


def withdraw(
    workspace: Workspace, area: str, month: Month, office: str, signer: Signer, *, telling: Telling = untold
) -> Signed:
    """Take an office's signature back, by a line of its own in the ledger, which says who did.

    The signer may, and so may another person of the office (who signed has moved on, or is ill), but then `signer.note`
    must say why. Refused without it, for whoever signed for the other office, and where the office has none in force.
    """
    _check_office(office)
    _check_name(signer.name)
    from cakupan_app.ledger.later import make_tables

    with workspace.writing(), ask.view(workspace, at=signer.at) as view:
        figure = ask.coverage(view, ask.CoverageQuestion(area, month)).total.members
        make_tables()
        standing = _to_withdraw(_standing(signed_of(area, month)), area, month, office, signer)
        names = ("members", "denominator", "potential", "evidence", "snapshot", "sha256", "known_on")
        same = {name: getattr(standing, name) for name in names}
        write(telling, area=area, month=str(month), office=office, withdraws_id=standing.number, **same, **_by(signer))
    return _signed(area, month, signed_of(area, month), figure)


def agreements(
    view: ask.View, area: str, month: Month | None = None, *, known_on: date | None = None
) -> Sequence[Signed]:
    """Every month of an area that was signed (by the day `known_on`), beside the figure that `view` tells."""
    found = []
    for one in months_signed(area, known_on) if month is None else (month,):
        made = signed_of(area, one, by=known_on)
        if made:
            figure = ask.coverage(view, ask.CoverageQuestion(area, one)).total.members
            found.append(_signed(area, one, made, figure))
    return found


def agreed_on(question: ask.CoverageQuestion, answer: "Coverage", *, known_on: date | None = None) -> Signed | None:
    """What was signed (by the day `known_on`) of the figure that answers `question`; None where nobody did.

    None also where another evidence or attribution than the usual was asked for, because that is another figure than
    the one that was signed; and for the public, who get no older count beside today's, nor who signed it.
    """
    if question.public or question.evidence is not None or question.attribution is not None:
        return None
    area, month = answer.definition.area, answer.definition.month
    made = signed_of(area, month, by=known_on)
    return _signed(area, month, made, answer.total.members) if made else None


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


def can_be_agreed(area: str) -> bool:
    """Whether it is an area for which a government and a branch both answer: a regency or a city."""
    return level_of(area) == "regency"


def _to_withdraw(standing: Mapping[str, Signature], area: str, month: Month, office: str, signer: Signer) -> Signature:
    """The signature that `signer` takes back. Refused where it is not theirs to take back."""
    place: dict[str, Fact] = {"area": area, "month": str(month)}
    own = standing.get(office)
    if own is None:
        raise Refused("withdraw_nothing_signed", **place)
    if signer.made(own):
        return own
    for other in standing.values():
        if other is not own and signer.made(other):
            raise Refused("withdraw_other_office", **place, signer=own.signer, by=signer.name)
    if not signer.note.strip():
        raise Refused("withdraw_needs_note", **place, signer=own.signer, by=signer.name)
    return own


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
        if signer.made(signed):
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
