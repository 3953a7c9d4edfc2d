"""What a gap must be, in people or in points, in each of its readings: to everyone, or to a target."""

from collections.abc import Iterator
from dataclasses import replace

from cakupan.statements.book import Book, Equation, facts_of, latest_first, same_time, span_for, within_reach
from cakupan.statements.lexicon import lexicon
from cakupan.statements.readings import Reading
from cakupan.statements.spans import HUNDRED, Span

_FROM_AFAR = 3  # sentences
_TARGETS = frozenset(("target_rate", "target_workers"))
_RATES = frozenset(("coverage_rate", "target_rate"))
_BEFORE = 20  # characters
_AIMING = ("aims", "aiming", "aiming_verbs", "plan_verbs", "promises")  # lists
_CLAUSE_MARKS = (", ", "; ")
_TRIED = 4  # figures of one kind around a gap: those further away are of something else


def with_its_target(book: Book, gap: Reading) -> Reading:
    """The gap as its target right behind makes it: "menambah 414.007 peserta agar meraih target 49,80 persen".

    Without any target in the text it may be to everyone, too.
    """
    if not book.has_any(*_TARGETS):
        if gap.gap == {"to_target"}:
            return replace(gap, gap=frozenset(("uncovered", "to_target")))
        return gap
    following = book.read.readings[gap.number + 1 : gap.number + 2]
    if not following or following[0].sentence != gap.sentence:
        return gap
    if gap.gap == {"uncovered"}:  # "yang belum terdaftar" stays that; "menambah ... peserta" is of a target
        start = book.read.sentences.all[gap.sentence].start
        before = book.read.words.between(max(start, gap.claim.span[0] - _BEFORE), gap.claim.span[0])
        if not lexicon().lists["need_verbs"].intersection(before[-1:]):
            return gap
    said = book.read.words.between(gap.claim.span[1], following[0].claim.span[0])
    to_it = following[0].claim.kind in _TARGETS and lexicon().lists["in_order_to"].intersection(said)
    return replace(gap, gap=frozenset(("to_target",))) if to_it else gap


def of_some_only(book: Book, equation: Equation) -> bool:
    """Whether those not covered may be some of them only: such a gap is confirmed by counts, and not accused.

    "Menyasar 100.000 pekerja yang belum terlindungi" is a plan; "100.000 pekerja rentan" are of a group.
    """
    gap = equation.subject
    if gap.gap != {"uncovered"}:
        return False
    group = gap.claim.segment is not None and all(each.claim.segment is None for each in equation.given)
    return group or _is_aimed_at(book, gap) or any(_is_of_a_later_year(gap, each) for each in equation.given)


def _is_aimed_at(book: Book, gap: Reading) -> bool:
    """Whether a word of aiming stands in the clause of a gap, between the commas and figures around it."""
    sentence = book.read.sentences.all[gap.sentence]
    start, end = gap.claim.span
    around = book.read.readings[max(0, gap.number - 1) : gap.number + 2]
    first = max(sentence.start, *(each.claim.span[1] for each in around if each.number < gap.number), 0)
    last = min(sentence.end, *(each.claim.span[0] for each in around if each.number > gap.number), sentence.end)
    first = max(first, *(book.read.text.rfind(mark, first, start) for mark in _CLAUSE_MARKS))
    last = min((at for mark in _CLAUSE_MARKS if (at := book.read.text.find(mark, end, last)) >= 0), default=last)
    said = book.read.words.between(first, last)
    return any(not lexicon().lists[name].isdisjoint(said) for name in _AIMING)


def _is_of_a_later_year(gap: Reading, given: Reading) -> bool:
    """ "Tahun depan 100.000 pekerja yang belum terlindungi", beside the covered of now."""
    a, b = given.claim.as_of, gap.claim.as_of
    return given.claim.kind == "covered_workers" and gap.timed and a is not None and b is not None and a[:4] < b[:4]


def gaps_of(book: Book, gap: Reading) -> Iterator[Equation]:
    """A gap in both readings, from whichever of covered, potential, rate and target are printed."""
    covered = latest_first(book.near("covered_workers", gap)[:_TRIED])
    potential = book.near("potential_workers", gap)[:_TRIED]
    rates = latest_first(book.near("coverage_rate", gap)[:_TRIED])
    targets = book.targets(gap)[:_TRIED]
    for whole in potential:
        for part in covered:
            yield _gap_equation("gap_uncovered", gap, (part, whole), span_for(whole) - span_for(part), "uncovered")
            for target in targets:
                needed = span_for(target) * span_for(whole) / HUNDRED
                left = needed - span_for(part)
                yield _gap_equation(
                    "gap_to_target", gap, (part, whole, target), left, "to_target", alone=len(targets) == 1
                )
                if part is covered[0]:
                    yield _gap_equation("gap_is_target", gap, (part, whole, target), needed, None)
        for rate in rates if not covered else ():
            yield from _gaps_from_rate(book, gap, rate, whole, span_for(whole) / HUNDRED)
    for part, whole in book.across(gap):
        left = span_for(whole) - span_for(part)
        facts = facts_of(gap=gap, covered=part, potential=whole)
        yield Equation("gap_uncovered", gap, (part, whole), left, facts, additive=True, bound=False)
    for part in covered:
        for goal in book.near("target_workers", gap):
            yield _gap_equation("gap_to_count", gap, (part, goal), span_for(goal) - span_for(part), "to_target")
        for rate in rates if not potential else ():
            # a count without a time of its own is of the latest that the text tells
            if same_time(rate, part) or (rate is rates[0] and not part.timed):
                yield from _gaps_from_rate(book, gap, rate, part, span_for(part) / span_for(rate))


