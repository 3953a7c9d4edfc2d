"""What is answered where recaps, lists of members and linked persons speak of one place, or only some of them do."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
import pytest

from asked import DECEMBER, JULY, denominators, recaps
from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.coverage.answer import coverage_by
from cakupan.coverage.contradictions import contradictions
from cakupan.coverage.cube import cube_of
from cakupan.coverage.definition import Attribution, Evidence, Measure, differences
from cakupan.coverage.figure import Coverage
from cakupan.coverage.hiding_above import hiding_about
from cakupan.coverage.known import Known, known_about
from cakupan.coverage.people import cube_of_people
from cakupan.coverage.public_tables import public_question
from cakupan.coverage.suppression import hide_small
from cakupan.coverage.total import Total, total_of
from cakupan.membership.rules import active_rule
from cakupan.regions.tree import children_of, codes_at
from cakupan.targets.pace import Pace, pace_of
from tables import engine, filled

# Cubes and contradictions have specs of their own on both engines; what is told from them is plain Python.
pytestmark = [pytest.mark.duckdb_only, pytest.mark.slow]

SOLOK = "13.72"  # a city of two districts
FIRST = "13.72.01.1001"  # a village of the first
PEOPLE = pa.schema(
    {
        "person": pa.int64(),
        **dict.fromkeys(("month", "segment", "payer", "village", "district", "area", "sex", "age"), pa.string()),
        **dict.fromkeys(("decile", "occupation", "state"), pa.string()),
    }
)
LINKED, EXTRACT, RECAP = Evidence.LINKED, Evidence.EXTRACT, Evidence.RECAP

THREE = """
    person | village       | district | segment | payer | sex | age
    1      | 13.72.01.1001 |          | PU      | employer | L | 25-34
    2      | 13.72.01.1001 |          | BPU     | self     | P | 25-34
    3      |               | 13.72.02 | BPU     | self     | P | 35-44
    4      |               |          | BPU     | csr      |   |
