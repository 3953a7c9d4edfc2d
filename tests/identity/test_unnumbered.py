"""By which rules lists are linked in which nobody has a NIK: on people whose names are often written otherwise."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from cakupan.identity.match import Matched, match_lists
from cakupan.identity.prepare import prepared, with_rarest_words
from cakupan.identity.scorecard import Scorecard, given_card
from cakupan.identity.sightings import told_of
from cakupan.identity.unnumbered import numbered, unnumbered_card
from tables import engine

if TYPE_CHECKING:
    import ibis.expr.types as ir

ON = date(2025, 7, 31)
SYLLABLES = ("ba", "di", "gu", "ka", "lo", "mi", "nu", "ra", "so", "ti", "wa", "ye")


def people(count: int, written_otherwise: float, *, niks: bool = False) -> tuple[pa.Table, pa.Table]:
    """A list and a register of the same invented people; so many of them with a letter changed in the list."""
    rng = np.random.default_rng(3)
    words = ["".join(rng.choice(SYLLABLES, 3)) for _ in range(2 * count)]
    register = [f"{words[at]} {words[count + at]}" for at in range(count)]
    other = rng.random(count) < written_otherwise
    listed = [f"{words[at][:-1]}k {words[count + at]}" if other[at] else register[at] for at in range(count)]
    births = [date(1960, 1, 2) + timedelta(days=int(day)) for day in rng.integers(0, 14_000, count)]
    shared = {"birth": births, "village_written": [f"desa {words[at % 40]}" for at in range(count)]}
    if niks:
        shared["nik"] = [f"160601{day:%d%m%y}{9001 + at % 999}" for at, day in enumerate(births)]
    tables = [pa.table({"id": list(range(count)), "name": names, **shared}) for names in (listed, register)]
    return tables[0], tables[1]


def prepared_pair(tables: tuple[pa.Table, pa.Table]) -> "list[ir.Table]":
    told = [prepared(told_of(engine().table(table), ON), engine()) for table in tables]
    return with_rarest_words(told, engine())


def found_card(count: int, written_otherwise: float) -> Scorecard | None:
    ours, theirs = prepared_pair(people(count, written_otherwise))
    return unnumbered_card(ours, theirs, engine())


def matched(count: int, written_otherwise: float) -> Matched:
    listed, register = (engine().table(table) for table in people(count, written_otherwise))
    return match_lists(listed, register, engine(), listed_on=ON)


def test_where_names_are_often_written_otherwise_the_lists_teach_their_own_card() -> None:
    own = found_card(600, 0.5)
    assert own
    assert own.weights != given_card().weights


@pytest.mark.parametrize(("count", "otherwise"), [(100, 0.5), (600, 0.1)])
def test_with_few_rows_or_names_as_usual_the_given_card_stays(count: int, otherwise: float) -> None:
    assert found_card(count, otherwise) is None


def test_people_without_a_nik_are_found_by_what_else_agrees() -> None:
    rows = [row for row in matched(600, 0.5).rows.to_pylist() if row["verdict"] == "match"]
    right = [row for row in rows if row["list_row"] == row["register_row"]]
    assert len(right) == len(rows) > 590


def test_whether_lists_have_numbers_asks_both() -> None:
    told, bare = prepared_pair(people(80, 0.0, niks=True)), prepared_pair(people(80, 0.0))
    assert numbered(told, engine())
    assert not numbered([told[0], bare[1]], engine())


@pytest.mark.long
def test_the_order_of_rows_that_are_put_together_decides_nothing() -> None:
    listed, register = people(600, 0.5)
    both = pa.concat_tables([listed, register]).drop_columns(["id"])
    places = np.random.default_rng(5).permutation(both.num_rows)
    found = [persons(both), persons(both.take(places))[np.argsort(places)]]
    assert len({*zip(*(one.tolist() for one in found), strict=True)}) == len(set(found[0].tolist())) < both.num_rows


def persons(rows: pa.Table) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    table = engine().table(rows.append_column("id", pa.array(range(rows.num_rows))))
    return match_lists(table, table.limit(0), engine(), listed_on=ON, dedupe=True).rows["list_person"].to_numpy()
