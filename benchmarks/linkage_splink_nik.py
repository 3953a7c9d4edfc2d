"""Splink with what is known of a NIK: on our prepared columns, a number checked against its own row, a household as one
comparison, and one register row for a person."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import SettingsCreator, block_on

from benchmarks.linkage import LISTED_ON
from benchmarks.linkage_answers import SURE, Found, best_of, one_of_all, persons, timed
from benchmarks.linkage_splink import LISTED, crossing, linked_tables, taught

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

_WRONG_OF_EQUAL = 0.006  # of rows of one NIK are not one person: a card's number, or the row's above copied down
_DEFAULT = "month_{s} * 100 + day_{s} in (101, 701, 1231)"

# What the prepared columns do not have: whether number, birth and sex of a row agree, and forms to block by.
_TOLD = """
    select *,
        fits and (sex is null or (substr(digits, 7, 2) > '40') = (sex = 'P')) as sound_nik,
        substr(digits, 1, 15) as head, substr(digits, 7, 6) as said,
        coalesce(year || '-' || least(day, month) || '-' || greatest(day, month)) as turned
    from {table}
"""


def splink_nik_aware(listed: pa.Table, register: pa.Table) -> Found:
    """Link and dedupe in one model; a list row's share of one register row is odds / (1 + the sum of its odds)."""
    seconds: dict[str, float] = {}
    with timed(seconds, "prepared"):
        connection = duckdb.connect()
        for name, table in (("listed", listed), ("register", register)):
            connection.register(f"{name}_given", prepared_rows(table))
            connection.execute(f"create table {name} as {_TOLD.format(table=f'{name}_given')}")
    with timed(seconds, "trained"):
        linker = linked_tables(connection, _settings(_by_chance(connection)))
        taught(linker, [block_on("digits"), block_on("sound", "born", "spot")], recall=0.9)
    with timed(seconds, "linked"):
        pairs = linker.inference.predict(threshold_match_probability=0.001)
        links = best_of(one_of_all(crossing(pairs)))
    with timed(seconds, "clustered"):
        inside = _inside(pairs)
        clusters = {f"p >= {sure}": persons(links, inside, sure, listed.num_rows, register.num_rows) for sure in SURE}
    return Found({"one register row": links}, clusters, seconds)


def prepared_rows(table: pa.Table) -> pa.Table:
    """The columns that identity compares."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from cakupan.engines.duck import DuckEngine
    from cakupan.identity.prepare import prepared
    from cakupan.identity.sightings import told_of

    with TemporaryDirectory() as folder, DuckEngine(temp_directory=Path(folder)) as engine:
        return engine.run(prepared(told_of(engine.table(table), LISTED_ON), engine).order_by("id"))


def _inside(pairs: Any) -> pa.Table:
    return pairs.query_sql(
        "select id_l as one, id_r as other, match_probability as probability from {this}"
        f" where source_dataset_l = '{LISTED}' and source_dataset_r = '{LISTED}' and match_probability >= {SURE[0]}"
    ).as_pyarrow_table()


def _by_chance(connection: duckdb.DuckDBPyConnection) -> Mapping[str, float]:
    """How often two people share a household's signs by chance: counted, since a sample never sees it."""
    found = {}
    for name, keys in {"phone": "phone", "card": "family_card", "phone and spot": "phone, spot"}.items():
        ours, theirs = (f"select {keys}, count(*) as n from {table} group by all" for table in ("listed", "register"))
        (count,) = connection.sql(
            f"select coalesce(sum(l.n * r.n), 0) from ({ours}) l join ({theirs}) r using ({keys})"
        ).fetchall()[0]
        found[name] = float(count)
    rows = connection.sql("select (select count(*) from listed)::double * (select count(*) from register)").fetchall()
    (product,) = rows[0]
    people = product**0.5
    return {name: max(count / product, 1 / product) for name, count in found.items()} | {
        "nik": _WRONG_OF_EQUAL / people
    }


