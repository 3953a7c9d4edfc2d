"""Which day, month or year each figure is about: dates in running text, carried from sentence to sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cakupan.basics.month import MONTH_NUMBERS
from cakupan.statements.lexicon import lexicon
from cakupan.statements.sentences import Sentences
from cakupan.statements.words import Words

_YEARS = range(1990, 2101)
_MONTH = "|".join(sorted(MONTH_NUMBERS, key=lambda name: (-len(name), name)))
_LONG_MONTH = "|".join(sorted((name for name in MONTH_NUMBERS if len(name) > 3), key=lambda name: (-len(name), name)))
_COUNTED = "pekerja|orang|peserta|tenaga|jiwa|workers|people|desa|perusahaan|proyek"
_YEAR = r"(?:19|20)\d{2}"
_DATE = re.compile(
    rf"""(?<![\w.,])(?:
      (?P<iso>\d{{4}}-\d{{2}}(?:-\d{{2}})?)(?![\d-])
    | \d{{1,2}}\s?(?:(?P<slash>[/.-])\s?(?P<number>\d{{1,2}})\s?(?P=slash)\s?(?P<slashed>\d{{4}}|\d{{2}})
      |(?P<short>/)(?P<shortened>\d{{1,2}}))(?![\d/%]|[.,]\d)
    | (?P<period>{_YEAR}\s?[-–/]\s?{_YEAR})(?!\d)
    | (?:\d{{1,2}}(?:st|nd|rd|th)?[\s-]{{1,3}})?(?:(?:{_MONTH})\s?[-–]\s?)?
      (?P<name>{_MONTH})\.?[\s,-]{{1,3}}(?:\d{{1,2}},?\s)?(?P<named>(?:19|20|29)\d{{2}})(?!\d)
    | (?:(?P<lone_day>\d{{1,2}})\s)?(?P<lone>{_LONG_MONTH}|mei)
      (?:\s(?P<relative>tahun\slalu|last\syear|tahun\sini|this\syear))?(?!\w)
    | (?:triwulan|kuartal|quarter)\s(?P<quarter>[1-4]|IV|I{{1,3}})\s(?:tahun\s)?(?P<quartered>{_YEAR})(?!\d)
    | semester\s(?P<half>[12]|I{{1,2}})\s(?:tahun\s)?(?P<halved>{_YEAR})(?!\d)
    | (?:(?<=tahun\s)|(?<=pada\s)|(?<=akhir\s)|(?<=hingga\s)|(?<=\bper\s)|(?<=\bin\s))
      (?P<led>{_YEAR})(?!\w|[.,/]\d|\s?(?:persen|%))
    | (?P<year>{_YEAR})(?!\w|[.,/]\d|\s?(?:{_COUNTED}|persen|%))
    | (?P<coming>tahun\sdepan|next\syear|tahun\smendatang)(?!\w)
    | (?P<this>tahun\sini|this\syear)(?!\w)
    | (?P<last>tahun\slalu|last\syear)(?!\w)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_WEEKDAY = re.compile(
    r"(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"[\s,]*\(?\s*(?:tanggal\s)?$",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:terbit|published|diterbitkan|dipublikasikan|diperbarui|updated|posted|diposting|date|tanggal)[\s:,]*\(?$", re.I
)
_REGULATION = re.compile(r"(?:nomor|no\.?|number)\s?\d+\s(?:tahun|of)\s$", re.IGNORECASE)
_AT_THE_END = re.compile(
    r"(?:akhir|tutup|penghujung|pengujung|ujung|tutup buku|end of|ends? of|close of|late)\s(?:tahun\s)?$", re.IGNORECASE
)
_CLOCK = re.compile(r"\s?[,|]?\s?(?:pukul\s)?\d{1,2}[:.]\d{2}(?!\d)")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_OF_PLANS = frozenset(
    ("target_rate", "target_workers", "gap_workers", "potential_workers", "budget", "sponsored_workers")
)
_VERB_REACH = 14  # words
_AHEAD = 3  # sentences
_NEAR = 40


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A day, month or year at characters `start` to `end`. `said` where it is when something was said or printed."""

    start: int
    end: int
    as_of: str | None
    said: bool
    planned: bool = False  # the year of a plan, a target or a data source
    relative: bool = False  # "tahun lalu": told from the day of the text


class Times:
    """The times of one text: ask `as_of` for the time that a figure is about."""

    def __init__(self, text: str, words: Words, sentences: Sentences, published_on: date | None) -> None:
        self.mentions = tuple(_mentions(text, words, sentences, published_on))
        self.published_on = published_on or _printed(text, self.mentions)
        if published_on is None and self.published_on is not None:
            self.mentions = tuple(_mentions(text, words, sentences, self.published_on))
        self._text, self._words = text, words
        self._sentences = sentences
        self._in_sentence: list[list[TimeMention]] = [[] for _ in sentences.all]
        for mention in self.mentions:
            if mention.as_of is not None and not mention.said:
                self._in_sentence[sentences.at(mention.start)].append(mention)
        self._carried = list(self._carry())
        self._coming = self._look_ahead()

    def as_of(self, start: int, end: int, sentence: int, kind: str, around: tuple[int, int]) -> tuple[str | None, bool]:
        """The time of the figure at `start` to `end`, and whether the text ties it there.

        A date right behind the figure binds first, then the nearest before it in the sentence; a target, a gap or a
        potential also takes one behind it. Else the time is carried. `around`: where the figure before it starts
        and where the one behind it does.
        """
        previous, following = around
        near = self._in_sentence[sentence]
        if (bound := self._bound(near, end, following)) is not None:
            return bound, True
        after = next((mention for mention in near if end <= mention.start <= end + 2 * _NEAR), None)
        if kind == "potential_workers" and after is not None and after.start < following and self._leads(end, after):
            return after.as_of, True
        of_plans = kind in _OF_PLANS
        if kind == "growth" and (latest := self._latest(near, sentence)) is not None:
            return latest, True
        ahead = f"{self.published_on:%Y-%m}" if kind == "potential_workers" and self.published_on else "9999"
        before = [
            mention
            for mention in near
            if mention.end <= start and (of_plans or not mention.planned) and (mention.as_of or "") <= ahead
        ]
        if before:
            as_of = before[-1].as_of
            beyond = kind == "target_rate" and before[-1].end <= previous
            return as_of[:4] if as_of and beyond else as_of, True
        if after is not None and after.start < following and not after.planned:
            return after.as_of, True
        after = after or next((mention for mention in near if end <= mention.start), None)
        if after is not None and (of_plans or (self._carried[sentence] is None and not after.planned)):
            return after.as_of, True
        return self._default(sentence, kind), False

    def _latest(self, near: Sequence[TimeMention], sentence: int) -> str | None:
        """The later of the times that a change is told between, where the sentence names any."""
        spoken = [mention.as_of for mention in near if not mention.planned and self._past([mention.as_of])]
        return max(filter(None, (self._carried[sentence], *spoken))) if spoken else None

    def is_guessed(self, sentence: int) -> bool:
        """Whether nothing in the text gives a figure of this sentence a time, unless its own words do."""
        return self._carried[sentence] is None

    def _leads(self, end: int, after: TimeMention) -> bool:
        """Whether the time behind a potential is that of its source, not of a figure further on."""
        between = self._text[end : after.start]
        return "," not in between and not lexicon().lists["contrast"].intersection(
            self._words.between(end, after.start)
        )

    def of_label(self, labels: Sequence[tuple[int, int]]) -> str | None:
        """The time that a row's or a column's heading names."""
        for start, end in labels:
            for mention in self._in_sentence[self._sentences.at(start)]:
                if start <= mention.start and mention.end <= end:
                    return mention.as_of
        return None

    def _past(self, spoken: Sequence[str | None]) -> bool:
        """Whether the last time spoken of lies before the text: a plan's year is no time to go on from."""
        return bool(spoken) and (self.published_on is None or (spoken[-1] or "") <= f"{self.published_on:%Y-%m}")

    def _bound(self, near: Sequence[TimeMention], end: int, following: int) -> str | None:
        for mention in near:
            if end <= mention.start <= min(end + _NEAR, following) and "," not in self._text[end : mention.start]:
                between = self._words.between(end, mention.start)
                if not between and self._text[end : mention.start].strip() in ("", "("):
                    return mention.as_of  # "45% (2026)"
                return mention.as_of if between and lexicon().lists["time_ties"].issuperset(between) else None
        return None

    def _default(self, sentence: int, kind: str) -> str | None:
        published = f"{self.published_on:%Y-%m}" if self.published_on else None
        found = self._carried[sentence] or self._coming[sentence] or published
        if kind in ("target_rate", "target_workers", "budget") and found:
            return found[:4]
        return found

    def _look_ahead(self) -> list[str | None]:
        """For each sentence the month that the next ones name: "Data itu merupakan posisi Juli 2025"."""
        found: list[str | None] = [None] * len(self._in_sentence)
        coming, left = None, 0
        for number in range(len(self._in_sentence) - 1, -1, -1):
            found[number] = coming if left else None
            left -= 1 if left else 0
            for mention in reversed(self._in_sentence[number]):
                if mention.as_of and len(mention.as_of) > 4 and not mention.planned and self._past([mention.as_of]):
                    coming, left = mention.as_of, _AHEAD
        return found

    def _carry(self) -> Iterator[str | None]:
        last: str | None = None
        for near in self._in_sentence:
            yield last
            # a year alone is mostly a plan's or a target's: it does not move the text's own time
            months = [mention.as_of for mention in near if mention.as_of and len(mention.as_of) > 4]
            years = [mention.as_of for mention in near if not (mention.planned or mention.relative)]
            spoken: list[str | None] = [*months] or [year for year in years if not last or year != last[:4]]
            # a time before the one the text has reached is what it compares with, not where it goes on
            last = max(filter(None, (last, *spoken)), default=None) if self._past(spoken) else last


def _printed(text: str, mentions: Sequence[TimeMention]) -> date | None:
    """The day a text itself says it was printed or said on, where it gives the year."""
    for mention in mentions:
        found = _DATE.match(text, mention.start)
        if mention.said and found and mention.as_of and len(mention.as_of) == 7:
            year, month = map(int, mention.as_of.split("-"))
            return date(year, month, 1)
    return None


def _mentions(text: str, words: Words, sentences: Sentences, published_on: date | None) -> Iterator[TimeMention]:
    known = published_on.year if published_on else None
    for found in _DATE.finditer(text):
        start, end = found.span()
        if _REGULATION.search(text[max(0, start - 30) : start]):
            continue
        if found["lone"] and not text[start + len(found["lone_day"] or "") :].lstrip()[:1].isupper():
            continue
        as_of: str | None = _as_of(found, published_on, known)
        before = text[max(0, start - 24) : start]
        said = bool(_WEEKDAY.search(before) or _PUBLISHED.search(before) or _CLOCK.match(text, end))
        if as_of is not None and not said and found["lone"] is None:
            known = int(as_of[:4])
        said = said or bool(found["short"])
        planned = len(as_of or "") == 4 and _is_planned(words, start, sentences.starts[sentences.at(start)])
        if as_of and len(as_of) == 4 and _AT_THE_END.search(before):
            as_of = f"{as_of}-12"
        relative = bool(found["last"] or found["this"] or found["coming"])
        yield TimeMention(start, end, as_of, said, planned, relative)


def _is_planned(words: Words, start: int, floor: int) -> bool:
    index = words.first_from(start)
    lists, first = lexicon().lists, words.first_from(floor)
    return bool(
        lists["plan_words"].intersection(words.folded[max(first, index - 3) : index])
        or lists["plan_verbs"].intersection(words.folded[max(first, index - _VERB_REACH) : index])
    )


def _as_of(found: re.Match[str], published_on: date | None, known: int | None) -> str | None:
    if found["iso"]:
        return _month(int(found["iso"][:4]), int(found["iso"][5:7]))
    if found["slash"]:
        year = int(found["slashed"] or 0)
        return _month(year + 2000 if 0 < year < 100 else year, int(found["number"]))
    if found["name"]:
        return _month(int(found["named"]), MONTH_NUMBERS[found["name"].casefold()])
    if found["lone"]:
        return _month_of_unsaid_year(found, published_on, known)
    if found["quarter"]:
        return _month(int(found["quartered"]), 3 * _ordinal(found["quarter"]))
    if found["half"]:
        return _month(int(found["halved"]), 6 * _ordinal(found["half"]))
    if bare := found["year"] or found["led"]:
        return bare if int(bare) in _YEARS else None
    if found["coming"]:
        return str(published_on.year + 1) if published_on else None
    if found["this"] or found["last"]:
        return str(published_on.year - bool(found["last"])) if published_on else None
    return None


def _ordinal(text: str) -> int:
    return _ROMAN.get(text.upper()) or int(text)


def _month(year: int, number: int) -> str | None:
    return f"{year:04d}-{number:02d}" if year in _YEARS and 1 <= number <= 12 else None


def _month_of_unsaid_year(found: re.Match[str], published_on: date | None, known: int | None) -> str | None:
    """A month without its year: the last such month before the text, else in the last year named."""
    number = MONTH_NUMBERS[found["lone"].casefold()]
    if found["relative"] and published_on:
        back = found["relative"].casefold().replace("\n", " ") in ("tahun lalu", "last year")
        return _month(published_on.year - back, number)
    if known is None:
        return None
    if published_on and known == published_on.year and number > published_on.month:
        return _month(known - 1, number)
    return _month(known, number)
