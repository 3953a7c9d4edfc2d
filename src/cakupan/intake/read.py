"""How a received file becomes records: container, sheets, headings, cells, rows; and what is refused on the way."""

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date

from cakupan.basics.month import Month
from cakupan.intake.agreement import agreed
from cakupan.intake.batches import Chained
from cakupan.intake.collecting import uncollected
from cakupan.intake.containers import read_sheets
from cakupan.intake.content import Content, bytes_of, is_long, unchanging
from cakupan.intake.day_order import orders_seen, with_orders
from cakupan.intake.finish import Finished, finish
from cakupan.intake.fit import doubted, of_no_use, refusal_of
from cakupan.intake.headings import Heading
from cakupan.intake.hidden import hidden_in, with_hidden
from cakupan.intake.kind import Kind, Loose, Subject
from cakupan.intake.layouts import layout_of
from cakupan.intake.long import NotInParts, read_long
from cakupan.intake.masking import told
from cakupan.intake.outcome import Given
from cakupan.intake.own_sheets import is_own_sheet
from cakupan.intake.reading import Reading, Table
from cakupan.intake.refusals import NoRows
from cakupan.intake.sender import Sender
from cakupan.intake.sender_layouts import heads, read_by, refuse_other_kind
from cakupan.intake.shape import AS_IT_STANDS, Shape
from cakupan.intake.sheet import Sheet
from cakupan.intake.survey import headed, surveyed
from cakupan.intake.table_parts import chosen_sheets, parts_of, refuse_unknown_headings, tables_of
from cakupan.intake.tables import Draft, draft_table
from cakupan.regions import area as area_of


def read_file(
    content: Content,
    *,
    name: str,
    kind: Kind,
    month: Month | None = None,
    area: str | None = None,
    today: date | None = None,
    within: str | None = None,
    shape: Shape = AS_IT_STANDS,
    sender: Sender | None = None,
) -> Reading:
    """What a received file says, every row of it accounted for. `content`: its bytes, or where it lies.

    `month` and `area` (a code) stand for a column that the file does not have; where it has one, its cells win and
    a difference is a warning. `within` (a code) is where names of areas are looked up first where no `area` is given:
    a name that is known there wins over its namesakes, any other is looked up in the nation. With `today`, months and
    days still to come are warned of. `name` is only spoken of. `shape` says where the table stands and what its columns
    mean, where the file does not; `sender` how the sender lays out such files (`parse_sender`).

    Raises a subclass of Refused where the file as a whole cannot be used: EmptyFile, NotATable, BrokenFile,
    NoHeading, WrongKind, MissingColumns, AmbiguousColumns, NoRows; UnknownArea for an `area` or `within` that is none.
    """
    if sender is not None:
        refuse_other_kind(sender, kind, told(name))
    place, home = (area_of(code).code if code else None for code in (area, within))
    given = read_by(Given(month, place, today, home, shape=shape), sender)
    return _read(content, kind, _of_one_village(given), told(name))


def read_persons(content: Content, *, name: str, within: str | None = None) -> Reading:
    """A list of people to be matched with another: whatever can be read of it, nobody left out.

    It must have names or NIKs; every other column of `Loose.PERSONS` may be there. A cell that cannot be used is a
    warning, and no row is quarantined or repeated. `within` (a code) is where names of villages and districts are
    looked up; those not found stay as they are written. Refused as in `read_file`.
    """
    return _read(content, Loose.PERSONS, Given(within=area_of(within).code if within else None), told(name))


def _read(content: Content, kind: Subject, given: Given, spoken: str) -> Reading:
    if is_long(content) and not given.shape.placed and "nik" in layout_of(kind).sources:
        with unchanging(content) as file, suppress(NotInParts):
            return read_long(file, kind, given, spoken)
    with uncollected():
        return _read_whole(bytes_of(content), kind, given, spoken)


def _read_whole(content: bytes, kind: Subject, given: Given, spoken: str) -> Reading:
    with ThreadPoolExecutor(1) as aside:  # unpacking holds nobody up
        hiding = aside.submit(hidden_in, content) if content.startswith(b"PK") else None
        sheets = chosen_sheets(read_sheets(content, spoken, heads(given.sender)), given.shape, spoken)
        hidden = hiding.result() if hiding else {}
    parts = [part for sheet in sheets for part in parts_of(sheet, kind, given)]
    refuse_unknown_headings(parts, spoken)
    parts = [replace(part, fits=part.fits and not is_own_sheet(part.sheet.name)) for part in parts]
    if not any(part.fits for part in parts):
        raise refusal_of([part.sheet for part in parts], [part.match for part in parts], kind, given, spoken)
    drafts, others = {}, {}
    for number, part in enumerate(parts):
        if part.fits:
            for table, (sheet, heading) in enumerate(tables_of(part, kind, spoken)):
                draft = _draft(sheet, heading, kind, part.given, spoken)
                drafts[number, table] = with_hidden(draft, hidden)
        else:
            others[number, 0] = _set_aside(part.sheet, kind, given)
    if not any(len(draft.rows.data) for draft in drafts.values()):
        raise NoRows("no_rows", name=spoken, sheet=next(iter(drafts.values())).sheet.name)
    order = {place: number for number, place in enumerate(sorted({*drafts, *others}))}
    finished = finish({order[place]: draft for place, draft in drafts.items()})
    return _reading(content, kind, {**finished, **{order[place]: one for place, one in others.items()}})


def _draft(sheet: Sheet, heading: Heading, kind: Subject, given: Given, spoken: str) -> Draft:
    """The table with everything that is odd within it: in a cell, between cells, in the sheet as a whole."""
    given = with_orders(given, orders_seen(sheet, heading, layout_of(kind)))
    draft = agreed(draft_table(sheet, heading, kind, given, spoken), given)
    return surveyed(headed(doubted(draft, kind, given), kind), given)


def _of_one_village(given: Given) -> Given:
    """What is said beside a file; where the area is one village, its people are of it unless a column says more."""
    one = given.area is not None and area_of(given.area).level == "village"
    return replace(given, village=given.area) if one else given


def _reading(content: bytes, kind: Subject, sheets: Mapping[int, Finished]) -> Reading:
    ordered = [sheets[number] for number in sorted(sheets)]
    return Reading(
        hashlib.sha256(content).hexdigest(),
        kind,
        tuple(sheet.table for sheet in ordered),
        Chained([sheet.problems for sheet in ordered]),
        Chained([sheet.repairs for sheet in ordered]),
        tuple(part for sheet in ordered for part in sheet.accepted),
        tuple(row for sheet in ordered for row in sheet.quarantined),
        tuple(extras for sheet in ordered for extras in sheet.extras),
    )


def _set_aside(sheet: Sheet, kind: Subject, given: Given) -> Finished:
    table = Table(sheet.name, sheet.rows, {"no_table": sheet.rows}, 0, 0, 0, 0, {}, None)
    return Finished(table, () if is_own_sheet(sheet.name) else (of_no_use(sheet, kind, given),))
