"""Which rows of several extracts speak, drawn."""

import pytest

from cakupan.membership.extracts import with_standing
from membership.drawn import listed
from tables import rows

FILES = {"a": "2025-08-01", "b": "2025-08-02", "c": "2025-08-03"}


def judged(text: str) -> dict[tuple[str, int], str]:
    found = rows(with_standing(listed(_with_days(text), order=1)))
    return {(row["file"], row["row"]): row["standing"] for row in found}


def _with_days(text: str) -> str:
    """The drawn rows, each with the day its file was known: a, b and c came in one after the other."""
    heading, *lines = (line for line in text.strip().splitlines())
    if "known_on" in heading:
        return text
    return "\n".join([f"{heading} | known_on", *(f"{line} | {FILES[line.split('|')[0].strip()]}" for line in lines)])


def test_the_file_known_last_speaks_of_a_membership_it_names() -> None:
    assert judged("""
        file | row | kpj | month   | status
        a    | 2   | K1  | 2025-06 | active
        a    | 3   | K1  | 2025-07 | active
        b    | 2   | K1  | 2025-07 | inactive
    """) == {("a", 2): "in_force", ("a", 3): "superseded", ("b", 2): "in_force"}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param("2025-08-01 | 2", "2025-08-02 | 1", id="known on a later day"),
        pytest.param("2025-08-01 | 1", "2025-08-01 | 2", id="accepted later that day"),
        pytest.param("2025-08-01 | 1", "2025-08-01 | 1", id="by its hash, where nothing else tells"),
    ],
)
def test_the_later_of_two_files_is_the_one(a: str, b: str) -> None:
    assert judged(f"""
        file | row | kpj | known_on | order
        a    | 2   | K1  | {a}
        b    | 2   | K1  | {b}
    """) == {("a", 2): "superseded", ("b", 2): "in_force"}


def test_all_rows_of_that_file_speak_and_what_it_does_not_name_stays() -> None:
    assert judged("""
        file | row | kpj | segment
        a    | 2   | K1  | BPU
        a    | 3   | K2  | PU
        b    | 2   | K1  | BPU
        b    | 3   | K1  | PMI
    """) == {("a", 2): "superseded", ("a", 3): "in_force", ("b", 2): "in_force", ("b", 3): "in_force"}


def test_without_a_kpj_the_last_file_speaks_for_the_person_in_that_month() -> None:
    assert judged("""
        file | row | person | month   | kpj | segment
        a    | 2   | 1      | 2025-07 |     | BPU
        a    | 3   | 1      | 2025-07 | K1  | PU
        a    | 4   | 1      | 2025-06 |     | BPU
        a    | 5   | 2      | 2025-07 |     | BPU
        b    | 2   | 1      | 2025-07 |     | BPU
    """) == {
        ("a", 2): "superseded",
        ("a", 3): "superseded",
        ("a", 4): "in_force",
        ("a", 5): "in_force",
        ("b", 2): "in_force",
    }


def test_a_row_without_a_kpj_gives_way_to_a_later_file_that_names_one() -> None:
    assert judged("""
        file | row | kpj | segment
        a    | 2   |     | BPU
        b    | 2   | K1  | BPU
        b    | 3   | K2  | PU
        c    | 2   | K2  | PU
    """) == {("a", 2): "superseded", ("b", 2): "in_force", ("b", 3): "superseded", ("c", 2): "in_force"}


def test_of_rows_that_say_the_same_membership_the_first_of_the_file_speaks() -> None:
    assert judged("""
        file | row | kpj | sheet | payer
        a    | 9   | K1  | B     | self
        a    | 7   | K1  | C     | self
        a    | 3   | K1  | D     |
        a    | 8   | K1  | A     | csr
        b    | 5   | K2  | A     | self
        b    | 4   | K2  | A     | self
    """) == {
        ("a", 9): "in_force",
        ("a", 7): "repeated",
        ("a", 3): "in_force",
        ("a", 8): "in_force",
        ("b", 5): "repeated",
        ("b", 4): "in_force",
    }


def test_a_row_that_says_something_else_of_a_membership_is_no_repetition() -> None:
    assert judged("""
        file | row | kpj | started_on | ended_on   | paid_until | status   | programmes
        a    | 2   | K1  |            | 2025-07-10 |            |          |
        a    | 3   | K1  | 2025-07-11 |            |            |          |
        a    | 4   | K1  |            |            | 2025-06-30 |          |
        a    | 5   | K1  |            |            |            | inactive |
        a    | 6   | K1  |            |            |            |          | JKK,JKM
        a    | 7   | K1  | 2025-07-11 |            |            |          |
    """) == {("a", row): "repeated" if row == 7 else "in_force" for row in range(2, 8)}


def test_rows_of_two_persons_leave_each_other_alone() -> None:
    assert set(
        judged("""
        file | row | kpj | person
        a    | 2   | K1  | 1
        b    | 2   | K1  | 2
    """).values()
    ) == {"in_force"}
