"""Why two rows are taken for one person: what each comparison adds, for lists that are linked and for rows at hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from cakupan.identity.match import Matched, match_lists
from cakupan.identity.resolve import resolve
from cakupan.identity.scorecard import COMPARISONS, ELSE, Scorecard, given_card, pattern_told
from cakupan.identity.scorecard import told as told_again
from cakupan.identity.verdict import match_from
from cakupan.identity.weights import Waterfall, waterfall_of
from identity.hard_lists import hard_list
from identity.test_resolve import drawn
from tables import engine, filled, rows

ON = date(2025, 7, 31)
ADDS = ("start", *(f"{name}_adds" for name in (*COMPARISONS, "nik")))


def hard(size: int, *, backwards: bool = False) -> Matched:
    made = hard_list(size, seed=5)
    listed, register = (table[::-1] if backwards else table for table in (made.listed, made.register))
    return match_lists(engine().table(listed), engine().table(register), engine(), listed_on=ON, weights=True)


@pytest.fixture(scope="module")
def found() -> Matched:
    return hard(400)


def told(found: Matched) -> list[dict[str, Any]]:
    assert found.weights is not None
    rows: list[dict[str, Any]] = found.weights.to_pylist()
    return rows


def test_every_answered_pair_has_its_weights_in_the_order_of_the_answer(found: Matched) -> None:
    answered = [row for row in found.rows.to_pylist() if row["verdict"] != "none"]
    keys = ("list_row", "register_row")
    assert [[row[key] for key in keys] for row in told(found)] == [[row[key] for key in keys] for row in answered]
    assert {row["verdict"] for row in answered} == {"match", "possible"}


def test_what_the_comparisons_add_is_the_sum_to_the_last_place(found: Matched) -> None:
    assert all(sum(row[name] or 0 for name in ADDS) == row["sum"] for row in told(found))


def test_a_number_decides_where_the_nik_is_the_same(found: Matched) -> None:
    assert {row["decided_by"] for row in told(found)} == {"number", "weights"}
    assert all(row["decided_by"] == "number" for row in told(found) if row["nik"] == "same")


@pytest.mark.long
def test_the_order_of_the_rows_decides_no_weight() -> None:
    first, second = (hard(150, backwards=backwards) for backwards in (False, True))
    assert told(first) == told(second)


def test_without_being_asked_no_weights_are_told() -> None:
    made = hard_list(20, seed=5)
    listed, register = (engine().table(table) for table in (made.listed, made.register))
    assert match_lists(listed, register, engine(), listed_on=ON).weights is None


def test_a_list_without_any_answer_has_no_weights() -> None:
    schema = pa.schema({"id": pa.int64(), "name": pa.string(), "birth": pa.date32()})
    listed, register = (
        filled(f"id | name | birth\n0 | {name} | {birth}", schema)
        for name, birth in (("Joko Umar", "1970-12-12"), ("Siti Aminah", "1982-05-06"))
    )
    assert told(match_lists(listed, register, engine(), listed_on=ON, weights=True)) == []


def test_a_row_of_a_person_whom_the_register_has_twice_names_the_row_that_was_compared() -> None:
    schema = pa.schema(
        {"id": pa.int64(), "birth": pa.date32(), **dict.fromkeys(("nik", "name", "village"), pa.string())}
    )
    register = """
        id | nik              | name         | birth      | village
        0  | 1606014605829001 | Wulan Dari   | 1982-05-06 | 16.06.01.2002
        1  | 1606014605829001 | Siti Aminah  | 1982-05-06 | 16.06.01.2002
    """
    listed = """
        id | name        | birth      | village
        0  | Siti Aminah | 1982-05-06 | 16.06.01.2002
    """
    (row,) = told(match_lists(filled(listed, schema), filled(register, schema), engine(), listed_on=ON, weights=True))
    assert (row["register_row"], row["name"]) == (2, "equal")


RECORDS = """
    row | nik              | name        | birth      | village       | sex | phone
    1   | 1606014605829001 | Siti Aminah | 1982-05-06 | 16.06.01.2002 | P   | 081230001
    2   |                  | St. Aminah  | 1982-05-06 | 16.06.01.2002 | P   | 081230001
    3   |                  | Joko Umar   | 1970-12-12 | 16.06.01.2001 | L   |
    4   |                  | Joko Umar   |            | 16.06.01.2001 | L   |
"""


def test_a_build_keeps_what_each_pair_shows_and_the_weights_it_went_by() -> None:
    found = resolve({"a": drawn(RECORDS, "a")}, engine())
    card = Scorecard.of_lines(found.card.lines())
    assert card == given_card().rounded()
    (certain,) = rows(found.certain)
    (possible,) = rows(found.possible)
    sure, perhaps = (waterfall_of(pattern_told(row["shown"]), card) for row in (certain, possible))
    assert levels(sure)["household"] == "village phone"
    assert (levels(sure)["nik"], levels(perhaps)["birth"]) == ("open", "open")
    assert sure.probability > match_from() > perhaps.probability
    assert abs(perhaps.probability - possible["probability"]) < Decimal("0.001")


def levels(waterfall: Waterfall) -> dict[str, str]:
    return {step.comparison: step.level for step in waterfall.steps}


def test_the_steps_come_strongest_first_and_are_the_logarithm_of_the_odds() -> None:
    (possible,) = rows(resolve({"a": drawn(RECORDS, "a")}, engine()).possible)
    pattern = pattern_told(possible["shown"])
    assert told_again(pattern) == possible["shown"]
    fall = waterfall_of(pattern, given_card())
    sizes = [abs(step.adds) for step in fall.steps]
    assert sizes == sorted(sizes, reverse=True)
    assert float(fall.sum) == pytest.approx(given_card().log_odds(pattern), abs=1e-3)
    assert float(fall.probability) == pytest.approx(given_card().probability(pattern), abs=1e-4)


def test_a_level_that_was_never_weighed_is_told_apart_from_one_that_adds_nothing() -> None:
    card = Scorecard(
        -1.0, {"name=equal": 0.0, "name=equal birth=other": 0.5}, {"nik=against born=otherwise,home=other": 0.0}
    )
    said = {"name": "equal", "common": "sole", "birth": "other", "household": "other open", "sex": "fine"}
    pattern = {**said, "nik": "against", "kpj": "open", "place": "other", "contact": "open", "found": ELSE}
    weighed = {step.comparison: step.weighed for step in waterfall_of(pattern, card).steps}
    assert [name for name, known in weighed.items() if known] == ["name", "birth", "nik"]


def test_no_minus_stands_before_a_zero() -> None:
    pattern = {"name": "open", "common": "sole", "birth": "untold", "household": "open open", "sex": "fine"}
    more = {"nik": "open", "kpj": "open", "place": "open", "contact": "open", "found": ELSE}
    fall = waterfall_of({**pattern, **more}, Scorecard(-0.00001, {}, {}))
    assert not any(str(adds).startswith("-") for adds in (fall.start, *(step.adds for step in fall.steps)))
