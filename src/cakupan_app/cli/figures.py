"""How figures about coverage and gap are laid out as a page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cakupan.basics.refused import Fact
from cakupan_app.cli.face import Face, tell_aside
from cakupan_app.look.documents import area_title, estimate_definition
from cakupan_app.look.linkage import linkage_sentence
from cakupan_app.look.told import defined, headline_sentence, meaning_sentences, part_named

if TYPE_CHECKING:
    from cakupan.coverage.attribution import AttributionChange
    from cakupan.coverage.definition import FigureDefinition
    from cakupan.coverage.figure import Coverage
    from cakupan.workforce.allocate import Estimate

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
            face.say("figure_beside", 2, **facts, definition=defined(face, named), about=about)


def headline(face: Face, answer: "Coverage", *, with_meaning: bool = True) -> None:
    """The figure in one sentence, and under it what it means."""
    sentence = headline_sentence(face, answer)
    if sentence:
        face.write(sentence)
    if answer.total.members is not None and with_meaning:
        tell_meaning(face, answer.definition)


def tell_meaning(face: Face, definition: "FigureDefinition") -> None:
    """What a figure means: on what evidence, counted how and by whom, and against what."""
    for sentence in meaning_sentences(face, definition):
        face.write(sentence, 2)


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
