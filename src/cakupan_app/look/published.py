"""What was published as documents and rows: a series for each place, with source and verdict of each figure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cakupan_app.look.checked import compared_told, conflict_document, number
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.statements.against import Compared
    from cakupan.statements.conflicting import Conflict, Published
    from cakupan.statements.series import PlaceSeries
    from cakupan_app.work.observe import Observed

COLUMNS = (
    "place", "place_code", "kind", "segment", "as_of", "value", "unit", "quote", "qualifier", "published_on",
    "source", "url", "fares", "known", "text",
)  # fmt: skip
"""The columns of an export, in order; the headings of a file for people are `published_<column>`."""

if TYPE_CHECKING:
    Held = Mapping[tuple[str, tuple[int, int]], Compared]


def held_by(figures: "Sequence[Published]", compared: "Sequence[Compared]") -> "Held":
    """How each figure fares against what is known, by its text and where it stands there."""
    return {(one.text, one.claim.span): held for one, held in zip(figures, compared, strict=True)}


def figure_document(voice: Voice, one: "Published", held: "Held | None" = None) -> dict[str, Any]:
    """One published figure: `fares` is how it fares in its text, `known` against what is known (None: not asked)."""
    claim = one.claim
    against = held.get((one.text, claim.span)) if held else None
    return {
        "place": claim.place,
        "place_code": claim.place_code,
        "kind": claim.kind,
        "segment": claim.segment,
        "as_of": claim.as_of,
        "value": number(claim.value),
        "unit": claim.unit,
        "quote": " ".join(claim.quote.split()),
        "qualifier": claim.qualifier,
        "published_on": one.published_on,
        "source": one.source or None,
        "url": one.url or None,
        "fares": one.verdict,
        "known": against.outcome if against else None,
        "text": one.text,
        "message": compared_told(voice, claim, against) if against else None,
    }


def series_document(
    voice: Voice,
    series: "Sequence[PlaceSeries]",
    conflicts: "Sequence[Conflict]",
    held: "Held | None" = None,
) -> dict[str, Any]:
    """All series, and what texts print otherwise of one place and time."""
    return {
        "places": [_place(voice, one, held) for one in series],
        "conflicts": [conflict_document(voice, one) for one in conflicts],
    }


def _place(voice: Voice, one: "PlaceSeries", held: "Held | None") -> dict[str, Any]:
    latest = one.latest_rate
    return {
        "place": one.place,
        "place_code": one.place_code,
        "texts": one.texts,
        "doubted": one.doubted,
        "latest": figure_document(voice, latest, held) if latest else None,
        "figures": [figure_document(voice, figure, held) for figure in one.figures],
    }


def rows_of(
    voice: Voice,
    series: "Sequence[PlaceSeries]",
    held: "Held | None" = None,
) -> Iterator[Sequence[Any]]:
    """The rows of a file for people, in the order of COLUMNS."""
    for place in series:
        for figure in place.figures:
            told = figure_document(voice, figure, held)
            told["kind"] = voice.text(f"claim_{told['kind']}")
            told["fares"] = voice.text(f"fares_{told['fares']}")
            told["known"] = voice.text(f"known_{told['known']}_short") if told["known"] else None
            told["value"] = str(figure.claim.value)
            yield [told[name] for name in COLUMNS]


def headings(voice: Voice) -> list[str]:
    """The headings of that file."""
    return [voice.text(f"published_{name}") for name in COLUMNS]


def observed_document(voice: Voice, one: "Observed") -> dict[str, Any]:
    """What became of one text."""
    return {
        "name": one.name,
        "status": one.status,
        "sha256": one.sha256 or None,
        "verdict": one.verdict or None,
        "claims": one.claims,
        "error": voice.worded(one.problem) if one.problem else None,
    }
