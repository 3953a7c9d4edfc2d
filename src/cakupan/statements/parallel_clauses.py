"""Which times the figures of a clause have that goes in step with the one before it, across a semicolon."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from cakupan.statements.changed_from import CHANGING
from cakupan.statements.lexicon import lexicon
from cakupan.statements.readings import Reading
from cakupan.statements.sentences import Sentences
from cakupan.statements.times import Times
from cakupan.statements.words import Words

_NEAR = 30
_JOINED = frozenset(("dan", "lalu", "kemudian", "and", "then"))


def in_step(
    readings: Sequence[Reading], text: str, words: Words, sentences: Sentences, times: Times
) -> Sequence[Reading]:
    """The readings; a clause that names no time and has as many levels as one before it has their times, in order.

    "PU 80.101 tenaga kerja pada 2024, naik dari 71.405 pada 2023; BPU 42.217 dari 29.647": behind "dari" a level too.
    """
    found = list(readings)
    for number, group in groupby(readings, key=lambda each: each.sentence):
        model: Sequence[Reading] = ()
        end = sentences.all[number].end
        for clause in _clauses([*group], text):
            told_alike = _with_level_behind(clause, model, words)
            levels = [each for each in told_alike if each.claim.kind in CHANGING and each.row is None]
            if _told_at_times(levels):
                model = levels
            if model is levels or not _goes_in_step(levels, model, text, end, words, times):
                continue
            told = [each.claim.as_of for each in model]
            if _direction(levels, words) * _direction(model, words) < 0:
                told.reverse()  # "PU 61.230 pada 2024, sebelumnya 58.900; BPU dari 9.114 menjadi 12.004"
            for reading, as_of in zip(levels, told, strict=True):
                found[reading.number] = replace(reading, claim=replace(reading.claim, as_of=as_of), timed=True)
    return found


def _with_level_behind(clause: Sequence[Reading], model: Sequence[Reading], words: Words) -> Sequence[Reading]:
    """The clause; what "dari" leads to there is a level and no whole where it is smaller and the model goes back."""
    if not model or _direction(model, words) >= 0:
        return clause
    found = [*clause[:1]]
    for last, reading in pairwise(clause):
        pair = last.claim.kind == "covered_workers" and reading.claim.kind == "potential_workers"
        shrinks = pair and last.claim.value > reading.claim.value
        led = words.between(last.claim.span[1], reading.claim.span[0])[-1:]
        level = shrinks and lexicon().lists["changed_from"].intersection(led)
        claim = replace(reading.claim, kind="covered_workers") if level else reading.claim
        found.append(replace(reading, claim=claim, family="coverage") if level else reading)
    return found


def _clauses(readings: Sequence[Reading], text: str) -> Iterator[Sequence[Reading]]:
    """The readings of a sentence, cut where a semicolon stands between them."""
    clause = [*readings[:1]]
    for last, reading in pairwise(readings):
        if ";" in text[last.claim.span[1] : reading.claim.span[0]]:
            yield clause
            clause = []
        clause.append(reading)
    yield clause


def _told_at_times(levels: Sequence[Reading]) -> bool:
    return len(levels) > 1 and None not in (told := {each.claim.as_of for each in levels}) and len(told) == len(levels)


def _goes_in_step(
    levels: Sequence[Reading], model: Sequence[Reading], text: str, end: int, words: Words, times: Times
) -> bool:
    """Whether a clause has the levels of the model and names no time of its own; `end` is that of the sentence."""
    if not model or [each.claim.kind for each in levels] != [each.claim.kind for each in model]:
        return False
    if not _is_of_one_group(levels, model) or len({each.claim.place_code for each in levels}) > 1:
        return False  # "pekerja formal 48 persen, informal 8,5 persen": of one time
    start, stop = text.rfind(";", 0, levels[0].claim.span[0]), text.find(";", levels[-1].claim.span[1], end)
    clause = range(start + 1, stop if stop >= 0 else end)
    shared = {
        each.claim.as_of for each, other in zip(levels, model, strict=True) if each.claim.as_of == other.claim.as_of
    }
    if any(
        each.as_of and each.start in clause and each.as_of not in shared for each in times.named[levels[0].sentence]
    ):
        return False  # but "PU 61.230 orang per Februari, Desember lalu 58.900; BPU 12.004 orang, Desember lalu 9.114"
    between = [words.between(one.claim.span[1], other.claim.span[0]) for one, other in pairwise(levels)]
    return all(_JOINED.issuperset(each) for each in between) or bool(shared or _direction(levels, words))


def _is_of_one_group(levels: Sequence[Reading], model: Sequence[Reading]) -> bool:
    """Not "Wajo 30 persen dan 20 persen untuk pekerja informal"; but "BPU 9.114, 12.004" behind "PU 58.900, 61.230"."""
    groups = {each.claim.segment for each in levels}
    opens = levels[0].claim.segment is not None and model[0].claim.segment is not None
    return len(groups) == 1 or (opens and len(groups - {None}) == 1)


def _direction(levels: Sequence[Reading], words: Words) -> int:
    """1 where levels go on in time, "dari 40.377 menjadi 43.018"; -1 where they go back; 0 where neither is said."""
    first, last = levels[0].claim.span[0], levels[-1].claim.span[0]
    lists = lexicon().lists
    if levels[-1].earlier or lists["changed_from"].intersection(words.between(last - _NEAR, last)[-1:]):
        return -1
    led = lists["changed_from"].intersection(words.between(first - _NEAR, first)[-1:])
    return int(bool(led or levels[0].earlier) and bool(lists["changed_to"].intersection(words.between(first, last))))
