"""Which persons are one by what all their rows show, though no two of their rows say so."""

import numpy as np

from cakupan.identity.clusters import Edges
from cakupan.identity.gathered import gathered
from cakupan.identity.scorecard import Scorecard, told

ALL = {
    "nik": "open",
    "kpj": "open",
    "known": "both",
    "name": "other",
    "common": "rare",
    "stated": "other",
    "birth": "other",
    "place": "open",
    "contact": "open",
    "household": "open open",
    "sex": "fine",
    "found": "else",
}
CARD = Scorecard(-6.0, {"name=equal": 5.0, "birth=equal": 5.0, "sex=other": -9.0}, {})
NAMED, BORN = {"name": "equal"}, {"birth": "equal", "stated": "equal"}
BOTH = {**NAMED, **BORN}
Shown = dict[tuple[int, int], dict[str, str]]


def edges(shown: Shown, card: Scorecard) -> Edges:
    patterns = [{**ALL, **levels} for levels in shown.values()]
    left, right = (np.array(ends) for ends in zip(*shown, strict=True))
    strength = np.array([round(card.probability(pattern) * 1_000_000) for pattern in patterns])
    texts = np.array([told(pattern) for pattern in patterns], dtype=object)
    return Edges(left, right, strength, np.full(len(left), "weighed", object), texts)


def joined(shown: Shown) -> list[tuple[int, int]]:
    found = gathered(edges(shown, CARD), CARD, 6)
    return sorted(zip(found.left.tolist(), found.right.tolist(), strict=True))


def test_who_has_the_name_of_one_row_and_the_birth_of_another_is_the_person_of_both() -> None:
    assert joined({(0, 1): BOTH, (0, 2): NAMED, (1, 2): BORN}) in ([(0, 2)], [(1, 2)])


def test_what_several_rows_show_alike_says_no_more_than_one() -> None:
    assert joined({(0, 1): BOTH, (0, 2): NAMED, (1, 2): NAMED}) == []


def test_rows_that_are_nobody_elses_do_not_speak_together() -> None:
    assert joined({(0, 2): NAMED, (1, 2): BORN}) == []


def test_what_speaks_against_one_row_speaks_against_the_person() -> None:
    assert joined({(0, 1): BOTH, (0, 2): NAMED, (1, 2): {**BORN, "sex": "other"}}) == []


def test_who_looks_at_two_pairs_asks_for_twice_the_odds() -> None:
    card = Scorecard(-6.0, {**CARD.weights, "birth=equal": 2.6}, {})  # odds of 5 to 1: enough of one pair, not of two
    assert card.probability({**ALL, **BOTH}) > 0.75
    shown = {(0, 1): BOTH, (0, 2): NAMED, (1, 2): BORN}
    assert len(gathered(edges(shown, card), card, 3)) == 0


def test_what_numbers_said_is_not_asked_again() -> None:
    assert joined({(0, 1): BOTH, (0, 2): {**NAMED, "nik": "same"}, (1, 2): BORN}) == []
