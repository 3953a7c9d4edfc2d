"""Whether published figures are those that somebody knows of the same place and time, and if not, how they differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from cakupan.basics.figures import Figure
from cakupan.basics.ratio import rounded
from cakupan.basics.refused import Fact
from cakupan.statements.misprints import Slip, misprint
from cakupan.statements.readings import Claim, Kind
from cakupan.statements.spans import Span

if TYPE_CHECKING:
    from cakupan.coverage.definition import FigureDefinition

Outcome = Literal["agrees", "differs", "unknown"]
Because = Literal["exact", "cut", "bound", "definition", "time", "slip", "value", "untold", "base"]
Way = Literal["usual", "definition", "time"]
_WAYS: tuple[Way, ...] = ("usual", "definition", "time")
_OPEN: tuple[Kind, ...] = ("growth",)  # "bertambah 5.000": since when is seldom said, so no figure of ours denies it
_TELLING = Decimal("0.002")  # of a figure: one printed more coarsely fits figures of other months by chance
_EXTRA, _LEAST, _MOST = 2, 2, 6  # decimals: by how many a known rate is told finer than printed; by itself; at most


@dataclass(frozen=True, slots=True)
class KnownFigure:
    """A figure of `area` as of a month or year, as somebody else has it than the text.

    `value` is people, or per cent where `unit` says so; an estimate lies between `low` and `high`, both inside. `way`:
    whether it is told by the usual definition of its kind here, by another, or of another time. `code` and `facts` say
    what it is, `sources` who counted; `definition` is that of the figure of members it rests on, where it rests on one.
    """

    kind: Kind
    unit: Literal["people", "percent"]
    area: str
    as_of: str
    value: Fraction
    code: str
    facts: Mapping[str, Fact]
    sources: tuple[str, ...] = ()
    segment: str | None = None
    way: Way = "usual"
    low: Fraction | None = None
    high: Fraction | None = None
    definition: "FigureDefinition | None" = None


@dataclass(frozen=True, slots=True)
class Compared:
    """How one claim (its position) fares against what is known.

    `by` is the known figure that it agrees with or, where it differs, the one that explains it or comes nearest;
    `usual` the one that it should have been. `difference`: printed less known, in people or points, of `usual`.
    `because` of what agrees: `exact` (as rounded), `cut` (cut off), `bound` ("more than"); of what differs:
    `definition`, `time` (it is `by`), `slip` (of the pen: see `slip`), `value`; of what is unknown: `untold` (nothing
    is known of it: `why` says what), `base` (since when it grew is not said).
    """

    claim: int
    outcome: Outcome
    because: Because
    why: str = ""
    by: KnownFigure | None = None
    usual: KnownFigure | None = None
    difference: Decimal | None = None
    slip: Slip | None = None
    beside: tuple[KnownFigure, ...] = ()


def unknown(number: int, why: str) -> Compared:
    """A claim of which nothing is known, because of `why`."""
    return Compared(number, "unknown", "untold", why)


def compared(number: int, claim: Claim, bounds: Span, known: Iterable[KnownFigure]) -> Compared:
    """How a claim that may stand for any number in `bounds` fares against the figures known of its place and time.

    A figure rounded or cut off as printed agrees: 48.26 is 48.2621. Where the usual figure does not fit, and by another
    definition or of another month one of ours does, it differs by that.
    """
    alike = [one for one in known if (one.kind, one.unit) == (claim.kind, claim.unit) and _same_group(one, claim)]
    if not alike:
        return unknown(number, "segment" if claim.segment else "kind")
    usual = [one for one in alike if one.way == "usual"]
    for way in _WAYS:
        fitting = [(one, fit) for one in alike if one.way == way and (fit := _fit(claim, bounds, one)) is not None]
        if fitting and (way == "usual" or (way == "definition" and not usual)):
            one, fit = min(fitting, key=lambda found: found[1] != "exact")
            return Compared(number, "agrees", fit, by=one, usual=one, beside=_beside(alike, one))
        if fitting and claim.kind not in _OPEN and (way == "definition" or _is_telling(bounds)):
            because: Because = "definition" if way == "definition" else "time"
            return _differs(number, claim, usual, because, fitting[0][0], alike)
    if claim.kind in _OPEN:
        return Compared(number, "unknown", "base", "base", beside=tuple(alike))
    if not usual:
        return Compared(number, "unknown", "untold", "usual", beside=tuple(alike))
    slipped = _slip(claim, bounds, usual)
    if slipped is not None:
        return _differs(number, claim, usual, "slip", slipped[0], alike, slipped[1])
    return _differs(number, claim, usual, "value", _nearest(claim, usual), alike)


def _same_group(known: KnownFigure, claim: Claim) -> bool:
    return (known.segment or "").casefold() == (claim.segment or "").casefold()


def _differs(
    number: int,
    claim: Claim,
    usual: Sequence[KnownFigure],
    because: Because,
    by: KnownFigure,
    alike: Sequence[KnownFigure],
    slip: Slip | None = None,
) -> Compared:
    right = by if by in usual else _nearest(claim, usual) if usual else None
    off = difference_of(claim, right) if right is not None else None
    return Compared(
        number, "differs", because, by=by, usual=right, difference=off, slip=slip, beside=_beside(alike, by)
    )


def difference_of(claim: Claim, known: KnownFigure) -> Decimal:
    """What is printed less what is known, as finely as `told` tells the known figure."""
    return Decimal(claim.value) - told(known, claim)


def told(known: KnownFigure, claim: Claim | None = None) -> Decimal:
    """A known figure as it is told beside a claim: people whole, a rate two places finer than printed if it has them.

    >>> from cakupan.statements.against import KnownFigure
    >>> rate = KnownFigure("coverage_rate", "percent", "16.06", "2025-07", Fraction(10307900, 213582), "-", {})
    >>> told(rate)
    Decimal('48.26')
    """
    if known.unit == "people":
        return rounded(known.value, 0)
    if claim is None:
        return rounded(known.value, _LEAST)
    places = _places(claim)
    finer = places if known.value * 10**places % 1 == 0 else min(_MOST, places + _EXTRA)
    return rounded(known.value, finer)


def _places(claim: Claim) -> int:
    return max(0, -int(Decimal(claim.value).as_tuple().exponent))


def _fit(claim: Claim, bounds: Span, known: KnownFigure) -> Because | None:
    low, high = known.low if known.low is not None else known.value, known.high or known.value
    first, last = Fraction(bounds.low), Fraction(bounds.high)
    if low < last and first <= high:
        return "exact" if claim.qualifier is None else "bound"
    point, step = Fraction(bounds.point), Fraction(bounds.step)
    # a count is cut off only where it was told in thousands: no person is half there
    coarse = step > 1 or (known.unit == "percent" and step > 0)
    if claim.qualifier is None and coarse and point <= known.value < point + step:
        return "cut"
    return None


def _is_telling(bounds: Span) -> bool:
    return bounds.point > 0 and bounds.high - bounds.low <= bounds.point * _TELLING


def _slip(claim: Claim, bounds: Span, usual: Sequence[KnownFigure]) -> tuple[KnownFigure, Slip] | None:
    """The usual figure that the printed one would be but for a slip of the pen."""
    if not bounds.step or claim.qualifier is not None:
        return None
    figure = Figure(Decimal(claim.value), bounds.step, decimals=_decimals(bounds.step))
    for one in usual:
        value = Decimal(one.value.numerator) / Decimal(one.value.denominator)
        half = bounds.step / 2
        found = misprint(figure, Span(value, value - half, value + half, bounds.step))
        if found is not None:
            return one, found.slip
    return None


def _decimals(step: Decimal) -> int:
    return max(0, -int(step.as_tuple().exponent))


def _nearest(claim: Claim, known: Sequence[KnownFigure]) -> KnownFigure:
    return min(known, key=lambda one: (abs(one.value - Fraction(claim.value)), one.code, one.as_of))


def _beside(alike: Sequence[KnownFigure], chosen: KnownFigure) -> tuple[KnownFigure, ...]:
    return tuple(one for one in alike if one is not chosen and one.way != "time")
