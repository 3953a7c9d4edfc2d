"""What is answered about coverage, with its definition, its parts and what is missing."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from asked import DECEMBER, JULY, known
from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.coverage.answer import coverage_by
from cakupan.coverage.definition import RULE, Attribution, Evidence, FigureDefinition, Measure, active_rule_of
from cakupan.coverage.figure import Coverage
from cakupan.membership.rules import NotInForce, active_rule
from cakupan.workforce.choose import UnknownDenominator
from cakupan.workforce.denominator import Denominator

MUBA = """
    area  | month   | members | source
    16.06 | 2024-12 | 88958   | kantor cabang
    16.06 | 2025-07 | 103079  | kantor cabang
"""
POTENTIAL = """
    denominator      | area  | vintage | value  | definition             | source
    potensi-bps-2025 | 16.06 | 2025    | 213582 | potensi tenaga kerja   | BPS 2025
"""


def ask(recaps: str, denominators: str = "", *, area: str = "16.06", **asked: Any) -> Coverage:
    with_findings = asked.pop("with_findings", False)
    return coverage_by(known(recaps, denominators, area=area, with_findings=with_findings), area, JULY, **asked)


def parts(answer: Coverage) -> list[tuple[Any, ...]]:
    return [
        (*(row.dims or {}).values(), row.members, row.potential, "unplaced") if row.unplaced
        else (*(row.dims or {}).values(), row.members, row.potential)
        for row in answer.rows
    ]  # fmt: skip


def codes(answer: Coverage) -> set[str]:
    return {finding.code for finding in answer.findings}


def test_musi_banyuasin_is_covered_to_4165_and_4826_per_cent() -> None:
    found = known(MUBA, POTENTIAL, months=(DECEMBER, JULY))
    answers = [coverage_by(found, "16.06", month) for month in (DECEMBER, JULY)]
    assert [answer.total.ratio.percent() for answer in answers if answer.total.ratio] == [
        Decimal("41.65"),
        Decimal("48.26"),
    ]
    assert answers[1].total.uncovered == 110_503


def test_no_number_comes_without_its_definition() -> None:
    answer = ask(MUBA, POTENTIAL, known_on=date(2025, 9, 18), snapshot="7")
    assert answer.definition == FigureDefinition(
        area="16.06",
        month=JULY,
        active_rule=RULE,
        attribution=Attribution.REPORTED,
        measure=Measure.AS_REPORTED,
        basis="reported",
        segments=(),
        sources=("kantor cabang",),
        evidence=Evidence.RECAP,
        denominator=Denominator(
            "potensi-bps-2025", "16.06", "2025", 213_582, definition="potensi tenaga kerja", source="BPS 2025"
        ),
        denominator_because="only",
        known_on=date(2025, 9, 18),
        snapshot="7",
    )


def test_the_same_members_stand_beside_other_denominators() -> None:
    answer = ask(
        MUBA,
        """
        denominator | area  | vintage | value
        potensi     | 16.06 | 2025    | 213582
        bekerja     | 16.06 | 2024    | 322580
        """,
    )
    assert answer.definition.denominator_because == "latest"
    assert "denominator_chosen" in codes(answer)
    (beside,) = answer.beside
    assert beside.ratio is not None
    assert (beside.denominator.id, beside.ratio.percent()) == ("bekerja", Decimal("31.95"))
    named = ask(MUBA, POTENTIAL, named_by_targets=["potensi-bps-2025"])
    assert (named.definition.denominator_because, codes(named)) == ("target", set())
    with pytest.raises(UnknownDenominator):
        ask(MUBA, POTENTIAL, denominator="bekerja")


def test_a_denominator_of_a_later_year_is_used_and_said_so() -> None:
    found = known(MUBA, POTENTIAL, months=(DECEMBER, JULY))
    assert codes(coverage_by(found, "16.06", DECEMBER)) == {"denominator_of_later_year"}
    assert codes(coverage_by(found, "16.06", JULY)) == set()


def test_without_a_denominator_there_are_members_and_no_rate() -> None:
    answer = ask(MUBA)
    assert (answer.total.members, answer.total.potential, answer.total.ratio) == (103_079, None, None)
    assert [missing.code for missing in answer.missing] == ["denominator_missing"]


def test_without_members_nothing_is_zero() -> None:
    answer = ask("area | members", POTENTIAL)
    assert (answer.total.members, answer.total.ratio, answer.total.uncovered) == (None, None, None)
    assert [missing.code for missing in answer.missing] == ["members_missing_always"]


@pytest.mark.parametrize(
    ("by", "code"),
    [
        (("village",), "village_missing"),
        (("district",), "district_missing"),
        (("segment",), "segment_missing"),
        (("payer",), "payer_missing"),
        (("segment", "payer"), "segment_and_payer_missing"),
        (("sex",), "sex_missing"),
        (("village", "age"), "age_missing"),
        (("decile",), "decile_missing"),
    ],
)
def test_a_breakdown_that_was_not_reported_is_said_to_be_missing(by: tuple[str, ...], code: str) -> None:
    answer = ask(MUBA, POTENTIAL, by=by)
    assert answer.rows == ()
    assert [missing.code for missing in answer.missing] == [code]
    assert answer.total.members == 103_079


def test_a_breakdown_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        ask(MUBA, by=("colour",))
    assert refused.value.code == "dimension_unknown"


def test_a_village_has_no_villages() -> None:
    answer = ask("area | members\n16.06.01.2002 | 10", area="16.06.01.2002", by=("village",))
    assert [missing.code for missing in answer.missing] == ["denominator_missing", "no_village_within"]


def test_villages_and_unplaced_add_up_to_the_regency() -> None:
    answer = ask(
        """
        area          | members
        16.06         | 1000
        16.06.01.2002 | 300
        16.06.02.2001 | 200
        """,
        """
        denominator | area          | value
        potensi     | 16.06         | 2000
        potensi     | 16.06.01.2002 | 400
        potensi     | 16.06.02.2001 | 500
        """,
        by=("village",),
    )
    assert parts(answer) == [
        ("16.06.01.2002", 300, 400),
        ("16.06.02.2001", 200, 500),
        (None, 500, 1100, "unplaced"),
    ]
    assert [row.area for row in answer.rows] == ["16.06.01.2002", "16.06.02.2001", None]


def test_a_row_has_a_potential_only_where_it_was_counted_in_the_same_vintage() -> None:
    answer = ask(
        """
        area     | members
        16.06    | 1000
        16.06.01 | 300
        16.06.02 | 200
        """,
        """
        denominator | area     | vintage | value
        potensi     | 16.06    | 2025    | 2000
        potensi     | 16.06.01 | 2024    | 400
        """,
        by=("district",),
    )
    assert parts(answer) == [("16.06.01", 300, None), ("16.06.02", 200, None), (None, 500, None, "unplaced")]


def test_a_breakdown_that_is_complete_has_no_unplaced() -> None:
    answer = ask(
        """
        area     | members
        13.72    | 100
        13.72.01 | 60
        13.72.02 | 40
        """,
        area="13.72",
        by=("district",),
    )
    assert parts(answer) == [("13.72.01", 60, None), ("13.72.02", 40, None)]


def test_villages_are_shown_where_the_total_is_not_known() -> None:
    answer = ask("area | members\n16.06.01.2002 | 300", by=("village",))
    assert parts(answer) == [("16.06.01.2002", 300, None)]
    assert answer.total.members is None
    assert answer.missing[0].code == "members_missing_in_some_areas"


def test_more_placed_than_there_are_is_found_and_no_row_is_negative() -> None:
    answer = ask(
        """
        area     | members
        16.06    | 100
        16.06.01 | 80
        16.06.02 | 40
        """,
        by=("district",),
        with_findings=True,
    )
    assert [row.members for row in answer.rows] == [80, 40]
    assert codes(answer) == {"districts_exceed_whole"}  # once, not again for the rows


def test_segments_have_the_potential_of_their_segment() -> None:
    answer = ask(
        """
        area  | segment | members
        16.06 |         | 100
        16.06 | PU      | 60
        16.06 | BPU     | 30
        """,
        """
        denominator | area  | segment | value
        potensi     | 16.06 |         | 300
        potensi     | 16.06 | BPU     | 200
        """,
        by=("segment",),
    )
    assert parts(answer) == [("BPU", 30, 200), ("PU", 60, None), (None, 10, None, "unplaced")]
    assert answer.rows[-1].area == "16.06"


def test_the_source_of_the_total_tells_it_apart_where_it_can() -> None:
    text = """
        area  | segment | source | members | known_on
        16.06 |         | cabang | 100     | 2025-08-02
        16.06 | PU      | cabang | 60      | 2025-08-02
        16.06 | PU      | dinas  | 70      | 2025-08-01
        16.06 | BPU     | dinas  | 30      | 2025-08-01
    """
    assert parts(ask(text, by=("segment",))) == [("PU", 60, None), (None, 40, None, "unplaced")]
    without = "\n".join(line for line in text.splitlines() if "60" not in line)
    of_another = ask(without, by=("segment",))
    assert parts(of_another) == [("BPU", 30, None), ("PU", 70, None)]
    assert codes(of_another) == {"breakdown_of_another_source"}  # it fits, but the definition names the other one


@pytest.mark.parametrize(
    ("by", "first", "second"),
    [
        (("segment",), "16.06 | PU | ", "16.06 | BPU | "),
        (("payer",), "16.06 | | csr", "16.06 | | self"),
        (("district",), "16.06.01 | | ", "16.06.02 | | "),
        (("village", "payer"), "16.06.01.2002 | | csr", "16.06.01.2002 | | self"),
    ],
)
def test_nothing_is_left_over_between_two_sources_and_both_are_named(
    by: tuple[str, ...], first: str, second: str
) -> None:
    answer = ask(
        f"""
        area | segment | payer | source | members
        16.06 | | | dinas | 200
        {first} | cabang | 60
        {second} | cabang | 50
        """,
        by=by,
    )
    assert sorted(row.members or 0 for row in answer.rows) == [50, 60]
    assert not any(row.unplaced for row in answer.rows)
    assert (answer.definition.sources, answer.row_sources) == (("dinas",), ("cabang",))
    (finding,) = answer.findings
    assert (finding.code, finding.severity) == ("breakdown_of_another_source", "warning")
    assert {name: finding.facts[name] for name in ("sources", "placed", "total_sources", "members")} == {
        "sources": ("cabang",),
        "placed": 110,
        "total_sources": ("dinas",),
        "members": 200,
    }


def test_a_district_counted_by_another_source_than_the_regency_leaves_nothing_over() -> None:
    answer = ask(
        """
        area     | source | members
        16.06    | dinas  | 200
        16.06.01 | dinas  | 60
        16.06.02 | cabang | 50
        """,
        by=("district",),
    )
    assert not any(row.unplaced for row in answer.rows)
    assert answer.row_sources == ("cabang", "dinas")
    assert codes(answer) == {"breakdown_of_another_source"}


def test_villages_are_held_against_the_district_that_counts_them_in_the_total() -> None:
    text = """
        area          | source | members
        13.72.01      | cabang | 60
        13.72.02      | dinas  | 40
        {village} | cabang | 10
    """
    fits = ask(text.format(village="13.72.01.1001"), area="13.72", by=("village",))
    assert parts(fits)[-1] == (None, 90, None, "unplaced")
    crossed = ask(text.format(village="13.72.02.1001"), area="13.72", by=("village",))
    assert [row.unplaced for row in crossed.rows] == [False]
    assert "breakdown_of_another_source" in codes(crossed)


def test_a_named_and_an_unnamed_source_are_two() -> None:
    answer = ask("area | source | members\n16.06 | dinas | 200\n16.06.01 | | 60", by=("district",))
    assert (parts(answer), answer.row_sources) == ([("16.06.01", 60, None)], ())
    assert codes(answer) == {"breakdown_of_another_source"}


@pytest.mark.parametrize("place", ["16.06.01.2002", "16.06.01"])
def test_a_place_with_rows_by_payer_alone_is_shown(place: str) -> None:
    level = "village" if len(place) == 13 else "district"
    text = f"""
        area          | payer | segment | members
        16.06         |       |         | 100
        {place}       | csr   |         | 10
        {place}       | self  |         | 20
        16.06.02.2001 |       |         | 5
    """
    answer = ask(text, by=(level, "payer"))
    assert [part[:3] for part in parts(answer)] == [(place, "csr", 10), (place, "self", 20), (None, None, 70)]
    assert [missing.code for missing in answer.missing] == ["denominator_missing"]


def test_places_without_a_row_of_the_asked_kind_are_said_to_lack_it() -> None:
    answer = ask("area | members\n16.06 | 100\n16.06.01.2002 | 10", by=("village", "payer"))
    assert [missing.code for missing in answer.missing] == ["denominator_missing", "payer_missing"]


def test_without_members_and_rows_nothing_claims_evidence() -> None:
    assert ask("area | members", POTENTIAL).definition.evidence is None
    only_payers = "area | payer | source | members\n16.06 | csr | dinas | 10"
    assert ask(only_payers).definition.evidence is None
    told_apart = ask(only_payers, by=("payer",))
    assert told_apart.definition.evidence is Evidence.RECAP
    assert (told_apart.total.members, told_apart.row_sources) == (None, ("dinas",))


def test_a_recap_counts_the_active_by_its_reporters_own_rule() -> None:
    assert active_rule_of(Evidence.RECAP, JULY) == RULE == "as-reported"
    assert active_rule_of(None, JULY) == RULE


def test_people_are_counted_by_the_membership_rule_of_the_month_and_by_none_before_there_was_one() -> None:
    assert active_rule_of(Evidence.LINKED, JULY) == active_rule().version_in(JULY).id
    with pytest.raises(NotInForce):
        active_rule_of(Evidence.EXTRACT, Month(2010, 1))


def test_areas_added_up_from_two_sources_are_told_apart_by_one_each() -> None:
    answer = ask(
        """
        area     | segment | source | members | known_on
        13.72.01 |         | cabang | 60      | 2025-08-01
        13.72.01 | PU      | cabang | 60      | 2025-08-01
        13.72.01 | PU      | dinas  | 55      | 2025-08-02
        13.72.02 |         | dinas  | 40      | 2025-08-01
        13.72.02 | PU      | cabang | 39      | 2025-08-01
        13.72.02 | PU      | dinas  | 40      | 2025-08-01
        """,
        area="13.72",
        by=("district", "segment"),
    )
    assert parts(answer) == [("13.72.01", "PU", 60, None), ("13.72.02", "PU", 40, None)]


def test_what_is_at_odds_is_told_of_the_areas_that_are_shown() -> None:
    text = """
        area     | source | members
        16.06    | cabang | 100
        16.06.01 | cabang | 50
        16.06.01 | dinas  | 60
    """
    assert codes(ask(text, with_findings=True)) == set()
    assert codes(ask(text, by=("district",), with_findings=True)) == {"sources_disagree"}


def test_villages_and_payers_cross() -> None:
    answer = ask(
        """
        area          | payer | segment | members
        16.06         |       |         | 100
        16.06.01.2002 | csr   | BPU     | 10
        16.06.01.2002 | self  | BPU     | 20
        """,
        by=("district", "village", "payer"),
    )
    assert parts(answer) == [
        ("16.06.01", "16.06.01.2002", "csr", 10, None),
        ("16.06.01", "16.06.01.2002", "self", 20, None),
        (None, None, None, 70, None, "unplaced"),
    ]


def test_a_total_of_some_segments_says_which_are_left_out() -> None:
    answer = ask("area | segment | members\n16.06 | BPU | 40")
    (finding,) = answer.findings
    assert (finding.code, finding.facts["counted"], finding.facts["left_out"]) == (
        "segments_left_out",
        ("BPU",),
        ("PU", "Jakon"),
    )


def test_a_sum_over_areas_above_its_potential_is_found() -> None:
    answer = ask(
        """
        area     | segment | members
        13.72.01 |         | 60
        13.72.02 | BPU     | 50
        """,
        "denominator | area | value\npotensi | 13.72 | 100",
        area="13.72",
    )
    assert codes(answer) == {"areas_counted_differently", "members_above_potential", "segments_left_out"}
    assert answer.total.uncovered is None


def test_a_recap_knows_no_other_attribution_than_its_own() -> None:
    assert ask(MUBA, POTENTIAL, attribution=Attribution.REPORTED).missing == ()
    answer = ask(MUBA, POTENTIAL, attribution=Attribution.NIK)
    assert [missing.code for missing in answer.missing] == ["attribution_nik_missing"]


def test_a_denominator_of_nobody_gives_no_rate() -> None:
    answer = ask(MUBA, "denominator | area | value\npotensi | 16.06 | 0")
    assert answer.total.ratio is None
    assert [missing.code for missing in answer.missing] == ["denominator_empty"]


def test_findings_of_another_month_are_not_told() -> None:
    text = """
        area  | month   | source | members
        16.06 | 2024-12 | cabang | 100
        16.06 | 2024-12 | dinas  | 110
        16.06 | 2025-07 | cabang | 100
    """
    found = known(text, months=(DECEMBER, JULY), with_findings=True)
    assert codes(coverage_by(found, "16.06", JULY)) == set()
    assert codes(coverage_by(found, "16.06", DECEMBER)) == {"sources_disagree"}
