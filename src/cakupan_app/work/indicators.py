"""What each indicator comes to for an area and month: by the very figures that coverage and gap give, or why not."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from cakupan.basics.month import Month
from cakupan.basics.ratio import Ratio
from cakupan.basics.refused import Fact
from cakupan.coverage.definition import OF_PEOPLE, FigureDefinition
from cakupan.coverage.figure import Coverage, CoverageFigure
from cakupan.coverage.finding import Finding, Missing
from cakupan.coverage.indicators import Computation, Indicator, counts_of
from cakupan.targets.pace import Pace
from cakupan_app.work.ask import CoverageQuestion, GapQuestion, View, coverage, gap

NARROWING = ("segment", "payer", "decile", "of")  # by what a computation may be narrowed


@dataclass(frozen=True, slots=True)
class IndicatorQuestion:
    """For which area and month values are asked; `denominator` and `since` as in coverage and gap."""

    area: str
    month: Month
    denominator: str | None = None
    since: Month | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What an indicator comes to: a `count`, or a `ratio` of two. `definition` is that of the figure it is taken from;
    `pace` the two months of a growth."""

    definition: FigureDefinition
    count: int | None = None
    ratio: Ratio | None = None
    pace: Pace | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """An indicator and what is told of it, or why nothing can be."""

    indicator: Indicator
    told: Told | None
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class _Asked:
    """The questions put so far: most indicators are parts of the same few answers."""

    view: View
    question: IndicatorQuestion
    answers: dict[CoverageQuestion, Coverage] = field(default_factory=dict)

    @property
    def place(self) -> dict[str, Fact]:
        return {"area": self.question.area, "month": str(self.question.month)}

    def answer(self, by: tuple[str, ...] = (), denominator: str | None = None) -> Coverage:
        told = denominator or self.question.denominator
        asked = CoverageQuestion(self.question.area, self.question.month, by, told)
        if asked not in self.answers:
            self.answers[asked] = coverage(self.view, asked)
        return self.answers[asked]


_Part = tuple[Coverage, CoverageFigure] | Missing  # an answer and the figure in it that is meant


def values(view: View, question: IndicatorQuestion, among: Iterable[Indicator]) -> tuple[Value, ...]:
    """The value of each indicator, or what is missing for it. Raises what `coverage` and `gap` raise."""
    asked = _Asked(view, question)
    return tuple(_value(asked, one) for one in among)


def _value(asked: _Asked, one: Indicator) -> Value:
    if one.computes is None:
        return Value(one, None, tuple(Missing(f"indicator_needs_{need}", {}) for need in one.needs))
    told = FIGURES[one.computes.figure](asked, one.computes)
    return Value(one, None, (told,)) if isinstance(told, Missing) else Value(one, told)


def _told(answer: Coverage, count: int | None = None, ratio: Ratio | None = None) -> Told | Missing:
    """The value with its definition; where there is none, what the answer says is missing."""
    if count is None and ratio is None:
        facts: dict[str, Fact] = {"area": answer.definition.area, "month": str(answer.definition.month)}
        return next(iter(answer.missing), Missing("indicator_not_told", facts))
    return Told(answer.definition, count, ratio, findings=answer.findings)


def _potential(asked: _Asked, computation: Computation) -> Told | Missing:
    found = _part(asked, computation)
    return found if isinstance(found, Missing) else _told(found[0], found[1].potential)


def _members(asked: _Asked, computation: Computation) -> Told | Missing:
    found = _part(asked, computation)
    return found if isinstance(found, Missing) else _told(found[0], found[1].members)


def _coverage(asked: _Asked, computation: Computation) -> Told | Missing:
    found = _part(asked, computation)
    if isinstance(found, Missing):
        return found
    answer, figure = found
    if figure.members is not None and figure.potential is None and figure is not answer.total:
        parts = tuple(str(value) for value in (figure.dims or {}).values())
        return Missing("indicator_part_without_denominator", {**asked.place, "parts": parts})
    return _told(answer, ratio=figure.ratio)


def _uncovered(asked: _Asked, computation: Computation) -> Told | Missing:
    found = _part(asked, computation)
    if isinstance(found, Missing):
        return found
    answer, figure = found
    if figure.ratio and figure.uncovered is None:
        return Missing("indicator_members_above_potential", asked.place)
    return _told(answer, figure.uncovered)


def _growth(asked: _Asked, computation: Computation) -> Told | Missing:
    del computation  # growth is of everyone: parts have no pace
    question = GapQuestion(asked.question.area, asked.question.month, since=asked.question.since)
    found, pace = gap(asked.view, question)
    if isinstance(pace, Missing):
        return pace
    return Told(found.coverage.definition, pace.growth, pace=pace, findings=pace.findings)


def _part(asked: _Asked, computation: Computation) -> _Part:
    """The figure that a computation is narrowed to, in the answer that holds it."""
    narrowed = dict(computation.narrowed)
    kind = narrowed.pop("of", None)
    denominator = _denominator(asked, kind) if kind else None
    if isinstance(denominator, Missing):
        return denominator
    by = tuple(narrowed)
    answer = asked.answer(by, denominator)
    return _row(asked, answer, narrowed) if by else (answer, answer.total)


def _denominator(asked: _Asked, kind: str) -> str | Missing:
    """The one denominator of the area that counts workers of this kind; where the area has several, nobody chooses."""
    plain = asked.answer()
    every = (plain.definition.denominator, *(one.denominator for one in plain.beside))
    fitting = [one.id for one in every if one and counts_of(one) == kind]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        return Missing("indicator_several_denominators", {**asked.place, "denominators": tuple(sorted(fitting))})
    return Missing(f"indicator_without_{kind}", asked.place)


def _row(asked: _Asked, answer: Coverage, narrowed: Mapping[str, str]) -> _Part:
    """The row that is meant. Where people were counted and everybody is in some row, a part without one has nobody."""
    row = next((row for row in answer.rows if dict(row.dims or {}) == narrowed), None)
    if row is not None:
        return answer, row
    of_people = answer.definition.evidence in OF_PEOPLE
    if answer.rows and of_people and not any(one.unplaced and one.members for one in answer.rows):
        return answer, CoverageFigure(asked.question.area, asked.question.month, members=0, dims=narrowed)
    facts: dict[str, Fact] = {**asked.place, "parts": tuple(narrowed.values())}
    # what is missing of the parts stands last, behind what is missing of the whole
    return next(reversed(answer.missing), Missing("indicator_part_not_told", facts))


FIGURES: Mapping[str, Callable[[_Asked, Computation], Told | Missing]] = {
    "potential": _potential,
    "members": _members,
    "coverage": _coverage,
    "uncovered": _uncovered,
    "growth": _growth,
}
