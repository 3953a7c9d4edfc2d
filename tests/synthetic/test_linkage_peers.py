"""What our linkage is measured against, and how a peer is judged: by the best of its modes."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa
from benchmarks.linkage_answers import Found, best_of, exact_nik, exact_nik_or_name_and_birth, one_of_all, persons
from benchmarks.linkage_peers import judged_by
from benchmarks.linkage_truth import Truth

from identity.hard_lists import Person, people_table

BORN = date(1980, 5, 5)
HASAN = Person("1606010505809001", "Hasan Basri", BORN, "L", "16.06.01.2001", None)
RINA = Person("1606014605829002", "Rina Wati", date(1982, 5, 6), "P", "16.06.01.2001", None)


def pairs(*rows: tuple[int, int, float]) -> pa.Table:
    columns = zip(*rows, strict=True)
    return pa.table(dict(zip(("list_row", "register_row", "probability"), columns, strict=True)))


def rows_of(people: Sequence[Person]) -> pa.Table:
    return people_table(people).append_column("village_written", pa.nulls(len(people), pa.string()))


def told(found: Found) -> list[tuple[int, int]]:
    rows = found.links[""]
    return list(zip(rows["list_row"].to_pylist(), rows["register_row"].to_pylist(), strict=True))


def test_exact_niks_meet_by_their_digits_and_names_only_with_the_birth_date() -> None:
    listed = rows_of(
        [
            Person(None, "Hasan", None, "L", None, None, nik_written="'1606 0105 0580 9001"),
            Person(None, "RINA WATI.", RINA.birth, "P", None, None),
            Person(None, "Rina Wati", BORN, "P", None, None),
        ]
    )
    register = rows_of([RINA, HASAN])
    assert told(exact_nik(listed, register)) == [(1, 2)]
    wider = exact_nik_or_name_and_birth(listed, register)
    assert told(wider) == [(1, 2), (2, 1)]
    hasan, rina, other, rina_known, hasan_known = wider.clusters[""].tolist()
    assert (hasan, rina) == (hasan_known, rina_known)
    assert len({hasan, rina, other}) == 3


def test_of_each_list_row_the_most_probable_pair_is_left_then_the_first() -> None:
    found = best_of(pairs((2, 9, 0.6), (1, 4, 0.5), (1, 3, 0.5), (2, 8, 0.7)))
    assert found.to_pylist() == pairs((1, 3, 0.5), (2, 8, 0.7)).to_pylist()


def test_a_row_that_may_be_two_register_rows_alike_is_each_of_them_by_less_than_half() -> None:
    shared = one_of_all(pairs((1, 3, 0.9), (1, 4, 0.9), (2, 3, 0.9)))["probability"].to_pylist()
    assert [round(one, 4) for one in shared] == [0.4737, 0.4737, 0.9]


def test_persons_are_put_together_unless_two_register_rows_would_be_one() -> None:
    links = pairs((1, 1, 0.95), (2, 2, 0.95))
    inside = pa.table({"one": [0, 2], "other": [1, 1], "probability": [0.6, 0.8]})
    first, second, third, one, two = persons(links, inside, 0.5, 3, 2).tolist()
    assert first == one
    assert second == third == two
    assert one != two


def test_a_peer_is_judged_by_the_best_mode_and_threshold_and_one_of_fixed_thresholds_by_all_it_says() -> None:
    truth = Truth(np.array([0, -1]), np.array([0, 1]), np.zeros(2, np.int64), 1)
    found = {"poor": pairs((2, 1, 0.9)), "good": pairs((1, 1, 0.8), (2, 1, 0.4))}
    clusters = {"apart": np.array([0, 1, 2]), "true": np.array([0, 1, 0])}
    sought = judged_by(Found(found, clusters), truth)
    assert (sought.links_by, sought.links.f1, sought.clusters_by, sought.clusters.f1) == ("good", 1.0, "true", 1.0)
    assert judged_by(Found(found, clusters, fixed=True), truth).links.precision == 0.5


def test_ours_is_judged_by_each_of_its_two_rules_alone() -> None:
    """One pair is right and sure, another right and only likelier than not."""
    sure, likelier = pairs((1, 1, 0.99)), pairs((1, 1, 0.99), (2, 2, 0.6))
    labels = {"verdict": np.array([0, 1, 0, 2]), "p >= 0.5": np.array([0, 1, 0, 1])}
    found = Found({"verdict": sure, "p >= 0.5": likelier}, labels, fixed=True)
    truth = Truth(np.array([0, 1]), np.array([0, 1]), np.zeros(2, np.int64), 2)
    assert [judged_by(found, truth, mode).links.recall for mode in labels] == [0.5, 1.0]
    assert [judged_by(found, truth, mode).clusters.recall for mode in labels] == [0.5, 1.0]
