"""What a scorecard says of a pair, and what is learned from pairs whose NIKs speak for themselves."""

import json
from collections.abc import Mapping
from itertools import product
from math import prod

import numpy as np
import pytest
from benchmarks.scorecard import TOLD, of_few
from hypothesis import given, settings
from hypothesis import strategies as st

from cakupan.identity.learn import learned, two_count
from cakupan.identity.mixture import learned_alone
from cakupan.identity.scorecard import COMPARISONS, ELSE, NUMBER, Pattern, Scorecard, given_card

AGREES = {"name": "equal", "birth": "equal", "household": "village open", "sex": "fine", "common": "rare"}
DIFFERS = {"name": "other", "birth": "equal", "household": "village open", "sex": "fine", "common": "rare"}
NOTHING = Scorecard(-1.0, {}, {})


def pattern(said: Mapping[str, str], nik: str, **more: str) -> Pattern:
    place, contact = (said | more)["household"].split()
    stated = said["birth"]
    return {**said, "nik": nik, "place": place, "contact": contact, "stated": stated, "found": ELSE, **more}


def fitted(pairs: Mapping[tuple[str, str], int], before: Scorecard = NOTHING) -> Scorecard:
    said = {"agrees": AGREES, "differs": DIFFERS}
    patterns = [pattern(said[name], nik) for name, nik in pairs]
    return learned(patterns, np.array([float(count) for count in pairs.values()]), before)


SEEN = {
    ("agrees", "same"): 800,
    ("agrees", "open"): 100,
    ("differs", "against"): 900,
    ("differs", "neighbour"): 60,
    ("differs", "open"): 90,
}


def test_without_a_label_it_is_learned_which_agreement_makes_one_person() -> None:
    card = fitted(SEEN)
    assert card.probability(pattern(AGREES, "open")) > 0.98
    assert card.probability(pattern(DIFFERS, "open")) < 0.02


def counted_as(pairs: Mapping[tuple[str, str], int]) -> float:
    said = {"agrees": AGREES, "differs": DIFFERS}
    counts = np.array([float(count) for count in pairs.values()])
    return two_count([pattern(said[name], nik) for name, nik in pairs], counts, given_card())


LEFT = {("agrees", "open"): 900, ("agrees", "same"): 90, ("differs", "against"): 900, ("differs", "open"): 90}


def test_two_people_are_learned_as_far_as_one_person_is_labelled() -> None:
    assert counted_as(LEFT) == pytest.approx(0.1, abs=0.02)
    assert counted_as(SEEN) == pytest.approx(1.0, abs=0.1)
    # of a list whose same NIKs somebody matched beforehand nothing is learned
    assert counted_as(LEFT | {("agrees", "same"): 49}) == 0


def test_a_nik_that_differs_where_all_else_agrees_is_a_slip_and_no_label() -> None:
    slipped = fitted(SEEN | {("agrees", "neighbour"): 30})
    assert slipped.probability(pattern(AGREES, "open")) > 0.98


def test_a_neighbouring_nik_speaks_against_but_less_than_where_nobody_is_one_with_it() -> None:
    never, sometimes = fitted(SEEN), fitted(SEEN | {("agrees", "neighbour"): 30})
    number = "nik=neighbour born=alike,home=village"
    assert never.numbers[number] < sometimes.numbers[number] < 0


def test_in_one_home_a_neighbouring_nik_is_a_twins_unless_it_is_seen_to_be_a_slip() -> None:
    twins = {"household": "village card"}
    card = learned([pattern(AGREES | twins, "neighbour")], np.array([500.0]), NOTHING)
    assert card.numbers["nik=neighbour born=alike,home=same"] < -3


def test_a_birth_date_that_only_the_nik_tells_is_hidden_with_it() -> None:
    told = [pattern(AGREES, "same", stated="open"), pattern(DIFFERS, "against", stated="open")]
    card = learned(told, np.array([100.0, 100.0]), NOTHING)
    assert "birth=open" in card.weights
    assert "birth=equal" not in {name for name, weight in card.weights.items() if weight}


def test_pairs_that_only_numbers_bring_forth_teach_no_weight() -> None:
    card = learned([pattern(AGREES, "same", found=NUMBER)], np.array([100.0]), NOTHING)
    assert card == NOTHING


def test_where_nothing_is_seen_what_is_given_stays() -> None:
    assert learned([], np.array([]), given_card()) == given_card()
    few = fitted({("differs", "against"): 1}, given_card())
    asked = pattern(AGREES, "open")
    assert few.probability(asked) == pytest.approx(given_card().probability(asked), abs=0.05)


def test_a_pair_or_two_move_nothing_but_what_they_show() -> None:
    told = [pattern(AGREES, "same"), pattern(DIFFERS, "open")]
    few = learned(told, np.array([2.0, 1.0]), given_card())
    unseen = [name for name in given_card().numbers if "home=village" not in name]
    assert {name: few.numbers[name] for name in unseen} == pytest.approx(
        {name: given_card().numbers[name] for name in unseen}
    )


