"""Where a text names a day, a month or a year, and which one it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cakupan.basics.month import MONTH_NUMBERS
from cakupan.statements.date_pattern import DATE
from cakupan.statements.date_values import time_of
from cakupan.statements.lexicon import lexicon
from cakupan.statements.sentences import Sentences
from cakupan.statements.words import Words

_WEEKDAY = re.compile(
    r"(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"[\s,]*\(?\s*(?:tanggal\s)?$",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:terbit|published|diterbitkan|dipublikasikan|diperbarui|updated|posted|diposting|date|tanggal)[\s:,]*\(?$", re.I
)
_REGULATION = re.compile(
    r"(?:nomor|no\.?|number|\b(?:pp|uu|perpres|inpres|perda|perbup|perwal|perwali|pergub|permen\w*))"
    r"\s?\d+\s(?:tahun|of)\s$",
    re.IGNORECASE,
)
_ELECTION = re.compile(r"(?:pemilu|pilkada|pileg|pilpres|election)\s(?:tahun\s)?$", re.IGNORECASE)
_NUMBERED_LAW = re.compile(r"\s\d{1,3}/$")  # "Inpres 2/2021"
_AT_THE_END = re.compile(
    r"(?:akhir|menutup|mengakhiri|tutup|penutupan|penghujung|pengujung|ujung|tutup buku|year-end"
    r"|di penutup|pada penutup|ended|ends? of|close of|closed|late)\s"
    r"(?:tahun\s)?$",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\s?[,|]?\s?(?:pukul\s)?\d{1,2}[:.]\d{2}(?!\d)")
_QUARTER_OF = re.compile(
    r"(?:(?:persen|%|orang|pekerja|peserta) pada|"
    r"realisasi|hingga|sampai|per|akhir|selama|posisi|laporan|rapor|rekap|data|juara|capaian|ucj|\|"
    r"|end of the|by the|until the|through the)\s$",
    re.IGNORECASE,
)
_FIGURES_OF = re.compile(r"\s(?:figures|statistics|data|results|numbers|tally)\b", re.IGNORECASE)
_CLOSES = re.compile(r"\s(?:drew|came|draws) to (?:a|its) close\b", re.IGNORECASE)
_STRETCH = re.compile(r"[^\W\d]+\s?[-–]\s?[^\W\d]+")
_UP_TO = re.compile(r"(?:per|hingga|sampai|s\.?d\.?|posisi|as of)\s(?:tgl\.?\s|tanggal\s)?$", re.IGNORECASE)
_SINCE = re.compile(
    r"(?:sejak|mulai|terhitung|since|starting)\s(?:awal\s|bulan\s|tanggal\s|in\s|from\s)*$", re.IGNORECASE
)
_SOON = re.compile(
    r"(?:\bby|before|sebelum|menjelang|paling lambat)\s(?:the end of\s|akhir\s|bulan\s)*$", re.IGNORECASE
)
_TO = re.compile(r"\s?(?:-|–|sampai|hingga|s\.?d\.?|sampai dengan|to|until|through)\s?", re.IGNORECASE)
_AND = re.compile(r"\s(?:and|dan)\s")
_FROM = re.compile(r"(?:periode|kurun waktu|antara|selama|sepanjang|between|from|during)\s(?:bulan\s)?$", re.IGNORECASE)
_COMING_WORDS = 12
_YEARS_BACK = 3
_NAME = 4  # words
_OPENING_WORDS = 3
_VERB_REACH = 14  # words
# told from the day of the text; "setahun kemudian" is told from the time before it, and the text goes on from there
_RELATIVE = ("last", "this", "coming", "same", "back", "month_before", "months", "year_before")  # groups


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A day, month or year at characters `start` to `end`. `said` where it is when something was said or printed."""

    start: int
    end: int
    as_of: str | None
    said: bool
    planned: bool = False  # the year of a plan, a target or a data source
    relative: bool = False  # "tahun lalu": told from the day of the text
    stretch: bool = False  # "September-Desember 2024"
    since: bool = False  # "mulai Januari 2026": when something begins
    begins: bool = False  # "selama Juni 2023 sampai Juni 2024": the first of the two


