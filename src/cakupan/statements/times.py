"""Which day, month or year each figure is about: dates in running text, carried from sentence to sentence."""

import re
from collections.abc import Iterator, Sequence

from cakupan.statements.carried_times import Carried
from cakupan.statements.dates import TimeMention, dates_of, is_loose, is_past, is_year, printed_on
from cakupan.statements.lexicon import lexicon
from cakupan.statements.publication import Publication, as_published
from cakupan.statements.sentences import Sentences
from cakupan.statements.untold_times import FUNDED, Untold
from cakupan.statements.words import Words
from cakupan.statements.year_alone import of_years

_OF_PLANS = frozenset(
    ("target_rate", "target_workers", "gap_workers", "potential_workers", "budget", "sponsored_workers", "contribution")
)
_AHEAD = frozenset(("target_rate", "target_workers", "gap_workers", "budget"))
_NEAR = 40
_HEADS = re.compile(r":\s?(?:Rp\.?\s?)?\d")
_RIGHT_BEHIND = re.compile(r"\d\s?(?:%|persen|percent|per cent)?((?:\s[^\W\d]+){0,2})\s\(?$")
_LEADING = 3  # words between a time and the figure it leads to


class Times:
    """The times of one text: ask `as_of` for the time that a figure is about."""

    def __init__(self, text: str, words: Words, sentences: Sentences, published: Publication | None) -> None:
        known = published.day if published else None
        self.mentions = tuple(dates_of(text, words, sentences, known))
        self.published_on = known or printed_on(text, self.mentions)
        if known is None and self.published_on is not None:
            self.mentions = tuple(dates_of(text, words, sentences, self.published_on))
        if published is not None and published.known == "year":
            self.mentions = tuple(of_years(self.mentions))
        printed = published or as_published(self.published_on)
        undated = printed.as_of if printed else None
        self._text, self._words = text, words
        self._sentences = sentences
        self.named: list[list[TimeMention]] = [[] for _ in sentences.all]  # in each sentence, in order
        for mention in self.mentions:
            self.named[sentences.at(mention.start)].append(mention)
        self._in_sentence = [[each for each in named if each.as_of and not each.said] for named in self.named]
        self._carried = Carried(text, words, sentences, self._in_sentence, self.published_on)
        self._untold = Untold(
            words, sentences, self.named, self._in_sentence, self._carried, self.published_on, undated
        )

    def as_of(self, start: int, end: int, sentence: int, kind: str, around: tuple[int, int]) -> tuple[str | None, bool]:
        """The time of the figure at `start` to `end`, and whether the text ties it there.

        `around`: where the figure before it starts and where the one behind it does.
        """
        as_of, timed = self._told(start, end, sentence, kind, around)
        if kind == "other" and timed and as_of and len(as_of) == len("2025"):
            # "dari 2.947 proyek APBD 2025 hanya 68 proyek per 8 Agustus 2025": counted in that month
            months = {each.as_of for each in self._in_sentence[sentence] if (each.as_of or "").startswith(f"{as_of}-")}
            return (months.pop() if len(months) == 1 else as_of), True
        return as_of, timed

    def _told(self, start: int, end: int, sentence: int, kind: str, around: tuple[int, int]) -> tuple[str | None, bool]:
        """A date right behind the figure binds first, then the nearest before it in the sentence.

        A target, a gap or a potential also takes one behind it. Else the time is carried.
        """
        previous, following = around
        near: Sequence[TimeMention] = [each for each in self._in_sentence[sentence] if self._reaches(each, start)]
        if kind == "growth":
            near = [mention for mention in near if not self._carried.is_compared(mention)]
        of_plans = kind in _OF_PLANS
        if kind in FUNDED and (paid := next((each for each in near if each.stretch and each.as_of), None)) is not None:
            return (paid.as_of or "")[:4], True  # "empat bulan, September-Desember 2024"
        if kind != "growth" and (led := self._led_to(near, start, previous, of_plans=of_plans)) is not None:
            return led, True
        if kind == "growth" and (opened := self._opens_with(near, start, previous)) is not None:
            return opened, True
        if (bound := self._bound(near, end, following)) is not None:
            latest = self._latest(near, sentence) if kind == "growth" else None
            return latest if latest and latest.startswith(bound) else bound, True  # "this year, ... to August 2025"
        after = next((mention for mention in near if end <= mention.start <= end + 2 * _NEAR), None)
        if kind == "potential_workers" and after is not None and after.start < following and self._leads(end, after):
            return after.as_of, True
        if kind == "growth" and (latest := self._latest(near, sentence)) is not None:
            return latest, True
        if (said := self._said_before(near, start, kind, previous)) is not None:
            return said, True
        if kind not in _AHEAD and self._is_over(near, start, end, sentence):
            return None, True
        if (said := self._said_behind(near, end, sentence, kind, following)) is not None:
            return said, True
        return self._untold.time_of(sentence, kind)

    def _is_over(self, near: Sequence[TimeMention], start: int, end: int, sentence: int) -> bool:
        """ "Setelah menjangkau 11.000 orang, pada 2024 Pemkab melanjutkan ...": before the only time that is named."""
        here = self._sentences.starts[sentence]
        floor = max(here, *(self._text.rfind(mark, here, start) + 1 for mark in ":;"))
        if not lexicon().lists["once_done"].intersection(self._words.between(floor, start)[:1]):
            return False
        if ", " in self._text[floor:start]:
            return False  # "Setelah menerima penghargaan, bupati menetapkan 2.750 petani ... mulai 2026"
        behind = next((each for each in near if each.start >= end), None)
        alone = self._carried.before[sentence] is None and not any(each.end <= start for each in near)
        return alone and behind is not None and "," in self._text[end : behind.start]

    def _reaches(self, mention: TimeMention, start: int) -> bool:
        """Whether a time may be that of a figure: in "41.907 orang (2021: 38.112)" it is of what stands with it."""
        opened = self._text[mention.start - 1 : mention.start] == "("
        if not opened or not _HEADS.match(self._text, mention.end):
            return True
        closed = self._text.find(")", mention.end)
        return mention.end <= start and (closed < 0 or start < closed)

    def _said_before(self, near: Sequence[TimeMention], start: int, kind: str, previous: int) -> str | None:
        """The nearest time before the figure in its sentence, where nothing behind that time goes on to another."""
        of_plans = kind in _OF_PLANS
        ahead = f"{self.published_on:%Y-%m}" if kind == "potential_workers" and self.published_on else "9999"
        before = [
            mention
            for mention in near
            if mention.end <= start
            and (not mention.planned or (of_plans and not self._of_another(mention, kind, start)))
            and (mention.as_of or "") <= ahead
        ]
        while len(before) > 1 and self._is_gone_by(before[-1], start, of_plans=of_plans):
            before.pop()
        if not before:
            return None
        last = before[-1]
        since = self._words.between(last.end, start)
        if lexicon().lists["latest_words"].intersection(since):
            return None  # "data BPS 2023 ...; memakai angka terbaru 80.060"
        parted = last.end <= previous or ";" in self._text[last.end : start]
        if parted and lexicon().lists["now_words"].intersection(since):
            return None  # "yang pada 2023 baru 14 persen, kini menyentuh 19 persen"
        apart = {",", ";"}.intersection(self._text[last.end : start])
        beyond = kind == "target_rate" and (last.end <= previous or bool(apart))
        return last.as_of[:4] if last.as_of and beyond else last.as_of

    def _is_gone_by(self, mention: TimeMention, start: int, *, of_plans: bool) -> bool:
        """Whether a time is only that of the figure right before it.

        "Up from 18.9 percent a year earlier, with 33,120"; "hingga Desember dipatok 47%; peserta aktif 320.105".
        """
        behind = self._text[mention.end : start].lstrip()
        told = _RIGHT_BEHIND.search(self._text, max(0, mention.start - _NEAR), mention.start)
        compared = lexicon().lists["comparing_words"].intersection((told[1] or "").casefold().split()) if told else None
        ended = mention.relative and told is not None and not compared and behind[:1] in (",", ")", ";")
        return ended or (not of_plans and ";" in behind and self._carried.is_aimed_at(mention))

    def _said_behind(
        self, near: Sequence[TimeMention], end: int, sentence: int, kind: str, following: int
    ) -> str | None:
        """The first time behind the figure in its sentence, unless it leads the next figure or is of the past."""
        of_plans = kind in _OF_PLANS
        after = next((mention for mention in near if end <= mention.start <= end + 2 * _NEAR), None)
        leads = after is not None and self._leads_the_next(end, after, following)
        parted = after is not None and bool({",", ";"}.intersection(self._text[end : after.start]))
        if after is not None and not leads and parted and after.end < following:
            leads = self._leads_plainly(after, following)  # "kini 19 persen, tahun lalu 20 persen"
        if after is not None and after.start < following and not after.planned and not leads:
            return after.as_of
        if after is None or leads or not self._may_be_of(after, of_plans=of_plans):
            later = (
                each
                for each in near
                if end <= each.start
                and self._may_be_of(each, of_plans=of_plans)
                and not (leads and each is after and is_year(each))
            )
            after = next(later, None)
        of_now = not of_plans or kind in ("potential_workers", "sponsored_workers")
        if after is not None and of_now and following <= after.start and self._is_to_come(after):
            return None  # "3.020 petani terdaftar, dan 9.000 petani dipasang sebagai sasaran sampai 2027"
        if after is not None and (of_plans or (self._carried.before[sentence] is None and not after.planned)):
            return after.as_of
        return None

    def _may_be_of(self, mention: TimeMention, *, of_plans: bool) -> bool:
        """Whether a time further behind can be that of a figure: not one that is past, a planned one of plans alone."""
        plain = of_plans or not (mention.planned or is_loose(mention))
        return plain and not is_past(mention, self.published_on)

    def _is_to_come(self, mention: TimeMention) -> bool:
        this = f"{self.published_on:%Y-%m}" if self.published_on else "9999"
        return mention.as_of is not None and mention.as_of > this[: len(mention.as_of)]

    def _of_another(self, mention: TimeMention, kind: str, start: int) -> bool:
        """Whether a plan's year is not that of a count of workers in another clause."""
        return kind == "potential_workers" and "," in self._text[mention.end : start]

    def _latest(self, near: Sequence[TimeMention], sentence: int) -> str | None:
        """The later of the times that a change is told between, where the sentence names any."""
        spoken = {mention.as_of for mention in near if not mention.planned and self._carried.lies_past([mention.as_of])}
        reached = (
            self._carried.before[sentence] if len(spoken) == 1 else None
        )  # "dari ... pada 2023 menjadi ... pada 2024"
        return max(filter(None, (reached, *spoken))) if spoken else None

    def compares(self, sentence: int) -> bool:
        """Whether a sentence names a time that another is compared with."""
        return any(self._carried.is_compared(mention) for mention in self._in_sentence[sentence])

    def spoken_of(self, sentence: int) -> Iterator[str]:
        """The times that a sentence names, with those it compares with and those at which a stretch begins."""
        for mention in self.named[sentence]:
            if mention.as_of and (not mention.said or mention.begins):
                yield mention.as_of

    def named_in(self, sentence: int) -> int:
        """How many times a sentence names."""
        return len({mention.as_of for mention in self._in_sentence[sentence]})

    def is_guessed(self, sentence: int) -> bool:
        """Whether nothing in the text gives a figure of this sentence a time, unless its own words do."""
        return self._carried.before[sentence] is None

    def _leads_the_next(self, end: int, after: TimeMention, following: int) -> bool:
        """Whether a time is that of the figure behind it: "30,6 persen, lebih baik dari Desember 2024 sebesar 29,3"."""
        compared = lexicon().lists["comparing_words"].intersection(self._words.between(end, after.start))
        between = self._text[end : after.start]
        return (
            after.start < following <= after.end + _NEAR and bool(compared) and bool({",", "("}.intersection(between))
        )

    def _leads(self, end: int, after: TimeMention) -> bool:
        """Whether the time behind a potential is that of its source, not of a figure further on."""
        between = self._text[end : after.start]
        return not {",", ";", ")"}.intersection(between) and not lexicon().lists["contrast"].intersection(
            self._words.between(end, after.start)
        )

    def of_label(self, labels: Sequence[tuple[int, int]]) -> str | None:
        """The time that a row's or a column's heading names."""
        for start, end in labels:
            for mention in self._in_sentence[self._sentences.at(start)]:
                if start <= mention.start and mention.end <= end:
                    return mention.as_of
        return None

    def _led_to(self, near: Sequence[TimeMention], start: int, previous: int, *, of_plans: bool) -> str | None:
        """The time right before a figure: "tahun 2023 50.000 orang", "target 2026 sebesar 61,40 persen"."""
        led = next((mention for mention in reversed(near) if mention.end <= start), None)
        if led is None or led.start < previous or led.end + _NEAR < start:
            return None
        said = self._words.between(led.start - _NEAR, led.start)[-1:]
        if led.planned and not of_plans and not lexicon().lists["time_openers"].intersection(said):
            return None
        return led.as_of if self._leads_plainly(led, start) else None

    def _opens_with(self, near: Sequence[TimeMention], start: int, previous: int) -> str | None:
        """The time that the clause of a change opens with: "tahun 2020 merosot 1,3 poin", "Juli 640 orang"."""
        led = next((mention for mention in reversed(near) if mention.end <= start), None)
        if led is None or led.start < previous:
            return None
        clause = max(self._text.rfind(mark, 0, led.start) for mark in ",;:.")
        openers = (
            lexicon().lists["time_openers"] | lexicon().lists["goal_words"]
        )  # "targetnya pada 2023 tumbuh 11 persen"
        opens = openers.issuperset(self._words.between(clause + 1, led.start))
        between = self._words.between(led.end, start)
        told = lexicon().lists["time_leads"] | lexicon().lists["changed"]
        return led.as_of if opens and len(between) <= _LEADING and told.issuperset(between) else None

    def _leads_plainly(self, mention: TimeMention, start: int) -> bool:
        between = self._words.between(mention.end, start)
        plainly = len(between) <= _LEADING and lexicon().lists["time_leads"].issuperset(between)
        return plainly and not {",", ";", "."}.intersection(self._text[mention.end : start])

    def _bound(self, near: Sequence[TimeMention], end: int, following: int) -> str | None:
        for mention in near:
            if end <= mention.start <= min(end + _NEAR, following) and not {",", ";"}.intersection(
                self._text[end : mention.start]
            ):
                between = self._words.between(end, mention.start)
                goes_on = bool(lexicon().lists["both_words"].intersection(between[:1]))
                next_one = mention.end < following <= mention.end + _NEAR
                if goes_on and next_one and self._leads_plainly(mention, following):
                    return None  # "61,40 persen dan 2029 sebesar 72 persen"
                if self._is_aimed_for(between) and not (next_one and self._leads_plainly(mention, following)):
                    return mention.as_of
                if not between and self._text[end : mention.start].strip() in ("", "("):
                    return mention.as_of  # "45% (2026)"
                return mention.as_of if between and lexicon().lists["time_ties"].issuperset(between) else None
        return None

    def _is_aimed_for(self, between: Sequence[str]) -> bool:
        """ "70 juta peserta baru dikejar 2026", "60 persen ditargetkan pada 2026"."""
        verbs = lexicon().lists["aiming_verbs"] | lexicon().lists["plan_verbs"]
        rest = between[between[:1] == ["baru"] :]
        return bool(verbs.intersection(rest[:1])) and lexicon().lists["time_ties"].issuperset(rest[1:])
