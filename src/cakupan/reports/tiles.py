"""How areas are shown as a map where their boundaries are not known: a square for each, near those of its group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from textwrap import wrap
from typing import Any

from cakupan.reports.classes import Classes, MapArea, MapWords, classes_of, drawn, legend, square
from cakupan.reports.palette import ON_SCALE, PAPER, TEXT
from cakupan.reports.svg import WIDTH, heading, picture, text, width_of

_LEFT, _GAP, _GROUP_NAME = 10, 4, 12
_NAMED = 30  # areas up to which each has room for its name
_BESIDE = 14  # pixels between two columns of groups
_NAME, _LINE, _VALUE, _LINES = 11, 12, 12, 3


@dataclass(frozen=True, slots=True)
class _Grid:
    """How wide a group is, in how many columns its squares stand, and whether they are named."""

    wide: float
    columns: int
    named: bool

    @property
    def size(self) -> float:
        return (self.wide + _GAP) / self.columns - _GAP

    def high(self, areas: Sequence[MapArea]) -> float:
        rows = -(-len(areas) // self.columns)
        return rows * (self.size + _GAP) + (_GROUP_NAME + 9 if areas[0].group else 0) + _GAP


def tile_map(areas: Sequence[MapArea], words: MapWords, *, columns: int | None = None) -> str:
    """The map as SVG, 390 pixels wide: no script, no style sheet, with a title and a description.

    Areas stand in the order given, those of a group together under its name. Up to 30 have their names and figures in
    their squares; every one tells them where a pointer rests. `columns` is how many squares stand side by side.
    """
    title, top = heading(words.title)
    classes = classes_of(areas)
    marks, bottom = legend(areas, classes, words, top)
    squares, bottom = squares_of(areas, classes, words, bottom + 6, columns)
    return picture("".join([title, *marks, *squares]), WIDTH, bottom + 6, words.title, words.description)


def squares_of(
    areas: Sequence[MapArea], classes: Classes | None, words: MapWords, top: float, columns: int | None = None
) -> tuple[Sequence[str], float]:
    """The squares alone, from `top` on; and where they end."""
    groups = [list(found) for _, found in groupby(areas, key=lambda area: area.group)]
    grid = _grid(areas, len(groups), columns)
    parts: list[str] = []
    ends = top
    for left, column in zip((_LEFT, _LEFT + grid.wide + _BESIDE), _balanced(groups, grid), strict=False):
        high = top
        for group in column:
            parts += _group(group, grid, classes, words, left, high)
            high += grid.high(group)
        ends = max(ends, high)
    return parts, ends


def _grid(areas: Sequence[MapArea], groups: int, columns: int | None) -> _Grid:
    wide = float(WIDTH - 2 * _LEFT)
    if len(areas) <= _NAMED:
        return _Grid(wide, columns or 5, named=True)
    if groups > 1:
        return _Grid((wide - _BESIDE) / 2, columns or 8, named=False)
    return _Grid(wide, columns or (10 if len(areas) <= 80 else 17), named=False)


def _balanced(groups: Sequence[Sequence[MapArea]], grid: _Grid) -> Sequence[Sequence[Sequence[MapArea]]]:
    """The groups in one column, or where two stand side by side in two about as high, in order."""
    if grid.wide > WIDTH / 2:
        return (groups,)
    heights = [grid.high(group) for group in groups]
    parted = min(range(len(groups)), key=lambda place: abs(sum(heights[:place]) - sum(heights[place:])))
    return (groups[:parted], groups[parted:])


def _group(
    group: Sequence[MapArea], grid: _Grid, classes: Classes | None, words: MapWords, left: float, top: float
) -> Iterable[str]:
    name = group[0].group
    if name:
        letters = int(grid.wide / width_of("x", _GROUP_NAME, bold=True))
        yield text(shortened(name, letters, 1)[0], left, top + _GROUP_NAME, _GROUP_NAME, font_weight="bold")
        top += _GROUP_NAME + 7
    for place, area in enumerate(group):
        row, column = divmod(place, grid.columns)
        across, high = left + column * (grid.size + _GAP), top + row * (grid.size + _GAP)
        yield drawn(area, [square(across, high, grid.size)], classes, words)
        if grid.named:
            yield from _lettering(area, grid.size, classes, across, high)


def _lettering(area: MapArea, size: float, classes: Classes | None, across: float, high: float) -> Iterable[str]:
    """The name of an area and its figure in its square."""
    rate = area.known
    colour = ON_SCALE[classes.place(rate)] if classes and rate is not None else TEXT
    letters = max(3, int((size - 4) / width_of("x", _NAME)))
    # an outline as white as the paper keeps a name legible on a hatch
    outline = {"stroke": PAPER, "stroke_width": 3, "paint_order": "stroke"} if area.hidden else {}
    told: dict[str, Any] = {"fill": colour, "text_anchor": "middle", **outline}
    middle = across + size / 2
    for place, line in enumerate(shortened(area.name, letters, _LINES)):
        yield text(line, middle, high + 14 + _LINE * place, _NAME, **told)
    if rate is not None and width_of(area.shown, _VALUE, bold=True) <= size:
        foot = high + size - 8
        yield text(area.shown, middle, foot, _VALUE, font_weight="bold", **told)


def shortened(name: str, letters: int, lines: int) -> Sequence[str]:
    """The name in at most so many lines of so many letters; its longest words give way first.

    >>> shortened("Penukal Abab Lematang Ilir", 10, 3)
    ['Penukal', 'Abab Lem.', 'Ilir']
    """
    words = [word if len(word) <= letters else f"{word[: letters - 1]}." for word in name.split()]
    long = sorted(range(len(words)), key=lambda place: (-len(words[place]), -place))
    for place in long:
        if len(wrap(" ".join(words), letters)) <= lines:
            break
        if len(words[place]) > len("Lem."):
            words[place] = f"{words[place][:3]}."
    return wrap(" ".join(words), letters)[:lines]
