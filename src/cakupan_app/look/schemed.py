"""How what follows from the law is told: steps with their rule and source, what is owed, and who may be enrolled."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from cakupan.basics.refused import Fact
from cakupan_app.look.citations import cited
from cakupan_app.look.sureness import sure_told
from cakupan_app.look.voice import Voice
from cakupan_app.look.words import sentences
from cakupan_app.work.vocabulary import rule_named

if TYPE_CHECKING:
    from datetime import date

    from cakupan.basics.finding import Finding
    from cakupan.scheme.contribution import Contribution, Part
    from cakupan.scheme.eligibility import Rule
    from cakupan.scheme.entry import Entry
    from cakupan.scheme.step import Step
    from cakupan_app.work.scheme import Judged, ListJudged, Owed

_PERCENT = ("step_discount", "step_relief")
_COUNTS = ("step_waiting", "step_scholarship_years", "step_children")
_LISTED = 8  # more than so many occupations are told by their number


def step_told(voice: Voice, step: "Step") -> Mapping[str, Any]:
    """A step in words: the rule by its id and name, what was asked, what came of it, the verdict, the source."""
    return {
        "rule": step.rule,
        "name": rule_named(step.rule, voice.lang),
        "asked": _asked(voice, step),
        "value": _value(voice, step),
        "amount": step.value if in_rupiah(step) else None,
        "verdict": step.verdict,
        "verdict_told": voice.text(f"step_verdict_{step.verdict}"),
        "source": step.source,
        "source_told": cited(step.source, voice.lang),
        "sure": step.sure,
        "sure_told": sure_told(voice, step.sure),
        "note": step.note,
        "note_told": cited(step.note, voice.lang) if step.note else None,
    }


def in_rupiah(step: "Step") -> bool:
    """Whether what came of a step is an amount of money, which is no answer of yes or no."""
    return "field" not in step.facts and step.code not in (*_PERCENT, *_COUNTS, "step_discount_payer", "step_transport")


def _asked(voice: Voice, step: "Step") -> str:
    facts = dict(step.facts)
    if "field" in facts:
        field = str(facts["field"])
        facts |= {"field": voice.text(f"asked_{field}"), "against": in_words(voice, field, facts["against"])}
    if "payer" in facts:
        facts["payer"] = payer_named(voice, facts["payer"])
    if "side" in facts:
        facts["side"] = voice.text(f"side_{facts['side']}")
    if step.code == "step_benefit":
        facts["name"] = voice.text(f"benefit_{facts['name']}")
    return voice.text(step.code, **facts)


def in_words(voice: Voice, field: str, value: Fact) -> str:
    """A value of a field of a person, or what it is tested against, as people read it."""
    if value is None:
        return voice.text("person_not_told")
    if isinstance(value, tuple):
        if len(value) > _LISTED:
            return voice.text("occupations_listed", count=len(value))
        return voice.shown(tuple(in_words(voice, field, one) for one in value), "either")
    if field == "occupation":
        return voice.text(f"occupation_{value}")
    if field == "sex":
        return voice.text(f"sex_{value}")
    if field == "home":
        return voice.shown(value, "area")
    if field in ("citizen", "social_aid"):
        return voice.text(f"told_{str(value).lower()}")
    if field == "member_segment":
        return voice.text("member_of_none") if value == "none" else str(value)
    return str(value)


def payer_named(voice: Voice, payer: Fact) -> str:
    return voice.text(f"payer_{payer}") if payer else voice.text("person_not_told")


def _value(voice: Voice, step: "Step") -> str:
    if "field" in step.facts:
        return in_words(voice, str(step.facts["field"]), step.value)
    if step.code == "step_discount_payer":
        return payer_named(voice, step.value)
    if step.code == "step_transport":
        listed = step.value if isinstance(step.value, tuple) else ()
        return ", ".join(in_words(voice, "occupation", one) for one in listed)
    if step.code in _PERCENT:
        return f"{voice.shown(step.value, 'n')} %"
    return voice.shown(step.value, "n" if step.code in _COUNTS else "rp")


def entry_told(voice: Voice, entry: "Entry", until: "date | None", day: "date") -> Mapping[str, Any]:
    """An entry of the law as a page shows it: its value in words, its dates, and how sure both are.

    `until` is the last day on which it holds, None where that is not known; `holds` says whether it does on `day`.
    """
    return {
        "id": entry.id,
        "name": rule_named(entry.id, voice.lang),
        "value": value_told(voice, entry),
        "enacted": entry.enacted,
        "since": entry.starts_on,
        "until": until,
        "holds": entry.starts_on <= day and (until is None or day <= until),
        "source": cited(entry.source, voice.lang),
        "note": cited(entry.note, voice.lang) if entry.note else None,
        "sure_told": sure_told(voice, entry.sure),
        "dates_told": sure_told(voice, entry.dates_sure) if entry.dates_sure != entry.sure else None,
    }


def value_told(voice: Voice, entry: "Entry") -> str:
    """The value of an entry in words; that it was not found, where it was not."""
    if entry.value is None:
        return voice.text("law_value_not_found")
    if entry.unit == "rule":
        return _rule_told(voice, entry.value)
    return _told(voice, entry.value, entry.unit)


def _rule_told(voice: Voice, value: Mapping[str, Any]) -> str:
    against, field = value["against"], value["field"]
    named = {"field": voice.text(f"asked_{field}")}
    if against is None:
        return voice.text("law_rule_without_limit", **named)
    if isinstance(against, Mapping):  # of another place: the ages of enrolment, or the area that enrols
        word = next(f"law_against_{key}" if key == "asked" else f"law_against_{said}" for key, said in against.items())
        return voice.text(f"step_{value['test']}", **named, against=voice.text(word))
    return voice.text(f"step_{value['test']}", **named, against=in_words(voice, field, against))


def _told(voice: Voice, value: Any, unit: str) -> str:
    if isinstance(value, tuple):
        if value and isinstance(value[0], Mapping):
            return "; ".join(_tier_told(voice, one) for one in value)
        return ", ".join(_told(voice, one, unit) for one in value)
    if isinstance(value, Mapping):
        return "; ".join(
            f"{_key_told(voice, key)}: {_told(voice, one, _unit(key, unit))}" for key, one in value.items()
        )
    if unit == "percent":
        return f"{voice.shown(value, 'n')} %"
    if unit.startswith("rupiah"):
        return voice.shown(value, "rp")
    if unit == "words":
        return voice.text(f"law_says_{value}") if f"law_says_{value}" in sentences() else _occupation(voice, value)
    return voice.text(f"law_unit_{unit}", count=value)


def _occupation(voice: Voice, word: str) -> str:
    code = f"occupation_{word}"
    return voice.text(code) if code in sentences() else word


def _tier_told(voice: Voice, tier: Mapping[str, Any]) -> str:
    code = "law_tier_above" if tier["up_to"] is None else "law_tier"
    return voice.text(code, percent=tier["percent"], up_to=tier["up_to"])


def _key_told(voice: Voice, key: Any) -> str:
    for code in (f"law_key_{key}", f"payer_{key}"):
        if code in sentences():
            return voice.text(code)
    return str(key)


def _unit(key: Any, unit: str) -> str:
    return key if key in ("years", "rupiah") else unit


def finding_told(voice: Voice, finding: "Finding") -> str:
    facts = dict(finding.facts)
    if "payer" in facts:
        facts["payer"] = payer_named(voice, facts["payer"])
    return voice.text(finding.code, **facts)


def owed_document(voice: Voice, found: "Owed") -> Mapping[str, Any]:
    """What is owed, for programs: each month with its parts, and the steps of each run of months that are alike."""
    question = found.question
    return {
        "segment": question.segment,
        "payer": question.payer,
        "months": [
            {"month": str(one.month), "total": one.total, "parts": [_part(part) for part in one.parts]}
            for one in found.months
        ],
        "total": found.total,
        "steps": [
            {
                "since": str(run[0].month),
                "until": str(run[-1].month),
                "total": run[0].total,
                "steps": [step_told(voice, one) for one in run[0].steps],
            }
            for run in runs(found.months)
        ],
        "findings": [
            {"code": one.code, "severity": one.severity, "message": finding_told(voice, one)} for one in found.findings
        ],
    }


def _part(part: "Part") -> Mapping[str, Any]:
    return {"programme": part.programme, "side": part.side, "amount": part.amount, "rules": list(part.rules)}


def runs(months: Sequence["Contribution"]) -> Sequence[Sequence["Contribution"]]:
    """Months one after the other that are owed alike, for the same reasons."""
    return [list(run) for _, run in groupby(months, key=lambda one: (one.parts, one.steps))]


def judged_document(voice: Voice, found: "Judged") -> Mapping[str, Any]:
    """Whether one person may be enrolled, for programs."""
    return {
        "area": found.area,
        "day": found.day,
        "eligible": found.eligibility.verdict,
        "because": found.eligibility.because,
        "steps": [step_told(voice, one) for one in found.eligibility.steps],
        "not_asked": list(found.not_asked),
    }


def list_document(voice: Voice, found: "ListJudged") -> Mapping[str, Any]:
    """Who of a list may be enrolled, for programs: rows by sheet and number only."""
    return {
        "file": found.name,
        "area": found.area,
        "day": found.day,
        "rules": [rule_told(voice, one) for one in found.rules],
        "not_asked": list(found.not_asked),
        "counts": {verdict: found.count(verdict) for verdict in ("yes", "no", "unknown")},
        "quarantined": found.quarantined,
        "repeated": found.repeated,
        "payer": found.payer,
        "monthly": {verdict: found.monthly(verdict) for verdict in ("yes", "unknown")} if found.payer else None,
        "rows": [_row(row, found.rules) for row in found.rows],
    }


def rule_told(voice: Voice, rule: "Rule") -> Mapping[str, Any]:
    """A rule of eligibility in words, before it is asked of anybody."""
    facts = {"field": voice.text(f"asked_{rule.field}"), "against": in_words(voice, rule.field, rule.against)}
    entry = rule.entry
    told = {"rule": rule.id, "name": rule_named(rule.id, voice.lang), "asked": voice.text(f"step_{rule.test}", **facts)}
    return {**told, "source": entry.source, "sure": entry.sure, "override": entry.override}


def _row(row: Mapping[str, Any], rules: Sequence["Rule"]) -> Mapping[str, Any]:
    told = {name: row[name] for name in ("sheet", "row", "eligible", "because", "place_in_household")}
    told["contribution"] = row.get("contribution")
    return {**told, "answers": {one.id: row[one.id] for one in rules}}
