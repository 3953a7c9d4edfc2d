"""How many workers an area below the level of a count has: its share by a named rule, with an interval."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor, isqrt

from cakupan.basics.month import Month
from cakupan.basics.refused import Facts
from cakupan.regions.tree import LEVELS, area_exists, codes_at, is_within, level_of, parent_of
from cakupan.workforce.denominator import Denominator, Weight
from cakupan.workforce.rules import Rule

_PARTS_OF_ONE = 1000  # an interval's half width is exact to a thousandth of a person, rounded up


@dataclass(frozen=True, slots=True)
class Listed:
    """One list of weights: of which kind, under which name, of which vintage, and how much each area weighs."""

    kind: str
    id: str
    vintage: str
    source: str | None
    by_area: Mapping[str, int] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Estimate:
    """An area's share of `whole`, by `rule` and the weights of `listed`: the value, and the interval that holds it.

    `others`: what the other rules that can be used say of the same area.
    """

    value: int
    low: int
    high: int
    rule: Rule
    listed: Listed
    whole: Denominator
    others: "tuple[Estimate, ...]" = ()


@dataclass(frozen=True, slots=True)
class NotAllocated:
    """Why nothing could be shared out. `code`: `allocation_without_weights`, `allocation_weights_too_few`,
    `allocation_overdrawn`."""

    code: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class _Part:
    """What an area holds of an allocation: shares and their weights, and counts of its own that were kept."""

    shares: int = 0
    weight: int = 0
    squares: int = 0  # of the weights that it is made of
    told: int = 0  # how many weights or counts of its own it rests on; without any it is a guess, and not given
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Allocation:
    """A count shared out among the areas below it. `shares`: of each area that has a weight of its own; `unplaced`:
    what the areas without one come to."""

    whole: Denominator
    rule: Rule
    listed: Listed
    shares: Mapping[str, int]
    unplaced: int
    rest: int
    error: Fraction  # the variance of `rest` by the sampling errors that were printed
    parts: Mapping[str, _Part]
    all_of_it: _Part

    def of(self, area: str) -> Estimate | None:
        """The estimate of an area: its share, or the shares and the counts kept in it; None where it has no weight."""
        part = self.parts.get(area)
        if part is None or not part.told:
            return None
        low, high = self._interval(part)
        return Estimate(part.shares + part.kept, low, high, self.rule, self.listed, self.whole)

    def _interval(self, part: _Part) -> tuple[int, int]:
        """The interval at the rule's level, around the exact share.

        Workers per unit of weight differ between areas by `spread`, and what one area has more the others have less,
        because the whole is known; the areas within one area are taken to differ alike, which is the wider guess.
        To it comes the scatter of small numbers, and the area's share of the sampling error.
        """
        if not part.weight or not self.rest:
            return part.shares + part.kept, part.shares + part.kept
        whole, own = self.all_of_it.weight, part.weight
        exact = Fraction(self.rest * own, whole)
        other = Fraction((whole - own) ** 2 + self.all_of_it.squares - part.squares, whole**2)
        variance = exact**2 * self.rule.spread**2 * other
        variance += self.rule.scatter * exact * Fraction(whole - own, whole)
        variance += (exact / self.rest) ** 2 * self.error
        half = _root_above(self.rule.quantile**2 * variance)
        # the whole may itself be larger than was counted, if it comes from a sample
        most = self.rest + ceil(_root_above(self.rule.quantile**2 * self.error))
        low = min(max(0, floor(exact - half)), part.shares)
        high = max(min(most, ceil(exact + half)), part.shares)
        return low + part.kept, high + part.kept


def shared_out(many: int, weights: Mapping[str, int]) -> Mapping[str, int]:
    """`many` divided in proportion to `weights`, in whole numbers that add up to it; whoever weighs more gets no less.

    By the largest remainder; of equal ones the first by alphabet gets one more, so no order of rows decides.

    >>> shared_out(10, {"a": 1, "b": 1, "c": 1})
    {'a': 4, 'b': 3, 'c': 3}
    """
    whole = sum(weights.values())
    if whole <= 0:
        raise ValueError("nothing can be shared out among those who weigh nothing")
    found = {name: many * weights[name] // whole for name in sorted(weights)}
    short = many - sum(found.values())
    for name in sorted(found, key=lambda name: (-(many * weights[name] % whole), -weights[name], name))[:short]:
        found[name] += 1
    return found


def lists_in_use(weights: Iterable[Weight], kind: str, within: str, segment: str | None, month: Month) -> Listed | None:
    """The list of weights of `kind` that speaks of the areas below `within` in `month`; None where there is none.

    One of the segment's own, else one of everyone. Of several the one that tells of most areas, for a list of two
    villages is a correction and no list; of those the vintage nearest to the month as of denominators, then by id.
    """
    told: dict[tuple[bool, str, str], list[Weight]] = {}
    for one in weights:
        if one.kind == kind and one.segment in (None, segment) and one.area != within and is_within(one.area, within):
            told.setdefault((one.segment is None and segment is not None, one.id, one.vintage), []).append(one)
    if not told:
        return None
    _, id, vintage = best = min(told, key=lambda key: (key[0], -len(told[key]), *_nearness(key[2], month), key[1]))
    rows = told[best]
    source = next((one.source for one in rows if one.source), None)
    return Listed(kind, id, vintage, source, {one.area: one.value for one in rows})


def _nearness(vintage: str, month: Month) -> tuple[bool, int, int]:
    year, _, number = vintage.partition("-")
    later = int(year) > month.year
    sign = 1 if later else -1
    return later, sign * int(year), sign * int(number or 0)


def allocate(
    whole: Denominator, own: Mapping[str, Denominator], listed: Listed | None, rule: Rule
) -> Allocation | NotAllocated:
    """`whole` shared out among the areas below it, in proportion to the weights of `listed`.

    `own` are counts of the same denominator, segment and vintage of areas below: they are kept, and only the rest is
    shared out. Where areas within an area have weights, those speak and not the area's own. An area without a weight
    is given nothing; what it may come to, if it weighs as much as the mean of its level, is `unplaced`, so that the
    others do not get its workers.
    """
    facts: dict[str, str | int | None] = {"area": whole.area, "denominator": whole.id, "rule": rule.id}
    if listed is None:
        return NotAllocated("allocation_without_weights", facts)
    own = {area: one for area, one in own.items() if area != whole.area and is_within(area, whole.area)}
    weighing = {area: weight for area, weight in _lowest(listed.by_area).items() if not _inside(area, own, whole.area)}
    spoken_for = {*own, *weighing}
    kept = {area: one for area, one in own.items() if not _inside(parent_of(area), spoken_for, whole.area)}
    silent, told, level = _silent(whole.area, weighing, kept)
    if not sum(weighing.values()) or told < rule.least_told * (told + len(silent)):
        return NotAllocated("allocation_weights_too_few", {**facts, "told": told, "areas": told + len(silent)})
    rest = whole.value - sum(one.value for one in kept.values())
    if rest < 0:
        parts = sum(one.value for one in kept.values())
        return NotAllocated("allocation_overdrawn", {**facts, "value": whole.value, "parts": parts})
    weights = _weights(weighing, silent, level)
    shares = shared_out(rest, weights)
    parts_of = _parts(whole.area, shares, weights, silent, kept)
    errors = [Fraction(one.error) ** 2 for one in (whole, *kept.values()) if one.error is not None]
    return Allocation(
        whole=whole,
        rule=rule,
        listed=listed,
        shares={area: shares[area] for area in sorted(weighing)},
        unplaced=sum(shares[area] for area in silent),
        rest=rest,
        error=sum(errors, Fraction()),
        parts=parts_of,
        all_of_it=_Part(rest, sum(weights.values()), sum(weight**2 for weight in weights.values())),
    )


def _weights(weighing: Mapping[str, int], silent: Collection[str], level: str) -> Mapping[str, int]:
    """The weights, and for each area without one the mean of its `level`; all times a number that makes it whole."""
    alike = [weight for area, weight in weighing.items() if level_of(area) == level]
    return {area: weight * len(alike) for area, weight in weighing.items()} | dict.fromkeys(silent, sum(alike))


def _inside(area: str, areas: Collection[str], top: str) -> bool:
    """Whether `area` is or lies in one of `areas`, looking no higher than below `top`."""
    while area != top and is_within(area, top):
        if area in areas:
            return True
        area = parent_of(area)
    return False


def _lowest(weights: Mapping[str, int]) -> Mapping[str, int]:
    """The weights of areas in which no other area has one."""
    above = set()
    for area in weights:
        climbed = area
        while (climbed := parent_of(climbed)) != parent_of(climbed):
            above.add(climbed)
    return {area: weight for area, weight in weights.items() if area not in above}


def _silent(top: str, weighing: Mapping[str, int], kept: Collection[str]) -> tuple[tuple[str, ...], int, str]:
    """The areas of today of the lowest level that weights speak of, of which none speaks; how many are spoken of."""
    if not weighing:
        return (), 0, level_of(top)
    level = max((level_of(area) for area in weighing), key=LEVELS.index)
    every = codes_at(level, top) if area_exists(top) else ()
    asked = [area for area in every if not _inside(area, kept, top)]
    silent = tuple(area for area in asked if not _inside(area, weighing, top))
    return silent, len(asked) - len(silent) if every else len(weighing), level


def _parts(
    top: str,
    shares: Mapping[str, int],
    weights: Mapping[str, int],
    silent: Collection[str],
    kept: Mapping[str, Denominator],
) -> Mapping[str, _Part]:
    """Of every area up to below `top` what it holds: added up once, because a nation has 80,000 villages."""
    found: dict[str, _Part] = {}
    nothing = _Part()
    without = frozenset(silent)
    own = {area: _Part(shares[area], weights[area], weights[area] ** 2, area not in without) for area in shares}
    for area, part in (*own.items(), *((area, _Part(told=1, kept=one.value)) for area, one in kept.items())):
        climbed = area
        while climbed != top:
            found[climbed] = _sum(found.get(climbed, nothing), part)
            climbed = parent_of(climbed)
    return found


def _sum(one: _Part, other: _Part) -> _Part:
    return _Part(
        one.shares + other.shares,
        one.weight + other.weight,
        one.squares + other.squares,
        one.told + other.told,
        one.kept + other.kept,
    )


def _root_above(value: Fraction) -> Fraction:
    """The square root, rounded up."""
    scaled = ceil(value * _PARTS_OF_ONE**2)
    root = isqrt(scaled)
    return Fraction(root + (root**2 < scaled), _PARTS_OF_ONE)
