"""How a list of people is read that is too long to be held at once: part by part, and then its rows compared.

What comes of it is what `read` would find in the whole.
"""

import hashlib
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from io import BufferedReader, BytesIO
from itertools import islice
from typing import TYPE_CHECKING

from cakupan.intake.agreement import agreed
from cakupan.intake.arrow import schema_of
from cakupan.intake.batches import CellRepairs, Chained, InOrder, ProblemBatch
from cakupan.intake.day_order import Orders, orders_seen, with_orders
from cakupan.intake.delimited import read_parts
from cakupan.intake.finish import compared_rows, problems_between, quarantined_rows
from cakupan.intake.fit import doubted, refusal_of
from cakupan.intake.headings import HEAD, Heading
from cakupan.intake.kind import Subject
from cakupan.intake.outcome import Given
from cakupan.intake.reading import Packed, Quarantined, Reading, Seen, Table, packed
from cakupan.intake.refusals import EmptyFile, NoRows
from cakupan.intake.repeats import Comparison
from cakupan.intake.seen import seen_in, seen_together
from cakupan.intake.sender_layouts import heads
from cakupan.intake.sheet import Sheet, chosen_rows, continued, first_rows_of
from cakupan.intake.survey import headed, placed_elsewhere, sides_of
from cakupan.intake.table_parts import goes_on, parts_of, refuse_unknown_headings, tables_of
from cakupan.intake.tables import Draft, draft_table, drafted_rows
from cakupan.intake.twins import Prints, prints_of, rows_to_compare

if TYPE_CHECKING:
    from cakupan.intake.arrays import Rows

PART = 2**23
"""Characters of a text that are read at a time."""

_AT_ONCE = 2


class NotInParts(Exception):
    """The text holds more than one table, or rows that name the place of those below: it is read as a whole."""


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """What is kept of a part: its rows without fault, packed, with what tells which are alike; and what is told."""

    sheet_rows: int
    rows_in: int
    set_aside: Mapping[str, int]
    records: bytes
    prints: Prints
    problems: Sequence[ProblemBatch]
    repairs: Sequence[CellRepairs]
    quarantined: Sequence[Quarantined]
    sides: tuple[int, int]
    seen: Seen
    orders: Orders


@dataclass(frozen=True, slots=True, eq=False)
class _List:
    """The list as its first part shows it: its top rows, its heading, and what was said beside it."""

    kind: Subject
    given: Given
    name: str
    top: Sheet
    heading: Heading
    columns: Mapping[str, str]


def read_long(file: BufferedReader | BytesIO, kind: Subject, given: Given, name: str, size: int = PART) -> Reading:
    """What a long delimited text says, in parts of about `size` characters.

    Refused as in `read_file`; NotInParts as it says.
    """
    sheets = _parts(file, name, given, size)
    first = next(sheets, None)
    if first is None:
        raise EmptyFile("file_blank", name=name)
    heading = _heading_of(first, kind, given, name)
    drafted = agreed(draft_table(first, heading, kind, given, name), given)
    draft = headed(doubted(drafted, kind, given), kind)
    listed = _List(kind, given, name, first_rows_of(first, heading.row + 1), heading, draft.columns)
    parts = [_kept(draft, listed), *_rest(sheets, listed)]
    # of a column as a whole all parts must tell: where they tell of another order, all are read anew by it
    settled_given = with_orders(given, *(part.orders for part in parts))
    if settled_given != given:
        return read_long(file, kind, settled_given, name, size)
    if not any(part.rows_in for part in parts):
        raise NoRows("no_rows", name=name, sheet=first.name)
    chosen = rows_to_compare([part.prints for part in parts])
    again = _again(_parts(file, name, given, size), listed, chosen) if any(map(len, chosen)) else {}
    file.seek(0)
    return _reading(hashlib.file_digest(file, "sha256").hexdigest(), listed, parts, again)


def _heading_of(first: Sheet, kind: Subject, given: Given, name: str) -> Heading:
    """The heading of the one table that the text holds; what is more than one table can only be read as a whole."""
    parts = parts_of(first, kind, given)
    refuse_unknown_headings(parts, name)
    if not any(part.fits for part in parts) and first.rows >= HEAD:
        raise refusal_of([part.sheet for part in parts], [part.match for part in parts], kind, given, name)
    tables = [table for part in parts if part.fits for table in tables_of(part, kind, name)]
    if len(parts) != 1 or len(tables) != 1 or parts[0].between:
        raise NotInParts
    return tables[0][1]


def _parts(file: BufferedReader | BytesIO, name: str, given: Given, size: int) -> Iterator[Sheet]:
    return read_parts(file, name, heads(given.sender), size)


def _rest(sheets: Iterator[Sheet], listed: _List) -> Iterator[_Part]:
    """The other parts, some at the same time: most of the work on them is done outside Python."""
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        coming = (threads.submit(_read_on, sheet, listed) for sheet in sheets)
        waiting = deque(islice(coming, _AT_ONCE + 1))  # one is cut off while the others are worked on
        try:
            while waiting:
                yield waiting.popleft().result()
                waiting.extend(islice(coming, 1))
        finally:
            threads.shutdown(cancel_futures=True)


