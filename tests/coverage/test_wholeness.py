"""When the people counted in a month are too few to be the headline, drawn; and which segments they are of."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asked import DECEMBER, JULY, denominators, recaps
from cakupan.basics.month import Month
from cakupan.coverage.answer import coverage_by
from cakupan.coverage.contradictions import contradictions
from cakupan.coverage.cube import cube_of
from cakupan.coverage.definition import Evidence
from cakupan.coverage.figure import Coverage
from cakupan.coverage.finding import Finding
from cakupan.coverage.hiding_above import hiding_about
from cakupan.coverage.known import Known, known_about
from cakupan.coverage.people import cube_of_people
from cakupan.coverage.suppression import hide_small
from cakupan.coverage.wholeness import nearest_whole
from cakupan.targets.pace import Pace, pace_of
from tables import engine, rows

pytestmark = pytest.mark.slow

LINKED, RECAP = Evidence.LINKED, Evidence.RECAP
JUNE = Month(2025, 6)


def people(text: str) -> Any:
    """The cube of as many people as each line says: `area | month | segment | count`, each one active member."""
    import pyarrow as pa

    columns = ("month", "segment", "payer", "village", "district", "area", "sex", "age")
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    drawn = [
        {"person": number, "month": month, "segment": segment, "payer": "self", "area": area, "state": "paid"}
        for area, month, segment, count in lines
        for number in range(int(count))
    ]
    schema = pa.schema({"person": pa.int64(), **dict.fromkeys((*columns, "state"), pa.string())})
    listed = engine().table(pa.Table.from_pylist(drawn, schema))
    return cube_of_people(listed, listed, LINKED)


def cube_with(listed: str, recap: str = "") -> Any:
    import ibis

    return engine().keep(ibis.union(cube_of(recaps(recap or "area | members")), people(listed)))


def found(listed: str, recap: str = "") -> list[Finding]:
    return list(contradictions(cube_with(listed, recap), denominators(""), engine()))


def known(listed: str, recap: str = "", area: str = "13.72") -> Known:
    cube = cube_with(listed, recap)
    told = contradictions(cube, denominators(""), engine())
    return known_about(cube, denominators(""), engine(), area, (DECEMBER, JUNE, JULY), told, by=())


def ask(listed: str, recap: str = "", area: str = "13.72", month: Month = JULY, **asked: Any) -> Coverage:
    return coverage_by(known(listed, recap, area), area, month, **asked)


def seen(answer: Coverage) -> tuple[int | None, Evidence | None]:
    return answer.total.members, answer.definition.evidence


def codes(answer: Coverage) -> list[str]:
    return [finding.code for finding in answer.findings]


ONE_ROW = "13.72 | 2025-07 | BPU | 1"


def test_one_row_of_an_extract_does_not_put_the_recap_aside() -> None:
    answer = ask(ONE_ROW, "area | members\n13.72 | 103079")
    assert seen(answer) == (103_079, RECAP)
    assert [(one.definition.evidence, one.figure.members) for one in answer.partial_evidence] == [(LINKED, 1)]
    (finding,) = answer.findings
    assert (finding.code, finding.severity) == ("extract_seems_partial", "error")
    assert (finding.facts["members"], finding.facts["linked"]) == (103_079, 1)


def test_four_fifths_of_the_recap_are_enough_and_one_fewer_are_not() -> None:
    assert seen(ask("13.72 | 2025-07 | BPU | 80", "area | members\n13.72 | 100")) == (80, LINKED)
    assert seen(ask("13.72 | 2025-07 | BPU | 79", "area | members\n13.72 | 100")) == (100, RECAP)


def test_a_recap_by_district_counts_as_a_recap_of_the_regency_and_a_district_is_as_whole_as_its_regency() -> None:
    recap = "area | members\n13.72.01 | 60\n13.72.02 | 40"
    assert seen(ask(ONE_ROW, recap)) == (100, RECAP)
    assert seen(ask(ONE_ROW, recap, "13.72.02")) == (40, RECAP)


def test_the_figure_of_a_part_is_given_to_who_asks_for_it() -> None:
    answer = ask(ONE_ROW, "area | members\n13.72 | 100", evidence=LINKED)
    assert seen(answer) == (1, LINKED)
    assert "extract_seems_partial" in codes(answer)


def test_a_month_with_less_than_half_of_the_month_before_is_no_headline() -> None:
    answer = ask("13.72 | 2025-06 | BPU | 10\n13.72 | 2025-07 | BPU | 4")
    assert (answer.total.members, answer.missing[0].code) == (None, "members_seem_partial")
    (finding,) = answer.findings
    assert finding.code == "extract_seems_partial_month"
    assert [finding.facts[name] for name in ("linked", "other_month", "members")] == [4, "2025-06", 10]
    assert seen(ask("13.72 | 2025-06 | BPU | 10\n13.72 | 2025-07 | BPU | 5")) == (5, LINKED)


def test_the_first_month_is_held_against_the_one_after() -> None:
    assert ask("13.72 | 2025-06 | BPU | 4\n13.72 | 2025-07 | BPU | 10", month=JUNE).total.members is None


def test_the_public_is_not_told_how_small_a_part_it_is() -> None:
    told = known("13.72 | 2025-06 | BPU | 10\n13.72 | 2025-07 | BPU | 4")
    public = hide_small(coverage_by(told, "13.72", JULY), hiding_about(told, "13.72"))
    assert (public.findings, public.partial_evidence) == ((), ())
    assert all(set(one.facts) <= {"area", "month", "denominator"} for one in public.missing)


def test_a_province_does_not_add_up_a_part_of_a_regency() -> None:
    from cakupan.regions.tree import children_of

    first, *others = (child.code for child in children_of("91"))
    listed = "\n".join([f"{first} | 2025-07 | BPU | 1", *(f"{code} | 2025-07 | BPU | 9" for code in others)])
    answer = ask(listed, f"area | members\n{first} | 9", "91")
    assert seen(answer) == (9 * (1 + len(others)), RECAP)
    assert codes(answer) == ["extract_seems_partial", "areas_of_mixed_evidence"]


def test_no_pace_is_drawn_from_a_part() -> None:
    listed = "13.72 | 2024-12 | BPU | 100\n13.72 | 2025-07 | BPU | 60"
    told = known(listed, "area | month | members\n13.72 | 2024-12 | 100\n13.72 | 2025-07 | 107")
    pace = pace_of(coverage_by(told, "13.72", JULY), coverage_by(told, "13.72", DECEMBER))
    assert isinstance(pace, Pace)
    assert pace.growth == 7


def test_a_stray_cell_speaks_for_no_month() -> None:
    told = {
        (row["month"], row["members"]): row["speaks"]
        for row in rows(people("16.06 | 2025-07 | BPU | 200\n16.06 | 2052-07 | BPU | 1\n16.06 | 2025-06 | BPU | 2"))
        if (row["grain"], row["measure"]) == ("total", "persons")
    }
    assert told == {("2025-07", 200): True, ("2052-07", 1): False, ("2025-06", 2): True}


def test_people_counted_are_of_named_segments_and_the_left_out_are_told() -> None:
    of_all = "13.72 | 2025-07 | BPU | 2\n13.72 | 2025-07 | PU | 2\n13.72 | 2025-07 | Jakon | 2"
    assert ask(of_all).definition.segments == ("BPU", "Jakon", "PU")
    assert codes(ask(of_all)) == []
    (finding,) = ask("13.72 | 2025-07 | BPU | 2").findings
    assert (finding.code, finding.facts["counted"], finding.facts["left_out"]) == (
        "segments_left_out",
        ("BPU",),
        ("PU", "Jakon"),
    )


def test_a_recap_that_differs_in_many_months_is_one_finding_and_each_month_has_its_own_answer() -> None:
    listed = "13.72 | 2025-06 | BPU | 90\n13.72 | 2025-07 | BPU | 95"
    recap = "area | month | members\n13.72 | 2025-06 | 100\n13.72 | 2025-07 | 100"
    (finding,) = found(listed, recap)
    assert (finding.code, finding.severity) == ("recaps_differ_from_linked", "warning")
    assert finding.facts == {"area": "13.72", "months": 2, "largest_in": "2025-06", "members": 100, "linked": 90}
    told = [one for one in ask(listed, recap).findings if one.code.startswith("recap")]
    assert [(one.code, one.facts["month"], one.facts["linked"]) for one in told] == [
        ("recap_differs_from_linked", "2025-07", 95)
    ]


def test_a_recap_that_hardly_differs_is_told_beside_its_month_only() -> None:
    listed, recap = "13.72 | 2025-07 | BPU | 999", "area | members\n13.72 | 1000"
    assert found(listed, recap) == []
    assert [one.severity for one in ask(listed, recap).findings if one.code.startswith("recap")] == ["info"]


def test_what_seems_partial_is_found_when_figures_are_made() -> None:
    listed = "13.72 | 2025-07 | BPU | 1\n13.71 | 2025-06 | BPU | 10\n13.71 | 2025-07 | BPU | 4"
    told = [(one.code, one.facts["area"], one.severity) for one in found(listed, "area | members\n13.72 | 100")]
    assert told == [("extract_seems_partial", "13.72", "error"), ("extract_seems_partial_month", "13.71", "error")]


@pytest.mark.duckdb_only
@given(st.lists(st.integers(1, 40), max_size=6))
def test_two_parts_in_a_row_do_not_make_each_other_whole(tail: list[int]) -> None:
    members = {Month(2025, 1) + at: count for at, count in enumerate([100, *tail])}
    assert all(other == (Month(2025, 1), 100) for month, other in list(nearest_whole(members).items())[1:])
