"""Which figures fit each other, but under another name: shares of members as coverage, lapsed ones as active."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cakupan.basics.refused import Fact
from cakupan.statements.book import Book, Equation, Trial, facts_of, span_for
from cakupan.statements.known import Misnamed
from cakupan.statements.lexicon import lexicon
from cakupan.statements.readings import Reading
from cakupan.statements.spans import HUNDRED, total_of

_AROUND = 5  # figures on either side
_SENTENCES = 3
_TELLING = 1_000  # a smaller total may stand in a text for anything
_BESIDE = 50  # characters
_TOTAL_NEAR = 600  # characters
_PEOPLE = frozenset(("other", "covered_workers", "gap_workers"))


def rates_of_members(book: Book, rate: Reading) -> Iterator[Equation]:
    """ "Coverage 63,8 persen", where 41.980 of 65.800 members draw a wage: their share, and no coverage."""
    if not rate.figure.decimals or rate.row is not None or not _called_coverage(book, rate):
        return
    members = [each for each in _near(book, rate) if each.claim.kind == "covered_workers"]
    for part in members:
        for whole in members:
            if part.claim.value < whole.claim.value:
                computed = HUNDRED * span_for(part) / span_for(whole)
                facts = facts_of(rate=rate, part=part, members=whole)
                yield Equation("rate_of_members", rate, (part, whole), computed, facts, wording_fits=False, bound=False)


def _called_coverage(book: Book, rate: Reading) -> bool:
    sentence = book.read.sentences.all[rate.sentence]
    said = book.read.words.between(sentence.start, sentence.end)
    return bool(lexicon().lists["called_coverage"].intersection(said))


def names_of_counts(book: Book) -> Iterator[Trial]:
    """Counts of the covered that take in others: members who have lapsed, workers who are not members yet."""
    for whole in book.readings:
        if whole.claim.kind == "covered_workers" and whole.row is None:
            equations = tuple(_with_others(book, whole))
            if equations:
                yield Trial(whole, equations)


def mixed_totals(book: Book) -> Iterator[Misnamed]:
    """ "1.127 perusahaan ditambah 14.220 pekerja, total 15.347": a sum of unlike things, printed as one number."""
    for companies in book.readings:
        if companies.claim.unit != "companies" or companies.row is not None:
            continue
        for workers in (each for each in _near(book, companies) if each.claim.kind == "covered_workers"):
            total = int(companies.claim.value + workers.claim.value)
            written = (f"{total:,}", f"{total:,}".replace(",", "."))
            around = book.read.text[max(0, companies.claim.span[0] - _TOTAL_NEAR) : workers.claim.span[1] + _TOTAL_NEAR]
            if total >= _TELLING and any(one in around for one in written):
                facts: dict[str, Fact] = {
                    "total": total,
                    "parts": (companies.claim.quote, workers.claim.quote),
                    "units": (companies.claim.unit, workers.claim.unit),
                    "computed": total,
                }
                claims = tuple(sorted((companies.number, workers.number)))
                yield Misnamed("mislabel", claims, "table_mixes_mislabelled", facts, ())


def _with_others(book: Book, whole: Reading) -> Iterator[Equation]:
    near = [each for each in _near(book, whole) if each.claim.kind in _PEOPLE and each.claim.unit == "people"]
    for part in near:
        for rest in near:
            kinds = (part.claim.kind, rest.claim.kind)
            if part.claim.kind != "covered_workers" or kinds[1] == "covered_workers":
                continue
            computed = total_of((span_for(part), span_for(rest)))
            if computed.point != whole.figure.value:
                continue
            if rest.claim.kind == "gap_workers" and "uncovered" in rest.gap and not _has_whole(book, whole):
                code = "covered_is_potential"
            elif _lapsed(book, rest) and _called_active(book, whole):
                code = "covered_with_lapsed"
            else:
                continue
            facts = facts_of(whole=whole, part=part, rest=rest)
            yield Equation(code, whole, (part, rest), computed, facts, additive=True, wording_fits=False, bound=False)


def _has_whole(book: Book, reading: Reading) -> bool:
    """Whether the text tells of more workers than these: then these are not all there are."""
    value = reading.claim.value
    return any(each.claim.kind == "potential_workers" and each.claim.value > value for each in _near(book, reading))


def _called_active(book: Book, reading: Reading) -> bool:
    """Whether a count is said to be of those who are active or protected, and not of all who ever enrolled."""
    sentence = book.read.sentences.all[reading.sentence]
    said = book.read.words.between(max(sentence.start, reading.claim.span[0] - 2 * _BESIDE), reading.claim.span[1])
    return bool(lexicon().lists["called_active"].intersection(said))


def _lapsed(book: Book, reading: Reading) -> bool:
    """Whether a count is said to be of members who no longer pay: "22.830 orang lainnya nonaktif"."""
    sentence = book.read.sentences.all[reading.sentence]
    start, end = reading.claim.span
    before = book.read.words.between(max(sentence.start, start - _BESIDE), start)
    behind = book.read.words.between(end, min(sentence.end, end + _BESIDE))
    said = (*before[-3:], *behind[:6])
    words, pairs = lexicon().lists["lapsed"], lexicon().lists["not_active"]
    return bool(words.intersection(said)) or any(f"{a}_{b}" in pairs for a, b in pairwise(said))


def _near(book: Book, to: Reading) -> Sequence[Reading]:
    around = book.read.readings[max(0, to.number - _AROUND) : to.number + _AROUND + 1]
    return [
        each
        for each in around
        if each.number != to.number and each.row is None and abs(each.sentence - to.sentence) <= _SENTENCES
    ]
