"""Which figures of a table are totals, of the rows above them or of the columns before."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cakupan.basics.refused import Fact
from cakupan.statements.book import Book, Equation, Trial, span_for
from cakupan.statements.readings import Reading
from cakupan.statements.segment_sums import FULL, sum_of
from cakupan.statements.spans import total_of


def table_sums(book: Book) -> Iterator[Trial]:
    """The totals of a table: those in a row called so, against their column, and those in such a column, their row."""
    yield from _down(book)
    yield from _across(book)


def _down(book: Book) -> Iterator[Trial]:
    """The figures in a row called total, each against the rows above it in its column."""
    columns: dict[int, list[Reading]] = {}
    for reading in book.read.readings:
        if reading.row is not None and reading.column is not None:
            columns.setdefault(reading.column, []).append(reading)
    for column in columns.values():
        above: list[Reading] = []
        for reading in column:
            if not reading.totals:
                above.append(reading)
                continue
            if len(above) >= 2 and reading.claim.unit != "percent":
                yield Trial(reading, (_table_sum(reading, above),))
            above = []


def _table_sum(total: Reading, above: Sequence[Reading]) -> Equation:
    mixed = len({each.claim.unit for each in above}) > 1
    code = "table_mixes" if mixed else "table_sum"
    facts: dict[str, Fact] = {
        "total": total.claim.value,
        "parts": tuple(each.claim.quote for each in above),
        "units": tuple(sorted({each.claim.unit for each in above})),
    }
    computed = total_of(span_for(each) for each in above)
    return Equation(code, total, tuple(above), computed, facts, additive=True, wording_fits=not mixed, bound=not mixed)


def _across(book: Book) -> Iterator[Trial]:
    """The figures in a column called total, each against those before it in its row: "PU | BPU | Jakon | Jumlah"."""
    rows: dict[int, list[Reading]] = {}
    for reading in book.read.readings:
        if reading.row is not None:
            rows.setdefault(reading.row, []).append(reading)
    columns: dict[int | None, list[Equation]] = {}
    for row in rows.values():
        if (found := _row_sum(row)) is not None:
            columns.setdefault(found.subject.column, []).append(found)
    for sums in columns.values():
        come_out = [len(each.given) for each in sums if each.computed.point == each.subject.figure.value]
        for equation in sums:
            # "Jumlah pekerja" may head all who work there: only a row beside it that comes out makes it the total
            segments = {part.claim.segment for part in equation.given}
            one_kind = len({each.claim.kind for each in (equation.subject, *equation.given)}) == 1
            # a row with a cell that could not be read has fewer parts than those
            alike = one_kind and len(equation.given) in come_out
            bound = alike and (segments >= FULL or 2 * len(come_out) > len(sums))
            yield Trial(equation.subject, (replace(equation, bound=bound),))


def _row_sum(row: Sequence[Reading]) -> Equation | None:
    last = row[-1]
    parts = row[:-1]
    whole = last.claim.unit == "people" and last.sums_up and not last.totals
    if not whole or len(parts) < 2 or any(part.sums_up or part.claim.unit != "people" for part in parts):
        return None
    return sum_of("table_sum", last, parts, total_of(span_for(each) for each in parts), bound=False)
