"""What a card for sharing shows: the rate of an area in a month, of what it is a share, and how far the target is."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from cakupan.reports.palette import BAND, DOWN, FIGURE, PAPER, TEXT, UP
from cakupan.reports.svg import lines_of, picture, tag, text, width_of

# In pixels: what messengers and social media show whole.
_WIDE, _HIGH, _EDGE = 1200, 630, 72
_ROOM = _WIDE - 2 * _EDGE
_AREA, _MONTH, _RATE, _TOLD = 58, 38, 150, 36
_BAR_HIGH = 34


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on the card, in words: nothing is added to them. `rate` and `target` are per cents, for the bar;
    `rate` is None where there is no figure, and `shown` then says so.

    `counted` says how many of how many, `defined` in a line what is counted, `gap` how far it is to the target, and
    `source` who publishes it.
    """

    area: str
    month: str
    rate: Decimal | None
    shown: str
    counted: str
    defined: str
    gap: str = ""
    target: Decimal | None = None
    source: str = ""


def card(told: Card) -> str:
    """The card as SVG, 1200 by 630 pixels; `as_png(card, scale=1)` makes the picture that is sent."""
    title = f"{told.area}, {told.month}: {told.shown}"
    description = " ".join(part for part in (told.counted, told.gap, told.defined, told.source) if part)
    known = told.rate is not None
    parts = [
        tag("rect", x=0, y=0, width=_WIDE, height=16, fill=UP),
        *_area(told.area),
        _fitted(told.month, 168, _MONTH, fill=FIGURE),
        _fitted(told.shown, 318 if known else 296, _RATE if known else 90, bold=True, fill=UP if known else FIGURE),
        *_bar(told),
        _fitted(told.counted, 448, _TOLD, bold=True),
        _fitted(told.gap, 496, _TOLD, fill=DOWN, bold=True),
        *_foot(told),
    ]
    return picture("".join(parts), _WIDE, _HIGH, title, description)


def _area(name: str) -> Iterable[str]:
    """The name of the area on a line, or on two where it is long."""
    if width_of(name, _AREA, bold=True) <= _ROOM:
        yield _fitted(name, 108, _AREA, bold=True)
        return
    lines = lines_of(name, max(len(name) * 6 // 10, len(max(name.split(), key=len))))
    longest = max(width_of(line, 1, bold=True) for line in lines)
    size = round(min(42, _ROOM / longest), 1)
    for place, line in enumerate(lines):
        yield text(line, _EDGE, 72 + 46 * place, size, font_weight="bold")


def _fitted(words: str, foot: float, size: float, *, bold: bool = False, fill: str = TEXT) -> str:
    """A line that is set smaller where it would be wider than the card."""
    wide = width_of(words, size, bold=bold)
    fits = min(size, size * _ROOM / wide) if wide else size
    return text(words, _EDGE, foot, round(fits, 1), fill=fill, font_weight="bold" if bold else None) if words else ""


def _bar(told: Card) -> Iterable[str]:
    """From nothing to all in one bar, with a stroke where the target is."""
    if told.rate is None:
        return
    top = 356
    yield tag("rect", x=_EDGE, y=top, width=_ROOM, height=_BAR_HIGH, fill=BAND)
    yield tag("rect", x=_EDGE, y=top, width=_across(told.rate), height=_BAR_HIGH, fill=UP)
    if told.target is not None:
        across = _EDGE + _across(told.target)
        yield tag(
            "rect", x=across - 5, y=top - 12, width=10, height=_BAR_HIGH + 24, fill=DOWN, stroke=PAPER, stroke_width=3
        )


def _across(rate: Decimal) -> float:
    return float(_ROOM * min(max(rate, Decimal(0)), Decimal(100)) / 100)


def _foot(told: Card) -> Iterable[str]:
    """The whole definition, the smaller the longer it is, and who publishes it."""
    for size in (28, 25, 22, 19, 16):
        lines = lines_of(told.defined, int(_ROOM / width_of("x", size)))
        if len(lines) * size <= 72:
            break
    for place, line in enumerate(lines):
        yield text(line, _EDGE, 546 + (size + 5) * place, size, fill=FIGURE)
    if told.source:
        yield text(told.source, _WIDE - _EDGE, 616, 20, fill=FIGURE, text_anchor="end")
