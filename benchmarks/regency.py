"""A whole made-up regency from received files to a published snapshot: how right, how fast, how large, in one run.

Accuracy is against the truth that was made beside the files; speed is a ratio to merely reading and writing the same
files with libraries that do it (Arrow's CSV reader, calamine, encrypted Parquet); memory is a ratio to a limit.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cakupan.intake.received import ReceivedFile
    from cakupan_app.work.build import Built
    from cakupan_app.work.letters import Letter

LIMIT_SECONDS, LIMIT_BYTES, LIMIT_POINTS = 90, 3_000_000_000, Decimal("0.1")
POTENTIAL = 213_582
SHOWN = ("2024-12", "2025-07")


def main(seeds: Sequence[int] = (1,)) -> list[str]:
    """Lines of a report, for one made-up regency after another."""
    return [line for seed in seeds for line in (f"seed {seed}", *(f"  {one}" for one in _regency(seed)))]


def _regency(seed: int) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        made = _part("make", root, str(seed))
        bare = _part("bare", root)
        run = _part("run", root)
        linked, given = _part("asked", root), _part("given", root)
        seconds, peak = run["seconds"], run["peak_bytes"]
        lines = [
            f"files: {made['files']}, {made['bytes'] / 1e6:.0f} MB, {run['rows']:,} rows, "
            f"made in {made['seconds']:.0f} s",
            f"received to published: {seconds:.1f} s ({seconds / LIMIT_SECONDS:.2f} of the limit of {LIMIT_SECONDS} "
            f"s), of it receiving {run['receiving']:.1f} s, building {run['building']:.1f} s",
            f"bare reading and writing of the same files: {bare['seconds']:.1f} s, "
            f"{bare['seconds'] / seconds:.2f} of it",
            f"peak memory, all processes: {peak / 1e9:.2f} GB ({peak / LIMIT_BYTES:.2f} of the limit of 3 GB)",
            f"rows in = rows out + reasons at {run['stages']} stages: {run['accounted']}",
            f"built from the same files in another workspace: {'the same' if run['again'] else 'ANOTHER'} snapshot",
        ]
        return lines + _compared("with our linkage", linked) + _compared("with true ids", given)


def _compared(name: str, figures: Mapping[str, Any]) -> list[str]:
    """How far each month's figure lies from the truth, in points of coverage."""
    lines = []
    for known_on, months in figures.items():
        if not isinstance(months, dict):
            continue
        off = {month: Decimal(100 * abs(ours - true)) / POTENTIAL for month, (ours, true) in months.items()}
        exact = sum(ours == true for ours, true in months.values())
        shown = ", ".join(f"{m} {months[m][0]:,} of {months[m][1]:,}" for m in SHOWN if m in months)
        worst = max(off.values())
        lines.append(
            f"{name}, known on {known_on}: {shown}; farthest of {len(months)} months {worst:.4f} points "
            f"(limit {LIMIT_POINTS}), exact in {exact}"
        )
    return lines


