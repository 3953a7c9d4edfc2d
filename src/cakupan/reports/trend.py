"""How coverage through the months is drawn: a line with a dot for each month, targets, and what is to be expected."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from cakupan.basics.month import Month
from cakupan.reports.palette import BAND, DOWN, GRID, LINE, PAPER, UP
from cakupan.reports.placing import Box, Placing, Spot, along
from cakupan.reports.scales import Months, Rates, rates_for
from cakupan.reports.svg import WIDTH, heading, picture, tag, text, width_of

# In pixels.
_LEFT, _RIGHT, _HIGH = 52, 14, 210
_SMALL, _LAST, _KEY_LINE = 12, 15, 20
_MONTHS_NAMED = 5  # more names of months than that do not stand side by side
_CLOSE = 30  # months from which dots would run into each other


@dataclass(frozen=True, slots=True)
class Point:
    """The rate of a month in per cent, and as it is written; None where there is no figure.

    `estimated`: nobody counted what the rate is a share of.
    """

    month: Month
    rate: Decimal | None
    shown: str = ""
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class TargetLine:
    """The rate (per cent) to be reached by the end of a year, with what is written at its line."""

    year: int
    rate: Decimal
    name: str


@dataclass(frozen=True, slots=True)
class Expected:
    """Between which rates (per cent) a month to come is expected."""

    month: Month
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class TrendWords:
    """What is written beside the line: title, description, what an estimated month and what the band of the expected
    are called, and how a rate and a month are written along the axes."""

    title: str
    description: str
    estimated: str
    expected: str
    percent: Callable[[Decimal], str]
    month: Callable[[Month], str]


def trend(
    points: Sequence[Point], targets: Sequence[TargetLine], words: TrendWords, expected: Sequence[Expected] = ()
) -> str:
    """The picture as SVG: no script, no style sheet, with a title and a description.

    Where a month has no figure the line has a gap, because nobody counted what would be drawn there. The last figure
    is written at its dot. Without any point there are the axes and the targets only.
    """
    points = sorted(points, key=lambda one: one.month)
    title, top = heading(words.title)
    frame = _framed(points, targets, expected, top)
    parts = [
        title,
        *_axes(frame, words),
        _band(frame, points, expected),
        *(_target_line(frame, one) for one in targets),
        *_line(frame, points),
        *_labels(frame, points, targets, expected),
    ]
    key, height = _key(frame, points, expected, words)
    return picture("".join([*parts, *key]), WIDTH, height, words.title, words.description)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The two axes, and where on the picture they lie."""

    months: Months
    rates: Rates
    top: float
    empty: bool

    @property
    def bottom(self) -> float:
        return self.top + _HIGH

    @property
    def month_wide(self) -> float:
        return (WIDTH - _LEFT - _RIGHT) / len(self.months)

    def across(self, month: Month) -> float:
        return _LEFT + self.month_wide * (month - self.months.first + 0.5)

    def down(self, rate: Decimal) -> float:
        return self.bottom - float(_HIGH * (rate - self.rates.low) / (self.rates.high - self.rates.low))

    def spot(self, month: Month, rate: Decimal) -> Spot:
        return self.across(month), self.down(rate)

    def of_target(self, target: TargetLine) -> tuple[Spot, Spot]:
        """Where the line of a target begins and ends: its year, or what the axis has of it."""
        begins = max(Month(target.year, 1), self.months.first)
        half, high = self.month_wide / 2, self.down(target.rate)
        return (self.across(begins) - half, high), (self.across(Month(target.year, 12)) + half, high)


def _framed(points: Sequence[Point], targets: Sequence[TargetLine], expected: Sequence[Expected], top: float) -> _Frame:
    months = [one.month for one in points] + [one.month for one in expected]
    first = min(months, default=None) or Month(min((one.year for one in targets), default=2000), 1)
    last = max([first, *months, *(Month(one.year, 12) for one in targets)])
    if last == first:  # a month alone stands in the middle
        first, last = first + -1, last + 1
    rates = [point.rate for point in points if point.rate is not None] + [one.rate for one in targets]
    rates += [rate for one in expected for rate in (one.low, one.high)]
    return _Frame(Months(first, last), rates_for(rates), top, empty=not months and not targets)


def _axes(frame: _Frame, words: TrendWords) -> Iterable[str]:
    right = WIDTH - _RIGHT
    for rate in frame.rates.named:
        high, colour = frame.down(rate), LINE if rate == frame.rates.low else GRID
        yield tag("line", x1=_LEFT, x2=right, y1=high, y2=high, stroke=colour, stroke_width=1)
        yield text(words.percent(rate), _LEFT - 7, high + 4, _SMALL, text_anchor="end")
    for month in () if frame.empty else frame.months.named(_MONTHS_NAMED):
        across, name = frame.across(month), words.month(month)
        yield tag("line", x1=across, x2=across, y1=frame.bottom, y2=frame.bottom + 5, stroke=LINE, stroke_width=1)
        middle = min(across, WIDTH - 4 - width_of(name, _SMALL) / 2)
        yield text(name, middle, frame.bottom + 19, _SMALL, text_anchor="middle")


def _band(frame: _Frame, points: Sequence[Point], expected: Sequence[Expected]) -> str:
    """What is to be expected, from the last figure on."""
    if not expected:
        return ""
    known = [point for point in points if point.rate is not None and point.month < expected[0].month]
    begins = [frame.spot(one.month, one.rate) for one in known[-1:] if one.rate is not None]
    upper = [frame.spot(one.month, one.high) for one in expected]
    lower = [frame.spot(one.month, one.low) for one in reversed(expected)]
    return tag("polygon", points=_listed([*begins, *upper, *lower]), fill=BAND, stroke=UP, stroke_width=0.75)


