"""How right and quick our linkage is on hard lists of all kinds: `python -m benchmarks.linkage [COUNT [SEED ...]]`."""

import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from benchmarks.hard_lists import APART, MIXES, Done, HardList, hard_list
from benchmarks.linkage_truth import Answers, Truth, answers_of, judge, lines_of

LISTED_ON = date(2025, 7, 31)


def main(count: int = 20_000, seeds: Sequence[int] = (101,), *, kinds: bool = True) -> list[str]:
    """Lines of a report, mix by mix; for each seed another regency."""
    lines = []
    for mix, rates in {**MIXES, **APART}.items():
        for seed in seeds:
            hard = hard_list(count, seed=seed, rates=rates)
            answers, seconds = linked(hard)
            lines.append(f"{mix}, {count:,} against {count:,}, seed {seed}, {seconds:.1f} s")
            lines += [f"  {line}" for line in lines_of(judge(answers, truth_of(hard), Done), kinds=kinds)]
    return lines


def truth_of(hard: HardList) -> Truth:
    return Truth(hard.truth, hard.person, hard.errors, hard.register.num_rows)


def linked(hard: HardList) -> tuple[Answers, float]:
    """What our linkage answers, with persons of the list, and how long it takes."""
    from cakupan.engines.duck import DuckEngine
    from cakupan.identity.match import match_lists

    with tempfile.TemporaryDirectory() as folder, DuckEngine(temp_directory=Path(folder)) as engine:
        ours, theirs = (engine.keep(engine.table(table)) for table in (hard.listed, hard.register))
        since = time.perf_counter()
        matched = match_lists(ours, theirs, engine, listed_on=LISTED_ON, dedupe=True)
        return answers_of(matched.rows), time.perf_counter() - since


if __name__ == "__main__":
    count, *seeds = [int(one) for one in sys.argv[1:]] or [20_000]
    print("\n".join(main(count, seeds or (101,))))
