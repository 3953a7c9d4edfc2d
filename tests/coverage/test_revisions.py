"""Why a month is told otherwise later: which files came in between, and whom that is about, adding up exactly."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.basics.month import Month
from cakupan.coverage.definition import Attribution, Evidence, FigureDefinition, Measure
from cakupan.coverage.figure import CoverageFigure
from cakupan.coverage.revisions import (
    FileInForce,
    Recount,
    Version,
    counted_in,
    difference,
    differs,
    files_between,
    recount,
    told_otherwise,
)
from cakupan.workforce.denominator import Denominator
from oracles import cases
from tables import engine, rows, table

if TYPE_CHECKING:
    import ibis.expr.types as ir

JULY = Month(2025, 7)
EPISODES = pa.schema(
    dict.fromkeys(
        ("person", "starts_month", "ends_month", "segment", "village", "district", "area"), pa.string()
    ).items()
)
MOVED = pa.schema([("old", pa.string()), ("new", pa.string())])


def episodes(text: str) -> "ir.Table":
    """Runs of months in which a person counts: of a BPU member in the regency in July 2025, unless drawn otherwise."""
    told = rows(table(text))
    usual = {"starts_month": "2025-07", "ends_month": "2025-07", "segment": "BPU", "area": "16.06"}
    whole = [{**usual, **{name: str(cell) for name, cell in row.items() if cell is not None}} for row in told]
    return engine().table(pa.Table.from_pylist(whole, EPISODES))


def moved(text: str = "") -> "ir.Table":
    pairs = [dict(zip(("old", "new"), line.split(), strict=True)) for line in text.strip().splitlines()]
    return engine().table(pa.Table.from_pylist(pairs, MOVED))


def recounted(before: str, after: str, called: str = "", area: str = "16.06") -> Recount:
    then, now = (counted_in(episodes(text), JULY, area) for text in (before, after))
    names = moved(called)
    pairs = [(row["old"], row["new"]) for row in rows(names)]
    return recount(rows(told_otherwise(then, now, names)), pairs)


def test_a_person_is_counted_in_every_month_of_a_run_and_in_no_other() -> None:
    drawn = """
        person | starts_month | ends_month
        a      | 2025-05      | 2025-07
        b      | 2025-07      | 2025-09
        c      | 2025-08      | 2025-09
        d      | 2024-12      | 2025-06
    """
    assert [row["person"] for row in rows(counted_in(episodes(drawn), JULY, "16.06"))] == ["a", "b"]


@pytest.mark.parametrize(
    ("area", "here"),
    [("00", "abc"), ("16", "ab"), ("16.06", "a"), ("16.06.01", "a"), ("16.06.01.2002", "a"), ("16.06.02", "")],
)
def test_an_area_counts_whoever_lies_in_it(area: str, here: str) -> None:
    drawn = """
        person | village       | district | area
        a      | 16.06.01.2002 | 16.06.01 | 16.06
        b      |               |          | 16.07
        c      |               |          | 31.71
    """
    found = rows(counted_in(episodes(drawn), JULY, area))
    assert "".join(row["person"] for row in found if row["here"]) == here
    assert len(found) == 3


BEFORE = """
    person | segment | area
    stays  | BPU     | 16.06
    leaves | BPU     | 16.06
    turns  | BPU     | 16.06
    moves  | BPU     | 16.06
    comes  | BPU     | 16.07
"""
AFTER = """
    person | segment | area
    stays  | BPU     | 16.06
    turns  | PU      | 16.06
    moves  | BPU     | 16.07
    comes  | BPU     | 16.06
    new    | BPU     | 16.06
    newer  | BPU     | 16.06
