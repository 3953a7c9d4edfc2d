"""What a published text claims, and whether its figures can all be true."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from cakupan.basics.refused import Fact
from cakupan.statements.book import Book, Equation, Trial, book_of, span_for
from cakupan.statements.claims import read_claims
from cakupan.statements.conflicts import Remark, remarks_of, two_values_of
from cakupan.statements.judging import judged, slipped
from cakupan.statements.known import misnamed_in
from cakupan.statements.misnamed_counts import mixed_totals, names_of_counts
from cakupan.statements.money import money_of
from cakupan.statements.publication import Publication, as_published
from cakupan.statements.readings import Claim, Reading
from cakupan.statements.relations import trials_of
from cakupan.statements.repairs import Repair, as_printed, cut_off, repairs_of
from cakupan.statements.spans import Outcome, Span
from cakupan.statements.sums import sums_of
from cakupan.statements.tables import mixed_tables, silent_in

FindingKind = Literal["contradiction", "mislabel", "warning", "rounding", "confirmed"]
Verdict = Literal["consistent", "rounding_only", "contradiction", "mislabel", "not_checkable", "no_claim"]
_LAST = (9,)
_RATE, _BUDGET = "rate_of_counts", "budget_of_heads"
_SUMS = frozenset(("segments_sum", "list_sum"))
_CHANGES = frozenset(
    (
        "growth_people",
        "growth_percent",
        "growth_points",
        "growth_percent_of_rate",
        "fall_percent",
        "fall_percent_of_rate",
    )
)
_PERIOD, _POINTS, _TABLE = "contribution_not_of_period", "growth_is_points", "table_sum"
_ORDER: tuple[FindingKind, ...] = ("contradiction", "mislabel", "warning", "rounding", "confirmed")


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about some claims (their positions): a code with its facts, and the repairs, likeliest first."""

    kind: FindingKind
    claims: tuple[int, ...]
    code: str
    facts: Mapping[str, Fact]
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A text's claims in order, the verdict on them, and the findings, faults first; `bounds` are the numbers that each
    claim may stand for."""

    claims: tuple[Claim, ...]
    verdict: Verdict
    findings: tuple[Finding, ...]
    bounds: tuple[Span, ...] = ()


def check_text(text: str, *, published_on: date | Publication | None = None) -> Checked:
    """Read the claims of a text and hold them against each other; any text is accepted.

    `published_on` gives undated figures their month and "hingga Juli" its year; where it is None, the text's own
    dateline is taken, and where no more than its year is known, that year. Linear in the length of the text.
    """
    read = read_claims(text, as_published(published_on))
    book = book_of(read)
    silent = silent_in(read.readings)
    if any(mixed_tables(book)):  # totals of unlike things are no claims
        silent |= {reading.number for reading in read.readings if reading.totals}
    kept = [reading for reading in read.readings if reading.number not in silent]
    places = {reading.number: place for place, reading in enumerate(kept)}
    findings = [_renumbered(each, places) for each in sorted(_findings(book), key=_weight)]
    claims = tuple(reading.claim for reading in kept)
    bounds = tuple(span_for(reading) for reading in kept)
    return Checked(claims, _verdict(claims, findings), tuple(findings), bounds)


def _renumbered(finding: Finding, places: Mapping[int, int]) -> Finding:
    """A finding whose claims are told by their positions among those that the text makes."""
    claims = tuple(places[number] for number in finding.claims if number in places)
    repairs = tuple(replace(each, claim=places[each.claim]) for each in finding.repairs if each.claim in places)
    return replace(finding, claims=claims, repairs=repairs)


def _weight(finding: Finding) -> tuple[int, tuple[int, ...], tuple[int, ...], str]:
    """Faults first; of these the one whose repair is likeliest, for it mostly mends the others too."""
    likeliest = finding.repairs[0].rank if finding.repairs else _LAST
    return (_ORDER.index(finding.kind), likeliest, finding.claims, finding.code)


def _verdict(claims: Sequence[Claim], findings: Iterable[Finding]) -> Verdict:
    kinds = {finding.kind for finding in findings}
    if "contradiction" in kinds:
        return "contradiction"
    if "mislabel" in kinds:
        return "mislabel"
    if "rounding" in kinds:
        return "rounding_only"
    if "confirmed" in kinds:
        return "consistent"
    return "not_checkable" if claims else "no_claim"


@dataclass(slots=True)
class _Settled:
    """The trials of a text by how they came out."""

    explained: list[tuple[Outcome | Literal["mislabelled"], Equation, Trial]] = field(default_factory=list)
    faults: list[Equation] = field(default_factory=list)
    open: list[Equation] = field(default_factory=list)  # unexplained, but tied too loosely to be a fault

    def sound(self) -> frozenset[int]:
        """The claims that some equation explains."""
        return frozenset(number for _, equation, _ in self.explained for number in equation.claims)

    def spoken_for(self, code: str) -> frozenset[int]:
        """The counts that explain another figure of this kind: a rate, a change, or the cost of so many heads."""
        if code not in (_RATE, _BUDGET, *_CHANGES):
            return frozenset()
        alike = [equation for _, equation, _ in self.explained if equation.code == code]
        given = [equation.given[:1] if code == _RATE else equation.given for equation in alike]
        return frozenset(each.number for readings in given for each in readings if _is_head(each))

    def priced(self) -> frozenset[int]:
        """The contributions that explain a budget."""
        budgets = [equation for _, equation, _ in self.explained if equation.code == _BUDGET]
        return frozenset(each.number for equation in budgets for each in equation.given if not _is_head(each))

    def added(self, kind: str) -> tuple[frozenset[int], ...]:
        """The parts that make some total of this kind together: they are not those of another."""
        sums = (equation for _, equation, _ in self.explained if equation.code in _SUMS)
        alike = (equation for equation in sums if equation.subject.claim.kind == kind)
        return tuple(frozenset(each.number for each in equation.given) for equation in alike)

    def summed(self) -> frozenset[int]:
        """The gaps that are those of several places or groups together: of no one place's figures."""
        sums = (equation for _, equation, _ in self.explained if equation.code == "list_sum")
        return frozenset(each.subject.number for each in sums if each.subject.claim.kind == "gap_workers")


