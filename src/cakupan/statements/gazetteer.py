"""Which names of places running text has, and the words that tell what a name is there for."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from cakupan.regions.running_text import names_of_provinces_and_regencies
from cakupan.regions.spelling import folded_names, ordinary_words
from cakupan.regions.tree import NATION, Area, area, areas_at
from cakupan.statements.words import Phrases, words_of

_JOINED = 9  # letters: shorter names written as one word would be other words


@dataclass(frozen=True, slots=True)
class Gazetteer:
    names: Phrases[Area | str]
    titles: Phrases[str]
    titles_after: Mapping[str, str]
    seats: frozenset[str]  # phrases that name a town, and stand for its regency only where nothing else does
    levels: Phrases[str]
    words: Mapping[str, frozenset[str]]
    nation: Mapping[str, frozenset[str]]


@cache
def gazetteer() -> Gazetteer:
    data, towns = _read("places.toml"), _read("seats.toml")
    names: list[tuple[str, Area | str]] = [
        (written, found) for name, found in names_of_provinces_and_regencies() for written in _as_written(name)
    ]
    names += [(name, area(code)) for code, written in data["english"].items() for name in written]
    names += [(name, area(code)) for code, written in data["also"].items() for name in written]
    names += [(name, area(code)) for named in towns.values() for code, written in named.items() for name in written]
    names += [(name, name) for name in data["stretches"]["words"]]
    names += [(name, area(NATION)) for name in data["nation"]["names"]]
    known = {name for name, _ in names}
    names += [
        (name, found)
        for found in areas_at("regency")
        for name in folded_names(found.code)
        if name in ordinary_words() and name not in known
    ]
    return Gazetteer(
        names=Phrases(names),
        seats=frozenset(_phrase(name) for written in towns["seats"].values() for name in written),
        levels=Phrases((word, kind) for kind, words in data["levels"].items() for word in words),
        titles=Phrases((word, kind) for kind, words in data["titles"].items() for word in words),
        titles_after={word: kind for kind, words in data["titles_after"].items() for word in words},
        words={
            "elsewhere": frozenset(data["elsewhere"]["before"]),
            "buildings": frozenset(data["elsewhere"]["buildings"]),
            "weekdays": frozenset(data["elsewhere"]["weekdays"]),
            "comparing": frozenset(data["comparing"]["words"]),
            "ranking": frozenset(data["comparing"]["ranking"]),
            "paid_by": frozenset(data["elsewhere"]["paid_by"]),
            "governments": frozenset(data["elsewhere"]["governments"]),
            "said_of_places": frozenset(data["lead_ins"]["behind"]),
            "covering": frozenset(data["elsewhere"]["covering"]),
            "working": frozenset(data["elsewhere"]["working"]),
            "events": frozenset(data["elsewhere"]["events"]),
            "papers": frozenset(data["elsewhere"]["papers"]),
            "described": frozenset(("paling", "ibu", "ibukota", "ujung", "jantung", "pusat")),
            "pointing": frozenset(("tersebut", "itu", "ini")),
            "comparing_links": frozenset(data["comparing"]["links"]),
            "listing": frozenset(data["comparing"]["listing"]),
            "all_of_them": frozenset(data["local"]["all_of_them"]),
            "of_provinces": frozenset(data["local"]["of_provinces"]),
            "provincial": frozenset(data["comparing"]["provincial"]),
            "provincial_rates": frozenset(data["comparing"]["provincial_rates"]),
            "averages": frozenset(data["comparing"]["averages"]),
            "after_links": frozenset(data["after_links"]["words"]),
            "local": frozenset(data["local"]["levels"]),
            "local_heads": frozenset(data["local"]["heads"]),
            "lead_ins": frozenset(data["lead_ins"]["words"]),
        },
        nation={part: frozenset(words) for part, words in data["nation"].items() if part != "names"},
    )


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def _phrase(name: str) -> str:
    """A name as it is found again: its words, in small letters."""
    return " ".join(words_of(name).folded)


_ENGLISH = {
    "timur": "east", "barat": "west", "utara": "north", "selatan": "south", "tengah": "central",
    "tenggara": "southeast",
}  # fmt: skip


def _as_written(folded: str) -> Iterator[str]:
    """A folded name, and with the short level words that running text has."""
    yield folded
    for long, short in (("kabupaten ", "kab "), ("provinsi ", "prov "), ("provinsi ", "propinsi ")):
        if folded.startswith(long):
            yield short + folded.removeprefix(long)
    if "kepulauan" in folded:
        yield folded.replace("kepulauan", "kep")
    for last, first in _ENGLISH.items():
        bare = folded.removeprefix("kabupaten ").removeprefix("kota ")
        if bare.endswith(f" {last}"):
            yield f"{first} {bare.removesuffix(f' {last}')}"  # "East Flores"
    words = folded.removeprefix("kabupaten ").removeprefix("kota ").split()
    if len(words) == 2 and len("".join(words)) >= _JOINED:
        prefix = folded[: len(folded) - len(" ".join(words))]
        yield prefix + "".join(words)  # Pangkalpinang, Tanjungpinang
