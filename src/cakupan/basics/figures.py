"""What number a written figure stands for, and which true values would have been printed like that."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from cakupan.basics.figure_words import THIN, Number, Unit, figure_words, is_joined, read_words, scaled

__all__ = [
    "Figure",
    "FigureProblem",
    "FoundFigure",
    "Unit",
    "find_figures",
    "parse_count",
    "parse_figure",
    "parse_percent",
]

RangeEnd = Literal["low", "high"]

_LONGEST = 18  # digits: a longer run is a NIK, an account or a telephone number, never a count or an amount
_FROM = re.compile(r"\b(?:dari|from)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as written: its exact `value` and `step`, what one more in the last written place would add.

    "48,26 persen" has the step 0.01 and "1,32 juta" the step 10,000. `other` is the value under the other
    reading of the mark, where one mark before three digits leaves both open ("12,345"); `scale` is the scale
    word as written ("" where there is none).

    >>> parse_figure("48,26 persen").low
    Decimal('48.255')
    """

    value: Decimal
    step: Decimal
    unit: Unit = "none"
    decimals: int = 0
    scale: str = ""
    other: Decimal | None = None

    @property
    def low(self) -> Decimal:
        """The smallest true value that rounds half up to what is written."""
        return self.value - self.step / 2

    @property
    def high(self) -> Decimal:
        """Above every true value that rounds half up to what is written: not itself among them."""
        return self.value + self.step / 2

    @property
    def cut_high(self) -> Decimal:
        """Above every true value that is written so when cut off rather than rounded; `value` is the smallest."""
        return self.value + self.step

    @property
    def ambiguous(self) -> bool:
        return self.other is not None


@dataclass(frozen=True, slots=True)
class FigureProblem:
    """A text that is not one figure of the kind asked for: why, as a code, and the text."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure in running text: `text` stands at characters `start` to `end`; `range_end` where two make a range."""

    figure: Figure
    start: int
    end: int
    text: str
    range_end: RangeEnd | None = None


def parse_figure(text: str) -> Figure | FigureProblem:
    """The one figure that a cell or a token holds; a count may be followed by its noun ("103.079 orang").

    One mark before exactly three digits is a thousands mark ("1.500", "12,345"), unless a unit or a scale
    word says decimals ("12,345 persen"); `other` then keeps the second reading.

    >>> parse_figure("1,32 juta").value
    Decimal('1320000')
    >>> parse_figure("1.2.3")
    FigureProblem(code='figure_unreadable', text='1.2.3')
    """
    cell = " ".join(text.replace("−", "-").strip().removeprefix("'").split())
    if not any(character.isalnum() for character in cell):
        return FigureProblem("figure_empty", text)
    negative = cell.startswith("-") or (cell.startswith("(") and cell.endswith(")"))
    cell = cell.strip("-() ") if negative else cell
    if re.fullmatch(r"[0-9]{1,3}(?: [0-9]{3})+(?![0-9]).*", cell):
        cell = re.sub(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))", "\u00a0", cell)
    found = _found_in_cell(cell)
    if isinstance(found, str):
        return FigureProblem(found, text)
    return (
        replace(found, value=-found.value, other=None if found.other is None else -found.other) if negative else found
    )


def parse_count(text: str) -> int | FigureProblem:
    """Whole people: `103.079`, `103,079`, `103 079`, `103079`, `103079.0`, `103.079 orang`.

    A fraction, a negative, another unit, or a figure rounded to a scale word is a problem: none says how many.

    >>> parse_count("103.079"), parse_count("1.03")
    (103079, FigureProblem(code='figure_fraction', text='1.03'))
    """
    figure = parse_figure(text)
    if isinstance(figure, FigureProblem):
        return figure
    if figure.unit != "none":
        return FigureProblem("figure_other_unit", text)
    if figure.value < 0:
        return FigureProblem("figure_negative", text)
    if figure.value != figure.value.to_integral_value():
        return FigureProblem("figure_fraction", text)
    if figure.scale:
        return FigureProblem("figure_rounded", text)
    return int(figure.value)


def parse_percent(text: str) -> Decimal | FigureProblem:
    """Per cent as written, with or without its sign: `52,15`, `52.15 %`, `52,15 persen`. Negative is a problem.

    >>> parse_percent("52,15")
    Decimal('52.15')
    """
    figure = parse_figure(text)
    if isinstance(figure, Figure) and figure.unit == "none":
        if figure.scale:
            return FigureProblem("figure_other_unit", text)
        figure = parse_figure(f"{text.strip()} %")  # in a percent cell three digits after one mark are decimals
    if isinstance(figure, FigureProblem):
        return replace(figure, text=text)
    if figure.unit != "percent":
        return FigureProblem("figure_other_unit", text)
    return FigureProblem("figure_negative", text) if figure.value < 0 else figure.value


def find_figures(text: str) -> tuple[FoundFigure, ...]:
    """Every figure in running text, in order, with its span from currency mark or first digit to scale and unit.

    Digits inside a word, a code or a telephone number are not figures; years, dates and article numbers are, since
    only their surroundings tell. The ends of a range ("30 hingga 40 persen") share the unit and the scale.

    >>> [(found.text, found.start) for found in find_figures("naik 48,26 persen, 1,32 juta orang")]
    [('48,26 persen', 5), ('1,32 juta', 19)]
    """
    candidates = list(_candidates(text))
    _share_range_tails(text, candidates)
    return tuple(found for candidate in candidates if (found := candidate.found(text)) is not None)


