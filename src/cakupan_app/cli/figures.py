"""How figures about coverage and gap are laid out as a page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cakupan.basics.refused import Fact
from cakupan.coverage.breakdown import PLACES
from cakupan.coverage.definition import ELSEWHERE
from cakupan_app.cli.documents import area_title, estimate_definition
from cakupan_app.cli.face import Face, tell_aside
from cakupan_app.cli.reviewing import linkage_sentence

if TYPE_CHECKING:
    from cakupan.coverage.attribution import AttributionChange
    from cakupan.coverage.definition import FigureDefinition
    from cakupan.coverage.figure import Coverage, CoverageFigure
    from cakupan.workforce.allocate import Estimate
    from cakupan.workforce.denominator import Denominator

_OVERRIDES_SHOWN = 5  # on a page; --json has them all

_FLOWS_SHOWN = 5
_ABOUT = "≈"  # before whatever nobody counted; the sentence of an estimate says what it means


def coverage_page(face: Face, answer: "Coverage", document: dict[str, Any]) -> None:
    """The figure first, then what it means, then its parts.

    A row of nobody whose only members count elsewhere, by a membership of theirs that speaks, stands in the JSON only.
    """
    headline(face, answer)
    tell_linkage(face, answer)
    of_persons = [entry for entry in document["rows"] if entry["members"] != 0 or not entry["memberships"]]
    if answer.by and of_persons:
        _table(face, answer, of_persons)
        if any(entry["hidden"] for entry in of_persons):
            face.say("hidden_meaning", 2)
        tell_estimates(face, answer)
    tell_overrides(face, document["overrides"])
    tell_beside(face, answer)
    tell_other_evidence(face, answer)
    if answer.attributed:
        _tell_attribution(face, answer.attributed)
    notes(document)


def tell_linkage(face: Face, answer: "Coverage") -> None:
    """How often the links are wrong that a figure rests on, or that nobody has looked."""
    sentence = linkage_sentence(face, answer.definition)
    if sentence is not None and answer.total.members is not None:
        face.write(sentence, 2)


def _tell_attribution(face: Face, change: "AttributionChange") -> None:
    """How the count differs from that by domicile, and between which areas."""
    by = face.text(f"by_{change.by}")
    face.say("attribution_changes", 2, by=by, members=change.members, domicile=change.by_domicile, both=change.both)
    for told, flows in (("attribution_lost", change.lost), ("attribution_gained", change.gained)):
        for flow in flows[:_FLOWS_SHOWN]:
            other = area_title(flow.other) if flow.other else face.text("area_not_known")
            face.say(told, 4, by=by, members=flow.members, other=other)
        rest = sum(flow.members for flow in flows[_FLOWS_SHOWN:])
        if rest:
            face.say(told, 4, by=by, members=rest, other=face.text("areas_other"))


def tell_estimates(face: Face, answer: "Coverage") -> None:
    """What the mark of an estimate means, a sentence for each rule and what it was used on."""
    told: dict[str, Estimate] = {}
    for figure in (answer.total, *answer.rows):
        if figure.estimate:
            told.setdefault(estimate_definition(face, figure.estimate), figure.estimate)
    for says, estimate in told.items():
        listed = estimate.listed
        facts: dict[str, Fact] = {"weights": listed.id, "vintage": listed.vintage, "level": estimate.rule.level}
        face.say("estimate_meaning", 2, definition=says, **facts)


def tell_overrides(face: Face, overrides: list[dict[str, Any]]) -> None:
    """Which counts a government states itself, a sentence each."""
    for one in overrides[:_OVERRIDES_SHOWN]:
        count = {name: one[name] for name in ("denominator", "area", "value", "published")}
        if one["set_by"] is None:  # for the public
            face.say("figure_overridden_in_public", 2, **count)
            continue
        signed = {"set_by": one["set_by"], "known_on": one["known_on"], "accepted_by": one["accepted_by"] or "–"}
        face.say("figure_overridden", 2, **count, **signed, reason=one["reason"] or face.text("reason_unstated"))
    if len(overrides) > _OVERRIDES_SHOWN:
        face.say("figure_overrides_more", 2, count=len(overrides) - _OVERRIDES_SHOWN)


def tell_other_evidence(face: Face, answer: "Coverage") -> None:
    """What the other kinds of evidence say, a sentence each."""
    for one in (*answer.other_evidence, *answer.partial_evidence):
        rate = one.figure.ratio.percent() if one.figure.ratio else None
        evidence = face.text(f"evidence_{one.definition.evidence}")
        about = _ABOUT if one.figure.estimated and rate is not None else ""
        face.say("figure_other_evidence", 2, evidence=evidence, members=one.figure.members, rate=rate, about=about)


def tell_beside(face: Face, answer: "Coverage") -> None:
    """The same members against the area's other denominators, a sentence each."""
    for one in answer.beside:
        if one.ratio:
            named = one.denominator
            facts: dict[str, Fact] = {"rate": one.ratio.percent(), "denominator": named.name, "value": named.value}
            about = _ABOUT if named.estimate else ""
            face.say("figure_beside", 2, **facts, definition=_defined(face, named), about=about)


