"""Which figures of a text count something: each with its noun, unit and qualifier; dates, codes and ranks left out."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from cakupan.basics.figures import Figure, FoundFigure, find_figures
from cakupan.statements.lexicon import Noun, lexicon
from cakupan.statements.marks import misplaced_in, spaced_in
from cakupan.statements.may_count import BARE, PLAIN_SMALL, may_be_told, may_count
from cakupan.statements.nouns import IN_TENS, in_tens, noun_behind, who_work
from cakupan.statements.numbering import is_a_pace, is_for_each, is_minimum, numbers_something
from cakupan.statements.sentences import Sentence, Sentences
from cakupan.statements.words import Words

Qualifier = Literal["approx", "at_least", "at_most", "range_low", "range_high"]
Label = tuple[int, int]

_HEADS = "heads"  # the unit of heads of villages and districts, who mostly are told of and not counted
_NO_PEOPLE = ("companies", "villages", "projects")
_OF_A_WHOLE = 4  # words between a part and its whole
_APART = 5  # times the low end: no range is so wide
_QUOTA = 500  # people that one village or firm may be asked for


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure that counts something, at `start` to `end` (with its noun; the figure itself ends at `core_end`)."""

    figure: Figure
    start: int
    core_end: int
    end: int
    unit: str
    noun: Noun | None
    qualifier: Qualifier | None
    sentence: int
    labels: tuple[Label, ...] = ()
    misplaced: bool = False  # its thousands mark stands in the wrong place
    faint: bool = False  # it may be a rate without its sign; its surroundings alone can tell


def mentions_of(text: str, words: Words, sentences: Sentences, taken: Sequence[tuple[int, int]]) -> tuple[Mention, ...]:
    """The figures that may be claims, in order. `taken` are the spans of dates and names, which hold none."""
    starts = [start for start, _ in taken]
    found: list[Mention] = []
    misplaced = {figure.start: figure for figure in misplaced_in(text, words)}
    rewritten = {**misplaced, **{figure.start: figure for figure in spaced_in(text, words)}}
    behind = -1  # of a figure with spaces its groups are no figures
    figures = [figure for figure in _whole_amounts(text, find_figures(text)) if figure.start not in rewritten]
    for figure in sorted((*figures, *rewritten.values()), key=lambda each: each.start):
        if figure.start < behind:
            continue
        behind = figure.end
        at = bisect_right(starts, figure.start) - 1
        if at >= 0 and taken[at][1] > figure.start:
            continue
        mention = _mention(text, words, sentences, figure)
        if mention is not None and figure.start in misplaced:
            mention = replace(mention, misplaced=True)
        if mention is not None and not (found and _of_which(words, mention, found[-1])):
            found.append(mention)
    parts = _of_their_whole(words, _before_their_whole(words, [*_whole_ranges(found)]))
    counted = [*_in_lists(words, [*parts])]
    return tuple(_with_rates(text, words, sentences, counted))