def _settings(chance: Mapping[str, float]) -> SettingsCreator:
    return SettingsCreator(
        link_type="link_and_dedupe",
        blocking_rules_to_generate_predictions=_rules(),
        comparisons=[_nik(chance), _name(), _birth(), _household(chance), cl.ExactMatch("sex")],
        retain_matching_columns=False,
    )


def _rules() -> list[Any]:
    return [
        block_on("digits"),
        block_on("head"),
        block_on("sound", "said"),
        block_on("solid", "born"),
        block_on("bones", "born"),
        block_on("spot", "born", "sex"),
        block_on("sound", "spot"),
        block_on("sound", "turned"),
        block_on("sound", "year", "month"),
        block_on("sound", "year", "day"),
        block_on("phone", "substr(sound, 1, 2)"),
        block_on("phone", "born"),
        block_on("family_card", "born"),
        block_on("family_card", "substr(sound, 1, 2)"),
        block_on("substr(sound, 1, 4)", "born"),
        block_on("bones", "spot", "year"),
    ]


def _comparison(name: str, null: str, *levels: Any) -> cl.CustomComparison:
    made = [cll.CustomLevel(null).configure(is_null_level=True)]
    made += [cll.CustomLevel(one) if isinstance(one, str) else one for one in levels]
    return cl.CustomComparison(output_column_name=name, comparison_levels=[*made, cll.ElseLevel()])


def _nik(chance: Mapping[str, float]) -> cl.CustomComparison:
    slip = "levenshtein(digits_l, digits_r) <= 1 or head_l = head_r"
    return _comparison(
        "nik",
        "digits_l is null or digits_r is null",
        _chance("digits_l = digits_r", chance["nik"]),
        f"({slip}) and not (sound_nik_l and sound_nik_r)",
        "levenshtein(digits_l, digits_r) = 2 and not (sound_nik_l and sound_nik_r)",
        "sound_nik_l and sound_nik_r",
    )


def _name() -> cl.CustomComparison:
    shared = "length(list_intersect(words_l, words_r))"
    return _comparison(
        "name",
        "sound_l is null or sound_r is null",
        cll.CustomLevel("plain_l = plain_r").configure(tf_adjustment_column="plain"),
        cll.CustomLevel("sound_l = sound_r").configure(tf_adjustment_column="sound"),
        "solid_l = solid_r",
        f"{shared} = least(length(words_l), length(words_r)) and {shared} > 1",
        f"{shared} = least(length(words_l), length(words_r))",
        "bones_l = bones_r or jaro_winkler_similarity(solid_l, solid_r) >= 0.94",
        f"{shared} > 0 or jaro_winkler_similarity(solid_l, solid_r) >= 0.88",
    )


def _birth() -> cl.CustomComparison:
    parts = "(day_l = day_r)::int + (month_l = month_r)::int + (year_l = year_r)::int"
    default_l, default_r = (_DEFAULT.format(s=side) for side in "lr")
    return _comparison(
        "born",
        "born_l is null or born_r is null",
        f"born_l = born_r and not ({default_l})",
        "born_l = born_r",
        "year_l = year_r and day_l = month_r and month_l = day_r",
        f"{parts} = 2",
        f"year_l = year_r and ({default_l} or {default_r})",
    )


def _household(chance: Mapping[str, float]) -> cl.CustomComparison:
    return _comparison(
        "household",
        "(phone_l is null or phone_r is null) and (family_card_l is null or family_card_r is null)"
        " and (spot_l is null or spot_r is null)",
        _chance("family_card_l = family_card_r", chance["card"]),
        _chance("phone_l = phone_r and spot_l = spot_r", chance["phone and spot"]),
        _chance("phone_l = phone_r", chance["phone"]),
        "spot_l = spot_r",
        "district_l = district_r",
    )


def _chance(condition: str, by_chance: float) -> Any:
    return cll.CustomLevel(condition).configure(u_probability=by_chance, fix_u_probability=True)
