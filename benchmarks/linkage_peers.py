"""Our linkage beside its peers on hard lists of every mix, in one run: links, clusters, seconds and memory.

A peer is judged by the best of its modes and thresholds, which nobody can know beforehand. Ours is judged twice, by two
rules that are fixed: by its verdicts, which weigh a wrong match three times a missed one, and by what is likelier than
not, since F1 weighs both errors alike. Each runs in a process of its own.
"""

import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.hard_lists import MIXES, HardList, hard_list
from benchmarks.linkage import LISTED_ON, truth_of
from benchmarks.linkage_answers import Found, exact_nik, exact_nik_or_name_and_birth
from benchmarks.linkage_build import ours_in_a_build
from benchmarks.linkage_truth import Answers, Quality, Truth, answers_of, best_links, clusters, links, pairwise

ROWS = int(os.environ.get("CAKUPAN_LINKAGE_ROWS", "20000"))
LARGE_ROWS = int(os.environ.get("CAKUPAN_LINKAGE_LARGE_ROWS", "213582"))  # 0 leaves it out
SEED, TEACHING_SEED = 307, 202  # lists of the first were not looked at
CLOSED = 0.9  # of the distance from Splink as it comes to the ceiling
SPLINK, NIK_AWARE, CEILING, OURS = "Splink as it comes", "Splink, NIK-aware", "ceiling: all the truth", "ours"
VERDICT, LIKELIER = "verdict", "p >= 0.5"  # modes of ours


@dataclass(frozen=True, slots=True)
class Measured:
    """What a way found, in which time of the clock and of the processors, and the most memory that it held."""

    found: Found
    seconds: float
    busy: float
    peak: int


@dataclass(frozen=True, slots=True)
class Judged:
    """The quality of the best mode for links, and of that for clusters, each with the name of the mode."""

    links: Quality
    links_by: str
    clusters: Quality
    clusters_by: str


def main() -> list[str]:
    """Lines of a report, mix by mix, and the usual mix once at the size of a regency."""
    lines = []
    for mix in MIXES:
        lines += beside(mix, ROWS)
    if LARGE_ROWS:
        lines += beside("usual", LARGE_ROWS)
    return lines


def beside(mix: str, count: int, *, seed: int = SEED, ways: Sequence[str] = ()) -> list[str]:
    """A table of all ways, or of those named, on one list; and what of the distance to the ceiling ours closes."""
    hard = hard_list(count, seed=seed, rates=MIXES[mix])
    lines = [f"{mix}, {count:,} against {count:,}, seed {seed}", f"  {_HEADING}"]
    judged: dict[str, Judged] = {}
    took: dict[str, float] = {}
    for name, (way, told) in WAYS.items():
        if ways and name not in ways:
            continue
        measured = apart(way, hard.listed, hard.register, *told(mix, count))
        took[name] = measured.seconds
        for mode in (VERDICT, LIKELIER) if {VERDICT, LIKELIER} <= set(measured.found.links) else ("",):
            line = f"{name}, {mode}" if mode else name
            judged[line] = judged_by(measured.found, truth_of(hard), mode)
            lines.append(f"  {_line(line, judged[line], measured)}")
    said = [line for mode in (VERDICT, LIKELIER) for line in _closed(judged, mode)] + _quick(took)
    return [*lines, *(f"  {line}" for line in said)]


def _quick(took: Mapping[str, float]) -> list[str]:
    """Whether ours takes no longer than Splink that knows of NIKs."""
    if not {OURS, NIK_AWARE} <= set(took):
        return []
    held = "HOLDS" if took[OURS] <= took[NIK_AWARE] else "FALLS SHORT"
    return [f"{took[OURS]:.1f} s beside the {took[NIK_AWARE]:.1f} s of {NIK_AWARE}; {held}"]


def judged_by(found: Found, truth: Truth, mode: str = "") -> Judged:
    """The best of its modes, or the one that is named."""
    if mode:
        found = replace(found, links={mode: found.links[mode]}, clusters={mode: found.clusters[mode]})
    linked = {name: _links(rows, truth, fixed=found.fixed) for name, rows in found.links.items()}
    nothing = np.zeros(0, np.int64)
    _, true = clusters(Answers(nothing, nothing, nothing.astype(float), nothing.astype(bool)), truth)
    clustered = {name: pairwise(labels, true) for name, labels in found.clusters.items()}
    link = max(linked, key=lambda name: linked[name].f1)
    cluster = max(clustered, key=lambda name: clustered[name].f1)
    return Judged(linked[link], link, clustered[cluster], cluster)


def _links(rows: pa.Table, truth: Truth, *, fixed: bool) -> Quality:
    listed, register = (rows[name].to_numpy() - 1 for name in ("list_row", "register_row"))
    if fixed:
        return links(listed, register, truth.register)
    probability = rows["probability"].cast(pa.float64()).to_numpy()
    return best_links(Answers(listed, register, probability, np.ones(len(listed), bool)), truth)[0]


