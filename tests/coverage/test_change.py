"""What drove the change between two months, from drawn episodes; December 2024 to July 2025 unless said otherwise."""

from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.coverage.change import (
    CoverageChange,
    change_of_people,
    change_untold,
    check_question,
    shared_evidence,
)
from cakupan.coverage.definition import Attribution, Evidence
from cakupan.coverage.figure import Coverage, CoverageFigure
from cakupan.coverage.finding import Missing
from cakupan.coverage.flows import flows_between, history_begins_late, sponsored_between
from cakupan.workforce.denominator import Denominator
from followed import EPISODES, answer
from tables import engine, filled

THEN, NOW = Month(2024, 12), Month(2025, 7)
SPELLS = pa.schema({"person": pa.int64(), **dict.fromkeys(("payer", "starts_month", "ends_month"), pa.string())})


def reasons(text: str, area: str = "16.06", by: tuple[str, ...] = (), **asked: Any) -> dict[Any, int | None]:
    """Signed persons by reason, or by reason and dimensions."""
    found = changed(text, area, by, **asked)
    if by:
        return {(step.reason, *step.dims.values()): step.persons for step in found.rows}
    return {step.reason: step.persons for step in found.reasons}


def changed(text: str, area: str = "16.06", by: tuple[str, ...] = (), **asked: Any) -> CoverageChange:
    level = next((name for name in ("district", "village") if name in by), None)
    episodes = filled(text, EPISODES, segment="BPU", payer="self", area="16.06")
    flows = flows_between(episodes, engine(), area, THEN, NOW, level=level, **asked)  # type: ignore[arg-type]
    sides = ([flow.people for flow in flows if flow.then], [flow.people for flow in flows if flow.now])
    before, after = (answer(month, sum(side)) for month, side in zip((THEN, NOW), sides, strict=True))
    found = change_of_people(before, after, flows, by)
    assert sum(step.persons or 0 for step in found.reasons) == found.difference
    if by:
        assert sum(step.persons or 0 for step in found.rows) == found.difference
    for part in found.parts:
        of_part = [step.persons or 0 for step in found.rows if step.dims == part.dims]
        assert sum(of_part) == part.now - part.then
    assert not found.findings
    return found


def test_who_was_never_a_member_joined_and_who_was_one_before_returned() -> None:
    assert reasons("""
        person | starts_month | ends_month | ended_as
        1      | 2025-03      | 2025-07    |
        2      | 2024-03      | 2024-05    | lapsed
        2      | 2025-06      | 2025-07    |
        3      | 2024-03      | 2025-07    |
        4      | 2025-01      | 2025-02    | lapsed
        4      | 2025-06      | 2025-07    |
    """) == {"joined": 2, "returned": 1}


def test_whoever_left_is_told_by_how_the_last_episode_ended() -> None:
    assert reasons("""
        person | starts_month | ends_month | ended_as
        1      | 2024-03      | 2024-12    | lapsed
        2      | 2024-03      | 2025-01    | lapsed
        2      | 2025-03      | 2025-04    | died
        3      | 2024-03      | 2025-01    | over_age
        4      | 2024-03      | 2025-01    | ended
        5      | 2024-03      | 2025-01    | unlisted
    """) == {"lapsed": -1, "died": -1, "over_age": -1, "ended": -1, "unlisted": -1}


def test_who_came_and_went_between_the_months_is_in_no_row() -> None:
    assert (
        reasons("""
        person | starts_month | ends_month | ended_as
        1      | 2025-01      | 2025-06    | lapsed
        2      | 2024-01      | 2024-11    | lapsed
        3      | 2024-12      | 2025-07    |
    """)
        == {}
    )


