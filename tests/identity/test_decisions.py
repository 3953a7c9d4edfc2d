"""What reviewers decided holds in linkage, drawn: joined, kept apart, and taken for nothing where nobody was sure."""

from typing import TYPE_CHECKING

import ibis
import numpy as np

from cakupan.identity.clusters import Edges
from cakupan.identity.decisions import COLUMNS, labelled_pairs, pair_id
from cakupan.identity.experience import Experience
from cakupan.identity.resolve import Resolved, resolve
from cakupan.identity.rivals import MILLION, odds_of
from cakupan.identity.sightings import sightings_of
from identity.test_resolve import because, drawn, people
from tables import engine, rows, table

if TYPE_CHECKING:
    import ibis.expr.types as ir

NAMESAKES = """
    row | nik              | name         | birth      | village
    1   | 1606010101809001 | Budi Santoso | 1980-01-01 | 16.06.01.2001
    2   | 3201020101809007 | Budi Santoso | 1980-01-01 | 16.06.01.2001
    3   |                  | Budi Santoso | 1980-01-01 | 16.06.01.2001
"""
COPIED = """
    row | nik              | name         | birth
    1   | 1606010101809001 | Budi Santoso | 1980-01-01
    2   | 1606010101809001 | Wulan Dari   | 1991-03-04
    3   | 1606010101809001 | Budi Santosa | 1980-01-01
"""


def decisions(text: str) -> "ir.Table":
    """Each line: a row of list a, another, and the answer."""
    told = table("left_row | right_row | answer\n" + text)
    here = {"left_file": "a", "left_sheet": "s", "right_file": "a", "right_sheet": "s"}
    return told.mutate(**{name: ibis.literal(text) for name, text in here.items()}).select(*COLUMNS)


def decided(records: str, text: str) -> Resolved:
    return resolve({"a": drawn(records, "a")}, engine(), decisions=decisions(text))


def test_rows_that_somebody_said_are_one_person_are_joined_though_their_niks_differ() -> None:
    found = decided(NAMESAKES, "1 | 2 | same")
    assert people(found) == ["a1 a2 a3"]
    assert (found.passes["decided_same"], because(found)) == (1, set())
    assert "decided_same" not in {row["because"] for row in rows(found.certain)}


def test_slips_of_niks_that_somebody_said_are_one_persons_stay_with_them() -> None:
    records = """
        row | nik              | name           | birth      | village
        1   | 1606010101809107 | Budi Sumarsono | 1980-01-01 | 16.06.01.2001
        2   | 1606010101809100 | Budi Sumarsono | 1980-01-01 | 16.06.01.2001
        3   | 3201020101809553 | Budi Sumarsono | 1980-01-01 | 16.06.01.2001
        4   | 3201020101809535 | Budi Sumarsono | 1980-01-01 | 16.06.01.2001
        5   | 1671010101809221 | Budi Sumarsono | 1980-01-01 | 16.06.01.2001
    """
    assert people(decided(records, "1 | 3 | unsure")) == ["a1 a2", "a3 a4", "a5"]
    assert people(decided(records, "1 | 3 | same")) == ["a1 a2 a3 a4", "a5"]
    assert people(decided(records, "2 | 3 | same\n 4 | 5 | same")) == ["a1 a2 a3 a4 a5"]
    assert people(decided(records, "1 | 3 | same\n 2 | 3 | different")) == ["a1 a3 a4", "a2", "a5"]


def test_a_row_that_fits_two_equally_well_is_the_one_that_nobody_said_it_is_not() -> None:
    assert people(decided(NAMESAKES, "1 | 2 | unsure")) == ["a1", "a2", "a3"]
    found = decided(NAMESAKES, "3 | 1 | different")
    assert people(found) == ["a1", "a2 a3"]
    assert because(found) == set()


def test_who_is_said_to_be_another_by_one_of_their_rows_is_no_rival_by_the_others_of_their_nik() -> None:
    members = """
        row | nik              | name                | birth      | village
        1   | 1606010506809001 | Zulkarnain Hasibuan | 1980-06-05 | 16.06.01.2001
        2   | 1606010506809001 | Zulkarnain Hasibuan | 1980-06-05 | 16.06.02.2001
        4   | 1606010506809002 | Zulkarnain Hasibuan | 1980-06-05 | 16.06.01.2001
    """
    cut = """
        row | nik              | name                | birth      | village
        3   | 1606010506809000 | Zulkarnain Hasibuan | 1980-06-05 | 16.06.01.2001
    """
    records = {"members": drawn(members, "a"), "nominations": drawn(cut, "a")}
    unsure, sure = (
        resolve(records, engine(), decisions=decisions(f"3 | 1 | {answer}")) for answer in ("unsure", "different")
    )
    assert people(unsure) == ["members1 members2", "nominations3", "members4"]
    assert people(sure) == ["members1 members2", "members4 nominations3"]


def test_rows_of_one_nik_that_somebody_said_are_two_people_are_two() -> None:
    assert people(decided(COPIED, "1 | 2 | unsure")) == ["a1 a3", "a2"]
    found = decided(COPIED, "3 | 1 | different")
    assert people(found) == ["a1", "a2", "a3"]
    assert because(found) == {"same_nik_other_person"}


