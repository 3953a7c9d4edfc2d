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
            lines += [f"  {line}" for line in by_block(hard)] if kinds else []
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


def by_block(hard: HardList) -> list[str]:
    """How many pairs each block brings forth, its recall as `link` estimates it, and by the truth."""
    from cakupan.engines.duck import DuckEngine
    from cakupan.engines.linker import levels_of
    from cakupan.identity.looked_at import looked_at
    from cakupan.identity.prepare import prepared, with_rarest_words
    from cakupan.identity.sightings import told_of
    from cakupan.identity.verdict import rules

    with tempfile.TemporaryDirectory() as folder, DuckEngine(temp_directory=Path(folder)) as engine:
        tables = [engine.keep(engine.table(table)) for table in (hard.listed, hard.register)]
        ours, theirs = with_rarest_words([prepared(told_of(table, LISTED_ON), engine) for table in tables], engine)
        levels = levels_of(ours, theirs, rules(), engine)
        told, pairs = looked_at(levels, rules().blocks, engine), engine.run(levels.select("left", "right", "blocks"))
    left, right, blocks = (pairs[name].to_numpy() for name in ("left", "right", "blocks"))
    true, members = blocks[hard.truth[left] == right], int((hard.truth >= 0).sum())
    said = [("any block", told.pairs, told.found, len(true))]
    for at, one in enumerate(told.blocks):
        said.append((" + ".join(one.columns), one.pairs, one.found, int((true >> at & 1).sum())))
    return [
        f"{name:22}{pairs:12,} pairs  recall estimated {f'{float(found.share):.4f}' if found else '     -'}, "
        f"true {part / members:.4f}"
        for name, pairs, found, part in said
    ]


if __name__ == "__main__":
    count, *seeds = [int(one) for one in sys.argv[1:]] or [20_000]
    print("\n".join(main(count, seeds or (101,))))
