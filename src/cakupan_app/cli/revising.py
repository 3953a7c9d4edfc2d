"""Commands that tell what was said when: series over months, and the revisions of one month."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Fact
from cakupan_app.cli.asking import AreaOption, DenominatorOption, MonthOption
from cakupan_app.cli.face import (
    DONE,
    FALLS_SHORT,
    HERE,
    Face,
    WorkspaceOption,
    answers,
    asked_area,
    asked_month,
    now,
    tell_aside,
)
from cakupan_app.look.revisions import month_document, persons_document, revision_document, version_document

if TYPE_CHECKING:
    from cakupan.coverage.revisions import Version
    from cakupan_app.work.revisions import NamedChange, Revised, Revision, Told
    from cakupan_app.work.workspace import Workspace

_MOST_FILES = 8  # on a page; the document has them all


@answers
def series(
    *,
    face: Face,
    area: AreaOption,
    from_: Annotated[str | None, typer.Option("--from")] = None,
    to: Annotated[str | None, typer.Option("--to")] = None,
    denominator: DenominatorOption = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.work.revisions import SeriesQuestion
    from cakupan_app.work.revisions import series as told_of
    from cakupan_app.work.workspace import open_workspace

    question = SeriesQuestion(
        asked_area(area).code,
        asked_month(from_) if from_ else None,
        asked_month(to) if to else None,
        denominator,
    )
    opened = open_workspace(workspace)
    found = told_of(opened, question, at=now())
    document = {"area": question.area, "rows": [month_document(one) for one in found]}
    face.answer(document, lambda: _series_page(face, question.area, found))
    _tell_only_one(face, opened, question.area, found)
    if not found:
        face.tell("series_empty", area=question.area)
    return DONE if found else FALLS_SHORT


@answers
def revisions(
    *,
    face: Face,
    area: AreaOption,
    month: MonthOption,
    denominator: DenominatorOption = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.look.documents import worded
    from cakupan_app.work.revisions import revisions as revised
    from cakupan_app.work.workspace import open_workspace

    code, when = asked_area(area).code, asked_month(month)
    opened = open_workspace(workspace)
    found = revised(opened, code, when, denominator, at=now())
    missing = worded(face, [found.missing] if found.missing else [])
    document = {
        "area": code,
        "month": when,
        "versions": [version_document(one) for one in found.told.versions] if found.told else [],
        "changes": [revision_document(face, one) for one in found.changes],
        "missing": missing,
    }
    face.answer(document, lambda: _revisions_page(face, code, found))
    _tell_only_one(face, opened, code, [found.told] if found.told else [])
    for one in missing:
        tell_aside(one["message"])
    return FALLS_SHORT if found.missing else DONE


def _tell_only_one(face: Face, workspace: "Workspace", area: str, found: "Sequence[Told]") -> None:
    """Where nothing could be revised yet, what can be asked instead; beside the answer, for it is no part of it."""
    from cakupan_app.work.revisions import only_one

    only = only_one(workspace, found[-1].month) if found else None
    if only is None:
        return
    if only.example is None:
        face.tell("one_snapshot_one_day", last=only.days[-1])
        return
    days: dict[str, Fact] = {"count": len(only.days), "first": only.days[0], "last": only.days[-1]}
    face.tell("one_snapshot", **days, area=area, month=str(found[-1].month), example=str(only.example))


def _series_page(face: Face, area: str, found: "Sequence[Told]") -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from cakupan.coverage.revisions import difference
    from cakupan_app.look.documents import area_title

    face.say("series_of", area=area_title(area), code=area)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(face.text("series_month"), no_wrap=True)
    for column in ("series_first", "series_rate", "series_now", "series_rate", "series_difference", "series_revised"):
        table.add_column(face.text(column), justify="right")
    for one in found:
        apart = difference(one.first, one.now)
        told = "≠" if apart is None else face.text("series_signed", sign=_sign(apart), many=abs(apart))
        cells = (*_cells(face, one.first), *_cells(face, one.now))
        table.add_row(face.shown(str(one.month), "month"), *cells, told, face.shown(len(one.changes), "n"))
    Console().print(table)
    for told_by, snapshot, day in _first_and_now(found):
        face.say(told_by, 2, snapshot=snapshot, known_on=day)
    if any(difference(one.first, one.now) is None for one in found):
        face.say("series_not_alike", 2)


def _first_and_now(found: "Sequence[Told]") -> list[tuple[str, int, Any]]:
    told = sorted({("series_first_in", one.first.snapshot, one.first.known_on) for one in found})
    return [*told, *sorted({("series_now_in", one.now.snapshot, one.now.known_on) for one in found})]


def _sign(number: int) -> str:
    return "+" if number > 0 else "−" if number < 0 else ""


def _cells(face: Face, one: "Version") -> tuple[str, str]:
    rate = one.figure.ratio.percent() if one.figure.ratio else None
    return face.shown(one.figure.members, "n"), face.shown(rate, "pct")


def _revisions_page(face: Face, area: str, found: "Revised") -> None:
    from cakupan_app.look.documents import area_title

    if found.told is None:
        return
    face.say("revisions_of", area=area_title(area), code=area, month=str(found.told.month))
    _tell_version(face, found.told.first)
    for one in found.changes:
        _tell_change(face, one)
        _tell_version(face, one.after)
    if not found.changes:
        many = len(found.told.versions)
        face.say("revisions_none" if many > 1 else "revisions_none_yet", 2, snapshots=many)


def _tell_version(face: Face, one: "Version") -> None:
    facts: dict[str, Any] = {"snapshot": one.snapshot, "known_on": one.known_on}
    if not one.told:
        face.say("version_unknown", 2, **facts)
        return
    members, rate = _cells(face, one)
    evidence = face.text(f"evidence_{one.definition.evidence}")
    named = one.definition.denominator
    against = {"rate": rate, "denominator": named.id if named else face.text("version_no_denominator")}
    face.say("version", 2, **facts, **against, members=members, evidence=evidence, rule=one.definition.active_rule)


def _tell_change(face: Face, one: "Revision") -> None:
    from cakupan.coverage.revisions import difference, differs

    apart = difference(one.before, one.after)
    if apart is not None:
        face.say("revision_by", 4, sign=_sign(apart), many=abs(apart))
    parts = differs(one.before, one.after)
    if parts:
        face.say("revision_differs", 4, parts=tuple(face.text(f"revision_part_{part}") for part in parts))
    for named in one.files[:_MOST_FILES]:
        face.say(f"revision_{named.change.change}", 4, **_told_of(face, named))
    if len(one.files) > _MOST_FILES:
        face.say("revision_more_files", 4, many=len(one.files) - _MOST_FILES)
    for name, (before, after) in one.rules.items():
        face.say("revision_rule", 4, rule=name, before=before or "–", after=after or "–")
    if one.code:
        face.say("revision_code", 4)
    if one.persons:
        for part, many in persons_document(one.persons).items():
            if many and part != "difference":
                face.say(f"revision_{part}", 4, many=many)
    if one.missing and one.missing.code != "revision_not_of_linked_persons":  # a recap never had persons to tell of
        face.say(one.missing.code, 4, **one.missing.facts)


def _told_of(face: Face, one: "NamedChange") -> dict[str, Any]:
    file = one.change.file
    about = face.text(f"revision_kind_{file.kind}")
    month = face.shown(file.month, "month") if file.month else face.text("revision_no_month")
    names = {"name": one.name or file.sha256[:12], "instead_of": one.instead_of or "–"}
    return {**names, "about": about, "month": month, "known_on": one.known_on}


COMMANDS = {"series": series, "revisions": revisions}