@pytest.mark.parametrize("strangers", [1_000.0, 100_000.0])
def test_a_level_of_the_nik_that_is_seen_once_moves_little_however_many_strangers_there_are(strangers: float) -> None:
    one = pattern(AGREES | {"household": "other open", "birth": "other"}, "near")
    others = pattern(DIFFERS | {"household": "other open", "birth": "other"}, "against")
    card = learned([one, others], np.array([1.0, strangers]), given_card())
    number = "nik=near born=otherwise,home=other"
    assert card.numbers[number] == pytest.approx(given_card().numbers.get(number, 0.0), abs=0.8)


def test_somebody_looked_at_the_given_card_since_the_code_told_something_else_of_pairs() -> None:
    """The card is learned of lists that take minutes: a few tell that it may be older than the code."""
    seen, now = json.loads(TOLD.read_text(encoding="utf-8")), of_few()
    what_to_do = "the given scorecard may be too old: see benchmarks/scorecard.py"
    assert now["levels"] == seen["levels"], what_to_do
    for part in ("weights", "numbers"):
        told, learnt = seen["card"][part], now["card"][part]
        moved = {name for name in {*told, *learnt} if abs(told.get(name, 0) - learnt.get(name, 0)) > 0.06}
        assert not moved, what_to_do


def test_the_given_card_takes_agreement_for_one_person_and_a_stranger_for_another() -> None:
    assert given_card().probability(pattern(AGREES, "open")) > 0.95
    assert given_card().probability(pattern(DIFFERS, "against")) < 0.01


@given(st.permutations(sorted(SEEN)))
def test_the_order_in_which_patterns_come_decides_nothing(order: list[tuple[str, str]]) -> None:
    asked = pattern(AGREES, "open")
    first, second = (fitted({key: SEEN[key] for key in keys}).probability(asked) for keys in (sorted(SEEN), order))
    assert round(first, 5) == round(second, 5)


@given(st.sampled_from(["open", "against", "near", "unlike", "card"]), st.sampled_from([AGREES, DIFFERS]))
def test_the_waterfall_adds_up_to_the_logarithm_of_the_odds(nik: str, said: Mapping[str, str]) -> None:
    asked, card = pattern(said, nik), given_card()
    falls = card.waterfall(asked)
    assert set(falls) == {"start", "nik", *COMPARISONS}
    total = sum(falls.values())
    assert card.log_odds(asked) == pytest.approx(max(-14.0, min(14.0, total)))


SHARES = {
    "one": {
        "name": {"equal": 0.5, "share": 0.3, "other": 0.2},
        "birth": {"equal": 0.8, "other": 0.2},
        "household": {"village card": 0.7, "district open": 0.3},
    },
    "named": {
        "name": {"equal": 0.3, "share": 0.7},
        "birth": {"equal": 0.01, "other": 0.99},
        "household": {"village card": 0.01, "district open": 0.99},
    },
    "born": {
        "name": {"share": 0.01, "other": 0.99},
        "birth": {"equal": 1.0},
        "household": {"village card": 0.01, "district open": 0.99},
    },
}
PAIRS = {"one": 1000, "named": 3000, "born": 1000}


def told_alone() -> dict[tuple[str, str, str], float]:
    """How many pairs show a name, a birth and a household, where nobody has a NIK."""
    found: dict[tuple[str, str, str], float] = {}
    for kind, shares in SHARES.items():
        for levels in product(*shares.values()):
            share = prod(of[level] for of, level in zip(shares.values(), levels, strict=True))
            found[levels] = found.get(levels, 0.0) + PAIRS[kind] * share
    return found


def open_pattern(name: str, birth: str, household: str) -> Pattern:
    said = {"name": name, "birth": birth, "household": household, "sex": "fine", "common": "sole"}
    return pattern(said, "open")


def alone(seen: Mapping[tuple[str, str, str], float]) -> Scorecard:
    return learned_alone([open_pattern(*one) for one in seen], np.array(list(seen.values())), given_card())


def test_where_nobody_has_a_nik_it_is_learned_what_agrees_together() -> None:
    card = alone(told_alone())
    born_otherwise = open_pattern("equal", "other", "village card")
    assert given_card().probability(born_otherwise) < 0.1 < 0.7 < card.probability(born_otherwise)
    assert card.probability(open_pattern("other", "equal", "district open")) < 0.1
    assert card.probability(open_pattern("equal", "other", "district open")) < 0.1
    assert card.probability(open_pattern("equal", "equal", "village card")) > 0.99


def test_where_no_pair_is_seen_the_given_card_stays() -> None:
    assert learned_alone([], np.array([]), given_card()) == given_card()


@given(st.permutations(sorted(told_alone())))
@settings(max_examples=10)
def test_the_order_of_patterns_without_a_nik_decides_nothing(order: list[tuple[str, str, str]]) -> None:
    seen, asked = told_alone(), open_pattern("share", "equal", "district open")
    first, second = (alone({key: seen[key] for key in keys}).probability(asked) for keys in (sorted(seen), order))
    assert round(first, 4) == round(second, 4)
