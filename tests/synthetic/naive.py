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

    @property
    def kpj(self) -> str | None:
        """As far as it can be read: eleven digits."""
        return self.cells["KPJ"] if len(self.cells["KPJ"]) == 11 else None

    def day(self, column: str) -> date | None:
        text = self.cells[column]
        return date(int(text[6:]), int(text[3:5]), int(text[:2])) if text else None

    def day_or_none(self, column: str) -> date | None:
        """As `day`; None for a day that is none, because day and month are exchanged."""
        try:
            return self.day(column)
        except ValueError:
            return None


Said = dict[tuple[str, int], list[Row]]  # the rows that speak of a month and person


def active_in(made: Made, files: Iterable[MadeFile]) -> Active:
    """Who is active in which month, by the rule of the layouts: paid or in grace, not ended, dead or too old."""
    files = list(files)
    owners = owners_of(made.truth)
    births = births_of(made.truth)
    said: Said = {}
    told = set()
    for file in files:  # they come in the order in which they were known
        if file.kind == "members":
            found = list(rows_of(file, owners))
            supersede(said, str(file.month), found)
            told |= {row.person for row in found if row.cells["TANGGAL LAHIR"]}
    paid = list(payments_in(files, owners))
    by_person: dict[int, list[tuple[Month, Month]]] = {}
    for person, first, last in paid:
        by_person.setdefault(person, []).append((first, last))
    return {
        (month, person)
        for (month, person), rows in said.items()
        for row in rows
        if is_active(row, month_of(month), births[person] if person in told else None, by_person.get(person, []))
    }


def supersede(said: Said, month: str, rows: list[Row]) -> None:
    """A later file speaks with all its rows of a KPJ; where a row has none, of the person's whole month."""
    spoken: dict[int, list[Row]] = {}
    for row in rows:
        spoken.setdefault(row.person, []).append(row)
    for person, new in spoken.items():
        numbers = {row.kpj for row in new}
        earlier = [] if None in numbers else said.get((month, person), [])
        said[month, person] = [row for row in earlier if row.kpj not in numbers | {None}] + new


def is_active(row: Row, month: Month, birth: date | None, paid: list[tuple[Month, Month]]) -> bool:
    ended_on = row.day("BERAKHIR")
    if row.cells["STATUS"] == "MENINGGAL" or (ended_on and ended_on < month.last_day):
        return False
    if row.cells["SEGMEN"] != "BPU":
        return True
    until = row.day("LUNAS SAMPAI")
    months = [Month(until.year, until.month)] if until else []
    months += [min(last, month) for first, last in paid if first <= month]
    if birth and date(birth.year + 66, birth.month, birth.day) <= month.last_day:
        return False
    return any(month - last <= 2 for last in months)


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
