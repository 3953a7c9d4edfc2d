"""A plan as a document: the JSON of the command line (CLI.md) and of the API, and the sentences of its headline."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cakupan_app.look.documents import area_title, worded
from cakupan_app.look.told import part_named
from cakupan_app.look.voice import Voice
from cakupan_app.work.plan_result import findings_of

if TYPE_CHECKING:
    from cakupan_app.work.plan_people import PlanPerson
    from cakupan_app.work.plans import Comparison, Difference, Scenario

PEOPLE_COLUMNS = (
    *("village", "reason", "fund", "first", "last", "group", "quota", "place", "occupation", "hazard", "decile"),
    *("renewed", "ticket", "person"),
)
NAMED_COLUMNS = ("nik", "name", "birth")


def plan_document(
    voice: Voice,
    result: Mapping[str, Any],
    saved: "Scenario | None" = None,
    comparison: "Comparison | None" = None,
    names: Path | None = None,
) -> dict[str, Any]:
    """The JSON document of `plan`: that of `work.plan_result.result_of`, with findings as sentences.

    `gap` is the widest of the stages, `bound` that of the same stage (`bound_of`), null where there is no plan.
    `saved`: as `scenario_document`. `comparison`: with the scenario that it was compared to, None where with none.
    """
    widest = max(result["stages"], key=lambda one: float(one["gap"]), default=None)
    return {
        **result,
        "name": area_title(result["area"]),
        "bound": widest["bound"] if widest else None,
        "bound_of": widest["name"] if widest else None,
        "saved": scenario_document(saved) if saved else None,
        "comparison": comparison_document(voice, comparison) if comparison else None,
        "names": names,
        "findings": worded(voice, findings_of(result)),
    }


def scenario_document(one: "Scenario") -> dict[str, Any]:
    """What a scenario is, without its plan."""
    return {
        "id": one.id,
        "name": one.name,
        "area": one.area,
        "snapshot": one.snapshot,
        "known_on": one.known_on,
        "made_at": one.made_at.isoformat(),
        "made_by": one.made_by,
    }


def comparison_document(voice: Voice, found: "Comparison") -> dict[str, Any]:
    """Two scenarios side by side: each figure of `first` and `second`, and how much `more` the second has. Where
    `apart` holds anything, no difference is of the money alone."""
    return {
        "first": scenario_document(found.first),
        "second": scenario_document(found.second),
        "apart": worded(voice, found.apart),
        **{
            name: [_difference(one) for one in getattr(found, name)]
            for name in ("totals", "funds", "targets", "villages")
        },
    }


def _difference(one: "Difference") -> dict[str, Any]:
    return {"of": one.of or None, "name": one.name, "first": one.first, "second": one.second, "more": one.more}


def headline_sentences(voice: Voice, result: Mapping[str, Any]) -> Sequence[str]:
    """The plan in a few sentences: whom it protects with what, what it leaves, and how sure that is the best."""
    place = {"area": area_title(result["area"]), "code": result["area"], "from": result["from"]}
    place["until"] = result["until"]
    if result["status"] == "infeasible":
        return (voice.text("plan_headline_infeasible", **place),)
    counts = {name: result[name] for name in ("newly_covered", "renewed", "cost", "lapses", "lapses_avoided")}
    told = [voice.text("plan_headline", **place, **counts)]
    if result["lapses"] or result["lapses_avoided"]:
        told.append(voice.text("plan_headline_lapses", **counts))
    told += [
        voice.text(
            "plan_headline_target" if not one["short"] else "plan_headline_target_short",
            target=one["id"], month=one["month"], needed=one["needed"], short=one["short"],
        )
        for one in result["targets"]
    ]  # fmt: skip
    told.append(voice.text(f"plan_status_{result['status']}"))
    return told


def stage_sentence(voice: Voice, stage: Mapping[str, Any]) -> str:
    """One stage: what it reached, what nothing can pass, and how far apart the two are."""
    from decimal import Decimal

    percent = (Decimal(stage["gap"]) * 100).quantize(Decimal("0.001"))
    proven = voice.text("plan_stage_is_proven" if stage["proven"] else "plan_stage_is_open")
    facts = {"value": stage["value"], "bound": stage["bound"], "percent": percent, "proven": proven}
    return voice.text(f"plan_stage_{stage['name']}", **facts)


def people_headings(voice: Voice, *, named: bool) -> Sequence[str]:
    """The headings of a list of a plan's people, by name or without."""
    columns = (*(NAMED_COLUMNS if named else ()), *PEOPLE_COLUMNS)
    return [voice.text(f"plan_people_{name}") for name in columns]


def people_rows(voice: Voice, people: "Iterable[PlanPerson]", *, named: bool) -> Iterable[Sequence[Any]]:
    """A row for each of them under `people_headings`, the reason in words."""
    for one in people:
        occupation = part_named(voice, "occupation", one.occupation) if one.occupation else None
        first, last = (voice.shown(str(month), "month") if month else None for month in (one.first, one.last))
        told = (place_with_code(one.village), reason_told(voice, one.reason), one.fund, first, last)
        drawn_by = (one.group, one.quota, one.place, occupation, voice.text(f"plan_hazard_{one.hazard}"), one.decile)
        renewed = voice.text("plan_people_is_renewed") if one.renewed else None
        row = (*told, *drawn_by, renewed, one.ticket[:16] or None, one.person)
        yield (one.nik, one.name, one.birth, *row) if named else row


def place_with_code(code: str) -> str:
    """A place by its name and its code, without which villages of one name are not told apart."""
    return f"{area_title(code)} ({code})"


def reason_told(voice: Voice, reason: str) -> str:
    """Why somebody is on the list of a plan or not, in words; a rule of the law by its name."""
    if reason.startswith("eligible_"):
        from cakupan_app.work.vocabulary import rule_named

        return voice.text("plan_reason_rule", rule=rule_named(reason, voice.lang))
    return voice.text(f"plan_reason_{reason}")
