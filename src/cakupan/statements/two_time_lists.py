"""Which time each figure is of where a text names its times and then its figures in the same order."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from cakupan.statements.dates import TimeMention
from cakupan.statements.gazetteer import gazetteer
from cakupan.statements.readings import Reading
from cakupan.statements.sentences import Sentences
from cakupan.statements.times import Times
from cakupan.statements.words import Words

_GAP = re.compile(r"\s?(?:,|&|,?\s(?:dan|and|serta))\s")


def in_one_order(
    readings: Sequence[Reading], text: str, words: Words, sentences: Sentences, times: Times
) -> Sequence[Reading]:
    """The readings; "pada 2021, 2022 dan 2023 berturut-turut 18.750, 20.110 dan 21.870 orang" are of these years."""
    found = list(readings)
    for number, group in groupby(readings, key=lambda each: each.sentence):
        here = sentences.all[number]
        if not gazetteer().words["respectively"].intersection(words.between(here.start, here.end)):
            continue
        run = _run([each for each in times.named[number] if each.as_of], text)
        told = [each for each in group if run and each.claim.span[0] >= run[-1].end and each.row is None]
        if len(told) == len(run) and len({each.claim.kind for each in told}) == 1:
            for reading, time in zip(told, run, strict=True):
                found[reading.number] = replace(reading, claim=replace(reading.claim, as_of=time.as_of), timed=True)
    return found


def _run(mentions: Sequence[TimeMention], text: str) -> Sequence[TimeMention]:
    """The first times that stand in one list; none where there is no list of two or more."""
    run = [*mentions[:1]]
    for mention in mentions[1:]:
        if _GAP.fullmatch(text[run[-1].end : mention.start]):
            run.append(mention)
        elif len(run) > 1:
            break
        else:
            run = [mention]
    return run if len(run) > 1 else []