def _read_on(sheet: Sheet, listed: _List) -> _Part:
    part = continued(listed.top, sheet)
    if not goes_on(part, listed.heading, listed.kind, listed.given):
        raise NotInParts
    drafted = draft_table(part, listed.heading, listed.kind, listed.given, listed.name)
    return _kept(agreed(drafted, listed.given), listed)


def _kept(draft: Draft, listed: _List) -> _Part:
    sound = draft.sound_rows()
    return _Part(
        sheet_rows=draft.sheet.rows - draft.sheet.lead,
        rows_in=len(draft.rows.data),
        set_aside=draft.rows.set_aside,
        records=packed(draft.accepted(sound), schema_of(listed.kind)),
        prints=prints_of(draft, sound),
        problems=draft.problems,
        repairs=tuple(draft.repairs(sound)),
        quarantined=quarantined_rows(draft),
        sides=sides_of(draft, listed.given),
        seen=seen_in(draft),
        orders=orders_seen(draft.sheet, draft.heading, draft.layout),
    )


def _again(sheets: Iterator[Sheet], listed: _List, chosen: Sequence["Rows"]) -> Mapping[int, Draft]:
    """The chosen rows (by their number in the list) of each part, read once more to be compared."""
    found = {}
    for number, sheet in enumerate(sheets):
        if len(chosen[number]):
            part = continued(listed.top, sheet) if number else sheet
            # the first part accounts for the top rows itself, but they are no data there either
            rows = replace(chosen_rows(part, _with_top(part, chosen[number], listed)), lead=listed.top.rows)
            found[number] = agreed(drafted_rows(rows, listed.heading, listed.kind, listed.given), listed.given)
    return found


def _with_top(part: Sheet, numbers: "Rows", listed: _List) -> "Rows":
    import numpy as np

    return np.append(np.arange(listed.top.rows), part.placed(numbers))


def _reading(sha256: str, listed: _List, parts: Sequence[_Part], again: Mapping[int, Draft]) -> Reading:
    import numpy as np

    compared = _compared(again)
    between = problems_between(compared, {0: listed.top.name}).get(0, [])
    outside, inside = (sum(part.sides[side] for part in parts) for side in (0, 1))
    told = (*placed_elsewhere(listed.top.name, outside, inside, listed.given), *between)
    problems = [*(batch for part in parts for batch in part.problems), *told]
    conflicting, repeated = ({row for _, row in rows} for rows in (compared.conflicting, compared.repeated))
    gone = np.array(sorted(conflicting | repeated), np.int64)
    refused = [*(row for part in parts for row in part.quarantined), *_contradicted(again, conflicting)]
    table = _table(listed, parts, len(conflicting), len(repeated))
    repairs = InOrder([batch.without(gone) for part in parts for batch in part.repairs])
    return Reading(
        sha256,
        listed.kind,
        (table,),
        Chained([InOrder(problems, lambda batch: str(batch.severity))]),
        Chained([repairs]),
        tuple(_packed(part, gone) for part in parts),
        tuple(sorted(refused, key=lambda row: row.row)),
    )


def _compared(again: Mapping[int, Draft]) -> Comparison:
    """As `compared_rows`; the parts are of one table."""
    if not again:
        return Comparison({}, {}, {})
    found = compared_rows({number: (draft, draft.rows.data) for number, draft in again.items()})
    return Comparison(
        {(0, row): (0, speaker[1]) for (_, row), speaker in found.repeated.items()},
        {(0, row): tuple((0, other) for _, other in others) for (_, row), others in found.conflicting.items()},
        {(0, row): tuple((0, other) for _, other in others) for (_, row), others in found.namesakes.items()},
    )


def _contradicted(again: Mapping[int, Draft], numbers: set[int]) -> Iterator[Quarantined]:
    for draft in again.values():
        rows = (row for row in draft.rows.data.tolist() if draft.sheet.number(row) - 1 in numbers)
        yield from draft.quarantined(dict.fromkeys(rows, ("conflicting_rows",)))


def _table(listed: _List, parts: Sequence[_Part], conflicting: int, repeated: int) -> Table:
    rows_in = sum(part.rows_in for part in parts)
    quarantined = sum(len(part.quarantined) for part in parts) + conflicting
    return Table(
        sheet=listed.top.name,
        sheet_rows=sum(part.sheet_rows for part in parts),
        set_aside=dict(sum((Counter(part.set_aside) for part in parts), Counter[str]())),
        rows_in=rows_in,
        accepted=rows_in - quarantined - repeated,
        quarantined=quarantined,
        repeated=repeated,
        columns=listed.columns,
        heading_row=listed.heading.row + 1,
        seen=seen_together([part.seen for part in parts]),
    )


def _packed(part: _Part, gone: "Rows") -> Packed:
    import pyarrow as pa

    return Packed(part.records, pa.array(gone + 1, pa.int32()) if len(gone) else None)
