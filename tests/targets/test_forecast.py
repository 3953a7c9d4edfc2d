"""The forecast: what it draws from, what it says where too little is known, and that the same in is the same out."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asked import DECEMBER, JULY, known
from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.coverage.answer import coverage_by
from cakupan.targets.forecast import Forecast, check_until, forecast_of
from cakupan.targets.gap import gap_of
from cakupan.targets.history import Ends, Flow, Group, History, Renewal, history_of_totals, unbroken
from cakupan.targets.pace import pace_of
from cakupan.targets.simulate import Stopped, paths_of
from cakupan.targets.target import Target

NATIONAL = Target("nasional-2025", "16.06", 2025, Decimal("52.15"), "Kemendagri", "potensi-bps-2025")
OWN = Target("muba-2025", "16.06", 2025, Decimal("58.24"), "Bupati", "potensi-bps-2025")
POTENTIAL = "denominator      | area  | vintage | value\npotensi-bps-2025 | 16.06 | 2025    | {}"
BPU: Group = ("BPU", "apbd_regency")
PU: Group = ("PU", "employer")
YEAR_END = Month(2025, 12)


def forecast(
    members: Mapping[Month, int], history: History, potential: int = 213_582, until: Month = YEAR_END
) -> Forecast:
    text = "area | month | members\n" + "\n".join(f"16.06 | {month} | {count}" for month, count in members.items())
    found = known(text, POTENTIAL.format(potential), months=(DECEMBER, JULY))
    now, then = (coverage_by(found, "16.06", month, denominator="potensi-bps-2025") for month in (JULY, DECEMBER))
    return forecast_of(gap_of(now, (NATIONAL, OWN), found), pace_of(now, then), history, until, paths=400)


def of_flows(
    flows: Mapping[Group, list[tuple[int, int, int]]],
    ends: Mapping[Group, tuple[Ends, ...]] | None = None,
    renewals: Mapping[Group, tuple[Renewal, ...]] | None = None,
    potential: int = 213_582,
) -> Forecast:
    """A forecast from what is drawn here: members, joined and left of each group, month by month up to July 2025."""
    long = max(map(len, flows.values()))
    months = tuple(JULY + step for step in range(1 - long, 1))
    told = {group: tuple(Flow(*one) for one in of) for group, of in flows.items()}
    history = History(months, told, renewals or {}, ends or {}, of_persons=True)
    total = history.members
    return forecast({DECEMBER: total[months.index(DECEMBER)], JULY: total[-1]}, history, potential)


STEADY = [(10_000 + 100 * step, 100 if step else 0, 0) for step in range(13)]
LEVEL = [(10_000, 0, 0)] * 13


def test_of_two_points_the_pace_and_what_is_needed_are_told_and_no_path() -> None:
    members = {DECEMBER: 88_958, JULY: 103_079}
    found = forecast(members, history_of_totals(members))
    assert found.path == ()
    (missing,) = found.missing
    assert (missing.code, missing.facts["months"], missing.facts["needed"]) == ("forecast_history_short", 1, 7)
    assert getattr(found.pace, "per_month", None) == 2_017
    assert [one.per_month for one in found.gap.targets] == [1_661, 4_263]
    assert [one.percent for one in found.chances] == [None, None]


def test_a_steady_pace_goes_on_within_an_interval_that_grows() -> None:
    found = of_flows({PU: STEADY})
    widths = [one.high - one.low for one in found.path]
    assert [one.month for one in found.path] == [JULY + step for step in range(1, 6)]
    assert widths == sorted(widths)
    assert all(one.low <= 11_200 + 100 * step <= one.high for step, one in enumerate(found.path, 1))


def test_what_is_told_to_end_ends_then_where_nothing_like_it_was_renewed() -> None:
    found = of_flows({PU: LEVEL}, {PU: (Ends(Month(2025, 10), "end_date", 4_000),)})
    assert [one.members for one in found.path] == [10_000, 10_000, 6_000, 6_000, 6_000]
    assert (found.flows[2].due, found.flows[2].renewed) == (4_000, 0)


def test_of_a_decree_as_much_is_renewed_as_before() -> None:
    before = tuple(Renewal(Month(2024, month), "unpaid", 10_000, 8_000, 3) for month in (4, 7, 10))
    found = of_flows({BPU: LEVEL}, {BPU: (Ends(Month(2025, 10), "unpaid", 10_000),)}, {BPU: before})
    assert found.path[1].members == 10_000
    assert found.path[2].low <= 8_000 <= found.path[2].high
    assert not [one for one in found.findings if one.code == "forecast_renewals_unseen"]


def test_of_a_first_decree_nobody_knows_how_much_is_renewed_and_it_is_said() -> None:
    found = of_flows({BPU: LEVEL}, {BPU: (Ends(Month(2025, 10), "unpaid", 10_000),)})
    assert found.path[2].high - found.path[2].low > 5_000
    (finding,) = found.findings
    assert (finding.code, finding.facts["payers"]) == ("forecast_renewals_unseen", ("apbd_regency",))


def test_who_pays_month_by_month_does_not_end_with_each_month() -> None:
    found = of_flows({("BPU", "self"): LEVEL}, {("BPU", "self"): (Ends(Month(2025, 9), "unpaid", 9_000),)})
    assert [one.members for one in found.path] == [10_000] * 5


def test_totals_alone_make_a_forecast_and_it_is_said_that_no_end_is_in_it() -> None:
    members = {JULY + step: 100_000 + 300 * step for step in range(-12, 1)}
    found = forecast(members, history_of_totals(members))
    assert found.path
    assert [one.code for one in found.findings] == ["forecast_by_totals"]


def test_above_the_potential_the_interval_is_cut_and_it_is_said() -> None:
    found = of_flows({PU: STEADY}, potential=11_300)
    assert max(one.high for one in found.path) == 11_300
    assert "forecast_capped" in [one.code for one in found.findings]


def test_a_target_that_no_path_reaches_has_no_chance_and_one_that_all_do_is_certain() -> None:
    found = of_flows({PU: LEVEL}, potential=18_000)  # 55.56 %
    assert [(one.target.id, one.wanted, one.percent) for one in found.chances] == [
        ("nasional-2025", 9_387, 100),
        ("muba-2025", 10_484, 0),
    ]


def test_what_is_reached_now_may_be_lost_by_the_end_of_the_year() -> None:
    found = of_flows({PU: LEVEL}, {PU: (Ends(Month(2025, 10), "end_date", 4_000),)}, potential=18_000)
    assert [one.percent for one in found.chances] == [0, 0]


@pytest.mark.parametrize("term", [3, 12])
def test_without_what_a_plan_decides_each_member_is_taken_off_once_however_often_they_are_renewed(term: int) -> None:
    months = tuple(JULY + step for step in range(-12, 1))
    ends = {3: Month(2025, 10), 12: Month(2026, 1)}[term]
    renewed = tuple(
        Renewal(month, "unpaid", 10_000, 9_900, ahead)
        for month in months[1:] for ahead in (1, 2, 3) if (ends - month) % term == 0
    )  # fmt: skip
    told = {BPU: tuple(Flow(10_000, 50, 50) for _ in months), PU: tuple(Flow(20_000, 100, 100) for _ in months)}
    history = History(months, told, {BPU: renewed}, {BPU: (Ends(ends, "unpaid", 10_000),)}, of_persons=True)
    last, first = Month(2026, 12), Month(2025, 9)
    every = paths_of(history, last, paths=400)
    without = paths_of(history, last, paths=400, stopped=Stopped(frozenset({BPU}), first))
    others = [sorted(steps[PU][-1].members.tolist())[200] for steps in (every, without)]
    assert others[0] == others[1]  # who is not decided about goes the same way
    left = sorted((without[BPU][-1].members + without[PU][-1].members).tolist())[200]
    assert others[0] <= left < others[0] + 300  # those of before the plan are gone when their money ends, and no more
    assert (every[BPU][0].joined == without[BPU][0].joined).all() and every[BPU][0].joined.any()
    assert not any(step.joined.any() or step.renewed.any() for step in without[BPU][1:])


def test_the_same_in_is_the_same_out_and_another_group_leaves_the_rest_as_it_was() -> None:
    ends = {BPU: (Ends(Month(2025, 10), "unpaid", 5_000),)}
    one, again = (of_flows({PU: STEADY, BPU: LEVEL}, ends) for _ in range(2))
    assert one == again
    alone = of_flows({BPU: LEVEL}, ends)
    assert [group.path for group in one.groups if group.payer == "apbd_regency"] == [alone.groups[0].path]


@pytest.mark.parametrize(("until", "code"), [(JULY, "forecast_not_ahead"), (Month(2028, 8), "forecast_too_far")])
def test_a_month_that_is_not_ahead_or_too_far_is_refused(until: Month, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_until(JULY, until)
    assert refusal.value.code == code


FLOWS = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=7, max_size=9)


@given(FLOWS, st.integers(0, 2_000), st.integers(0, 2_000), st.integers(1, 4_000))
def test_no_interval_is_below_nobody_or_above_the_potential(
    moves: list[tuple[int, int]], first: int, ending: int, potential: int
) -> None:
    flows, members = [(first, 0, 0)], first
    for joined, left in moves:
        members = members + joined - min(left, members + joined)
        flows.append((members, joined, min(left, members + joined)))
    history = History(
        tuple(JULY + step for step in range(1 - len(flows), 1)),
        {BPU: tuple(Flow(*one) for one in flows)},
        {},
        {BPU: (Ends(Month(2025, 9), "unpaid", min(ending, members)),)},
        of_persons=True,
    )
    found = forecast({DECEMBER: history.members[-8], JULY: members}, history, potential)
    for one in found.path:
        assert 0 <= one.low <= one.members <= one.high <= potential


def test_only_months_in_a_row_tell_how_they_differ() -> None:
    assert unbroken([JULY, JULY + -1, JULY + -3]) == (JULY + -1, JULY)
    assert unbroken([]) == ()
    history = history_of_totals({JULY: 5, JULY + -1: 8})
    assert history.flows[None, None] == (Flow(8), Flow(5, 0, 3))
    assert replace(history, flows={PU: (Flow(1),), BPU: (Flow(2),)}).members == (3,)
