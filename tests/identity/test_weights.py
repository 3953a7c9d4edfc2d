"""Why two rows are taken for one person: what each comparison adds, for lists that are linked and for rows at hand."""

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from cakupan.identity.match import Matched, match_lists
from cakupan.identity.scorecard import COMPARISONS, ELSE, Scorecard, given_card
from cakupan.identity.weights import Waterfall, waterfall_of, waterfalls
from identity.hard_lists import hard_list
from tables import engine, filled

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
    assert (row["register_row"], row["compared_row"], row["name"]) == (1, 2, "equal")


PEOPLE = pa.schema(
    {
        **{"known_on": pa.date32(), "birth": pa.date32(), "row": pa.int32()},
        **dict.fromkeys(("nik", "nik_written", "name", "sex", "village", "kpj", "file", "sheet"), pa.string()),
    }
)
ROWS = """
    file | sheet | row | known_on   | nik              | name        | birth      | village       | sex
    a    | s     | 1   | 2025-07-01 | 1606014605829001 | Siti Aminah | 1982-05-06 | 16.06.01.2002 | P
    b    | s     | 1   | 2025-08-01 | 1606014605829002 | St. Aminah  | 1982-05-06 | 16.06.01.2002 | P
    b    | s     | 2   | 2025-08-01 |                  | Joko Umar   | 1970-12-12 | 16.06.01.2001 | L
    b    | s     | 3   | 2025-08-01 | 1606011212709009 |             | 1970-12-12 |               |
"""
SITI, ST, JOKO, NAMELESS = ("a", "s", 1), ("b", "s", 1), ("b", "s", 2), ("b", "s", 3)


def levels(waterfall: Waterfall) -> dict[str, str]:
    return {step.comparison: step.level for step in waterfall.steps}


def test_rows_at_hand_are_weighed_by_the_given_card_strongest_first() -> None:
    fall = waterfalls(filled(ROWS, PEOPLE), [(SITI, ST)], engine())[SITI, ST]
    said = levels(fall)
    assert (said["nik"], said["name"], said["birth"], said["household"]) == (
        "neighbour",
        "equal",
        "equal",
        "village open",
    )
    sizes = [abs(step.adds) for step in fall.steps]
    assert sizes == sorted(sizes, reverse=True)
    place, contact = said["household"].split()
    pattern = {**said, "kpj": "open", "place": place, "contact": contact, "stated": "equal", "found": ELSE}
    assert float(fall.sum) == pytest.approx(given_card().log_odds(pattern), abs=1e-3)
    assert float(fall.probability) == pytest.approx(given_card().probability(pattern), abs=1e-4)


def test_both_ways_round_a_pair_weighs_the_same_and_one_whose_row_is_gone_has_no_weights() -> None:
    pairs = [(JOKO, NAMELESS), (NAMELESS, JOKO), (JOKO, ("z", "s", 9))]
    found = waterfalls(filled(ROWS, PEOPLE), pairs, engine())
    assert set(found) == set(pairs[:2])
    assert found[JOKO, NAMELESS] == found[NAMELESS, JOKO]
    assert waterfalls(filled(ROWS, PEOPLE), pairs[2:], engine()) == {}


def test_how_common_a_name_is_all_rows_tell_and_not_the_two_at_hand() -> None:
    namesakes = "".join(
        f"    c | s | {at} | 2025-07-01 | | Siti Aminah | 1970-01-{at:02} | 16.06.01.2002 | P\n" for at in range(1, 20)
    )
    few, many = (
        waterfalls(filled(rows, PEOPLE), [(SITI, ST)], engine())[SITI, ST] for rows in (ROWS, ROWS + namesakes)
    )
    assert (levels(few)["common"], levels(many)["common"]) == ("sole", "few")


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
