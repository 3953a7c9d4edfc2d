"""How fast and how large intake is beside its peers, on one list of members: 213,582 rows x 15 columns.

Every time is a ratio to a peer in the same run: fastexcel merely reading the workbook, django-import-export, and an
import that saves row by row. A peer that does not finish in time is measured on fewer rows, and that is said.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.people import REGENCY, write_csv, write_xlsx
from benchmarks.processes import Process, run

ROWS = int(os.environ.get("CAKUPAN_INTAKE_ROWS", "213582"))
LONG_ROWS = int(os.environ.get("CAKUPAN_INTAKE_LONG_ROWS", "5000000"))
BULK_ROWS = int(os.environ.get("CAKUPAN_INTAKE_BULK_ROWS", "213582"))
ONE_BY_ONE_ROWS = int(os.environ.get("CAKUPAN_INTAKE_SINGLE_ROWS", "10000"))
ROUNDS = int(os.environ.get("CAKUPAN_INTAKE_ROUNDS", "3"))
WITHIN_READING, TIMES_BULK, TIMES_ROW, LIMIT_BYTES = 2, 40, 100, 1_500_000_000
MONTH = "2025-07"


def main() -> list[str]:
    """Lines of a report: each bar with what was seen, and whether it holds."""
    with tempfile.TemporaryDirectory(prefix="cakupan-intake-") as folder:
        root = Path(folder)
        book, text = write_xlsx(root / "peserta.xlsx", ROWS), write_csv(root / "peserta.csv", ROWS)
        sizes = f"{book.stat().st_size / 1e6:.0f} MB xlsx, {text.stat().st_size / 1e6:.0f} MB csv"
        lines = [f"{ROWS:,} rows x 15 columns ({sizes})", *_against_reading(book)]
        whole_book, whole_text = (_added(root, path) for path in (book, text))
        lines += _against_importers(root, text, whole_text, whole_book)
        lines += [_memory("xlsx", whole_book.peak, ROWS), _memory("csv", whole_text.peak, ROWS)]
        book.unlink()
        text.unlink()
        if LONG_ROWS:
            long = _added(root, write_csv(root / "panjang.csv", LONG_ROWS))
            lines += [
                _memory("csv", long.peak, LONG_ROWS),
                f"{LONG_ROWS:,} rows csv, the whole process: {long.seconds:.1f} s, {long.rate(LONG_ROWS):,.0f} rows/s",
            ]
        return [*lines, _load()]


def _against_reading(book: Path) -> list[str]:
    """XLSX read by us beside fastexcel merely reading it, in one process, turn by turn."""
    import fastexcel

    from cakupan.basics.month import Month
    from cakupan.intake import Kind, read_file

    def ours() -> None:
        reading = read_file(book, name=book.name, kind=Kind.MEMBERS, month=Month(2025, 7), within=REGENCY)
        _expect(reading.accepted, ROWS)

    def merely() -> None:
        sheet = fastexcel.read_excel(book).load_sheet(0, dtypes="string")
        _expect(sheet.to_arrow().num_rows, ROWS)

    pairs = [(_seconds(ours), _seconds(merely)) for _ in range(ROUNDS)]
    mine, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    return [
        f"xlsx read: {mine:.2f} s, fastexcel merely reading it {theirs:.2f} s (medians of {ROUNDS}): "
        f"{mine / theirs:.2f} x; {_held(mine / theirs <= WITHIN_READING)} within {WITHIN_READING} x"
    ]


def _against_importers(root: Path, text: Path, ours: Process, book: Process) -> list[str]:
    """`cakupan add` as a whole process beside importers of rows as whole processes."""
    lines = [
        f"csv added, the whole process: {ours.seconds:.2f} s, {ours.rate(ROWS):,.0f} rows/s; "
        f"xlsx {book.seconds:.2f} s, {book.rate(ROWS):,.0f} rows/s"
    ]
    for way, name, many, least, beside in (
        ("bulk", "django-import-export, bulk, full validation", BULK_ROWS, TIMES_BULK, {"csv": ours}),
        ("row", "row by row, checked and saved", ONE_BY_ONE_ROWS, TIMES_ROW, {"csv": ours, "xlsx": book}),
    ):
        took, told = _imported(root, way, text, min(many, ROWS))
        lines.append(f"{name}: {told}")
        for container, one in beside.items():
            times = took / one.seconds
            lines.append(f"  {container}: {times:,.0f} times as fast; {_held(times >= least)} at least {least} x")
    return lines


def _imported(root: Path, way: str, text: Path, many: int) -> tuple[float, str]:
    """The seconds that a peer needs for all rows, start included, and how that is known.

    From fewer rows it is told by the time of each row after the start, as if no row took longer than the first ones.
    """

    def seconds(rows: int) -> float:
        part = text if rows == ROWS else write_csv(root / f"{way}-{rows}.csv", rows)
        return run(["-m", "benchmarks.row_importers", way, str(part), str(root / f"{way}-{rows}.sqlite3")]).seconds

    took = seconds(many)
    if many == ROWS:
        return took, f"{took:.1f} s"
    start = seconds(1)
    whole = start + (took - start) / (many - 1) * (ROWS - 1)
    return whole, f"{took:.1f} s for {many:,} rows, extrapolated to {whole:,.0f} s for {ROWS:,}"


def _added(root: Path, path: Path) -> Process:
    """`cakupan add` of a file into a workspace of its own, process start included."""
    workspace = root / f"workspace-{path.stem}-{path.suffix[1:]}"
    run(["-m", "cakupan_app.cli", "init", "--area", REGENCY], workspace)
    return run(["-m", "cakupan_app.cli", "add", str(path), "--kind", "members", "--month", MONTH], workspace)


def _memory(container: str, peak: int, rows: int) -> str:
    held = _held(0 < peak <= LIMIT_BYTES)
    return f"{container} of {rows:,} rows: peak memory, all processes, {peak / 1e9:.2f} GB; {held} 1.5 GB"


def _seconds(act: Callable[[], None]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _expect(found: int, rows: int) -> None:
    if found != rows:
        raise RuntimeError(f"{found:,} rows of {rows:,}")


def _held(held: bool) -> str:
    return "HOLDS:" if held else "FALLS SHORT of"


def _load() -> str:
    """How busy the machine was: times of a busy one are no proof."""
    if not hasattr(os, "getloadavg"):
        return ""
    busy = os.getloadavg()[0]
    return f"load of the machine at the end: {busy:.1f}" + ("; to be repeated alone" if busy > 2 else "")


if __name__ == "__main__":
    print("\n".join(main()))