def test_a_home_told_in_another_regency_is_a_move_and_one_told_no_more_is_counted_elsewhere() -> None:
    moves = """
        person | starts_month | ends_month | village       | district | area
        1      | 2024-03      | 2025-02    | 16.06.01.2001 | 16.06.01 | 16.06
        1      | 2025-03      | 2025-07    | 16.07.01.2001 | 16.07.01 | 16.07
        2      | 2024-03      | 2025-02    | 16.07.01.2001 | 16.07.01 | 16.07
        2      | 2025-03      | 2025-07    | 16.06.01.2001 | 16.06.01 | 16.06
        3      | 2024-03      | 2025-02    | 16.06.01.2001 | 16.06.01 | 16.06
        3      | 2025-03      | 2025-07    |               |          | 16.06
        4      | 2024-03      | 2025-02    |               | 16.06.01 | 16.06
        4      | 2025-03      | 2025-07    | 16.06.01.2001 | 16.06.01 | 16.06
    """
    assert reasons(moves, "16.06") == {"moved_in": 1, "moved_out": -1}
    assert reasons(moves, "16.06.01") == {"moved_in": 1, "moved_out": -1, "counted_elsewhere_out": -1}
    assert reasons(moves, "16.06.01.2001") == {
        "moved_in": 1,
        "moved_out": -1,
        "counted_elsewhere_in": 1,
        "counted_elsewhere_out": -1,
    }
    assert reasons(moves, "16") == reasons(moves, "00") == {}


def test_of_whom_the_other_regency_has_no_news_yet_only_the_move_is_known() -> None:
    assert reasons("""
        person | starts_month | ends_month | area  | ended_as
        1      | 2024-03      | 2025-02    | 16.06 |
        1      | 2025-03      | 2025-05    | 16.07 |
        2      | 2024-03      | 2024-10    | 16.07 |
        2      | 2025-03      | 2025-07    | 16.06 |
        3      | 2024-03      | 2025-02    | 16.06 |
        3      | 2025-03      | 2025-05    | 16.07 | lapsed
    """) == {"moved_in": 1, "moved_out": -1, "lapsed": -1}


def test_by_segment_and_payer_those_who_stayed_in_another_way_leave_one_part_and_come_into_another() -> None:
    stayed = """
        person | starts_month | ends_month | segment | payer
        1      | 2024-03      | 2025-02    | BPU     | apbd_regency
        1      | 2025-03      | 2025-07    | BPU     | self
        2      | 2024-03      | 2025-02    | BPU     | apbd_regency
        2      | 2025-03      | 2025-07    | PU      | employer
        3      | 2025-03      | 2025-07    | PU      | employer
    """
    assert reasons(stayed) == {"joined": 1}
    assert reasons(stayed, by=("payer",)) == {
        ("other_payer_out", "apbd_regency"): -2,
        ("other_payer_in", "self"): 1,
        ("other_payer_in", "employer"): 1,
        ("joined", "employer"): 1,
    }
    assert reasons(stayed, by=("segment",)) == {
        ("other_segment_out", "BPU"): -1,
        ("other_segment_in", "PU"): 1,
        ("joined", "PU"): 1,
    }
    assert reasons(stayed, by=("segment", "payer")) == {
        ("other_payer_out", "BPU", "apbd_regency"): -1,
        ("other_segment_out", "BPU", "apbd_regency"): -1,
        ("other_payer_in", "BPU", "self"): 1,
        ("other_segment_in", "PU", "employer"): 1,
        ("joined", "PU", "employer"): 1,
    }


def test_by_place_moves_within_the_regency_are_seen() -> None:
    moves = """
        person | starts_month | ends_month | village       | district | area  | ended_as
        1      | 2024-03      | 2025-02    | 16.06.01.2001 | 16.06.01 | 16.06 |
        1      | 2025-03      | 2025-07    | 16.06.02.2001 | 16.06.02 | 16.06 |
        2      | 2024-03      | 2025-02    | 16.06.01.2001 | 16.06.01 | 16.06 |
        2      | 2025-03      | 2025-07    |               |          | 16.06 |
        3      | 2025-03      | 2025-07    |               |          | 16.06 |
        4      | 2024-03      | 2025-02    | 16.06.02.2001 | 16.06.02 | 16.06 | died
    """
    assert reasons(moves) == {"joined": 1, "died": -1}
    assert reasons(moves, by=("district",)) == {
        ("moved_out", "16.06.01"): -1,
        ("counted_elsewhere_out", "16.06.01"): -1,
        ("moved_in", "16.06.02"): 1,
        ("died", "16.06.02"): -1,
        ("counted_elsewhere_in", None): 1,
        ("joined", None): 1,
    }
    assert reasons(moves, by=("village",)).keys() == {
        ("moved_out", "16.06.01.2001"),
        ("counted_elsewhere_out", "16.06.01.2001"),
        ("moved_in", "16.06.02.2001"),
        ("died", "16.06.02.2001"),
        ("counted_elsewhere_in", None),
        ("joined", None),
    }


