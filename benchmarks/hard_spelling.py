"""How a name is written by whoever fills in a list: shortened, with a title, in the old spelling, with a slip."""

import random
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.hard_called import name_parts
from benchmarks.hard_people import Flags, Ints
from benchmarks.hard_rates import Done, Rates

Words = list[str]
Chance = random.Random
_OLD = (("u", "oe"), ("j", "dj"), ("y", "j"), ("c", "tj"), ("f", "p"), ("z", "j"), ("v", "p"), ("i", "y"), ("sy", "s"))
_NEAR = {
    "a": "sq", "e": "rw", "i": "uo", "o": "ip", "u": "yi", "n": "mb", "m": "n", "r": "te", "t": "ry", "s": "ad",
    "l": "k", "k": "lj", "d": "sf", "h": "gj", "b": "vn", "g": "fh", "p": "o", "y": "ut", "w": "qe", "j": "hk",
}  # fmt: skip


def spell(
    names: Sequence[str], father: Sequence[str], female: Flags, rates: Rates, rng: np.random.Generator
) -> tuple[list[str], Ints]:
    """Each name as the list has it, and what was done to it. `father` is the name of the head of the household."""
    asked = np.zeros(len(names), np.int64)
    for flag, share, _ in _ways(rates):
        asked |= np.where(rng.random(len(names)) < share, int(flag), 0)
    chance = random.Random(int(rng.integers(0, 2**62)))  # noqa: S311  no secret
    written, done = list(names), np.zeros(len(names), np.int64)
    ways = [(int(of), way) for of, _, way in _ways(rates)]
    for row in np.flatnonzero(asked).tolist():
        words = written[row].split()
        for bit, way in ways:
            if asked[row] & bit:
                other = way(words, bool(female[row]), father[row], chance)
                done[row] |= bit if other != words else 0
                words = other
        written[row] = " ".join(words)
    return written, done


def _ways(rates: Rates) -> Sequence[tuple[Done, float, Callable[[Words, bool, str, Chance], Words]]]:
    """In the order in which they happen: a title is set before what is left of the name."""
    return (
        (Done.NAME_NICKNAME, rates.name_nickname, _nickname),
        (Done.NAME_ONE_WORD, rates.name_one_word, _one_word),
        (Done.NAME_SHORT, rates.name_short, _short),
        (Done.NAME_RESPELT, rates.name_respelt, _respelt),
        (Done.NAME_JOINED, rates.name_joined, _joined),
        (Done.NAME_SPLIT, rates.name_split, _split),
        (Done.NAME_INITIAL, rates.name_initial, _initial),
        (Done.NAME_SLIP, rates.name_slip, _slip),
        (Done.NAME_FATHER, rates.name_father, _father),
        (Done.NAME_TITLED, rates.name_titled, _titled),
    )


def _nickname(words: Words, _: bool, __: str, chance: Chance) -> Words:
    nicks = name_parts()["wrote"]["nick"]
    known = [at for at, word in enumerate(words) if word in nicks]
    if not known:
        return words
    at = chance.choice(known)
    nick = chance.choice(nicks[words[at]])
    return [nick] if chance.random() < 0.4 else [*words[:at], nick, *words[at + 1 :]]


def _one_word(words: Words, _: bool, __: str, chance: Chance) -> Words:
    telling = [word for word in words if word not in name_parts()["wrote"]["short"] and len(word) > 3]
    return [chance.choice(telling[:2])] if telling else words


def _short(words: Words, _: bool, __: str, chance: Chance) -> Words:
    spellings = name_parts()["wrote"]["short"].get(words[0].rstrip("."))
    return [chance.choice(spellings), *words[1:]] if spellings and len(words) > 1 else words


def _respelt(words: Words, _: bool, __: str, chance: Chance) -> Words:
    at = chance.randrange(len(words))
    ways = [(new, old) for new, old in _OLD if new in words[at].casefold()]
    if not ways or len(words[at]) < 4:
        return words
    new, old = chance.choice(ways)
    return [*words[:at], words[at].casefold().replace(new, old, 1).capitalize(), *words[at + 1 :]]


def _joined(words: Words, _: bool, __: str, chance: Chance) -> Words:
    if len(words) < 2:
        return words
    at = chance.randrange(len(words) - 1)
    return [*words[:at], words[at].rstrip(".") + words[at + 1].casefold(), *words[at + 2 :]]


def _split(words: Words, _: bool, __: str, chance: Chance) -> Words:
    long = [at for at, word in enumerate(words) if len(word) > 6]
    if not long:
        return words
    at = chance.choice(long)
    middle = chance.randrange(3, len(words[at]) - 2)
    return [*words[:at], words[at][:middle], words[at][middle:].capitalize(), *words[at + 1 :]]


def _initial(words: Words, _: bool, __: str, chance: Chance) -> Words:
    if len(words) < 2:
        return words
    at = len(words) - 1 if chance.random() < 0.8 else chance.randrange(len(words))
    return [*words[:at], words[at][0] + chance.choice((".", ".", "")), *words[at + 1 :]]


def _slip(words: Words, _: bool, __: str, chance: Chance) -> Words:
    """A letter left out, doubled, swapped with the next or taken for its neighbour on the keys."""
    word_at = max(range(len(words)), key=lambda at: (len(words[at]) > 3, chance.random()))
    word = words[word_at]
    if len(word) < 4:
        return words
    at = chance.randrange(1, len(word) - 1)
    other = chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + chance.choice(_NEAR.get(word[at], "a")) + word[at + 1 :],
        )
    )
    return [*words[:word_at], other, *words[word_at + 1 :]]


def _father(words: Words, female: bool, father: str, chance: Chance) -> Words:
    marks = ("binti", "Binti", "Bt.") if female else ("bin", "Bin", "b.")
    return [*words, chance.choice(marks), *father.split()[:2]]


def _titled(words: Words, female: bool, _: str, chance: Chance) -> Words:
    wrote = name_parts()["wrote"]
    if chance.random() < 0.3:
        return [*words[:-1], f"{words[-1].rstrip('.')},", chance.choice(wrote["degrees"])]
    return [chance.choice(wrote["titles_f" if female else "titles_m"]), *words]