"""


def test_everybody_who_is_counted_otherwise_is_told_once() -> None:
    found = recounted(BEFORE, AFTER)
    assert found == Recount(came_in=2, from_elsewhere=1, went_out=1, to_elsewhere=1, other_segment=1)
    assert found.difference == 5 - 4


def test_the_way_back_is_told_the_other_way_round() -> None:
    assert recounted(AFTER, BEFORE) == Recount(came_in=1, from_elsewhere=1, went_out=2, to_elsewhere=1, other_segment=1)


def test_in_the_nation_nobody_is_elsewhere() -> None:
    assert recounted(BEFORE, AFTER, area="00") == Recount(came_in=2, went_out=1, other_segment=1)


def test_a_person_who_is_only_called_otherwise_came_from_nowhere() -> None:
    called = "old new"
    assert recounted("person\nold", "person\nnew") == Recount(came_in=1, went_out=1)
    assert recounted("person\nold", "person\nnew", called) == Recount()


def test_two_who_were_found_to_be_one_are_one_fewer() -> None:
    before, after = "person\na\nb", "person\na"
    assert recounted(before, after) == Recount(went_out=1)
    assert recounted(before, after, "b a") == Recount(found_one=1)


def test_one_who_was_found_to_be_two_is_one_more() -> None:
    assert recounted("person\na", "person\na\nb", "a b") == Recount(found_several=1)


def test_renamed_and_in_another_area_is_elsewhere() -> None:
    assert recounted("person | area\na | 16.06", "person | area\nb | 16.07", "a b") == Recount(to_elsewhere=1)


def test_a_chain_of_names_is_one_person() -> None:
    assert recounted("person\na", "person\nc", "a b\nb c") == Recount()


PLACES = st.sampled_from(("16.06", "16.07", None))
COUNTED = st.dictionaries(st.sampled_from("abcdef"), st.tuples(PLACES, st.sampled_from(("BPU", "PU"))), max_size=6)
PAIRS = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=4)


@cases(60)
@given(COUNTED, COUNTED, PAIRS)
def test_the_parts_add_up_to_the_difference_whoever_is_called_what(
    before: dict[str, tuple[str | None, str]], after: dict[str, tuple[str | None, str]], pairs: list[tuple[str, str]]
) -> None:
    """By hand: join persons by their names until nothing changes, then compare each group then and now."""
    found = recount(as_rows(before, after), pairs)
    assert found.difference == sum(place == "16.06" for place, _ in after.values()) - sum(
        place == "16.06" for place, _ in before.values()
    )
    assert found == by_hand(before, after, pairs)


def as_rows(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    def drawn(told: dict[str, Any]) -> "ir.Table":
        made = [
            {"person": one, "segment": segment, "area": place, "starts_month": "2025-07", "ends_month": "2025-07"}
            for one, (place, segment) in told.items()
        ]
        return counted_in(engine().table(pa.Table.from_pylist(made, EPISODES)), JULY, "16.06")

    # whoever is called otherwise is asked for by name, so all rows are handed over here
    every = engine().table(pa.table({"old": list("abcdef"), "new": list("abcdef")}))
    return rows(told_otherwise(drawn(before), drawn(after), every))


def by_hand(before: dict[str, Any], after: dict[str, Any], pairs: Sequence[tuple[str, str]]) -> Recount:
    groups = [{one} for one in "abcdef"]
    for old, new in pairs:
        first, second = (next(group for group in groups if one in group) for one in (old, new))
        if first is not second:
            groups.remove(second)
            first |= second
    total = dict.fromkeys(Recount.__dataclass_fields__, 0)
    for group in groups:
        then, now = ([told[one] for one in sorted(group) if one in told] for told in (before, after))
        here_then, here_now = ([segment for place, segment in told if place == "16.06"] for told in (then, now))
        many_then, many_now = len(here_then), len(here_now)
        if many_then == 0:
            total["from_elsewhere" if then else "came_in"] += many_now
        elif many_now == 0:
            total["to_elsewhere" if now else "went_out"] += many_then
        elif many_then > many_now:
            total["found_one"] += many_then - many_now
        elif many_now > many_then:
            total["found_several"] += many_now - many_then
        elif many_now == 1 and here_then != here_now:
            total["other_segment"] += 1
    return Recount(**total)


@pytest.mark.duckdb_only
class TestFiles:
    """What became of the files between two snapshots."""

    @staticmethod
    def file(sha256: str, kind: str = "members", month: str = "2025-07", day: int = 1, order: int = 1) -> FileInForce:
        return FileInForce(sha256, kind, month, "", date(2025, 8, day), order)

    def changes(self, before: Sequence[FileInForce], after: Sequence[FileInForce]) -> list[tuple[str, str]]:
        return [(one.change, one.file.sha256) for one in files_between(before, after)]

    def test_the_same_files_changed_nothing(self) -> None:
        assert self.changes([self.file("a")], [self.file("a", order=9)]) == []

    def test_a_late_extract_was_added(self) -> None:
        late = self.file("b", month="2025-06", day=2)
        assert self.changes([self.file("a")], [self.file("a"), late]) == [("added", "b")]

    def test_a_second_extract_of_a_month_is_a_correction(self) -> None:
        assert self.changes([self.file("a")], [self.file("a"), self.file("b", day=2)]) == [("corrected", "b")]

    def test_one_that_came_for_one_taken_out_replaced_it(self) -> None:
        (found,) = files_between([self.file("a")], [self.file("b", day=2)])
        assert (found.change, found.file.sha256, found.instead_of and found.instead_of.sha256) == ("replaced", "b", "a")

    def test_an_undone_file_was_taken_out(self) -> None:
        assert self.changes([self.file("a"), self.file("b")], [self.file("a")]) == [("taken_out", "b")]

    def test_a_file_taken_out_and_in_again_is_dated_anew(self) -> None:
        assert self.changes([self.file("a")], [self.file("a", day=3)]) == [("dated_anew", "a")]

    def test_files_whose_month_only_their_rows_tell_correct_nothing_that_is_known(self) -> None:
        recaps = [self.file(name, "recap", "", day) for name, day in (("a", 1), ("b", 2))]
        assert self.changes(recaps[:1], recaps) == [("added", "b")]
        assert self.changes(recaps[:1], recaps[1:]) == [("taken_out", "a"), ("added", "b")]

    def test_they_are_told_in_the_order_in_which_they_became_known(self) -> None:
        after = [self.file("c", "payments", "", 3), self.file("b", "recap", "", 2)]
        assert self.changes([], after) == [("added", "b"), ("added", "c")]


POTENTIAL = Denominator("potensi", "16.06", "2025", 200)
DEFINITION = FigureDefinition(
    area="16.06",
    month=JULY,
    active_rule="as-reported",
    attribution=Attribution.REPORTED,
    measure=Measure.AS_REPORTED,
    basis="reported",
    segments=(),
    sources=("cabang",),
    evidence=Evidence.RECAP,
    denominator=POTENTIAL,
    denominator_because="only",
)


def version(members: int | None, **other: Any) -> Version:
    definition = replace(DEFINITION, **other)
    potential = definition.denominator.value if definition.denominator else None
    return Version(1, date(2025, 8, 1), definition, CoverageFigure("16.06", JULY, members, potential))


@pytest.mark.duckdb_only
@pytest.mark.parametrize(
    ("after", "apart", "parts"),
    [
        (version(110), 10, ()),
        (version(110, sources=("dinas",)), 10, ()),
        (version(None, evidence=None), None, ()),
        (version(110, evidence=Evidence.LINKED), None, ("evidence",)),
        (version(110, measure=Measure.PERSONS), None, ("measure",)),
        (version(110, segments=("PU",)), None, ("segments",)),
        (version(110, denominator=None), 10, ("denominator",)),
        (version(110, denominator=replace(POTENTIAL, value=300)), 10, ("denominator",)),
    ],
)
def test_what_is_counted_in_another_way_is_not_subtracted(
    after: Version, apart: int | None, parts: tuple[str, ...]
) -> None:
    assert (difference(version(100), after), differs(version(100), after)) == (apart, parts)
    assert not after.says_the_same(version(100))


@pytest.mark.duckdb_only
def test_persons_of_a_segment_that_had_nobody_before_are_counted_alike() -> None:
    before = version(100, measure=Measure.PERSONS, segments=("BPU",))
    assert difference(before, version(110, measure=Measure.PERSONS, segments=("BPU", "PU"))) == 10


@pytest.mark.duckdb_only
def test_the_same_figure_by_a_stronger_evidence_is_another_figure() -> None:
    assert version(100).says_the_same(version(100, sources=("dinas",)))
    assert not version(100).says_the_same(version(100, evidence=Evidence.LINKED))
