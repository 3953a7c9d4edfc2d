"""Which numbers the people of hard lists bear: NIK, family card and phone; no serial is below 9001."""

from dataclasses import dataclass

import numpy as np

from benchmarks.hard_people import TODAY, YEAR, Flags, Ints, People
from benchmarks.hard_rates import Rates
from cakupan.basics.nik import FEMALE
from cakupan.regions import areas_at, parent_of

FIRST_SERIAL, FIRST_SECOND, FIRST_CARD, LAST_SERIAL = 9001, 9551, 9601, 9999
_CAME_FROM = ("16.02", "16.03", "16.07", "16.71", "18.02", "18.05", "33.12", "35.04")
PHONES = 81_000_000_000  # no operator of mobile phones has 0810


@dataclass(frozen=True, slots=True)
class Numbers:
    """NIK and family card as numbers of sixteen digits; phones without their first 0, or 0 where there is none.

    `listed`: the NIK that people show, the same but for those who have a second one."""

    nik: Ints
    listed: Ints
    card: Ints
    phone: Ints
    other_birth: Flags
    other_sex: Flags


def make_numbers(people: People, rates: Rates, rng: np.random.Generator) -> Numbers:
    """Numbers for everybody, each NIK once. What the register says of birth and sex is not always what the NIK says."""
    many = len(people)
    districts = np.array([int(parent_of(village.code).replace(".", "")) for village in people.villages])
    own = districts[people.registered]
    codes = np.array([int(d.code.replace(".", "")) for regency in _CAME_FROM for d in areas_at("district", regency)])
    place = np.where(rng.random(many) < rates.moved_in, rng.choice(codes, many), own)
    other_birth = rng.random(many) < rates.nik_of_other_birth
    day = people.born + np.where(other_birth, rng.choice([-731, -365, -30, -9, 10, 31, 365], many), 0)
    other_sex = rng.random(many) < rates.nik_of_other_sex
    nik = _numbered(place, day, people.female ^ other_sex, FIRST_SERIAL, FIRST_SECOND)
    second = _numbered(rng.choice(codes, many), people.born, people.female, FIRST_SECOND, FIRST_CARD)
    listed = np.where(rng.random(many) < rates.nik_second, second, nik)
    return Numbers(nik, listed, make_cards(people, rng), _phones(people, rates, rng), other_birth, other_sex)


def make_cards(people: People, rng: np.random.Generator) -> Ints:
    """A family card for each household, issued between 2005 and 2024."""
    heads = np.unique(people.head)
    villages = people.home[heads]
    place = np.array([int(parent_of(village.code).replace(".", "")) for village in people.villages])[villages]
    issued = TODAY - (rng.uniform(1, 20, len(heads)) * YEAR).astype(np.int64)
    cards = _numbered(place, issued, np.zeros(len(heads), bool), FIRST_CARD, LAST_SERIAL)
    return cards[np.searchsorted(heads, people.head)]


def _phones(people: People, rates: Rates, rng: np.random.Generator) -> Ints:
    """Some use the phone of the head of the household."""
    own = new_phones(len(people), rng)
    shared = rng.random(len(people)) < rates.phone_of_household
    number = np.where(shared, own[people.head], own)
    return np.where(rng.random(len(people)) < rates.phones, number, 0)


def new_phones(many: int, rng: np.random.Generator) -> Ints:
    return PHONES + rng.integers(0, 10**8, many)


def _numbered(place: Ints, day: Ints, female: Flags, first: int, last: int) -> Ints:
    """Serials run within a place, day and sex; where they do not suffice the next day is taken."""
    day = day.copy()
    while True:
        serial = first + _counted(place * 10**6 + day * 2 + female)
        crowded = serial >= last
        if not crowded.any():
            break
        day[crowded] += 1
    dates = day.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    of_month = (dates - months.astype("datetime64[D]")).astype(np.int64) + 1 + FEMALE * female
    month, year = months.astype(np.int64) % 12 + 1, (months.astype(np.int64) // 12 + 1970) % 100
    found: Ints = (((place * 100 + of_month) * 100 + month) * 100 + year) * 10**4 + serial
    return found


def _counted(keys: Ints) -> Ints:
    """How many before each have the same key."""
    order = np.argsort(keys, kind="stable")
    starts = np.flatnonzero(np.diff(keys[order], prepend=-1))
    counted = np.empty(len(keys), np.int64)
    counted[order] = np.arange(len(keys)) - np.repeat(starts, np.diff(np.append(starts, len(keys))))
    return counted
