"""What the people of hard lists are called: parts of names by culture, sex and age, families, twins and fathers."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.hard_people import CHILD, TODAY, YEAR, Flags, Ints, People

Words = npt.NDArray[np.object_]


@cache
def name_parts() -> Mapping[str, Any]:
    """The parts of hard_names.toml."""
    read: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("hard_names.toml").read_text(encoding="utf-8"))
    return read


def culture_shares() -> Sequence[float]:
    return [culture["share"] for culture in name_parts()["cultures"].values()]


def name_people(people: People, rng: np.random.Generator) -> Sequence[str]:
    """A name for everybody, as the register has it."""
    slots: Words = np.full((len(people), 4), "", object)  # before, first, second, last
    for number, culture in enumerate(name_parts()["cultures"].values()):
        for sex, female in (("m", False), ("f", True)):
            rows = np.flatnonzero((people.culture == number) & (people.female == female))
            slots[rows] = _drawn(culture, sex, (TODAY - people.born[rows]) / YEAR, rng)
    _of_families(slots, people, rng)
    _of_twins(slots, people, rng)
    sons = np.flatnonzero(people.named_as_father)
    slots[sons] = slots[people.head[sons]]
    return [" ".join(" ".join(words).split()) for words in slots.tolist()]


def _drawn(culture: Mapping[str, Any], sex: str, age: npt.NDArray[np.float64], rng: np.random.Generator) -> Words:
    many, everywhere = len(age), name_parts()["everywhere"]
    young = rng.random(many) < np.where(age < 35, 0.6, 0.05)
    first = np.where(young, _choose(everywhere[f"young_{sex}"], many, rng), _choose(culture[f"first_{sex}"], many, rng))
    before = _some(_choose(culture[f"before_{sex}"], many, rng), rng.random(many) < culture["before_share"])
    alone = ~young & (rng.random(many) < culture["alone"])
    last = _choose(culture.get("last", ()), many, rng)
    long = rng.random(many) < (0.3 if "last" in culture else 0.85)
    second = _some(_choose(everywhere[f"second_{sex}"], many, rng), long & ~alone)
    second = _some(second, second != first)
    return np.stack([before, first, second, last], axis=1)


def _some(words: Words, kept: Flags) -> Words:
    found: Words = np.where(kept, words, "").astype(object)
    return found


def _choose(words: Sequence[str], many: int, rng: np.random.Generator) -> Words:
    """Of the words the earlier ones more often."""
    if not words:
        return np.full(many, "", object)
    weights = 1 / (np.arange(len(words)) + 5.0)
    chosen: Words = np.array(words, object)[rng.choice(len(words), size=many, p=weights / weights.sum())]
    return chosen


def _of_families(slots: Words, people: People, rng: np.random.Generator) -> None:
    """Children have the family's name of the head; in some households they share their second word."""
    children = np.flatnonzero(people.role == CHILD)
    heads = people.head[children]
    same = people.culture[children] == people.culture[heads]
    slots[children[same], 3] = slots[heads[same], 3]
    titled = same & (people.female[children] == people.female[heads]) & _inherits(people.culture[children])
    slots[children[titled], 0] = slots[heads[titled], 0]
    alike = (rng.random(len(people)) < 0.2)[heads]
    source: Ints = np.full((len(people), 2), -1, np.int64)
    source[heads[::-1], people.female[children[::-1]].astype(np.int64)] = children[::-1]  # the eldest stays
    eldest = source[heads, people.female[children].astype(np.int64)]
    slots[children[alike], 2] = slots[eldest[alike], 2]


def _inherits(culture: Ints) -> Flags:
    inherited = [bool(one.get("inherited")) for one in name_parts()["cultures"].values()]
    found: Flags = np.array(inherited)[culture]
    return found


def _of_twins(slots: Words, people: People, rng: np.random.Generator) -> None:
    younger = np.flatnonzero(people.twin_of >= 0)
    elder = people.twin_of[younger]
    for sex, female in (("m", False), ("f", True)):
        both = (people.female[younger] == female) & (people.female[elder] == female)
        pairs = np.array(name_parts()["twins"][sex], object)
        chosen = pairs[rng.integers(0, len(pairs), int(both.sum()))]
        slots[younger[both]] = slots[elder[both]]
        slots[elder[both], 1], slots[younger[both], 1] = chosen[:, 0], chosen[:, 1]
