"""How the cliff is drawn: a bar for each month, as long as there are members whose protection ends in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cakupan.basics.month import Month
from cakupan.reports.bars import Bar, Part, bars
from cakupan.reports.palette import DOWN, FIGURE, SCALE, UP

_COLOURS = (DOWN, UP, FIGURE, SCALE[1])


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
    """The picture as SVG, as `bars` draws it: months under one another, the first first.

    What money or a decree ends comes first among causes and is orange: it can still be renewed.
    """
    rows = [Bar(words.month(one.month), one.people, one.shown) for one in sorted(months, key=lambda one: one.month)]
    parts = [Part(cause.id, cause.name, _COLOURS[place % len(_COLOURS)]) for place, cause in enumerate(causes)]
    return bars(rows, parts, words.title, words.description)
