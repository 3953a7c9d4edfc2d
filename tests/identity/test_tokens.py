"""Who is in both of two token files: drawn step by step, and on a made-up list with the truth."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import pyarrow as pa
import pytest

from cakupan.engines.linker import MATCH
from cakupan.identity.match import Matched
from cakupan.identity.token_match import match_tokens, steps
from cakupan.identity.tokens import MARKS, NORMALISATION, TEXTS, Key, new_key, tokens_of
from identity.hard_lists import HardList, hard_list
from identity.test_match import drawn
from tables import engine

KEY = Key(bytes(range(32)), "uji", date(2027, 3, 31))
REGISTER = """
    id | nik              | name            | birth      | village       | sex | phone
    0  | 1606010505809001 | Hasan Basri     | 1980-05-05 | 16.06.01.2001 | L   |
    1  | 1606010505809002 | Husin Basri     | 1980-05-05 | 16.06.01.2001 | L   |
    2  | 1606014605829001 | Siti Aminah     | 1982-05-06 | 16.06.01.2002 | P   | 081200111
    3  | 1606011212709009 | Joko Umar Salim | 1970-12-12 | 16.06.02.2001 | L   |
"""


def met(listed: str, register: str = REGISTER) -> Matched:
    ours, theirs = (tokens_of(drawn(text), KEY, engine()) for text in (listed, register))
    return match_tokens(engine().table(ours), engine().table(theirs), engine())


def answers(found: Matched) -> list[tuple[Any, ...]]:
    return [(row["register_row"], row["verdict"], row["because"]) for row in found.rows.to_pylist()]


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        ("1606014605829001 | | ST. AMINAH | 1982-06-05 | ", (3, "match", "same_nik")),
        ("1606014605829001 | | Nurlela | 1982-05-06 | ", (3, "match", "same_nik_birth")),
        ("1606014605829001 | | | | ", (3, "match", "same_nik_alone")),
        ("1606014605829001 | | Budi Santoso | 1990-01-02 | ", (3, "possible", "same_nik_other_person")),
        (" | 160601460582900 | Siti Aminah | 1982-05-06 | ", (3, "match", "repaired_nik")),
        ("1606014605829000 | | Sity Amynah | 1982-05-06 | ", (3, "match", "repaired_nik")),
        (" | | St. Aminah | 1982-05-06 | 16.06.01.2002", (3, "match", "name_birth_village")),
        (" | | Siti Aminah | 1982-05-06 | 16.06.01.2001", (3, "match", "name_birth_district")),
        (" | | Joko Salim | 1970-12-12 | 16.06.02.2001", (4, "match", "similar_name_birth_village")),
        (" | | Siti Aminah | 1982-05-06 | ", (3, "match", "name_birth")),
        (" | | Siti Aminah | 1982-06-05 | 16.06.01.2001", (3, "match", "name_swapped_birth_village")),
        (" | | Siti Aminah | 1982-01-01 | 16.06.01.2002", (3, "match", "name_near_birth_village")),
        (" | | Siti Aminah | 1982-09-17 | 16.06.01.2002", (3, "possible", "name_near_birth_village")),
        (" | | Joko Umi | 1970-12-12 | 16.06.02.2001", (4, "possible", "similar_name_birth_village")),
        (" | | Husin Basri | 1980-05-05 | 16.06.01.2001", (2, "match", "name_birth_village")),
        ("1606010505809007 | | Hasan Basri | 1980-05-05 | 16.06.01.2001", (1, "match", "repaired_nik")),
        ("1606050505809007 | | Hasan Basri | 1980-05-05 | 16.06.01.2001", (1, "possible", "two_niks")),
        (" | | Rahmat Hidayat | 1990-01-01 | 16.06.01.2002", (None, "none", "nothing_near")),
        (" | | | | 16.06.01.2002", (None, "none", "nothing_near")),
    ],
)
def test_a_row_meets_its_person_by_the_surest_step(row: str, answer: tuple[Any, ...]) -> None:
    assert answers(met(f"id | nik | nik_written | name | birth | village\n0 | {row}")) == [answer]


def test_a_phone_and_the_name_with_the_year_are_enough() -> None:
    found = met("""
        id | name        | birth      | phone
        0  | Siti Aminah | 1982-11-23 | 081200111
    """)
    assert answers(found) == [(3, "match", "name_contact")]


def test_where_two_fit_equally_well_both_are_possible_and_none_is_a_match() -> None:
    found = met("""
        id | name     | birth      | village
        0  | H. Basri | 1980-05-05 | 16.06.01.2001
    """)
    assert answers(found) == [(1, "possible", "several_fit"), (2, "possible", "several_fit")]
    assert sum(found.rows["probability"].to_pylist()) <= 1
    assert found.verdicts == {"match": 0, "possible": 1, "none": 0}


def test_a_person_whom_the_register_has_twice_is_met_in_the_row_that_agrees_best() -> None:
    twice = REGISTER + "    4  | 1606014605829001 | Wulan Aminah | 1982-05-06 | 16.06.01.2002 | P |\n"
    for name, row in {"Siti": 3, "Wulan": 5}.items():
        found = met(f"id | name | birth | village\n0 | {name} Aminah | 1982-05-06 | 16.06.01.2002", twice)
        assert answers(found) == [(row, "match", "name_birth_village")]


def test_of_two_people_on_one_nik_of_the_register_the_one_who_agrees_is_met() -> None:
    copied = """
        id | nik              | name         | birth      | village
        0  | 1606010505809001 | Budi Santoso |            | 16.06.01.2001
        1  | 1606010505809001 | Siti Aminah  | 1980-05-05 | 16.06.01.2001
        2  | 1606010505809001 |              |            |
    """
    found = met(
        """
        id | nik              | name         | birth      | village
        0  |                  | Siti Aminah  | 1980-05-05 | 16.06.01.2001
        1  | 1606010505809001 | BUDI SANTOSO |            | 16.06.01.2001
        """,
        copied,
    )
    assert [answer[:2] for answer in answers(found)] == [(2, "match"), (1, "match")]


def test_a_person_of_whom_the_register_tells_every_month_is_no_crowd() -> None:
    months = "\n".join(f"{at} | 1606014605829001 | Siti Aminah | 1982-05-06 | 16.06.01.2002" for at in range(41))
    found = met("id | nik | name\n0 | 1606014605829001 | St. Aminah", f"id | nik | name | birth | village\n{months}")
    assert answers(found) == [(1, "match", "same_nik")]


def test_with_another_key_purpose_or_end_nothing_meets() -> None:
    others = (
        new_key(KEY.purpose, KEY.expires_on),
        replace(KEY, purpose="lain"),
        replace(KEY, expires_on=date(2027, 4, 1)),
    )
    ours = tokens_of(drawn(REGISTER), KEY, engine())
    for other in others:
        theirs = tokens_of(drawn(REGISTER), other, engine())
        found = match_tokens(engine().table(ours), engine().table(theirs), engine())
        assert found.verdicts == {"match": 0, "possible": 0, "none": 4}
        assert other.fingerprint != KEY.fingerprint


def test_a_key_does_not_show_its_secret() -> None:
    assert KEY.secret.hex()[2:10] not in repr(KEY) + str(KEY)
    assert repr(KEY.secret) not in repr(KEY)


def test_the_order_of_the_rows_decides_nothing() -> None:
    hard = hard_list(150, seed=5)

    def found(lists: tuple[pa.Table, pa.Table]) -> pa.Table:
        made = [tokens_of(engine().table(one), KEY, engine())[::-1] for one in lists]
        return match_tokens(*(engine().table(one) for one in made), engine()).rows

    lists = hard.listed, hard.register
    assert found(lists).equals(found((hard.listed[::-1], hard.register[::-1])))


def test_a_hard_list_meets_its_register_with_few_errors() -> None:
    precision, recall = _quality(hard_list(1_200, seed=11))
    assert precision >= 0.99
    assert 2 * precision * recall / (precision + recall) >= 0.97


def _quality(hard: HardList) -> tuple[float, float]:
    made = [engine().table(tokens_of(engine().table(one), KEY, engine())) for one in (hard.listed, hard.register)]
    found = match_tokens(made[0], made[1], engine())
    rows = [row for row in found.rows.to_pylist() if row["verdict"] == MATCH]
    right = sum(hard.truth[row["list_row"] - 1] == row["register_row"] - 1 for row in rows)
    return right / len(rows), right / sum(place is not None for place in hard.truth)


def test_every_step_asks_for_what_a_pair_can_show_and_the_surest_comes_first() -> None:
    marks = {"part", "one_untold", "one_cut", "one_vague", "rare", "uncommon", "other", "against"}
    assert {name for step in steps() for name in step.asks | step.bars} == set(TEXTS) | marks
    strengths = [step.millionths for step in steps()]
    assert strengths == sorted(strengths, reverse=True)


SPELT = """
    id | nik              | nik_written        | name                     | birth      | village       | sex | phone
    0  | 1606010505809001 |                    | H. Moch. Djoenaidi, S.Pd | 1980-05-05 | 16.06.01.2001 | L   | 081200111
    1  | 1606014605829002 |                    | Hj. St. Noerhajati       |            | 16.06.01.2002 | P   |
    2  |                  | 16O6 0112 1270 900 | Abdurrahman bin Salim    | 1970-12-12 |               | L   |
    3  |                  |                    | KGS. Yusuf Syarifuddin   | 2001-07-01 | 16.06.02.2001 | L   | 081200222
    4  |                  |                    | I Wayan Ketut Z.         | 1999-02-03 | 16.06.03.2002 |     |
    5  | 1606010505129001 |                    | Ahmad B. Santoso         |            | 16.06.01.2001 | L   |
    6  | 1606014605829003 |                    | Budi b. Salim            |            | 16.06.01.2001 | L   |
"""
# Where this fails, what is hashed has changed: two offices, one with the older version, would not meet and could not
# tell why. Raise NORMALISATION and set the new digest beside it.
HASHED = {2: "9b214485b56f3e30"}


def test_what_is_hashed_changes_only_with_its_version() -> None:
    table = tokens_of(drawn(SPELT), KEY, engine())
    assert sha256(repr(table.to_pydict()).encode()).hexdigest()[:16] == HASHED[NORMALISATION]


def test_what_is_seen_without_the_key_is_no_more_than_is_stated() -> None:
    """A new column, or a kind that is there for some rows only, leaks something: state it (docs/decisions/0020)."""
    table = tokens_of(drawn(REGISTER), KEY, engine())
    assert set(table.column_names) == {"row", *MARKS, *TEXTS}
    sometimes = {kind for kind in TEXTS if 0 < table[kind].null_count < table.num_rows}
    assert sometimes == {"name_swapped_birth", "words_year_phone"}
    assert [len(words) for words in table["word_birth_village"].to_pylist()] == [2, 2, 1, 3]  # telling ones
