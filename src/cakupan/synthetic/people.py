"""Who lives in a made-up regency: households, sex, birth, death, work; column by column."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from cakupan.synthetic.calendar import NEVER, Flags, Ints, day_number
from cakupan.synthetic.parts import parts
from cakupan.synthetic.rates import Households
from cakupan.synthetic.villages import Villages, cultures_of

COUNTED_ON = day_number(date(2024, 12, 31))  # ages are 15 to 70 on this day
YEAR = 365.25


@dataclass(frozen=True, slots=True)
class People:
    """One row a person, in order of village and household; days as numbers, words as places in `parts`."""

    village: Ints
    household: Ints
    head: Ints  # the row of the first person of the household
    place: Ints  # 0 is the head, 1 the second, ...
    female: Flags
    born: Ints
    died: Ints  # NEVER
    culture: Ints
    twin_of: Ints  # the row of the elder twin, or -1
    named_as_father: Flags
    informal: Flags
    work: Ints
    decile: Ints

    def __len__(self) -> int:
        return len(self.village)

    def age_on(self, day: int) -> Ints:
        return ((day - self.born) / YEAR).astype(np.int64)


def make_people(villages: Villages, size: int, rates: Households, rng: np.random.Generator) -> People:
    """`size` potential workers in the households of `villages`."""
    household, head, place = _households(size, rates, rng)
    village = np.repeat(np.arange(len(villages.areas)), villages.shared_out(int(household[-1]) + 1))[household]
    couple = (place == 1) & (rng.random(size) < rates.couples)
    grown = (place > 0) & ~couple
    female = _sexes(head, couple, rates, rng)
    born = _births(head, couple, grown, rng)
    twin_of = _twins(place, grown, household, rates, rng)
    born, female = _alike(twin_of, born, female, rng)
    born = _registered(born, rates, rng)
    informal = _informal(female, born, rng)
    return People(
        village=village,
        household=household,
        head=head,
        place=place,
        female=female,
        born=born,
        died=_deaths(born, rates, rng),
        culture=_cultures(villages, village, head, rng),
        twin_of=twin_of,
        named_as_father=grown & ~female & ~female[head] & (twin_of < 0) & (rng.random(size) < rates.named_as_father),
        informal=informal,
        work=_work(informal, rng),
        decile=_deciles(village, head, informal, rng),
    )


def _households(size: int, rates: Households, rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """For each person the household, the row of its head, and the place in it."""
    kinds = np.arange(1, len(rates.workers) + 1)
    members = rng.choice(kinds, size=size, p=np.array(rates.workers) / sum(rates.workers))
    starts = np.cumsum(members) - members
    count = int(np.searchsorted(starts, size))
    household = np.repeat(np.arange(count), members[:count])[:size]
    head = starts[household]
    return household, head, np.arange(size) - head


def _sexes(head: Ints, couple: Flags, rates: Households, rng: np.random.Generator) -> Flags:
    female = rng.random(len(head)) < 0.44  # grown children who count as workers are sons more often
    alone = head == np.arange(len(head))
    led_by_women = rng.random(len(head)) >= rates.headed_by_men
    female = np.where(alone, led_by_women, female)
    return np.where(couple, ~female[head], female)


def _births(head: Ints, couple: Flags, grown: Flags, rng: np.random.Generator) -> Ints:
    """Heads of 20 to 70, of 38 and more where a grown child lives with them; couples alike in age."""
    size = len(head)
    with_grown = np.zeros(size, bool)
    with_grown[head[grown]] = True
    young, old = 20 + 50 * rng.beta(1.6, 2.3, size), 38 + 32 * rng.beta(1.3, 1.9, size)
    age = np.where(with_grown, old, young)[head]
    partner = np.clip(age + rng.normal(-3, 4, size), 17, 70.9)
    child = 15 + (np.clip(age - 19, 16, 42) - 15) * rng.random(size) ** 1.1
    age = np.where(couple, partner, np.where(grown, child, age))
    return _no_leap_day((COUNTED_ON - 1 - np.clip(age, 15.02, 70.9) * YEAR).astype(np.int64))


def _twins(place: Ints, grown: Flags, household: Ints, rates: Households, rng: np.random.Generator) -> Ints:
    """The row before, where the two are twins: both grown children of one household, and not twins already."""
    before = np.roll(grown, 1) & (np.roll(household, 1) == household) & (place > 1)
    chosen = grown & before & (rng.random(len(place)) < rates.twins / 0.4)  # about four in ten have one beside them
    chosen &= ~np.roll(chosen, 1)
    return np.where(chosen, np.arange(len(place)) - 1, -1)


def _alike(twin_of: Ints, born: Ints, female: Flags, rng: np.random.Generator) -> tuple[Ints, Flags]:
    twins = twin_of >= 0
    same_sex = twins & (rng.random(len(born)) < 0.75)
    return np.where(twins, born[twin_of], born), np.where(same_sex, female[twin_of], female)


def _registered(born: Ints, rates: Households, rng: np.random.Generator) -> Ints:
    """The birth in the register: for some of the older a day that stands for the year only."""
    years = born.astype("datetime64[D]").astype("datetime64[Y]")
    default = (COUNTED_ON - born > 45 * YEAR) & (rng.random(len(born)) < rates.default_births)
    start = years.astype("datetime64[D]").astype(np.int64)
    end = (years + 1).astype("datetime64[D]").astype(np.int64) - 1
    july = (years.astype("datetime64[M]") + 6).astype("datetime64[D]").astype(np.int64)
    day = np.choose(rng.choice(3, len(born), p=[0.5, 0.35, 0.15]), [start, july, end])
    return np.where(default, day, born)


def _no_leap_day(days: Ints) -> Ints:
    # so that the day on which somebody turns 66 needs no rule of its own
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    within = days - months.astype("datetime64[D]").astype(np.int64)
    return np.where((months.astype(np.int64) % 12 == 1) & (within == 28), days - 1, days)


def _deaths(born: Ints, rates: Households, rng: np.random.Generator) -> Ints:
    """The day of death within the months told of, never later than the 27th of a month; NEVER for who lives."""
    first, last = day_number(date(2023, 12, 1)), day_number(date(2025, 7, 31))
    age = (COUNTED_ON - born) / YEAR
    chance = rates.deaths_a_year * 2 ** ((age - 45) / 11) * (last - first) / YEAR
    day = rng.integers(first, last + 1, len(born))
    # before the 28th, so that no rule for the last day of a month decides about the dead
    month = day.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    day = month + np.minimum(day - month, 26)
    return np.where(rng.random(len(born)) < chance, day, NEVER)


def _cultures(villages: Villages, village: Ints, head: Ints, rng: np.random.Generator) -> Ints:
    """The culture of each household, by the shares of its village, as a place in the list of cultures."""
    names = list(parts()["cultures"])
    shares = np.array([[cultures_of(area).get(name, 0.0) for name in names] for area in villages.areas])
    edges = np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)[:, :-1]
    drawn = rng.random(len(village))[head]
    places: Ints = (drawn[:, None] >= edges[village]).sum(axis=1).astype(np.int64)
    return places


def _informal(female: Flags, born: Ints, rng: np.random.Generator) -> Flags:
    age = (COUNTED_ON - born) / YEAR
    chance = 0.62 + 0.12 * female + 0.2 * (age > 55) - 0.1 * ((age > 22) & (age < 40))
    informal: Flags = rng.random(len(born)) < chance
    return informal


def _work(informal: Flags, rng: np.random.Generator) -> Ints:
    """A place in the informal occupations, or behind them in the formal ones; earlier in a list is commoner."""
    words = parts()["work"]
    kinds = [_zipf(len(words[kind]), len(informal), rng) for kind in ("informal", "formal")]
    return np.where(informal, kinds[0], len(words["informal"]) + kinds[1])


def _zipf(many: int, size: int, rng: np.random.Generator) -> Ints:
    weights = 1 / (np.arange(many) + 2.5)
    return rng.choice(many, size=size, p=weights / weights.sum())


def _deciles(village: Ints, head: Ints, informal: Flags, rng: np.random.Generator) -> Ints:
    """The decile of welfare of each household: villages differ, and informal work is poorer."""
    of_village = rng.normal(0, 0.5, int(village.max()) + 1)[village]
    score = of_village + (rng.normal(0, 1, len(head)) - 0.5 * informal)[head]
    ranks = np.empty(len(head), np.int64)
    ranks[np.argsort(score, kind="stable")] = np.arange(len(head))
    return ranks * 10 // len(head) + 1
