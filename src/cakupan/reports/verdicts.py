"""What became of each row of a file, and why: what the sender is told in the marked workbook and in the receipt."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cakupan.basics.refused import Fact, Facts
from cakupan.intake import Problem, Reading, Table
from cakupan.intake.own_sheets import is_own_sheet
from cakupan.reports.voice import UNSAID, Lang, Say

Became = Literal["accepted", "quarantined", "repeated"]

_OF_A_CELL = frozenset({"text", "nik", "proposed", "one", "other", "year", "age"})  # what a person's cell says
_ROW_NUMBERS = frozenset({"rows", "other_row"})
_ROWS_NAMED = 12
_IN_GENERAL = frozenset(
    (
        *("birth_day_order_open", "birth_in_future", "birth_incomplete", "birth_very_old", "day_order_open"),
        *("nik_day_out_of_range", "nik_digits_lost", "nik_letters_for_digits", "nik_month_out_of_range"),
        *("nik_not_a_number", "nik_place_out_of_range", "nik_repeated_digit", "nik_serial_zero", "nik_too_long"),
        *("nik_too_short", "nik_two_in_one_cell"),
    )
)  # codes whose sentence says little without what the cell says: as a reason they have another, `<code>_in_general`
_PLACED = frozenset({"row", "column"})
_OF_A_PLACE = _PLACED | {"sheet"}
_PLACE = re.compile(r"^(?:Baris|Row) [\d.,]+(?:, (?:kolom|column) [^:]+)?: ")
_NUMBER = re.compile(r"\d[\d*]{7,}\d")  # a long number, masked or not: a receipt shows none


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one row of data, and everything that is told of it."""

    became: Became
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rows are not as they should be: what is told of them, without what one cell says, and which rows they are."""

    sentence: str
    column: str | None
    severity: str
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class CodedReason:
    """As `Reason`, with the code and facts of its sentence (`reason_worded`)."""

    code: str
    facts: Facts
    column: str | None
    severity: str
    rows: tuple[tuple[str, int], ...]


def verdicts_of(reading: Reading) -> Mapping[str, Mapping[int, Verdict]]:
    """For each sheet that has a table its rows of data (from 1), in order, with what became of each.

    A row about which something is told and that is neither accepted nor quarantined repeats another.
    """
    became: dict[str, dict[int, Became]] = {table.sheet: {} for table in reading.tables if table.rows_in}
    for sheet, row, fate in _fates(reading):
        became[sheet][row] = fate
    told = _by_row(reading.problems)
    for sheet, row in told:
        if sheet in became:
            became[sheet].setdefault(row, "repeated")
    return {
        sheet: {row: Verdict(rows[row], tuple(told.get((sheet, row), ()))) for row in sorted(rows)}
        for sheet, rows in became.items()
    }


def _fates(reading: Reading, among: Collection[int] | None = None) -> Iterator[tuple[str, int, Became]]:
    """The rows that were accepted and those that were quarantined; of the accepted only these row numbers."""
    import pyarrow as pa
    import pyarrow.compute as pc

    asked = None if among is None else pa.array(among, pa.int32())
    for whole in reading.record_tables():
        part = whole if asked is None else whole.filter(pc.is_in(whole["row"], value_set=asked))
        for sheet, row in zip(part["sheet"].to_pylist(), part["row"].to_pylist(), strict=True):
            yield sheet, row, "accepted"
    quarantined = reading.quarantine()
    for sheet, row in zip(quarantined["sheet"].to_pylist(), quarantined["row"].to_pylist(), strict=True):
        yield sheet, row, "quarantined"


def reasons_by_fate(reading: Reading, say: Say, lang: Lang) -> Mapping[Became, Sequence[Reason]]:
    """The reasons of `reasons_of`, apart for the rows that were quarantined, accepted all the same, or repeated.

    They are for whoever received the file: what is the same in all rows of a reason is told in full.
    """
    told = _by_row(reading.problems)
    among = {row for _, row in told}  # few, of a list that may be long
    became = {(sheet, row): fate for sheet, row, fate in _fates(reading, among)} if told else {}
    found: dict[Became, list[Problem]] = {"quarantined": [], "accepted": [], "repeated": []}
    for place, problems in told.items():
        found[became.get(place, "repeated")].extend(problems)
    return {fate: _reasons(problems, say, lang, _shared) for fate, problems in found.items() if problems}


def _by_row(problems: Iterable[Problem]) -> Mapping[tuple[str, int], list[Problem]]:
    found: dict[tuple[str, int], list[Problem]] = {}
    for problem in problems:
        if problem.row is not None:
            found.setdefault((problem.sheet, problem.row), []).append(problem)
    return found


def tables_with_rows(reading: Reading) -> tuple[Table, ...]:
    """The tables of the sheets that had data; the others, and Cakupan's own, are only counted as set aside."""
    return tuple(table for table in reading.tables if table.rows_in)


