"""How probable it is that two sightings are one person, by all that their comparisons say: a scorecard.

Each level of agreement has a weight, and so has each pair of levels of comparisons that belong together; their sum is
the logarithm of the odds. The NIK is weighed after that, by how often it is so among those who are one
person and among those who are not.

Source: Fellegi and Sunter, A Theory for Record Linkage, JASA 64 (1969); what is learned, and how: `learn`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from math import exp

from cakupan.identity.compare import HOME

COMPARISONS = ("name", "common", "birth", "household", "sex")
TOGETHER = (
    *(("name", "common"), ("name", "birth"), ("name", "household"), ("birth", "household"), ("birth", "common")),
    *(("name", "sex"), ("birth", "sex")),
)
Pattern = Mapping[str, str]
_BOTH = "household"  # what place and contact say together
START, WEIGHT, NUMBERED = "start", "weight", "number"  # parts of a scorecard
WEIGHT_PLACES = 4
_MOST = 14.0  # of the logarithm of the odds: beyond it nothing was ever seen


@dataclass(frozen=True, slots=True)
class Scorecard:
    """`weights`: for each level of a comparison ("name=equal") and of two together ("name=equal birth=slip") what it
    adds to the logarithm of the odds, `start` being what stands before; `numbers`: what a level of the NIK adds."""

    start: float
    weights: Mapping[str, float]
    numbers: Mapping[str, float]

    def log_odds(self, pattern: Pattern) -> float:
        """The logarithm of the odds that a pair with these levels is one person."""
        total = self.start + sum(self.weights.get(one, 0.0) for one in features_of(pattern))
        return max(-_MOST, min(_MOST, total + self.numbers.get(number_of(pattern), 0.0)))

    def probability(self, pattern: Pattern) -> float:
        """The same as a probability."""
        return 1 / (1 + exp(-self.log_odds(pattern)))

    def waterfall(self, pattern: Pattern) -> Mapping[str, float]:
        """What each comparison adds; what two add together is halved between them (their Shapley values)."""
        told = dict.fromkeys(COMPARISONS, 0.0)
        for names in (*((name,) for name in COMPARISONS), *TOGETHER):
            weight = self.weights.get(feature(pattern, names), 0.0)
            for name in names:
                told[name] += weight / len(names)
        return {"start": self.start, **told, "nik": self.numbers.get(number_of(pattern), 0.0)}

    def rounded(self) -> "Scorecard":
        """The same to as many places as are kept, so that what is kept is what spoke."""
        weights, numbers = (
            {name: round(adds, WEIGHT_PLACES) for name, adds in sorted(one.items())}
            for one in (self.weights, self.numbers)
        )
        return Scorecard(round(self.start, WEIGHT_PLACES), weights, numbers)

    def lines(self) -> Sequence[tuple[str, str, Decimal]]:
        """Each weight as a line: what it is of (start, weight or number), the level, and what that adds."""
        parts = {START: {"": self.start}, WEIGHT: self.weights, NUMBERED: self.numbers}
        return [
            (part, level, Decimal(f"{adds:.{WEIGHT_PLACES}f}"))
            for part, levels in parts.items()
            for level, adds in sorted(levels.items())
        ]

    @classmethod
    def of_lines(cls, lines: Iterable[tuple[str, str, Decimal]]) -> "Scorecard":
        """The scorecard of which these are the `lines`."""
        parts: dict[str, dict[str, float]] = {START: {}, WEIGHT: {}, NUMBERED: {}}
        for part, level, adds in lines:
            parts[part][level] = float(adds)
        return cls(parts[START][""], parts[WEIGHT], parts[NUMBERED])

    def knows(self, pattern: Pattern, comparison: str) -> bool:
        """Whether a level was ever weighed: one that was not adds nothing, which is not to say that it says nothing."""
        if comparison == "nik":
            return number_of(pattern) in self.numbers
        own = ((comparison,), *(names for names in TOGETHER if comparison in names))
        return any(feature(pattern, names) in self.weights for names in own)


def told(pattern: Pattern) -> str:
    """A pattern as text, to be kept beside a pair; `pattern_told` has it back."""
    return " ".join(f"{name}={level}" for name, level in sorted(pattern.items()) if name != _BOTH)


def pattern_told(text: str) -> Pattern:
    """The pattern that a text tells.

    >>> pattern_told("contact=card place=village")["household"]
    'village card'
    """
    levels = dict(one.split("=") for one in text.split())
    return {**levels, _BOTH: f"{levels['place']} {levels['contact']}"}


def feature(pattern: Pattern, names: Sequence[str]) -> str:
    """The name of a level, or of some levels together.

    >>> feature({"name": "equal", "birth": "slip"}, ("name", "birth"))
    'name=equal birth=slip'
    """
    return " ".join(f"{name}={pattern[name]}" for name in names)


def features_of(pattern: Pattern) -> list[str]:
    """The names of all levels of a pattern that have a weight."""
    return [feature(pattern, names) for names in (*((name,) for name in COMPARISONS), *TOGETHER)]


def number_of(pattern: Pattern) -> str:
    """The name of the level of the NIK, beside whether the births agree and the home is one: who is born on one day has
    numbers alike, and twins have neighbouring ones. A pair that only its numbers made a candidate is apart."""
    return f"nik={pattern['nik']} {kind_of(pattern)}{',alone' if pattern['found'] == NUMBER else ''}"


def kind_of(pattern: Pattern) -> str:
    """Under which circumstances the level of a NIK is weighed.

    >>> kind_of({"birth": "year", "contact": "open", "place": "village"})
    'born=year,home=village'
    """
    born = _BORN.get(pattern["birth"], "otherwise")
    home = "same" if pattern["contact"] in HOME else "village" if pattern["place"] == "village" else "other"
    return f"born={born},home={home}"


NUMBER, ELSE = "number", "else"  # how a pair became a candidate
_BORN = {
    **dict.fromkeys(("equal", "vague", "swapped", "slip"), "alike"),
    **dict.fromkeys(("open", "untold"), "untold"),  # whoever has a NIK has a birth date
    "year": "year",
}


@cache
def given_card() -> Scorecard:
    """The scorecard before anything is learned of the lists at hand: scorecard.json, of made-up lists."""
    read = json.loads(files(__package__).joinpath("scorecard.json").read_text(encoding="utf-8"))
    return Scorecard(read["start"], read["weights"], read["numbers"])
