"""Where a text names areas, which one of several each name means, and what neighbours in a list mean together."""

import re
from collections.abc import Iterator, Mapping, Sequence

from cakupan.regions.spelling import ordinary_words
from cakupan.regions.tree import NATION, Area, is_within
from cakupan.statements.gazetteer import gazetteer
from cakupan.statements.naming import Place, PlaceMention, Weight, weight_of
from cakupan.statements.sentences import Sentences
from cakupan.statements.whole_places import levels_spoken_of
from cakupan.statements.words import Hit, Words

_LIST_GAP = re.compile(r"\s*(?:,|&|/|,?\s(?:dan|and|serta|bersama))\s*")
_LONGEST_LIST = 200
_WITH_FIGURE = re.compile(r"\s?(?::\s|\()?\d|['’]s\s")
_OPENERS = (".", "!", "?", ":", '"', "“", "\n", "|")


def named_in(text: str, words: Words, sentences: Sentences) -> list[PlaceMention]:
    """Every place that the text names, in order, with how much its mention weighs."""
    hits = [_without_di(text, hit, words) for hit in gazetteer().names.find(words)]
    told = _told_apart(words, hits)
    found: list[PlaceMention] = []
    for hit in hits:
        index = words.first_from(hit.start)
        chosen = _meant(hit, words, index, told)
        if chosen is None or not _is_name(text, hit, chosen, words, index):
            continue
        if hit.phrase in gazetteer().seats:
            if (weight := _weight_of_seat(text, hit, words, index, sentences)) is not None:
                found.append(PlaceMention(hit.start, hit.end, _as_place(chosen), weight))
            continue
        place = _as_place(chosen)
        weight = weight_of(text, hit, words, index, sentences.starts[sentences.at(hit.start)])
        if found and found[-1].weight == "branch" and text[found[-1].end : hit.start] == " ":
            weight = "branch"  # "Cabang Papua Jayapura"
        found.append(PlaceMention(hit.start, hit.end, place, weight))
    taken = {mention.end for mention in found}
    found += [local for local in _local(text, words) if local.end not in taken]
    return sorted(found, key=lambda mention: (mention.start, -mention.end))


def _without_di(text: str, hit: Hit[Area | str], words: Words) -> Hit[Area | str]:
    """ "Pengemudi di Yogyakarta" is no "DI Yogyakarta"."""
    if not text.startswith("di ", hit.start):
        return hit
    index = words.first_from(hit.start) + 1
    found = gazetteer().names.at(words, index)
    if found is None:
        return hit
    last = index + found[0] - 1
    return Hit(words.starts[index], words.ends[last], " ".join(words.folded[index : last + 1]), found[1])


def _as_place(chosen: Area | str) -> Place:
    return Place(chosen, None) if isinstance(chosen, str) else Place(chosen.title, chosen.code)


def _weight_of_seat(text: str, hit: Hit[Area | str], words: Words, index: int, sentences: Sentences) -> Weight | None:
    """A town counts in a dateline and behind "di": else its name may be a person's or an ordinary word."""
    weight = weight_of(text, hit, words, index, sentences.starts[sentences.at(hit.start)])
    if weight == "event":
        return "seat"
    before = words.folded[index - 1] if index else ""
    led = before in gazetteer().words["lead_ins"] and words.joined[index]
    return weight if weight == "branch" else "seat" if led else None


def _local(text: str, words: Words) -> Iterator[PlaceMention]:
    """Districts and villages: without code here, but not the regency around them either."""
    known = gazetteer().words
    for index, word in enumerate(words.folded[:-1]):
        if word not in known["local"] or not words.joined[index + 1]:
            continue
        head = words.folded[index - 1] if index else ""
        last = index + 1
        if head in known["local_heads"] or not text[words.starts[last]].isupper():
            continue
        if last + 1 < len(words.folded) and words.joined[last + 1] and text[words.starts[last + 1]].isupper():
            last += 1
        name = text[words.starts[index] : words.ends[last]]
        yield PlaceMention(words.starts[index], words.ends[last], Place(name, None), "local")


def _told_apart(words: Words, hits: Sequence[Hit[Area | str]]) -> Mapping[str, str]:
    """For each name that several areas carry: the level that some mention in this text gives it."""
    told: dict[str, str] = {}
    for hit in hits:
        kind = _title_before(words, words.first_from(hit.start))
        if kind is not None:
            told.setdefault(hit.phrase, kind)
        for tag in hit.tags:
            first, _, bare = hit.phrase.partition(" ")
            if isinstance(tag, Area) and len(hit.tags) == 1 and first in (tag.kind, "kab", "prov") and bare:
                told.setdefault(bare, tag.kind)
    levels = levels_spoken_of(words)
    if len(levels) == 1:  # "pengemudi di Yogyakarta ... kota itu"
        for hit in hits:
            told.setdefault(hit.phrase, *levels)
    return told


