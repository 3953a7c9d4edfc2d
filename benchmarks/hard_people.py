"""Who lives in a made-up regency of workers: households with ages, sex, village, and where each is still registered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from benchmarks.hard_rates import Rates
from cakupan.regions import Area, areas_at

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
REGENCY = "16.06"
TODAY = (date(2025, 7, 31) - date(1970, 1, 1)).days
YEAR = 365.25
YOUNGEST, OLDEST = 17, 66
HEAD, SPOUSE, CHILD = 0, 1, 2
_CHILDREN = 4  # grown-up ones at most, twins apart
_DAYS_OF_BIRTH = 17_900  # from the youngest to the oldest


@dataclass(frozen=True, slots=True)
class People:
    """One place a person; those of a household stand together, its head first. `home` and `registered` are numbers of
    `villages`; `twin_of` and `father` are persons, or -1."""

    villages: Sequence[Area]
    head: Ints
    role: Ints
    female: Flags
    born: Ints  # days since 1970, as the register says
    home: Ints
    registered: Ints
    culture: Ints
    twin_of: Ints
    named_as_father: Flags
    married_away: Flags
    moved: Flags
    default_birth: Flags

    def __len__(self) -> int:
        return len(self.head)


def make_people(count: int, cultures: Sequence[float], rates: Rates, rng: np.random.Generator) -> People:
    """`count` people; `cultures` are the shares of villages by culture."""
    villages = _villages(count, rates, rng)
    head, role, born, female = _households(count, rng)
    weights = rng.lognormal(0.0, 0.5, len(villages))
    settled = rng.choice(len(villages), size=count, p=weights / weights.sum())
    kind = rng.choice(len(cultures), size=len(villages), p=np.array(cultures) / sum(cultures))
    home = settled[head]
    stray = rng.random(count) < 0.12
    any_kind = rng.choice(len(cultures), size=count, p=np.array(cultures) / sum(cultures))
    culture = np.where(stray[head], any_kind[head], kind[home])
    mixed = (role == SPOUSE) & (rng.random(count) < 0.12)
    culture = np.where(mixed, any_kind, culture)
    twin_of = _twins(born, female, role, rates, rng)
    sons = _sons(role, female, female[head], twin_of, rates, rng)
    away = (role == SPOUSE) & female & (rng.random(count) < rates.married_away)
    moved = ~away & (rng.random(count) < rates.moved)
    elsewhere = rng.choice(len(villages), size=count, p=weights / weights.sum())
    registered = np.where(away | moved, elsewhere, home)
    born, default = _defaults(born, twin_of, rates, rng)
    return People(villages, head, role, female, born, home, registered, culture, twin_of, sons, away, moved, default)


def _villages(count: int, rates: Rates, rng: np.random.Generator) -> Sequence[Area]:
    """The villages of as many districts as give the wanted births a day; a small list is of one district."""
    districts = areas_at("district", REGENCY)
    wanted = round(count / (_DAYS_OF_BIRTH * rates.births_a_day))
    chosen = rng.permutation(len(districts))[: min(max(wanted, 1), len(districts))]
    return [village for at in sorted(chosen) for village in areas_at("village", districts[at].code)]


def _households(count: int, rng: np.random.Generator) -> tuple[Ints, Ints, Ints, Flags]:
    """For each person the head, the role, the day of birth and the sex."""
    many = count  # more households than needed: what stands behind `count` people is cut off
    head_age = (22 + 44 * rng.beta(1.5, 1.8, many)) * YEAR
    head_born = TODAY - head_age.astype(np.int64)
    spouse_born = head_born + rng.normal(3 * YEAR, 3 * YEAR, many).astype(np.int64)
    slots = 2 + _CHILDREN
    born, present = np.zeros((many, slots), np.int64), np.zeros((many, slots), bool)
    born[:, 0], present[:, 0] = head_born, True
    born[:, 1], present[:, 1] = spouse_born, rng.random(many) < 0.85
    gap = np.cumsum(rng.uniform(1.2 * YEAR, 5 * YEAR, (many, _CHILDREN)), axis=1)
    born[:, 2:] = (head_born[:, None] + 20 * YEAR + gap).astype(np.int64)
    age = (TODAY - born) / YEAR
    stays = rng.random((many, _CHILDREN)) < np.where(age[:, 2:] < 28, 0.8, 0.25)
    present[:, 2:] = stays
    present[:, 1:] &= (age[:, 1:] >= YOUNGEST) & (age[:, 1:] <= OLDEST)
    female = rng.random((many, slots)) < 0.5
    female[:, 0] = rng.random(many) < 0.08
    female[:, 1] = ~female[:, 0]
    kept = np.flatnonzero(present.ravel())[:count]
    household, slot = kept // slots, kept % slots
    first = np.searchsorted(household, household)
    return first, np.minimum(slot, CHILD), born.ravel()[kept], female.ravel()[kept]


def _twins(born: Ints, female: Flags, role: Ints, rates: Rates, rng: np.random.Generator) -> Ints:
    """Some that stand behind a child of the same household become its twin: born on its day, mostly of its sex."""
    younger = np.flatnonzero((role[1:] == CHILD) & (role[:-1] == CHILD)) + 1
    chosen = np.sort(rng.permutation(younger)[: round(len(born) * rates.twins / 2)])
    chosen = chosen[np.diff(chosen, prepend=-2) > 1]  # no triplets
    twin_of = np.full(len(born), -1, np.int64)
    twin_of[chosen] = chosen - 1
    born[chosen] = born[chosen - 1]
    alike = chosen[rng.random(len(chosen)) < 0.9]
    female[alike] = female[alike - 1]
    return twin_of


def _sons(
    role: Ints, female: Flags, headed_by_woman: Flags, twin_of: Ints, rates: Rates, rng: np.random.Generator
) -> Flags:
    single = twin_of < 0
    single[twin_of[twin_of >= 0]] = False
    sons = np.flatnonzero((role == CHILD) & ~female & ~headed_by_woman & single)
    named = np.zeros(len(role), bool)
    named[rng.permutation(sons)[: round(len(role) * rates.named_as_father)]] = True
    return named


def _defaults(born: Ints, twin_of: Ints, rates: Rates, rng: np.random.Generator) -> tuple[Ints, Flags]:
    """Of some over 45 only the year was known when they were registered."""
    default = (TODAY - born > 45 * YEAR) & (rng.random(len(born)) < rates.default_birth_known) & (twin_of < 0)
    return np.where(default, default_day(born, rng), born), default


def default_day(born: Ints, rng: np.random.Generator) -> Ints:
    """1 January, 1 July or 31 December of the same year."""
    first = born.astype("datetime64[D]").astype("datetime64[Y]")
    starts = first.astype("datetime64[D]").astype(np.int64)
    july = (first.astype("datetime64[M]") + np.timedelta64(6, "M")).astype("datetime64[D]").astype(np.int64)
    ends = (first + np.timedelta64(1, "Y")).astype("datetime64[D]").astype(np.int64) - 1
    found: Ints = np.choose(rng.choice(3, size=len(born), p=[0.55, 0.25, 0.20]), [starts, july, ends])
    return found
