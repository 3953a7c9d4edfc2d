"""Where the answer of a match is written: one file that is no file that was read, in one step or not at all."""

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan.basics.refused import Refused
from cakupan_app.store import durable
from cakupan_app.work.letters import masked_path

if TYPE_CHECKING:
    import pyarrow as pa

ANSWERS = (".csv", ".parquet")


def check_out(out: Path, inputs: "Iterable[Path | None]", *, known: tuple[str, ...] = ANSWERS) -> None:
    """Refuse before the work what could not be written after it."""
    if out.suffix.casefold() not in known:
        raise Refused("out_of_unknown_kind", path=masked_path(out), known=known)
    if out.is_dir():
        raise Refused("out_unwritable", path=masked_path(out))
    if any(path and _same(path, out) for path in inputs):
        raise Refused("out_is_input", path=masked_path(out))


def _same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def put_table(rows: "pa.Table", out: Path, *, private: bool = False) -> None:
    """Write the rows as Parquet or as text, as the ending of `out` says; Refused where it cannot be written.

    One that is `private` only its owner can read.
    """
    import pyarrow.parquet as pq

    try:
        with durable.being_written(out) as part:
            if out.suffix.casefold() == ".parquet":
                pq.write_table(rows, part)
            else:
                _write_text(rows, part)
            if private:
                part.chmod(0o600)
    except OSError:
        raise Refused("out_unwritable", path=masked_path(out)) from None


def _write_text(rows: "pa.Table", path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(rows.column_names)
        lines.writerows(zip(*(column.to_pylist() for column in rows.columns), strict=True))
