"""Made-up people and lists of them with the truth: names written otherwise, NIKs damaged, birth dates swapped.

Every rate is a parameter, so that nothing is tuned to one mix. Serials are synthetic, 9001 and up.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pyarrow as pa

_FIRST = {
    "L": [
        "Muhammad",
        "Ahmad",
        "Budi",
        "Agus",
        "Hasan",
        "Rudi",
        "Joko",
        "Yusuf",
        "Umar",
        "Abdurrahman",
        "Wayan",
        "Fauzi",
    ],
    "P": [
        "Siti",
        "Sri",
        "Nurhayati",
        "Dewi",
        "Rina",
        "Fatimah",
        "Aminah",
        "Wati",
        "Ratna",
        "Komariah",
        "Ida",
        "Zubaidah",
    ],
}
_LAST = [
    "Santoso",
    "Salim",
    "Saputra",
    "Hidayat",
    "Wibowo",
    "Siregar",
    "Lubis",
    "Effendi",
    "Zulkifli",
    "Sofyan",
    "Usman",
]
_VILLAGES = [f"16.06.{district:02d}.{2000 + village}" for district in range(1, 16) for village in range(1, 6)]
_SPELLINGS = [("u", "oe"), ("f", "p"), ("j", "dj"), ("z", "j"), ("Muhammad", "M."), ("Siti", "St."), ("i", "y")]


@dataclass(frozen=True)
class Rates:
    """How often a cell of a list is not as it is in the register."""

    nik_missing: float = 0.10
    nik_damaged: float = 0.08
    name_altered: float = 0.45
    birth_missing: float = 0.03
    birth_swapped: float = 0.03
    birth_default: float = 0.025
    village_missing: float = 0.05
    repeated: float = 0.06


@dataclass(frozen=True)
class Person:
    nik: str | None
    name: str
    birth: date | None
    sex: str
    village: str | None
    phone: str | None
    nik_written: str | None = None


def made_up_people(count: int, chance: random.Random) -> list[Person]:
    """People of a regency; some are twins with neighbouring numbers and names, some bear their father's name."""
    taken: dict[str, int] = {}
    people: list[Person] = []
    while len(people) < count:
        sex, village = chance.choice("LP"), chance.choice(_VILLAGES)
        birth = date(1960, 1, 1) + timedelta(chance.randrange(16_000))
        name = f"{chance.choice(_FIRST[sex])} {chance.choice(_FIRST[sex])} {chance.choice(_LAST)}"
        people.append(_numbered(name, birth, sex, village, taken, chance))
        if chance.random() < 0.014:
            people.append(_numbered("Rini" + name[name.index(" ") :], birth, sex, village, taken, chance))
        if chance.random() < 0.012:
            people.append(_numbered(name, birth.replace(year=birth.year - 25, day=9), sex, village, taken, chance))
    return people[:count]


def _numbered(name: str, birth: date, sex: str, village: str, taken: dict[str, int], chance: random.Random) -> Person:
    day = birth.day + (40 if sex == "P" else 0)
    begin = f"{village.replace('.', '')[:6]}{day:02d}{birth:%m%y}"
    taken[begin] = taken.get(begin, 0) + 1
    return Person(f"{begin}{9000 + taken[begin]}", name, birth, sex, village, f"08{chance.randrange(10**9, 10**10)}")


@dataclass(frozen=True)
class HardList:
    """`register`: distinct people. `listed`: rows about them and about others; `truth`: the row of the register of
    each (None for others) and `person`, which of all people it is."""

    register: pa.Table
    listed: pa.Table
    truth: Sequence[int | None]
    person: Sequence[int]


