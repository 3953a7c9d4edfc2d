"""Which cells of a table are read for its arithmetic alone: companies among workers, and totals of both."""

import re
from collections.abc import Iterator, Sequence

from cakupan.basics.refused import Fact
from cakupan.statements.book import Book
from cakupan.statements.known import Misnamed
from cakupan.statements.lexicon import lexicon
from cakupan.statements.readings import Reading

_ROW = re.compile(r"\|\||\n")
_MOST = 40  # rows of a table that sums are tried of


def silent_in(readings: Sequence[Reading]) -> frozenset[int]:
    """The numbers of the readings in tables of members that count employers, or employers and members together.

    "Perusahaan | 1.233 || Pekerja | 82.001 || Jumlah | 83.234" claims the workers; the rest only shows a mistake.
    """
    columns: dict[int, list[Reading]] = {}
    for reading in readings:
        if reading.row is not None and reading.column is not None:
            columns.setdefault(reading.column, []).append(reading)
    silent: set[int] = set()
    for column in columns.values():
        if {"companies", "people"} <= {reading.claim.unit for reading in column}:
            silent.update(each.number for each in column if each.totals or each.claim.unit == "companies")
    return frozenset(silent)


def mixed_tables(book: Book) -> Iterator[Misnamed]:
    """Members whose row is added to one of something else: rows that make no claim of their own are read as written."""
    members = {each.claim.quote: each for each in book.read.readings if each.row is not None and not each.totals}
    if not members or any(each.row is not None and each.claim.unit == "companies" for each in book.read.readings):
        return  # rows of companies that are read have equations of their own
    cut = ([cell.strip() for cell in row.split("|")] for row in _ROW.split(book.read.text))
    rows = [row for row in cut if len(row) > 1][:_MOST]
    for total in (row for row in rows if lexicon().lists["whole_words"].intersection(row[0].casefold().split())):
        for workers in (row for row in rows if len(row) > 1 and row[1] in members):
            for others in (row for row in rows if row[-1] not in members and len(row) == len(workers) == len(total)):
                if others is total or not _adds_up(total, workers, others):
                    continue
                facts: dict[str, Fact] = {"total": _count(total[-1]), "parts": (others[-1], workers[-1])}
                claims = tuple(sorted(members[cell].number for cell in workers[1:] if cell in members))
                yield Misnamed("mislabel", claims, "table_mixes_mislabelled", facts, ())
                return


def _adds_up(total: Sequence[str], workers: Sequence[str], others: Sequence[str]) -> bool:
    columns = [tuple(map(_count, column)) for column in zip(total[1:], workers[1:], others[1:], strict=True)]
    return bool(columns) and all(whole and one and two and whole == one + two for whole, one, two in columns)


def _count(cell: str) -> int:
    digits = re.sub(r"[.,]", "", cell)
    return int(digits) if digits.isdigit() else 0
