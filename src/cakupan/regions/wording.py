"""Which areas a text may mean that names one area, or an area and those it lies in, at one closeness of spelling."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from cakupan.basics.names import fold_place
from cakupan.regions.spelling import CLOSENESSES, Closeness, codes_named, other_names
from cakupan.regions.tree import LEVELS, NATION, Kind, Level, ancestors_of, area, is_within

_BETWEEN_AREAS = re.compile(r"[,;()|\n]| - | – ")


def codes_meant(text: str, within: str, levels: tuple[Level, ...], closeness: Closeness) -> tuple[str, ...]:
    """The codes of `levels` in `within` that the whole text may mean: none, one, or several (it is then ambiguous)."""
    for parts in _partings(text):
        # smallest first is how addresses are written; some lists begin with the province
        for ordered in dict.fromkeys((parts, parts[::-1])):
            if codes := _codes_for_parts(ordered, within, levels, closeness):
                return codes
    return ()


def _partings(text: str) -> Iterable[tuple[str, ...]]:
    """The ways to read the areas in one text, each a tuple of folded names: parted at its punctuation, not parted,
    parted before its level words ("Desa Ulak Paceh Kec. Lawang Wetan").
    """
    at_marks = _turned([fold_place(part) for part in _BETWEEN_AREAS.split(text) if part.strip()])
    at_words = tuple(piece for part in at_marks for piece in _before_level_words(part))
    return dict.fromkeys((at_marks, (fold_place(text),), at_words))


def _turned(parts: list[str]) -> tuple[str, ...]:
    """`parts` with each level word that stands behind its name put before it: "Bandung, Kota", "Lahat (Kab.)"."""
    turned: list[str] = []
    for part in parts:
        if part in level_words() and turned:
            turned[-1] = f"{part} {turned[-1]}"
        else:
            turned.append(part)
    return tuple(turned)


def _before_level_words(part: str) -> Iterable[str]:
    piece: list[str] = []
    for word in part.split():
        if word in level_words() and piece:
            yield " ".join(piece)
            piece = []
        piece.append(word)
    yield " ".join(piece)


def _codes_for_parts(
    parts: tuple[str, ...], within: str, levels: tuple[Level, ...], closeness: Closeness
) -> tuple[str, ...]:
    *inner, outer = parts
    if not inner:
        return _closest(outer, within, levels, closeness)
    codes: set[str] = set()
    for around in _codes_around(outer, within, closeness):
        # an area that surrounds `within` narrows nothing; one inside it does
        narrowed = within if is_within(within, around) else around
        codes.update(_codes_for_parts(tuple(inner), narrowed, levels, closeness))
    return tuple(sorted(codes))


def _codes_around(outer: str, within: str, closeness: Closeness) -> tuple[str, ...]:
    for found in (area(within), *ancestors_of(within)):
        if found.code in _closest(outer, NATION, (found.level,), closeness):
            return (found.code,)
    return _closest(outer, within, LEVELS, closeness)


def _closest(folded: str, within: str, levels: tuple[Level, ...], closeness: Closeness) -> tuple[str, ...]:
    """As `codes_of_name` at the best closeness up to `closeness`: in an address only one part may be misspelt."""
    for closer in CLOSENESSES[: CLOSENESSES.index(closeness) + 1]:
        if codes := codes_of_name(folded, within, levels, closer):
            return codes
    return ()


def codes_of_name(folded: str, within: str, levels: tuple[Level, ...], closeness: Closeness) -> tuple[str, ...]:
    """The codes that one folded name may mean: with its first word as part of the name, and as a level word."""
    if closeness == "near" and _only_level_words().fullmatch(folded):
        return ()  # "Desa/Kelurahan" is a heading, and no village a slip away from it
    word, _, rest = folded.partition(" ")
    said = level_words().get(word) if rest else None
    found: set[str] = set()
    for level in _levels_searched(within, levels, said):
        found.update(codes_named(folded, level, within, closeness))
        if said and said[0] == level:
            found.update(_of_kind(codes_named(rest.removeprefix("administrasi "), level, within, closeness), said[1]))
        if found and _settled(found, folded, level, within):
            break
    return tuple(sorted(found))


def _of_kind(codes: tuple[str, ...], kinds: tuple[Kind, ...]) -> tuple[str, ...]:
    """Those of the kind that the word names, else of the kinds it is mistaken for."""
    return tuple(code for code in codes if area(code).kind == kinds[0]) or tuple(
        code for code in codes if area(code).kind in kinds
    )


def _levels_searched(
    within: str, levels: tuple[Level, ...], said: tuple[Level, tuple[Kind, ...]] | None
) -> tuple[Level, ...]:
    wide = area(within).level in ("nation", "province")
    if wide and levels == LEVELS and not (said and said[0] == "village"):
        levels = LEVELS[:-1]
    return tuple(level for level in levels if LEVELS.index(level) >= LEVELS.index(area(within).level))


def _settled(found: set[str], folded: str, level: Level, within: str) -> bool:
    """Whether the higher area has the name to itself: not where `within` is asked for by the name of a part of it
    (Gorontalo in Gorontalo), nor where the press says a city's name for its province (Yogyakarta).
    """
    if found == {within}:
        return False
    return level != "province" or not all(folded in map(fold_place, other_names().get(code, ())) for code in found)


@cache
def _only_level_words() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{'|'.join(sorted(level_words(), key=len, reverse=True))}) ?)+")


@cache
def level_words() -> Mapping[str, tuple[Level, tuple[Kind, ...]]]:
    """The folded words that stand before a name and say what it is: the level, and the kinds the word
    admits, its own first.
    """
    read = tomllib.loads((files("cakupan.regions") / "data" / "level_words.toml").read_text(encoding="utf-8"))
    return {word: (entry["level"], tuple(entry["kinds"])) for word, entry in read.items()}