def _findings(book: Book) -> Iterator[Finding]:
    settled = _settle((*trials_of(book), *sums_of(book), *money_of(book), *names_of_counts(book)))
    for outcome, equation, trial in settled.explained:
        if outcome == "mislabelled":
            yield from _mislabels(book, equation, trial)
        elif equation.confirms:
            yield _agreement(book, equation, outcome)
    sound = settled.sound()
    summed = settled.summed()
    standing = [each for each in settled.faults if _stands(each, settled.spoken_for(each.code), sound)]
    standing = [each for each in standing if each.subject.number not in summed]
    standing = [each for each in standing if not _is_of_another_total(each, settled)]
    for equation in standing:
        yield _fault(book, equation, (*standing, *settled.open), sound)
    for equation in two_values_of(book):
        yield _fault(book, equation, (), sound)
    for misprinted in (reading for reading in book.readings if reading.misplaced):
        yield _misplaced(misprinted)
    for misnamed in (*misnamed_in(book), *mixed_totals(book), *mixed_tables(book)):
        # "Rp16.800 per hari", where only a month's amount comes to the budget beside it
        broken = not standing and misnamed.code == _PERIOD and settled.priced().issuperset(misnamed.claims)
        kind = "contradiction" if broken else misnamed.kind
        yield Finding(kind, misnamed.claims, misnamed.code, misnamed.facts, misnamed.repairs)
    told = {frozenset(given.number for given in each.given) for each in standing}
    for remark in remarks_of(book):
        if frozenset(remark.claims) not in told:  # else an equation says it, with the repair
            yield _remarked(remark)


def _settle(trials: Iterable[Trial]) -> _Settled:
    settled = _Settled()
    for trial in trials:
        outcome, equation = judged(trial)
        if outcome == "differs" or (outcome is None and slipped(equation)):
            settled.faults.append(equation)
        elif outcome is None:
            settled.open.append(equation)
        else:
            settled.explained.append((outcome, equation, trial))
    return settled


