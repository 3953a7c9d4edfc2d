"""Which place a text is about as a whole, and which of its places lies around the others."""

from collections import Counter
from collections.abc import Sequence

from cakupan.regions.tree import NATION, area, is_within
from cakupan.statements.gazetteer import gazetteer
from cakupan.statements.naming import Place, PlaceMention, Weight
from cakupan.statements.words import Words

_CAPITAL = "31"  # news of the whole country is written there
_ORDER: Sequence[Weight] = ("named", "seat", "comparing", "branch", "event")  # whichever of these a text has first


def main_place(mentions: Sequence[PlaceMention], levels: frozenset[str]) -> Place:
    """What a text is about where no sentence says so: its most named place; the nation where provinces are compared.

    `levels`: those that the text speaks of without a name ("pemprov"), which tell of a dateline what is meant by it.
    """
    by_weight = [found for weight in _ORDER if (found := _counted(mentions, weight))]
    # "di Jayapura, Merauke dan Timika" is no whole where the office that speaks is of Papua
    coded = (found for found in by_weight if any(place.code or "," not in place.name for place in found))
    counted = next(coded, by_weight[0] if by_weight else Counter[Place]())
    nation = Place(area(NATION).title, NATION)
    provinces = {place.code[:2] for place in counted if place.code and place.code != NATION}
    if not counted:  # "di Desa Sukamaju": of a village that no list knows, and so not of the nation
        return next((mention.place for mention in mentions if mention.weight == "local"), nation)
    if len(provinces) > 2:  # a stretch of the country that no name here stands for, unless the nation is spoken of
        whole = nation in counted or any(mention.place == nation for mention in mentions)
        return nation if whole else Place("", None)
    first = {place: number for number, place in reversed(list(enumerate(counted)))}
    most = max(counted, key=lambda place: (counted[place], -first[place]))
    around = around_all([mention for mention in mentions if mention.place in counted])
    opens = around is not None and (first[around] == 0 or levels == {"provinsi"})
    if len(counted) > 2 and opens and around is not None and counted[around] == counted[most]:
        most = around  # a text on a province that names several of its regencies
    return _of_level(most, mentions, levels)


def levels_spoken_of(words: Words) -> frozenset[str]:
    """The levels of government that a text names without a place: "bupati", "kota itu"."""
    return frozenset(hit.tags[0] for hit in gazetteer().levels.find(words))


def all_within(mentions: Sequence[PlaceMention], around: Place) -> bool:
    """Whether all places lie in the one around them: a text that compares its parts goes on about the whole."""
    inner = [mention.place.code for mention in mentions]
    return around.code is not None and all(code and is_within(code, around.code) for code in inner)


def around_all(mentions: Sequence[PlaceMention]) -> Place | None:
    """The one of several places that all the others lie in."""
    for mention in mentions:
        code = mention.place.code
        if code and all(other.place.code and is_within(other.place.code, code) for other in mentions):
            return mention.place
    return None


def lies_within(inner: Place | None, outer: Place) -> bool:
    """Whether a place is a part of another: a text on it that names the other one holds it against that."""
    if inner is None or not inner.code or not outer.code or inner.code == outer.code:
        return False
    return outer.code == NATION or is_within(inner.code, outer.code)


def _counted(mentions: Sequence[PlaceMention], weight: Weight) -> Counter[Place]:
    found = Counter(mention.place for mention in mentions if mention.weight == weight)
    if weight == "event":
        found = Counter({place: times for place, times in found.items() if (place.code or "")[:2] != _CAPITAL})
    return found


def _of_level(most: Place, mentions: Sequence[PlaceMention], levels: frozenset[str]) -> Place:
    """The town of a dateline, or its province or regency where that is the level that the text speaks of."""
    towns = [mention.place for mention in mentions if mention.weight in ("seat", "event")]
    if levels == {"kabupaten"}:  # "SENGKANG - Pemkab mencatat ..., rata-rata Sulsel 36 persen"
        return next((town for town in towns if lies_within(town, most)), most)
    if levels == {"provinsi"} and most in towns and most.code:
        province = area(most.code[:2])
        return Place(province.title, province.code)
    return most
