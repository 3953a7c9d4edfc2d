"""A checked text as a document: the JSON of the command line (CLI.md, check) and of the API, with sentences worded."""

from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cakupan.statements.against import KnownFigure, told
from cakupan_app.look.documents import definition_document
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.statements import Checked, Claim, Finding
    from cakupan.statements.against import Compared
    from cakupan.statements.conflicting import Conflict, Published
    from cakupan_app.work.against import Against

_NAMED = 6  # figures that a sentence names: of more the least and the greatest
OUTCOMES = ("agrees", "differs", "unknown")


def checked_document(voice: Voice, name: str, checked: "Checked") -> dict[str, Any]:
    """What the figures of a text say of each other."""
    return {
        "file": name,
        "verdict": checked.verdict,
        "claims": [{**asdict(claim), "value": number(claim.value)} for claim in checked.claims],
        "findings": [finding_document(voice, finding) for finding in checked.findings],
    }


def finding_document(voice: Voice, finding: "Finding") -> dict[str, Any]:
    """One finding with its repairs, likeliest first."""
    return {
        "kind": finding.kind,
        "claims": list(finding.claims),
        "message": voice.text(finding.code, **finding.facts),
        "repairs": [
            {
                "claim": repair.claim,
                "value": number(repair.value),
                "because": voice.text(repair.code, **repair.facts),
            }
            for repair in finding.repairs
        ],
    }


def number(value: Any) -> Any:
    """A figure as JSON has numbers: 48.26 was printed with two decimals, which a float of its size gives back."""
    return float(value) if isinstance(value, Decimal) else value


def against_document(voice: Voice, checked: "Checked", against: "Against") -> dict[str, Any]:
    """How each claim fares against what is known, with the definitions and sources of what it was held against."""
    counted = {name: sum(one.outcome == name for one in against.compared) for name in OUTCOMES}
    return {
        "snapshot": int(against.snapshot) if against.snapshot else None,
        "known_on": against.known_on,
        **counted,
        "claims": [_compared(voice, checked.claims[one.claim], one) for one in against.compared],
        "conflicts": [conflict_document(voice, one) for one in against.conflicts],
        "findings": [{"code": one.code, "message": voice.text(one.code, **one.facts)} for one in against.findings],
    }


def _compared(voice: Voice, claim: "Claim", one: "Compared") -> dict[str, Any]:
    return {
        "claim": one.claim,
        "outcome": one.outcome,
        "because": one.because,
        "message": compared_told(voice, claim, one),
        "repair": repair_told(voice, claim, one),
        "difference": one.difference,
        "known": _known(voice, claim, one.by) if one.by else None,
        "usual": _known(voice, claim, one.usual) if one.usual and one.usual is not one.by else None,
        "other_definitions": [_known(voice, claim, other) for other in one.beside],
    }


def _known(voice: Voice, claim: "Claim", known: KnownFigure) -> dict[str, Any]:
    return {
        "value": told(known, claim),
        "unit": known.unit,
        "area": known.area,
        "as_of": known.as_of,
        "what": known_named(voice, known),
        "sources": list(known.sources),
        "definition": definition_document(known.definition, voice) if known.definition else None,
    }


def compared_told(voice: Voice, claim: "Claim", one: "Compared") -> str:
    """How a claim fares, as a sentence."""
    quote = " ".join(claim.quote.split())
    if one.outcome == "unknown" or one.by is None:
        return voice.text(f"against_untold_{one.why}", quote=quote)
    by, usual = one.by, one.usual or one.by
    facts = {
        "value": known_shown(voice, by, claim),
        "what": known_named(voice, by),
        "usual": known_shown(voice, usual, claim),
        "usual_what": known_named(voice, usual),
        "difference": _difference(voice, one, usual),
    }
    return voice.text(f"against_{one.because}", quote=quote, **facts)


def repair_told(voice: Voice, claim: "Claim", one: "Compared") -> str | None:
    """What would make a claim that a slip of the pen explains right; None of any other."""
    if one.slip is None or one.usual is None:
        return None
    printed = Decimal(claim.value)
    value = told(one.usual, claim)
    if one.usual.unit == "percent":
        value = value.quantize(printed if printed.as_tuple().exponent else Decimal(1))
    kind = "rate" if one.usual.unit == "percent" else "count"
    shown = int(value) if kind == "count" else value
    return voice.text(f"repair_{one.slip}_{kind}", quote=" ".join(claim.quote.split()), value=shown)


def _difference(voice: Voice, one: "Compared", usual: KnownFigure) -> str:
    if one.difference is None:
        return "–"
    if usual.unit == "people":
        return voice.shown(int(one.difference), "signed")
    return voice.text("against_points", points=voice.shown(one.difference, "points"))


def known_shown(voice: Voice, known: KnownFigure, claim: "Claim | None" = None) -> str:
    """The value of a known figure as it is read."""
    value = told(known, claim)
    return voice.shown(int(value), "n") if known.unit == "people" else voice.shown(value, "pct")


def known_named(voice: Voice, known: KnownFigure) -> str:
    """What a known figure is, in a few words: of what, when, counted how."""
    facts = dict(known.facts)
    if facts.get("evidence"):
        facts["evidence"] = voice.text(f"evidence_{facts['evidence']}")
    return voice.text(known.code, **facts)


def conflict_document(voice: Voice, one: "Conflict") -> dict[str, Any]:
    """Figures of several texts that cannot all be right, with where each was published."""
    return {
        "kind": one.kind,
        "place": one.place,
        "place_code": one.place_code,
        "as_of": one.as_of,
        "segment": one.segment,
        "message": conflict_told(voice, one),
        "figures": [
            {
                "value": number(told.claim.value),
                "quote": told.claim.quote,
                "text": told.text,
                "source": told.source or None,
                "url": told.url or None,
            }
            for told in one.figures
        ],
    }


def conflict_told(voice: Voice, one: "Conflict") -> str:
    """A conflict as a sentence."""
    kind = voice.text(f"claim_{one.kind}")
    if one.segment:
        kind = voice.text("against_of_segment", kind=kind, segment=one.segment)
    named = one.figures if len(one.figures) <= _NAMED else (*one.figures[: _NAMED // 2], *one.figures[-_NAMED // 2 :])
    figures = tuple(voice.text("against_printed_by", quote=_quoted(told), source=_named(told)) for told in named)
    if len(named) < len(one.figures):
        figures += (voice.text("against_printed_more", more=len(one.figures) - len(named)),)
    told = voice.text("against_conflict", kind=kind, place=one.place or "–", as_of=one.as_of, figures=figures)
    return told[:1].upper() + told[1:]


def _quoted(one: "Published") -> str:
    return " ".join(one.claim.quote.split())


def _named(one: "Published") -> str:
    """By what a text is known to a reader: who published it, else where, else its hash."""
    return one.source or one.url or one.text[:12]
