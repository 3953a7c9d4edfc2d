"""The page of a plan: its headline, stages, money, the simpler ways beside it, and where the people are."""

from typing import Any

from cakupan_app.cli.columns import Columns, print_columns
from cakupan_app.cli.face import Face

WORTH = ("plan_more_money", "plan_more_money_to_target", "plan_more_money_useless")
"""What each rupiah buys: a part of the page, and no note beside it."""
_VILLAGES_SHOWN = 15
_OF_A_RULE = ("lapses_avoided", "short_of_target", "exposure")


def tell_plan(face: Face, document: dict[str, Any]) -> None:
    """A plan for a reader, most important first."""
    from cakupan_app.look.plan import headline_sentences, stage_sentence

    for sentence in headline_sentences(face, document):
        face.write(sentence)
    if document["stages"]:
        face.say("plan_stages_title")
        for one in document["stages"]:
            if one["name"] != "target" or document["targets"]:  # with nothing to aim at nothing is missed
                face.write(stage_sentence(face, one), 2)
    if document["status"] == "infeasible":
        return
    _funds(face, document)
    for one in document["findings"]:
        if one["code"] in WORTH:
            face.write(one["message"])
    _months(face, document)
    _rules(face, document)
    _frontier(face, document)
    _villages(face, document)
    if document["comparison"]:
        _compared(face, document["comparison"])


def _funds(face: Face, document: dict[str, Any]) -> None:
    rows = [
        (one["id"], *_shown(face, one, ("amount", "spent", "unspent"), "rp"), *_shown(face, one, ("heads",), "n"))
        for one in document["funds"]
    ]
    _print(face, ("fund",), ("amount", "spent", "left", "heads"), rows)


def _months(face: Face, document: dict[str, Any]) -> None:
    """Rupiah of each month by fund."""
    months = sorted({month for one in document["funds"] for month in one["by_month"]})
    if not months:
        return
    face.say("plan_months_title")
    rows = [
        (
            face.shown(month, "month") if month else face.text("plan_once"),
            *(face.shown(one["by_month"].get(month, 0), "rp") for one in document["funds"]),
        )
        for month in months
    ]
    print_columns(Columns([face.text("plan_column_month")], [one["id"] for one in document["funds"]], rows))


def _rules(face: Face, document: dict[str, Any]) -> None:
    face.say("plan_rules_title")
    own = {**document, "unspent": sum(one["unspent"] for one in document["funds"])}
    rows = [
        (
            face.text(f"plan_rule_{rule}"),
            *(face.shown(of[name], "n") for name in _OF_A_RULE),
            face.shown(of["unspent"], "rp"),
        )
        for rule, of in (("plan", own), *document["by_rule"].items())
    ]
    _print(face, ("rule",), (*_OF_A_RULE, "unspent"), rows)


def _frontier(face: Face, document: dict[str, Any]) -> None:
    if not document["frontier"]:
        return
    face.say("plan_frontier_title")
    for one in document["frontier"]:
        code = "plan_frontier_point" if one["floors_met"] else "plan_frontier_point_without_floors"
        face.say(code, 2, budget=one["budget"], protected=one["protected"], avoided=one["lapses_avoided"])


def _villages(face: Face, document: dict[str, Any]) -> None:
    from cakupan_app.look.plan import place_with_code

    told = sorted(document["villages"], key=lambda one: (-one["new"] - one["renewed"], one["village"]))
    reached = [one for one in told if one["new"] or one["renewed"]]
    if not reached:
        return
    face.say("plan_villages_title")
    rows = [
        (
            place_with_code(one["village"]),
            *(face.shown(one[name], "n") for name in ("new", "renewed", "people")),
            face.shown(one["cost"], "rp"),
        )
        for one in reached[:_VILLAGES_SHOWN]
    ]
    _print(face, ("village",), ("new", "renewed", "people", "cost"), rows)
    if len(reached) > _VILLAGES_SHOWN:
        face.say("plan_villages_more", 2, count=len(reached) - _VILLAGES_SHOWN)


def _compared(face: Face, found: dict[str, Any]) -> None:
    """Every figure of the whole and of each fund beside that of the other plan; first what else differs."""
    face.say("plan_compared_title", id=found["first"]["id"], name=found["first"]["name"])
    for one in found["apart"]:
        face.write(one["message"], 2)
    rows = []
    for one in (*found["totals"], *found["funds"]):
        name = face.text(f"plan_column_{one['name']}")
        money = one["name"] in ("cost", "amount", "spent", "unspent")
        shown = [face.shown(one[side], "rp" if money else "n") for side in ("first", "second", "more")]
        rows.append((f"{one['of']}: {name}" if one["of"] else name, *shown))
    _print(face, ("figure",), ("first", "second", "more"), rows)


def _print(face: Face, names: tuple[str, ...], numbers: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    print_columns(Columns(_headings(face, names), _headings(face, numbers), rows))


def _headings(face: Face, names: tuple[str, ...]) -> list[str]:
    return [face.text(f"plan_column_{name}") for name in names]


def _shown(face: Face, one: dict[str, Any], names: tuple[str, ...], spec: str) -> list[str]:
    return [face.shown(one[name], spec) for name in names]
