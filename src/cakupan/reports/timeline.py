"""How the months of one person are drawn: a lane for each kind of thing, a bar from its first month to its last."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from cakupan.basics.month import Month
from cakupan.reports.palette import DOWN, FIGURE, LINE, TEXT, UP

COVERED, MEMBERSHIP, PAID, NAMED = UP, FIGURE, LINE, DOWN

# In pixels: what fits a phone held upright with letters that can be read.
_WIDTH, _LEFT, _RIGHT, _TOP, _LANE, _BAR = 340, 8, 8, 8, 42, 14
_FONT = "sans-serif"
_TICKS = 6  # years that have room beside each other


@dataclass(frozen=True, slots=True)
class Span:
    """From the first month to the last, both inside, and what it says to whom the picture is read out."""

    starts: Month
    ends: Month
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One kind of thing, in one colour, with its name above it."""

    name: str
    colour: str
    spans: tuple[Span, ...]


def timeline(lanes: Sequence[Lane], title: str, description: str) -> str:
    """The picture as SVG, colours in `fill`; nothing where there is nothing to draw."""
    spans = [span for lane in lanes for span in lane.spans]
    if not spans:
        return ""
    first, last = min(span.starts for span in spans), max(span.ends for span in spans)
    scale = _Scale(first, last - first + 1)
    height = _TOP + _LANE * len(lanes) + 24
    parts = [*_years(scale, last, len(lanes)), *(_lane(place, lane, scale) for place, lane in enumerate(lanes))]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
        f' role="img"><title>{escape(title)}</title><desc>{escape(description)}</desc>{"".join(parts)}</svg>'
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: Month
    months: int

    def at(self, months: int) -> float:
        """Where the month so many after the first begins."""
        return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * months / self.months, 1)


def _lane(place: int, lane: Lane, scale: _Scale) -> str:
    top = _TOP + place * _LANE
    at = f'x="{_LEFT}" y="{top + 13}" font-family="{_FONT}" font-size="13" fill="{TEXT}"'
    return f"<text {at}>{escape(lane.name)}</text>" + "".join(
        _bar(span, lane.colour, top + 19, scale) for span in lane.spans
    )


def _bar(span: Span, colour: str, top: int, scale: _Scale) -> str:
    begins, ends = scale.at(span.starts - scale.first), scale.at(span.ends - scale.first + 1)
    # a single month among many years must still be seen
    width = max(3, round(ends - begins - 1, 1))
    told = f"<title>{escape(span.shown)}</title>" if span.shown else ""
    return f'<rect x="{begins}" y="{top}" width="{width}" height="{_BAR}" rx="2" fill="{colour}">{told}</rect>'


def _years(scale: _Scale, last: Month, lanes: int) -> Iterable[str]:
    """A thin line beside each bar where a year begins, as many as have room, and the year below."""
    begins = [Month(year, 1) for year in range(scale.first.year, last.year + 1)]
    inside = [month for month in begins if month >= scale.first] or [scale.first]
    every = max(1, -(-len(inside) // _TICKS))
    for month in inside[::every]:
        at = scale.at(month - scale.first)
        anchor = "end" if at > _WIDTH - 40 else "start"
        for top in range(_TOP, _TOP + _LANE * lanes, _LANE):
            yield f'<line x1="{at}" x2="{at}" y1="{top + 17}" y2="{top + 36}" stroke="{LINE}" stroke-width="1"/>'
        where = f'x="{at}" y="{_TOP + _LANE * lanes + 12}" text-anchor="{anchor}"'
        yield f'<text {where} font-family="{_FONT}" font-size="12" fill="{TEXT}">{month.year}</text>'
