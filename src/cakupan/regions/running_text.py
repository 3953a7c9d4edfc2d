"""Which names of provinces and regencies to look for in running text."""

from functools import cache

from cakupan.basics.names import fold_place
from cakupan.regions.spelling import folded_names, ordinary_words
from cakupan.regions.tree import Area, areas_at


@cache
def names_of_provinces_and_regencies() -> tuple[tuple[str, Area], ...]:
    """Every folded name (`fold_place`) of a province or regency with its area, longest names first.

    Titles ("kabupaten bandung"), bare names and abbreviations. A bare name that several areas carry ("bandung") stands
    once for each: who scans must ask for the title. A bare name that is also an ordinary word ("batu") is left out.

    >>> [found.title for name, found in names_of_provinces_and_regencies() if name == "bandung"]
    ['Kabupaten Bandung', 'Kota Bandung']
    """
    pairs = {
        (name, found.code): found for found in (*areas_at("province"), *areas_at("regency")) for name in _names(found)
    }
    ranked = sorted(pairs.items(), key=lambda pair: (-len(pair[0][0]), pair[0]))
    return tuple((name, found) for (name, _), found in ranked)


def _names(found: Area) -> set[str]:
    bare = folded_names(found.code)
    titles = {fold_place(found.title), *(f"{found.kind} {name}" for name in bare)}
    return titles | {name for name in bare if name not in ordinary_words()}
