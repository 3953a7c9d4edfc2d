"""The command that plans: whom the money protects next."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Refused
from cakupan_app.cli.asking import AreaOption, DenominatorOption, SnapshotOption, tell_newer
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
    who,
)

if TYPE_CHECKING:
    from cakupan_app.work.plan import Planned, PlanQuestion
    from cakupan_app.work.view import View

FundOption = Annotated[list[str] | None, typer.Option("--fund", metavar="ID=RUPIAH")]
FloorOption = Annotated[list[str] | None, typer.Option("--floor", metavar="AREA=ORANG")]
AcceptanceOption = Annotated[list[str] | None, typer.Option("--acceptance", metavar="ID=SHARE")]
MinimumBatchOption = Annotated[list[str] | None, typer.Option("--minimum-batch", metavar="ID=ORANG")]
ChartOption = Annotated[Path | None, typer.Option("--chart")]


@answers
def plan(
    *,
    face: Face,
    area: AreaOption,
    until: Annotated[str, typer.Option("--until")],
    fund: FundOption = None,
    funds: Annotated[Path | None, typer.Option("--funds", metavar="FILE")] = None,
    from_: Annotated[str | None, typer.Option("--from")] = None,
    floor: FloorOption = None,
    target: Annotated[str | None, typer.Option("--target")] = None,
    denominator: DenominatorOption = None,
    acceptance: AcceptanceOption = None,
    minimum_batch: MinimumBatchOption = None,
    seed: Annotated[str | None, typer.Option("--seed")] = None,
    renew: Annotated[str | None, typer.Option("--renew", metavar="PAYER,...")] = None,
    law: Annotated[list[Path] | None, typer.Option("--law", metavar="FILE")] = None,
    save: Annotated[str | None, typer.Option("--save", metavar="NAME")] = None,
    compare: Annotated[str | None, typer.Option("--compare", metavar="NAME")] = None,
    names: Annotated[Path | None, typer.Option("--names", metavar="FILE")] = None,
    purpose: Annotated[str | None, typer.Option("--purpose")] = None,
    chart: ChartOption = None,
    known_on: KnownOnOption = None,
    snapshot: SnapshotOption = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.look.plan import plan_document
    from cakupan_app.work import plan as work
    from cakupan_app.work import plans
    from cakupan_app.work.plan_result import result_of

    question = _question(area, until, from_, fund, funds, floor, acceptance, minimum_batch, target, denominator, seed)
    question = _by_law(question, renew, law)
    _check_before(names, chart, save, purpose, seed)
    with asked_view(face, workspace, known_on, snapshot) as view:
        other = plans.scenario_named(question.area, compare) if compare else None
        with face.busy("plan_busy_groups") as update:
            found = work.planned(view, question, lambda part: update(face.text(f"plan_busy_{part}")))
        saved = plans.save(found, save, at=now(), by=who()) if save else None
        this = saved or plans.unsaved(found, face.text("plan_this_one"), at=now(), by=who())
        comparison = plans.compared(other, this) if other else None
        count = _write_names(face, view, workspace, found, names, purpose) if names else 0
        tell_newer(face, view)
    document = plan_document(face, result_of(found), saved, comparison, names)
    document["chart"] = chart if chart and _drawn(face, found, chart) else None
    face.answer(document, lambda: _page(face, document, count, named=purpose is not None))
    # what was asked about falls short: limits that collide, a target that is missed, protection that ends all the same
    return (
        FALLS_SHORT if document["status"] == "infeasible" or document["short_of_target"] or document["lapses"] else DONE
    )


def _question(
    area: str,
    until: str,
    since: str | None,
    fund: list[str] | None,
    funds: Path | None,
    floor: list[str] | None,
    acceptance: list[str] | None,
    minimum_batch: list[str] | None,
    target: str | None,
    denominator: str | None,
    seed: str | None,
) -> "PlanQuestion":
    """The question that the options ask; what stands in the file of funds comes first."""
    from cakupan_app.work.plan_asked import SEED, FloorAsked, FundAsked, PlanQuestion, checked_question
    from cakupan_app.work.plan_told import FundsTold, amount_told, funds_in, heads_told, pair_told, share_told, with_own

    told = funds_in(funds) if funds else FundsTold()
    pairs = [pair_told("--fund", text) for text in fund or ()]
    asked = (*told.funds, *(FundAsked(name, amount_told(name, text)) for name, text in pairs))
    shares = dict(pair_told("--acceptance", text) for text in acceptance or ())
    asked = with_own(asked, "acceptance", {name: share_told(name, text) for name, text in shares.items()})
    batches = dict(pair_told("--minimum-batch", text) for text in minimum_batch or ())
    asked = with_own(asked, "minimum_batch", {name: heads_told(name, text) for name, text in batches.items()})
    floors = [pair_told("--floor", text) for text in floor or ()]
    least = (*told.floors, *(FloorAsked(asked_area(place).code, heads_told(place, text)) for place, text in floors))
    return checked_question(
        PlanQuestion(
            asked_area(area).code,
            asked_month(until),
            asked,
            since=asked_month(since) if since else None,
            floors=least,
            target=target,
            denominator=denominator,
            seed=seed or SEED,
        )
    )


def _by_law(question: "PlanQuestion", renew: str | None, law: list[Path] | None) -> "PlanQuestion":
    """The question with whose members are renewed, where that is said, and an office's own readings of the law."""
    from cakupan_app.work.plan_asked import checked_question, renew_told
    from cakupan_app.work.scheme import readings_told

    if renew is not None:
        question = checked_question(replace(question, renew=renew_told(renew, question.area)))
    return replace(question, law=readings_told(law or ()))


