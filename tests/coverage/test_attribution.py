"""Whom an area counts by where their NIK was issued or where they work, drawn; and what that changes."""

import pyarrow as pa
import pytest

from asked import JULY, denominators
from cakupan.basics.refused import Refused
from cakupan.coverage.answer import coverage_by
from cakupan.coverage.attribution import AttributionChange, attribution_change, cells_by, crossed_places
from cakupan.coverage.definition import Attribution, Evidence
from cakupan.coverage.figure import Coverage
from cakupan.coverage.known import known_about
from cakupan.coverage.people import cube_of_people
from cakupan_app.look.words import LANGUAGES, say
from tables import Cell, engine, filled, rows

TEXTS = ("month", "segment", "payer", "village", "district", "area", "sex", "age", "nik_area", "work_area", "state")
PEOPLE = pa.schema({"person": pa.int64(), **dict.fromkeys(TEXTS, pa.string())})
MOVERS = """
    person | village       | area  | nik_area | work_area | segment
    1      | 16.06.01.2001 | 16.06 | 16.06.01 | 16.06.02  | PU
    2      | 16.06.01.2001 | 16.06 | 16.07.02 |           | BPU
    3      | 16.06.02.2001 | 16.06 | 16.06.01 | 16.71     | PU
    4      | 16.07.01.2001 | 16.06 | 16.06    |           | BPU
    5      |               | 16.06 |          | 16.06     | PU
"""


class Told:
    """Drawn members as the tables of a snapshot hold them."""

    def __init__(self, text: str, **same: Cell) -> None:
        people = filled(text, PEOPLE, **{"month": "2025-07", "segment": "BPU", "state": "paid", **same})
        self.crossed = engine().keep(crossed_places(people, Evidence.LINKED))
        self.cube = engine().keep(cube_of_people(people, people, Evidence.LINKED))

    def asked(self, area: str, by: Attribution, *, potential: str = "", told_apart: tuple[str, ...] = ()) -> Coverage:
        cells = engine().keep(cells_by(self.crossed, self.cube, by)) if by is not Attribution.DOMICILE else self.cube
        other = None if by is Attribution.DOMICILE else by
        known = known_about(cells, denominators(potential), engine(), area, [JULY], attribution=other)
        return coverage_by(known, area, JULY, by=told_apart, attribution=by)

    def changed(self, area: str, by: Attribution) -> AttributionChange:
        return attribution_change(self.crossed, self.cube, engine(), area, JULY, by)


NIK, WORK, DOMICILE = Attribution.NIK, Attribution.WORK, Attribution.DOMICILE


def test_places_are_crossed_at_the_finest_that_is_known() -> None:
    told = [(row["domicile"], row["nik"], row["work"], row["members"]) for row in rows(Told(MOVERS).crossed)]
    assert sorted(told, key=str) == sorted(
        [
            ("16.06.01", "16.06.01", "16.06.02", 1),
            ("16.06.01", "16.07.02", None, 1),
            ("16.06.02", "16.06.01", "16.71", 1),
            ("16.07.01", "16.06", None, 1),
            ("16.06", None, "16.06", 1),
        ],
        key=str,
    )


def test_one_area_has_other_members_by_each_attribution() -> None:
    told = Told(MOVERS)
    assert [told.asked("16.06", by).total.members for by in (DOMICILE, NIK, WORK)] == [4, 3, 2]
    assert [told.asked("16.06.01", by).total.members for by in (DOMICILE, NIK, WORK)] == [2, 2, None]
    assert told.asked("16.06", NIK).definition.attribution is NIK


def test_what_changes_is_told_as_flows_that_add_up() -> None:
    change = Told(MOVERS).changed("16.06", NIK)
    assert (change.by_domicile, change.both, change.members) == (4, 2, 3)
    assert [(flow.other, flow.members) for flow in change.lost] == [(None, 1), ("16.07", 1)]
    assert [(flow.other, flow.members) for flow in change.gained] == [("16.07", 1)]
    within = Told(MOVERS).changed("16.06.01", NIK)
    assert [(flow.other, flow.members) for flow in within.lost] == [("16.07", 1)]
    assert [(flow.other, flow.members) for flow in within.gained] == [("16.06.02", 1)]


def test_in_the_nation_whose_place_is_not_known_counts_nowhere() -> None:
    change = Told(MOVERS).changed("00", WORK)
    assert (change.by_domicile, change.members) == (5, 3)
    assert [(flow.other, flow.members) for flow in change.lost] == [(None, 2)]


def test_segments_and_districts_are_told_apart_and_what_is_finer_is_not() -> None:
    told = Told(MOVERS)
    by_segment = told.asked("16.06", NIK, told_apart=("segment",))
    assert {(row.dims or {})["segment"]: row.members for row in by_segment.rows} == {"PU": 2, "BPU": 1}
    by_district = told.asked("16.06", NIK, told_apart=("district",))
    shown = {row.area: row.members for row in by_district.rows if row.members}
    assert shown == {"16.06.01": 2, None: 1}
    for finer in (("village",), ("payer",), ("sex", "age")):
        codes = [one.code for one in told.asked("16.06", NIK, told_apart=finer).missing]
        assert codes[-1] == "attribution_by_segment_and_district_only"


