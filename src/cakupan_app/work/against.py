"""What a workspace knows of the places and months that a text speaks of, and how the text's figures fare against it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from cakupan.basics.finding import Finding
from cakupan.basics.month import Month
from cakupan.coverage.definition import Attribution
from cakupan.coverage.figure import Coverage
from cakupan.regions.tree import NATION, area_exists, is_within, level_of
from cakupan.statements import Checked, Claim
from cakupan.statements.against import Compared, KnownFigure, compared, unknown
from cakupan.statements.conflicting import Conflict, Published, conflicts_of
from cakupan.statements.known import national_figures
from cakupan.statements.references import Answers, figures_of, potentials_of, targets_of
from cakupan.workforce.denominator import Denominator, denominators_of, in_force_of
from cakupan_app.work import ask
from cakupan_app.work.view import View
from cakupan_app.work.workspace import Workspace

_OF_A_YEAR = ("target_rate", "target_workers", "potential_workers")
_OF_MEMBERS = ("coverage_rate", "covered_workers")
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class PlaceQuestion:
    """Of which area and month every figure is asked that a text might print; `elsewhere`: also of members counted by
    the NIK's place of issue and by place of work, which takes as long as all the rest."""

    area: str
    month: Month
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class KnownHere:
    """What is known: `figures` of the month; `told` says whether the area has any figures of its own for it."""

    figures: tuple[KnownFigure, ...]
    told: bool


@dataclass(frozen=True, slots=True)
class Against:
    """A text's claims, each held against what is known, and what other texts print otherwise.

    `known_on` and `snapshot` are of the tables that answered; None where none was asked.
    """

    compared: tuple[Compared, ...]
    conflicts: tuple[Conflict, ...] = ()
    known_on: date | None = None
    snapshot: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def differing(self) -> int:
        return sum(one.outcome == "differs" for one in self.compared)


Look = Callable[[PlaceQuestion], KnownHere]
May = Callable[[str], bool]


def known_here(view: View, question: PlaceQuestion) -> KnownHere:
    """Every figure of an area and month by each definition that the workspace has it by, as known by the view's day."""
    area, month = question.area, question.month
    gap, _ = ask.gap(view, ask.GapQuestion(area, month))
    if gap.coverage.total.members is None:
        every = (*targets_of(gap), *_of_denominators(view, gap.coverage))
        return KnownHere(every, told=False)
    months = ask.months_told(view, area)
    then = ask.coverage_by_month(view, area, [one for one in months if one != month])
    answers = Answers(
        gap,
        _told_apart(view, question, "segment"),
        _told_apart(view, question, "payer"),
        tuple(_elsewhere(view, question)) if question.elsewhere else (),
        vintages_of(view, area),
        then,
    )
    return KnownHere(figures_of(answers), told=True)


def _of_denominators(view: View, coverage: Coverage) -> tuple[KnownFigure, ...]:
    """The denominators of an area of whose members nothing is known."""
    return potentials_of(coverage, vintages_of(view, coverage.definition.area))


def _told_apart(view: View, question: PlaceQuestion, by: str) -> Coverage | None:
    answer = ask.coverage(view, ask.CoverageQuestion(question.area, question.month, (by,)))
    return answer if answer.rows else None


def _elsewhere(view: View, question: PlaceQuestion) -> Iterator[Coverage]:
    """The same members counted by the NIK's place of issue and by place of work, where the snapshot has that: of a
    village it has not."""
    if not view.has("crossed") or level_of(question.area) == "village":
        return
    for attribution in (Attribution.NIK, Attribution.WORK):
        answer = ask.coverage(view, ask.CoverageQuestion(question.area, question.month, attribution=attribution))
        if answer.definition.attribution is attribution:
            yield answer


def vintages_of(view: View, area: str) -> tuple[Denominator, ...]:
    """Every denominator of everyone in `area`, of each vintage that was received, the latest first."""
    table = in_force_of(view.denominators)
    here = table.filter((table["area"] == area) & table["segment"].isnull() & table["weight"].isnull())
    found = denominators_of(view.engine.run(here).to_pylist())
    return tuple(sorted(found, key=lambda one: one.vintage, reverse=True))


