"""How a plan is told on a page: its sentences, what was proven, what each rupiah buys, and where it goes.

Everything is read from the document that a scenario keeps, so that a page of last year's plan says what was planned.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cakupan import regions
from cakupan.basics.finding import Finding
from cakupan.basics.month import Month, parse_month
from cakupan_app.look.plan import headline_sentences, place_with_code
from cakupan_app.look.plan_drawn import FundMoney, frontier_drawn, funds_drawn, months_drawn, people_drawn, places_drawn
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan_app.work.plans import Scenario

RULES = ("first_come", "equal_split", "poorest_first")


def fund_id(payer: str) -> str:
    """What money of a payer is called where nobody calls it otherwise.

    >>> fund_id("apbd_regency"), fund_id("dbh_sawit")
    ('apbd', 'dbh-sawit')
    """
    return "apbd" if payer == "apbd_regency" else payer.replace("_", "-")


def funds_named(voice: Voice, result: Mapping[str, Any]) -> dict[str, str]:
    """The funds of a plan by id: by their payer's name, or as their office calls them."""
    return {
        one["id"]: voice.text(f"payer_{one['payer']}") if one["id"] == fund_id(one["payer"]) else one["id"]
        for one in result["funds"]
    }


def plan_told(voice: Voice, scenario: "Scenario") -> dict[str, Any]:
    """What the page of a plan shows, but for its tables of places."""
    result = scenario.result
    names, told = funds_named(voice, result), findings_told(voice, result)
    return {
        "result": result,
        "sentences": headline_sentences(voice, result),
        "per_month": result["cost"] // result["worker_months"] if result["worker_months"] else None,
        "left": sum(one["unspent"] for one in result["funds"]),
        "amount": sum(one["amount"] for one in result["funds"]),
        "stages": [_stage(voice, one) for one in result["stages"]],
        "worth": worth_told(voice, result),
        "funds": [{**one, "name": names[one["id"]]} for one in result["funds"]],
        "rules": rules_told(voice, result),
        "months": months_told(voice, result),
        "told": told,
        "rests": [text for severity, text in told if severity == "info"],
        "pictures": pictures(voice, result, names),
        "unmet": any(not one["floors_met"] for one in result["frontier"]),
    }


def _stage(voice: Voice, one: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        **one,
        "title": voice.text(f"planned_stage_name_{one['name']}"),
        "money": one["name"] == "cost",
        "gap": (Decimal(one["gap"]) * 100).quantize(Decimal("0.01")),
    }


def worth_told(voice: Voice, result: Mapping[str, Any]) -> Sequence[str]:
    """What more money in each fund would buy, a sentence each."""
    names = funds_named(voice, result)
    found = []
    for one in result["worth"]:
        told = {"fund": names[one["fund"]], "more": one["more"], "workers": one["for_a_year"]}
        told |= {"lapses": one["lapses_avoided"], "nearer": one["nearer_target"]}
        more = "plan_more_money_to_target" if one["nearer_target"] else "plan_more_money"
        found.append(voice.text(more if one["for_a_year"] else "plan_more_money_useless", **told))
    return found


