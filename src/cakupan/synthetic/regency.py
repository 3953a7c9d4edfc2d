"""A made-up regency before it becomes files: its villages, people, numbers, names, firms and memberships."""

from dataclasses import dataclass

import numpy as np

from cakupan.regions import Area
from cakupan.synthetic.enrolment import FIRMS, make_memberships
from cakupan.synthetic.memberships import Memberships
from cakupan.synthetic.naming import Names, make_names
from cakupan.synthetic.numbers import Numbers, make_numbers
from cakupan.synthetic.parts import parts
from cakupan.synthetic.people import People, make_people
from cakupan.synthetic.rates import ACTIVE, POTENTIAL, Rates
from cakupan.synthetic.villages import Villages, villages_of


@dataclass(frozen=True, slots=True)
class Regency:
    """Everything true of it; and the rates at which its files are wrong."""

    area: str
    villages: Villages
    people: People
    names: Names
    numbers: Numbers
    firms: list[str]
    members: Memberships
    rates: Rates
    totals: tuple[int, int]

    def districts_of_villages(self) -> list[Area]:
        """The district of each village, in the order of the villages."""
        by_code = {area.code: area for area in self.villages.districts}
        return [by_code[village.code.rpartition(".")[0]] for village in self.villages.areas]


def make_people_and_members(area: str, size: int, rates: Rates, seed: int) -> Regency:
    """The regency `area` with `size` potential workers; each part has its own stream of random numbers."""
    villages = villages_of(area)
    people = make_people(villages, size, rates.households, stream(seed, "people"))
    totals = totals_at(size)
    return Regency(
        area=area,
        villages=villages,
        people=people,
        names=make_names(people, stream(seed, "names")),
        numbers=make_numbers(people, villages, rates.households, stream(seed, "numbers")),
        firms=_firms(stream(seed, "firms")),
        members=make_memberships(people, rates.enrolments, totals, stream(seed, "members")),
        rates=rates,
        totals=totals,
    )


def stream(seed: int, about: str) -> np.random.Generator:
    """A stream of random numbers of its own, so that a change in one part leaves the others as they were."""
    return np.random.default_rng([seed, *about.encode()])


def totals_at(size: int) -> tuple[int, int]:
    """The active members of December 2024 and July 2025: as published at the published size, else the same shares."""
    first, last = ((many * size * 2 + POTENTIAL) // (2 * POTENTIAL) for many in ACTIVE.values())
    return first, last


def _firms(rng: np.random.Generator) -> list[str]:
    words = parts()["firms"]
    columns = [[words[kind][place] for place in rng.integers(0, len(words[kind]), FIRMS)] for kind in words]
    return [f"{form} {trade} {name} {wish}" for form, trade, name, wish in zip(*columns, strict=True)]
