"""Which numbers a person carries: NIK, family card, telephone. No serial is below 9001, so that none can be real."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cakupan.regions import areas_at
from cakupan.regions.levels import DISTRICT
from cakupan.synthetic.calendar import Flags, Ints, digits, joined
from cakupan.synthetic.parts import parts
from cakupan.synthetic.people import People
from cakupan.synthetic.rates import Households
from cakupan.synthetic.villages import Villages, shared_out

FIRST_SERIAL, SERIALS = 9001, 999
FIRST_CARD = 9501  # family cards take the upper half, so that a card is nobody's NIK
TELEPHONES = "0810000"  # no mobile operator has 0810


@dataclass(frozen=True, slots=True)
class Numbers:
    """As text, one a person."""

    nik: pa.Array
    family_card: pa.Array
    telephone: pa.Array  # null where there is none


def make_numbers(people: People, villages: Villages, rates: Households, rng: np.random.Generator) -> Numbers:
    """Numbers for everybody; each NIK once."""
    own = np.array([int(area.code[:DISTRICT].replace(".", "")) for area in villages.areas])[people.village]
    place = np.where(rng.random(len(people)) < rates.moved_in, _elsewhere(len(people), rng), own)
    other = rng.random(len(people)) < rates.nik_of_other_birth
    day = people.born + np.where(other, rng.integers(-400, 400, len(people)), 0)
    female = people.female ^ (rng.random(len(people)) < rates.nik_of_other_sex)
    return Numbers(_niks(place, day, female), _cards(people, own, rng), _telephones(people, rates, rng))


def _elsewhere(many: int, rng: np.random.Generator) -> Ints:
    """The codes of districts of other regencies, by the shares of `came_from`."""
    chosen = parts()["came_from"]
    codes = [[int(area.code.replace(".", "")) for area in areas_at("district", regency)] for regency in chosen]
    counts = shared_out(many, tuple(float(share) for share in chosen.values()))
    drawn = [rng.choice(np.array(of), count) for of, count in zip(codes, counts, strict=True)]
    return rng.permutation(np.concatenate(drawn))


def _niks(place: Ints, day: Ints, female: Flags) -> pa.Array:
    """A serial counts within a district, day and sex; where 999 do not suffice the next day is taken."""
    day = day.copy()
    while True:
        serial = _counted(place, day * 2 + female)
        crowded = serial >= SERIALS
        if not crowded.any():
            return _numbers_of(place, day, female, FIRST_SERIAL + serial)
        day[crowded] += 1


def _counted(place: Ints, within: Ints) -> Ints:
    """How many rows before have the same place and the same `within`, for each row."""
    order = np.lexsort((within, place))
    new = np.ones(len(order), bool)
    new[1:] = (place[order][1:] != place[order][:-1]) | (within[order][1:] != within[order][:-1])
    starts = np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))
    counted = np.empty(len(order), np.int64)
    counted[order] = np.arange(len(order)) - starts
    return counted


def _numbers_of(place: Ints, day: Ints, female: Flags, serial: Ints) -> pa.Array:
    dates = day.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    within = (dates - months.astype("datetime64[D]")).astype(np.int64) + 1 + 40 * female
    month = months.astype(np.int64) % 12 + 1
    year = (months.astype(np.int64) // 12 + 1970) % 100
    upper, lower = place * 10**10, within * 10**8 + month * 10**6 + year * 10**4 + serial
    return digits(upper + lower, 16)


def _cards(people: People, own: Ints, rng: np.random.Generator) -> pa.Array:
    heads = np.unique(people.head)
    issued = rng.integers(12_500, 19_700, len(heads))  # from 2004 to 2023
    place = own[heads]
    serial = _counted(place, issued) % (9999 - FIRST_CARD + 1)
    cards = _numbers_of(place, issued, np.zeros(len(heads), bool), FIRST_CARD + serial)
    return cards.take(pa.array(people.household))


def _telephones(people: People, rates: Households, rng: np.random.Generator) -> pa.Array:
    """Some use the telephone of the head of the household."""
    number = rng.integers(0, 100_000, len(people))
    shared = (people.place > 0) & (rng.random(len(people)) < 0.3)
    number = np.where(shared, number[people.head], number)
    none = rng.random(len(people)) >= rates.phones
    words = joined(pa.scalar(TELEPHONES), digits(number, 5))
    return pc.if_else(pa.array(none), pa.scalar(None, pa.string()), words)
