"""Where a text names a day, a month or a year, and which one it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cakupan.basics.month import MONTH_NUMBERS
from cakupan.statements.date_pattern import DATE
from cakupan.statements.date_values import time_of
from cakupan.statements.lexicon import lexicon
from cakupan.statements.no_dates import is_no_date
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
_AT_THE_END = re.compile(
    r"(?:akhir|menutup|mengakhiri|tutup|penutupan|penghujung|pengujung|ujung|tutup buku|year-end"
    r"|di penutup|pada penutup|ended|ends? of|close of|closed|late)\s"
    r"(?:tahun\s)?$",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\s?[,|]?\s?(?:pukul\s)?\d{1,2}[:.]\d{2}(?!\d)")
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
    course, last = _Course(published_on), None
    dates: list[TimeMention] = []
    for found in _found(text, words):
        floor = sentences.starts[sentences.at(found.start())]
        course.open(floor)
        if is_no_date(text, words, found, floor, published_on):
            continue
        mention = _mention(text, words, found, floor, course)
        if mention.as_of and len(mention.as_of) == 4 and _is_at_its_end(text, *found.span(), dates):
            mention = replace(mention, as_of=f"{mention.as_of}-12")
        if _ends_a_payment(text, found, last, published_on):
            mention, dates[-1] = replace(mention, said=True), replace(dates[-1], said=True)
        elif dates and last is not None and _goes_from(text, found, last, sentences.starts[sentences.at(last.start())]):
            dates[-1] = replace(dates[-1], said=True, begins=True)
        last = found
        course.reach(mention)
        dates.append(mention)
    return dates


class _Course:
    """Where a text has come to: `known`, the year last named, and `reached`, the last month spoken of."""

    def __init__(self, published_on: date | None) -> None:
        self.published_on = published_on
        self.known = published_on.year if published_on else None
        self.reached: str | None = None  # "setahun sebelumnya" counts from there
        self._named_in = -1
        self._latest = f"{published_on:%Y-%m}" if published_on else "9999"

    def open(self, floor: int) -> None:
        """Comes to a time in the sentence that starts at `floor`."""
        if floor != self._named_in and self.published_on is not None:
            self.known = self.published_on.year  # a year that another sentence compares with does not go on

    def counted_from(self, found: re.Match[str], floor: int) -> str | None:
        """The time from which "setahun sebelumnya" counts: the month reached, else a year named in its sentence."""
        counted = found["on"] or found["back"] or found["year_before"]
        named = counted and self.known and floor == self._named_in
        return self.reached or (str(self.known) if named else None)

    def name(self, as_of: str, floor: int) -> None:
        """Goes on with the year of a time named in the sentence that starts at `floor`."""
        self.known, self._named_in = int(as_of[:4]), floor

    def reach(self, mention: TimeMention) -> None:
        """Goes on with the month that is spoken of, where it is none to come."""
        as_of = mention.as_of
        if as_of and len(as_of) == len("2025-07") and not mention.said and as_of <= self._latest:
            self.reached = max(self.reached or as_of, as_of)


def _mention(text: str, words: Words, found: re.Match[str], floor: int, course: _Course) -> TimeMention:
    """What a date is: which time it means, and what it is there for; the course goes on with the year it names."""
    start, end = found.span()
    before = text[max(0, start - 24) : start]
    clause = max(floor, text.rfind(";", floor, start))
    coming = found["lone"] is not None and _is_to_come(before, words, start, clause)
    as_of = time_of(found, course.published_on, course.known, course.counted_from(found, floor), coming=coming)
    printed = bool(_WEEKDAY.search(before) or _PUBLISHED.search(before) or _CLOCK.match(text, end))
    if as_of is not None and not printed and found["lone"] is None:
        course.name(as_of, floor)
    since = bool(_SINCE.search(before))
    dated = bool(found["short"]) and not _UP_TO.search(before)
    of_a_day = _is_of_minutes(found, words, start, floor) or _is_dateline(found, text, words, start, end)
    return TimeMention(
        start,
        end,
        as_of,
        said=printed or dated or since or of_a_day,
        planned=len(as_of or "") == len("2025") and _is_planned(words, start, floor),
        relative=any(found[name] for name in _RELATIVE),
        stretch=bool(found["name"]) and bool(_STRETCH.match(found[0])),
        since=since,
    )


def _is_at_its_end(text: str, start: int, end: int, dates: Sequence[TimeMention]) -> bool:
    """Whether a year is told by its end, alone or in one breath with another: "the ends of 2023 and 2024"."""
    if _AT_THE_END.search(text[max(0, start - 24) : start]) or _CLOSES.match(text, end):
        return True
    last = dates[-1] if dates else None
    ended = last is not None and (last.as_of or "").endswith("-12") and last.end - last.start == len("2023")
    return last is not None and ended and bool(_AND.fullmatch(text[last.end : start]))


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