def _is_head(given: Reading) -> bool:
    return given.claim.kind != "contribution"


def _stands(equation: Equation, spoken_for: Set[int], sound: Set[int]) -> bool:
    # counts that already explain another rate, change or budget are not this one's: it is of another time, group or use
    counts = equation.given[:1] if equation.code == _RATE else tuple(filter(_is_head, equation.given))
    taken = bool(counts) and any(each.number in spoken_for for each in counts)
    return not taken and _in_one_breath(equation, sound)


def _is_of_another_total(equation: Equation, settled: _Settled) -> bool:
    """ "520.000 pekerja, setahun lalu 480.000. Tahun lalu rinciannya ...": parts that make the one accuse no other."""
    parts = {each.number for each in equation.given}
    known = settled.added(equation.subject.claim.kind)
    return equation.code in _SUMS and any(parts <= each for each in known)


def _in_one_breath(equation: Equation, anchored: Set[int]) -> bool:
    """Whether its figures follow one another, leaving aside those that another equation has explained.

    Figures that stand apart may be of different groups or times whatever their words; honest texts are full of them.
    The cells of a column stand apart by as many as the table has columns.
    """
    if equation.subject.row is not None and equation.code == _TABLE:
        return True
    loose = [number for number in equation.claims if number not in anchored]
    return not loose or max(loose) - min(loose) <= len(equation.claims) + 1


def _agreement(book: Book, equation: Equation, outcome: Outcome) -> Finding:
    kind: FindingKind = "confirmed" if outcome == "agrees" else "rounding"
    facts = _with_computed(equation)
    code = f"{equation.code}_{outcome}"
    return Finding(kind, _with_repeats(book, equation), code, facts, cut_off(equation) if outcome == "rounds" else ())


def _mislabels(book: Book, equation: Equation, trial: Trial) -> Iterator[Finding]:
    """What the words call by another name; a change of a rate in per cent that is the points between two rates holds.

    "Naik 12,33 persen, dari 55,69 persen menjadi 68,02 persen" is how the press says it: a reader is only warned.
    """
    found = _mislabel(book, equation, trial)
    if equation.code != _POINTS:
        yield found
        return
    yield replace(found, kind="warning")
    yield _agreement(book, replace(equation, code="growth_points"), "agrees")


def _mislabel(book: Book, equation: Equation, trial: Trial) -> Finding:
    worded = next((each for each in trial.equations if each.wording_fits), None)
    repairs = repairs_of(worded) if worded is not None and worded.subject is equation.subject else ()
    repairs = tuple(repair for repair in repairs if repair.claim == equation.subject.number)
    return Finding(
        "mislabel", _with_repeats(book, equation), f"{equation.code}_mislabelled", _with_computed(equation), repairs
    )


def _fault(book: Book, equation: Equation, faults: Sequence[Equation], sound: Set[int]) -> Finding:
    repairs = repairs_of(equation, faults, sound)
    return Finding(
        "contradiction", _with_repeats(book, equation), f"{equation.code}_differs", _with_computed(equation), repairs
    )


def _misplaced(reading: Reading) -> Finding:
    facts: dict[str, Fact] = {"quote": reading.claim.quote, "value": reading.claim.value}
    repair = Repair(reading.number, reading.claim.value, "repair_mark_misplaced", facts, rank=(-1,))
    return Finding("contradiction", (reading.number,), "mark_misplaced", facts, (repair,))


def _remarked(remark: Remark) -> Finding:
    return Finding("contradiction" if remark.fault else "warning", remark.claims, remark.code, remark.facts)


def _with_repeats(book: Book, equation: Equation) -> tuple[int, ...]:
    repeated = (again for number in equation.claims for again in book.repeats.get(number, ()))
    return tuple(sorted({*equation.claims, *repeated}))


def _with_computed(equation: Equation) -> dict[str, Fact]:
    return {**equation.facts, "computed": as_printed(equation, equation.subject, equation.computed)}
