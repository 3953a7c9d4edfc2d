"""What goes wrong with numbers, births and villages when a village fills in its list."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from benchmarks.hard_people import Flags, Ints, default_day
from benchmarks.hard_rates import Done, Rates
from cakupan.regions import Area

UNTOLD = np.iinfo(np.int64).min  # the day of somebody whose birth is not told
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}
_SHORT = {"Sungai": "Sei", "Tanjung": "Tj.", "Karang": "Kr.", "Muara": "Ma."}


def nik_cells(nik: Ints, card: Ints, rates: Rates, rng: np.random.Generator) -> tuple[list[str], Ints]:
    """The cell of each row's NIK, and what was done to it. The rows are in the order of the list."""
    many = len(nik)
    drawn = rng.random(many)
    missing = drawn < rates.nik_missing
    damaged = ~missing & (drawn < rates.nik_missing + rates.nik_damaged)
    kinds = list(rates.nik_damages)
    shares = np.array(list(rates.nik_damages.values()))
    kind = np.array([int(one) for one in kinds])[rng.choice(len(kinds), size=many, p=shares / shares.sum())]
    cosmetic = ~missing & ~damaged & (rng.random(many) < rates.nik_cosmetic)
    done = np.select([missing, damaged, cosmetic], [int(Done.NIK_MISSING), kind, int(Done.NIK_COSMETIC)], 0)
    cells = nik.astype(str).tolist()
    at, other = rng.integers(0, 15, many).tolist(), rng.integers(1, 10, many).tolist()
    for code, written in _WRITTEN.items():
        for row in np.flatnonzero(done == int(code)).tolist():
            cells[row] = written(cells[row], at[row], other[row])
    for row in np.flatnonzero(done == int(Done.NIK_FAMILY_CARD)).tolist():
        cells[row] = str(card[row])
    for row in np.flatnonzero(done == int(Done.NIK_ABOVE)).tolist():
        cells[row] = str(nik[row - 1])
    return cells, np.where([cell == str(own) for cell, own in zip(cells, nik.tolist(), strict=True)], 0, done)


def _substituted(nik: str, at: int, other: int) -> str:
    return f"{nik[:at]}{(int(nik[at]) + other) % 10}{nik[at + 1 :]}"


def _transposed(nik: str, at: int, _: int) -> str:
    places = (*range(at, 15), *range(at))
    found = next(place for place in places if nik[place] != nik[place + 1])
    return nik[:found] + nik[found + 1] + nik[found] + nik[found + 2 :]


def _of_other_length(nik: str, at: int, other: int) -> str:
    return nik[:at] + nik[at + 1 :] if other > 4 else nik[:at] + nik[at] + nik[at:]


def _with_letters(nik: str, at: int, other: int) -> str:
    letters = (("0", "O"), ("1", "l"))[other % 2]
    return nik[:at] + nik[at:].replace(*letters) if letters[0] in nik[at:] else nik.replace("0", "O")


def _cosmetic(nik: str, at: int, _: int) -> str:
    parts = [nik[start : start + 4] for start in range(0, 16, 4)]
    return (f"'{nik}", " ".join(parts), f"{nik[:6]}.{nik[6:12]}.{nik[12:]}", f"{nik} ", "-".join(parts))[at % 5]


_WRITTEN: Mapping[Done, Callable[[str, int, int], str]] = {
    Done.NIK_MISSING: lambda *_: "",
    Done.NIK_CUT: lambda nik, *_: nik[:15] + "0",
    Done.NIK_POWER: lambda nik, *_: f"{nik[0]}.{nik[1:6]}E+15",
    Done.NIK_SUBSTITUTED: _substituted,
    Done.NIK_TRANSPOSED: _transposed,
    Done.NIK_LENGTH: _of_other_length,
    Done.NIK_LETTERS: _with_letters,
    Done.NIK_COSMETIC: _cosmetic,
}


