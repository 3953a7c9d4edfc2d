"""Which village the rows of a table are of where no column says it: a title above them, or a row in between."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cakupan.basics.refused import Facts
from cakupan.intake.headings import Match
from cakupan.intake.homes import villages_like_sheet
from cakupan.intake.kind import Subject
from cakupan.intake.layouts import layout_of
from cakupan.intake.masking import told
from cakupan.intake.outcome import Given
from cakupan.intake.rows import codes_where
from cakupan.intake.sheet import Sheet, text_of
from cakupan.regions import Area, AreaMatch, area, codes_to_propose, match_area

if TYPE_CHECKING:
    from cakupan.intake.arrays import Rows

_MOST_CELLS = 4  # of a row that names a place: a number, the label, a colon, the name
_TITLES = 15  # rows above a heading in which titles stand
_PROPOSED = 5  # villages in a sentence
_VILLAGE: Final = "village"
_DISTRICT: Final = "district"
_WORDS = {
    _VILLAGE: r"desa\s*/\s*kel(?:urahan|\.)?|kelurahan\s*/\s*desa|desa|kelurahan|kel|ds|gampong|nagari|pekon|kampung",
    _DISTRICT: r"kecamatan|kec|distrik",
    "": r"kabupaten|kab|kota|provinsi|propinsi|prov|tahun|thn|bulan|periode|rt|rw|dusun|alamat|kode pos|jumlah",
}
_LABEL = re.compile(
    "|".join(rf"(?P<{level or 'other'}>\b(?:{words})\b)" for level, words in _WORDS.items()), re.IGNORECASE
)
_BEGINS = re.compile(
    rf"\s*(?:[ivx\d]+\s*[.)]\s*)?(?:nama\s+)?(?:{_WORDS[_VILLAGE]}|{_WORDS[_DISTRICT]})\b\s*[.:]?\s*", re.IGNORECASE
)
_GROUP = re.compile(
    r"\s*(?:[ivx\d]+\s*[.)]\s*)?(?:nama\s+)?(?:dusun|dsn|lingkungan|rt|rw|blok|banjar|kelompok(?:\s+tani)?|gapoktan|poktan)"
    r"\b[\s.:/]*(?:rw\b[\s.:]*)?[\w .'\-/]{0,40}",
    re.IGNORECASE,
)
_AROUND = " \t\n.,;:-–—_/()'\"*"
_LONG_NUMBER = re.compile(r"\d{6}")


@dataclass(frozen=True, slots=True)
class Place:
    """What a title says: the village, the district, each as written or None."""

    village: str | None = None
    district: str | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """A row below the heading (from 0) that names the place of the rows below it; None: a part of the same village."""

    row: int
    place: Place | None


def place_above(sheet: Sheet, match: Match, given: Given) -> Place:
    """What the titles above a heading say, the nearest first. A village that is not known must be labelled plainly."""
    found = Place()
    for text in _titles_above(sheet, match):
        said = _place_in(text, given, sure=False)
        found = Place(found.village or said.village, found.district or said.district)
    return found


def places_between(sheet: Sheet, match: Match, kind: Subject, given: Given) -> tuple[Between, ...]:
    """The rows below the heading that say nothing but a place, in a list of people."""
    if "nik" not in layout_of(kind).sources:
        return ()
    rows = _sparse(sheet, match)
    found: dict[int, Place | None] = {
        row: place for row in _labelled(sheet, rows) if (place := _place_of_row(sheet, row, match, given))
    }
    found |= _unlabelled(sheet, rows, match, given)
    found |= dict.fromkeys(_groups(sheet, rows, match), None)
    return tuple(Between(row, found[row]) for row in sorted(found))


def said_of(
    above: Place, between: Sequence[Between], match: Match, kind: Subject
) -> Mapping[str, tuple[tuple[int, str | None], ...]]:
    """From which row on which village and district hold, for the columns that `kind` reads and the heading lacks."""
    said: dict[str, tuple[tuple[int, str | None], ...]] = {}
    sources = layout_of(kind).sources
    if _VILLAGE in sources and match.columns.isdisjoint({"village", "village_code"}):
        told = [(0, above.village), *((one.row, one.place.village) for one in between if one.place)]
        said |= {_VILLAGE: tuple(told)} if any(text for _, text in told) else {}
    if _DISTRICT in sources and match.columns.isdisjoint({"district", "district_code"}):
        told = [(0, above.district), *((one.row, one.place.district or above.district) for one in between if one.place)]
        said |= {_DISTRICT: tuple(told)} if any(text for _, text in told) else {}
    return said


def villages_left(
    sheet: Sheet, match: Match, said: Collection[str], kind: Subject, given: Given
) -> Iterator[tuple[str, Facts]]:
    """What seems to name the village of a table that has none, as a warning: a title above it, or its sheet's name."""
    home = given.area or given.within
    has_one = given.village or {_VILLAGE, "village_code"} & {*match.columns, *said}
    if home is None or has_one or _VILLAGE not in layout_of(kind).sources:
        return
    facts: Facts = {"sheet": sheet.name, "within": area(home).title}
    for text in _titles_above(sheet, match):
        name = _place_in(text, given, sure=True).village
        nearest = codes_to_propose(name, _VILLAGE, home) if name else ()
        if nearest:
            yield "village_above_perhaps", {**facts, "text": told(name), "candidates": _named(map(area, nearest))}
            return
        if name and _BEGINS.match(text):
            yield "village_above_unknown", {**facts, "text": told(name)}
            return
    if sheet.lengths is None and sheet.number(0) == 1 and (like := villages_like_sheet(sheet.title, given)):
        yield "village_of_sheet_perhaps", {**facts, "candidates": _named(like)}


