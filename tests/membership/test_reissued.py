"""Which extracts a later one perhaps replaced, drawn."""

from typing import Any

from cakupan.membership.extracts import with_standing
from cakupan.membership.reissued import perhaps_replaced
from cakupan_app.look.words import say
from membership.drawn import listed
from tables import rows

DAYS = {"a": "2025-08-01", "b": "2025-08-02", "c": "2025-08-03"}


def replaced(*extracts: tuple[str, str, str, list[str]]) -> list[tuple[Any, ...]]:
    """`extracts`: file, area, month, and whom it lists, each as person and KPJ."""
    lines = [
        f"{file} | {DAYS[file]} | {area} | {month} | {one} | {row}"
        for file, area, month, people in extracts
        for row, one in enumerate(people, start=2)
    ]
    drawn = listed("\n".join(["file | known_on | area | month | person | kpj | row", *lines]), order=1)
    found = rows(perhaps_replaced(with_standing(drawn)))
    return [(row["area"], row["month"], row["file"], row["only_in_older"]) for row in found]


def people(first: int, last: int) -> list[str]:
    return [f"{person} | K{person}" for person in range(first, last + 1)]


JULY = ("16.06", "2025-07")


def test_a_later_extract_that_names_most_of_an_earlier_one_perhaps_replaced_it() -> None:
    assert replaced(("a", *JULY, people(1, 10)), ("b", *JULY, people(3, 20))) == [(*JULY, "a", 2)]


def test_a_file_of_some_corrections_replaces_nothing() -> None:
    assert replaced(("a", *JULY, people(1, 10)), ("b", *JULY, people(4, 10))) == []


def test_who_is_in_both_leaves_nothing_to_ask() -> None:
    assert replaced(("a", *JULY, people(1, 10)), ("b", *JULY, people(1, 11))) == []


def test_files_of_other_months_and_areas_are_not_compared() -> None:
    assert (
        replaced(
            ("a", *JULY, people(1, 10)),
            ("b", "16.06", "2025-08", people(2, 10)),
            ("c", "16.07", "2025-07", people(2, 10)),
        )
        == []
    )


def test_of_three_files_each_older_one_is_told_once_with_those_that_no_later_one_names() -> None:
    assert replaced(
        ("a", *JULY, people(1, 10)),
        ("b", *JULY, people(2, 11)),
        ("c", *JULY, people(3, 10)),
    ) == [(*JULY, "a", 1), (*JULY, "b", 2)]


def test_an_extract_without_kpj_may_name_any_membership_of_a_person() -> None:
    assert replaced(
        ("a", *JULY, [*people(1, 9), "9 | K0"]),
        ("b", *JULY, [f"{person} |" for person in range(2, 10)]),
    ) == [(*JULY, "a", 1)]


def test_the_sentence_says_how_to_take_the_old_one_out() -> None:
    facts: dict[str, str | int] = {"area": "16.06", "month": "2025-07", "only_in_older": 2, "file": "0123456789ab"}
    for language in ("id", "en"):
        assert "cakupan undo 0123456789ab" in say("extract_perhaps_replaced", facts, language)
