"""Which claims a text makes: every figure with its kind, place, time, segment and the words that hold it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from cakupan.regions.tree import NATION
from cakupan.statements.changed_from import CHANGING, is_left, through_the_year, time_left, within_a_year
from cakupan.statements.context import Contexts
from cakupan.statements.kinds import KINDS, Kinds
from cakupan.statements.lawful import lawful
from cakupan.statements.lexicon import lexicon
from cakupan.statements.mentions import Mention, mentions_of
from cakupan.statements.naming import Place
from cakupan.statements.parallel_clauses import in_step
from cakupan.statements.places import Places
from cakupan.statements.publication import Publication, as_published
from cakupan.statements.readings import Claim, Kind, Reading, TextRead
from cakupan.statements.segments import Segments, inside, with_shared_segments
from cakupan.statements.sentences import Sentences, sentences_of
from cakupan.statements.settled import settled
from cakupan.statements.shapes import Told
from cakupan.statements.spans import span_of
from cakupan.statements.tagger import tagger
from cakupan.statements.target_years import in_the_year_of_their_target
from cakupan.statements.times import Times
from cakupan.statements.times_before import earlier_than, level_before, of_its_target, said_before, year_before
from cakupan.statements.two_time_lists import in_one_order
from cakupan.statements.words import Hit, Words, words_of

_IN_BRACKETS = re.compile(r"\s\([^\W\d]+\s")
_MOST_IN_A_PROVINCE = 26_000_000  # no province has as many workers
_NO_CONTRIBUTION = 20_000_000  # rupiah
_BEFORE = 34  # characters behind an amount in which its period belongs to it
_AIMED: Mapping[Kind, Kind] = {"coverage_rate": "target_rate", "covered_workers": "target_workers"}
_PAID_FOR = frozenset(("budget", "sponsored_workers"))
_TIED, _PROJECTS = (["dari"], ["of"], ["nilai"]), frozenset(("proyek", "kontrak", "project", "contract"))
_NATIONAL_YEARS = ("2045",)  # a target for 2045 is the nation's: RPJPN 2025-2045, UU 59/2024


def read_claims(text: str, published: Publication | None = None) -> TextRead:
    """The claims of `text` in order; `published` settles months without a year and undated figures."""
    found = _Found(text, published)
    likelihoods = tagger().likelihoods(found.mentions, found.contexts)
    settled_as = settled(found.mentions, found.kinds, likelihoods)
    reader = _Reader(text, found.words, found.sentences, found.places, found.times, found.mentions)
    readings: list[Reading] = []
    for number, (mention, told) in enumerate(zip(found.mentions, settled_as, strict=True)):
        if told is not None:
            readings.append(reader.reading(number, mention, told, readings))
    ordered = in_one_order(readings, text, found.words, found.sentences, found.times)
    dated = in_the_year_of_their_target(in_step(ordered, text, found.words, found.sentences, found.times))
    shared = with_shared_segments(dated, found.words, found.sentences)
    return TextRead(text, tuple(shared), found.sentences, found.words)


def heard_in(text: str, published_on: date | Publication | None = None) -> tuple[Sequence[Mention], Contexts]:
    """The figures of `text` that may be claims, and what is heard around them: what the tagger learns from."""
    found = _Found(text, as_published(published_on))
    return found.mentions, found.contexts


class _Found:
    """What is found in a text before any figure is a claim."""

    def __init__(self, text: str, published: Publication | None) -> None:
        self.words, self.sentences = words_of(text), sentences_of(text)
        self.places = Places(text, self.words, self.sentences)
        self.times = Times(text, self.words, self.sentences, published)
        spans = {
            name: [(each.start, each.end) for each in found]
            for name, found in (("time", self.times.mentions), ("place", self.places.mentions))
        }
        self.mentions = mentions_of(text, self.words, self.sentences, sorted([*spans["time"], *spans["place"]]))
        counts = [each.figure.value for each in self.mentions if each.unit in ("people", "none")]
        nationwide = max(counts, default=0) > _MOST_IN_A_PROVINCE
        self.places.follow([(each.start, each.end, each.sentence) for each in self.mentions], nationwide=nationwide)
        self.kinds = Kinds(text, self.words, self.sentences, self.mentions, self.places)
        self.contexts = Contexts(text, self.words, self.sentences, self.mentions, spans, self.kinds.cues)


_EVERYWHERE = Place("", None)


class _Reader:
    def __init__(
        self, text: str, words: Words, sentences: Sentences, places: Places, times: Times, mentions: Sequence[Mention]
    ) -> None:
        self._text, self._words, self._sentences = text, words, sentences
        self._places, self._times, self._mentions = places, times, mentions
        self._segments = Segments(text, words, sentences, places, mentions)
        self._scopes = list(lexicon().scopes.find(words))
        self._status = list(lexicon().status.find(words))

    def reading(self, number: int, mention: Mention, told: Told, before: Sequence[Reading]) -> Reading:
        """The claim that a mention makes, and what ties it to others."""
        unit = "people" if mention.unit == "none" else mention.unit
        told, kind, said, timed = self._kind_and_time(number, mention, told, unit, before)
        place, as_of = self._place(mention, kind, unit, said)
        if not timed and (told.family == "target" or (told.family == "gap" and told.gap == {"to_target"})):
            as_of = of_its_target(before, mention) or as_of
        segment = self._segments.segment_of(number, mention, told, before)
        claim = self._claim(mention, kind, self._unit(mention, unit, kind), as_of, place, segment)
        reading = Reading(
            number=len(before),
            claim=claim,
            figure=mention.figure,
            family=told.family,
            gap=told.gap,
            sentence=mention.sentence,
            guessed=not timed and self._times.is_guessed(mention.sentence),
            timed=timed or bool(mention.labels),
            scope=_nearest(self._scopes, mention, 45, 0) if told.family == "target" else None,
            status=_inner_status(claim.quote) or self._status_of(mention),
            carried=told.carried,
            score=told.score,
            heard=told.heard,
            period=self._period(mention) if unit == "rupiah" else None,
            earlier=self._is_earlier(mention),
            bounds=span_of(mention.figure, mention.qualifier),
            misplaced=mention.misplaced,
        )
        return self._in_its_row(reading, mention)

    def _kind_and_time(
        self, number: int, mention: Mention, told: Told, unit: str, before: Sequence[Reading]
    ) -> tuple[Told, Kind, str | None, bool]:
        """What a mention is told to be, its kind, its time, and whether the text ties it there."""
        kind = _kind(mention, told, unit)
        as_of, timed = self._time(number, mention, kind, before)
        if kind in _AIMED and timed and self._is_to_come(as_of):
            told, kind = replace(told, family="target"), _AIMED[kind]
            as_of, timed = self._time(number, mention, kind, before)
        of_its_year = not (timed or self._is_paid_already(mention))  # "Pemprov menanggung 60.250 pekerja rentan"
        if kind in _PAID_FOR and as_of and (of_its_year or self._is_to_come(as_of)):
            as_of = as_of[:4]  # "selama sembilan bulan, April-Desember 2025": the year that pays
        return told, kind, as_of, timed

    def _claim(
        self, mention: Mention, kind: Kind, unit: str, as_of: str | None, place: Place, segment: str | None
    ) -> Claim:
        value = mention.figure.value
        return Claim(
            kind=kind,
            value=int(value) if value == value.to_integral_value() else value,
            unit=unit,
            as_of=as_of,
            place=place.name or None,
            place_code=place.code,
            segment=segment,
            quote=self._text[mention.start : mention.end],
            span=(mention.start, mention.end),
            qualifier=mention.qualifier,
        )

    def _in_its_row(self, reading: Reading, mention: Mention) -> Reading:
        """The reading with where it stands in a table."""
        labels = mention.labels
        return replace(
            reading,
            row=mention.sentence if labels else None,
            alone=len(self._sentences.all[mention.sentence].cells) == 2,
            column=labels[1][0] if len(labels) > 1 else None,
            totals=bool(labels) and self._is_total(labels[0]),
            sums_up=len(labels) > 1 and self._is_total(labels[1]),
        )

    def _time(self, number: int, mention: Mention, kind: Kind, before: Sequence[Reading]) -> tuple[str | None, bool]:
        """The time of a mention, and whether the text ties it there."""
        if before and number and self._is_in_brackets_behind(number, mention, before[-1]):
            return before[-1].claim.as_of, before[-1].timed  # "2023 76.800 (+20%)"
        following = self._mentions[number + 1].start if number + 1 < len(self._mentions) else len(self._text)
        previous = self._mentions[number - 1].start if number else -1
        around = (previous, following)
        as_of, timed = self._times.as_of(mention.start, mention.end, mention.sentence, kind, around)
        if (labelled := self._times.of_label(mention.labels)) is not None:
            return labelled, True
        behind = self._mentions[number + 1] if number + 1 < len(self._mentions) else None
        if kind in CHANGING and behind is not None and is_left(self._words, mention, behind):
            left = time_left(as_of, self._times, self._words, self._sentences, mention.sentence, before)
            return left, timed or left != as_of
        led = self._text[before[-1].claim.span[1] : mention.start] if before else ""
        if (year := year_before(before, kind, mention, as_of, led)) is not None:
            return year, True
        if timed and not (as_of and self._is_earlier(mention) and self._a_year_between(mention, as_of)):
            return as_of, True
        if timed and as_of:
            return f"{int(as_of[:4]) - 1}{as_of[4:]}", True  # "naik dalam setahun ..., dari semula 86.635 orang"
        compared = kind == "growth" and self._times.compares(mention.sentence)
        if compared and (level := level_before(before, mention)) is not None:
            return level, False
        earlier = earlier_than(before, kind, as_of) if self._is_earlier(mention) else None
        return said_before(before, kind, mention) or earlier or as_of, False

    def _is_in_brackets_behind(self, number: int, mention: Mention, last: Reading) -> bool:
        between = self._text[last.claim.span[1] : mention.start]
        opened = between.strip() in ("(", "(+", "(-") or _IN_BRACKETS.fullmatch(between)  # "5.356 (melonjak 30 persen)"
        return self._mentions[number - 1].end == last.claim.span[1] and bool(opened)

    def _is_paid_already(self, mention: Mention) -> bool:
        """ "Sudah dilindungi 11.666 tenaga kerja": of the month the text has reached, and not of a year's plan."""
        sentence = self._sentences.all[mention.sentence]
        return bool(lexicon().lists["paid_already"].intersection(self._words.between(sentence.start, sentence.end)))

    def _is_to_come(self, as_of: str | None) -> bool:
        """Whether a time lies behind the day of the text: what is said of it is a plan."""
        published = self._times.published_on
        return published is not None and as_of is not None and as_of > f"{published:%Y-%m}"[: len(as_of)]

    def _place(self, mention: Mention, kind: Kind, unit: str, as_of: str | None) -> tuple[Place, str | None]:
        """The place of a mention, and its time: what the law gives every member is of no place and no month."""
        value = mention.figure.value
        if kind in ("benefit", "contribution") and unit == "rupiah" and value in lawful().all:
            return _EVERYWHERE, None
        if kind == "contribution" and unit == "percent":
            return _EVERYWHERE, None  # a rate of the law
        if kind == "growth" and self._every_year(mention):
            return _EVERYWHERE, None  # "naik 20 persen tiap tahun": a rule for all
        place = self._places.place_of(mention.start, mention.end, mention.sentence, mention.labels)
        # written out in full and said of a regency it is rather a misprint
        misprinted = not mention.figure.scale and place.code is not None and place.code != NATION
        nationwide = unit == "people" and value > _MOST_IN_A_PROVINCE and not misprinted
        if nationwide or (kind == "target_rate" and as_of in _NATIONAL_YEARS):
            place = self._places.nation
        return place, as_of

    def _every_year(self, mention: Mention) -> bool:
        index = self._words.first_from(mention.end)
        return any(lexicon().each_before.at(self._words, at) is not None for at in (index, index + 1))

    def _status_of(self, mention: Mention) -> str | None:
        return _nearest(self._status, mention, 0, 22) or _nearest(self._status, mention, 22, 0)

    def _period(self, mention: Mention) -> str | None:
        index = self._words.first_from(mention.end)
        for at in range(index, min(index + 3, len(self._words.folded))):
            found = lexicon().periods.at(self._words, at)
            apart = self._text[mention.end : self._words.starts[at]]
            # "Rp50.400\n> setahun Rp201.600": what opens the next line is of the amount there
            next_line = "\n" in apart and not apart[apart.rindex("\n") :].isspace()
            if found is not None and len(apart) <= _BEFORE and not next_line:
                return found[1][0]
        return None

    def _is_earlier(self, mention: Mention) -> bool:
        sentence = self._sentences.all[mention.sentence]
        start = max(sentence.start, mention.start - 30)
        then = self._text.rfind(", lalu ", start, mention.start)  # "PU 61.230, lalu jasa konstruksi 9.114": and then
        before = self._words.between(then + len(", lalu ") if then >= 0 else start, mention.start)
        edge = self._text.find(",", mention.end, min(sentence.end, mention.end + 24))
        behind = self._words.between(mention.end, edge if edge >= 0 else min(sentence.end, mention.end + 24))
        return bool(lexicon().lists["earlier"].intersection((*before[-4:], *behind[:2])))

    def _a_year_between(self, mention: Mention, as_of: str) -> bool:
        """Whether the sentence tells of a change within a year, and names one time only."""
        sentence = self._sentences.all[mention.sentence]
        said = self._words.between(sentence.start, sentence.end)
        told = within_a_year(said) if len(as_of) == len("2025-07") else through_the_year(said, as_of)
        return told and self._times.named_in(mention.sentence) == 1

    def _is_total(self, label: tuple[int, int]) -> bool:
        return bool(lexicon().lists["whole_words"].intersection(self._words.between(*label)[:2]))

    def _of_a_project(self, mention: Mention) -> bool:
        """ "0,24 persen dari nilai kontrak", "0,24 persen nilai proyek", "0.24 percent of the contract value"."""
        behind = self._words.between(mention.end, mention.end + _BEFORE)[:5]
        return behind[:1] in _TIED and bool(_PROJECTS.intersection(behind))

    def _unit(self, mention: Mention, unit: str, kind: Kind) -> str:
        if kind == "contribution" and unit == "rupiah":
            period = self._period(mention)
            # what the law sets for a month is that, where no other period is said
            monthly = period == "month" or (period is None and mention.figure.value in lawful().monthly)
            return "rupiah/month" if monthly else unit
        if kind == "contribution" and unit == "percent" and self._of_a_project(mention):
            return "percent of project value"
        return "percent" if unit == "points" else unit


def _kind(mention: Mention, told: Told, unit: str) -> Kind:
    kind: Kind = KINDS.get((unit, told.family), "other")  # type: ignore[assignment]
    if kind == "contribution" and unit == "rupiah" and mention.figure.value >= _NO_CONTRIBUTION:
        return "budget"  # nobody owes that much: it is what all of them cost
    return kind


def _nearest(hits: Sequence[Hit[str]], mention: Mention, before: int, after: int) -> str | None:
    found = (
        inside(hits, mention.start - before, mention.start)
        if before
        else inside(hits, mention.end, mention.end + after)
    )
    if not found:
        return None
    return found[-1].tags[0] if before else found[0].tags[0]


def _inner_status(quote: str) -> str | None:
    return "active" if re.search(r"\b(?:aktif|active)$", quote, re.IGNORECASE) else None
