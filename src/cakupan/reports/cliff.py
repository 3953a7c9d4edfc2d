"""How the cliff is drawn: a bar for each month, as long as there are members whose protection ends in it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cakupan.basics.month import Month
from cakupan.reports.palette import DOWN, FIGURE, LINE, SCALE, UP
from cakupan.reports.svg import WIDTH, heading, named, picture, tag, text, width_of

# In pixels: what fits a phone held upright with letters that can be read.
_LEFT, _RIGHT, _ROW, _BAR = 118, 10, 26, 16
_SMALL, _KEY_LINE = 12, 20
_COLOURS = (DOWN, UP, FIGURE, SCALE[1])  # orange first: what money or a decree ends can still be renewed


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause by its id, with its name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class CliffMonth:
    """How many members' protection ends in a month, by cause; `shown`: all of them, as they are written."""

    month: Month
    people: Mapping[str, int]
    shown: str

    @property
    def total(self) -> int:
        return sum(self.people.values())


@dataclass(frozen=True, slots=True)
class CliffWords:
    """What is written beside the bars: title, description for those who do not see them, and how a month is written."""

    title: str
    description: str
    month: Callable[[Month], str]


def cliff(months: Sequence[CliffMonth], causes: Sequence[Cause], words: CliffWords) -> str:
    """The picture as SVG: colours in `fill`, no script, no style sheet, with a title and a description.

    Months stand under one another, with their number at the end of each bar; a month in which nobody's protection ends
    has a row without a bar, so that a gap can be seen. Causes of which there is nobody are left out of the key.
    """
    title, top = heading(words.title)
    widest = max((width_of(one.shown, _SMALL, bold=True) for one in months), default=0.0)
    room = WIDTH - _LEFT - _RIGHT - widest - 6
    most = max((one.total for one in months), default=0)
    shown = [cause for cause in causes if any(one.people.get(cause.id) for one in months)]
    colours = {cause.id: _COLOURS[place % len(_COLOURS)] for place, cause in enumerate(causes)}
    parts = [title]
    for place, one in enumerate(sorted(months, key=lambda one: one.month)):
        parts += _row(one, top + place * _ROW, room / most if most else 0.0, causes, colours, words)
    bottom = top + len(months) * _ROW
    parts.append(tag("line", x1=_LEFT, x2=_LEFT, y1=top, y2=bottom, stroke=LINE, stroke_width=1))
    key, height = _key(shown if len(causes) > 1 else [], colours, bottom)
    return picture("".join([*parts, *key]), WIDTH, height, words.title, words.description)


def _row(
    one: CliffMonth,
    top: float,
    scale: float,
    causes: Sequence[Cause],
    colours: Mapping[str, str],
    words: CliffWords,
) -> Iterable[str]:
    foot = top + _ROW / 2 + 4
    yield text(words.month(one.month), _LEFT - 6, foot, _SMALL, text_anchor="end")
    across = float(_LEFT)
    for cause in causes:
        people = one.people.get(cause.id, 0)
        if people:
            # the fewest must still be seen
            wide = max(1.0, people * scale)
            bar = tag("rect", x=across, y=top + (_ROW - _BAR) / 2, width=wide, height=_BAR, fill=colours[cause.id])
            yield named(bar, f"{words.month(one.month)}, {cause.name}: {people}")
            across += wide
    if one.total:
        yield text(one.shown, across + 5, foot, _SMALL, font_weight="bold")


def _key(causes: Sequence[Cause], colours: Mapping[str, str], bottom: float) -> tuple[Sequence[str], float]:
    """What the colours mean, each on a line; and where the picture ends."""
    foot = bottom + _KEY_LINE
    parts: list[str] = []
    for cause in causes:
        parts.append(tag("rect", x=_LEFT, y=foot - 10, width=14, height=12, fill=colours[cause.id]))
        parts.append(text(cause.name, _LEFT + 22, foot, _SMALL))
        foot += _KEY_LINE
    return parts, foot - 6
