"""Which area code a cell holds: dotted, run together, or worn by a spreadsheet."""

import re
from dataclasses import dataclass

from cakupan.regions.tree import NATION, area_exists

_WRAPPING = re.compile(r"[\s\u00a0'\u2018\u2019\"\[\]()]+")
_TOGETHER = re.compile(r"(\d\d)(\d\d)?(?:(?<=\d{4})(\d\d))?(?:(?<=\d{6})(\d{4}))?")
_BETWEEN = r"[.,\-/_ ]"
_PARTED = re.compile(rf"(\d\d)(?:{_BETWEEN}(\d\d)(?:{_BETWEEN}(\d\d)(?:{_BETWEEN}?(\d{{4}}))?)?)?")
_FLOAT_TAIL = re.compile(r"(?<=\d)[.,]0+$")
_WORN = re.compile(r"(\d\d(?:\.\d\d)?)[.,](\d)")


@dataclass(frozen=True, slots=True)
class AreaCode:
    """A dotted code, and whether the cell had to be repaired to read it (the caller records the repair)."""

    code: str
    repaired: bool = False


def parse_area_code(text: str, *, numeric: bool = False) -> AreaCode | None:
    """The area code a cell holds, or None. An unbroken code need not exist; a repaired one always does.

    Excel turns 16.10 into 16.1 and 1606 into 1606.0. A lost zero is put back only where one reading exists; `numeric`
    says that the cell came as a number, where only the zero at the end can have been lost.

    >>> parse_area_code("1606042010")
    AreaCode(code='16.06.04.2010', repaired=False)
    >>> parse_area_code("16.6")
    AreaCode(code='16.06', repaired=True)
    """
    readings = code_readings(text, numeric=numeric)
    return readings[0] if len(readings) == 1 else None


def code_readings(text: str, *, numeric: bool = False) -> tuple[AreaCode, ...]:
    """Every code that the cell may hold: none, one, or those that a lost zero leaves open (16.1: 16.01, 16.10)."""
    bare = _WRAPPING.sub(" ", text).strip()
    whole = _as_written(bare)
    if whole:
        return (AreaCode(whole),)
    untailed = _as_written(_FLOAT_TAIL.sub("", bare))
    if untailed and area_exists(untailed):
        return (AreaCode(untailed, repaired=True),)
    worn = _WORN.fullmatch(bare)
    if not worn:
        return ()
    ends, begins = f"{worn[1]}.{worn[2]}0", f"{worn[1]}.0{worn[2]}"
    if numeric and area_exists(ends):
        return (AreaCode(ends, repaired=True),)
    return tuple(AreaCode(code, repaired=True) for code in (begins, ends) if area_exists(code))


def _as_written(bare: str) -> str | None:
    found = _TOGETHER.fullmatch(bare) or _PARTED.fullmatch(bare)
    if not found:
        return None
    parts = [part for part in found.groups() if part]
    if parts == [NATION]:
        return NATION
    while len(parts) > 1 and not parts[-1].strip("0"):
        parts.pop()  # offices also write every level in full length: 16.06.00.0000
    if "00" in parts or (len(parts) == 4 and parts[3][0] not in "123"):  # 0001 is how BPS numbers villages
        return None
    return ".".join(parts)
