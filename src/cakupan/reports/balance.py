"""How what speaks for something and what speaks against it are drawn: bars to the right and to the left of a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from textwrap import wrap
from xml.sax.saxutils import escape

from cakupan.reports.palette import DOWN, LINE, TEXT, UP

# In pixels: what fits a phone held upright with letters that can be read.
_WIDTH, _ROW, _LINE, _BAR, _TOP, _FIGURE = 340, 42, 16, 12, 6, 48
_LETTERS = 45  # of a name on one line
_FONT = "sans-serif"


@dataclass(frozen=True, slots=True)
class Side:
    """What speaks for (`adds` above 0) or against, with its name and its number in words; None: it has no weight."""

    name: str
    adds: Decimal | None
    shown: str


def balance(sides: Sequence[Side], title: str, description: str) -> str:
    """The picture as SVG, colours in `fill`; the longest bar takes the whole of its half."""
    most = max((abs(side.adds) for side in sides if side.adds), default=Decimal(1))
    named = [wrap(side.name, _LETTERS) for side in sides]
    tops = list(accumulate((_ROW + _LINE * (len(lines) - 1) for lines in named), initial=_TOP))
    height = tops[-1] + _TOP
    rows = "".join(_row(top, lines, side, most) for top, lines, side in zip(tops, named, sides, strict=False))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
        f' role="img"><title>{escape(title)}</title><desc>{escape(description)}</desc>{rows}</svg>'
    )


def _row(top: int, lines: Sequence[str], side: Side, most: Decimal) -> str:
    name = "".join(_text(0, top + 13 + _LINE * place, escape(line), "start") for place, line in enumerate(lines))
    top, middle = top + _LINE * (len(lines) - 1), _WIDTH // 2
    line = f'<line x1="{middle}" x2="{middle}" y1="{top + 17}" y2="{top + 35}" stroke="{LINE}" stroke-width="1"/>'
    if not side.adds:
        return line + name + _text(middle + 6, top + 31, escape(side.shown), "start")
    width = max(1, round(float(abs(side.adds) / most) * (middle - _FIGURE), 1))
    against = side.adds < 0
    begins, colour = (middle - width, DOWN) if against else (middle, UP)
    bar = f'<rect x="{begins}" y="{top + 20}" width="{width}" height="{_BAR}" rx="2" fill="{colour}"/>'
    at = begins - 6 if against else middle + width + 6
    return line + name + bar + _text(at, top + 31, escape(side.shown), "end" if against else "start")


def _text(x: float, y: int, words: str, anchor: str) -> str:
    told = f'x="{x}" y="{y}" font-family="{_FONT}" font-size="13" text-anchor="{anchor}" fill="{TEXT}"'
    return f"<text {told}>{words}</text>"
