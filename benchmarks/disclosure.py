"""Every public table of a made-up regency in every month, attacked at once by linear programs over what was shown.

The attacker (`attack`) sees answers as the public gets them. Who judges it knows the exact answers too: which hidden
cells are small, and how closely the rule lets them be told.
"""

import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import regency

if TYPE_CHECKING:
    from benchmarks.attack import Attack, Judged
    from cakupan.coverage.figure import Coverage
    from cakupan.coverage.hiding import Hiding
    from cakupan_app.work.ask import View

AREA = "16.06"
SMALL_REGENCY = 2_000


def main(workspace: Path | None = None) -> list[str]:
    """Lines of a report: on the demo, and on a small regency where every village and segment has a potential too.

    With a `workspace`: on what is published there.
    """
    if workspace is not None:
        return _attacked(workspace)
    lines = []
    for name, size in (
        ("the demo's regency", regency.POTENTIAL),
        (f"a regency of {SMALL_REGENCY:,} workers", SMALL_REGENCY),
    ):
        with _published(size) as made:
            lines += [f"{name}, seed 1", *(f"  {line}" for line in _attacked(made))]
            if size == SMALL_REGENCY:
                _add_potentials(made)
                lines += [f"{name}, potentials of all places and segments", *(f"  {one}" for one in _attacked(made))]
    return lines


@contextmanager
def _published(size: int) -> Iterator[Path]:
    kept = {name: os.environ.pop(name) for name in ("CAKUPAN_KEY_FILE", "DATABASE_URL") if name in os.environ}
    try:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            regency.make(root, "1", size)
            regency.publish(root, root / "workspace")
            yield root / "workspace"
    finally:
        os.environ.update(kept)


def _add_potentials(workspace: Path) -> None:
    """A workforce file that leaves few uncovered in many villages, districts and segments, and the workspace built."""
    from cakupan.intake import Kind
    from cakupan_app.cli.face import now
    from cakupan_app.work.build import build
    from cakupan_app.work.letters import Letter
    from cakupan_app.work.receive import Terms, receive_all
    from cakupan_app.work.workspace import open_workspace

    rows = ["penyebut,wilayah,segmen,nilai,tahun data"]
    with _view(workspace) as view:
        for by in ("district", "village", "segment"):
            for place, row in enumerate(_asked(view, _months(view)[-1], by, public=False).rows):
                if not row.unplaced:
                    segment = (row.dims or {}).get("segment") or ""
                    spare = (0, 1, 3, 6, 50)[place % 5]  # of the last month; of others it is as it falls
                    rows.append(f"potensi-bps-2025,{row.area},{segment},{(row.members or 0) + spare},2025")
    path = workspace.with_name("potensi-desa.csv")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    opened = open_workspace(workspace)
    letter = Letter(path, Kind.WORKFORCE, None)
    for received in receive_all(opened, [letter], Terms(by="benchmark", at=now())):
        if received.status != "accepted":
            raise RuntimeError(f"{received.name}: {received.status} {received.error or received.held_because}")
    build(opened, at=now())


def _attacked(workspace: Path) -> list[str]:
    from benchmarks.attack import Attack, judged
    from cakupan_app.work.disclose import hiding_in

    with _view(workspace) as view:
        started = time.perf_counter()
        hiding = hiding_in(view, AREA)
        deciding = time.perf_counter() - started
        months = _months(view)
        exact = _every(view, months, public=False)
        public = _every(view, months, public=True)
    started = time.perf_counter()
    attack = Attack(public)
    found = _found(attack, judged(public, exact, attack))
    seconds = time.perf_counter() - started
    return [*_told(hiding, len(months), deciding), *found, f"attacked in {seconds:.1f} s"]