def held_against(checked: Checked, look: Look, *, within: str, may: May = lambda _: True) -> Against:
    """Each claim of a text held against what `look` knows of its place and time.

    `within` is the workspace's area, `may` whether figures of an area may be seen by whoever asks: of all others
    nothing is known here.
    """
    seen: Look = cache(look)
    found = tuple(
        _held(number, claim, checked, seen, within=within, may=may) for number, claim in enumerate(checked.claims)
    )
    return Against(found)


def conflicts_with(own: Sequence[Published], others: Iterable[Published]) -> tuple[Conflict, ...]:
    """What other texts print otherwise than a text (`own` are its claims) does."""
    texts = {one.text for one in own}
    return tuple(one for one in conflicts_of((*own, *others)) if any(told.text in texts for told in one.figures))


def _held(number: int, claim: Claim, checked: Checked, look: Look, *, within: str, may: May) -> Compared:
    bounds = checked.bounds[number]
    if claim.place_code == NATION and claim.place_code != within:
        return compared(number, claim, bounds, national_figures(claim.as_of))
    why = _out_of_sight(claim, within, may)
    if why is not None:
        return unknown(number, why)
    month, guessed = month_meant(claim, checked.claims)
    if month is None:
        return unknown(number, "time")
    known = look(PlaceQuestion(str(claim.place_code), month))
    found = compared(number, claim, bounds, known.figures)
    if found.outcome == "differs" and found.because != "definition" and claim.kind in _OF_MEMBERS:
        known = look(PlaceQuestion(str(claim.place_code), month, elsewhere=True))
        found = compared(number, claim, bounds, known.figures)
    if found.outcome == "unknown" and found.why == "kind" and not known.told:
        return unknown(number, "month")
    if found.outcome == "differs" and guessed and found.because != "definition" and claim.kind not in _OF_A_YEAR:
        return unknown(number, "year")  # it may be of any month of the year
    return found


def _out_of_sight(claim: Claim, within: str, may: May) -> str | None:
    code = claim.place_code
    if code is None or not area_exists(code):
        return "place"
    if not is_within(code, within):
        return "elsewhere"
    return None if may(code) else "not_allowed"


def month_meant(claim: Claim, claims: Sequence[Claim]) -> tuple[Month | None, bool]:
    """The month that a claim is of, and whether that is a guess: its own; of a year alone the latest that the text
    tells of that year and place, else its December, which is guessed; None where the text tells no time.

    The year of a gap is that of its target: it is counted from the latest month that the text tells of the place.
    """
    if claim.as_of is None:
        return None, False
    year = claim.as_of[:4]
    if len(claim.as_of) > len(year):
        return Month(int(year), int(claim.as_of[5:7])), False
    here = [one.as_of for one in claims if one.as_of and one.place_code == claim.place_code]
    months = [as_of for as_of in here if len(as_of) > len(year)]
    told = [as_of for as_of in months if as_of.startswith(year) or (claim.kind == "gap_workers" and as_of < year)]
    if not told:
        return Month(int(year), _DECEMBER), True
    return Month(int(max(told)[:4]), int(max(told)[5:7])), False


def series_against(
    figures: Sequence[Published], look: Look, *, within: str, may: May = lambda _: True
) -> tuple[Compared, ...]:
    """Each figure of a series held against what `look` knows; what one text says is read together."""
    texts: dict[str, list[int]] = {}
    for place, one in enumerate(figures):
        texts.setdefault(one.text, []).append(place)
    seen: Look = cache(look)
    found: dict[int, Compared] = {}
    for places in texts.values():
        of_text = [figures[place] for place in places]
        told = Checked(tuple(one.claim for one in of_text), "not_checkable", (), tuple(one.bounds for one in of_text))
        held = held_against(told, seen, within=within, may=may).compared
        found |= dict(zip(places, held, strict=True))
    return tuple(found[place] for place in range(len(figures)))


def snapshot_then(workspace: Workspace, day: date | None) -> tuple[int | None, tuple[Finding, ...]]:
    """The snapshot that was in force on `day`, None for the one of now, and what has to be said of that: where none
    was published by then, the one of now answers."""
    if day is None:
        return None, ()
    for number in reversed(workspace.snapshots.numbers()):
        if workspace.snapshots.get(number).known_on <= day:
            return number, ()
    current = workspace.snapshots.current()
    if current is None:
        return None, ()
    return None, (Finding("against_known_later", {"day": day, "known_on": current.known_on}, "info"),)