def test_a_district_nobody_is_placed_in_is_unknown_while_some_workplaces_are_known_to_the_regency_only() -> None:
    told = Told(MOVERS)  # person 5 works somewhere in the regency
    answer = told.asked("16.06", WORK, told_apart=("district",))
    shown = {row.area: row.members for row in answer.rows if not row.unplaced}
    assert shown.pop("16.06.02") == 1
    assert set(shown.values()) == {None}
    (rest,) = [row for row in answer.rows if row.unplaced]
    assert (rest.members, rest.potential) == (1, None)
    (found,) = [one for one in answer.findings if one.code == "attribution_work_known_to_regencies"]
    assert found.facts["members"] == 1
    asked = told.asked("16.06.01", WORK)
    assert asked.missing[0].code == "attribution_work_no_nearer"
    for one in (found, asked.missing[0]):
        assert all(say(one.code, one.facts, lang).endswith(".") for lang in LANGUAGES)


def test_a_district_nobody_is_placed_in_has_nobody_where_every_workplace_names_its_district() -> None:
    text = "\n".join(line for line in MOVERS.splitlines() if not line.strip().startswith("5"))
    answer = Told(text).asked("16.06", WORK, told_apart=("district",))
    assert {row.area: row.members for row in answer.rows}["16.06.01"] == 0
    assert not [one for one in answer.findings if one.code == "attribution_work_known_to_regencies"]


def test_what_an_extract_without_villages_says_of_villages_is_unknown_and_not_nobody() -> None:
    drawn = """
        person | district | area  | segment
        1      | 16.06.01 | 16.06 | PU
        2      | 16.06.02 | 16.06 | BPU
    """
    told = Told(drawn)
    for area in ("16.06", "16.06.01"):
        answer = told.asked(area, DOMICILE, told_apart=("village",))
        assert (answer.rows, answer.total.members) == ((), 2 if area == "16.06" else 1)
        assert "village_missing" in [one.code for one in answer.missing]
    village = told.asked("16.06.01.2001", DOMICILE)
    assert (village.total.members, village.missing[0].code) == (None, "village_missing")
    by_district = told.asked("16.06", DOMICILE, told_apart=("district",))
    assert {row.area: row.members for row in by_district.rows if row.members} == {"16.06.01": 1, "16.06.02": 1}
    assert by_district.rows[2].members == 0, "districts are told, and nobody is in this one"
    nowhere = Told("person | area  | segment\n1 | 16.06 | PU").asked("16.06", DOMICILE, told_apart=("district",))
    assert "district_missing" in [one.code for one in nowhere.missing]


def test_a_village_has_no_figure_by_the_number() -> None:
    with pytest.raises(Refused) as refused:
        Told(MOVERS).changed("16.06.01.2001", NIK)
    assert all(say(refused.value.code, refused.value.facts, lang) for lang in LANGUAGES)


@pytest.mark.duckdb_only
def test_residents_of_a_split_off_regency_count_for_the_one_that_kept_the_code() -> None:
    # Pulau Taliabu was split off from Kepulauan Sula in 2013; its people keep the numbers that Sula issued, so
    # by place of issue it shows 2.22 % of coverage (DOMAIN.md 0.3, harianmalut.com 2025-07-03).
    taliabu = [f"{number} | 82.08 | 82.08.01 | 82.08" for number in range(10)]
    born_before = [f"{number} | 82.08 | 82.08.01 | 82.05" for number in range(10, 200)]
    sula = [f"{number} | 82.05 | 82.05.01 | 82.05.01" for number in range(200, 300)]
    told = Told("\n".join(["person | area | district | nik_area", *taliabu, *born_before, *sula]))
    potential = "denominator | area | value\npotensi | 82.08 | 450\npotensi | 82.05 | 600"
    shown = {}
    for area in ("82.08", "82.05"):
        for by in (DOMICILE, NIK):
            ratio = told.asked(area, by, potential=potential).total.ratio
            shown[area, by] = str(ratio.percent()) if ratio else None
    assert shown == {
        ("82.08", DOMICILE): "44.44",
        ("82.08", NIK): "2.22",
        ("82.05", DOMICILE): "16.67",
        ("82.05", NIK): "48.33",
    }
    change = told.changed("82.08", NIK)
    assert [(flow.other, flow.members) for flow in change.lost] == [("82.05", 190)]
    codes = [finding.code for finding in change.findings]
    assert codes == ["nik_of_predecessor", "attribution_sees_own_extracts"]
    for finding in change.findings:
        for lang in LANGUAGES:
            assert say(finding.code, finding.facts, lang).endswith(".")
    assert {flow.other: flow.members for flow in told.changed("82.05", NIK).gained} == {"82.08": 190}


@pytest.mark.duckdb_only
def test_the_cube_knows_no_attribution_but_domicile() -> None:
    told = Told(MOVERS)
    known = known_about(told.cube, denominators(""), engine(), "16.06", [JULY])
    answer = coverage_by(known, "16.06", JULY, attribution=NIK)
    assert "attribution_nik_missing" in [one.code for one in answer.missing]
