"""Which words make a number, a scale or a unit, and where a written number may stand."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Unit = Literal["percent", "points", "rupiah", "none"]

THIN = "\u00a0\u2009\u202f"  # spaces that a typesetter puts between groups of three
_ORDINAL = re.compile(r"(?<!\w)ke-$", re.IGNORECASE)
_JOINED = re.compile(r"[^\W]$|[^\W\d]-$|[0-9][:.,]$")  # inside a word or a code: "P3", "Covid-19", "10:30"
_DIGITS = rf"[0-9]{{1,3}}(?:[{THIN}][0-9]{{3}})+(?![0-9])|[0-9]+(?:[.,][0-9]+)*"


@dataclass(frozen=True, slots=True)
class Number:
    """The digits or number words alone: value, written decimals, and the power of a closing scale word in words."""

    value: Decimal
    decimals: int = 0
    other: Decimal | None = None
    power: int = 0
    scale: str = ""
    plain: bool = False


@dataclass(frozen=True, slots=True)
class FigureWords:
    """The words of figures.toml and the patterns made from them."""

    scales: Mapping[str, tuple[int, str]]
    money_scales: Mapping[str, int]
    units: Mapping[str, Unit]
    people: frozenset[str]
    digits: Mapping[str, int]
    fixed: Mapping[str, int]
    plus_ten: frozenset[str]
    times: Mapping[str, int]
    whole_scales: Mapping[str, int]
    decimal_words: frozenset[str]
    number: re.Pattern[str]
    scale: re.Pattern[str]
    money_scale: re.Pattern[str]
    unit: re.Pattern[str]
    range_mark: re.Pattern[str]

    def scale_of(self, word: str, *, money: bool = False) -> tuple[int, str]:
        """The power of ten of a scale word and its decimal mark; (0, "") for no scale word."""
        if money and word in self.money_scales:
            return self.money_scales[word], ","
        return self.scales.get(word, (0, ""))


@cache
def figure_words() -> FigureWords:
    """The words and patterns, read once."""
    data: Mapping[str, Any] = tomllib.loads(files(__package__).joinpath("figures.toml").read_text(encoding="utf-8"))
    scales = {word: (row["power"], row["decimal_mark"]) for row in data["scale"] for word in row["words"]}
    units, spoken = data["units"], data["number_words"]
    starts = [*spoken["digits"], *spoken["fixed"], *spoken["whole_scales"]]
    every = [*starts, *spoken["plus_ten"], *spoken["times"], *(word for word in scales if len(word) > 2)]
    fraction = rf"(?:\s(?:{_any(spoken['decimal_marks'])})(?:\s(?:{_any([*spoken['digits'], *spoken['zeros']])}))+)?"
    in_words = rf"(?:{_any(starts)})(?:(?:\s|-)(?:{_any(every)}))*{fraction}"
    currency = rf"(?P<currency>(?<!\w)(?:{_any(units['currency'])})\s{{0,2}})?"
    return FigureWords(
        scales=scales,
        money_scales=data["money_scales"],
        units=_by_word(units),
        people=frozenset(data["people"]["words"]),
        digits=spoken["digits"],
        fixed=spoken["fixed"],
        plus_ten=frozenset(spoken["plus_ten"]),
        times=spoken["times"],
        whole_scales=spoken["whole_scales"],
        decimal_words=frozenset(spoken["decimal_marks"]),
        number=re.compile(
            # what opens no number is passed by its first letter: the words of a text are many
            rf"(?=[0-9{_initials(units['currency'])}]){currency}(?P<digits>{_DIGITS})"
            rf"|(?<![\w-])(?=[{_initials(starts)}])(?P<words>{in_words})(?!\w)",
            re.IGNORECASE,
        ),
        scale=re.compile(rf"\s{{0,3}}({_any(scales)})(?!\w)", re.IGNORECASE),
        money_scale=re.compile(rf"\s{{0,3}}({_any([*scales, *data['money_scales']])})(?!\w)", re.IGNORECASE),
        unit=re.compile(rf"\s{{0,3}}(%|(?:{_any(units['percent'] + units['points'] + units['rupiah'])})(?!\w))", re.I),
        range_mark=re.compile(rf"\s?[-–—]\s?|\s{{1,2}}(?:{_any(data['ranges']['words'])})\s{{1,2}}", re.IGNORECASE),
    )


def _initials(words: Iterable[str]) -> str:
    return "".join(sorted({re.escape(word[0]) for word in words}))


def is_joined(text: str, start: int, digits: str) -> bool:
    """Whether the digits belong to the word or code before them; "ke-3.151 pengurus" may count, "ke-16" is a rank."""
    if _ORDINAL.search(text[max(0, start - 4) : start]) and not digits.isdigit():
        return False
    return bool(_JOINED.search(text[max(0, start - 2) : start]))


def read_words(words: Sequence[str]) -> Number | None:
    """The value of a number in words ("dua belas ribu", "tiga koma lima"); None where they make no number."""
    mark = next((at for at, word in enumerate(words) if word in figure_words().decimal_words), None)
    if mark is None:
        return _whole_words(words)
    whole = _whole_words(words[:mark])
    digits = [figure_words().digits.get(word, 0) for word in words[mark + 1 :]]
    if whole is None or whole.scale:
        return None
    fraction = Decimal(int("".join(map(str, digits)))).scaleb(-len(digits))
    return Number(whole.value + fraction, len(digits))


def _whole_words(words: Sequence[str]) -> Number | None:
    known, total, part, last, limit = figure_words(), Decimal(0), 0, 0, 100
    for word in words:
        power = known.scale_of(word)[0] or known.whole_scales.get(word, 0)
        if power:
            part = 1 if word in known.whole_scales else part
            if part == 0 or power >= limit:
                return None
            total, part, last, limit = total + Decimal(part).scaleb(power), 0, 0, power
        elif (change := _one_word(word, last)) is None:
            return None
        else:
            part, last = part + change[0], change[1]
    closing = words[-1] if part == 0 else ""
    power = limit if closing else 0
    plain = len(words) == 1 and not closing
    return Number(scaled(total + part, 0), power=power, scale=closing, plain=plain)


def _one_word(word: str, last: int) -> tuple[int, int] | None:
    """What `word` adds after a digit word of value `last` (0 where none came), and the digit it leaves open."""
    known = figure_words()
    if word in known.digits:
        return None if last else (known.digits[word], known.digits[word])
    if word in known.fixed:
        return None if last else (known.fixed[word], 0)
    if not last:
        return None
    return (10, 0) if word in known.plus_ten else (last * (known.times[word] - 1), 0)


def scaled(value: Decimal, power: int) -> Decimal:
    """`value` times ten to the `power`, exactly, and without an exponent where it is whole."""
    moved = value.scaleb(power)
    return moved.quantize(Decimal(1)) if int(moved.as_tuple().exponent) > 0 else moved


def _by_word(units: Mapping[str, Sequence[str]]) -> Mapping[str, Unit]:
    known: dict[str, Unit] = {"%": "percent"}
    known |= dict.fromkeys(units["percent"], "percent")
    known |= dict.fromkeys(units["points"], "points")
    return known | dict.fromkeys(units["rupiah"], "rupiah")


def _any(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longest first, with any single space or line break between their parts."""
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=lambda word: (-len(word), word))
    )