@contextmanager
def _view(workspace: Path) -> Iterator["View"]:
    from cakupan_app.cli.face import now
    from cakupan_app.ledger.connection import start_django

    start_django()
    from cakupan_app.work import ask
    from cakupan_app.work.workspace import open_workspace

    with ask.view(open_workspace(workspace), at=now()) as view:
        # kept in memory: every table is asked again for every month
        cube = view.engine.keep(view.cube)
        yield replace(view, tables={**view.tables, "cube": lambda: cube})


def _months(view: "View") -> Sequence[str]:
    told = view.cube.filter(view.cube["area"] == AREA).select("month").distinct()
    return sorted(row["month"] for row in view.engine.run(told).to_pylist())


def _tables() -> Sequence[str]:
    from cakupan.coverage.public_tables import PUBLIC_DIMENSIONS

    return ("", *PUBLIC_DIMENSIONS)


def _every(view: "View", months: Sequence[str], *, public: bool) -> list["Coverage"]:
    """Every public table of every month, against every denominator that its rows may have a potential of."""
    answers = []
    for month in months:
        whole = _asked(view, month, "", public=public)
        others = [one.denominator.id for one in whole.beside]
        answers.append(whole)
        for by in _tables()[1:]:
            answers.append(_asked(view, month, by, public=public))
            if by in ("district", "village", "segment"):
                answers += [_asked(view, month, by, public=public, denominator=other) for other in others]
    return answers


def _asked(view: "View", month: str, by: str, *, public: bool, denominator: str | None = None) -> "Coverage":
    from cakupan.coverage.known import month_of
    from cakupan_app.work import ask

    question = ask.CoverageQuestion(
        AREA, month_of(month), by=(by,) if by else (), denominator=denominator, public=public
    )
    return ask.coverage(view, question)


def _told(hiding: "Hiding", months: int, deciding: float) -> list[str]:
    cells = len(hiding.shown) + len(hiding.small) + len(hiding.cover)
    lost = Counter(by or "total" for _, _, by, _ in hiding.cover)
    where = ", ".join(f"{by} {count}" for by, count in sorted(lost.items()))
    return [
        f"{cells:,} cells in the public tables of {months} months; decided in {deciding:.1f} s "
        f"({deciding / months:.2f} s a month)",
        f"hidden because small: {len(hiding.small):,} ({len(hiding.small) / cells:.2%})",
        f"lost to complementary hiding: {len(hiding.cover):,} ({len(hiding.cover) / cells:.2%})"
        + (f": {where}" if where else ""),
    ]


def _found(attack: "Attack", judged: Sequence["Judged"]) -> list[str]:
    if not judged:
        return ["no small cell, so nothing to attack"]
    small = [one.cell for one in judged]
    whole = attack.bounds(small, integer=True)
    apart = [one for one in judged if max(abs(a - b) for a, b in zip(one.told, whole[one.cell], strict=True)) > 1e-4]
    width = min(one.told[1] - one.told[0] for one in judged if not one.false)
    slack = min(one.told[1] - one.told[0] - (one.allowed[1] - one.allowed[0]) for one in judged if not one.false)
    nowhere = sum(one.cell[2] == "left" for one in judged)
    violations = [one for one in judged if one.violated]
    lines = [
        f"one linear program of {attack.matrix.shape[1]:,} unknown cells and {attack.matrix.shape[0]:,} equations, "
        f"in {len(set(attack.part)):,} parts that no equation joins, none of two months: {attack.months_apart}",
        f"small cells attacked: {len(judged):,}, of them {nowhere:,} of a district and no village, never printed",
        f"tightest interval found: {width:.0f} wide; least room beyond what the rule allows: {slack:.0f}",
        f"told more closely than the rule allows: {len(violations)} (must be 0)",
        f"told what is not so, where members elsewhere exceed a potential: {sum(one.false for one in judged)}",
        f"bounds in whole numbers that differ from those of the linear program: {len(apart)}",
    ]
    shown = [f"  {one.cell}: {one.members}, told {one.told}, allowed {one.allowed}" for one in violations[:10]]
    return lines + shown


if __name__ == "__main__":
    import sys

    print("\n".join(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)))