def test_where_the_nik_was_issued_or_where_they_work_takes_the_place_of_home() -> None:
    told = """
        person | starts_month | ends_month | area  | nik_area | work_area
        1      | 2024-03      | 2025-02    | 16.07 | 16.06    | 16.06
        1      | 2025-03      | 2025-07    | 16.07 | 16.06    |
        2      | 2025-03      | 2025-07    | 16.06 |          | 16.06.01
    """
    assert reasons(told, attribution=Attribution.NIK) == {}
    assert reasons(told, attribution=Attribution.WORK) == {"joined": 1, "counted_elsewhere_out": -1}
    assert reasons(told) == {"joined": 1}


def test_points_and_what_the_denominator_did_add_up_to_the_difference_of_the_rates() -> None:
    flows = flows_between(
        filled(
            """
        person | starts_month | ends_month | ended_as
        1      | 2025-03      | 2025-07    |
        2      | 2024-03      | 2025-07    |
        3      | 2024-03      | 2025-02    | lapsed
        4      | 2025-03      | 2025-07    |
    """,
            EPISODES,
            area="16.06",
        ),
        engine(),
        "16.06",
        THEN,
        NOW,
    )
    found = change_of_people(answer(THEN, 2, 7), answer(NOW, 3, 9), flows)
    assert {step.reason: step.points for step in found.reasons} == {
        "joined": Fraction(200, 7),
        "lapsed": Fraction(-100, 7),
        "denominator": Fraction(300, 9) - Fraction(300, 7),
    }
    assert sum(step.points or 0 for step in found.reasons) == found.points == Fraction(300, 9) - Fraction(200, 7)
    assert [step.persons for step in found.reasons if step.reason == "denominator"] == [None]


def test_a_figure_of_other_people_than_were_followed_is_a_fault_that_is_told() -> None:
    found = change_of_people(answer(THEN, 1), answer(NOW, 2), ())
    assert [one.code for one in found.findings] == ["change_counts_others"] * 2
    assert found.findings[1].facts == {"area": "16.06", "month": "2025-07", "counted": 0, "members": 2}


def test_months_counted_by_other_rules_are_told_but_not_segments_of_nobody() -> None:
    found = change_of_people(
        answer(THEN, 0, active_rule="older", segments=("BPU", "PU")),
        answer(NOW, 0, denominator=denominator("b")),
        (),
    )
    assert [one.code for one in found.findings] == ["change_active_rule_differs"]
    other = answer(THEN, 0, denominator=denominator("a"))
    found = change_of_people(other, answer(NOW, 0, denominator=denominator("b")), ())
    assert [one.code for one in found.findings] == ["change_denominator_differs"]


def denominator(name: str) -> Denominator:
    return Denominator(name, "16.06", None, 1_000, None, None, "2025", None, None)


def test_recaps_give_differences_of_their_parts_and_no_reasons() -> None:
    sent = (Missing("change_needs_lists", {}),)
    rows = [CoverageFigure("16.06", THEN, 60, dims={"segment": "PU"})]
    later = [
        CoverageFigure("16.06", NOW, 70, dims={"segment": "PU"}),
        CoverageFigure("16.06", NOW, 5, dims={"segment": "BPU"}),
    ]
    then, now = (
        Coverage(one.definition, one.total, ("segment",), tuple(told))
        for one, told in (
            (answer(THEN, 60, evidence=Evidence.RECAP), rows),
            (answer(NOW, 80, evidence=Evidence.RECAP), later),
        )
    )
    found = change_untold(then, now, ("segment",), sent)
    assert [(step.reason, step.persons) for step in found.reasons] == [("untold", 20)]
    assert [(step.persons, step.dims["segment"]) for step in found.rows] == [(5, "BPU"), (10, "PU"), (5, None)]
    assert found.missing == sent