def is_year(mention: TimeMention) -> bool:
    """ "Baru 19,4 persen, padahal yang diminta tahun 2025 40 persen": a year alone is of the figure it leads to."""
    return len(mention.as_of or "") == len("2025")


def is_loose(mention: TimeMention) -> bool:
    """ "Tahun ini" further behind is of what stands there: "6.120 petani, targetnya 10 ribu tahun ini"."""
    return mention.relative and len(mention.as_of or "") == len("2025")


def is_past(mention: TimeMention, published_on: date | None) -> bool:
    """ "Tahun lalu", "periode sama tahun lalu" further behind: of the figure that stands there."""
    this = f"{published_on:%Y-%m}" if published_on else ""
    return mention.relative and (mention.as_of or "") < this[: len(mention.as_of or "")]


def printed_on(text: str, mentions: Sequence[TimeMention]) -> date | None:
    """The day a text itself says it was printed or said on, where it gives the year."""
    for mention in mentions:
        found = DATE.match(text, mention.start)
        if mention.said and found and mention.as_of and len(mention.as_of) == 7:
            year, month = map(int, mention.as_of.split("-"))
            return date(year, month, 1)
    return None


def dates_of(text: str, words: Words, sentences: Sentences, published_on: date | None) -> list[TimeMention]:
    """Every day, month and year in the text, in order; `published_on` settles those that leave something out."""
    known, named_in = (published_on.year if published_on else None), -1
    latest = f"{published_on:%Y-%m}" if published_on else "9999"
    last: re.Match[str] | None = None
    dates: list[TimeMention] = []
    reached: str | None = None  # the last month spoken of: "setahun sebelumnya" counts from there
    for found in _found(text, words):
        start, end = found.span()
        floor = sentences.starts[sentences.at(start)]
        if floor != named_in and published_on is not None:
            known = published_on.year  # a year that another sentence compares with does not go on
        before = text[max(0, start - 24) : start]
        if (
            _is_no_date(text, found, floor)
            or _is_of_an_event(text, found, words)
            or _is_a_count(found, words, published_on)
        ):
            continue
        clause = max(floor, text.rfind(";", floor, start))
        coming = found["lone"] is not None and _is_to_come(before, words, start, clause)
        counted = found["on"] or found["back"] or found["year_before"]
        since_year = str(known) if counted and not reached and known and floor == named_in else None
        as_of = time_of(found, published_on, known, reached or since_year, coming=coming)
        said = bool(_WEEKDAY.search(before) or _PUBLISHED.search(before) or _CLOCK.match(text, end))
        if as_of is not None and not said and found["lone"] is None:
            known, named_in = int(as_of[:4]), floor
        since = bool(_SINCE.search(before))
        said = said or bool(
            (found["short"] and not _UP_TO.search(before))
            or since
            or _is_of_minutes(found, words, start, floor)
            or _is_dateline(found, text, words, start, end)
        )
        planned = len(as_of or "") == 4 and _is_planned(words, start, floor)
        if as_of and len(as_of) == 4 and _is_at_its_end(text, start, end, dates):
            as_of = f"{as_of}-12"
        if _ends_a_payment(text, found, last, published_on):
            said, dates[-1] = True, replace(dates[-1], said=True)
        elif dates and last is not None and _goes_from(text, found, last, sentences.starts[sentences.at(last.start())]):
            dates[-1] = replace(dates[-1], said=True, begins=True)
        last = found
        if as_of and len(as_of) == 7 and not said and as_of <= latest:
            reached = max(reached or as_of, as_of)
        relative = any(found[name] for name in _RELATIVE)
        stretch = bool(found["name"]) and bool(_STRETCH.match(found[0]))
        dates.append(TimeMention(start, end, as_of, said, planned, relative, stretch, since))
    return dates


def _is_at_its_end(text: str, start: int, end: int, dates: Sequence[TimeMention]) -> bool:
    """Whether a year is told by its end, alone or in one breath with another: "the ends of 2023 and 2024"."""
    if _AT_THE_END.search(text[max(0, start - 24) : start]) or _CLOSES.match(text, end):
        return True
    last = dates[-1] if dates else None
    ended = last is not None and (last.as_of or "").endswith("-12") and last.end - last.start == len("2023")
    return last is not None and ended and bool(_AND.fullmatch(text[last.end : start]))


