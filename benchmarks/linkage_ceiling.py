"""The ceiling: what a model reaches that was told all the truth of another seed, on the levels that identity compares.

No office has such labels; how near our way comes without them is what counts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from benchmarks.hard_lists import HardList
from benchmarks.linkage import LISTED_ON
from benchmarks.linkage_answers import SURE, Found, best_of, one_of_all, persons, timed
from cakupan.engines.duck import DuckEngine
from cakupan.engines.linker import Block
from cakupan.identity.candidates import NUMBERS, REST
from cakupan.identity.compare import compared
from cakupan.identity.prepare import prepared
from cakupan.identity.sightings import told_of

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from numpy.typing import NDArray

    from cakupan.engines.port import Engine

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

NUMBERS_SEEN = ("holders", "words", "fewer_words", "year_gap", "digits_apart", "alike", "spot", "phone", "card")
# A ceiling must not be low for want of candidates: these look where ours may not yet.
BLOCKS = (
    *NUMBERS,
    *REST,
    Block(("head",), 40),
    Block(("sound", "said"), 300),
    Block(("begin", "born"), 300),
    Block(("bones", "spot", "year"), 300),
    Block(("phone", "begin"), 40),
    Block(("phone", "born"), 40),
    Block(("family_card", "begin"), 40),
    Block(("family_card", "born"), 40),
)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Candidate pairs by id, and what is seen of each."""

    left: "Ints"
    right: "Ints"
    levels: "Ints"
    numbers: "Floats"

    @property
    def seen(self) -> "Ints":
        """What is seen, in few enough kinds that each pair of them is met often."""
        shown = np.nan_to_num(self.numbers, nan=99)
        for at in (NUMBERS_SEEN.index("holders"), -1):
            shown[:, at] = np.log2(shown[:, at] + 1)
        shown[:, NUMBERS_SEEN.index("year_gap")] = np.clip(shown[:, NUMBERS_SEEN.index("year_gap")], -3, 99)
        shown[:, NUMBERS_SEEN.index("alike")] *= 12
        return np.column_stack([self.levels, np.round(shown).astype(np.int64)])


def ceiling(listed: pa.Table, register: pa.Table, taught_by: HardList) -> Found:
    """One model taught all pairs of other lists, and one taught those within the list."""
    seconds: dict[str, float] = {}
    with timed(seconds, "taught"):
        across, inside = _taught(taught_by)
    with timed(seconds, "compared"):
        crossing, within = _seen(listed, register)
    with timed(seconds, "judged"):
        rows = {"list_row": crossing.left + 1, "register_row": crossing.right + 1}
        links = best_of(one_of_all(pa.table({**rows, "probability": across(crossing)})))
        alike = pa.table({"one": within.left, "other": within.right, "probability": inside(within)})
        clusters = {f"p >= {sure}": persons(links, alike, sure, listed.num_rows, register.num_rows) for sure in SURE}
    return Found({"one register row": links}, clusters, seconds)


Model = Callable[[_Pairs], "Floats"]


def _taught(lists: HardList) -> tuple[Model, Model]:
    """A model of pairs of a list and a register, and one of pairs within a list."""
    crossing, within = _seen(lists.listed, lists.register)
    return (
        _model(crossing, lists.truth[crossing.left] == crossing.right),
        _model(within, lists.person[within.left] == lists.person[within.right]),
    )