def _target_line(frame: _Frame, target: TargetLine) -> str:
    (left, high), (right, _) = frame.of_target(target)
    return tag("line", x1=left, x2=right, y1=high, y2=high, stroke=DOWN, stroke_width=1.5, stroke_dasharray="5 3")


def _line(frame: _Frame, points: Sequence[Point]) -> Iterable[str]:
    for run in _runs(frame, points):
        if len(run) > 1:
            yield tag("polyline", points=_listed(run), fill="none", stroke=UP, stroke_width=2, stroke_linejoin="round")
    for point in points:
        if point.rate is not None:
            yield from _dot(*frame.spot(point.month, point.rate), len(points), estimated=point.estimated)


def _dot(across: float, high: float, count: int, *, estimated: bool) -> Iterable[str]:
    size = 3.5 if count < _CLOSE else 1.8
    if estimated:
        yield tag("line", x1=across, x2=across, y1=high - 8, y2=high + 8, stroke=UP, stroke_width=1.5)
    yield tag("circle", cx=across, cy=high, r=size, fill=PAPER if estimated else UP, stroke=UP, stroke_width=1.5)


def _runs(frame: _Frame, points: Sequence[Point]) -> Sequence[Sequence[Spot]]:
    """The spots of the months that follow each other without a gap."""
    runs: list[list[Spot]] = []
    before = None
    for point in points:
        if point.rate is None:
            continue
        if before is None or point.month - before > 1:
            runs.append([])
        runs[-1].append(frame.spot(point.month, point.rate))
        before = point.month
    return runs


def _labels(
    frame: _Frame, points: Sequence[Point], targets: Sequence[TargetLine], expected: Sequence[Expected]
) -> Iterable[str]:
    """The last figure and the names of the targets, each where it hides least."""
    drawn = [spot for run in _runs(frame, points) for ends in pairwise([run[0], *run]) for spot in along(*ends)]
    drawn += [spot for one in targets for spot in along(*frame.of_target(one))]
    ends = [(frame.spot(one.month, one.low), frame.spot(one.month, one.high)) for one in expected]
    band = [spot for low, high in ends for spot in along(low, high)]
    placing = Placing(Box(4, frame.top - 14, WIDTH - 4, frame.bottom), [*drawn, *band])
    known = [point for point in points if point.rate is not None]
    for point in known[-1:]:
        if point.rate is not None:
            dot = frame.spot(point.month, point.rate)
            box = placing.place(_beside(*dot, width_of(point.shown, _LAST, bold=True)))
            yield _label(point.shown, box, _LAST, UP, "start" if box.left > dot[0] else "end")
    placing.drawn = drawn  # a target's name belongs to its line, which may go through the band
    for target in sorted(targets, key=lambda one: -one.rate):
        yield _label(target.name, placing.place(_at_end(frame, target)), _SMALL, DOWN, "end")


def _beside(across: float, high: float, wide: float) -> Iterable[Box]:
    """To the right of a dot, above it and below it."""
    yield Box(across + 8, high - 9, across + 8 + wide, high + 7)
    for left in (across - wide / 2, across - wide + 8, across - wide - 10):
        yield from (Box(left, top, left + wide, top + 16) for top in (high - 25, high + 8, high - 40, high + 24))


def _at_end(frame: _Frame, target: TargetLine) -> Iterable[Box]:
    """Above the end of a target's line and below it; further away where others stand there."""
    (begins, high), (ends, _) = frame.of_target(target)
    wide = width_of(target.name, _SMALL, bold=True)
    for right in (ends, max(begins + wide, 6 + wide), min(ends + wide, WIDTH - 4)):
        left = max(4, right - wide)
        yield from (Box(left, high + top, left + wide, high + top + 14) for top in (-17, 4, -31, 18, -46, 33, -61, 48))


def _label(words: str, box: Box, size: float, colour: str, anchor: str) -> str:
    # an outline as white as the paper keeps a label legible on a line
    outline = {"stroke": PAPER, "stroke_width": 3, "paint_order": "stroke", "stroke_linejoin": "round"}
    across, foot = box.left if anchor == "start" else box.right, box.bottom - 3
    return text(words, across, foot, size, font_weight="bold", fill=colour, text_anchor=anchor, **outline)


def _key(
    frame: _Frame, points: Sequence[Point], expected: Sequence[Expected], words: TrendWords
) -> tuple[Sequence[str], float]:
    """What the marks mean that do not speak for themselves, each on a line; and where the picture ends."""
    foot = frame.bottom + 26 + _KEY_LINE
    parts: list[str] = []
    if any(point.estimated and point.rate is not None for point in points):
        parts += [*_dot(_LEFT + 7, foot - 4, 1, estimated=True), text(words.estimated, _LEFT + 22, foot, _SMALL)]
        foot += _KEY_LINE
    if expected:
        parts += [tag("rect", x=_LEFT, y=foot - 10, width=14, height=12, fill=BAND, stroke=UP, stroke_width=0.75)]
        parts += [text(words.expected, _LEFT + 22, foot, _SMALL)]
        foot += _KEY_LINE
    return parts, foot - 8


def _listed(spots: Iterable[Spot]) -> str:
    return " ".join(f"{across:.1f},{high:.1f}" for across, high in spots)