def _in_lists(words: Words, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Heads of villages are counted beside others, "449 kepala desa, 4.012 perangkat desa"; "144 kades" only attend."""
    for number, mention in enumerate(mentions):
        if mention.noun is None or mention.noun.unit != _HEADS:
            yield mention
        elif any(_stand_in_a_row(words, *each) for each in pairwise(mentions[max(0, number - 1) : number + 2])):
            yield replace(mention, faint=False)


def _stand_in_a_row(words: Words, first: Mention, second: Mention) -> bool:
    counts = first.unit == second.unit == "people" and first.sentence == second.sentence
    counts = counts and any(each.noun is not None and each.noun.unit == "people" for each in (first, second))
    return counts and lexicon().lists["list_ties"].issuperset(words.between(first.end, second.start))


def _with_rates(text: str, words: Words, sentences: Sentences, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Fractions without a unit are rates where their sentence or their row has rates; else they are nothing.

    "Cilacap bergerak dari 31,40 ke 36,95 persen", "bila dipersentasekan ketemu 31,77".
    """
    rated = {mention.sentence for mention in mentions if mention.unit in ("percent", "points")}
    for word in lexicon().lists["in_percent"]:
        rated.update(sentences.at(words.starts[at]) for at in words.places.get(word, ()))
    rated.update(_rows_in_percent(text, words, sentences))
    for mention in mentions:
        if not mention.faint or not mention.figure.decimals:
            yield mention
        elif mention.sentence in rated or _is_row_of_rates(text, sentences.all[mention.sentence], mention):
            yield replace(mention, unit="percent")


def _rows_in_percent(text: str, words: Words, sentences: Sentences) -> Iterator[int]:
    """The rows of tables whose caption says what they are in: "Peringkat UCJ se-NTB, Juni 2025 (persen) || ..."."""
    captioned = False
    for number, sentence in enumerate(sentences.all):
        if sentence.cells:
            if captioned:
                yield number
            continue
        said = words.between(sentence.start, sentence.end)[-1:]
        opened = text.rfind("(", sentence.start, sentence.end)
        captioned = (said in (["persen"], ["percent"]) and opened >= 0) or "(%)" in text[sentence.start : sentence.end]


def _is_row_of_rates(text: str, sentence: Sentence, mention: Mention) -> bool:
    return any("%" in text[start:end] for start, end in mention.labels) and bool(sentence.cells)


def _whole_amounts(text: str, figures: Iterable[FoundFigure]) -> Iterator[FoundFigure]:
    """ "Rp2 miliar 116,8 juta" is one amount."""
    last: FoundFigure | None = None
    for found in figures:
        joined = last is not None and text[last.end : found.start] == " " and found.figure.unit == "none"
        if last is not None and joined and last.figure.unit == "rupiah" and _completes(last.figure, found.figure):
            value = last.figure.value + found.figure.value
            figure = replace(last.figure, value=value, step=found.figure.step, scale=found.figure.scale)
            last = replace(last, figure=figure, end=found.end, text=text[last.start : found.end])
            continue
        if last is not None:
            yield last
        last = found
    if last is not None:
        yield last


def _completes(amount: Figure, rest: Figure) -> bool:
    return bool(amount.scale and rest.scale) and rest.value < amount.step


def _of_their_whole(words: Words, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """ "20.608 perusahaan, terdiri 12.742 aktif dan 7.866 tidak aktif": the parts count what the whole counts."""
    last: Mention | None = None
    for mention in mentions:
        inherits = last is not None and mention.unit == "none" and _is_part_of(words, last, mention)
        last = replace(mention, unit=last.unit) if last is not None and inherits else mention
        yield last


def _before_their_whole(words: Words, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """ "213 of Kebumen's 1,184 publicly funded projects": the first counts what the second does."""
    for number, mention in enumerate(mentions):
        whole = mentions[number + 1] if number + 1 < len(mentions) else None
        if mention.unit != "none" or whole is None or whole.unit not in _NO_PEOPLE:
            yield mention
            continue
        between = words.between(mention.end, whole.start)
        inside = mention.sentence == whole.sentence and mention.figure.value <= whole.figure.value
        part = inside and between[:1] in (["of"], ["dari"]) and len(between) <= _OF_A_WHOLE
        yield replace(mention, unit=whole.unit) if part else mention


def _is_part_of(words: Words, last: Mention, mention: Mention) -> bool:
    if last.unit not in _NO_PEOPLE or mention.figure.value > last.figure.value:
        return False
    first, end = words.first_from(last.end), words.first_from(mention.start)
    led = words.folded[max(0, words.first_from(last.start) - 2) : words.first_from(last.start)]
    if last.unit != "villages" and last.sentence == mention.sentence and {"dari", "of"}.intersection(led):
        return True  # "dari 1.184 proyek di Kabupaten Bone, 413 sudah terdaftar"
    if any(lexicon().breakdowns.at(words, index) is not None for index in range(first, end)):
        return True
    return last.noun is None and bool(lexicon().lists["both_words"].intersection(words.folded[first:end]))


def _of_which(words: Words, mention: Mention, last: Mention) -> bool:
    """Whether a figure without a noun counts some of what the one before it counts, and that is not people."""
    if mention.unit != "none" or last.unit in ("people", "none"):
        return False
    index = words.first_from(mention.end)
    return lexicon().breakdowns.at(words, index) is not None


def _whole_ranges(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Both ends of a range, or neither: the low end takes the noun of the high one."""
    parted = False
    for number, mention in enumerate(mentions):
        if mention.qualifier != "range_low":
            yield replace(mention, qualifier=None) if parted else mention
            parted = False
            continue
        high = mentions[number + 1] if number + 1 < len(mentions) else None
        parted = high is not None and _no_range(mention, high)
        if parted and high is not None:
            yield replace(mention, qualifier=None, unit=high.unit, noun=high.noun)
        elif high is not None and high.qualifier == "range_high" and high.start - mention.end < 20:
            yield replace(mention, unit=high.unit, noun=high.noun)


def _no_range(low: Mention, high: Mention) -> bool:
    """ "Rose by 5,000 to 103,079": what is that far apart is a change and what it led to."""
    return high.qualifier == "range_high" and high.figure.value > _APART * low.figure.value


def _mention(text: str, words: Words, sentences: Sentences, found: FoundFigure) -> Mention | None:
    index = words.first_from(found.start)
    if numbers_something(text, words, index, found):
        return None
    number = sentences.at(found.start)
    found = in_tens(text, words, found)
    end, after_more = _with_more(words, found)
    labels = _labels(sentences, number, found)
    noun, end = noun_behind(text, words, end, sentences.all[number].end) if found.figure.unit == "none" else (None, end)
    if noun is None and not (found.figure.decimals and not found.figure.scale):  # "Kenaikan (%) | 8,0": no people
        noun = _labelled_noun(words, labels)
    if noun is not None and noun.family == "population" and who_work(words, end):
        noun = replace(noun, family=None, weight=0.0)
    if labels and sentences.all[number].cells[0].start <= found.start < sentences.all[number].cells[0].end:
        return None  # a first cell of digits is the row's running number
    unit = found.figure.unit if found.figure.unit != "none" else _unit_of(words, noun, number, sentences)
    if unit == "points" and found.figure.value > 100:
        return None  # "206,000 points" are places, not percentage points
    faint = unit == "none" and not may_count(found)
    if unit == "skip" or (faint and not may_be_told(found)) or is_for_each(words, end, unit, sentences.all[number].end):
        return None
    if unit == "people" and is_a_pace(text, words, index, sentences.starts[number]):
        return None
    if unit == "people" and found.figure.value < _QUOTA and is_minimum(words, index):
        return None  # "tiap desa mendaftarkan minimal 50 peserta"
    if unit == "people" and found.figure.value <= PLAIN_SMALL:
        return None  # "2 dari 5 pekerja", "tiga pekerja": spoken of, not counted
    qualifier: Qualifier | None = "at_least" if after_more else _qualifier(words, index)
    qualifier = "approx" if found.text.endswith(tuple(IN_TENS)) else qualifier
    if found.range_end:
        qualifier = "range_low" if found.range_end == "low" else "range_high"
    few = found.text.isdigit() and found.figure.value < BARE  # "24 paket pekerjaan yang putus kontrak"
    faint = faint or (noun is not None and (noun.unit == _HEADS or (few and bool(noun.where))))
    return Mention(found.figure, found.start, found.end, end, unit, noun, qualifier, number, labels, faint=faint)


def _unit_of(words: Words, noun: Noun | None, number: int, sentences: Sentences) -> str:
    """What a noun counts; "318 paket" are projects and "918 unit" companies only where the text speaks of such."""
    if noun is None:
        return "none"
    if noun.unit == _HEADS:
        return "people"
    if not noun.where:
        return noun.unit
    end = words.first_from(sentences.all[number].end)
    said = any(words.places[word][0] < end for word in noun.where if word in words.places)
    return noun.unit if said else "skip"


def _with_more(words: Words, found: FoundFigure) -> tuple[int, bool]:
    """The end of the figure with a following "lebih" ("1 juta lebih"), and whether it is there."""
    index = words.first_from(found.end)
    taken = lexicon().qualifiers["at_least_after"].at(words, index)
    if taken is None or not words.joined[index] or words.starts[index] - found.end > 1:
        return found.end, False
    last = index + taken[0]
    follows = words.folded[last] if last < len(words.folded) else ""
    behind = words.folded[last + 1] if last + 1 < len(words.folded) else ""
    whole = follows in ("dari", "of") and behind in lexicon().lists["all_words"]  # "50 persen lebih dari total pekerja"
    if follows in lexicon().lists["comparatives"] and not whole:
        return found.end, False
    if words.folded[index] == "plus" and words.joined[last : last + 1] and found.figure.unit != "none":
        return found.end, False  # "Rp42 juta plus beasiswa"
    return words.ends[last - 1], True


def _labels(sentences: Sentences, number: int, found: FoundFigure) -> tuple[Label, ...]:
    for cell in sentences.all[number].cells:
        if cell.start <= found.start < cell.end:
            return cell.labels
    return ()


def _labelled_noun(words: Words, labels: Sequence[Label]) -> Noun | None:
    for start, end in labels:
        for index in range(words.first_from(start), words.first_from(end)):
            found = lexicon().nouns.at(words, index)
            if found is not None and found[1][0].unit != "skip":
                return found[1][0]
    return None


def _qualifier(words: Words, index: int) -> Qualifier | None:
    if index == 0 or not words.joined[index]:
        return None
    if not lexicon().qualified.ends_at(words, index - 1):
        return None
    if lexicon().qualifiers["at_least"].ends_at(words, index - 1):
        return "at_least"
    if lexicon().qualifiers["at_most"].ends_at(words, index - 1):
        return "at_most"
    return "approx" if lexicon().qualifiers["approx"].ends_at(words, index - 1) else None