def _is_no_date(text: str, found: re.Match[str], floor: int) -> bool:
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


def _found(text: str, words: Words) -> Iterator[re.Match[str]]:
    """Every date as it is written, none overlapping another."""
    free, openers = 0, lexicon().lists["date_openers"]  # only there is the long pattern tried
    for word, start in zip(words.folded, words.starts, strict=True):
        if start >= free and (word in openers or word in MONTH_NUMBERS or word[0].isdigit()):
            found = DATE.match(text, start)
            if found is not None:
                yield found
                free = found.end()


def _ends_a_payment(text: str, found: re.Match[str], last: re.Match[str] | None, published_on: date | None) -> bool:
    """ "dibayar Maret sampai Desember": a stretch that ends after the text is when something is paid, not of when."""
    if last is None or published_on is None or not (found["lone"] and last["lone"]):
        return False
    first, end = (MONTH_NUMBERS[each["lone"].casefold()] for each in (last, found))
    return bool(_TO.fullmatch(text[last.end() : found.start()])) and first < end and end > published_on.month


def _goes_from(text: str, found: re.Match[str], last: re.Match[str], floor: int) -> bool:
    """ "periode Januari s.d. Juni 2025", "between January and June 2025": a stretch is told by its end."""
    months = (last["lone"] or last["name"]) and (found["lone"] or found["name"])
    between, before = text[last.end() : found.start()], text[max(floor, last.start() - 30) : last.start()]
    opened = bool(_FROM.search(before))
    return bool(months) and opened and bool(_TO.fullmatch(between) or _AND.fullmatch(between))


def _is_of_minutes(found: re.Match[str], words: Words, start: int, floor: int) -> bool:
    """ "Risalah rapat kerja Komisi II DPRD, 29 September 2025": the day of a meeting."""
    dated = bool(found["name"]) and found[0][:1].isdigit()
    return dated and bool(lexicon().lists["minutes"].intersection(words.between(floor, start)[:_OPENING_WORDS]))


def _is_dateline(found: re.Match[str], text: str, words: Words, start: int, end: int) -> bool:
    """ "Kota Magelang, 18/12/2025. Disnaker menyampaikan ...": the day of printing, at the head of a text."""
    day = found["slash"] or (found["name"] and found[0][:1].isdigit())
    placed = text[max(0, start - 2) : start] == ", " and len(words.between(0, start)) <= _OPENING_WORDS
    return bool(day) and placed and text[end : end + 1] in (".", ")")


def _is_planned(words: Words, start: int, floor: int) -> bool:
    index = words.first_from(start)
    lists, first = lexicon().lists, words.first_from(floor)
    before = [
        word
        for at, word in enumerate(words.folded[max(first, index - 3) : index], start=max(first, index - 3))
        if word != "kerja" or words.folded[at - 1 : at] not in (["tenaga"], ["angkatan"])
    ]  # "41.907 tenaga kerja (2021: 38.112)" speaks of no "rencana kerja"
    scheme = words.folded[index].isdigit() and bool(lists["plan_schemes"].intersection(before))
    scheme = scheme and not lists["of_a_time"].intersection(before[-2:])
    return bool(
        scheme  # "UCJ 2025", but not "terlindungi Jamsostek sepanjang 2024"
        or lists["plan_words"].intersection(before)
        or lists["plan_verbs"].intersection(words.folded[max(first, index - _VERB_REACH) : index])
    )


def _is_to_come(before: str, words: Words, start: int, floor: int) -> bool:
    """Whether a month without its year is one that a plan names: "by December", "target ... hingga Desember"."""
    if _SOON.search(before):
        return True
    index, first = words.first_from(start), words.first_from(floor)
    said = words.folded[max(first, index - _COMING_WORDS) : index]
    if said[-1:] and said[-1] in lexicon().lists["until_words"] and lexicon().lists["paid_on"].intersection(said):
        return True  # "iurannya dibayar sampai Desember"
    return bool(lexicon().lists["goal_words"].intersection(said))