def test_without_a_figure_for_either_month_there_is_no_change_to_tell() -> None:
    found = change_untold(answer(THEN, None), answer(NOW, 2))
    assert (found.reasons, found.difference) == ((), None)
    assert [(one.code, one.facts["lacking"]) for one in found.missing] == [("change_needs_both_months", "2024-12")]


def test_like_is_compared_with_like() -> None:
    linked, recap = answer(NOW, 3), answer(THEN, 2, evidence=Evidence.RECAP)
    assert shared_evidence(linked, linked) is Evidence.LINKED
    assert shared_evidence(recap, linked) is None
    assert shared_evidence(answer(THEN, None), linked) is None
    assert shared_evidence(answer(THEN, 2, mixed=(Evidence.LINKED, Evidence.RECAP)), linked) is None


@pytest.mark.parametrize(
    ("by", "then", "now", "code"),
    [
        (("sex",), THEN, NOW, "change_dimension_unknown"),
        (("district", "village"), THEN, NOW, "change_by_one_level"),
        ((), NOW, NOW, "change_months_reversed"),
        ((), NOW, THEN, "change_months_reversed"),
    ],
)
def test_what_cannot_be_asked_is_refused(by: tuple[str, ...], then: Month, now: Month, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_question(by, then, now)
    assert refused.value.code == code


def test_before_the_first_extract_nobody_knows_who_joined_and_who_returned() -> None:
    episodes = filled("person | starts_month\n1 | 2024-12\n2 | 2025-03", EPISODES, area="16.06", ends_month="2025-07")
    late = history_begins_late(episodes, engine(), "16.06.01", THEN)
    assert late is not None
    assert late.facts == {"area": "16.06.01", "month": "2024-12", "first": "2024-12"}
    assert history_begins_late(episodes, engine(), "16.06", Month(2025, 1)) is None


def test_the_sponsored_of_both_months_are_told_by_what_they_were_and_what_they_became() -> None:
    episodes = filled(
        """
        person | starts_month | ends_month | area  | payer        | ended_as
        1      | 2024-03      | 2025-07    | 16.06 | apbd_regency |
        2      | 2025-03      | 2025-07    | 16.06 | apbd_regency |
        3      | 2024-03      | 2024-05    | 16.06 | self         | lapsed
        3      | 2025-03      | 2025-07    | 16.06 | csr          |
        4      | 2024-03      | 2025-07    | 16.06 | employer     |
        5      | 2024-03      | 2025-01    | 16.06 | apbd_regency | lapsed
        6      | 2024-03      | 2025-07    | 16.06 | self         |
        7      | 2024-03      | 2025-01    | 16.07 | apbdes       |
        7      | 2025-02      | 2025-07    | 16.06 | apbdes       |
        8      | 2024-03      | 2025-01    | 16.06 | apbdes       |
        8      | 2025-02      | 2025-07    | 16.07 | apbdes       |
    """,
        EPISODES,
        segment="BPU",
    )
    spells = filled(
        """
        person | payer        | starts_month | ends_month
        1      | apbd_regency | 2024-03      |
        2      | apbd_regency | 2025-03      |
        3      | csr          | 2025-03      |
        4      | apbd_regency | 2025-03      |
        5      | apbd_regency | 2024-03      | 2025-01
        6      | apbd_regency | 2024-03      | 2025-01
        7      | apbdes       | 2024-03      |
        8      | apbdes       | 2024-03      |
    """,
        SPELLS,
    )
    found = sponsored_between(episodes, spells, engine(), "16.06", THEN, NOW)
    assert (found.then, found.now, found.net_new) == (4, 5, 1)
    # 4 has a job beside, and 6 spoke for themselves: in a breakdown by payer both stand in other rows
    assert (found.in_other_row_then, found.in_other_row_now) == (1, 1)
    assert (found.kept, found.came, found.taken_over, found.joined, found.returned) == (1, 1, 1, 1, 1)
    assert (found.left, found.handed_on, found.went) == (1, 1, 1)
