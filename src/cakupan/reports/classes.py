"""Which of five classes the rate of an area falls in on a map, and how an area of each kind looks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import ceil, floor
from typing import Any

from cakupan.reports.palette import LINE, PAPER, SCALE
from cakupan.reports.placing import Spot
from cakupan.reports.svg import named, tag, text

Ring = Sequence[Spot]  # in pixels; the last spot need not be the first again

_STEPS = tuple(Decimal(step) for step in (1, 2, 3, 4, 5, 10, 15, 20, 25, 50, 100, 200, 500, 1000))
_BETWEEN = 5.0  # pixels from one stroke of a hatch to the next
_LEFT, _BOX, _HIGH, _SMALL, _LINE_HIGH = 24, 62, 14, 12, 20


@dataclass(frozen=True, slots=True)
class MapArea:
    """An area on a map: its rate in per cent and as it is written; None where it is unknown.

    `hidden`: the public is not shown it, whatever else is told here. `group` is the name of the area around it, where
    areas are to stand together.
    """

    code: str
    name: str
    rate: Decimal | None
    shown: str = ""
    hidden: bool = False
    group: str = ""

    @property
    def known(self) -> Decimal | None:
        return None if self.hidden else self.rate


@dataclass(frozen=True, slots=True)
class MapWords:
    """What a map says: title, description, what hidden and unknown are called, how a rate is written; and what areas
    are called whose boundaries are not known."""

    title: str
    description: str
    hidden: str
    unknown: str
    percent: Callable[[Decimal], str]
    without_shape: str = ""

    def of(self, area: MapArea) -> str:
        """The area with what is shown of it."""
        told = self.hidden if area.hidden else self.unknown if area.rate is None else area.shown
        return f"{area.name}: {told}"


@dataclass(frozen=True, slots=True)
class Classes:
    """Six bounds (per cent) of five classes; a rate on a bound is of the class above, on the last of the last."""

    bounds: Sequence[Decimal]

    def place(self, rate: Decimal) -> int:
        return max(0, sum(bound <= rate for bound in self.bounds[:-1]) - 1)


def classes_of(areas: Iterable[MapArea]) -> Classes | None:
    """The classes with the closest round bounds that hold every rate shown; None where none is.

    What is hidden has no part in them, or the bounds would tell of it.

    >>> [int(bound) for bound in classes_of([MapArea("1", "A", Decimal(12)), MapArea("2", "B", Decimal(61))]).bounds]
    [10, 25, 40, 55, 70, 85]
    """
    rates = [area.known for area in areas if area.known is not None]
    if not rates:
        return None
    low, high = min(rates), max(rates)
    for step in _STEPS:
        first = _first_bound(low, step)
        if high <= first + step * len(SCALE):
            break
    return Classes(tuple(first + step * place for place in range(len(SCALE) + 1)))


def _first_bound(low: Decimal, step: Decimal) -> Decimal:
    # on fives and tens a reader finds a bound again; steps of three begin wherever they must
    round_to = Decimal(5) if step % 5 == 0 else step
    return floor(low / round_to) * round_to


def drawn(area: MapArea, rings: Sequence[Ring], classes: Classes | None, words: MapWords) -> str:
    """The area as it looks: its class's colour, hatched where hidden, an outline where unknown; and its name."""
    outline: dict[str, Any] = {"stroke": LINE, "stroke_width": 0.75, "stroke_linejoin": "round"}
    path = "".join(_outline(ring) for ring in rings)
    if area.known is not None and classes is not None:
        shape = tag("path", d=path, fill=SCALE[classes.place(area.known)], fill_rule="evenodd", **outline)
    elif area.hidden:
        shape = tag("path", d=path, fill=PAPER, fill_rule="evenodd", **outline)
        shape += tag("path", d=hatch(rings), fill="none", stroke=LINE, stroke_width=1)
    else:
        shape = tag("path", d=path, fill=PAPER, fill_rule="evenodd", stroke_dasharray="2 2", **outline)
    return named(shape, words.of(area))


def _outline(ring: Ring) -> str:
    """The ring as the data of a path, each spot told from the one before it: a map of villages has many thousands."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in ring]
    steps = [f"{(cx - ax) / 10:g},{(cy - ay) / 10:g}" for (ax, ay), (cx, cy) in pairwise(tenths)]
    return f"M{tenths[0][0] / 10:g},{tenths[0][1] / 10:g}l{' '.join(steps)}z"


def square(left: float, top: float, size: float) -> Ring:
    right, bottom = left + size, top + size
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def hatch(rings: Sequence[Ring]) -> str:
    """Slanting strokes inside of rings (holes have none), as the data of a path.

    Not a pattern: it would need an id, which two maps on a page would share.
    """
    # along a stroke rising to the right x + y stays, and x - y goes from one edge to the next
    edges = [((ax + ay, ax - ay), (bx + by, bx - by)) for ring in rings for (ax, ay), (bx, by) in _edges(ring)]
    sums = [end[0] for edge in edges for end in edge]
    strokes = range(ceil(min(sums, default=0) / _BETWEEN), ceil(max(sums, default=0) / _BETWEEN))
    return "".join(_stroke(stroke * _BETWEEN, edges) for stroke in strokes)


def _edges(ring: Ring) -> Iterable[tuple[Spot, Spot]]:
    return pairwise([*ring, ring[0]])


def _stroke(at: float, edges: Iterable[tuple[Spot, Spot]]) -> str:
    found = crossings(at, edges)
    pairs = zip(found[::2], found[1::2], strict=False)
    return "".join(f"M{(at + a) / 2:.1f},{(at - a) / 2:.1f}L{(at + b) / 2:.1f},{(at - b) / 2:.1f}" for a, b in pairs)


def crossings(at: float, edges: Iterable[tuple[Spot, Spot]]) -> Sequence[float]:
    """Where the line of all spots whose first number is `at` crosses edges, in order."""
    found = [
        b + (d - b) * (at - a) / (c - a)
        for (a, b), (c, d) in edges
        if min(a, c) <= at < max(a, c)  # a corner is of one of its two edges
    ]
    return sorted(found)


def legend(
    areas: Sequence[MapArea], classes: Classes | None, words: MapWords, top: float
) -> tuple[Sequence[str], float]:
    """What the colours mean, and hidden and unknown where there are such; and where it ends."""
    parts: list[str] = []
    if classes is not None:
        parts += _steps(classes, words, top)
        top += _HIGH + 28
    samples = []
    if any(area.hidden for area in areas):
        samples.append((MapArea("", "", None, hidden=True), words.hidden))
    if any(area.rate is None and not area.hidden for area in areas):
        samples.append((MapArea("", "", None), words.unknown))
    for sample, name in samples:  # each on a line of its own: a sentence may explain why
        parts.append(drawn(sample, [square(_LEFT, top, _HIGH)], None, words))
        parts.append(text(name, _LEFT + _HIGH + 7, top + _HIGH - 3, _SMALL))
        top += _LINE_HIGH
    return parts, top


def _steps(classes: Classes, words: MapWords, top: float) -> Iterable[str]:
    for place, (colour, low) in enumerate(zip(SCALE, classes.bounds, strict=False)):
        left = _LEFT + _BOX * place
        yield tag("rect", x=left, y=top, width=_BOX, height=_HIGH, fill=colour, stroke=LINE, stroke_width=0.75)
        yield text(words.percent(low), left, top + _HIGH + 14, _SMALL, text_anchor="middle")
    right = _LEFT + _BOX * len(SCALE)
    yield text(words.percent(classes.bounds[-1]), right, top + _HIGH + 14, _SMALL, text_anchor="middle")