def _named(villages: Iterable[Area]) -> tuple[str, ...]:
    return tuple(f"{village.title} ({village.code})" for village in villages)[:_PROPOSED]


def _titles_above(sheet: Sheet, match: Match) -> Iterator[str]:
    """The rows in which titles stand, from the heading up."""
    return (_text(sheet, row) for row in range(match.first - 1, max(-1, match.first - 1 - _TITLES), -1))


def _place_in(text: str, given: Given, *, sure: bool) -> Place:
    """What stands behind the labels in a text; `sure`: it is known that the text says a place and nothing else."""
    labels = list(_LABEL.finditer(text))
    ends = [*(label.start() for label in labels), len(text)][1:]
    village = district = None
    for label, end in zip(labels, ends, strict=True):
        behind = text[label.end() : end]
        name = behind.strip(_AROUND)
        plain = sure or behind.lstrip(" .").startswith(":")
        if name and label["village"] and village is None and (plain or _known(name, given, _VILLAGE)):
            village = name
        if name and label["district"] and district is None and (plain or _known(name, given, _DISTRICT)):
            district = name
    return Place(village, district)


def _known(name: str, given: Given, level: str) -> bool:
    home = given.area or given.within
    if home is None:
        return False
    found = match_area(name, home, (level,))  # type: ignore[arg-type]
    return isinstance(found, AreaMatch) or found.code == "area_ambiguous"


def _sparse(sheet: Sheet, match: Match) -> "Rows":
    import numpy as np

    filled = np.zeros(sheet.rows, np.int16)
    for column in sheet.columns:
        filled += column.codes != 0
    used = sum(bool(title) for title in match.titles)
    few: Rows = ((filled > 0) & (filled <= max(1, min(_MOST_CELLS, used - 2)))).nonzero()[0]
    return few[few > match.row]


def _labelled(sheet: Sheet, rows: "Rows") -> list[int]:
    found: set[int] = set()
    for column in sheet.columns if len(rows) else ():
        labelled = codes_where(column, rows, lambda text: bool(_BEGINS.match(text)))
        found.update(rows[labelled[column.codes[rows]]].tolist())
    return sorted(found)


def _place_of_row(sheet: Sheet, row: int, match: Match, given: Given) -> Place | None:
    """The place that a row names, where it says nothing else: no number, and nothing in a column of addresses."""
    filled = [(at, text_of(cell).strip()) for at, cell in enumerate(sheet.row(row)) if cell is not None]
    homes = {match.positions.get(column) for column in ("address", "village", "district")}
    texts = [text for _, text in filled]
    if _LONG_NUMBER.search(" ".join(texts)) or (len(filled) == 1 and filled[0][0] in homes - {0}):
        return None
    label = next(at for at, text in enumerate(texts) if _BEGINS.match(text))
    if any(any(map(str.isalpha, text)) and len(text) > 4 for text in texts[:label]):
        return None
    place = _place_in(" ".join(texts[label:]), given, sure=True)
    return place if place.village or place.district else None


def _groups(sheet: Sheet, rows: "Rows", match: Match) -> list[int]:
    """Rows with nothing but a hamlet, a neighbourhood or a group, at the left of the names."""
    first = match.positions.get("name", 1)
    found = set()
    for column in sheet.columns[: max(1, first)] if len(rows) else ():
        named = codes_where(column, rows, lambda text: bool(_GROUP.fullmatch(text)))
        for row in rows[named[column.codes[rows]]].tolist():
            if sum(cell is not None for cell in sheet.row(row)) == 1:
                found.add(row)
    return sorted(found)


def _unlabelled(sheet: Sheet, rows: "Rows", match: Match, given: Given) -> Mapping[int, Place]:
    """Rows with nothing but the name of a village, before the columns of the people."""
    first = min((match.positions[column] for column in ("nik", "name", "kpj") if column in match.positions), default=0)
    found = {}
    for at, column in enumerate(sheet.columns[:first] if len(rows) else ()):
        named = codes_where(column, rows, lambda text: _known(text.strip(), given, _VILLAGE))
        for row in rows[named[column.codes[rows]]].tolist():
            if sum(cell is not None for cell in sheet.row(row)) == 1:
                found[row] = Place(text_of(sheet.columns[at][row]).strip())
    return found


def _text(sheet: Sheet, row: int) -> str:
    """The cells of a row, each once: a merged title may be repeated in every cell."""
    return " ".join(dict.fromkeys(text_of(cell).strip() for cell in sheet.row(row) if cell is not None))
