"""How counts along a line are drawn: people by month with and without a plan, coverage by budget."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cakupan.reports.palette import DOWN, FIGURE, GRID, LINE, PAPER, UP
from cakupan.reports.placing import Box, Placing, Spot, along
from cakupan.reports.scales import Counts, counts_for
from cakupan.reports.svg import WIDTH, heading, picture, tag, text, width_of

_RIGHT, _HIGH, _EDGE = 16, 210, 7  # pixels
_SMALL, _KEY_LINE, _KEY_LONG = 12, 20, 26
# What lines are told apart by, beside their colour: a line, dashes, dots.
_LOOKS = ((UP, None), (DOWN, "7 4"), (FIGURE, "2 3"))


@dataclass(frozen=True, slots=True)
class Curve:
    """A line by its name: how many there are at each place along the lower axis."""

    name: str
    points: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Mark:
    """One point that stands out, with what is written at it."""

    at: int
    count: int
    name: str


@dataclass(frozen=True, slots=True)
class CurveWords:
    """What is written beside the lines: title, description, and how a count and a place of the lower axis are."""

    title: str
    description: str
    count: Callable[[int], str]
    place: Callable[[int], str]


def curves(
    lines: Sequence[Curve], places: Sequence[int], words: CurveWords, marks: Sequence[Mark] = (), *, below: str = ""
) -> str:
    """The picture as SVG: no script, no style sheet, with a title and a description. At most three lines.

    `places` are those that are written along the lower axis; `below` says what they are, where their names do not.
    """
    title, top = heading(words.title)
    frame = _framed(lines, marks, words, top)
    parts = [title, *_axes(frame, places, words)]
    for line, (colour, dashes) in zip(lines, _LOOKS, strict=False):
        spots = [frame.spot(*point) for point in sorted(line.points)]
        if len(spots) > 1:
            parts.append(_line(spots, colour, dashes))
        parts += [tag("circle", cx=across, cy=high, r=2.5, fill=colour) for across, high in spots]
    parts += _marks(frame, lines, marks)
    key, height = _key(lines, below, frame.bottom)
    return picture("".join([*parts, *key]), WIDTH, height, words.title, words.description)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The two axes, and where on the picture they lie."""

    first: int
    last: int
    counts: Counts
    left: float
    top: float

    @property
    def bottom(self) -> float:
        return self.top + _HIGH

    def across(self, place: int) -> float:
        share = (place - self.first) / (self.last - self.first) if self.last > self.first else 0.5
        return self.left + 8 + share * (WIDTH - _RIGHT - self.left - 16)

    def spot(self, place: int, count: int) -> Spot:
        low, high = self.counts.low, self.counts.high
        return self.across(place), self.bottom - _HIGH * (count - low) / (high - low)


def _framed(lines: Sequence[Curve], marks: Sequence[Mark], words: CurveWords, top: float) -> _Frame:
    points = [point for line in lines for point in line.points] + [(one.at, one.count) for one in marks]
    counts = counts_for([count for _, count in points])
    left = _EDGE * 2 + max(width_of(words.count(count), _SMALL) for count in counts.named)
    places = [place for place, _ in points] or [0]
    return _Frame(min(places), max(places), counts, left, top)


def _axes(frame: _Frame, places: Sequence[int], words: CurveWords) -> Iterable[str]:
    right = WIDTH - _RIGHT
    for count in frame.counts.named:
        _, high = frame.spot(frame.first, count)
        colour = LINE if count == frame.counts.low else GRID
        yield tag("line", x1=frame.left, x2=right, y1=high, y2=high, stroke=colour, stroke_width=1)
        yield text(words.count(count), frame.left - _EDGE, high + 4, _SMALL, text_anchor="end")
    taken = 0.0
    for place in places:
        across, name = frame.across(place), words.place(place)
        wide = width_of(name, _SMALL)
        middle = min(max(across, frame.left + wide / 2 - 10), WIDTH - 4 - wide / 2)
        if middle - wide / 2 < taken:
            continue  # names do not stand on each other
        taken = middle + wide / 2 + 8
        yield tag("line", x1=across, x2=across, y1=frame.bottom, y2=frame.bottom + 5, stroke=LINE, stroke_width=1)
        yield text(name, middle, frame.bottom + 19, _SMALL, text_anchor="middle")


def _line(spots: Sequence[Spot], colour: str, dashes: str | None) -> str:
    listed = " ".join(f"{across:.1f},{high:.1f}" for across, high in spots)
    return tag(
        "polyline", points=listed, fill="none", stroke=colour, stroke_width=2, stroke_linejoin="round",
        stroke_dasharray=dashes,
    )  # fmt: skip


def _marks(frame: _Frame, lines: Sequence[Curve], marks: Sequence[Mark]) -> Iterable[str]:
    ends = [pair for line in lines for pair in pairwise(sorted(line.points))]
    drawn = [spot for begins, stops in ends for spot in along(frame.spot(*begins), frame.spot(*stops))]
    placing = Placing(Box(frame.left + 2, frame.top - 14, WIDTH - 4, frame.bottom - 2), drawn)
    outline = {"stroke": PAPER, "stroke_width": 3, "paint_order": "stroke", "stroke_linejoin": "round"}
    for one in marks:
        across, high = frame.spot(one.at, one.count)
        wide = width_of(one.name, _SMALL, bold=True)
        beside = [Box(left, high + down, left + wide, high + down + 15)
                  for left in (across + 9, across - wide - 9, across - wide / 2)
                  for down in (-8, 9, -26, 26, -44)]  # fmt: skip
        box = placing.place(beside)
        yield tag("circle", cx=across, cy=high, r=5.5, fill=PAPER, stroke=DOWN, stroke_width=2.5)
        yield text(one.name, box.left, box.bottom - 3, _SMALL, font_weight="bold", fill=DOWN, **outline)


def _key(lines: Sequence[Curve], below: str, bottom: float) -> tuple[Sequence[str], float]:
    """What the lines are, each with its own dashes; and where the picture ends."""
    foot, parts = bottom + 26 + _KEY_LINE, list[str]()
    if below:
        parts.append(text(below, WIDTH - _RIGHT, foot - 8, _SMALL, text_anchor="end"))
        foot += _KEY_LINE
    for line, (colour, dashes) in zip(lines, _LOOKS, strict=False):
        if len(lines) > 1:
            parts.append(_line([(_EDGE, foot - 4), (_EDGE + _KEY_LONG, foot - 4)], colour, dashes))
            parts.append(text(line.name, _EDGE + _KEY_LONG + 8, foot, _SMALL))
            foot += _KEY_LINE
    return parts, foot - 8