def _drawn(face: Face, found: "Planned", path: Path) -> bool:
    """Draw the budget against coverage; whether there was something to draw."""
    from cakupan_app.look.planned import frontier_of
    from cakupan_app.work.change import write_picture
    from cakupan_app.work.plan_result import result_of

    picture = frontier_of(face, result_of(found))
    if picture:
        write_picture(picture, path)
    else:
        face.tell("plan_not_drawn", path=str(path))
    return bool(picture)


def _check_before(
    names: Path | None, chart: Path | None, save: str | None, purpose: str | None, seed: str | None
) -> None:
    """Refuses, before a minute of work, what could not be done after it."""
    from cakupan_app.work.change import check_picture
    from cakupan_app.work.plan_files import check_names_file
    from cakupan_app.work.plans import checked_name
    from cakupan_app.work.seeing import explained

    if names:
        check_names_file(names, named=purpose is not None)
    if chart:
        check_picture(chart)
    if save is not None:
        checked_name(save)
    if purpose is not None:
        explained(purpose, now())
    if not seed and (names or save is not None):  # who draws chooses no seed after having seen whom it favours
        raise Refused("plan_seed_needed")


def _write_names(face: Face, view: "View", workspace: Path, found: "Planned", path: Path, purpose: str | None) -> int:
    """Write who is listed and who is not, and why; how many they are. With a purpose by name, which the trail tells."""
    from cakupan.basics.month import day_in_jakarta
    from cakupan_app.look.plan import people_headings, people_rows
    from cakupan_app.look.sheets import CSV, as_csv, as_xlsx
    from cakupan_app.work.plan_files import people_by_name, write_names
    from cakupan_app.work.plan_people import drawn_from
    from cakupan_app.work.plan_result import result_of
    from cakupan_app.work.rights import Actor
    from cakupan_app.work.seeing import Looking, explained
    from cakupan_app.work.workspace import open_workspace

    with face.busy("plan_busy_names"):
        people = drawn_from(view, result_of(found))
        if purpose is not None:
            looking = Looking(Actor(who(), who()), now(), explained(purpose, now()))
            opened, area = open_workspace(workspace), found.question.area
            people = people_by_name(view, opened, looking, area, people, day_in_jakarta(now()))
        headings = people_headings(face, named=purpose is not None)
        rows = people_rows(face, people, named=purpose is not None)
        kind = path.suffix.casefold().removeprefix(".")
        content = as_csv(headings, rows) if kind == CSV else as_xlsx(face.text("plan_sheet"), headings, rows)
        write_names(path, content)
    return len(people)


def _page(face: Face, document: dict[str, Any], count: int, *, named: bool) -> None:
    from cakupan_app.cli.figures import notes
    from cakupan_app.cli.planning_page import WORTH, tell_plan

    tell_plan(face, document)
    if document["saved"]:
        face.say("plan_saved", id=document["saved"]["id"], name=document["saved"]["name"])
    if document["names"]:
        face.say("plan_names_written", count=count, path=str(document["names"]), seed=document["seed"])
        if not named:
            face.say("plan_names_without", 2)
    if document["chart"]:
        face.say("change_drawn", path=str(document["chart"]))
    notes({"missing": [], "findings": [one for one in document["findings"] if one["code"] not in WORTH]})


COMMANDS = {"plan": plan}
