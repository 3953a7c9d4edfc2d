"""Which village a name means whose number is written against it: NGULAKI is Ngulak I, and not Ngulak misspelt."""

import re
from collections.abc import Iterable

from cakupan.regions import AreaMatch, AreaProblem, Level, match_area

_NUMBER_AGAINST = re.compile(r"(.*?[^\W\d_])(i{1,3}|iv|vi{0,3}|ix|x)\s*", re.IGNORECASE)


def match_place(
    text: str, within: str, levels: Iterable[Level] | None, *, numeric: bool = False
) -> AreaMatch | AreaProblem:
    """As `match_area`; but no repair drops the number at the end of a name where a village has that name and number.

    >>> match_place("NGULAKI", "16.06", ("village",)).area.title
    'Kelurahan Ngulak I'
    """
    found = match_area(text, within, levels, numeric=numeric)
    if levels is not None and "village" not in levels:
        return found
    astray = found.repaired == "area_spelling" if isinstance(found, AreaMatch) else found.code == "area_not_found"
    against = _NUMBER_AGAINST.fullmatch(text) if astray else None
    apart = match_area(f"{against[1]} {against[2]}", within, ("village",)) if against else None
    return AreaMatch(apart.area, "area_spelling") if isinstance(apart, AreaMatch) and not apart.repaired else found