def births(born: Ints, rates: Rates, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """The day of birth that each row tells, or UNTOLD, and what was done to it."""
    many = len(born)
    months = born.astype("datetime64[D]").astype("datetime64[M]")
    day = (born.astype("datetime64[D]") - months.astype("datetime64[D]")).astype(np.int64) + 1
    month, year = months.astype(np.int64) % 12 + 1, months.astype(np.int64) // 12 + 1970
    drawn = rng.random(many)
    edges = np.cumsum([rates.birth_missing, rates.birth_default, rates.birth_slipped, rates.birth_swapped])
    kind = np.searchsorted(edges, drawn, side="right")
    told = np.select(
        [kind == 0, kind == 1, kind == 2, (kind == 3) & (day <= 12)],
        [np.full(many, UNTOLD), default_day(born, rng), _slipped(day, month, year, rng), _days(month, day, year)],
        born,
    )
    codes = (Done.BIRTH_MISSING, Done.BIRTH_DEFAULT, Done.BIRTH_SLIPPED, Done.BIRTH_SWAPPED)
    done = np.array([*map(int, codes), 0])[kind]
    return told, np.where(told == born, 0, done)


def _slipped(day: Ints, month: Ints, year: Ints, rng: np.random.Generator) -> Ints:
    """A day, month or year that is one digit off."""
    many = len(day)
    which, sign = rng.integers(0, 5, many), rng.choice([-1, 1], many)
    day = np.select([which == 0, which == 1], [day + sign, day + 10 * sign], day)
    month = np.where(which == 2, month + sign, month)
    year = np.select([which == 3, which == 4], [year + sign, year + 10 * sign], year)
    return _days(np.clip(day, 1, 28), np.clip(month, 1, 12), year)


def _days(day: Ints, month: Ints, year: Ints) -> Ints:
    firsts = ((year - 1970) * 12 + month - 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    found: Ints = firsts + day - 1
    return found


def sexes(female: Flags, rates: Rates, rng: np.random.Generator) -> tuple[list[str], Ints]:
    drawn = rng.random(len(female))
    missing, wrong = drawn < rates.sex_missing, drawn > 1 - rates.sex_wrong
    cells = np.where(missing, "", np.where(female ^ wrong, "P", "L")).tolist()
    return cells, np.select([missing, wrong], [int(Done.SEX_MISSING), int(Done.SEX_WRONG)], 0)


def village_cells(
    village: Ints, villages: Sequence[Area], rates: Rates, rng: np.random.Generator
) -> tuple[list[str], Ints]:
    """The cell of each row's village, and what was done to it."""
    drawn, which = rng.random(len(village)), rng.integers(0, 100, len(village))
    missing = drawn < rates.village_missing
    varied = ~missing & (drawn < rates.village_missing + rates.village_variant)
    spellings = [_spellings(one) for one in villages]
    chosen = zip(village.tolist(), varied.tolist(), missing.tolist(), which.tolist(), strict=True)
    cells = [
        "" if gone else spellings[at][1 + pick % (len(spellings[at]) - 1)] if other else spellings[at][0]
        for at, other, gone, pick in chosen
    ]
    return cells, np.select([missing, varied], [int(Done.VILLAGE_MISSING), int(Done.VILLAGE_VARIANT)], 0)


def _spellings(village: Area) -> list[str]:
    """The name, and ways in which it is written instead."""
    name = village.name
    words = name.split()
    numbered = " ".join([*words[:-1], _ROMAN.get(words[-1], words[-1])])
    short = " ".join([_SHORT.get(words[0], words[0]), *words[1:]])
    slips = [name[:at] + name[at + 1 :] for at in (2, len(name) // 2) if name[at].isalpha()]
    old = name.replace("u", "oe", 1) if "u" in name else name.replace("j", "dj", 1)
    doubled = name.replace("l", "ll", 1).replace("n", "nn", 1)
    word = "Kel." if village.kind == "kelurahan" else "Ds."
    others = [f"{word} {name}", f"Desa {name}", numbered, short, "".join(words).capitalize(), old, doubled, *slips]
    return [name, *dict.fromkeys(other for other in others if other != name)]


def phones(phone: Ints, operator: Ints, new: Ints, rates: Rates, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """The phone that each row tells, or 0; some give that of whoever fills in the list of the village."""
    drawn = rng.random(len(phone))
    edges = np.cumsum([rates.phone_missing, rates.phone_of_operator, rates.phone_new])
    kind = np.searchsorted(edges, drawn, side="right")
    told = np.select([kind == 0, kind == 1, kind == 2], [0, operator, new], phone)
    codes = (Done.PHONE_MISSING, Done.PHONE_OF_OPERATOR, Done.PHONE_NEW)
    return told, np.array([*map(int, codes), 0])[kind]


def cards(card: Ints, new: Ints, rates: Rates, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """The family card that each row tells, or 0."""
    drawn = rng.random(len(card))
    missing, other = drawn < rates.card_missing, drawn > 1 - rates.card_new
    told = np.select([missing, other], [0, new], card)
    return told, np.select([missing, other], [int(Done.CARD_MISSING), int(Done.CARD_NEW)], 0)
