"""What the words around a figure tell: the word lists of lexicon.toml, ready to be found in a text."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from cakupan.statements.words import Phrases

Family = Literal[
    "coverage", "target", "gap", "potential", "growth", "level", "sponsored", "share", "population",
    "budget", "contribution", "benefit", "none",
]  # fmt: skip
GapReading = Literal["uncovered", "to_target"]
_UNITS = frozenset(("percent", "points", "people", "rupiah"))
_PAID = 2.0  # what a period right behind an amount says of it


@dataclass(frozen=True, slots=True)
class Cue:
    """What a phrase says of the figures after it (`before`) and before it (`after`), for which units."""

    family: Family
    before: float
    after: float
    units: frozenset[str]
    uncovered: bool = False


@dataclass(frozen=True, slots=True)
class Noun:
    """What a figure counts when this noun follows it, and the family it hints at."""

    unit: str
    family: Family | None = None
    weight: float = 0.0
    takes_next: bool = False
    trails: bool = False  # its last word tells the family, and is no part of what is counted
    where: frozenset[str] = frozenset()  # it counts only where the text says one of these


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every word list, as phrases to be found."""

    cues: Phrases[Cue]
    nouns: Phrases[Noun]
    attributes: Phrases[None]
    numbering: Phrases[None]
    per_each: Phrases[None]
    each_before: Phrases[None]
    qualifiers: Mapping[str, Phrases[None]]
    qualified: Phrases[None]
    connectors: Phrases[None]
    topics: Phrases[str]
    segments: Phrases[str]
    scopes: Phrases[str]
    status: Phrases[str]
    breakdowns: Phrases[str]
    change: Phrases[None]
    workers: frozenset[str]
    rate_words: Phrases[None]
    scheme_words: Phrases[None]
    bare_subject: Phrases[None]
    own_subject: Phrases[None]
    other_subject: Phrases[None]
    weak_subject: Phrases[None]
    periods: Phrases[str]
    lists: Mapping[str, frozenset[str]]
    numbers: Mapping[str, int]  # "tiga", "three"
    ordinals: Mapping[str, int]  # "ketiga", "third", "iii"


@cache
def lexicon() -> Lexicon:
    """The word lists, read once."""
    data: Mapping[str, Any] = tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8"))
    return Lexicon(
        cues=Phrases(_with_inner((*_cues(data["cue"]), *_paid_each(data["periods"])))),
        nouns=Phrases((word, _noun(row)) for row in data["noun"] for word in row["words"]),
        attributes=_plain(data["attributes"]["words"]),
        numbering=_plain(data["numbering"]["words"]),
        per_each=_plain(data["per_each"]["words"]),
        each_before=_plain(data["each_before"]["words"]),
        qualifiers={name: _plain(words) for name, words in data["qualifiers"].items()},
        qualified=_plain([word for words in data["qualifiers"].values() for word in words]),
        connectors=_plain(data["connectors"]["words"]),
        topics=_tagged(data["topics"]),
        segments=_tagged({row["name"]: row["words"] for row in data["segment"]}),
        scopes=_tagged({row["name"]: row["words"] for row in data["scope"]}),
        status=_tagged(data["status"]),
        breakdowns=_tagged(data["breakdown"]),
        change=_plain(data["change"]["words"]),
        periods=_tagged(data["periods"]),
        workers=frozenset(data["workers"]["words"]),
        rate_words=_plain(data["subjects"]["rate"]),
        scheme_words=_plain(data["subjects"]["scheme"]),
        bare_subject=_plain(data["subjects"]["bare"]),
        own_subject=_plain(data["subjects"]["own"]),
        other_subject=_plain(data["subjects"]["other"]),
        weak_subject=_plain(data["subjects"]["weak"]),
        lists={name: frozenset(words.split()) for name, words in data["lists"].items()},
        numbers={word: int(number) for number, words in data["numbers"].items() for word in words},
        ordinals={word: int(number) for number, words in data["ordinals"].items() for word in words},
    )


def _with_inner(cues: Sequence[tuple[str, Cue]]) -> Iterator[tuple[str, Cue]]:
    """The cues, and for each longer phrase what its own end says of figures behind, its opening of those before.

    The longest phrase is heard alone: "yang ikut" must not say less of what follows it than "ikut" does.
    """
    known: dict[str, list[Cue]] = {}
    for phrase, cue in cues:
        known.setdefault(phrase.casefold().rstrip("*"), []).append(cue)
    yield from cues
    for phrase, own in known.items():
        words = phrase.split()
        ends = [known.get(" ".join(words[at:]), []) for at in range(1, len(words))]
        opens = [known.get(" ".join(words[:at]), []) for at in range(1, len(words))]
        for family in {cue.family for cue in own if cue.before or cue.after}:
            mine = [cue for cue in own if cue.family == family]
            if not any(cue.before for cue in mine):
                yield from ((phrase, replace(cue, after=0.0)) for cue in _of_family(ends, family) if cue.before)
            if not any(cue.after for cue in mine):
                yield from ((phrase, replace(cue, before=0.0)) for cue in _of_family(opens, family) if cue.after)
        # a phrase that only speaks of figures before it leaves its end to speak of those behind: "dari target 47.200"
        silent = not any(cue.before or cue.after for cue in own)
        spoken = frozenset(unit for cue in own if cue.before or silent for unit in cue.units)
        left = _UNITS - frozenset(unit for cue in own for unit in cue.units)
        behind = _UNITS - spoken
        for cue in (cue for end in ends for cue in end if cue.before and cue.units & behind):
            yield phrase, replace(cue, after=0.0, units=cue.units & behind)
        for cue in (cue for end in ends for cue in end if cue.before and cue.units & left & spoken):
            yield phrase, replace(cue, after=0.0, units=cue.units & left)  # "short of the target", of a rate behind it
        money = left & frozenset(("rupiah",))
        for cue in (cue for end in ends for cue in end if cue.after and cue.units & money):
            yield phrase, replace(cue, before=0.0, units=money)  # "diambil dari APBD", of an amount before it


def _of_family(inner: Sequence[Sequence[Cue]], family: Family) -> Iterator[Cue]:
    return (cue for each in inner for cue in each if cue.family == family)


def _cues(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Cue]]:
    yield from ((word, _cue(row)) for row in rows for word in row["words"])


def _paid_each(periods: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Cue]]:
    """What is paid "each month" is a contribution, whatever leads to it."""
    said = Cue("contribution", 0.0, _PAID, frozenset(("rupiah",)))
    yield from ((word, said) for words in periods.values() for word in words if not word.startswith("/"))


def _cue(row: Mapping[str, Any]) -> Cue:
    units = frozenset(row.get("units", _UNITS))
    return Cue(row["family"], row["before"], row["after"], units, row.get("uncovered", False))


def _noun(row: Mapping[str, Any]) -> Noun:
    return Noun(
        row["unit"], row.get("family"), row.get("weight", 0.0), row.get("takes_next", False), row.get("trails", False),
        frozenset(row.get("where", ())),
    )  # fmt: skip


def _plain(words: Sequence[str]) -> Phrases[None]:
    return Phrases((word, None) for word in words)


def _tagged(lists: Mapping[str, Sequence[str]]) -> Phrases[str]:
    return Phrases((word, name) for name, words in lists.items() for word in words)
