"""What is answered to "who is not covered": people whom lists name, and workers known to no list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.basics.working_age import ENROLMENT, WorkingAge, working_age_in
from cakupan.coverage.answer import coverage_by
from cakupan.coverage.definition import Evidence
from cakupan.coverage.finding import Finding, Missing
from cakupan.coverage.known import known_about
from cakupan.coverage.named_people import Misplaced, counts_of_named, misplaced_in, named_in
from cakupan.coverage.uncovered import Counts, Key, Uncovered, places_of, uncovered_by
from cakupan.targets.target import denominators_named, targets_about, targets_for
from cakupan_app.work import in_force
from cakupan_app.work.ask import View
from cakupan_app.work.grants import NAMING, expired_among


@dataclass(frozen=True, slots=True)
class UncoveredQuestion:
    """What is asked about the uncovered: of an area in a month, told apart how, against what, of which ages.

    With `today` a list whose use has ended by then is warned of.
    """

    area: str
    month: Month
    by: tuple[str, ...] = ()
    denominator: str | None = None
    ages: str = ENROLMENT
    public: bool = False
    today: date | None = None


def uncovered(view: View, question: UncoveredQuestion) -> Uncovered:
    """The uncovered of an area in a month, against the members that linked persons make.

    Refused for the public: it is no table of the fixed list, and could be asked beside one of them.
    """
    if question.public:
        raise Refused("uncovered_not_public", area=question.area)
    ages = working_age_in(question.month, question.ages)
    places = places_of(question.by)
    months = [question.month]
    known = known_about(view.cube, view.denominators, view.engine, question.area, months, view.findings, by=places)
    targets = targets_for(targets_about(view.targets, view.engine, question.area), question.area, question.month)
    covered = coverage_by(
        known,
        question.area,
        question.month,
        by=places,
        denominator=question.denominator,
        named_by_targets=denominators_named(targets),
        evidence=Evidence.LINKED,  # lists and members are linked person by person: a recap knows no persons
        known_on=view.known_on,
        snapshot=view.snapshot_name,
    )
    followed = view.has("episodes")
    followed_here = followed and covered.total.members is not None
    counts, misplaced = _named(view, question, ages) if followed_here else (None, {})
    answer = uncovered_by(covered, counts, ages, question.by, misplaced)
    answer = replace(answer, findings=(*answer.findings, *_expired(view, question.today)))
    if followed or covered.total.members is None:
        return answer
    # An older version followed nobody: that is no list of nobody.
    missing = Missing("uncovered_needs_build", {"area": question.area, "month": str(question.month)})
    told = (one for one in answer.missing if one.code != "named_without_members")
    return replace(answer, missing=(missing, *told))


def _expired(view: View, today: date | None) -> Sequence[Finding]:
    if today is None:
        return ()
    sources = view.snapshot.sources if view.snapshot else in_force.sources_known_by(view.known_on)
    return expired_among((source.sha256 for source in sources), today, NAMING)


def _named(view: View, question: UncoveredQuestion, ages: WorkingAge) -> tuple[Counts, Mapping[Key, Misplaced]]:
    """The named, by what they are, and the members among them of two places; nobody where no list names anybody."""
    if not view.has("named"):
        return {}, {}
    named, episodes, possible = (view.table(name) for name in ("named", "episodes", "review"))
    stated = named_in(named, episodes, possible, question.month, ages, view.known_on)
    counts = counts_of_named(stated, view.engine, question.area, question.by)
    misplaced = dict(misplaced_in(stated, view.engine, question.area, ()))
    if places := places_of(question.by):
        misplaced |= misplaced_in(stated, view.engine, question.area, places)
    return counts, misplaced