def rules_told(voice: Voice, result: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The plan and the simpler rules beside it, each with the same figures."""
    left = sum(one["unspent"] for one in result["funds"])
    rows = [{"name": voice.text("plan_rule_plan"), **_figures(result), "unspent": left, "own": True}]
    for rule in RULES:
        if rule in result["by_rule"]:
            told = result["by_rule"][rule]
            rows.append({"name": voice.text(f"plan_rule_{rule}"), **_figures(told), "unspent": told["unspent"]})
    return rows


def _figures(told: Mapping[str, Any]) -> Mapping[str, Any]:
    names = ("lapses_avoided", "lapses", "newly_covered", "short_of_target", "worker_months", "exposure")
    return {name: told[name] for name in names}


def months_told(voice: Voice, result: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """What is paid in each month by each fund, and who is protected in it."""
    del voice
    people = {one["month"]: one for one in result.get("months", ())}
    months = sorted({month for one in result["funds"] for month in one["by_month"] if month} | set(people))
    return [
        {
            "month": month,
            "paid": [one["by_month"].get(month, 0) for one in result["funds"]],
            "people": people.get(month),
        }
        for month in months
    ]


def findings_told(voice: Voice, result: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """What is to be known of a plan, each sentence once with how grave it is, but for what more money buys."""
    names = funds_named(voice, result)
    told: dict[str, str] = {}
    for one in (Finding.from_json(kept) for kept in result["findings"]):
        if not one.code.startswith("plan_more_money"):
            told.setdefault(finding_worded(voice, one, names), one.severity)
    order = ("error", "warning", "info")
    return sorted(((severity, text) for text, severity in told.items()), key=lambda one: order.index(one[0]))


def finding_worded(voice: Voice, one: Finding, names: Mapping[str, str]) -> str:
    """A finding of a plan in words, its funds by their names."""
    facts = dict(one.facts)
    if "fund" in facts:
        facts["fund"] = names.get(str(facts["fund"]), facts["fund"])
    if isinstance(facts.get("funds"), tuple | list):
        facts["funds"] = tuple(names.get(str(fund), str(fund)) for fund in facts["funds"])  # type: ignore[union-attr]
    if "stage" in facts:
        facts["stage"] = voice.text(f"planned_stage_name_{facts['stage']}")
    return voice.text(one.code, **facts)


def pictures(voice: Voice, result: Mapping[str, Any], names: Mapping[str, str]) -> Mapping[str, Any]:
    """The pictures of one plan; one that would show nothing is left out."""
    if not result["rows"]:
        return {}
    money = [FundMoney(names[one["id"]], one["spent"], one["unspent"]) for one in result["funds"]]
    return {
        "people": people_of(voice, [(voice.text("planned_with"), result)]),
        "funds": funds_drawn(voice, money),
        "months": months_drawn(voice, names, {one["id"]: one["by_month"] for one in result["funds"]}),
        "frontier": frontier_of(voice, result),
        "places": places_of(voice, result),
    }


def frontier_of(voice: Voice, result: Mapping[str, Any]) -> Any:
    """How coverage grows with the budget, and where this plan stands; None where that is not known."""
    budget = sum(one["amount"] for one in result["funds"])
    mark = (budget, at_the_end(result), voice.text("plan_rule_plan"))
    points = [(one["budget"], one["protected"]) for one in result["frontier"]]
    return frontier_drawn(voice, points, [mark]) if points else None


def at_the_end(result: Mapping[str, Any]) -> int:
    """How many people the plan pays for in its last month."""
    return sum(row["heads"] for row in result["rows"] if row["last"] == result["until"])


def people_of(voice: Voice, plans: Sequence[tuple[str, Mapping[str, Any]]]) -> Any:
    """Who is protected by month with each of these plans of the same months, and without any; None where unknown."""
    known = plans[0][1].get("months")
    if not known:
        return None
    months = [_month(one["month"]) for one in known]
    lines = [(name, [one["with"] for one in result["months"]]) for name, result in plans]
    return people_drawn(voice, months, [*lines, (voice.text("planned_without"), [one["without"] for one in known])])


def _month(text: str) -> Month:
    found = parse_month(text)
    assert isinstance(found, Month)  # noqa: S101  written by us
    return found


def places_of(voice: Voice, result: Mapping[str, Any]) -> Any:
    """The picture of where the heads go; None where they all go to one place."""
    shown = where_told(voice, result)
    return places_drawn(voice, shown) if len(shown) > 1 else None


def where_told(voice: Voice, result: Mapping[str, Any]) -> Sequence[tuple[str, int, int]]:
    """How many are renewed and how many are new by district, in one district by village, most first."""
    key = "district" if result["area"].count(".") < _DOTS_OF_A_DISTRICT else "village"
    found: dict[str, list[int]] = {}
    for one in result["villages"]:
        told = found.setdefault(one[key], [0, 0])
        told[0] += one["renewed"]
        told[1] += one["new"]
    ranked = sorted(found.items(), key=lambda one: (-sum(one[1]), one[0]))
    return [(_short_name(voice, code), kept, new) for code, (kept, new) in ranked if kept or new]


_DOTS_OF_A_DISTRICT = 2


def place_named(voice: Voice, code: str) -> str:
    """A place by its name and code, since four villages of a regency may be called alike; that it is not known where it
    is none below a regency."""
    return place_with_code(code) if code.count(".") >= _DOTS_OF_A_DISTRICT else voice.text("unplaced")


def _short_name(voice: Voice, code: str) -> str:
    """The same without what kind of place it is, where all of a picture are of one kind."""
    known = code.count(".") >= _DOTS_OF_A_DISTRICT and regions.area_exists(code)
    return regions.area(code).name if known else place_named(voice, code)
