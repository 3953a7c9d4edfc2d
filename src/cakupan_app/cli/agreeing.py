"""Commands by which both offices sign a month: agree, agreements."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cakupan.basics.refused import Fact
from cakupan_app.cli.asking import AreaOption, MonthOption, SnapshotOption
from cakupan_app.cli.face import (
    DONE,
    FALLS_SHORT,
    HERE,
    Face,
    KnownOnOption,
    WorkspaceOption,
    answers,
    asked_area,
    asked_count,
    asked_day,
    asked_month,
    asked_view,
    now,
    who,
)
from cakupan_app.look.agreed import agreed_sentence, signature_facts, signed_document

if TYPE_CHECKING:
    from cakupan.basics.month import Month
    from cakupan_app.work.agree import Signed
    from cakupan_app.work.signed import Signature, Withdrawal

_OFFICES = {"kabupaten": "regency", "pemda": "regency", "cabang": "branch"}  # as offices call themselves


@answers
def agree(
    *,
    face: Face,
    area: AreaOption,
    month: MonthOption,
    office: Annotated[str, typer.Option("--office")],
    by: Annotated[str, typer.Option("--by")],
    position: Annotated[str, typer.Option("--position")] = "",
    members: Annotated[str | None, typer.Option("--members")] = None,
    note: Annotated[str, typer.Option("--note")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw")] = False,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.work import agree as work
    from cakupan_app.work.workspace import open_workspace

    code, when = asked_area(area).code, asked_month(month)
    signing = _OFFICES.get(office.strip().casefold(), office.strip().casefold())
    signer = work.Signer(by, who(), now(), position, note)
    opened = open_workspace(workspace)
    if withdraw:
        signed = work.withdraw(opened, code, when, signing, signer)
    else:
        told = None if members is None else asked_count("--members", members)
        signed = work.sign(opened, code, when, signing, signer, members=told)
    face.answer(signed_document(face, signed), lambda: _tell(face, signed))
    return DONE


@answers
def agreements(
    *,
    face: Face,
    area: AreaOption,
    month: Annotated[str | None, typer.Option("--month")] = None,
    known_on: KnownOnOption = None,
    snapshot: SnapshotOption = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.work import agree as work
    from cakupan_app.work.signed import months_signed

    code, when = asked_area(area).code, asked_month(month) if month else None
    day = asked_day(known_on)
    with asked_view(face, workspace, known_on, snapshot) as view:
        found = work.agreements(view, code, when, known_on=day)
        months = months_signed(code, day)
    nothing = None if found else _nothing_signed(face, code, when, months)
    document = {
        "area": code,
        "agreements": [signed_document(face, one) for one in found],
        "months_signed": months,
        "message": nothing,
    }
    face.answer(document, lambda: _page(face, found, nothing))
    return FALLS_SHORT if any(one.state in (work.REVISED, work.DIFFERING) for one in found) else DONE


def tell_agreed(face: Face, signed: "Signed | None") -> None:
    """A line under a figure: that it is agreed, or signed by one office, and whether it was revised since."""
    if signed is not None:
        face.write(agreed_sentence(face, signed), 2)


def _tell(face: Face, signed: "Signed") -> None:
    from cakupan_app.look.documents import area_title

    place = {"area": area_title(signed.area), "code": signed.area, "month": str(signed.month)}
    face.say("agree_place", **place)
    face.write(agreed_sentence(face, signed), 2)
    for one in signed.all:
        if one.withdrawal:
            _tell_withdrawn(face, one, one.withdrawal)


def _tell_withdrawn(face: Face, one: "Signature", gone: "Withdrawal") -> None:
    from cakupan_app.work.signed import day_of

    told: dict[str, Fact] = {
        **signature_facts(face, one),
        "by": gone.by,
        "day": day_of(gone.at),
        "signed": day_of(one.signed_at),
    }
    if gone.note:
        face.say("agree_withdrawn_because", 4, **told, note=gone.note)
    else:
        face.say("agree_withdrawn", 4, **told)


def _nothing_signed(face: Face, area: str, month: "Month | None", months: "Sequence[Month]") -> str:
    """Why there is nothing to show: no month was signed, only others were, or it is no area that is signed for."""
    from cakupan_app.work.agree import can_be_agreed

    if not can_be_agreed(area):
        return face.text("agree_of_regency_only", area=area)
    if month is None or not months:
        return face.text("agree_none", area=area)
    signed = tuple(face.shown(str(one), "month") for one in months)
    return face.text("agree_none_in_month", area=area, month=str(month), signed=signed)


def _page(face: Face, found: "Sequence[Signed]", nothing: str | None) -> None:
    if nothing is not None:
        face.write(nothing)
    for one in found:
        _tell(face, one)


COMMANDS = {"agree": agree, "agreements": agreements}
