"""Learns the scorecard that identity begins with: `python -m benchmarks.scorecard` writes it into the package.

Of made-up lists of every mix, learned as from any other lists: without the truth. Only what lists are measured by
later is held back: these seeds are in no report.

The card may be older than the code that goes by it. What the code tells of a few lists is kept beside the tests, so
that one of them sees when that changes: then learn the card into another file (`python -m benchmarks.scorecard FILE`),
compare what either does (`benchmarks.linkage_bars`), keep the better, and write down what was seen (`... few`).
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from benchmarks.hard_lists import APART, MIXES, hard_list
from benchmarks.linkage import LISTED_ON as ON
from cakupan.engines.duck import DuckEngine
from cakupan.engines.linker import levels_of, patterns_in
from cakupan.identity.compare import LEVELS
from cakupan.identity.learn import learned
from cakupan.identity.prepare import prepared, with_rarest_words
from cakupan.identity.scorecard import Scorecard
from cakupan.identity.sightings import told_of
from cakupan.identity.verdict import patterns_of, rules

SEEDS = (1, 2, 3)
WITHIN = "nik=shorn"  # a register's numbers are whole: two cut ones meet within a list
ROWS = int(os.environ.get("CAKUPAN_SCORECARD_ROWS", "20000"))
START, TIGHT = -3.0, (0.05, 0.3)
FEW, OF_FEW = ("hard", "vague"), 600  # mixes, and rows of each
OUT = Path(__file__).parents[1] / "src/cakupan/identity/scorecard.json"
TOLD = Path(__file__).parents[1] / "tests/identity/scorecard_seen.json"


def main() -> Scorecard:
    """The scorecard of all these lists together, each with its register; of cut numbers that of each by itself."""
    card = _learned(Scorecard(START, {}, {}), within=False)
    inside = _learned(card, within=True)
    cut = {name: weight for name, weight in inside.numbers.items() if name.startswith(WITHIN)}
    return replace(card, numbers={**card.numbers, **cut})


def _learned(given: Scorecard, *, within: bool) -> Scorecard:
    each = [(seed, mix) for seed in SEEDS for mix in sorted(MIXES)]
    return _of(pa.concat_tables([_patterns(seed, mix, ROWS, within=within) for seed, mix in each]), given)


def of_few() -> Mapping[str, Any]:
    """What the code tells of a few lists: how many pairs have each level, and the card that is learned of them."""
    found = {mix: _patterns(SEEDS[0], mix, OF_FEW, within=False) for mix in FEW}
    levels: Counter[str] = Counter()
    for mix, rows in found.items():
        for name in LEVELS:
            for level, pairs in zip(rows[name].to_pylist(), rows["pairs"].to_pylist(), strict=True):
                levels[f"{mix}: {name}={level}"] += pairs
    card = _of(pa.concat_tables(found.values()), Scorecard(START, {}, {}))
    return {"levels": dict(sorted(levels.items())), "card": _rounded(card)}


def _of(found: pa.Table, given: Scorecard) -> Scorecard:
    names = [*LEVELS, "numbered"]
    counted = found.group_by(names).aggregate([("pairs", "sum")]).sort_by([(name, "ascending") for name in names])
    counted = counted.rename_columns([*names, "pairs"])
    return learned(patterns_of(counted), counted["pairs"].to_numpy().astype(float), given, tight=TIGHT)


def _patterns(seed: int, mix: str, rows: int, *, within: bool) -> pa.Table:
    lists = hard_list(rows, seed=seed, rates={**MIXES, **APART}[mix])
    with TemporaryDirectory() as folder, DuckEngine(temp_directory=Path(folder)) as engine:
        tables = [engine.keep(engine.table(table)) for table in (lists.listed, lists.register)]
        ours, theirs = with_rarest_words([prepared(told_of(table, ON), engine) for table in tables], engine)
        return patterns_in(levels_of(ours, None if within else theirs, rules(), engine), rules(), engine)


def _rounded(card: Scorecard) -> Mapping[str, Any]:
    """The card with two decimals, which is as much as any weight is worth."""
    return {
        "start": round(card.start, 2),
        "weights": {name: round(weight, 2) for name, weight in sorted(card.weights.items()) if abs(weight) >= 0.05},
        "numbers": {name: round(weight, 2) for name, weight in sorted(card.numbers.items())},
    }


def write(told: Mapping[str, Any], path: Path = OUT) -> None:
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["few"]:
        write(of_few(), TOLD)
    else:
        write(_rounded(main()), Path(sys.argv[1]) if sys.argv[1:] else OUT)