def _gaps_from_rate(book: Book, gap: Reading, rate: Reading, base: Reading, one: Span) -> Iterator[Equation]:
    """A gap where only one count is printed beside the rate; `one` is the number of people in one per cent."""
    part = base.claim.kind == "covered_workers"
    by = "rate" if part else "share"
    # were the count of all that of the covered, or the other way round: then it is the words that were misread
    other = span_for(base) / (HUNDRED if part else span_for(rate))
    yield _gap_equation(f"gap_uncovered_by_{by}", gap, (base, rate), (HUNDRED - span_for(rate)) * one, "uncovered")
    targets = book.targets(gap)
    for target in targets:
        points = span_for(target) - span_for(rate)
        if points.low > 0:
            code, given = f"gap_to_target_by_{by}", (base, rate, target)
            equation = _gap_equation(code, gap, given, points * one, "to_target", alone=len(targets) == 1)
            yield replace(equation, bound=False) if (points * other).meets(span_for(gap)) else equation


def _gap_equation(
    code: str, gap: Reading, given: tuple[Reading, ...], computed: Span, reading: str | None, *, alone: bool = False
) -> Equation:
    names = {
        "covered_workers": "covered", "potential_workers": "potential", "target_rate": "target",
        "coverage_rate": "rate", "target_workers": "target_workers",
    }  # fmt: skip
    facts = facts_of(gap=gap, **{names[each.claim.kind]: each for each in given})
    fits = reading in gap.gap
    targets = [each for each in given if each.claim.kind == "target_rate"]
    # the text's only target is meant from further off than one of several
    reach = _FROM_AFAR if alone and "to_target" in gap.gap else 1
    bound = fits and all(within_reach(gap, target, reach) for target in targets)
    bound = bound and all(within_reach(gap, each, 4) for each in given)
    bound = bound and computed.point > 0
    # words that leave open to what the gap is cannot be wrong about it
    bound = bound and not (reading == "uncovered" and "to_target" in gap.gap)
    # a count of people as target: too many counts stand in a text for one that is further away to be meant
    bound = bound and all(within_reach(gap, each) for each in given if each.claim.kind == "target_workers")
    additive = code in ("gap_uncovered", "gap_to_count")
    return Equation(code, gap, given, computed, facts, additive=additive, wording_fits=fits, bound=bound)


def point_gaps_of(book: Book, gap: Reading) -> Iterator[Equation]:
    """A gap in points: the target less the rate, all less the rate, or a gap in people over the potential."""
    for whole in book.near("potential_workers", gap)[:2]:
        for part in book.near("covered_workers", gap)[:3]:
            computed = HUNDRED * (span_for(whole) - span_for(part)) / span_for(whole)
            facts = facts_of(points=gap, covered=part, potential=whole)
            bound = (
                gap.gap == {"uncovered"} and within_reach(gap, part) and within_reach(gap, whole) and computed.point > 0
            )
            # "5.000 belum terlindungi, rasio 41,30 persen": the share of the covered, standing behind the uncovered
            bound = bound and not span_for(gap).meets(HUNDRED - computed)
            fits = gap.gap != {"to_target"}
            yield Equation(
                "points_uncovered_of_counts", gap, (part, whole), computed, facts, wording_fits=fits, bound=bound
            )
    for rate in latest_first(book.near("coverage_rate", gap)):
        for target in book.targets(gap):
            computed = span_for(target) - span_for(rate)
            if computed.point > 0:
                facts = facts_of(points=gap, rate=rate, target=target)
                bound = "to_target" in gap.gap and within_reach(gap, rate) and within_reach(gap, target)
                yield Equation("points_to_target", gap, (rate, target), computed, facts, additive=True, bound=bound)
        computed = HUNDRED - span_for(rate)
        facts = facts_of(points=gap, rate=rate)
        bound = gap.gap == {"uncovered"} and within_reach(gap, rate)
        fits = gap.gap != {"to_target"}
        yield Equation("points_uncovered", gap, (rate,), computed, facts, additive=True, wording_fits=fits, bound=bound)
    for people in book.near("gap_workers", gap)[:2]:
        for whole in book.near("potential_workers", gap)[:2]:
            computed = HUNDRED * span_for(people) / span_for(whole)
            facts = facts_of(points=gap, gap=people, potential=whole)
            yield Equation("points_of_counts", gap, (people, whole), computed, facts, bound=False)


def points_between(book: Book, points: Reading) -> Iterator[Equation]:
    """ "Dari 32,15 persen ke 43,92 persen, alias 11,77 poin": how far two rates near them lie apart."""
    if points.figure.unit != "points":
        return
    near = [
        each
        for each in book.read.readings[max(0, points.number - _TRIED) : points.number + _TRIED]
        if each.claim.kind in _RATES and each.claim.unit == "percent" and within_reach(each, points)
    ]
    for low in near:
        for high in near:
            if low.claim.value < high.claim.value and (points.figure.decimals or _beside(points, low, high)):
                facts = facts_of(points=points, rate=low, target=high)
                computed = span_for(high) - span_for(low)
                yield Equation("points_to_target", points, (low, high), computed, facts, additive=True, bound=False)


def _beside(*readings: Reading) -> bool:
    numbers = [each.number for each in readings]
    return max(numbers) - min(numbers) < len(numbers)
