"""Hard lists with truth: a register, a list of about as many rows, which row is whom, and what was done to each.

Half of the people on the list are in no register, and come from the same households and villages as those who are.
Every rate is a parameter (`hard_rates`), so that nothing is tuned to one mix. The same for a seed every time.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.hard_called import culture_shares, name_people
from benchmarks.hard_damage import UNTOLD, births, cards, nik_cells, phones, sexes, village_cells
from benchmarks.hard_numbers import Numbers, make_cards, make_numbers, new_phones
from benchmarks.hard_people import CHILD, Flags, Ints, People, default_day, make_people
from benchmarks.hard_rates import APART, MIXES, USUAL, Done, Rates
from benchmarks.hard_spelling import spell
from cakupan.basics.nik import Nik, parse_nik
from cakupan.intake import read_persons
from cakupan.regions import area, parent_of

__all__ = ["APART", "MIXES", "Done", "HardList", "Rates", "hard_list", "write_csv"]
Columns = Mapping[str, Sequence[str | None]]
HEADINGS = {
    "nik_cell": "NIK",
    "name": "NAMA LENGKAP",
    "birth": "TANGGAL LAHIR",
    "sex": "JENIS KELAMIN",
    "village_cell": "DESA",
    "district_cell": "KECAMATAN",
    "phone": "NO HP",
    "family_card": "NO KK",
}


@dataclass(frozen=True, slots=True)
class HardList:
    """`listed` and `register`: `id` from 0, what identity reads of a person, and the cells as an office wrote them.

    `truth`: for each list row its register row, or -1; `person`: which of all people it is; `errors`: what was done
    to it, as bits of `Done`."""

    listed: pa.Table
    register: pa.Table
    truth: Ints
    person: Ints
    errors: Ints


@dataclass(frozen=True, slots=True)
class _Everyone:
    people: People
    names: Sequence[str]
    numbers: Numbers


def hard_list(count: int, *, seed: int, rates: Rates = USUAL) -> HardList:
    """A register of `count` people, and `count` rows of a list, less those that are taken out of it."""
    streams = iter([np.random.default_rng(one) for one in np.random.SeedSequence(seed).spawn(5)])
    rng = next(streams)
    distinct = count - round(count * rates.repeated / (1 + rates.repeated))
    known = min(round(distinct * rates.members), count)
    everyone = _everyone(count + distinct - known, rates, next(streams))
    order = rng.permutation(len(everyone.people))
    registered, strangers = order[:count], order[count:]
    once = np.concatenate([registered[:known], strangers])
    who = np.concatenate([once, rng.choice(once, count - distinct)])
    again = np.arange(count) >= distinct
    home = _proposed_by(everyone.people, who, again, rates, rng)
    rows = np.lexsort((rng.random(count), everyone.people.head[who], home))  # a list has its villages one by one
    who, again, home = who[rows], again[rows], home[rows]
    listed, done = _listed(everyone, who, home, rates, next(streams))
    registered = rng.permutation(registered)
    place = np.full(len(everyone.people), -1, np.int64)
    place[registered] = np.arange(count)
    born = _births_written(everyone.people, rates, next(streams))
    done |= np.where(again, int(Done.REPEATED), 0) | _traits(everyone, born)[who]
    register = _register(everyone, registered, born)
    return _left(HardList(listed, register, place[who], who, done), rates, next(streams))


def _left(hard: HardList, rates: Rates, rng: np.random.Generator) -> HardList:
    """The list without some of the rows whose NIK the register has."""
    known = set(hard.register["nik"].to_pylist())
    met = np.array([nik in known for nik in hard.listed["nik"].to_pylist()])
    kept = np.flatnonzero(~met | (rng.random(len(met)) >= rates.taken_out))
    listed = hard.listed.take(pa.array(kept)).drop_columns(["id"]).add_column(0, "id", pa.array(np.arange(len(kept))))
    return HardList(listed, hard.register, hard.truth[kept], hard.person[kept], hard.errors[kept])


def write_csv(table: pa.Table, path: Path) -> Path:
    """The table as the file that an office would send: text, days as 31-12-1980."""
    texts = dict(zip(HEADINGS.values(), (table[name].to_pylist() for name in HEADINGS), strict=True))
    texts["TANGGAL LAHIR"] = [f"{day:%d-%m-%Y}" if day else "" for day in texts["TANGGAL LAHIR"]]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(texts)
        rows.writerows(zip(*texts.values(), strict=True))
    return path


def _everyone(count: int, rates: Rates, rng: np.random.Generator) -> _Everyone:
    people = make_people(count, culture_shares(), rates, rng)
    return _Everyone(people, name_people(people, rng), make_numbers(people, rates, rng))


def _proposed_by(people: People, who: Ints, again: Flags, rates: Rates, rng: np.random.Generator) -> Ints:
    """The village that lists each: the home; for one proposed again mostly another, of parents or before a move."""
    other = rng.integers(0, len(people.villages), len(who))
    other = np.where(people.registered[who] != people.home[who], people.registered[who], other)
    elsewhere = again & (rng.random(len(who)) < rates.repeated_elsewhere)
    return np.where(elsewhere, other, people.home[who])


def _births_written(people: People, rates: Rates, rng: np.random.Generator) -> Ints:
    """The day of birth that the register has of each: of some one that stands for the year."""
    return np.where(rng.random(len(people)) < rates.default_birth_written, default_day(people.born, rng), people.born)


def _traits(everyone: _Everyone, born: Ints) -> Ints:
    """What makes each person hard to tell from others, whatever a list does."""
    people, numbers = everyone.people, everyone.numbers
    twin = people.twin_of >= 0
    twin[people.twin_of[twin]] = True
    traits = {
        Done.NIK_SECOND: numbers.listed != numbers.nik,
        Done.TWIN: twin,
        Done.NAMED_AS_FATHER: people.named_as_father,
        Done.MARRIED_AWAY: people.married_away,
        Done.MOVED: people.moved,
        Done.OTHER_BIRTH_IN_NIK: numbers.other_birth,
        Done.OTHER_SEX_IN_NIK: numbers.other_sex,
        Done.DEFAULT_BIRTH_KNOWN: people.default_birth | (born != people.born),
    }
    found = np.zeros(len(people), np.int64)
    for flag, rows in traits.items():
        found |= np.where(rows, int(flag), 0)
    return found


def _register(everyone: _Everyone, rows: Ints, born: Ints) -> pa.Table:
    """The rows of these people as they were registered, `born` on these days."""
    people, numbers = everyone.people, everyone.numbers
    village = [people.villages[at] for at in people.registered[rows].tolist()]
    district = [parent_of(one.code) for one in village]
    cells = {
        "nik_cell": numbers.nik[rows].astype(str).tolist(),
        "name": [everyone.names[row].upper() for row in rows.tolist()],
        "sex": np.where(people.female[rows], "P", "L").tolist(),
        "village_cell": [one.name for one in village],
        "district_cell": [area(code).name for code in district],
        "phone": _phone_texts(numbers.phone[rows]),
        "family_card": numbers.card[rows].astype(str).tolist(),
    }
    read = {
        "nik": cells["nik_cell"],
        "nik_written": [None] * len(rows),
        "village": [one.code for one in village],
        "village_written": [None] * len(rows),
        "district": district,
    }
    return _table({**cells, **read}, born[rows])


def _listed(
    everyone: _Everyone, who: Ints, home: Ints, rates: Rates, rng: np.random.Generator
) -> tuple[pa.Table, Ints]:
    """The rows of these people as the villages wrote them, and what was done to each."""
    people, numbers = everyone.people, everyone.numbers
    niks, done = nik_cells(numbers.listed[who], numbers.card[who], rates, rng)
    names, spelt = spell(
        [everyone.names[row] for row in who.tolist()], _fathers(everyone, who, rng), people.female[who], rates, rng
    )
    born, dated = births(people.born[who], rates, rng)
    sex, sexed = sexes(people.female[who], rates, rng)
    villages, placed = village_cells(home, people.villages, rates, rng)
    operators, new = new_phones(len(people.villages), rng)[home], new_phones(len(who), rng)
    phone, phoned = phones(numbers.phone[who], operators, new, rates, rng)
    card, carded = cards(numbers.card[who], make_cards(people, rng)[who], rates, rng)
    capital = (rng.random(len(people.villages)) < 0.7)[home].tolist()
    told = rng.random(len(who)) >= rates.district_missing
    placed |= np.where(told, 0, int(Done.DISTRICT_MISSING))
    district = [area(parent_of(village.code)).name for village in people.villages]
    cells = {
        "nik_cell": niks,
        "name": [name.upper() if big else name for name, big in zip(names, capital, strict=True)],
        "sex": sex,
        "village_cell": villages,
        "district_cell": [
            district[at] if known else "" for at, known in zip(home.tolist(), told.tolist(), strict=True)
        ],
        "phone": _phone_texts(phone),
        "family_card": [str(one) if one else "" for one in card.tolist()],
    }
    table = _table({**cells, **_niks_read(niks, done), **_places_read(villages, cells["district_cell"])}, born)
    return table, done | spelt | dated | sexed | placed | phoned | carded


def _fathers(everyone: _Everyone, who: Ints, rng: np.random.Generator) -> list[str]:
    """The name of each one's father: the head of the household for its children, else some man."""
    people = everyone.people
    men = np.flatnonzero(~people.female)
    of_home = (people.role[who] == CHILD) & ~people.female[people.head[who]]
    fathers = np.where(of_home, people.head[who], rng.choice(men, len(who)))
    return [everyone.names[row] for row in fathers.tolist()]