def headline(face: Face, answer: "Coverage", *, with_meaning: bool = True) -> None:
    """The figure in one sentence, and under it what it means."""
    total, definition = answer.total, answer.definition
    place = {"area": area_title(definition.area), "code": definition.area, "month": str(total.month)}
    if total.hidden:
        face.say("figure_hidden", **place)
    elif total.ratio and total.estimate:
        face.say("figure_rate_estimated", **place, **_between(total), rate=total.ratio.percent())
    elif total.ratio and definition.denominator:
        counts = {"members": total.members, "potential": total.potential}
        face.say("figure_rate", **place, **counts, rate=total.ratio.percent())
    elif total.members is not None:
        face.say("figure_members", **place, members=total.members)
    if total.members is not None and with_meaning:
        tell_meaning(face, definition)


def tell_meaning(face: Face, definition: "FigureDefinition") -> None:
    """What a figure means: on what evidence, counted how and by whom, and against what."""
    counted = definition.linkage is not None  # people counted one by one: by a rule of ours, not by a source
    face.say("figure_meaning_counted" if counted else "figure_meaning", 2, **_meaning(face, definition))
    if definition.denominator:
        face.say("figure_against", 2, **_against(face, definition.denominator))


def _between(total: "CoverageFigure") -> dict[str, Any]:
    estimate, lowest, highest = total.estimate, total.lowest_ratio, total.highest_ratio
    return {
        "members": total.members,
        "potential": total.potential,
        "low": estimate.low if estimate else None,
        "high": estimate.high if estimate else None,
        "lowest": lowest.percent() if lowest else None,
        "highest": highest.percent() if highest else None,
    }


def _defined(face: Face, named: "Denominator") -> str:
    if named.estimate:
        return estimate_definition(face, named.estimate)
    return named.definition or face.text("definition_unstated")


def _against(face: Face, named: "Denominator") -> dict[str, Any]:
    stated_by = (named.override.set_by or face.text("stated_in_public")) if named.override else None
    weighed_by = named.estimate.listed.id if named.estimate else None
    return {
        "denominator": named.name,
        "definition": _defined(face, named),
        "origin": named.source or stated_by or weighed_by or face.text("source_unnamed"),
        "vintage": named.vintage,
    }


def _meaning(face: Face, definition: "FigureDefinition") -> dict[str, Any]:
    return {
        "evidence": face.text(f"evidence_{definition.evidence}"),
        "basis": face.text(_basis(definition)),
        "rule": definition.active_rule,
        "sources": definition.sources or (face.text("source_unnamed"),),
        "known_on": definition.known_on,
        "snapshot": _published(face, definition),
    }


def _published(face: Face, definition: "FigureDefinition") -> str:
    named = definition.snapshot
    return face.text("snapshot_named", snapshot=named) if named else face.text("snapshot_none")


def _basis(definition: "FigureDefinition") -> str:
    named = f"basis_{definition.basis or 'reported'}"
    return f"{named}_{definition.attribution}" if definition.attribution in ELSEWHERE else named


def _table(face: Face, answer: "Coverage", rows: list[dict[str, Any]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in answer.by:
        table.add_column(face.text(f"dimension_{name}"))
    for name in ("column_members", "column_potential", "column_rate"):
        table.add_column(face.text(name), justify="right")
    for entry in rows:
        table.add_row(*(part_named(face, name, entry.get(name)) for name in answer.by), *_cells(face, entry))
    Console().print(table)


def part_named(face: Face, name: str, value: str | None) -> str:
    """What one part of a breakdown is called; a place that is not known is no row of its own: the rest of the total."""
    if value is None:
        return face.text("unplaced" if name in PLACES else "part_not_known")
    if name in ("payer", "sex", "occupation"):
        return face.text(f"{name}_{value}")
    return area_title(value) if name in PLACES else value


def _cells(face: Face, entry: dict[str, Any]) -> tuple[str, str, str]:
    if entry["hidden"]:
        return face.text("hidden"), face.text("hidden"), face.text("hidden")
    about = _ABOUT if entry["estimate"] and entry["potential"] is not None else ""
    low, high = (face.shown(entry[name], "n") for name in ("potential_low", "potential_high"))
    return (
        face.shown(entry["members"], "n"),
        about + face.shown(entry["potential"], "n") + (f" ({low}–{high})" if entry["rule"] else ""),
        (about if entry["rate"] is not None else "") + face.shown(entry["rate"], "pct"),
    )


def notes(document: dict[str, Any]) -> None:
    """What is missing and what is at odds, on stderr beside the figure."""
    for text in told_once([missing["message"] for missing in document["missing"]]):
        tell_aside(text)
    of_code: dict[tuple[str, str], list[str]] = {}
    for finding in document["findings"]:
        mark = "[i]" if finding.get("severity") == "info" else "[!]"
        of_code.setdefault((mark, finding["code"]), []).append(finding["message"])
    for (mark, _), texts in of_code.items():
        for text in told_once(texts):
            tell_aside(f"{mark} {text}")


def told_once(texts: Sequence[str]) -> Sequence[str]:
    """Notices of one kind without what they say alike: whole sentences that all of them end in stand in the last only.

    >>> told_once(("In May 3. Ask the branch.", "In June 4. Ask the branch."))
    ['In May 3.', 'In June 4. Ask the branch.']
    """
    texts = list(dict.fromkeys(texts))
    sentences = [text.split(". ") for text in texts]
    alike = 0
    while all(len(one) > alike + 1 for one in sentences) and len({one[-alike - 1] for one in sentences}) == 1:
        alike += 1
    cut = [". ".join(one[: len(one) - alike]) + "." for one in sentences[:-1]] if alike else texts[:-1]
    return [*cut, *texts[-1:]]
