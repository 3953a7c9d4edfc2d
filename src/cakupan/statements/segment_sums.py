"""Whether the segments make up all members, and how an equation of a total with its parts is written."""

from collections.abc import Iterator, Sequence

from cakupan.basics.refused import Fact
from cakupan.statements.book import Book, Equation, same_time, span_for
from cakupan.statements.lexicon import lexicon
from cakupan.statements.readings import Reading
from cakupan.statements.spans import HUNDRED, Span, total_of

_ABROAD = "PMI"
_PARTITION = ("PU", "BPU", "jakon", _ABROAD)  # the segments that together make all members
_SIZES = (3, 4)  # parts
_AROUND = 6  # figures on either side
_LEAST = 1_000
_BEHIND = 120  # characters
FULL = frozenset(("PU", "BPU", "jakon"))


def segment_sums(book: Book, whole: Reading) -> Iterator[Equation]:
    """All members are those of the segments; a segment may be given as a share of all."""
    if whole.claim.segment is not None:
        return
    parts = _segments_of(book, whole)
    yield from _added_up(book, whole, parts)
    settled = {part.claim.segment for part in parts if part.claim.segment != _ABROAD}
    if settled >= FULL and len(settled) < len(parts):
        # "di samping itu 536 ribu pekerja migran": those abroad are mostly counted apart
        yield from _added_up(book, whole, [part for part in parts if part.claim.segment != _ABROAD])


def _segments_of(book: Book, whole: Reading) -> list[Reading]:
    """The nearest figure of each segment: a count, or a share of all in the sentence of the whole."""
    parts: list[Reading] = []
    for segment in _PARTITION:
        counts = _nearby(book.near(whole.claim.kind, whole, segment), whole)
        others = book.near("other", whole, segment)
        shares = [each for each in others if each.family == "share" and each.sentence == whole.sentence]
        if counts:
            parts.append(counts[0])
        elif shares and shares[0].claim.unit == "percent":
            parts.append(shares[0])
    return parts


def _added_up(book: Book, whole: Reading, parts: Sequence[Reading]) -> Iterator[Equation]:
    if len(parts) < 2:
        return
    counted = all(part.claim.unit == "people" for part in parts)
    whole_span = span_for(whole)
    spans = [span_for(part) if part.claim.unit == "people" else span_for(part) * whole_span / HUNDRED for part in parts]
    computed = total_of(spans)
    full = frozenset(part.claim.segment or "" for part in parts) >= FULL
    if any(span.point > whole_span.point for span in spans) and (not full or _beside(whole, parts)):
        return
    known = (full or computed.low >= whole_span.high) and counted
    if known or computed.meets(whole_span):
        bound = known and all(_own(book, part, whole) for part in parts) and not lacks_a_rest(book, whole, parts)
        bound = bound and (_everyone(book, whole, computed) is None or _called_members(book, parts[0]))
        yield sum_of("segments_sum", whole, parts, computed, bound=bound)


def parts_of_everyone(book: Book, whole: Reading) -> Iterator[Equation]:
    """ "Peserta aktif 30.172 orang itu terdiri atas 38.610, 92.310 dan 3.180": these are all 134.100 workers."""
    first = max(0, whole.number - _AROUND)
    near = book.read.readings[first : whole.number + _AROUND + 1]
    for size in _SIZES:
        for parts in (near[at : at + size] for at in range(len(near) - size + 1)):
            members = all(part.claim.kind == "covered_workers" and part.row is None for part in parts)
            if not members or whole in parts or not _called_members(book, parts[0]):
                continue
            computed = total_of(span_for(part) for part in parts)
            everyone = _everyone(book, whole, computed)
            if everyone is not None and everyone.claim.value > whole.claim.value >= _LEAST:
                yield sum_of("list_sum", whole, parts, computed, bound=True)
                return


def _everyone(book: Book, whole: Reading, computed: Span) -> Reading | None:
    """The count of all workers that is, to the person, what the parts make together."""
    near = book.near("potential_workers", whole)[:2]
    return next((each for each in near if each.figure.value == computed.point), None)


def _called_members(book: Book, part: Reading) -> bool:
    """Whether the sentence says that these are members: else they may well be parts of all who work."""
    sentence = book.read.sentences.all[part.sentence]
    said = book.read.words.between(sentence.start, sentence.end)
    return bool(lexicon().lists["called_members"].intersection(said))


def lacks_a_rest(book: Book, whole: Reading, parts: Sequence[Reading]) -> bool:
    """Whether parts that make less than their whole leave a rest uncounted: "PU 60.000 dan BPU 30.000, sisanya PMI"."""
    last = max(parts, key=lambda part: part.number)
    end = last.claim.span[1]
    said = book.read.words.between(end, min(book.read.sentences.all[last.sentence].end, end + _BEHIND))
    less = total_of(span_for(part) for part in parts).point < span_for(whole).point
    return less and not lexicon().lists["rest"].isdisjoint(said)


def _beside(whole: Reading, parts: Sequence[Reading]) -> bool:
    """ "19,4 juta, 11,7 juta, 2,7 juta and 0,4 juta migran": one more of the list, and no whole."""
    return whole.sentence == parts[0].sentence and whole.number > max(part.number for part in parts)


def _own(book: Book, part: Reading, whole: Reading) -> bool:
    """Whether no other total of its kind, place and time stands nearer to the part: "35 juta, tahun lalu 30,6 juta"."""
    totals = [each for each in book.near(whole.claim.kind, part, None) if each.row is None and same_time(each, part)]
    totals = [each for each in totals if each.claim.as_of == part.claim.as_of] or totals
    before = [each for each in totals if each.number < part.number]
    return bool(totals) and (before or totals)[0].number == whole.number


def between_segments(book: Book, rate: Reading) -> Iterator[Equation]:
    """The coverage of all workers lies between the lowest and the highest of the segments."""
    parts = [each for segment in sorted(FULL) for each in _nearby(book.near("coverage_rate", rate, segment), rate)[:1]]
    if len(parts) < len(FULL):
        return
    spans = [span_for(part) for part in parts]
    low, high = min(span.low for span in spans), max(span.high for span in spans)
    nearest = min(max(rate.figure.value, low), high)
    facts: dict[str, Fact] = {
        "rate": rate.claim.value,
        "lowest": min(part.claim.value for part in parts),
        "highest": max(part.claim.value for part in parts),
    }
    yield Equation("segment_rates", rate, tuple(parts), Span(nearest, low, high), facts, confirms=False)


def _nearby(found: Sequence[Reading], whole: Reading) -> list[Reading]:
    return [each for each in found if same_time(each, whole) and abs(each.sentence - whole.sentence) <= 3]


def sum_of(code: str, whole: Reading, parts: Sequence[Reading], computed: Span, *, bound: bool) -> Equation:
    facts: dict[str, Fact] = {"total": whole.claim.value, "parts": tuple(named(part) for part in parts)}
    plain = (each.claim.qualifier is None and each.claim.unit == whole.claim.unit for each in (whole, *parts))
    exact = all(plain)
    return Equation(code, whole, tuple(parts), computed, facts, additive=True, bound=bound, exact=exact)


def named(part: Reading) -> str:
    segment = part.claim.segment
    return f"{segment} {part.claim.quote}" if segment and segment not in part.claim.quote else part.claim.quote
