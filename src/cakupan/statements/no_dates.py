"""Which figures that look like a date are none: the number of a law, a part of a name, a count."""

import re
from datetime import date

from cakupan.statements.lexicon import lexicon
from cakupan.statements.words import Words

_REGULATION = re.compile(
    r"(?:nomor|no\.?|number|\b(?:pp|uu|perpres|inpres|perda|perbup|perwal|perwali|pergub|permen\w*))"
    r"\s?\d+\s(?:tahun|of)\s$",
    re.IGNORECASE,
)
_ELECTION = re.compile(r"(?:pemilu|pilkada|pileg|pilpres|election)\s(?:tahun\s)?$", re.IGNORECASE)
_NUMBERED_LAW = re.compile(r"\s\d{1,3}/$")  # "Inpres 2/2021"
_QUARTER_OF = re.compile(
    r"(?:(?:persen|%|orang|pekerja|peserta) pada|"
    r"realisasi|hingga|sampai|per|akhir|selama|posisi|laporan|rapor|rekap|data|juara|capaian|ucj|\|"
    r"|end of the|by the|until the|through the)\s$",
    re.IGNORECASE,
)
_FIGURES_OF = re.compile(r"\s(?:figures|statistics|data|results|numbers|tally)\b", re.IGNORECASE)
_YEARS_BACK = 3
_NAME = 4  # words


def is_no_date(text: str, words: Words, found: re.Match[str], floor: int, published_on: date | None) -> bool:
    """Whether what looks like a date is something else; `floor`: where its sentence starts."""
    if _is_of_something_else(text, found, floor) or _is_of_an_event(text, found, words):
        return True
    return _is_a_count(found, words, published_on)


def _is_of_something_else(text: str, found: re.Match[str], floor: int) -> bool:
    """Whether what looks like a date is the number of a law, a word for something else, or the quarter of an event."""
    start = found.start()
    if _ELECTION.search(text[max(0, start - 16) : start]):
        return True
    if _REGULATION.search(text[max(0, start - 30) : start]) or _NUMBERED_LAW.search(text[max(0, start - 8) : start]):
        return True
    if found["lone"] and not text[found.start("lone")].isupper():
        return True
    # "menutup kuartal ketiga", "hasil monitoring triwulan III"
    if not (found["bare_quarter"] or found["bare_quarter_en"] or found["bare_half"]) or start == floor:
        return bool(found["bare_quarter_en"]) and not _FIGURES_OF.match(text, found.end())
    told = _QUARTER_OF.search(text[max(0, start - 24) : start]) or _FIGURES_OF.match(text, found.end())
    return not told


def _is_of_an_event(text: str, found: re.Match[str], words: Words) -> bool:
    """Whether a year is in the name of a prize or an event: "Paritrana Award 2023", "Festival Danau Tempe 2023"."""
    if not (found["year"] or found["led"]):
        return False
    index = words.first_from(found.start())
    for at in range(index - 1, max(-1, index - 1 - _NAME), -1):
        if not words.joined[at + 1]:
            return False
        if words.folded[at] in lexicon().lists["events_named"]:
            return True
        if not text[words.starts[at]].isupper() and words.folded[at] != "tahun":
            return False
    return False


def _is_a_count(found: re.Match[str], words: Words, published_on: date | None) -> bool:
    """Whether a number like a year before a noun and a count counts: "sebanyak 2019 peserta dari 4.000 pekerja".

    "Menutup 2019 peserta aktif 34,2 juta orang" is of that year, which the text lies near.
    """
    if not found["before_a_count"]:
        return False
    near = published_on is not None and 0 <= published_on.year - int(found["before_a_count"]) <= _YEARS_BACK
    index = words.first_from(found.start())
    led = index and words.joined[index]
    return not near or bool(led and words.folded[index - 1] not in lexicon().lists["year_leads"])
