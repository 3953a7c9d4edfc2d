"""Which areas a written name may stand for, by how closely it is written as it is printed."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from cakupan.basics.names import fold_place
from cakupan.regions.tree import Level, area, codes_at, printed_wrongly

Closeness = Literal["written", "spelt", "near"]
CLOSENESSES: tuple[Closeness, ...] = ("written", "spelt", "near")

_DOUBLED = re.compile(r"(.)\1+")
# The spelling before 1972 and letters that are heard alike; both sides are written so before they are compared.
_HEARD_ALIKE = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("nj", "ny"), ("sj", "sy"), ("kh", "h"), ("v", "f"), ("q", "k"))
_ONE_SLIP, _TWO_SLIPS = 5, 10  # from this many letters on a name may carry one or two slips and still be told
_SHORT = 4  # letters of a name with a slip that may be proposed, though it is no repair
_NUMBER_LAST = re.compile(r"(satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|puluh|belas|[0-9])$")
_TOO_MANY = 1_000  # beyond so many names (a regency has fewer villages) a slip makes one place into another

Forms = Mapping[str, tuple[str, ...]]


def codes_named(folded: str, level: Level, within: str, closeness: Closeness) -> tuple[str, ...]:
    """The codes of `level` in `within` that a folded name stands for, at exactly one closeness.

    `written`: as printed, but for case, marks, shortened words, and words joined or split; `spelt`: in an old or
    variant spelling; `near`: one or two slips of the pen away, and nothing else is about as near.
    """
    joined = folded.replace(" ", "")
    match closeness:
        case "written":
            # Suka Maju and Sukamaju may be neighbours: who writes it as printed means that one
            return _printed(level, within).get(folded) or _spaced(level, within).get(joined, ())
        case "spelt":
            return _spelt(level, within).get(_as_heard(joined), ())
        case "near":
            return _near(joined, level, within)


def folded_names(code: str) -> tuple[str, ...]:
    """Every form that the bare name of an area takes: its own, what the list prints wrongly, and other names in use."""
    written = (area(code).name, *printed_wrongly().get(code, ()), *other_names().get(code, ()))
    return tuple(dict.fromkeys(fold_place(name) for name in written))


@cache
def other_names() -> Mapping[str, tuple[str, ...]]:
    """The names that offices and the press write for an area besides its own, by code (`data/aliases.toml`)."""
    read = _aliases()
    return {
        code: tuple(names)
        for level in ("nation", "provinces", "regencies", "villages")
        for code, names in read[level].items()
    }


@cache
def ordinary_words() -> frozenset[str]:
    """Folded bare names that are also ordinary words (batu, serang): alone in running text they name no place."""
    return frozenset(_aliases()["ordinary_words"])


def slips(one: str, other: str) -> int:
    """How many letters must be added, left out, changed or swapped with their neighbour to make one into the other.

    >>> slips("banyuasin", "banyausin"), slips("sekayu", "skayu")
    (1, 1)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, against in enumerate(other, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]


def codes_to_propose(text: str, level: Level, within: str) -> tuple[str, ...]:
    """The codes of `level` in `within` with the names nearest to `text`: a slip or two away, and begun alike.

    Only ever to be asked about: Saud may be Saut, or a village of somewhere else.
    """
    joined = fold_place(text).replace(" ", "")
    allowed = _slips_allowed(joined) or int(len(joined) == _SHORT)
    names = _spaced(level, within) if len(codes_at(level, within)) <= _TOO_MANY else {}
    ranked = sorted((slips(joined, name), name) for name in names if name[0] == joined[:1])
    nearest = [name for count, name in ranked if count == ranked[0][0] <= allowed]
    return tuple(dict.fromkeys(code for name in nearest for code in names[name]))


def _near(joined: str, level: Level, within: str) -> tuple[str, ...]:
    allowed = _slips_allowed(joined)
    if not allowed or len(codes_at(level, within)) > _TOO_MANY:
        return ()
    names = _shortened(level, within)
    seen = {name for cut in _shortenings(joined, 2) for name in names.get(cut, ())}
    spaced = _spaced(level, within)
    ranked = sorted((slips(joined, name), name) for name in seen)
    if not ranked or ranked[0][0] > min(allowed, _slips_allowed(ranked[0][1])):
        return ()
    fewest, winner = ranked[0]
    rivals = (name for count, name in ranked[1:] if count <= fewest + 1)
    return () if any(spaced[name] != spaced[winner] for name in rivals) else spaced[winner]


def _slips_allowed(joined: str) -> int:
    # a number is the whole difference between two neighbours, and two slips make lima of tiga
    numbered = _NUMBER_LAST.search(joined)
    return (len(joined) >= _ONE_SLIP) + (len(joined) >= _TWO_SLIPS and not numbered)


def _shortenings(joined: str, letters: int) -> set[str]:
    """`joined` with up to so many letters left out: two names within as many slips share one of these."""
    found = {joined}
    for _ in range(letters):
        found |= {word[:i] + word[i + 1 :] for word in found for i in range(len(word))}
    return found


def _as_heard(joined: str) -> str:
    for old, new in _HEARD_ALIKE:
        joined = joined.replace(old, new)
    return _DOUBLED.sub(r"\1", joined)


@cache
def _printed(level: Level, within: str) -> Forms:
    return _gathered((folded, (code,)) for code in codes_at(level, within) for folded in folded_names(code))


@cache
def _spaced(level: Level, within: str) -> Forms:
    return _rekeyed(_printed(level, within), lambda folded: folded.replace(" ", ""))


@cache
def _spelt(level: Level, within: str) -> Forms:
    return _rekeyed(_spaced(level, within), _as_heard)


@cache
def _shortened(level: Level, within: str) -> Forms:
    return _gathered((cut, (name,)) for name in _spaced(level, within) for cut in _shortenings(name, 2))


def _rekeyed(forms: Forms, key: Callable[[str], str]) -> Forms:
    return _gathered((key(name), codes) for name, codes in forms.items())


def _gathered(pairs: Iterable[tuple[str, tuple[str, ...]]]) -> Forms:
    found: dict[str, dict[str, None]] = {}
    for key, values in pairs:
        found.setdefault(key, {}).update(dict.fromkeys(values))
    return {key: tuple(sorted(values)) for key, values in found.items()}


@cache
def _aliases() -> Mapping[str, Any]:
    return tomllib.loads((files("cakupan.regions") / "data" / "aliases.toml").read_text(encoding="utf-8"))