def test_whoever_is_joined_with_both_of_two_different_people_stays_with_the_nearer() -> None:
    records = """
        row | name         | birth      | village       | phone
        1   | Budi Santoso | 1980-01-01 | 16.06.01.2001 | 081200001
        2   | Budi Santoso | 1980-01-01 | 16.06.01.2001 |
        3   | Budi S.      | 1980-01-01 | 16.06.01.2001 | 081200001
    """
    assert people(decided(records, "1 | 2 | unsure")) == ["a1 a2 a3"]
    found = decided(records, "2 | 3 | different")
    assert sorted(map(len, people(found))) == [2, 5]
    assert because(found) == set()  # whoever is not the one is not the other's person either


def test_of_decisions_that_contradict_each_other_those_that_keep_apart_hold() -> None:
    found = decided(NAMESAKES, "1 | 2 | same\n 2 | 3 | same\n 1 | 3 | different")
    assert sorted(map(len, people(found))) == [2, 5]
    assert people(decided(COPIED, "1 | 2 | same\n 2 | 1 | different")) == ["a1 a3", "a2"]


def test_a_decision_about_a_row_that_is_not_there_changes_nothing() -> None:
    assert people(decided(COPIED, "1 | 9 | same\n 8 | 2 | different")) == ["a1 a3", "a2"]


def test_decisions_are_labels_for_whoever_learns() -> None:
    text = "1 | 2 | different\n 3 | 1 | same\n 2 | 3 | unsure\n 1 | 9 | same"
    seen = sightings_of({"a": drawn(COPIED, "a")}, engine())
    assert labelled_pairs(decisions(text), seen, engine()).to_pylist() == [
        {"left": 0, "right": 1, "same": False},
        {"left": 0, "right": 2, "same": True},
    ]


def test_a_pair_is_called_the_same_from_either_side() -> None:
    one, other = ("f", "s", 1), ("f", "s", 11)
    assert pair_id(one, other) == pair_id(other, one) != pair_id(one, ("f", "s1", 1))
    assert len(pair_id(one, other)) == 12


def like_each_other(pairs: int, *, born: bool = True, second: str = "Budi Santoso Wijaya") -> str:
    """Pairs of rows without a NIK whose names are alike, each pair in a village of its own."""
    lines = ["row | name | birth | village"]
    for at in range(pairs):
        birth = f"{1960 + at % 40}-{at % 12 + 1:02}-{at % 27 + 1:02}" if born else ""
        village = f"16.06.{at % 9 + 1:02}.20{at // 9 + 1:02}"
        lines += [
            f"{2 * at + place} | {name} | {birth} | {village}" for place, name in ((1, "Budi Santoso"), (2, second))
        ]
    return "\n".join(lines)


def answered(pairs: int, answer: str) -> str:
    return "\n".join(f"{2 * at + 1} | {2 * at + 2} | {answer}" for at in range(pairs))


def test_a_pass_that_reviewers_refute_no_longer_joins_anybody_by_itself() -> None:
    told = like_each_other(16)
    assert "a31 a32" in people(decided(told, answered(1, "different")))
    refuted = decided(told, answered(15, "different"))
    assert "a31 a32" not in people(refuted)
    assert because(refuted) == {"similar_name_birth_village"}


def test_a_pass_that_reviewers_confirm_joins_whom_it_only_took_for_possible() -> None:
    told = like_each_other(62, born=False, second="Boedi Santoso")
    assert because(decided(told, answered(1, "unsure"))) == {"name_village"}
    confirmed = decided(told, answered(60, "same"))
    assert "a123 a124" in people(confirmed)


def test_however_many_confirm_it_nothing_becomes_so_certain_that_it_has_no_odds() -> None:
    one = [np.array([at]) for at in (0, 1, 999_900)]
    edges = Edges(*one, *(np.array([text], dtype=object) for text in ("same_nik", "")))
    weighed = Experience({("same_nik", 9): (10_000, 10_000)}).weigh(edges)
    assert 999_900 < weighed.strength[0] < MILLION
    assert np.isfinite(odds_of(weighed.strength)).all()


def test_that_people_whom_a_register_lists_are_two_says_nothing_of_other_slips() -> None:
    words = ["Komariah", "Wayan", "Fauzi", "Ratna", "Joko", "Umar", "Sofyan", "Rina", "Budi", "Agus", "Hasan", "Yusuf"]
    words += ["Ida", "Dewi", "Rudi", "Zulkarnain"]
    lines = ["row | nik | name | birth | village"]
    for at, word in enumerate(words):
        begin, born = f"160601{10 + at}068090", f"{word} Hasibuan | 1980-06-{10 + at} | 16.06.01.20{at + 1:02}"
        lines += [f"{2 * at + place} | {begin}0{place} | {born}" for place in (1, 2)]
    *twice, alone, again = lines
    members = drawn("\n".join([*twice, alone]), "a")
    named = drawn("\n".join([lines[0], again]), "b")
    answers = decisions(answered(15, "different"))
    found = resolve({"members": members, "nominations": named}, engine(), decisions=answers)
    assert "members31 nominations32" in people(found)


def test_what_somebody_was_unsure_of_teaches_nothing() -> None:
    told = like_each_other(16)
    assert people(decided(told, answered(15, "unsure"))) == people(resolve({"a": drawn(told, "a")}, engine()))