Counts = tuple[int, int, int, int, int, int]
"""Rows in the sheet, set aside, in; accepted, quarantined, repeated. The first is the sum of the next two, the third of
the last three."""


def counts_by_sheet(reading: Reading) -> Sequence[tuple[str, Counts]]:
    """The counts of every sheet of the sender's, in order."""
    return [
        (
            table.sheet,
            (
                table.sheet_rows,
                sum(table.set_aside.values()),
                table.rows_in,
                table.accepted,
                table.quarantined,
                table.repeated,
            ),
        )
        for table in reading.tables
        if not is_own_sheet(table.sheet)
    ]


def reasons_of(reading: Reading, say: Say, lang: Lang) -> Sequence[Reason]:
    """The different reasons that are told of rows, errors first, those of most rows first."""
    told = (problem for problem in reading.problems if problem.row is not None)
    return _reasons(told, say, lang, _general)


def coded_reasons(reading: Reading) -> Sequence[CodedReason]:
    """The same in no language yet, for whoever keeps them until somebody reads them."""
    return [
        CodedReason(*_generally(same), column, severity, _rows_of(same))
        for (severity, _, column, _), same in _alike(problem for problem in reading.problems if problem.row is not None)
    ]


def _reasons(
    problems: Iterable[Problem], say: Say, lang: Lang, worded: Callable[[Sequence[Problem], Say, Lang], str]
) -> Sequence[Reason]:
    reasons = [
        Reason(worded(same, say, lang), column, severity, _rows_of(same))
        for (severity, _, column, _), same in _alike(problems)
    ]
    return sorted(reasons, key=lambda one: (one.severity, -len(one.rows), one.sentence))


def _alike(
    problems: Iterable[Problem],
) -> Iterable[tuple[tuple[str, str, str | None, Fact], list[Problem]]]:
    """Problems that are told of as one."""
    found: dict[tuple[str, str, str | None, Fact], list[Problem]] = {}
    for problem in problems:
        file = problem.facts.get("file")  # rows that stand in another file stand in that one
        found.setdefault((problem.severity, problem.code, problem.column, file), []).append(problem)
    return found.items()


def _rows_of(problems: Sequence[Problem]) -> tuple[tuple[str, int], ...]:
    return tuple(dict.fromkeys((problem.sheet, problem.row or 0) for problem in problems))


def _shared(same: Sequence[Problem], say: Say, lang: Lang) -> str:
    """What is told of rows in full where it is the same of all of them, else as of many."""

    def facts(problem: Problem) -> Mapping[str, Fact]:
        return {name: fact for name, fact in problem.facts.items() if name not in _OF_A_PLACE}

    first = same[0]
    if any(facts(problem) != facts(first) for problem in same):
        return _general(same, say, lang)
    sentence = _PLACE.sub("", say(first.code, first.facts, lang))
    return sentence[:1].upper() + sentence[1:]


def _general(same: Sequence[Problem], say: Say, lang: Lang) -> str:
    """What is told of rows, as it can be said of all that have the same trouble: without place, and without what
    stands in one of them. Numbers of rows, and what is the same for all, are said.

    The sentence of a code is written for one row, and there are hundreds; so its place is taken off.
    """
    return reason_worded(*_generally(same), say, lang)


def _generally(same: Sequence[Problem]) -> tuple[str, Facts]:
    code = same[0].code
    facts = {name: _of_all(name, [problem.facts.get(name) for problem in same]) for name in same[0].facts}
    facts |= {name: same[0].facts[name] for name in _PLACED & facts.keys()}
    return f"{code}_in_general" if code in _IN_GENERAL else code, facts


def reason_worded(code: str, facts: Facts, say: Say, lang: Lang) -> str:
    """What is told of many rows, from the code and facts of `coded_reasons`."""
    sentence = _PLACE.sub("", say(code, facts, lang))
    return sentence[:1].upper() + sentence[1:]


def _of_all(name: str, told: Sequence[Fact]) -> Fact:
    """A fact as it can be told of many rows."""
    first = told[0]
    if name in _ROW_NUMBERS:
        return _numbers(told)
    if name in _OF_A_CELL or any(one != first for one in told):
        return (UNSAID,) if isinstance(first, tuple) else UNSAID
    return _NUMBER.sub(UNSAID, first) if isinstance(first, str) and name != "file" else first


def _numbers(told: Sequence[Fact]) -> Fact:
    """All the numbers of rows that are named by any of these facts, of many the first."""
    each = dict.fromkeys(number for one in told for number in (one if isinstance(one, tuple) else (one,)))
    numbers = tuple(map(str, each))
    named = numbers if len(numbers) <= _ROWS_NAMED else (*numbers[:_ROWS_NAMED], UNSAID)
    return named if isinstance(told[0], tuple) else ", ".join(named)
