"""A press text written from the snapshot in force: its figures are those that the public is shown, and no others."""

from dataclasses import dataclass

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.coverage.figure import Coverage
from cakupan.regions.tree import Level, ancestors_of, level_of
from cakupan.statements.press import Press, Standing, press_of, standing_of
from cakupan.targets.target import targets_about, targets_for
from cakupan_app.work import ask
from cakupan_app.work.view import View

_IN_TABLES_OF_A_REGENCY: tuple[Level, ...] = ("district", "village")


@dataclass(frozen=True, slots=True)
class PressQuestion:
    """Of which area and month a press text is to be written; `since` None: the last December."""

    area: str
    month: Month
    since: Month | None = None


def press(view: View, question: PressQuestion) -> Press:
    """What a press text says of an area in a month. Refused where the public is not shown how it stands there, and of
    another snapshot than the one in force, which the public sees."""
    area, month = question.area, question.month
    now = _standing(view, area, month)
    if now is None:
        raise Refused("press_nothing_shown", area=area, month=str(month))
    since = question.since or month.last_december
    months = ask.months_told(view, area)
    then = _standing(view, area, since) if since in months and month - since > 0 else None
    whole = level_of(area) not in _IN_TABLES_OF_A_REGENCY
    segments = _shown(view, area, month, "segment") if whole else None
    targets = targets_for(targets_about(view.targets, view.engine, area), area, month)
    return press_of(now, then, segments, targets, area)


def _standing(view: View, area: str, month: Month) -> Standing | None:
    """How an area stands as the public is shown it: a district or village is a row in a table of its regency."""
    level = level_of(area)
    if level not in _IN_TABLES_OF_A_REGENCY:
        return standing_of(_shown(view, area, month))
    regency = next(one.code for one in ancestors_of(area) if one.level == "regency")
    answer = _shown(view, regency, month, level)
    row = next((one for one in answer.rows if one.area == area), None)
    return None if row is None else standing_of(answer, row)


def _shown(view: View, area: str, month: Month, by: str = "") -> Coverage:
    return ask.coverage(view, ask.CoverageQuestion(area, month, (by,) if by else (), public=True))
