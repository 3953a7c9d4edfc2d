"""How a change between two figures is drawn: a bar for each figure, and between them a step for each reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cakupan.reports.palette import DOWN, FIGURE, FONT, LINE, PAPER, TEXT, UP
from cakupan.reports.svg import TITLE_LETTERS, from_chart, lines_of

if TYPE_CHECKING:
    import altair as alt

_MARKS = {UP: "▲ ", DOWN: "▼ "}

# In pixels: what fits a phone held upright with letters that can be read. The bars take what is left.
_WIDTH, _NAMES, _ROW, _BAR = 390, 132, 36, 20
_LETTERS, _NOTE_LETTERS = 19, 53  # of a name, and of the note under the title, on one line
_DIGIT, _GAP = 7, 16  # of a number, and between it and the bars: millions need more room than thousands


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure (`amount` in all) or a step (`amount` more or fewer), with its name and its number in words."""

    name: str
    amount: int
    shown: str
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture says beside its bars: its title, what it shows for those who do not see it, and the note under
    bars that do not begin at nothing."""

    title: str
    description: str
    cut: str


def waterfall(bars: Sequence[Bar], words: Words) -> str:
    """The picture as SVG: colours in `fill`, no script, no style sheet, with a title and a description.

    `bars` begin with a figure, and each further figure is where the steps before it arrive. Where all happens far
    from nothing the scale begins later, so that small steps can be seen: the figures' bars are then broken, and a note
    says so.
    """
    drawn = _drawn(bars)
    return from_chart(_chart(drawn, _is_cut(drawn), words), words.title, words.description)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A bar with where it begins and ends."""

    bar: Bar
    starts: int
    ends: int

    @property
    def colour(self) -> str:
        if self.bar.figure:
            return FIGURE
        return UP if self.bar.amount >= 0 else DOWN


def _drawn(bars: Sequence[Bar]) -> tuple[_Drawn, ...]:
    levels = list(accumulate(bars, lambda level, bar: bar.amount if bar.figure else level + bar.amount, initial=0))
    return tuple(
        _Drawn(bar, 0 if bar.figure else before, after)
        for bar, before, after in zip(bars, levels, levels[1:], strict=False)
    )


def _is_cut(drawn: Sequence[_Drawn]) -> bool:
    """Whether the steps would take less than half the width if the bars began at nothing."""
    low, high = _range(drawn)
    return low > high - low


def _range(drawn: Sequence[_Drawn]) -> tuple[int, int]:
    levels = [one.ends for one in drawn]
    return min(levels), max(levels)


def _chart(drawn: Sequence[_Drawn], cut: bool, words: Words) -> "alt.LayerChart":
    """The picture as a chart of layers."""
    import altair as alt

    low, high = _range(drawn)
    # a figure's bar that is cut keeps a fifth of the width, so that it still looks like a bar
    begins = low - max(1, (high - low) // 4) if cut else min(0, low)
    rows = [_row(place, one, begins) for place, one in enumerate(drawn)]
    across = alt.X("from:Q", axis=None, scale=alt.Scale(domain=[begins, max(high, begins + 1)], nice=False, zero=False))
    down = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=down)
    colour = alt.Fill("colour:N", scale=None)
    # the outline keeps the smallest step from vanishing
    bars = base.mark_bar(height=_BAR, strokeWidth=1.5).encode(
        x=across, x2="to:Q", fill=colour, stroke=alt.Stroke("colour:N", scale=None)
    )
    numbers = base.mark_text(align="right", fontSize=13, fontWeight="bold", font=FONT).encode(
        x=alt.value(_WIDTH - _NAMES), text="shown:N", fill=colour
    )
    layers = [*_connectors(rows, across, down), bars, numbers, *_names(base, rows), *(_breaks(base) if cut else ())]
    title = alt.TitleParams(
        lines_of(words.title, TITLE_LETTERS),
        anchor="start", frame="group", dx=-_NAMES, fontSize=15, font=FONT, color=TEXT,
        subtitle=wrap(words.cut, _NOTE_LETTERS) if cut else [], subtitleFontSize=12, subtitleFont=FONT,
        subtitleColor=TEXT, subtitlePadding=6, offset=12,
    )  # fmt: skip
    chart: Any = alt.layer(*layers)
    chart = chart.properties(width=_WIDTH - _NAMES - _numbers(rows), height=_ROW * len(rows), title=title)
    whole: alt.LayerChart = chart.configure(aria=False, background=PAPER, padding=10).configure_view(stroke=None)
    return whole


def _numbers(rows: Sequence[Mapping[str, Any]]) -> int:
    """How wide the numbers are at most."""
    return _GAP + _DIGIT * max(len(row["shown"]) for row in rows)


def _row(place: int, one: _Drawn, begins: int) -> Mapping[str, Any]:
    return {
        "place": place,
        "name": wrap(one.bar.name, _LETTERS),
        "shown": _MARKS.get(one.colour, "") + one.bar.shown,
        "from": begins if one.bar.figure else one.starts,
        "to": one.ends,
        "colour": one.colour,
        "figure": one.bar.figure,
        "next": place + 1,
    }


def _names(base: "alt.Chart", rows: Sequence[Mapping[str, Any]]) -> Sequence["alt.Chart"]:
    """The names, each as high as its row: the first of several lines has to begin above the middle."""
    import altair as alt

    return [
        base.transform_filter(f"length(datum.name) == {lines}")
        .mark_text(align="left", fontSize=13, lineHeight=15, font=FONT, fill=TEXT, dy=-7.5 * (lines - 1))
        .encode(x=alt.value(-_NAMES), text="name:N")
        for lines in sorted({len(row["name"]) for row in rows})
    ]


def _connectors(rows: Sequence[Mapping[str, Any]], across: "alt.X", down: "alt.Y") -> Sequence["alt.Chart"]:
    """Thin lines from where a bar ends to the bar below, which begins there."""
    import altair as alt

    data = alt.InlineData(values=[{"at": row["to"], "place": row["place"], "next": row["next"]} for row in rows[:-1]])
    line = alt.Chart(data).mark_rule(stroke=LINE, strokeWidth=1)
    scale = across["scale"]
    return [line.encode(x=alt.X("at:Q", axis=None, scale=scale), y=down, y2=alt.Y2("next:O"))]


def _breaks(base: "alt.Chart") -> Sequence["alt.Chart"]:
    """Two white strokes through each figure's bar, near where the scale begins."""
    import altair as alt

    mark = base.transform_filter("datum.figure").mark_text(
        text="//", fontSize=22, fontWeight="bold", font=FONT, fill=PAPER, baseline="middle"
    )
    return [mark.encode(x=alt.value(16))]
