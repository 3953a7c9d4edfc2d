"""What is asked of the linkage beside its distance to peers, on several seeds of every mix: how sure `match` is, how
much of a hard list is found, and whether probabilities mean what they say: `python -m benchmarks.linkage_bars`."""

import os
from collections.abc import Sequence

from benchmarks.hard_lists import MIXES, Done, hard_list
from benchmarks.linkage import linked, truth_of
from benchmarks.linkage_truth import Judged, judge

ROWS = int(os.environ.get("CAKUPAN_LINKAGE_ROWS", "20000"))
SEEDS = (307, 811, 977)
PRECISION, HARD_F1, CALIBRATION = 0.998, 0.984, 0.02
_HARD = "hard"  # NIK missing 40 %, damaged 20 %


def main(count: int = ROWS, seeds: Sequence[int] = SEEDS) -> list[str]:
    """Lines of a report: each seed of each mix, and after each mix what its worst seed holds."""
    lines = [f"{'mix':<10}{'seed':>5}{'match P':>9}{'R':>8}{'F1':>8}{'clusters':>10}{'calibration':>13}{'at most':>9}"]
    for mix, rates in MIXES.items():
        judged = []
        for seed in seeds:
            hard = hard_list(count, seed=seed, rates=rates)
            one = judge(linked(hard)[0], truth_of(hard), Done)
            judged.append(one)
            lines.append(f"{mix:<10}{seed:>5}{_figures(one)}")
        lines += _held(mix, judged)
    return lines


def _figures(one: Judged) -> str:
    link = one.links
    said = f"{link.precision:9.4f}{link.recall:8.4f}{link.f1:8.4f}{one.clusters.f1:10.4f}"
    return f"{said}{one.calibration_error:13.4f}{one.largest_gap:9.4f}"


def _held(mix: str, judged: Sequence[Judged]) -> list[str]:
    lowest = min(one.links.precision for one in judged)
    furthest = max(one.calibration_error for one in judged)
    told = [
        (lowest >= PRECISION, f"precision of match at least {PRECISION}: {lowest:.4f}"),
        (furthest < CALIBRATION, f"calibration error under {CALIBRATION}: {furthest:.4f}"),
    ]
    if mix == _HARD:
        f1 = min(one.links.f1 for one in judged)
        told.append((f1 >= HARD_F1, f"F1 of a hard list at least {HARD_F1}: {f1:.4f}"))
    return [f"  {'HOLDS' if held else 'FALLS SHORT of'} {what}" for held, what in told]


if __name__ == "__main__":
    print("\n".join(main()))