@dataclass(slots=True)
class _Candidate:
    """A number being read: where it stands, and the currency mark, scale word and unit around it."""

    start: int
    end: int
    token: str
    currency: bool
    scale: str
    unit: str
    number: "Number | None" = None  # a number in words is read at once
    range_end: RangeEnd | None = None

    def figure(self) -> Figure | None:
        unit: Unit = "rupiah" if self.currency else figure_words().units.get(self.unit, "none")
        power, mark = figure_words().scale_of(self.scale, money=self.currency)
        number = self.number or _read_marks(self.token, _decimal_marks(unit, power, mark))
        if number is None or number.value.adjusted() + power > _LONGEST:
            return None
        other = None if number.other is None else scaled(number.other, power)
        step = scaled(Decimal(1), power - number.decimals + number.power)
        return Figure(scaled(number.value, power), step, unit, number.decimals, self.scale or number.scale, other)

    def found(self, text: str) -> FoundFigure | None:
        if self.number is not None and self.number.plain and not (self.unit or self.scale or self.range_end):
            return None  # "satu" and "one" are mostly not figures
        figure = self.figure()
        if figure is None:
            return None
        return FoundFigure(figure, self.start, self.end, text[self.start : self.end], self.range_end)


def _read_marks(token: str, decimal_marks: str) -> Number | None:
    """The value of digits with marks; None where the marks fit no way of writing numbers."""
    digits = token.translate({ord(space): None for space in THIN})
    marks = [character for character in digits if character in ".,"]
    if len(digits) - len(marks) > _LONGEST:
        return None
    if re.match(r"0[0-9]", digits):
        return None  # a leading zero makes it a code, an hour or a telephone number
    if not marks:
        return Number(Decimal(digits))
    whole, _, last = digits.rpartition(marks[-1])
    if len(marks) == 1 and not (len(last) == 3 and len(whole) <= 3 and whole != "0"):
        return Number(Decimal(f"{whole}.{last}"), len(last))
    if len(marks) == 1:
        grouped, split = Number(Decimal(whole + last)), Number(Decimal(f"{whole}.{last}"), 3)
        chosen, other = (split, grouped) if marks[0] in decimal_marks else (grouped, split)
        return replace(chosen, other=other.value)
    groups = re.split(r"[.,]", digits)
    if len(set(marks)) == 2 and len(set(marks[:-1])) == 1 and _grouped(groups[:-1]):
        return Number(Decimal(f"{''.join(groups[:-1])}.{last}"), len(last))
    return Number(Decimal("".join(groups))) if len(set(marks)) == 1 and _grouped(groups) else None


def _grouped(groups: Sequence[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])


def _decimal_marks(unit: Unit, power: int, scale_mark: str) -> str:
    """Which marks stand before decimals even where three digits follow."""
    if unit in ("percent", "points"):
        return ".,"
    if unit == "none" and power >= 6:
        return ".,"  # a thousand million people or more is never meant here
    return scale_mark


def _found_in_cell(cell: str) -> Figure | str:
    """The figure that fills the whole cell, or the code of the problem."""
    if re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+", cell):
        return "figure_scientific"
    candidates = list(_candidates(cell))
    _share_range_tails(cell, candidates)
    if len(candidates) > 1 and candidates[0].range_end:
        return "figure_range"
    if len(candidates) != 1 or candidates[0].start != 0:
        return "figure_unreadable"
    rest = cell[candidates[0].end :].strip().casefold().rstrip(".")
    if rest not in figure_words().people and rest != "":
        return "figure_unreadable"
    return candidates[0].figure() or "figure_unreadable"


def _candidates(text: str) -> Iterator[_Candidate]:
    """Numbers in digits and in words, in order, with what stands directly around them."""
    for match in figure_words().number.finditer(text):
        start, end = match.span()
        number = None
        if match["words"]:
            number = read_words(re.split(r"[\s-]+", match["words"].casefold()))
            if number is None:
                continue
        elif not match["currency"] and is_joined(text, start, match["digits"]):
            continue
        candidate = _tailed(text, match, number, end)
        if not text[candidate.end : candidate.end + 1].isalnum() or candidate.unit == "%":
            yield candidate


def _tailed(text: str, match: re.Match[str], number: Number | None, end: int) -> _Candidate:
    """The candidate with the scale word and the unit that follow it directly."""
    words, currency = figure_words(), bool(match["currency"])
    scale = (words.money_scale if currency else words.scale).match(text, end)
    end = scale.end() if scale else end
    unit = words.unit.match(text, end)
    end = unit.end() if unit else end
    if currency and text.startswith(",-", end):
        end += 2  # "Rp16.800,-"
    return _Candidate(
        start=match.start(),
        end=end,
        token=match["digits"] or "",
        currency=currency,
        scale=scale[1].casefold() if scale else "",
        unit=" ".join(unit[1].casefold().split()) if unit else "",
        number=number,
    )


def _share_range_tails(text: str, candidates: Sequence[_Candidate]) -> None:
    """Give the first end of each range the scale, unit and currency that are written at one end only."""
    for first, second in pairwise(candidates):
        between = text[first.end : second.start]
        if len(between) > _LONGEST or first.range_end or not figure_words().range_mark.fullmatch(between):
            continue
        currency = first.currency or second.currency
        low = replace(first, scale=first.scale or second.scale, unit=first.unit or second.unit, currency=currency)
        high = replace(second, currency=currency)
        values = low.figure(), high.figure()
        if values[0] is None or values[1] is None or values[0].value >= values[1].value or low.unit != high.unit:
            continue
        first.scale, first.unit, first.currency = low.scale, low.unit, currency
        second.currency = currency
        # "dari 30 hingga 40" tells a change, "30 hingga 40" an uncertain figure
        if not _FROM.search(text[max(0, first.start - 6) : first.start]):
            first.range_end, second.range_end = "low", "high"
