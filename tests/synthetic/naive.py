"""A plain reading of the files with true ids, row by row: what the truth is held against."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq

from cakupan.basics.month import Month, parse_month
from cakupan.synthetic import Made, MadeFile, true_persons

Active = set[tuple[str, int]]


@dataclass(frozen=True)
class Row:
    """A row of a file about people, as text, and whose it is."""

    person: int
    cells: dict[str, str]

    def day(self, column: str) -> date | None:
        text = self.cells[column]
        return date(int(text[6:]), int(text[3:5]), int(text[:2])) if text else None


def active_in(made: Made, files: Iterable[MadeFile]) -> Active:
    """Who is active in which month, by the rule of the layouts: paid or in grace, not ended, dead or too old."""
    files = list(files)
    owners = owners_of(made.truth)
    births = births_of(made.truth)
    said: dict[tuple[str, str], Row] = {}
    for file in files:
        if file.kind == "members":
            for row in rows_of(file, owners):
                said[str(file.month), row.cells["KPJ"]] = row  # files come in the order in which they were known
    paid = list(payments_in(files, owners))
    by_person: dict[int, list[tuple[Month, Month]]] = {}
    for person, first, last in paid:
        by_person.setdefault(person, []).append((first, last))
    return {
        (month, row.person)
        for (month, _), row in said.items()
        if is_active(row, month_of(month), births[row.person], by_person.get(row.person, []))
    }


def is_active(row: Row, month: Month, birth: date, paid: list[tuple[Month, Month]]) -> bool:
    ended_on = row.day("BERAKHIR")
    if row.cells["STATUS"] == "MENINGGAL" or (ended_on and ended_on < month.last_day):
        return False
    if row.cells["SEGMEN"] != "BPU":
        return True
    until = row.day("LUNAS SAMPAI")
    months = [Month(until.year, until.month)] if until else []
    months += [min(last, month) for first, last in paid if first <= month]
    turns_66 = date(birth.year + 66, birth.month, birth.day)
    return turns_66 > month.last_day and any(month - last <= 2 for last in months)


def payments_in(files: list[MadeFile], owners: dict[tuple[str, int], int]) -> Iterator[tuple[int, Month, Month]]:
    for file in files:
        if file.kind == "payments":
            for row in rows_of(file, owners):
                yield row.person, month_of(row.cells["DARI"]), month_of(row.cells["SAMPAI"])


def rows_of(file: MadeFile, owners: dict[tuple[str, int], int]) -> Iterator[Row]:
    with file.path.open(encoding="utf-8", newline="") as lines:
        for number, cells in enumerate(csv.DictReader(lines), start=2):
            yield Row(owners[file.sha256, number], cells)


def owners_of(truth: Path) -> dict[tuple[str, int], int]:
    rows = true_persons(truth).to_pylist()
    return {(row["file"], row["row"]): row["person"] for row in rows if row["sheet"] == "csv"}


def births_of(truth: Path) -> dict[int, date]:
    rows = pq.read_table(truth / "persons.parquet", columns=["person", "birth"]).to_pylist()
    return {row["person"]: row["birth"] for row in rows}


def month_of(text: str) -> Month:
    found = parse_month(text)
    assert isinstance(found, Month)
    return found


def day_before_the_last_extract(made: Made) -> date:
    return max(file.known_on for file in made.files if file.kind == "members") - timedelta(days=1)
