"""Splink on lists that everybody can get, by the settings of its own documentation for each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999)


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs of rows by place with their probability, and the clusters of the rows at several thresholds."""

    left: "Ints"
    right: "Ints"
    probability: "Floats"
    clusters: Mapping[float, "Ints"]


def febrl4(one: pa.Table, other: pa.Table, *, number: bool) -> tuple["Ints", "Ints", "Floats"]:
    """The detailed model of the example "Linking the febrl4 datasets"; without its number, the same but for that."""
    rules = [
        block_on("given_name", "surname"),
        "l.given_name = r.surname and l.surname = r.given_name",
        block_on("date_of_birth"),
        *([block_on("soc_sec_id")] if number else []),
        block_on("state", "address_1"),
        block_on("street_number", "address_1"),
        block_on("postcode"),
    ]
    comparisons = [
        cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
        cl.NameComparison("surname").configure(term_frequency_adjustments=True),
        cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
        *([cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2])] if number else []),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
    ]
    linker = _linker("link_only", rules, comparisons, a=one, b=other)
    sure = [block_on("given_name", "surname", "date_of_birth"), *([block_on("soc_sec_id")] if number else [])]
    _taught(linker, sure, 0.8 if number else 0.4, 1e6, [block_on("date_of_birth"), block_on("postcode")])
    pairs = linker.inference.predict(threshold_match_probability=0.01).query_sql(
        "select case when source_dataset_l = 'a' then place_l else place_r end as one,"
        " case when source_dataset_l = 'a' then place_r else place_l end as other, match_probability from {this}"
    )
    one_row, other_row, probability = _columns(pairs, "one", "other", "match_probability")
    return one_row, other_row, probability


def fake_1000(table: pa.Table) -> Scored:
    """The example "Evaluation when you have fully labelled data"."""
    rules = [block_on("first_name"), block_on("surname"), block_on("dob"), block_on("email")]
    comparisons = [
        cl.ForenameSurnameComparison("first_name", "surname"),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        cl.EmailComparison("email"),
    ]
    linker = _linker("dedupe_only", rules, comparisons, people=table)
    sure = [
        "l.first_name = r.first_name and levenshtein(r.dob, l.dob) <= 1",
        "l.surname = r.surname and levenshtein(r.dob, l.dob) <= 1",
        "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
        "l.email = r.email",
    ]
    _taught(linker, sure, 0.7, 1e6, [block_on("dob"), block_on("email"), block_on("first_name", "surname")])
    return _scored(linker, table.num_rows)


def historical_50k(table: pa.Table) -> Scored:
    """The example "Linking a dataset of real historical persons"."""
    rules = [
        block_on("substr(first_name,1,3)", "substr(surname,1,4)"),
        block_on("surname", "dob"),
        block_on("first_name", "dob"),
        block_on("postcode_fake", "first_name"),
        block_on("postcode_fake", "surname"),
        block_on("dob", "birth_place"),
        block_on("substr(postcode_fake,1,3)", "dob"),
        block_on("substr(postcode_fake,1,3)", "first_name"),
        block_on("substr(postcode_fake,1,3)", "surname"),
        block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
    ]
    comparisons = [
        cl.ForenameSurnameComparison(
            "first_name", "surname", forename_surname_concat_col_name="first_name_surname_concat"
        ),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.PostcodeComparison("postcode_fake"),
        cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
        cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
    ]
    with duckdb.connect() as connection:
        connection.register("given", table)
        named = connection.sql("select *, first_name || ' ' || surname as first_name_surname_concat from given")
        linker = _linker("dedupe_only", rules, comparisons, people=named.to_arrow_table())
    sure = [
        block_on("first_name", "surname", "dob"),
        block_on("substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"),
        block_on("dob", "postcode_fake"),
    ]
    _taught(linker, sure, 0.6, 1e7, [block_on("first_name", "surname"), block_on("dob")])
    return _scored(linker, table.num_rows)


def _linker(link_type: Any, rules: Sequence[Any], comparisons: Sequence[Any], **tables: pa.Table) -> Linker:
    settings = SettingsCreator(
        link_type=link_type,
        unique_id_column_name="place",
        blocking_rules_to_generate_predictions=list(rules),
        comparisons=list(comparisons),
        retain_matching_columns=False,
    )
    api = DuckDBAPI()
    shown = [api.register(table, dataset_display_name=name) for name, table in tables.items()]
    return Linker(shown if len(shown) > 1 else shown[0], settings, log_level="ERROR")


def _taught(linker: Linker, sure: Sequence[Any], recall: float, pairs: float, rules: Sequence[Any]) -> None:
    linker.training.estimate_probability_two_random_records_match(list(sure), recall=recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=pairs, seed=5)
    for rule in rules:
        linker.training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)


def _scored(linker: Linker, rows: int) -> Scored:
    pairs = linker.inference.predict(threshold_match_probability=0.01)
    clusters = {}
    for threshold in THRESHOLDS:
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(
            pairs, threshold_match_probability=threshold
        ).query_sql("select place, dense_rank() over (order by cluster_id) as label from {this}")
        labels = np.zeros(rows, np.int64)
        place, label = _columns(found, "place", "label")
        labels[place] = label
        clusters[threshold] = labels
    left, right, probability = _columns(pairs, "place_l", "place_r", "match_probability")
    return Scored(left, right, probability, clusters)


def _columns(frame: Any, *names: str) -> Any:
    table = frame.as_pyarrow_table()
    return tuple(table[name].to_numpy() for name in names)
