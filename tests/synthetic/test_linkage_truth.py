"""How right a linkage is, counted by hand on a few rows."""

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from benchmarks.hard_lists import Done
from benchmarks.linkage_truth import (
    Answers,
    Truth,
    answers_of,
    best_links,
    by_kind,
    calibration,
    clusters,
    judge,
    lines_of,
    pairwise,
)

# rows 0 and 1 are one person, whom the register has in row 0; row 2 is in its row 1; row 3 in none; row 4 in its row 2
TRUTH = Truth(
    register=np.array([0, 0, 1, -1, 2]),
    person=np.array([7, 7, 8, 9, 10]),
    errors=np.array([0, Done.NIK_MISSING, Done.NIK_MISSING | Done.NAME_SLIP, 0, Done.NAME_SLIP], np.int64),
    registered=4,
)
ROWS = pa.table(
    {
        "list_row": [1, 2, 3, 3, 4, 5],
        "register_row": [1, 1, 2, 3, 4, None],
        "probability": [Decimal(one) for one in ("0.99", "0.95", "0.60", "0.30", "0.97", "0.00")],
        "verdict": ["match", "match", "possible", "possible", "match", "none"],
        "list_person": [1, 1, 2, 2, 3, 4],
    }
)


def test_links_are_the_pairs_that_are_called_a_match() -> None:
    judged = judge(answers_of(ROWS), TRUTH, Done)
    assert judged.links.precision == pytest.approx(2 / 3)  # row 3 is nobody of the register
    assert judged.links.recall == pytest.approx(2 / 4)
    assert judged.links.f1 == pytest.approx(4 / 7)


def test_the_best_threshold_lies_where_it_helps_most_and_takes_one_candidate_of_each_row() -> None:
    best, threshold = best_links(answers_of(ROWS), TRUTH)
    assert threshold == pytest.approx(0.60)
    assert (best.precision, best.recall) == (pytest.approx(3 / 4), pytest.approx(3 / 4))


def test_pairs_of_equal_probability_are_called_together() -> None:
    equal = Answers(np.arange(2), np.array([0, 3]), np.array([0.9, 0.9]), np.array([True, True]))
    best, _ = best_links(equal, TRUTH)
    assert best.precision == pytest.approx(1 / 2)


def test_a_cluster_is_a_person_with_all_rows_of_list_and_register() -> None:
    # told: rows 0 and 1 with register row 0, row 3 with register row 3: 3 + 1 pairs, of which 3 are right;
    # true: 3 pairs of the first, one each of the second and the last
    quality = pairwise(*clusters(answers_of(ROWS), TRUTH))
    assert (quality.precision, quality.recall) == (pytest.approx(3 / 4), pytest.approx(3 / 5))


def test_without_persons_of_the_list_rows_meet_in_the_register_only() -> None:
    quality = pairwise(*clusters(answers_of(ROWS.drop_columns(["list_person"])), TRUTH))
    assert (quality.precision, quality.recall) == (pytest.approx(3 / 4), pytest.approx(3 / 5))


def test_probabilities_that_hold_what_they_say_have_no_calibration_error() -> None:
    many = 1_000
    listed, register = np.arange(many), np.where(np.arange(many) % 10 < 9, 0, 1)
    truth = Truth(np.zeros(many, np.int64), listed, np.zeros(many, np.int64), 2)
    right = Answers(listed, register, np.full(many, 0.9), np.ones(many, bool))
    proud = Answers(listed, register, np.full(many, 1.0), np.ones(many, bool))
    assert calibration(right, truth) == (pytest.approx(0), pytest.approx(0))
    assert calibration(proud, truth) == (pytest.approx(0.1), pytest.approx(0.1))


def test_what_is_lost_is_told_by_what_was_done_to_it() -> None:
    kinds = {one.name: one for one in by_kind(answers_of(ROWS), TRUTH, Done)}
    assert list(kinds) == ["all", "nothing_done", "nik_missing", "name_slip"]
    assert kinds["nothing_done"].strangers_matched == 1
    assert kinds["nik_missing"].outcomes == {
        **{"found": 1, "nothing": 0, "only_possible": 1},
        **{"possibly_another": 0, "wrong": 0},
    }
    assert kinds["name_slip"].outcomes["nothing"] == 1
    assert kinds["all"].quality.recall == pytest.approx(1 / 2)


def test_the_report_has_a_line_for_each_kind() -> None:
    lines = lines_of(judge(answers_of(ROWS), TRUTH, Done))
    assert [line.split()[0] for line in lines[-4:]] == ["all", "nothing_done", "nik_missing", "name_slip"]
