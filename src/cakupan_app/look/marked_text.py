"""A checked text as a page shows it: every figure marked where it stands, by a sign and words, not by colour alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from cakupan.statements.conflicting import fares_of
from cakupan_app.look.checked import against_document, finding_document
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.statements import Checked, Claim
    from cakupan.statements.conflicting import Fares
    from cakupan_app.work.against import Against

State = Literal["bad", "warn", "good", "plain"]
_SIGNS: Mapping[State, str] = {"bad": "✗", "warn": "!", "good": "✓", "plain": "?"}
_OF_TEXT: "Mapping[Fares, State]" = {
    "contradiction": "bad", "mislabel": "warn", "warning": "warn", "rounding": "good", "confirmed": "good",
}  # fmt: skip
_SIGN_OF_KNOWN = {"agrees": "=", "differs": "≠", "unknown": "?"}
_WORST: Sequence[State] = ("bad", "warn", "good", "plain")
_BY_ITSELF = ("definition", "time")  # why a figure differs that is right as it stands, only of something else


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; `number` of the figure it is (from 1), its state with the sign, and the words for it."""

    text: str
    number: int = 0
    state: State = "plain"
    sign: str = ""
    said: str = ""


def pieces_of(voice: Voice, text: str, checked: "Checked", against: "Against | None") -> tuple[Piece, ...]:
    """The whole text in stretches, in order; of figures that overlap the first is marked."""
    found: list[Piece] = []
    at = 0
    states, fares = states_of(checked, against), fares_of(checked)
    for number, claim in enumerate(checked.claims):
        begin, end = claim.span
        if begin < at:
            continue
        if begin > at:
            found.append(Piece(text[at:begin]))
        said = _said(voice, fares[number], against.compared[number].outcome if against else None)
        found.append(Piece(text[begin:end], number + 1, states[number], _SIGNS[states[number]], said))
        at = end
    return (*found, Piece(text[at:])) if at < len(text) else tuple(found)


def _said(voice: Voice, fares: "Fares", outcome: str | None) -> str:
    words = [voice.text(f"fares_{fares}")]
    if outcome in ("agrees", "differs"):
        words.append(voice.text(f"known_{outcome}_short"))
    return ", ".join(words)


def states_of(checked: "Checked", against: "Against | None") -> tuple[State, ...]:
    """How each figure is marked: by the worst that is known of it."""
    fares = fares_of(checked)
    return tuple(
        min(
            (_OF_TEXT.get(fares[number], "plain"), _of_known(against, number)),
            key=_WORST.index,
        )
        for number in range(len(checked.claims))
    )


def _of_known(against: "Against | None", number: int) -> State:
    if against is None:
        return "plain"
    one = against.compared[number]
    if one.outcome == "agrees":
        return "good"
    if one.outcome == "differs":
        return "warn" if one.because in _BY_ITSELF else "bad"
    return "plain"


def checked_facts(voice: Voice, text: str, checked: "Checked", against: "Against | None") -> dict[str, Any]:
    """What the page of a checked text needs."""
    told = against_document(voice, checked, against) if against else None
    fares = fares_of(checked)
    return {
        "pieces": pieces_of(voice, text, checked, against),
        "verdict": checked.verdict,
        "good": checked.verdict in ("consistent", "rounding_only"),
        "bad": checked.verdict in ("contradiction", "mislabel"),
        "findings": [finding_document(voice, one) for one in checked.findings],
        "rows": [_row(voice, number, one, fares[number], told) for number, one in enumerate(checked.claims)],
        "against": told,
        "held": _held(voice, told) if told else None,
    }


def _held(voice: Voice, told: Mapping[str, Any]) -> str:
    snapshot = told["snapshot"]
    named = voice.text("snapshot_named", snapshot=str(snapshot)) if snapshot else voice.text("snapshot_none")
    counts = {name: told[name] for name in ("agrees", "differs", "unknown")}
    return voice.text("against_told", snapshot=named, known_on=told["known_on"], **counts)


def _row(voice: Voice, number: int, claim: "Claim", fares: "Fares", told: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        "number": number + 1,
        "sign": _SIGNS[_OF_TEXT.get(fares, "plain")],
        "quote": " ".join(claim.quote.split()),
        "kind": voice.text(f"claim_{claim.kind}"),
        "segment": claim.segment,
        "place": claim.place,
        "as_of": claim.as_of,
        "fares": voice.text(f"fares_{fares}"),
        "known": told["claims"][number] if told else None,
        "known_sign": _SIGN_OF_KNOWN[told["claims"][number]["outcome"]] if told else "",
    }
