"""Splink as it comes: the settings that a practised user writes from its documentation, in each of its modes."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from benchmarks.linkage_answers import Found, best_of, connected_to, timed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

THRESHOLDS = (0.5, 0.9, 0.99, 0.999)
U_PAIRS = 1e6  # more cost minutes on rare levels, and moved no figure
LISTED, REGISTER = "list", "register"


def splink_as_it_comes(listed: pa.Table, register: pa.Table) -> Found:
    """Link only; and link and dedupe, clustered by connection or by single best links, at several thresholds."""
    seconds: dict[str, float] = {}
    with timed(seconds, "link only"):
        linker = _trained("link_only", listed, register)
        links = {"link only": best_of(crossing(linker.inference.predict(threshold_match_probability=0.01)))}
    with timed(seconds, "link and dedupe"):
        linker = _trained("link_and_dedupe", listed, register)
        pairs = linker.inference.predict(threshold_match_probability=0.01)
    across = crossing(pairs)
    links["link and dedupe"] = best_of(across)
    clusters = {}
    with timed(seconds, "clusters at every threshold"):
        for name, found in _clustered(linker, pairs):
            clusters[name] = labels_in(found, listed.num_rows, register.num_rows)
            links[name] = within(across, clusters[name], listed.num_rows)
    return Found(links, clusters, seconds)


def _settings(link_type: Any) -> SettingsCreator:
    return SettingsCreator(
        link_type=link_type,
        blocking_rules_to_generate_predictions=[
            block_on("digits"),
            block_on("name", "birth"),
            block_on("birth", "village"),
            block_on("name", "village"),
            block_on("phone", "substr(name, 1, 2)"),
            block_on("birth", "substr(name, 1, 3)"),
            block_on("substr(digits, 1, 12)", "substr(name, 1, 1)"),
        ],
        comparisons=[
            cl.LevenshteinAtThresholds("digits", [1, 2]),
            cl.NameComparison("name").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("birth", input_is_string=False),
            cl.ExactMatch("sex"),
            cl.ExactMatch("village").configure(term_frequency_adjustments=True),
            cl.ExactMatch("phone"),
        ],
        retain_matching_columns=False,
    )


def _trained(link_type: str, listed: pa.Table, register: pa.Table) -> Linker:
    connection = duckdb.connect()
    connected_to(connection, listed, register)
    linker = linked_tables(connection, _settings(link_type))
    taught(linker, [block_on("digits"), block_on("name", "birth")], recall=0.9)
    return linker


def linked_tables(connection: duckdb.DuckDBPyConnection, settings: SettingsCreator) -> Linker:
    """A linker over the tables `listed` and `register` of a connection; numbers of rows are in `id`."""
    settings.unique_id_column_name = "id"
    api = DuckDBAPI(connection)
    tables = [
        api.register(name, dataset_display_name=shown) for name, shown in (("listed", LISTED), ("register", REGISTER))
    ]
    return Linker(tables, settings, log_level="ERROR")


def taught(linker: Linker, rules: Sequence[Any], *, recall: float) -> None:
    """Train by the three steps of the documentation; `rules` find pairs that are mostly true, and so teach m."""
    linker.training.estimate_probability_two_random_records_match(list(rules), recall=recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=U_PAIRS, seed=1)
    for rule in rules:
        linker.training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)


def crossing(pairs: Any) -> pa.Table:
    """Predicted pairs of a list row with a register row: list_row, register_row (from 1), probability."""
    return pairs.query_sql(
        f"""
        select
            case when source_dataset_l = '{LISTED}' then id_l else id_r end + 1 as list_row,
            case when source_dataset_l = '{LISTED}' then id_r else id_l end + 1 as register_row,
            match_probability as probability
        from {{this}} where source_dataset_l <> source_dataset_r
        """
    ).as_pyarrow_table()


def _clustered(linker: Linker, pairs: Any) -> Iterator[tuple[str, Any]]:
    clustering = linker.clustering
    for threshold in THRESHOLDS:
        found = clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=threshold)
        yield f"connected, p >= {threshold}", found
    for threshold in THRESHOLDS:
        found = clustering.cluster_using_single_best_links(
            pairs, duplicate_free_datasets=[REGISTER], threshold_match_probability=threshold
        )
        yield f"single best links, p >= {threshold}", found


def labels_in(clusters: Any, listed: int, register: int) -> "Ints":
    """The cluster of each list row, then of each register row, by number."""
    found = clusters.query_sql(
        f"select id + case when source_dataset = '{LISTED}' then 0 else {listed} end as place,"
        " dense_rank() over (order by cluster_id) as label from {this}"
    ).as_pyarrow_table()
    labels = np.zeros(listed + register, np.int64)
    labels[found["place"].to_numpy()] = found["label"].to_numpy()
    return labels


def within(pairs: pa.Table, labels: "Ints", listed: int) -> pa.Table:
    """The best pair of each list row with a register row of its own cluster."""
    left, right = (pairs[name].to_numpy() - 1 for name in ("list_row", "register_row"))
    return best_of(pairs.filter(pa.array(labels[left] == labels[right + listed])))
