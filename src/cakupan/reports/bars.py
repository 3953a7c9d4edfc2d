"""How counts are drawn as bars under one another, each in parts: months of a cliff, of money, districts of a plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from cakupan.reports.palette import DOWN, FIGURE, LINE, PAPER, SCALE, UP
from cakupan.reports.svg import WIDTH, heading, lines_of, named, picture, tag, text, width_of

# In pixels: what fits a phone held upright with letters that can be read.
_RIGHT, _ROW, _BAR, _NAMES_AT_MOST, _NAME_LINE = 10, 26, 16, 150, 14
_SMALL, _KEY_LINE, _EDGE = 12, 20, 6
_LETTERS = int(_NAMES_AT_MOST / (_SMALL * 0.58))
COLOURS = (UP, SCALE[1], FIGURE, SCALE[4], SCALE[2], DOWN)
"""Of the parts of a bar that have none of their own, in their order: light beside dark, so that grey tells them apart.
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the bars by its id, with its name; `colour` where it means something of its own."""

    id: str
    name: str
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """How much of each part there is under a name; `shown`: all of it, as it is written; `told`: a part as it is."""

    name: str
    lengths: Mapping[str, int]
    shown: str
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.lengths.values())


def bars(rows: Sequence[Bar], parts: Sequence[Part], title: str, description: str) -> str:
    """The picture as SVG: colours in `fill`, no script, no style sheet, with a title and a description.

    Rows stand under one another in the order given, all to one scale, with what they come to at the end of each; a row
    of nothing has no bar, so that a gap can be seen. Parts of which there is nothing are left out of the key.
    """
    head, top = heading(title)
    left = _EDGE * 2 + max((width_of(line, _SMALL) for one in rows for line in _named(one)), default=0.0)
    widest = max((width_of(one.shown, _SMALL, bold=True) for one in rows), default=0.0)
    room = WIDTH - left - _RIGHT - widest - _EDGE
    most = max((one.total for one in rows), default=0)
    colours = {part.id: part.colour or COLOURS[place % len(COLOURS)] for place, part in enumerate(parts)}
    drawn, tops = [head], [top]
    for one in rows:
        tops.append(tops[-1] + max(_ROW, _NAME_LINE * len(_named(one)) + 8))
    for one, (begins, ends) in zip(rows, pairwise(tops), strict=True):
        drawn += _row(one, begins, ends, left, room / most if most else 0.0, parts, colours)
    drawn.append(tag("line", x1=left, x2=left, y1=top, y2=tops[-1], stroke=LINE, stroke_width=1))
    there = [part for part in parts if any(one.lengths.get(part.id) for one in rows)]
    key, height = key_of([(part.name, colours[part.id]) for part in there] if len(parts) > 1 else [], left, tops[-1])
    return picture("".join([*drawn, *key]), WIDTH, height, title, description)


def _named(one: Bar) -> Sequence[str]:
    return lines_of(one.name, _LETTERS) or [""]


def _row(
    one: Bar,
    begins: float,
    ends: float,
    left: float,
    scale: float,
    parts: Sequence[Part],
    colours: Mapping[str, str],
) -> Iterable[str]:
    middle = (begins + ends) / 2
    foot = middle + 4 - _NAME_LINE * (len(_named(one)) - 1) / 2
    for place, line in enumerate(_named(one)):
        yield text(line, left - _EDGE, foot + _NAME_LINE * place, _SMALL, text_anchor="end")
    across = left
    for part in parts:
        length = one.lengths.get(part.id, 0)
        if length:
            wide = max(1.0, length * scale)  # the fewest must still be seen
            # an edge of paper between parts tells them apart where their colours cannot
            edge = PAPER if across > left and wide > _EDGE else None
            box = {"x": across, "y": middle - _BAR / 2, "width": wide, "height": _BAR}
            bar = tag("rect", "", **box, fill=colours[part.id], stroke=edge, stroke_width=1 if edge else None)
            yield named(bar, f"{one.name}, {part.name}: {one.told.get(part.id, length)}")
            across += wide
    if one.total:
        yield text(one.shown, across + 5, middle + 4, _SMALL, font_weight="bold")


def key_of(named_colours: Sequence[tuple[str, str]], left: float, bottom: float) -> tuple[Sequence[str], float]:
    """What the colours mean, each on a line; and where the picture ends."""
    foot = bottom + _KEY_LINE
    # a name that would leave the picture where the bars begin, begins at its edge
    widest = max((width_of(name, _SMALL) for name, _ in named_colours), default=0.0)
    left = max(_EDGE, min(left, WIDTH - _EDGE - 22 - widest))
    parts: list[str] = []
    for name, colour in named_colours:
        parts.append(tag("rect", x=left, y=foot - 10, width=14, height=12, fill=colour))
        parts.append(text(name, left + 22, foot, _SMALL))
        foot += _KEY_LINE
    return parts, foot - 6