def _title_before(words: Words, index: int) -> str | None:
    for size in (2, 1):
        found = gazetteer().titles.at(words, index - size) if index >= size else None
        if found is not None and found[0] == size and words.joined[index]:
            return found[1][0]
    return None


def _meant(hit: Hit[Area | str], words: Words, index: int, told: Mapping[str, str]) -> Area | str | None:
    """The one area that a name means: by its title, by another mention, else the province, else the regency."""
    if isinstance(hit.tags[0], str):
        return hit.tags[0]
    areas = sorted((tag for tag in hit.tags if isinstance(tag, Area)), key=lambda tag: (len(tag.code), tag.code))
    after = index + hit.phrase.count(" ") + 1
    following = gazetteer().titles_after.get(words.folded[after]) if after < len(words.folded) else None
    kind = _title_before(words, index) or following or told.get(hit.phrase)
    return next((candidate for candidate in areas if candidate.kind == kind), areas[0])


def _is_name(text: str, hit: Hit[Area | str], chosen: Area | str, words: Words, index: int) -> bool:
    before = words.folded[index - 1] if index else ""
    if before in gazetteer().words["of_a_people"]:
        return False  # "orang asli Papua"
    if before == "on" and hit.phrase in gazetteer().words["islands"]:
        return False  # "maize farmers on Sumbawa": the island
    if isinstance(chosen, Area) and chosen.code == NATION:
        after = words.folded[index + 1] if index + 1 < len(words.folded) else ""
        nation = gazetteer().nation
        if after in nation["not_before"]:
            return False  # "the national target" is held against a region's figures
        shared = words.folded[index - 2] if index > 1 else ""
        if before == "capaian" and shared in nation["shared"]:
            return False  # "menyumbang 1,26 persen terhadap capaian nasional"
        alone = after.isdigit() and text[hit.start].isupper()  # "Nasional 35,68 persen"
        return alone or hit.phrase in nation["always"] or before in nation["before"] or after in nation["after"]
    titled = _title_before(words, index) is not None or " " in hit.phrase
    if hit.phrase in ordinary_words():
        titled = before in gazetteer().words["lead_ins"] or _is_spoken_of(text, hit, words, index)
        return text[hit.start].isupper() and titled
    return text[hit.start].isupper() or titled


def _is_spoken_of(text: str, hit: Hit[Area | str], words: Words, index: int) -> bool:
    """Whether what stands around an ordinary word shows that it is a name here, of a place and not of a person."""
    behind = words.first_from(hit.end)
    following = words.folded[behind] if behind < len(words.folded) else ""
    if following in gazetteer().titles_after or following in gazetteer().words["said_of_places"]:
        return True  # "Ende Regency", "Belu sudah 88 persen"
    official = any(isinstance(tag, Area) and tag.title.casefold().endswith(hit.phrase) for tag in hit.tags)
    if not official:
        return False  # "Mitra", for Minahasa Tenggara, is mostly a partner
    if _WITH_FIGURE.match(text, hit.end) or following in gazetteer().words["done_by_places"]:
        return True  # "Toba: 40.771 dari 68.060", "Malang's coverage", "Kudus mengucurkan Rp30 miliar"
    opens = not index or text[words.ends[index - 1] - 1 : hit.start].rstrip()[-1:] in _OPENERS
    written = text[words.starts[index - 1] : words.ends[index - 1]] if index and words.joined[index] else ""
    short = written.isupper() and len(written) > 1 and written.casefold() not in gazetteer().words["firms"]
    capital_before = written[:1].isupper() and not short  # "Haji Belu", but not "ber-NIK Belu"
    capital_behind = behind < len(words.starts) and words.joined[behind] and text[words.starts[behind]].isupper()
    return not (opens or capital_before or capital_behind)


def grouped(text: str, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Neighbours in a list become one mention: an address its narrowest area, several places a place without code."""
    found: list[PlaceMention] = []
    for mention in mentions:
        last = found[-1] if found else None
        if (
            last is None
            or last.weight != mention.weight
            or last.end - last.start > _LONGEST_LIST
            or not _LIST_GAP.fullmatch(text[last.end : mention.start])
        ):
            found.append(mention)
            continue
        found[-1] = PlaceMention(last.start, mention.end, _together(last.place, mention.place), last.weight)
    return found


def _together(one: Place, other: Place) -> Place:
    if one.code and other.code and (is_within(one.code, other.code) or is_within(other.code, one.code)):
        return one if is_within(one.code, other.code) else other
    bare = other.name.removeprefix("Provinsi ").removeprefix("Kabupaten ")
    return Place(f"{one.name.removeprefix('Provinsi ').removeprefix('Kabupaten ')}, {bare}", None)
