"""Which claims a text makes: every figure with its kind, place, time, segment and the words that hold it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from cakupan.basics.figures import Figure
from cakupan.statements.kinds import KINDS, Kinds, Told
from cakupan.statements.lexicon import Family, GapReading, lexicon
from cakupan.statements.mentions import Mention, Qualifier, mentions_of
from cakupan.statements.places import Place, Places
from cakupan.statements.sentences import Sentences, sentences_of
from cakupan.statements.times import Times
from cakupan.statements.words import Hit, Words, words_of

Kind = Literal[
    "coverage_rate", "covered_workers", "potential_workers", "target_rate", "target_workers", "gap_workers",
    "growth", "sponsored_workers", "budget", "contribution", "benefit", "other",
]  # fmt: skip
_MOST_IN_A_PROVINCE = 26_000_000  # no province has as many workers
_REMEMBERED = 60  # figures back in which a repetition is recognised
_BEFORE, _AFTER = 34, 26  # characters around a figure in which a segment or a status belongs to it
_LABEL = re.compile(r"(?:^|[;:,]\s|\bdan\s)((?:[^\W\d]|[\s-])+?)\s+$")
_CLAUSE_END = re.compile(r"[,;:.(]|\s(?:dan|and|sedangkan|sementara|while)\s")
_NATIONAL_YEARS = ("2045",)  # a target for 2045 is the nation's: RPJPN 2025-2045, UU 59/2024


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure as published. Field names are those of the command line (CLI.md, check)."""

    kind: Kind
    value: int | Decimal
    unit: str
    as_of: str | None
    place: str | None
    place_code: str | None
    segment: str | None
    quote: str
    span: tuple[int, int]
    qualifier: Qualifier | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A claim with what the arithmetic needs besides: the figure as written, and how the words tie it to others."""

    number: int
    claim: Claim
    figure: Figure
    family: Family
    gap: frozenset[GapReading]
    sentence: int
    timed: bool  # the text ties the time to this figure; else it is carried
    scope: str | None
    status: str | None
    carried: bool
    score: float  # how loudly the words around it say what it is
    period: str | None  # how often money is paid: day, month, year
    earlier: bool  # "sebelumnya 76,11 persen": of a time before the one the text speaks of
    row: int | None = None  # of a table: the row's sentence, and where its column's heading stands
    column: int | None = None
    totals: bool = False


@dataclass(frozen=True, slots=True)
class TextRead:
    """Everything that was read from a text, before any arithmetic."""

    text: str
    readings: tuple[Reading, ...]
    sentences: Sentences
    words: Words
    mentions: tuple[Mention, ...]


def read_claims(text: str, published_on: date | None = None) -> TextRead:
    """The claims of `text` in order; `published_on` settles months without a year and undated figures."""
    words, sentences = words_of(text), sentences_of(text)
    places = Places(text, words, sentences)
    times = Times(text, words, sentences, published_on)
    taken = sorted([(time.start, time.end) for time in times.mentions] + [(m.start, m.end) for m in places.mentions])
    mentions = mentions_of(text, words, sentences, taken)
    kinds = Kinds(text, words, sentences, mentions, places)
    reader = _Reader(text, words, sentences, places, times, mentions)
    readings: list[Reading] = []
    for number, (mention, told) in enumerate(zip(mentions, kinds.told, strict=True)):
        if told is not None:
            readings.append(reader.reading(number, mention, told, readings))
    return TextRead(text, tuple(_with_shared_segments(readings, words)), sentences, words, mentions)


def _with_shared_segments(readings: Sequence[Reading], words: Words) -> Iterator[Reading]:
    """A part and a rate are of the group that their whole is of.

    "12 persen dari 125.000 petani", "8.120 dari 9.900 guru"; "44.834 pegawai non ASN, 30.277 sudah terdaftar (67,5 %)".
    """
    whole: Reading | None = None
    for number, reading in enumerate(readings):
        if reading.claim.kind == "potential_workers":
            whole = reading
        following = readings[number + 1] if number + 1 < len(readings) else None
        group = reading.claim.segment
        if group is None and following is not None and _is_of(reading, following, words):
            group = following.claim.segment
        if group is None and whole is not None and _is_within(reading, whole):
            group = whole.claim.segment
        yield replace(reading, claim=replace(reading.claim, segment=group))


def _is_of(part: Reading, whole: Reading, words: Words) -> bool:
    if part.claim.unit != "percent" and whole.claim.kind != "potential_workers":
        return False
    between = words.between(part.claim.span[1], whole.claim.span[0])
    return part.sentence == whole.sentence and bool(between) and lexicon().lists["part_ties"].issuperset(between)


def _is_within(reading: Reading, whole: Reading) -> bool:
    near = reading.sentence == whole.sentence and reading.number - whole.number <= 2
    return near and reading.claim.kind in ("covered_workers", "coverage_rate") and reading.row is None


_EVERYWHERE = Place("", None)


class _Reader:
    def __init__(
        self, text: str, words: Words, sentences: Sentences, places: Places, times: Times, mentions: Sequence[Mention]
    ) -> None:
        self._text, self._words, self._sentences = text, words, sentences
        self._places, self._times, self._mentions = places, times, mentions
        self._segments = list(lexicon().segments.find(words))
        self._scopes = list(lexicon().scopes.find(words))
        self._status = list(lexicon().status.find(words))

    def reading(self, number: int, mention: Mention, told: Told, before: Sequence[Reading]) -> Reading:
        """The claim that a mention makes, and what ties it to others."""
        unit = "people" if mention.unit == "none" else mention.unit
        kind: Kind = KINDS.get((unit, told.family), "other")  # type: ignore[assignment]
        following = self._mentions[number + 1].start if number + 1 < len(self._mentions) else len(self._text)
        previous = self._mentions[number - 1].start if number else -1
        around = (previous, following)
        as_of, timed = self._times.as_of(mention.start, mention.end, mention.sentence, kind, around)
        as_of = self._times.of_label(mention.labels) or as_of
        if not timed:
            as_of = _said_before(before, kind, mention) or as_of
        place = self._places.place_of(mention.start, mention.end, mention.sentence, mention.labels)
        value = mention.figure.value
        nationwide = unit == "people" and value > _MOST_IN_A_PROVINCE
        if nationwide or (kind == "target_rate" and as_of in _NATIONAL_YEARS):
            place = self._places.nation
        if kind in ("benefit", "contribution") and unit == "rupiah" and value in lexicon().law_amounts:
            as_of, place = None, _EVERYWHERE  # what the law gives every member is of no place and month
        claim = Claim(
            kind=kind,
            value=int(value) if value == value.to_integral_value() else value,
            unit=self._unit(mention, unit, kind),
            as_of=as_of,
            place=place.name or None,
            place_code=place.code,
            segment=self._segment(number, mention, told, before),
            quote=self._text[mention.start : mention.end],
            span=(mention.start, mention.end),
            qualifier=mention.qualifier,
        )
        row = mention.sentence if mention.labels else None
        scope = _nearest(self._scopes, mention, 45, 0) if told.family == "target" else None
        status = _nearest(self._status, mention, 0, 22) or _nearest(self._status, mention, 22, 0)
        return Reading(
            number=len(before),
            claim=claim,
            figure=mention.figure,
            family=told.family,
            gap=told.gap,
            sentence=mention.sentence,
            timed=timed or bool(mention.labels),
            scope=scope,
            status=_inner_status(claim.quote) or status,
            carried=told.carried,
            score=told.score,
            period=self._period(mention) if unit == "rupiah" else None,
            earlier=self._is_earlier(mention),
            row=row,
            column=mention.labels[1][0] if len(mention.labels) > 1 else None,
            totals=bool(mention.labels) and self._is_total(mention.labels[0]),
        )

    def _period(self, mention: Mention) -> str | None:
        index = self._words.first_from(mention.end)
        for at in range(index, min(index + 3, len(self._words.folded))):
            found = lexicon().periods.at(self._words, at)
            if found is not None and self._words.starts[at] - mention.end <= _BEFORE:
                return found[1][0]
        return None

    def _is_earlier(self, mention: Mention) -> bool:
        sentence = self._sentences.all[mention.sentence]
        before = self._words.between(max(sentence.start, mention.start - 30), mention.start)
        behind = self._words.between(mention.end, min(sentence.end, mention.end + 24))
        return bool(lexicon().lists["earlier"].intersection((*before[-4:], *behind[:2])))

    def _is_total(self, label: tuple[int, int]) -> bool:
        return bool(lexicon().lists["whole_words"].intersection(self._words.between(*label)[:2]))

    def _unit(self, mention: Mention, unit: str, kind: Kind) -> str:
        if kind == "contribution" and unit == "rupiah" and self._period(mention) == "month":
            return "rupiah/month"
        return "percent" if unit == "points" else unit

    def _segment(self, number: int, mention: Mention, told: Told, before: Sequence[Reading]) -> str | None:
        """The group of workers that the words right around the figure name."""
        if mention.labels:
            spans = [hit.tags[0] for label in mention.labels for hit in _inside(self._segments, *label)]
            return spans[0] if spans else None
        inner = [hit.tags[0] for hit in _inside(self._segments, mention.core_end, mention.end)]
        own = inner or self._around(number, mention)
        if own:
            return own[0]
        last = before[-1] if before else None
        if last is None or last.sentence != mention.sentence:
            return None
        # "guru 13.245 dari 56.435", "PU 151.413 peserta atau 79,20 persen": the second figure is of the same group
        between = self._words.between(last.claim.span[1], mention.start)
        ties = lexicon().lists["part_ties"]
        tied = lexicon().connectors.fill(self._words, last.claim.span[1], mention.start) or (
            bool(between) and ties.issuperset(between) and not lexicon().lists["whole_words"].issuperset(between)
        )
        listed = told.carried and self._places.named_between(last.claim.span[1], mention.start)
        # "dari 6,02 juta pada 2022 menjadi 9,19 juta": two levels of one group
        between = self._words.between(last.claim.span[1], mention.start)
        listed = listed or (told.carried and bool(lexicon().lists["to_words"].intersection(between[-2:])))
        return last.claim.segment if tied or listed else None

    def _around(self, number: int, mention: Mention) -> list[str]:
        behind = self._behind(number, mention)
        if behind and lexicon().lists["group_ties"].issuperset(self._words.between(mention.end, behind[0].start)):
            return _one_group(behind)
        last = self._mentions[number - 1].end if number else 0
        floor = max(last, self._sentences.starts[mention.sentence], mention.start - _BEFORE)
        gap = self._text[floor : mention.start]
        floor += max((gap.rfind(mark) + 1 for mark in (";", "(", ".")), default=0)
        # a segment right behind the figure before belongs to that one: "25 juta PU, 9,19 juta BPU"
        before = [hit for hit in _inside(self._segments, floor, mention.start) if hit.start - last > 1]
        if before:
            return [before[-1].tags[0]]
        if behind:
            return _one_group(behind)
        return self._list_label(number, mention)

    def _behind(self, number: int, mention: Mention) -> Sequence[Hit[str]]:
        """The groups named behind the figure in its clause, the first of them near."""
        ceiling = self._mentions[number + 1].start if number + 1 < len(self._mentions) else len(self._text)
        tail = self._text[mention.end : min(ceiling, mention.end + 2 * _AFTER)]
        cut = min((found.start() for found in _CLAUSE_END.finditer(tail)), default=len(tail))
        hits = _inside(self._segments, mention.end, mention.end + cut)
        return hits if hits and hits[0].start - mention.end <= _AFTER else ()

    def _list_label(self, number: int, mention: Mention) -> list[str]:
        """The label of an item like "; tenaga kesehatan 12.347 dari 27.364"."""
        following = self._mentions[number + 1] if number + 1 < len(self._mentions) else None
        if following is None or mention.unit not in ("people", "none"):
            return []
        between = self._words.between(mention.end, following.start)
        start = max(self._sentences.starts[mention.sentence], mention.start - _BEFORE)
        start = max(start, self._mentions[number - 1].end if number else 0)
        label = _LABEL.search(self._text[start : mention.start])
        opens = label is not None and self._text[start : mention.start][label.start() : label.start() + 1] in (";", ":")
        if (
            label is None
            or not opens
            or list(between) not in (["dari"], ["of"], ["orang", "dari"])
            or len(label[1]) > 30
        ):
            return []
        return [label[1].strip().casefold()]


def _said_before(before: Sequence[Reading], kind: Kind, mention: Mention) -> str | None:
    """The time of the same figure said earlier: repeating it does not make it newer."""
    for reading in reversed(before[-_REMEMBERED:]):
        if reading.claim.kind == kind and reading.figure.value == mention.figure.value:
            return reading.claim.as_of
    return None


def _inside(hits: Sequence[Hit[str]], start: int, end: int) -> Sequence[Hit[str]]:
    first = bisect_left(hits, start, key=lambda hit: hit.start)
    last = bisect_right(hits, end, key=lambda hit: hit.end)
    return hits[first:last]


def _nearest(hits: Sequence[Hit[str]], mention: Mention, before: int, after: int) -> str | None:
    found = (
        _inside(hits, mention.start - before, mention.start)
        if before
        else _inside(hits, mention.end, mention.end + after)
    )
    if not found:
        return None
    return found[-1].tags[0] if before else found[0].tags[0]


def _one_group(hits: Sequence[Hit[str]]) -> list[str]:
    """The group that is named; none where several are, for "formal maupun informal" is everyone."""
    groups = {hit.tags[0] for hit in hits}
    return list(groups) if len(groups) == 1 else []


def _inner_status(quote: str) -> str | None:
    return "active" if re.search(r"\b(?:aktif|active)$", quote, re.IGNORECASE) else None
