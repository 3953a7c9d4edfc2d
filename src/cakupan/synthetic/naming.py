"""How each person is called: parts of a name by culture and sex, twins alike, some sons as their father."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from cakupan.synthetic.calendar import Flags, Ints, joined, picked
from cakupan.synthetic.parts import parts
from cakupan.synthetic.people import People

SLOTS = 4  # before, first, second, third


@dataclass(frozen=True, slots=True)
class Names:
    """Each name as four places in one list of words; -1 where a name has no such part."""

    words: list[str]
    places: Ints

    def written(self, rows: Ints | None = None) -> pa.Array:
        """The whole names, of all people or of these rows."""
        places = self.places if rows is None else self.places[rows]
        return joined(*(picked(self.words, places[:, slot]) for slot in range(SLOTS)), between=" ")

    def word(self, rows: Ints, slot: int) -> pa.Array:
        return picked(self.words, self.places[rows, slot])


def make_names(people: People, rng: np.random.Generator) -> Names:
    """A name for everybody."""
    pool = _Pool()
    places = np.full((len(people), SLOTS), -1, np.int64)
    for number, culture in enumerate(parts()["cultures"]):
        for sex, female in (("L", False), ("P", True)):
            rows = np.flatnonzero((people.culture == number) & (people.female == female))
            places[rows] = _drawn(pool, culture, sex, people.born[rows], rng)
    _name_twins(pool, people, places, rng)
    sons = np.flatnonzero(people.named_as_father)
    places[sons] = places[people.head[sons]]
    return Names(pool.words, places)


class _Pool:
    """Words, each with its place in one list."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._known: dict[str, int] = {}

    def places(self, words: list[str]) -> Ints:
        for word in words:
            if word not in self._known:
                self._known[word] = len(self.words)
                self.words.append(word)
        return np.array([self._known[word] for word in words], np.int64)


def _drawn(pool: _Pool, culture: str, sex: str, born: Ints, rng: np.random.Generator) -> Ints:
    rules, general = parts()["cultures"][culture], parts()["everywhere"][sex]
    many = len(born)
    young = (born > 7300) & (rng.random(many) < 0.55)  # the young, born since 1990, are called alike everywhere
    first = np.where(young, _choose(pool, general, many, rng), _choose(pool, rules[sex], many, rng))
    last = rules.get("last")
    second = _choose(pool, last or general, many, rng)
    third = _choose(pool, general, many, rng)
    alone = (rng.random(many) < rules["alone"]) & ~young
    long = rng.random(many) < rules["three"]
    if last:  # the family name stands at the end
        second, third = np.where(long, third, second), second
    before = np.full(many, -1)
    if rules["before"][sex]:
        has = rng.random(many) < rules["before_share"]
        before = np.where(has, _choose(pool, rules["before"][sex], many, rng), -1)
    second = np.where(alone | (second == first), -1, second)
    third = np.where(long & ~alone & (third != second) & (third != first), third, -1)
    return np.stack([before, first, second, third], axis=1)


def _choose(pool: _Pool, words: list[str], many: int, rng: np.random.Generator) -> Ints:
    weights = 1 / (np.arange(len(words)) + 6.0)
    return pool.places(words)[rng.choice(len(words), size=many, p=weights / weights.sum())]


def _name_twins(pool: _Pool, people: People, places: Ints, rng: np.random.Generator) -> None:
    younger = np.flatnonzero(people.twin_of >= 0)
    elder = people.twin_of[younger]
    for sex, female in (("L", False), ("P", True)):
        both: Flags = (people.female[younger] == female) & (people.female[elder] == female)
        pairs = np.array([pool.places(pair) for pair in parts()["twins"][sex]])
        chosen = pairs[rng.integers(0, len(pairs), int(both.sum()))]
        places[elder[both], 1], places[younger[both], 1] = chosen[:, 0], chosen[:, 1]
        places[younger[both], 0] = places[elder[both], 0]
        places[younger[both], 2:] = places[elder[both], 2:]