def hard_list(count: int, *, seed: int, rates: Rates | None = None) -> HardList:
    """A register of `count` people and a list of about as many rows, half of them about people of the register."""
    chance = random.Random(seed)  # noqa: S311  no secret
    everyone = made_up_people(count + count // 2, chance)
    order = list(range(len(everyone)))
    chance.shuffle(order)
    registered, others = order[:count], order[count:]
    about = [*chance.sample(registered, count - len(others)), *others]
    about += [who for who in about if chance.random() < (rates or Rates()).repeated]
    chance.shuffle(about)
    place = {who: at for at, who in enumerate(registered)}
    listed = [altered(everyone[who], rates or Rates(), chance) for who in about]
    register = people_table([everyone[who] for who in registered])
    return HardList(register, people_table(listed), [place.get(who) for who in about], about)


def altered(person: Person, rates: Rates, chance: random.Random) -> Person:
    """The person as a village's list has them."""
    told = person
    if chance.random() < rates.nik_missing:
        told = replace(told, nik=None)
    elif chance.random() < rates.nik_damaged:
        told = replace(told, nik=None, nik_written=damaged(str(person.nik), chance))
    if chance.random() < rates.name_altered:
        told = replace(told, name=respelled(person.name, chance))
    if chance.random() < rates.village_missing:
        told = replace(told, village=None)
    if chance.random() < 0.4:
        told = replace(told, phone=None)
    return replace(told, birth=_misdated(person.birth, rates, chance))


def damaged(nik: str, chance: random.Random) -> str:
    """One slip, such that nobody reads a NIK in it: a digit lost or doubled, or letters for digits."""
    at = chance.randrange(16)
    return chance.choice([nik[:15], nik[:at] + nik[at + 1 :], nik[:at] + nik[at] + nik[at:], nik.replace("0", "O")])


def respelled(name: str, chance: random.Random) -> str:
    written, other = chance.choice(_SPELLINGS)
    words = name.replace(written, other, 1).split()
    if chance.random() < 0.2:
        words[-1] = words[-1][0] + "."
    if chance.random() < 0.2:
        words.insert(0, chance.choice(["H.", "Hj.", "Drs.", "Bpk."]))
    return " ".join(words).upper() if chance.random() < 0.5 else " ".join(words)


def _misdated(birth: date | None, rates: Rates, chance: random.Random) -> date | None:
    drawn = chance.random()
    if birth is None or drawn < rates.birth_missing:
        return None
    if drawn < rates.birth_missing + rates.birth_swapped and birth.day <= 12:
        return birth.replace(day=birth.month, month=birth.day)
    return birth.replace(month=1, day=1) if drawn > 1 - rates.birth_default else birth


def people_table(people: Sequence[Person]) -> pa.Table:
    """The people as rows with `id`, in the columns that identity reads."""
    columns = ("nik", "nik_written", "name", "sex", "village", "phone")
    texts = {name: pa.array([getattr(person, name) for person in people], pa.string()) for name in columns}
    birth = pa.array([person.birth for person in people], pa.date32())
    return pa.table({"id": pa.array(range(len(people)), pa.int64()), **texts, "birth": birth})


def made_up_records(*, seed: int, people: int) -> Mapping[str, pa.Table]:
    """Two extracts and a list of the same people as records of two kinds, with provenance."""
    chance = random.Random(seed)  # noqa: S311  no secret
    everyone = made_up_people(people, chance)
    rates = Rates()
    extracts = [_filed([altered(one, rates, chance) for one in everyone], f"m{at}", at) for at in (1, 2)]
    return {
        "members": pa.concat_tables(extracts),
        "nominations": _filed([altered(one, rates, chance) for one in everyone[::2]], "n1", 2),
    }


def _filed(people: Sequence[Person], file: str, month: int) -> pa.Table:
    rows = len(people)
    provenance = {
        "sheet": pa.array(["s"] * rows),
        "row": pa.array(range(2, rows + 2), pa.int32()),
        "file": pa.array([file] * rows),
        "known_on": pa.array([date(2025, month, 1)] * rows, pa.date32()),
        "order": pa.array([1] * rows, pa.int64()),
    }
    table = people_table(people).drop_columns(["id"])
    for name, column in provenance.items():
        table = table.append_column(name, column)
    return table
