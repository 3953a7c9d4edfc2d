"""How time and memory of `cakupan link` grow with the lists: the whole command, from two CSV files to its answer.

The usual mix of `hard_lists`; draws docs/proofs/linkage-growth.svg.
"""

import math
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.hard_lists import MIXES, hard_list, write_csv
from benchmarks.processes import Process, run

ROWS = int(os.environ.get("CAKUPAN_LINKAGE_GROWTH_ROWS", "1000000"))  # 0 leaves it out
SEED, STEPS = 401, 5
LIMIT_SECONDS, LIMIT_BYTES = 60, 6_000_000_000
DRAWN = Path(__file__).parents[1] / "docs" / "proofs" / "linkage-growth.svg"


def main(rows: int = ROWS, drawn: Path = DRAWN) -> list[str]:
    """Lines of a report: each size, how the time grows, and the limits at the largest."""
    if not rows:
        return ["growth: left out"]
    sizes = [rows >> step for step in reversed(range(STEPS))]
    with tempfile.TemporaryDirectory(prefix="cakupan-growth-") as folder:
        found = [_linked(size, Path(folder)) for size in sizes]
    draw(sizes, found, drawn)
    lines = [
        f"{size:>9,} against {size:,}: {one.seconds:6.1f} s, {one.rate(size):9,.0f} rows/s, {one.peak / 1e9:.2f} GB"
        for size, one in zip(sizes, found, strict=True)
    ]
    return [f"cakupan link on two CSV files, usual mix, seed {SEED}, start included", *lines, *_judged(sizes, found)]


def _linked(size: int, folder: Path) -> Process:
    lists = hard_list(size, seed=SEED, rates=MIXES["usual"])
    listed = write_csv(lists.listed, folder / "usulan.csv")
    register = write_csv(lists.register, folder / "peserta.csv")
    out = folder / "hasil.parquet"
    out.unlink(missing_ok=True)
    return run(["-m", "cakupan_app.cli", "link", str(listed), str(register), "--out", str(out)])


def _judged(sizes: Sequence[int], found: Sequence[Process]) -> list[str]:
    *_, before, last = found
    last_doubling = math.log2(last.seconds / before.seconds)
    held = last.seconds < LIMIT_SECONDS and last.peak < LIMIT_BYTES
    verdict = "HOLDS" if held else "FALLS SHORT"
    return [
        f"at the last doubling time grows as rows to the power of {last_doubling:.2f}; drawn in {DRAWN.name}",
        f"{verdict}: under {LIMIT_SECONDS} s and {LIMIT_BYTES / 1e9:.0f} GB at {sizes[-1]:,} rows",
    ]


def draw(sizes: Sequence[int], found: Sequence[Process], path: Path) -> None:
    """Seconds over rows, beside the straight line from nothing to the largest."""
    import altair as alt
    import vl_convert

    top = found[-1].seconds
    line = [{"rows": 0, "seconds": 0.0}, {"rows": sizes[-1], "seconds": top}]
    seen = [{"rows": size, "seconds": round(one.seconds, 1)} for size, one in zip(sizes, found, strict=True)]
    across = alt.X("rows:Q", title="rows of each list", axis=alt.Axis(format="~s"))
    up = alt.Y("seconds:Q", title="seconds, whole command")
    linear = alt.Chart(alt.InlineData(values=line)).mark_line(strokeDash=[4, 4], color="#888").encode(across, up)
    points = alt.Chart(alt.InlineData(values=seen)).mark_line(point=alt.OverlayMarkDef(size=60)).encode(across, up)
    text = points.mark_text(dy=-12).encode(text="seconds:Q")
    title = "Time of cakupan link; dashed: were it a straight line"
    chart = (linear + points + text).properties(width=480, height=300, title=title)
    path.write_text(vl_convert.vegalite_to_svg(chart.to_dict()), encoding="utf-8")


if __name__ == "__main__":
    print("\n".join(main()))
