"""How a figure fares against the equations that determine it: explained, explained under other words, or at fault."""

from collections.abc import Sequence
from typing import Literal

from cakupan.statements.book import Equation, Trial, span_for
from cakupan.statements.misprints import misprint
from cakupan.statements.spans import Outcome, judge, span_of

_RATE = "rate_of_counts"
_TO_THE_PERSON = frozenset(("growth_people", "gap_uncovered"))
_FROM_A_RATE = frozenset(("gap_uncovered_by_rate", "gap_to_target_by_rate"))
_LARGE = 1_000
_GROWN = 200  # per cent
_OF_COUNTS = ("growth_percent", "fall_percent")
_ASKED_FOR = {
    "gap_uncovered": ("gap_to_target",),
    "gap_uncovered_by_rate": ("gap_to_target_by_rate",),
    "gap_uncovered_by_share": ("gap_to_target_by_share",),
    "points_uncovered": ("points_to_target",),
    "points_uncovered_of_counts": ("points_to_target",),
    "growth_is_points": _OF_COUNTS,
}


def judged(trial: Trial) -> tuple[Outcome | Literal["mislabelled"] | None, Equation]:
    """How one figure fares: explained by some equation, explained under other words, or by none that is bound."""
    outcomes = [(equation, _outcome(equation)) for equation in trial.equations]
    for wanted in ("agrees", "rounds"):
        found = [equation for equation, outcome in outcomes if outcome == wanted and equation.wording_fits]
        if wanted == "rounds":  # figures that do not belong together come near each other by chance
            found = [each for each in found if each.bound or each.telling or _comes_so_near(each)]
        if found:
            return wanted, next((equation for equation in found if equation.bound), found[0])
    for equation, outcome in outcomes:
        if outcome == "agrees" and not equation.wording_fits:
            broken = _plainly_broken(equation, outcomes)
            return ("mislabelled", equation) if broken is None else ("differs", broken)
    bound = [equation for equation in trial.equations if equation.bound]
    return ("differs", _likeliest(bound)) if bound else (None, trial.equations[0])


def _plainly_broken(equation: Equation, outcomes: Sequence[tuple[Equation, Outcome]]) -> Equation | None:
    """The equation that the words plainly ask for, where another figure stands in its place.

    All who are not covered, given as what a target beside them lacks; points, given as the growth of two counts.
    """
    wanted = _ASKED_FOR.get(equation.code, ())
    return next(
        (each for each, outcome in outcomes if outcome == "differs" and each.code in wanted and _asks(each)), None
    )


def _asks(equation: Equation) -> bool:
    if equation.code in _OF_COUNTS and not (
        equation.computed.point < _GROWN and all(each.figure.value >= _LARGE for each in equation.given)
    ):
        return False  # figures so far apart, or so small, are no two levels of one thing
    return equation.wording_fits and (equation.bound or equation.telling)


def _comes_so_near(equation: Equation) -> bool:
    """Whether a rate with two decimals is off by one in the last of them: two exact counts hardly do so by chance."""
    counted = all(reading.figure.step == 1 for reading in equation.given)
    return equation.code == _RATE and equation.subject.figure.decimals > 1 and counted


def _likeliest(bound: Sequence[Equation]) -> Equation:
    """Of each way to compute the figure the first (the nearest figures); of these the one that comes closest."""
    first: dict[str, Equation] = {}
    for equation in bound:
        first.setdefault(equation.code, equation)
    return min(first.values(), key=lambda each: abs(each.computed.point - each.subject.figure.value))


def _outcome(equation: Equation) -> Outcome:
    stated = span_for(equation.subject)
    if equation.code in _FROM_A_RATE and equation.subject.claim.unit == "people" and equation.computed.meets(stated):
        return "agrees"  # a rate's two decimals cannot say it better: with this count it rounds to what is printed
    if equation.exact and equation.computed.meets(stated):
        return "agrees" if equation.computed.point == stated.point else "rounds"
    if equation.subject.claim.qualifier == "approx" and equation.subject.claim.unit in ("percent", "rupiah"):
        plain = span_of(equation.subject.figure)
        rounded = plain.low <= equation.computed.point < plain.high
        if equation.computed.meets(stated):
            return "agrees" if rounded else "rounds"
    if equation.additive and not _comes_out(equation):
        return "rounds" if equation.computed.meets(stated) else "differs"
    return judge(
        equation.computed,
        stated,
        additive=equation.additive,
        loose=equation.subject.claim.unit != "percent",
    )


def _comes_out(equation: Equation) -> bool:
    """Whether "sekitar" is not what a sum or a difference needs: "580 ribu" less "312 ribu" is not "267 ribu"."""
    every = (equation.subject, *equation.given)
    if all(each.claim.qualifier != "approx" or not each.figure.scale for each in every):
        return True
    places = (each.figure.step if each.figure.scale else span_for(each).step for each in every)
    return abs(equation.computed.point - equation.subject.figure.value) < max(places) / 2


def slipped(equation: Equation) -> bool:
    """Whether a slip of the pen, mended, makes a figure what it should be, exactly enough to be no accident."""
    figure, counts = equation.subject.figure, all(each.figure.step == 1 for each in equation.given)
    if not equation.wording_fits:
        return False
    if equation.code == _RATE:  # "63,1 persen" where the counts make 36,1
        slip = misprint(figure, equation.computed) if figure.decimals and counts else None
        # "4,134 persen" where the counts make 41,34: so many digits are not alike by chance
        moved = figure.decimals > 1 and equation.subject.sentence == equation.given[0].sentence
        return slip is not None and (slip.slip == "digits_swapped" or (moved and slip.slip == "factor_ten"))
    if equation.code not in _TO_THE_PERSON or figure.step != 1 or figure.value < _LARGE:
        return False
    slip = misprint(figure, equation.computed)
    return slip is not None and (slip.slip == "digits_swapped" or (counts and slip.slip == "digit_dropped"))
