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


_WORDS = {
    "elsewhere": ("elsewhere", "before"),
    "buildings": ("elsewhere", "buildings"),
    "weekdays": ("elsewhere", "weekdays"),
    "comparing": ("comparing", "words"),
    "ranking": ("comparing", "ranking"),
    "paid_by": ("elsewhere", "paid_by"),
    "governments": ("elsewhere", "governments"),
    "said_of_places": ("lead_ins", "behind"),
    "covering": ("elsewhere", "covering"),
    "working": ("elsewhere", "working"),
    "branches": ("elsewhere", "branches"),
    "of_the_nation": ("local", "of_the_nation"),
    "national_plans": ("local", "national_plans"),
    "respectively": ("local", "respectively"),
    "of_a_people": ("local", "of_a_people"),
    "islands": ("local", "islands"),
    "areas_of_branches": ("elsewhere", "areas_of_branches"),
    "branches_before": ("elsewhere", "branches_before"),
    "led_by_branches": ("elsewhere", "led_by_branches"),
    "areas_governed": ("elsewhere", "areas_governed"),
    "areas_served": ("elsewhere", "areas_served"),
    "areas_counted": ("elsewhere", "areas_counted"),
    "moving": ("elsewhere", "moving"),
    "bordering": ("comparing", "bordering"),
    "events": ("elsewhere", "events"),
    "papers": ("elsewhere", "papers"),
    "described": ("elsewhere", "described"),
    "pointing": ("elsewhere", "pointing"),
    "comparing_links": ("comparing", "links"),
    "listing": ("comparing", "listing"),
    "all_of_them": ("local", "all_of_them"),
    "of_provinces": ("local", "of_provinces"),
    "provincial": ("comparing", "provincial"),
    "to_provinces": ("comparing", "to_provinces"),
    "done_by_places": ("lead_ins", "done_by_places"),
    "firms": ("lead_ins", "firms"),
    "provincial_rates": ("comparing", "provincial_rates"),
    "averages": ("comparing", "averages"),
    "after_links": ("after_links", "words"),
    "local": ("local", "levels"),
    "local_heads": ("local", "heads"),
    "lead_ins": ("lead_ins", "words"),
}  # under which name, and where in places.toml


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
        words={name: frozenset(data[part][words]) for name, (part, words) in _WORDS.items()},
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
