"""The command that asks who is not covered: uncovered."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan_app.cli.asking import AreaOption, DenominatorOption, MonthOption, SnapshotOption
from cakupan_app.cli.face import (
    DONE,
    FALLS_SHORT,
    HERE,
    Face,
    KnownOnOption,
    WorkspaceOption,
    answers,
    asked_area,
    asked_month,
    asked_view,
    now,
)
from cakupan_app.look.dimensions import dimensions_named

if TYPE_CHECKING:
    from cakupan.coverage.uncovered import Uncovered, UncoveredFigure


@answers
def uncovered(
    *,
    face: Face,
    area: AreaOption,
    month: MonthOption,
    by: Annotated[str, typer.Option("--by")] = "",
    denominator: DenominatorOption = None,
    ages: Annotated[str, typer.Option("--ages")] = "enrolment",
    known_on: KnownOnOption = None,
    snapshot: SnapshotOption = None,
    public: Annotated[bool, typer.Option("--public")] = False,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan.basics.month import day_in_jakarta
    from cakupan_app.work.uncovered import UncoveredQuestion
    from cakupan_app.work.uncovered import uncovered as uncovered_in

    question = UncoveredQuestion(
        area=asked_area(area).code,
        month=asked_month(month),
        by=dimensions_named(by),
        denominator=denominator,
        ages=ages,
        public=public,
        today=day_in_jakarta(now()),
    )
    with asked_view(face, workspace, known_on, snapshot) as view:
        answer = uncovered_in(view, question)
        if view.newer_files:
            face.tell("newer_files", count=view.newer_files)
    document = uncovered_document(face, answer)
    face.answer(document, lambda: _page(face, answer, document))
    return FALLS_SHORT if answer.missing else DONE


def uncovered_document(face: Face, answer: "Uncovered") -> dict[str, Any]:
    """The JSON document of `uncovered`: named and unknown side by side, with what they are measured against."""
    from cakupan_app.look.documents import definition_document, worded

    definition = answer.definition
    return {
        "definition": definition_document(definition),
        "evidence": definition.evidence.value if definition.evidence else None,
        "ages": {"id": answer.ages.id, "youngest": answer.ages.youngest, "oldest": answer.ages.oldest},
        "by": answer.by,
        "total": _row(answer.total),
        "rows": [_row(row) for row in answer.rows],
        "missing": worded(face, answer.missing),
        "findings": worded(face, answer.findings),
    }


def _row(figure: "UncoveredFigure") -> dict[str, Any]:
    """One figure. `named` are people counted, `unknown` workers left over; the others on lists are told beside."""
    from cakupan_app.look.documents import area_title

    named, unknown = figure.named, figure.unknown
    return {
        "area": figure.area,
        "name": area_title(figure.area) if figure.area else None,
        "month": figure.month,
        **(figure.dims or {}),
        "named": named.uncovered if named else None,
        "unknown": {"value": unknown.value, "low": unknown.low, "high": unknown.high} if unknown else None,
        "members": figure.members,
        "potential": figure.potential,
        "unplaced": figure.unplaced,
        "misplaced": {"named_here": figure.misplaced.named_here, "counted_here": figure.misplaced.counted_here}
        if named
        else None,
        "on_lists": {
            "everybody": named.everybody,
            "member": named.member,
            "died": named.died,
            "too_young": named.too_young,
            "too_old": named.too_old,
            "age_unknown": named.age_unknown,
            "perhaps_members": named.perhaps_members,
        }
        if named
        else None,
    }


def _page(face: Face, answer: "Uncovered", document: dict[str, Any]) -> None:
    from cakupan_app.cli.figures import headline, notes

    headline(face, answer.covered)
    _tell(face, answer)
    if answer.rows:
        _table(face, answer)
    notes(document)


def _tell(face: Face, answer: "Uncovered") -> None:
    """The two measures, a sentence each, and who else stands on lists."""
    named, unknown, ages = answer.total.named, answer.total.unknown, answer.ages
    if named and not named.everybody:
        face.say("uncovered_nobody_named", area=answer.definition.area)
    elif named:
        face.say("uncovered_named", count=named.uncovered)
        if named.perhaps_members:
            face.say("uncovered_perhaps", 2, count=named.perhaps_members)
        counts = {"everybody": named.everybody, "member": named.member, "died": named.died}
        aside = {"too_young": named.too_young, "too_old": named.too_old, "age_unknown": named.age_unknown}
        others = "uncovered_others" if ages.oldest is not None else "uncovered_others_of_any_age"
        face.say(others, 2, **counts, **aside, youngest=ages.youngest, oldest=ages.oldest)
    if unknown:
        face.say("uncovered_unknown", value=unknown.value, low=unknown.low, high=unknown.high)
        face.say("uncovered_apart", 2)
    misplaced = max(answer.total.misplaced.named_here, sum(row.misplaced.named_here for row in answer.rows))
    if unknown and misplaced:
        face.say("uncovered_misplaced", 2, count=misplaced)


def _table(face: Face, answer: "Uncovered") -> None:
    from cakupan.coverage.uncovered import places_of
    from cakupan_app.cli.columns import Columns, print_columns

    with_unknown = bool(places_of(answer.by))
    beside = ("column_unknown", "column_between", "column_members", "column_potential") if with_unknown else ()
    rows = []
    for row in answer.rows:
        parts = (_part(face, name, (row.dims or {}).get(name)) for name in answer.by)
        named = face.shown(row.named.uncovered if row.named else None, "n")
        rows.append((*parts, named, *(_left(face, row) if with_unknown else ())))
    names = [face.text(f"dimension_{name}") for name in answer.by]
    print_columns(Columns(names, [face.text(name) for name in ("column_named", *beside)], rows))


def _part(face: Face, name: str, value: str | None) -> str:
    from cakupan_app.look.documents import area_title

    if name in ("district", "village"):
        return area_title(value) if value else face.text("unplaced")
    if value is None:
        return face.text("not_told")
    return face.text(f"occupation_{value}") if name == "occupation" else value


def _left(face: Face, row: "UncoveredFigure") -> tuple[str, str, str, str]:
    def shown(value: int | None) -> str:
        return face.shown(value, "n")

    unknown = row.unknown
    between = f"{shown(unknown.low)}–{shown(unknown.high)}" if unknown else shown(None)
    return shown(unknown.value if unknown else None), between, shown(row.members), shown(row.potential)


COMMANDS = {"uncovered": uncovered}
