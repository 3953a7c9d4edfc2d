"""The waterfall of a whole made-up regency, December 2024 to July 2025: do its steps add up to the difference?"""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from cakupan.basics.month import Month

THEN, NOW = Month(2024, 12), Month(2025, 7)
WANTED = 14_121  # what was published: 103,079 less 88,958


def main(seed: int = 1) -> list[str]:
    """Lines of a report: with true ids, as the bar asks, and with our own linkage."""
    return list(_told(seed))


def _told(seed: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = _files(root, seed)
        for name, true_ids in (("with true ids", True), ("with our linkage", False)):
            yield from _waterfall(root, files, name, true_ids=true_ids)


def _files(root: Path, seed: int) -> list[Any]:
    from cakupan.intake import Kind
    from cakupan.intake.received import ReceivedFile
    from cakupan.synthetic.make import make_regency

    made = make_regency(root / "files", root / "truth", seed=seed).files
    return [
        replace(
            ReceivedFile(
                file.path.read_bytes, file.sha256, file.path.name, Kind(file.kind), file.known_on or date.max, order
            ),
            month=file.month,
            within="16.06",
        )
        for order, file in enumerate(made, start=1)
    ]


def _waterfall(root: Path, files: list[Any], name: str, *, true_ids: bool) -> Iterator[str]:
    from cakupan.cycle import cycle
    from cakupan.engines.duck import DuckEngine
    from cakupan.synthetic.truth import true_persons
    from cakupan_app.work.ask import View
    from cakupan_app.work.change import ChangeQuestion, change

    with DuckEngine(temp_directory=root / "spill") as engine:
        clusters = engine.table(true_persons(root / "truth")) if true_ids else None
        outcome = cycle(files, engine, clusters=clusters)
        of_people = outcome.people.tables if outcome.people else {}
        tables = {table: partial(_given, told) for table, told in {**outcome.tables, **of_people}.items()}
        view = View(tables, outcome.findings, engine, date(2026, 1, 1), None, 0)
        started = time.perf_counter()
        whole = change(view, ChangeQuestion("16.06", THEN, NOW))
        seconds = time.perf_counter() - started
        parted = change(view, ChangeQuestion("16.06", THEN, NOW, by=("segment", "payer")))
        placed = change(view, ChangeQuestion("16.06", THEN, NOW, by=("village",)))
    steps = {step.reason: step.persons for step in whole.reasons}
    total = sum(persons or 0 for persons in steps.values())
    yield f"{name}: {whole.then.members:,} to {whole.now.members:,}, {whole.difference:+,}; its steps: " + ", ".join(
        f"{reason} {persons:+,}" for reason, persons in steps.items() if persons
    )
    yield (
        f"  steps add up to {total:+,}: {'exactly' if total == whole.difference else 'NOT'} the difference"
        + (f" ({WANTED:+,} wanted: {'met' if total == WANTED else 'MISSED'})" if true_ids else "")
        + f"; asked in {seconds:.1f} s"
    )
    for told, by in ((parted, "segment and payer"), (placed, "village")):
        summed = sum(step.persons or 0 for step in told.rows)
        fits = all(
            part.now - part.then == sum(step.persons or 0 for step in told.rows if step.dims == part.dims)
            for part in told.parts
        )
        yield f"  by {by}: {len(told.parts)} parts, each adds up: {fits}; all together {summed:+,}"


def _given(table: Any) -> Any:
    return table