def _part(name: str, root: Path, *arguments: str) -> dict[str, Any]:
    """One part in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "benchmarks.regency", name, str(root), *arguments]
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith("CAKUPAN_") and key != "DATABASE_URL"
    }
    with (root / f"{name}.out").open("w+", encoding="utf-8") as out, (root / f"{name}.err").open("w+") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, env=clean)
        peak = 0
        while process.poll() is None:
            peak = max(peak, bytes_of_tree(process.pid))
            time.sleep(0.2)
        if process.returncode:
            err.seek(0)
            raise RuntimeError(err.read())
        out.seek(0)
        told: dict[str, Any] = json.loads(out.read().splitlines()[-1])
    return told | {"peak_bytes": peak}


def make(root: Path, seed: str, size: int = POTENTIAL) -> dict[str, Any]:
    from cakupan.synthetic.make import make_regency

    started = time.perf_counter()
    made = make_regency(root / "files", root / "truth", seed=int(seed), size=size)
    told = [
        [file.name, file.kind, str(file.month or ""), file.known_on.isoformat(), file.sha256] for file in made.files
    ]
    (root / "files.json").write_text(json.dumps(told), encoding="utf-8")
    size = sum(file.path.stat().st_size for file in made.files)
    return {"files": len(told), "bytes": size, "seconds": time.perf_counter() - started}


def bare(root: Path) -> dict[str, Any]:
    """Read every file into columns and write them as encrypted Parquet, and nothing else."""
    import pyarrow as pa
    import pyarrow.csv as pc
    from python_calamine import load_workbook

    from cakupan.engines.duck import DuckEngine

    started = time.perf_counter()
    with DuckEngine(temp_directory=root / "bare") as engine:
        for number, (name, *_) in enumerate(_told(root)):
            path = root / "files" / name
            if path.suffix == ".csv":
                with path.open(encoding="utf-8", newline="") as file:
                    types = dict.fromkeys(next(csv.reader(file)), pa.string())
                table = pc.read_csv(path, convert_options=pc.ConvertOptions(column_types=types))
            else:
                sheets = [load_workbook(str(path)).get_sheet_by_name(one).to_python() for one in _sheets(path)]
                table = pa.table({"cells": ["|".join(map(str, row)) for rows in sheets for row in rows]})
            engine.write_encrypted(engine.table(table), root / f"bare-{number}.parquet", b"k" * 32)
    return {"seconds": time.perf_counter() - started}


def _sheets(path: Path) -> Sequence[str]:
    from python_calamine import load_workbook

    names: Sequence[str] = load_workbook(str(path)).sheet_names
    return names


def run(root: Path) -> dict[str, Any]:
    """Receive everything and build, twice over in two workspaces; the first is measured."""
    first, seconds = publish(root, root / "workspace")
    again, _ = publish(root, root / "again")
    stages = first.stages
    accounted = all(stage.rows_in == stage.rows_out + sum(stage.reasons.values()) for stage in stages)
    return {
        "seconds": sum(seconds),
        "receiving": seconds[0],
        "building": seconds[1],
        "rows": stages[0].rows_in,
        "stages": len(stages),
        "accounted": accounted,
        "again": first.snapshot.sha256 == again.snapshot.sha256,
    }


def publish(root: Path, workspace: Path) -> tuple["Built", tuple[float, float]]:
    """The files received and built in a new workspace; the seconds that each took."""
    from cakupan_app.cli.face import now
    from cakupan_app.ledger.connection import start_django
    from cakupan_app.work.workspace import create, open_workspace

    start_django()
    from cakupan_app.work.build import build
    from cakupan_app.work.receive import Terms, receive_all

    create(workspace, "16.06", at=now())
    opened = open_workspace(workspace)
    started = time.perf_counter()
    for received in receive_all(opened, _letters(root), Terms(by="benchmark", at=now())):
        if received.status != "accepted":
            raise RuntimeError(f"{received.name}: {received.status} {received.error or received.held_because}")
    between = time.perf_counter()
    built = build(opened, at=now())
    return built, (between - started, time.perf_counter() - between)


def _letters(root: Path) -> Sequence["Letter"]:
    from cakupan.intake import Kind
    from cakupan_app.cli.face import asked_month
    from cakupan_app.work.letters import Letter

    return [
        Letter(
            root / "files" / name,
            Kind(kind),
            asked_month(month) if month else None,
            known_on=date.fromisoformat(known_on),
        )
        for name, kind, month, known_on, _ in _told(root)
    ]


def _told(root: Path) -> Sequence[Sequence[str]]:
    told: Sequence[Sequence[str]] = json.loads((root / "files.json").read_text(encoding="utf-8"))
    return told


def _days(root: Path) -> Mapping[str, frozenset[str]]:
    """The days of knowledge that are compared, and the hashes of the files known by then: with everything, and on the
    day before the last extract."""
    last = max(date.fromisoformat(known_on) for _, kind, _, known_on, _ in _told(root) if kind == "members")
    days = (date(2026, 1, 1), last - timedelta(days=1))
    return {
        day.isoformat(): frozenset(sha for *_, known_on, sha in _told(root) if date.fromisoformat(known_on) <= day)
        for day in days
    }


def asked(root: Path) -> dict[str, Any]:
    """What the published workspace answers, beside the truth of the files known by the same day."""
    from cakupan.synthetic.truth import expected
    from cakupan_app.cli.face import asked_month, now
    from cakupan_app.work import ask
    from cakupan_app.work.workspace import open_workspace

    workspace = open_workspace(root / "workspace")
    figures: dict[str, Any] = {}
    for day, files in _days(root).items():
        truth = expected(root / "truth", files)
        with ask.view(workspace, at=now(), known_on=date.fromisoformat(day)) as view:
            figures[day] = {
                month: (ask.coverage(view, ask.CoverageQuestion("16.06", asked_month(month))).total.members, true)
                for month, true in truth.items()
            }
    return figures


def given(root: Path) -> dict[str, Any]:
    """The same with true ids in place of our linkage."""
    from cakupan.cycle import cycle
    from cakupan.engines.duck import DuckEngine
    from cakupan.intake.received import ReceivedFile
    from cakupan.synthetic.truth import expected, true_persons

    figures: dict[str, Any] = {}
    for day, files in _days(root).items():
        received = [
            ReceivedFile(letter.path.read_bytes, sha, letter.path.name, letter.kind, letter.known_on or date.max, order)
            for order, (letter, (*_, sha)) in enumerate(zip(_letters(root), _told(root), strict=True), start=1)
            if sha in files
        ]
        received = [replace(one, month=letter.month, within="16.06") for one, letter in _with_letters(received, root)]
        with DuckEngine(temp_directory=root / "given") as engine:
            clusters = engine.table(true_persons(root / "truth"))
            cube = cycle(received, engine, clusters=clusters).tables["cube"]
            totals = cube.filter(
                (cube["area"] == "16.06") & (cube["grain"] == "total") & (cube["measure"] == "persons")
            )
            linked = totals.filter(totals["evidence"] == "linked").select("month", "members")
            ours = {row["month"]: row["members"] for row in engine.run(linked).to_pylist()}
        figures[day] = {month: (ours.get(month, 0), true) for month, true in expected(root / "truth", files).items()}
    return figures


def _with_letters(received: Sequence["ReceivedFile"], root: Path) -> Sequence[tuple["ReceivedFile", "Letter"]]:
    by_name = {letter.path.name: letter for letter in _letters(root)}
    return [(one, by_name[one.name]) for one in received]


def bytes_of_tree(pid: int) -> int:
    """What a process and all that it started hold in memory now (Linux)."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text(encoding="ascii").rpartition(")")[2].split()[1])
    tree = {pid}
    while grown := {child for child, parent in parents.items() if parent in tree} - tree:
        tree |= grown
    total = 0
    for one in tree:
        with suppress(OSError):
            total += int(Path(f"/proc/{one}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return total


PARTS: Mapping[str, Callable[..., dict[str, Any]]] = {part.__name__: part for part in (make, bare, run, asked, given)}

if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] in PARTS:
        print(json.dumps(PARTS[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])))
    else:
        print("\n".join(main([int(one) for one in sys.argv[1:]] or (1,))))