def apart(way: Callable[..., Found], *told: Any) -> Measured:
    """`way` in a process of its own, so that memory is its own and nothing is warm."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured, way, *told).result()


def _measured(way: Callable[..., Found], *told: Any) -> Measured:
    started, busy = time.perf_counter(), time.process_time()
    found = way(*told)
    return Measured(found, time.perf_counter() - started, time.process_time() - busy, _peak())


def _peak() -> int:
    """The most memory that this process held (Linux). `ru_maxrss` would count that of its parent, too."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def ours(listed: pa.Table, register: pa.Table) -> Found:
    """Our own way: its verdicts, and the persons of the list."""
    from cakupan.engines.duck import DuckEngine
    from cakupan.identity.match import match_lists

    with tempfile.TemporaryDirectory() as folder, DuckEngine(temp_directory=Path(folder)) as engine:
        one, other = (engine.table(table) for table in (listed, register))
        rows = match_lists(one, other, engine, listed_on=LISTED_ON, dedupe=True).rows
    return _by_verdict(rows, listed, register)


def ours_by_tokens(listed: pa.Table, register: pa.Table) -> Found:
    """The private way between two offices: each makes keyed tokens of its list, and only those meet."""
    from cakupan.engines.duck import DuckEngine
    from cakupan.identity.token_match import match_tokens
    from cakupan.identity.tokens import new_key, tokens_of

    key = new_key("benchmark", LISTED_ON)
    with tempfile.TemporaryDirectory() as folder, DuckEngine(temp_directory=Path(folder)) as engine:
        one, other = (tokens_of(engine.table(table), key, engine) for table in (listed, register))
        rows = match_tokens(engine.table(one), engine.table(other), engine).rows
    return _by_verdict(rows, listed, register)


def _by_verdict(rows: pa.Table, listed: pa.Table, register: pa.Table) -> Found:
    answers = answers_of(rows)
    nobody = np.full(listed.num_rows, -1)
    nothing = Truth(nobody, np.arange(listed.num_rows), nobody, register.num_rows)
    likelier = (answers.probability >= 0.5) & (
        answers.register >= 0
    )  # by tokens several of one row may be: each counts
    modes = {VERDICT: answers, LIKELIER: replace(answers, match=likelier)}
    found = {name: clusters(one, nothing)[0] for name, one in modes.items()}
    return Found({name: rows.filter(pa.array(one.match)) for name, one in modes.items()}, found, fixed=True)


def splink_as_it_comes(listed: pa.Table, register: pa.Table) -> Found:
    from benchmarks.linkage_splink import splink_as_it_comes

    return splink_as_it_comes(listed, register)


def splink_nik_aware(listed: pa.Table, register: pa.Table) -> Found:
    from benchmarks.linkage_splink_nik import splink_nik_aware

    return splink_nik_aware(listed, register)


def ceiling(listed: pa.Table, register: pa.Table, taught_by: HardList) -> Found:
    from benchmarks.linkage_ceiling import ceiling

    return ceiling(listed, register, taught_by)


def _nothing(_mix: str, _count: int) -> tuple[()]:
    return ()


def _all_the_truth(mix: str, count: int) -> tuple[HardList]:
    return (hard_list(count, seed=TEACHING_SEED, rates=MIXES[mix]),)


WAYS: Mapping[str, tuple[Callable[..., Found], Callable[[str, int], tuple[Any, ...]]]] = {
    "exact NIK": (exact_nik, _nothing),
    "exact NIK, or name and birth": (exact_nik_or_name_and_birth, _nothing),
    SPLINK: (splink_as_it_comes, _nothing),
    NIK_AWARE: (splink_nik_aware, _nothing),
    CEILING: (ceiling, _all_the_truth),
    OURS: (ours, _nothing),
    "ours, by keyed tokens": (ours_by_tokens, _nothing),
    "ours, in a build": (ours_in_a_build, _nothing),
}
_HEADING = (
    f"{'way':<36}{'links P':>8}{'R':>8}{'F1':>8}{'clusters':>10}{'s':>8}{'cpu s':>8}{'MB':>7}"
    "  best mode for links; for clusters; its parts"
)


def _line(name: str, judged: Judged, measured: Measured) -> str:
    link, parts = judged.links, ", ".join(f"{part} {took:.1f} s" for part, took in measured.found.seconds.items())
    figures = f"{link.precision:8.4f}{link.recall:8.4f}{link.f1:8.4f}{judged.clusters.f1:10.4f}"
    cost = f"{measured.seconds:8.1f}{measured.busy:8.1f}{measured.peak / 1e6:7,.0f}"
    said = "; ".join(part for part in (judged.links_by, judged.clusters_by, parts) if part)
    return f"{name:<36}{figures}{cost}  {said}".rstrip()


def _closed(judged: Mapping[str, Judged], mode: str) -> list[str]:
    """How much of the distance from Splink as it comes to the ceiling ours closes, by this mode."""
    ours = f"{OURS}, {mode}"
    if not {SPLINK, CEILING, ours} <= set(judged):
        return []
    lines = []
    for what in ("links", "clusters"):
        from_, to, now = (getattr(judged[name], what).f1 for name in (SPLINK, CEILING, ours))
        share = (now - from_) / (to - from_) if to > from_ else 1.0
        held = "HOLDS:" if share >= CLOSED else "FALLS SHORT of"
        lines.append(f"{what} by {mode}: {share:.1%} of the distance closed; {held} at least {CLOSED:.0%}")
    return lines


if __name__ == "__main__":
    print("\n".join(main()))