def _model(pairs: _Pairs, one: "NDArray[np.bool_]") -> Model:
    """Logistic, with every interaction of two levels.

    Boosted trees reach the same within 0.0001 (20,000 rows, two mixes) and take thirty times as long.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, PolynomialFeatures

    model = make_pipeline(
        OneHotEncoder(handle_unknown="ignore", min_frequency=20),
        PolynomialFeatures(2, interaction_only=True, include_bias=False),
        LogisticRegression(C=0.3, max_iter=200),
    ).fit(pairs.seen, one)
    return lambda found: model.predict_proba(found.seen)[:, 1]


def _seen(listed: pa.Table, register: pa.Table) -> tuple[_Pairs, _Pairs]:
    """The candidates between list and register, and those within the list."""
    with TemporaryDirectory() as folder, DuckEngine(temp_directory=Path(folder), memory_limit="8GB") as engine:
        ours, theirs = (_widened(engine, table) for table in (listed, register))
        return _compared(engine, ours, theirs), _compared(engine, ours, None)


def _widened(engine: "Engine", table: pa.Table) -> "ir.Table":
    rows = prepared(told_of(engine.table(table), LISTED_ON), engine)
    digits = rows["digits"]
    return engine.keep(
        rows.mutate(head=digits.substr(0, 15), said=digits.substr(6, 6), begin=rows["sound"].substr(0, 3))
    )


def _compared(engine: "Engine", ours: "ir.Table", theirs: "ir.Table | None") -> _Pairs:
    beside = ours if theirs is None else theirs
    pairs = engine.keep(engine.table(_candidates(engine.run(ours), None if theirs is None else engine.run(theirs))))
    left, right = ours.rename("l_{name}"), beside.rename("r_{name}")
    joined = pairs.join(left, pairs["left"] == left["l_id"])
    joined = joined.join(right, joined["right"] == right["r_id"])
    levels = compared(joined)
    named = [name for name in levels.columns if name not in joined.columns]
    told = engine.run(levels.select("left", "right", *named, **_numbers(levels)).order_by("left", "right"))
    rows = told["left"].to_numpy()
    coded = np.column_stack([_coded(told[name]) for name in named])
    counted = [told[name].cast(pa.float32()).to_numpy() for name in NUMBERS_SEEN]
    return _Pairs(rows, told["right"].to_numpy(), coded, np.column_stack([*counted, np.bincount(rows)[rows]]))


def _candidates(ours: pa.Table, theirs: pa.Table | None) -> pa.Table:
    """The pairs that any of the blocks brings forth: left and right, by id."""
    import duckdb

    with duckdb.connect() as connection:
        connection.register("ours", ours)
        connection.register("theirs", ours if theirs is None else theirs)
        parts = [_block(block, ours.schema, "l.id < r.id" if theirs is None else "true") for block in BLOCKS]
        return connection.sql(" union ".join(parts)).to_arrow_table()


def _block(block: Block, schema: pa.Schema, order: str) -> str:
    listed = {name for name in block.columns if pa.types.is_list(schema.field(name).type)}
    keys = ", ".join(
        f"{f'unnest({name})' if name in listed else name} as k{at}" for at, name in enumerate(block.columns)
    )
    names = ", ".join(f"k{at}" for at in range(len(block.columns)))
    told = " and ".join(f"k{at} is not null" for at in range(len(block.columns)))
    ours, theirs = (f"select * from (select id, {keys} from {side}) where {told}" for side in ("ours", "theirs"))
    few = f"select * from ({theirs}) qualify count(*) over (partition by {names}) <= {block.most}"
    return f'select l.id as "left", r.id as "right" from ({ours}) l join ({few}) r using ({names}) where {order}'


def _numbers(pairs: "ir.Table") -> "Mapping[str, ir.Value]":
    """What levels leave out: how many share a name, how far apart digits and years are, and each sign of a home."""
    import ibis

    like = _like(pairs["l_solid"], pairs["r_solid"])
    words = [pairs[f"{side}_words"].length() for side in "lr"]
    return {
        "holders": ibis.greatest(pairs["l_holders"], pairs["r_holders"]),
        "words": ibis.greatest(*words),
        "fewer_words": ibis.least(*words),
        "year_gap": pairs["l_year"] - pairs["r_year"],
        "digits_apart": pairs["l_digits"].levenshtein(pairs["r_digits"]),
        "alike": like,
        **{
            name: _same(pairs, column)
            for name, column in {"spot": "spot", "phone": "phone", "card": "family_card"}.items()
        },
    }


def _same(pairs: "ir.Table", column: str) -> "ir.IntegerValue":
    return (pairs[f"l_{column}"] == pairs[f"r_{column}"]).cast("int8")


def _like(one: "ir.Value", other: "ir.Value") -> "ir.FloatingValue":
    import ibis

    # no decorator: mypy would not know its type
    signature = (("string", "string"), "float64")
    function = ibis.udf.scalar.builtin(_named, name="jaro_winkler_similarity", signature=signature)
    return function(one, other)


def _named(one: str, other: str) -> float:
    raise NotImplementedError  # DuckDB has it


def _coded(levels: pa.ChunkedArray) -> "Ints":
    column = levels.combine_chunks().dictionary_encode()
    codes = np.array([_codes().setdefault(level, len(_codes())) for level in column.dictionary.to_pylist()], np.int64)
    found: Ints = codes[column.indices.to_numpy()]
    return found


@cache
def _codes() -> dict[str, int]:
    """A number for each name of a level, as they are met: the same for what is taught and what is judged."""
    return {}
