"""Where the answer of a match is written: files that are no files that were read, in one step or not at all."""

import csv
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan.basics.refused import Refused
from cakupan_app.store import durable
from cakupan_app.work.letters import masked_path

if TYPE_CHECKING:
    import pyarrow as pa

ANSWERS = (".csv", ".parquet")
OUT, WEIGHTS = "--out", "--weights"


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows, the file that they are written to, and the option that named it; `private` ones only the owner can read."""

    rows: "pa.Table"
    path: Path
    option: str = OUT
    private: bool = False


def check_out(
    out: Path, inputs: "Iterable[Path | None]", *, known: tuple[str, ...] = ANSWERS, option: str = OUT
) -> None:
    """Refuse before the work what could not be written after it; `option` is the one that named `out`."""
    if out.suffix.casefold() not in known:
        raise Refused("out_of_unknown_kind", path=masked_path(out), known=known, option=option)
    if out.is_dir() or (out.parent.exists() and not os.access(out.parent, os.W_OK)):
        raise Refused("out_unwritable", path=masked_path(out), option=option)
    if any(path and is_same(path, out) for path in inputs):
        raise Refused("out_is_input", path=masked_path(out), option=option)


def is_same(one: Path, other: Path) -> bool:
    """Whether two paths name one file, which need not be there yet."""
    return os.path.realpath(one) == os.path.realpath(other)


def in_words(rows: "pa.Table", words: Callable[[str], str]) -> "pa.Table":
    """The rows with the reason of each told in words."""
    import pyarrow as pa

    codes = rows["because"].combine_chunks().dictionary_encode()
    told = pa.array([words(code) for code in codes.dictionary.to_pylist()], pa.string())
    return rows.set_column(rows.column_names.index("because"), "because", told.take(codes.indices))


def put_tables(answer: Answer, *others: Answer) -> None:
    """Write the rows as Parquet or as text, as the ending of each path says; Refused where one cannot be written.

    All are written before any takes its name, and the first takes it last: where it stands the others stand, too. If it
    cannot take it, the others stand alone.
    """
    try:
        with durable.being_written(answer.path) as part:
            _write(answer, part)
            if others:
                put_tables(*others)
    except OSError:
        raise Refused("out_unwritable", path=masked_path(answer.path), option=answer.option) from None


def _write(answer: Answer, part: Path) -> None:
    import pyarrow.parquet as pq

    if answer.path.suffix.casefold() == ".parquet":
        pq.write_table(answer.rows, part)
    else:
        _write_text(answer.rows, part)
    if answer.private:
        part.chmod(0o600)


def _write_text(rows: "pa.Table", path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(rows.column_names)
        lines.writerows(zip(*(column.to_pylist() for column in rows.columns), strict=True))