def _phone_texts(phones: Ints) -> list[str]:
    return [f"0{phone}" if phone else "" for phone in phones.tolist()]


def _niks_read(cells: Sequence[str], done: Ints) -> Columns:
    """The cells as intake reads them; those to which nothing was done are what they are."""
    nik: list[str | None] = list(cells)
    written: list[str | None] = [None] * len(cells)
    for row in np.flatnonzero(done).tolist():
        found = parse_nik(cells[row])
        nik[row] = found.digits if isinstance(found, Nik) else None
        written[row] = None if nik[row] else cells[row].strip()
    return {"nik": nik, "nik_written": written}


def _places_read(villages: Sequence[str], districts: Sequence[str]) -> Columns:
    """The cells of villages and districts as intake reads them, each distinct pair once."""
    pairs = list(dict.fromkeys(zip(villages, districts, strict=True)))
    lines = "\n".join(f"Budi Santoso,{village},{district}" for village, district in pairs)
    names = ("village", "village_written", "district")
    read = read_persons(f"NAMA,DESA,KECAMATAN\n{lines}\n".encode(), name="villages.csv").records()
    found = dict(zip(pairs, zip(*(read[name].to_pylist() for name in names), strict=True), strict=True))
    columns = zip(*(found[pair] for pair in zip(villages, districts, strict=True)), strict=True)
    return dict(zip(names, (list(column) for column in columns), strict=True))


def _table(columns: Columns, born: Ints) -> pa.Table:
    texts = {name: pa.array([cell or None for cell in cells], pa.string()) for name, cells in columns.items()}
    birth = pa.array(np.where(born == UNTOLD, 0, born).astype(np.int32), pa.int32(), mask=born == UNTOLD)
    return pa.table({"id": pa.array(np.arange(len(born))), **texts, "birth": birth.cast(pa.date32())})