"""


def cells(people: str, evidence: Evidence = LINKED) -> Any:
    """The cube of drawn people, each of one active membership."""
    drawn = filled(people, PEOPLE, month="2025-07", segment="BPU", area=SOLOK, state="paid")
    return cube_of_people(drawn.filter(drawn["state"] == "paid"), drawn, evidence)


def known(
    *cubes: Any, recap: str = "", potentials: str = "", area: str = SOLOK, months: Sequence[Month] = (DECEMBER, JULY)
) -> Known:
    cube = engine().keep(ibis.union(cube_of(recaps(recap or "area | members")), *cubes))
    found = contradictions(cube, denominators(potentials), engine())
    return known_about(cube, denominators(potentials), engine(), area, months, found)


def ask(told: Known, area: str = SOLOK, month: Month = JULY, **asked: Any) -> Coverage:
    return coverage_by(told, area, month, **asked)


def ask_in_public(told: Known, area: str = SOLOK, **asked: Any) -> Coverage:
    return hide_small(ask(told, area, **asked), hiding_about(told, area))


def parts(answer: Coverage) -> dict[tuple[Any, ...] | str, int | None]:
    return {
        "unplaced" if row.unplaced else tuple((row.dims or {}).values()): row.members
        for row in answer.rows
        if row.members
    }


def codes(answer: Coverage) -> list[str]:
    return [finding.code for finding in answer.findings]


def test_the_strongest_evidence_speaks_and_the_others_are_shown() -> None:
    extract = cells("person\n1\n2\n3\n4\n5", EXTRACT)
    told = known(cells(THREE), extract, recap="area | members\n13.72 | 5", potentials=POTENTIAL)
    answer = ask(told)
    assert (answer.definition.evidence, answer.total.members) == (LINKED, 4)
    assert [(one.definition.evidence, one.figure.members) for one in answer.other_evidence] == [
        (EXTRACT, 5),
        (RECAP, 5),
    ]
    assert [one.figure.ratio.percent() for one in answer.other_evidence if one.figure.ratio] == [
        Decimal("50.00"),
        Decimal("50.00"),
    ]


POTENTIAL = "denominator | area | value\npotensi | 13.72 | 10"


def test_each_kind_of_evidence_has_its_own_definition() -> None:
    told = known(cells(THREE), cells(THREE, EXTRACT), recap="area | source | members\n13.72 | cabang | 5")
    linked = ask(told).definition
    assert (linked.measure, linked.basis, linked.attribution) == (Measure.PERSONS, "counted", Attribution.DOMICILE)
    assert (linked.active_rule, linked.linkage) == (active_rule().version_in(JULY).id, "linked")
    assert linked.sources == ("members",)
    extract, recap = (one.definition for one in ask(told).other_evidence)
    assert (extract.linkage, extract.measure) == ("exact_nik", Measure.PERSONS)
    assert (recap.linkage, recap.active_rule, recap.sources) == (None, "as-reported", ("cabang",))
    assert differences(linked, extract) == ("evidence",)
    assert "evidence" in differences(linked, recap)


def test_one_kind_may_be_asked_for() -> None:
    told = known(cells(THREE), cells("person\n1", EXTRACT), recap="area | members\n13.72 | 7\n13.72.01 | 5")
    answer = ask(told, evidence=RECAP, by=("district",))
    assert (answer.total.members, answer.definition.evidence, parts(answer)) == (
        7,
        RECAP,
        {("13.72.01",): 5, "unplaced": 2},
    )
    assert ask(told, evidence=EXTRACT).total.members == 1


def test_evidence_that_there_is_none_of_is_said_to_be_missing() -> None:
    told = known(recap="area | members\n13.72 | 7")
    assert [one.code for one in ask(told, evidence=LINKED, by=("sex",)).missing] == [
        "linked_missing",
        "denominator_missing",
        "sex_missing",
    ]
    assert ask(known(cells(THREE)), evidence=RECAP).missing[0].code == "recap_missing"


def test_a_month_before_the_first_extract_answers_from_its_recap() -> None:
    told = known(cells(THREE), recap="area | month | members\n13.72 | 2024-12 | 3\n13.72 | 2025-07 | 5")
    assert [ask(told, month=month).definition.evidence for month in (DECEMBER, JULY)] == [RECAP, LINKED]


def test_people_are_told_apart_by_every_grouping_set() -> None:
    told = known(cells(THREE))
    expected: dict[tuple[str, ...], dict[Any, int]] = {
        ("district",): {("13.72.01",): 2, ("13.72.02",): 1, "unplaced": 1},
        ("village",): {(FIRST,): 2, "unplaced": 2},
        ("segment",): {("BPU",): 3, ("PU",): 1},
        ("payer",): {("csr",): 1, ("employer",): 1, ("self",): 2},
        ("segment", "payer"): {("BPU", "csr"): 1, ("BPU", "self"): 2, ("PU", "employer"): 1},
        ("sex",): {("L",): 1, ("P",): 2, "unplaced": 1},
        ("age",): {("25-34",): 2, ("35-44",): 1, "unplaced": 1},
        ("sex", "age"): {("L", "25-34"): 1, ("P", "25-34"): 1, ("P", "35-44"): 1, "unplaced": 1},
        ("village", "sex", "age"): {(FIRST, "L", "25-34"): 1, (FIRST, "P", "25-34"): 1, "unplaced": 2},
        ("district", "village", "payer"): {
            ("13.72.01", FIRST, "employer"): 1,
            ("13.72.01", FIRST, "self"): 1,
            "unplaced": 2,
        },
    }
    for by, rows in expected.items():
        answer = ask(told, by=by)
        assert parts(answer) == rows, by
        assert answer.row_sources == ("members",)
        assert sum(row.members or 0 for row in answer.rows) == 4


@pytest.mark.parametrize("by", [("segment", "sex"), ("payer", "age"), ("segment", "payer", "sex", "age")])
def test_any_combination_is_told_of_a_regency_and_its_districts(by: tuple[str, ...]) -> None:
    people = [
        {"segment": "PU", "payer": "employer", "sex": "L", "age": "25-34"},
        {"segment": "BPU", "payer": "self", "sex": "P", "age": "25-34"},
        {"segment": "BPU", "payer": "self", "sex": "P", "age": "35-44"},
        {"segment": "BPU", "payer": "csr"},
    ]
    for area, here in ((SOLOK, people), (FIRST[:8], people[:2])):
        answer = ask(known(cells(THREE), area=area), area, by=by)
        assert sorted(
            tuple(str((row.dims or {})[name]) for name in by) for row in answer.rows for _ in range(row.members or 0)
        ) == sorted(tuple(str(one.get(name)) for name in by) for one in here)
        assert not any(row.unplaced for row in answer.rows)


@pytest.mark.parametrize(
    ("by", "code"),
    [
        (("segment", "occupation"), "combination_missing"),
        (("village", "segment", "sex"), "combination_only_by_district"),
        (("decile",), "decile_missing"),
        (("occupation",), "occupation_missing"),
    ],
)
def test_what_the_cube_does_not_hold_is_said_to_be_missing(by: tuple[str, ...], code: str) -> None:
    answer = ask(known(cells(THREE)), by=by)
    assert [one.code for one in answer.missing] == ["denominator_missing", code]
    assert answer.total.members == 4


def test_deciles_are_told_of_those_whom_a_list_tells_them_of() -> None:
    people = """
        person | village       | decile | occupation
        1      | 13.72.01.1001 | 2      | petani
        2      | 13.72.01.1001 | 10     |
        3      |               | 2      |
        4      |               |        |
    """
    told = known(cells(people))
    by_decile = ask(told, by=("decile",))
    assert [((row.dims or {})["decile"], row.members, row.unplaced) for row in by_decile.rows] == [
        ("2", 2, False),
        ("10", 1, False),
        (None, 1, True),
    ]
    by_work = ask(told, by=("village", "occupation"))
    assert [(row.area, (row.dims or {})["occupation"], row.members) for row in by_work.rows] == [
        (FIRST, "petani", 1),
        (None, None, 3),
    ]


def test_a_village_without_people_has_nobody_where_an_extract_is_there() -> None:
    told = known(cells(THREE), recap="area | members\n13.72.02.1001 | 6")
    answer = ask(told, by=("village",))
    villages = codes_at("village", SOLOK)
    assert [row.area for row in answer.rows] == [*villages, None]
    assert [row.members for row in answer.rows if row.area != FIRST and row.area] == [0] * (len(villages) - 1)
    assert ask(known(cells(THREE), area="13.72.02.1001"), "13.72.02.1001").total.members == 0


def test_a_month_without_an_extract_has_nobody_counted_and_not_zero() -> None:
    answer = ask(known(cells(THREE), area=FIRST), FIRST, DECEMBER)
    assert (answer.total.members, answer.missing[0].code) == (None, "members_missing")
    assert answer.missing[0].facts["known"] == ("2025-07",)


def test_an_extract_whose_members_all_lapsed_counts_nobody_and_lacks_nothing() -> None:
    told = known(cells("person | state\n1 | lapsed"))
    for by in ((), ("segment",), ("sex",), ("village",)):
        answer = ask(told, by=by, denominator=None)
        assert answer.total.members == 0
        assert [one.code for one in answer.missing] == ["denominator_missing"]


def test_a_regency_known_from_extracts_of_others_only_keeps_its_recap() -> None:
    elsewhere = cells("person | district\n1 | 13.71.01\n2 | 13.72.01")
    told = known(elsewhere, recap="area | members\n13.71 | 500", area="13.71")
    answer = ask(told, "13.71", by=("district",))
    assert (answer.total.members, answer.definition.evidence, answer.other_evidence) == (500, RECAP, ())
    assert ask(known(elsewhere)).total.members == 1


def test_memberships_are_a_second_measure() -> None:
    two = "person | segment | payer\n1 | BPU | self\n2 | PU | employer"
    drawn = filled(two, PEOPLE, month="2025-07", area=SOLOK, state="paid")
    more = filled(two + "\n1 | PU | employer", PEOPLE, month="2025-07", area=SOLOK, state="grace")
    answer = ask(known(cube_of_people(drawn, more, LINKED)), by=("segment",))
    assert (answer.total.members, answer.total.memberships) == (2, 3)
    assert [(row.members, row.memberships) for row in answer.rows] == [(1, 1), (1, 2)]


@pytest.fixture
def provinces() -> tuple[str, tuple[str, ...]]:
    """A province and its regencies."""
    return "91", tuple(child.code for child in children_of("91"))


def _in_each(regencies: Sequence[str]) -> str:
    return "\n".join(["person | area | sex", *(f"{number} | {code} | L" for number, code in enumerate(regencies))])


def test_a_province_is_the_sum_of_its_regencies_on_one_kind_of_evidence(
    provinces: tuple[str, tuple[str, ...]],
) -> None:
    province, regencies = provinces
    recap = "\n".join(["area | members", f"{province} | {len(regencies) + 1}", *(f"{code} | 1" for code in regencies)])
    told = known(cells(_in_each(regencies)), recap=recap, area=province)
    answer = ask(told, province, by=("sex",))
    assert (answer.total.members, answer.definition.evidence, answer.definition.basis) == (
        len(regencies),
        LINKED,
        "areas",
    )
    assert parts(answer) == {("L",): len(regencies)}
    assert [one.figure.members for one in answer.other_evidence] == [len(regencies) + 1]
    assert not {"areas_of_mixed_evidence", "areas_counted_differently"} & set(codes(answer))
    public = ask_in_public(told, province, by=("sex",))  # what one regency hides, the others would give away
    assert public.total.hidden
    assert (public.rows, [one.code for one in public.missing][-1]) == ((), "public_parts_of_areas")


def test_a_province_mixes_evidence_only_where_no_kind_tells_of_all_and_says_so(
    provinces: tuple[str, tuple[str, ...]],
) -> None:
    province, (first, *others) = provinces
    recap = "\n".join(["area | members", *(f"{code} | 100" for code in others)])
    told = known(cells(_in_each([first])), recap=recap, area=province)
    total = total_of(told, province, JULY)
    assert isinstance(total, Total)
    assert (total.members, total.evidence, total.mixed) == (1 + 100 * len(others), RECAP, (LINKED, RECAP))
    answer = ask(told, province)
    assert codes(answer) == ["areas_of_mixed_evidence"]
    assert answer.definition.measure is Measure.AS_REPORTED
    own = known(cells(_in_each([first])), recap=recap + f"\n{province} | 1000", area=province)
    assert ask(own, province).total.members == 1000  # a recap of the whole goes before a mixture


def test_a_recap_that_says_otherwise_than_linked_persons_is_a_warning() -> None:
    told = known(cells(THREE), recap="area | members\n13.72 | 5\n13.72.01 | 2\n13.72.02.1001 | 3\n13.71 | 9")
    found = [one for one in told.findings if one.code == "recaps_differ_from_linked"]
    assert [(one.facts["area"], one.facts["members"], one.facts["linked"]) for one in found] == [
        ("13.72", 5, 4),
        ("13.72.02.1001", 3, 0),
    ]
    assert {one.severity for one in found} == {"warning"}
    assert codes(ask(told)) == ["recap_differs_from_linked", "segments_left_out"]


def test_cells_of_people_add_up_and_only_the_figure_shown_is_held_against_workers() -> None:
    told = known(cells(THREE), cells(THREE, EXTRACT), recap="area | members\n13.72 | 5", potentials=POTENTIAL)
    assert [one.code for one in told.findings] == ["recaps_differ_from_linked"]
    few = known(cells(THREE), cells(THREE, EXTRACT), potentials="denominator | area | value\npotensi | 13.72 | 3")
    assert [(one.code, one.facts["members"]) for one in few.findings] == [("members_above_potential", 4)]


def test_attribution_by_domicile_is_that_of_people() -> None:
    told = known(cells(THREE), recap="area | members\n13.72 | 5")
    assert [one.code for one in ask(told, attribution=Attribution.DOMICILE).missing] == ["denominator_missing"]
    # Not answered from the recap in silence: in public that would be a way round the strongest evidence.
    by_reporter = ask(told, attribution=Attribution.REPORTED)
    assert (by_reporter.total.members, by_reporter.missing[-1].code) == (4, "attribution_reported_missing")
    from_recap = ask(told, attribution=Attribution.REPORTED, evidence=RECAP)
    assert (from_recap.total.members, from_recap.missing[-1].code) == (5, "denominator_missing")


def pace(told: Known) -> Pace:
    found = pace_of(ask(told), ask(told, month=DECEMBER))
    assert isinstance(found, Pace)
    return found


def test_the_pace_compares_like_with_like_and_says_that_the_headline_is_another() -> None:
    both = "area | month | members\n13.72 | 2024-12 | 3\n13.72 | 2025-07 | 5"
    found = pace(known(cells(THREE), recap=both))
    assert (found.members_then, found.members_now, found.per_month) == (3, 5, 0)
    (finding,) = found.findings
    assert (finding.code, finding.facts["members"], finding.facts["headline"]) == ("pace_by_recap", 5, 4)


def test_a_pace_between_months_of_different_evidence_says_so_once() -> None:
    found = pace(known(cells(THREE), recap="area | month | members\n13.72 | 2024-12 | 3"))
    assert (found.growth, [one.code for one in found.findings]) == (1, ["pace_evidence_differs"])


def test_a_pace_to_a_sum_over_mixed_evidence_says_so(provinces: tuple[str, tuple[str, ...]]) -> None:
    province, (first, *others) = provinces
    lines = [f"{code} | {month} | 100" for code in others for month in (DECEMBER, JULY)]
    recap = "\n".join(["area | month | members", f"{first} | 2024-12 | 100", *lines])
    told = known(cells(_in_each([first])), recap=recap, area=province)
    found = pace_of(ask(told, province), ask(told, province, DECEMBER))
    assert isinstance(found, Pace)
    assert (found.growth, [one.code for one in found.findings]) == (-99, ["pace_evidence_differs"])


def test_a_pace_of_two_months_of_linked_persons_has_nothing_to_add() -> None:
    two = cells("person | month\n1 | 2024-12\n1 | 2025-07\n2 | 2025-07")
    found = pace(known(two, recap="area | month | members\n13.72 | 2024-12 | 1\n13.72 | 2025-07 | 2"))
    assert (found.growth, found.findings) == (1, ())


def test_the_public_sees_the_strongest_evidence_only() -> None:
    many = "\n".join(["person | sex", *(f"{number} | L" for number in range(12))])
    told = known(cells(many), cells(many, EXTRACT), recap="area | members\n13.72 | 14")
    public = ask_in_public(told, by=("sex",))
    assert (public.total.members, public.total.memberships, public.other_evidence, public.findings) == (
        12,
        None,
        (),
        (),
    )
    with pytest.raises(Refused) as refused:
        public_question(SOLOK, (), RECAP)
    assert refused.value.code == "public_evidence_fixed"


@pytest.mark.parametrize("by", ["segment", "payer", "sex", "age", "village", "district"])
def test_small_counts_of_people_are_hidden_in_each_public_table(by: str) -> None:
    public_question(SOLOK, (by,))
    shown = ask_in_public(known(cells(THREE)), by=(by,))
    assert {row.members for row in shown.rows} <= {None, 0}
    assert {row.memberships for row in shown.rows} == {None}


def test_a_kind_that_only_second_memberships_are_of_is_not_in_public() -> None:
    many = "\n".join(["person | segment | payer", *(f"{number} | BPU | self" for number in range(12))])
    drawn = filled(many, PEOPLE, month="2025-07", area=SOLOK, state="paid")
    more = filled(many + "\n1 | PU | employer", PEOPLE, month="2025-07", area=SOLOK, state="paid")
    told = known(cube_of_people(drawn, more, LINKED))
    assert [(row.members, row.memberships) for row in ask(told, by=("segment",)).rows] == [(12, 12), (0, 1)]
    assert [row.members for row in ask_in_public(told, by=("segment",)).rows] == [12]


def _many_in_each(regencies: Sequence[str], few: Sequence[int]) -> str:
    """Thirty men and thirty women in each, and in the first as many of unknown sex as the first of `few` says."""
    people = [(code, sex) for code in regencies for sex in ("L", "P") for _ in range(30)]
    people += [(code, "") for code, count in zip(regencies, few, strict=False) for _ in range(count)]
    return "\n".join(
        ["person | area | sex", *(f"{number} | {code} | {sex}" for number, (code, sex) in enumerate(people))]
    )


@pytest.mark.parametrize(("few", "withheld"), [((), False), ((20,), False), ((2,), True)])
def test_a_table_of_a_province_is_public_where_every_regency_shows_all_of_its_own(
    provinces: tuple[str, tuple[str, ...]], few: Sequence[int], withheld: bool
) -> None:
    province, regencies = provinces
    told = known(cells(_many_in_each(regencies, few)), area=province)
    public = ask_in_public(told, province, by=("sex",))
    assert (public.total.members, public.total.hidden) == (60 * len(regencies) + sum(few), False)
    assert (public.rows == ()) is withheld
    if not withheld:
        assert [row.members for row in public.rows][:2] == [30 * len(regencies)] * 2


def test_a_regency_shows_in_a_table_of_its_province_what_it_shows_in_its_own(
    provinces: tuple[str, tuple[str, ...]],
) -> None:
    province, regencies = provinces
    first, second = codes_at("district", regencies[0])[:2]
    people = [*((code, "") for code in regencies for _ in range(30)), *[(regencies[0], first)] * 3]
    people += [(regencies[0], second)] * 20
    lines = [f"{number} | {code} | {district}" for number, (code, district) in enumerate(people)]
    cube = cells("\n".join(["person | area | district", *lines]))
    above = ask_in_public(known(cube, area=province), province, by=("district",))
    own = ask_in_public(known(cube, area=regencies[0]), regencies[0], by=("district",))
    shown = {row.area: (row.members, row.hidden) for row in above.rows}
    assert {row.area: (row.members, row.hidden) for row in own.rows if row.area}.items() <= shown.items()
    assert shown[first] == (None, True)
    # Less the rests of all other regencies it would be the rest of the first, which covers its small district.
    assert shown[None] == (None, True) if own.rows[-1].hidden else not shown[None][1]
