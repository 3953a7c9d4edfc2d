"""Which figures of a text determine which others, and what one of them must then be."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from cakupan.statements.book import Book, Equation, Trial, facts_of, same_time, span_for, within_reach
from cakupan.statements.gaps import gaps_of, of_some_only, point_gaps_of, points_between, with_its_target
from cakupan.statements.growths import growths_of
from cakupan.statements.lexicon import lexicon
from cakupan.statements.loose import loose_gaps, loose_rates
from cakupan.statements.misnamed_counts import rates_of_members
from cakupan.statements.readings import Reading
from cakupan.statements.spans import HUNDRED, Span
from cakupan.statements.target_shares import shares_of_target

_VINTAGES = Decimal("0.02")  # how far two years' potentials mostly lie apart
_NAMED = 1.0  # what a word like "cakupan" near the figure weighs at least
_SPOKEN = 0.8  # what a word like "baru" right before the figure weighs
_ALONE = 4  # sentences
_ONE_BREATH = 3  # figures from first to last
_BEHIND = 60  # characters
_CLAUSE_ENDS = re.compile(r"\s*(?:[.,;:()\[\]–—]|\Z|\s-\s)|[^\S\n]*\n")
_OF = (["dari"], ["of"])


def trials_of(book: Book) -> Iterator[Trial]:
    """Every figure that others determine, with the equations that may."""
    for reading in book.readings:
        equations = tuple(_equations(book, reading))
        if equations:
            yield Trial(reading, equations)


def _equations(book: Book, reading: Reading) -> Iterator[Equation]:
    match reading.claim.kind:
        case "coverage_rate":
            yield from _rates(book, reading)
            yield from loose_rates(book, reading)
            yield from rates_of_members(book, reading)
        case "gap_workers":
            gap = with_its_target(book, reading)
            for equation in (*gaps_of(book, gap), *loose_gaps(book, gap)):
                yield replace(equation, bound=False) if of_some_only(book, equation) else equation
        case "target_workers":
            yield from _target_counts(book, reading)
        case "growth":
            yield from growths_of(book, reading)
        case "other" if reading.family == "gap" and reading.claim.unit == "percent":
            yield from point_gaps_of(book, reading)
            yield from points_between(book, reading)
        case "other" if reading.claim.unit == "percent":
            yield from _shares(book, reading)
            yield from shares_of_target(book, reading)
            yield from points_between(book, reading)


def _rates(book: Book, rate: Reading) -> Iterator[Equation]:
    """A coverage rate from covered and potential; from covered and uncovered; of the target instead."""
    covered = [each for each in book.near("covered_workers", rate) if same_time(each, rate)]
    covered.sort(key=lambda each: each.sentence != rate.sentence)  # one sentence says it, whatever stands nearer behind
    potential = book.near("potential_workers", rate)
    yield from _sponsored_rates(book, rate, potential)
    yield from _of_the_two_before(book, rate)
    gaps = [each for each in book.near("gap_workers", rate) if same_time(each, rate) and "uncovered" in each.gap]
    alone = len(covered) == len(potential) == 1 and not any(
        same_time(each, rate) for each in book.near("coverage_rate", rate)
    )
    for part in covered:
        for whole in potential:
            computed = HUNDRED * span_for(part) / span_for(whole)
            facts = facts_of(rate=rate, covered=part, potential=whole)
            bound = part is covered[0] and whole is _first_at(potential, rate)
            bound = bound and _meant_together(rate, part, whole, computed)
            # the only three of their kind, place and time: whatever stands between, they are meant together
            bound = bound or (alone and _in_one_passage(rate, part, whole))
            yield Equation("rate_of_counts", rate, (part, whole), computed, facts, bound=bound)
        for gap in gaps if not potential else ():
            computed = HUNDRED * span_for(part) / (span_for(part) + span_for(gap))
            facts = facts_of(rate=rate, covered=part, gap=gap)
            # never a fault of its own: the gap's own equations say the same, and know how the gap is worded
            yield Equation("rate_of_gap", rate, (part, gap), computed, facts, bound=False)
        for goal in book.near("target_workers", rate):
            computed = HUNDRED * span_for(part) / span_for(goal)
            facts = facts_of(rate=rate, covered=part, target_workers=goal)
            # "terealisasi 14.250 orang atau 57 persen" does not claim to be coverage; "cakupan 57 persen" does
            fits = rate.carried or rate.score < _NAMED
            yield Equation("rate_of_target", rate, (part, goal), computed, facts, wording_fits=fits, bound=False)
    for part, whole in book.across(rate):
        computed = HUNDRED * span_for(part) / span_for(whole)
        facts = facts_of(rate=rate, covered=part, potential=whole)
        yield Equation("rate_of_counts", rate, (part, whole), computed, facts, bound=False)


def _of_the_two_before(book: Book, rate: Reading) -> Iterator[Equation]:
    """A rate behind two counts of which it is the share, whatever they are called ("kuota 20 ribu, terisi 12.650")."""
    at = bisect_left(book.readings, rate.number, key=lambda reading: reading.number)
    if at < 2 or not rate.carried:
        return
    whole, part = book.readings[at - 2], book.readings[at - 1]
    counts = whole.claim.unit == part.claim.unit == "people" and whole.sentence == part.sentence == rate.sentence
    if counts and part.claim.value < whole.claim.value:
        computed = HUNDRED * span_for(part) / span_for(whole)
        facts = facts_of(share=rate, part=part, whole=whole)
        yield Equation("part_of_whole", rate, (part, whole), computed, facts, bound=False)


def _sponsored_rates(book: Book, rate: Reading, potential: Sequence[Reading]) -> Iterator[Equation]:
    sponsored = book.near("sponsored_workers", rate)
    for part in (each for each in sponsored if abs(each.sentence - rate.sentence) <= 1):
        for whole in potential:
            computed = HUNDRED * span_for(part) / span_for(whole)
            facts = facts_of(rate=rate, covered=part, potential=whole)
            yield Equation("rate_of_counts", rate, (part, whole), computed, facts, bound=False)


def _target_counts(book: Book, goal: Reading) -> Iterator[Equation]:
    """A target in people from the target rate and the potential, or from what one per cent of coverage is in people."""
    for target in book.targets(goal):
        tied = within_reach(goal, target, 0) and (goal.carried or abs(goal.number - target.number) == 1)
        for whole in book.near("potential_workers", goal):
            computed = span_for(target) * span_for(whole) / HUNDRED
            facts = facts_of(target_workers=goal, target=target, potential=whole)
            # "31.600 pekerja, yaitu 68 persen dari 468.529": unless one was carried to the other, all stand together
            near = within_reach(goal, whole, 2) if goal.carried else _follow(goal, target, whole)
            yield Equation("target_count", goal, (target, whole), computed, facts, bound=tied and near)
        if book.near("potential_workers", goal):
            continue
        for part in book.near("covered_workers", goal):
            for rate in (each for each in book.near("coverage_rate", part) if same_time(each, part)):
                computed = span_for(target) * span_for(part) / span_for(rate)
                facts = facts_of(target_workers=goal, target=target, covered=part, rate=rate)
                # the two may rest on denominators of two years: only what that cannot explain is a fault
                off = abs(computed.point - goal.figure.value) > goal.figure.value * _VINTAGES
                bound = tied and off and within_reach(part, rate, 0) and (part.carried or rate.carried)
                yield Equation("target_count_by_rate", goal, (target, part, rate), computed, facts, bound=bound)


def _follow(*readings: Reading) -> bool:
    """Whether figures follow one another in one sentence."""
    numbers = [each.number for each in readings]
    return len({each.sentence for each in readings}) == 1 and max(numbers) - min(numbers) < len(numbers)


def _shares(book: Book, share: Reading) -> Iterator[Equation]:
    """A share of something else: "68 proyek dari 2.947 proyek, sekitar 2,31 persen"."""
    near = book.read.readings[max(0, share.number - 8) : share.number + 4]
    around = [each for each in near if _beside(each, share)]
    for part in around:
        for whole in around:
            here = share.carried or whole.number == share.number + 1
            here = here or (part.number == share.number + 1 and whole.number == share.number + 2)
            here = here or (share.sentence in (part.sentence, whole.sentence) and share.figure.decimals > 0)
            if here and part.claim.unit == whole.claim.unit and part.claim.value < whole.claim.value:
                computed = HUNDRED * span_for(part) / span_for(whole)
                facts = facts_of(share=share, part=part, whole=whole)
                tied = share.carried and part.number == share.number - 1 and whole.number == share.number - 2
                # "dari 2.947 proyek hanya 68 proyek atau 2,31 persen": of things, nothing else can be meant
                things = part.claim.unit != "people" and _follow(part, whole, share)
                things = things and share.number > max(part.number, whole.number)
                bound = ((tied and part.carried) or things) and _of_no_other(book, share, whole)
                yield Equation("part_of_whole", share, (part, whole), computed, facts, bound=bound)


def _of_no_other(book: Book, share: Reading, whole: Reading) -> bool:
    """Whether a share is said of nothing but the whole: "68 proyek atau 12 persen dari nilai kontrak" is of money.

    It ends its clause, or goes on with "dari" and what the whole counts: "12 persen dari seluruh proyek".
    """
    if _CLAUSE_ENDS.match(book.read.text, share.claim.span[1]):
        return True
    end = share.claim.span[1]
    behind = book.read.words.between(end, min(book.read.sentences.all[share.sentence].end, end + _BEHIND))
    lists = lexicon().lists
    led = [word for word in behind if word not in lists["part_ties"] and word not in lists["all_words"]]
    counted = book.read.words.between(*whole.claim.span)
    if not lists["relative"].isdisjoint(behind[:1]):
        return True  # "2,31 persen yang terdaftar"
    return behind[:1] in _OF and not set(counted).isdisjoint(led[:1])


def _beside(each: Reading, share: Reading) -> bool:
    return each.claim.unit not in ("percent", "rupiah", "rupiah/month") and abs(each.sentence - share.sentence) <= 1


def _meant_together(rate: Reading, part: Reading, whole: Reading, computed: Span) -> bool:
    """Whether a rate and two counts stand so near each other, and come so near, that they belong together."""
    near = within_reach(rate, part) and within_reach(part, whole, 2) and within_reach(rate, whole, 2)
    # a rate in a sentence of its own must be said to be one of coverage: it may be of anything
    near = near and (rate.sentence in (part.sentence, whole.sentence) or rate.score >= _SPOKEN)
    return near and _tied_or_close(rate, part, whole, computed) and not _otherwise(rate, part, whole)


def _in_one_passage(rate: Reading, *counts: Reading) -> bool:
    """Whether the words speak of coverage, and its counts stand a few sentences off at most."""
    return rate.score >= _SPOKEN and max(abs(each.sentence - rate.sentence) for each in counts) < _ALONE


def _otherwise(rate: Reading, part: Reading, whole: Reading) -> bool:
    """Whether the rate is that of both counts together, or of the others: then it is the words that were misread."""
    a, b = part.figure.value, whole.figure.value
    quotients = (100 * a / (a + b), 100 * b / (a + b), 100 * abs(b - a) / max(a, b))
    return any(abs(each - rate.figure.value) <= rate.figure.step / 2 for each in quotients)


def _tied_or_close(rate: Reading, part: Reading, whole: Reading, computed: Span) -> bool:
    """Whether three figures stand in one breath, or come out so near that they must be meant together."""
    numbers = (rate.number, part.number, whole.number)
    if rate.sentence == part.sentence == whole.sentence and max(numbers) - min(numbers) <= _ONE_BREATH:
        return True
    stated = span_for(rate).point
    return computed.point * 3 <= stated * 5 and stated * 3 <= computed.point * 5


def _first_at(potential: Sequence[Reading], rate: Reading) -> Reading:
    """The potential of the rate's own time, else the nearest."""
    return next((each for each in potential if same_time(each, rate)), potential[0])
