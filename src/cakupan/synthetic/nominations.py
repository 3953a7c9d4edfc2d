"""Who stands on the lists of vulnerable workers, and how villages write each line."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cakupan.regions.levels import DISTRICT
from cakupan.synthetic.calendar import EPOCH, MONTH_NAMES, Flags, Ints, day_number, joined, picked
from cakupan.synthetic.faults import chosen, damaged_niks, varied_names
from cakupan.synthetic.memberships import LAST_AGE, active_people
from cakupan.synthetic.parts import parts
from cakupan.synthetic.regency import Regency

SEEN_IN = 17  # May 2025: who is a member when the lists are drawn up
SEEN_ON = day_number(date(2025, 6, 1))
YOUNGEST = 17
_WORDS = {
    "L": ["L", "L", "LAKI-LAKI", "Laki-laki", "laki-laki", "Lk"],
    "P": ["P", "P", "PEREMPUAN", "Perempuan", "perempuan", "Pr"],
}


@dataclass(frozen=True, slots=True)
class Nominations:
    """One row a line of a list, in order of village; `village` is where the line stands."""

    person: Ints
    village: Ints
    nik: list[str]
    nik_is_number: Flags
    name: list[str]
    sex: list[str]
    birth: list[date | str | None]
    telephone: list[str | None]
    family_card: list[str]
    work: list[str]
    decile: list[int]
    address: list[str]


def nominations_of(regency: Regency, rng: np.random.Generator) -> Nominations:
    """Who is on the lists, and how each line is written."""
    people, numbers, rates = regency.people, regency.numbers, regency.rates.lists
    person, village = _nominated(regency, rng)
    many = len(person)
    nik = _written_niks(numbers.nik.take(pa.array(person)), regency, rng)
    whole = pc.match_substring_regex(nik, r"^\d{16}$").to_numpy(zero_copy_only=False)
    as_number = chosen(many, rates.nik_as_number, rng) & whole
    sex = np.where(people.female[person], "P", "L")
    drawn = rng.integers(0, 6, many)
    address = [f"RT {rt:02d} DUSUN {'I' * dusun}" for rt, dusun in rng.integers(1, (25, 4), (many, 2)).tolist()]
    words = parts()["work"]
    return Nominations(
        person=person,
        village=village,
        nik=nik.to_pylist(),
        nik_is_number=as_number,
        name=_written_names(regency, person, rng).to_pylist(),
        sex=[_WORDS[letter][place] for letter, place in zip(sex.tolist(), drawn.tolist(), strict=True)],
        birth=_written_births(people.born[person], rates.day_and_month_swapped, rates.birth_missing, rng),
        telephone=pc.if_else(
            pa.array(chosen(many, rates.phone_missing, rng)), None, numbers.telephone.take(pa.array(person))
        ).to_pylist(),
        family_card=numbers.family_card.take(pa.array(person)).to_pylist(),
        work=picked(words["informal"] + words["formal"], people.work[person]).to_pylist(),
        decile=people.decile[person].tolist(),
        address=address,
    )


def _nominated(regency: Regency, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """The people of the lists and the village that each line stands in; in order of the village."""
    people, rates = regency.people, regency.rates.lists
    many = round(rates.nominated * len(people))
    member = np.zeros(len(people), bool)
    member[active_people(regency.members, people, SEEN_IN)] = True
    old = people.age_on(SEEN_ON) > LAST_AGE
    young = people.age_on(SEEN_ON) < YOUNGEST
    poor = rng.random(len(people)) + 0.1 * people.decile - 0.3 * people.informal + np.where(young, 0.8, 0)
    once = many - round(rates.twice * many)
    over = min(round(rates.over_65 * many), int(old.sum()))
    already = round(rates.members_already * once)
    groups = ((old, over), (member & ~old, already), (~member & ~old, once - over - already))
    person = np.concatenate([_lowest(poor, among, of) for among, of in groups])
    again = rng.permutation(person)[: many - once]
    # the second village is the next one of the same district, or the one before where there is none
    districts = np.array([area.code[:DISTRICT] for area in regency.villages.areas])
    home = people.village[again]
    following = np.minimum(home + 1, len(districts) - 1)
    second = np.where(
        (districts[following] == districts[home]) & (following != home), following, np.maximum(home - 1, 0)
    )
    person, village = np.concatenate([person, again]), np.concatenate([people.village[person], second])
    order = np.lexsort((rng.random(len(person)), village))
    return person[order], village[order]


def _lowest(score: Any, among: Flags, many: int) -> Ints:
    rows = np.flatnonzero(among)
    return rows[np.argsort(score[rows], kind="stable")[:many]]


def _written_niks(niks: pa.Array, regency: Regency, rng: np.random.Generator) -> pa.Array:
    rates = regency.rates.lists
    many = len(niks)
    damaged = chosen(many, rates.nik_damaged, rng)
    kinds = [kind for kind in regency.rates.extracts.nik_damages if kind[0] != "missing"]
    wrong = pc.replace_substring(damaged_niks(niks.filter(pa.array(damaged)), kinds, rng), '"', "")
    written = pc.replace_with_mask(niks, pa.array(damaged), wrong)
    spaced = pc.replace_substring_regex(written, r"^(\d{6})(\d{6})(\d{4})$", r"\1 \2 \3")
    dotted = pc.replace_substring_regex(written, r"^(\d{6})(\d{6})(\d{4})$", r"\1.\2.\3")
    dress = np.where(chosen(many, rates.nik_dressed, rng), rng.integers(1, 5, many), 0)
    trailing = joined(written, pa.scalar(" "))
    written = pc.choose(pa.array(dress), written, joined(pa.scalar("'"), written), spaced, dotted, trailing)
    return pc.if_else(pa.array(chosen(many, rates.nik_missing, rng)), "", written)


def _written_names(regency: Regency, person: Ints, rng: np.random.Generator) -> pa.Array:
    rates, names = regency.rates.lists, regency.names
    capital = pc.utf8_upper(names.written(person))
    varied = chosen(len(person), rates.name_varied, rng)
    capital = pc.replace_with_mask(
        capital,
        pa.array(varied),
        varied_names(capital.filter(pa.array(varied)), regency.people.female[person][varied], rng),
    )
    initial = chosen(len(person), rates.father_initial, rng)
    father = pc.utf8_slice_codeunits(names.word(regency.people.head[person], 1), 0, 1)
    capital = pc.if_else(pa.array(initial), joined(capital, father, between="."), capital)
    return pc.if_else(pa.array(rng.random(len(person)) < 0.4), pc.utf8_title(capital), capital)


def _written_births(born: Ints, swapped: float, missing: float, rng: np.random.Generator) -> list[date | str | None]:
    """A date cell, or text in one of three manners; some swapped where the day can be a month, some missing."""
    many = len(born)
    manner = rng.choice(4, many, p=[0.6, 0.2, 0.12, 0.08])
    turned = chosen(many, swapped, rng) & (manner < 2)
    gone = chosen(many, missing, rng)
    days = [EPOCH + timedelta(days=day) for day in born.tolist()]
    rows = zip(days, manner.tolist(), turned.tolist(), gone.tolist(), strict=True)
    return [None if none else _written_birth(day, how, turn) for day, how, turn, none in rows]


def _written_birth(day: date, manner: int, turned: bool) -> date | str:
    if turned and day.day <= 12:
        day = date(day.year, day.day, day.month)
    if manner == 0:
        return day
    if manner == 1:
        return f"{day.day:02d}/{day.month:02d}/{day.year}"
    return (
        f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
        if manner == 2
        else f"{day.day:02d}-{day.month:02d}-{day.year}"
    )
