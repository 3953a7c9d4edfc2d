"""How two scenarios are drawn side by side: for each figure two bars, to a scale of its own, since units differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cakupan.reports.bars import key_of
from cakupan.reports.palette import DOWN, LINE, UP
from cakupan.reports.svg import WIDTH, heading, lines_of, named, picture, tag, text, width_of

_LEFT, _RIGHT, _BAR, _BETWEEN, _NAME = 12, 10, 14, 4, 18  # pixels
_SMALL = 12
_LETTERS = int((WIDTH - _LEFT - _RIGHT) / (_SMALL * 0.64))
COLOURS = (UP, DOWN)


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure of both, with its name; `shown`: as each is written."""

    name: str
    first: int
    second: int
    shown: tuple[str, str]


def pairs(rows: Sequence[Pair], names: tuple[str, str], title: str, description: str) -> str:
    """The picture as SVG: figures under one another, the first scenario above the second in each; below what the two
    colours are called. Lengths can be compared within a figure and not between figures."""
    head, top = heading(title)
    drawn, at = [head], top
    for one in rows:
        told = lines_of(one.name, _LETTERS)
        for line in told:
            at += _NAME
            drawn.append(text(line, _LEFT, at - 5, _SMALL, font_weight="bold"))
        ends = at + 2 * _BAR + _BETWEEN
        drawn += _two(one, at, names)
        drawn.append(tag("line", x1=_LEFT, x2=_LEFT, y1=at - 1, y2=ends + 1, stroke=LINE, stroke_width=1))
        at = ends + 10
    key, height = key_of(list(zip(names, COLOURS, strict=True)), _LEFT, at)
    return picture("".join([*drawn, *key]), WIDTH, height, title, description)


def _two(one: Pair, top: float, names: tuple[str, str]) -> Iterable[str]:
    widest = max(width_of(shown, _SMALL, bold=True) for shown in one.shown)
    room, most = WIDTH - _LEFT - _RIGHT - widest - 6, max(one.first, one.second)
    for place, value in enumerate((one.first, one.second)):
        high = top + place * (_BAR + _BETWEEN)
        wide = max(1.0, value / most * room) if value > 0 else 0.0
        if wide:
            bar = tag("rect", x=_LEFT, y=high, width=wide, height=_BAR, fill=COLOURS[place])
            yield named(bar, f"{one.name}, {names[place]}: {one.shown[place]}")
        yield text(one.shown[place], _LEFT + wide + 5, high + _BAR - 3, _SMALL, font_weight="bold")
