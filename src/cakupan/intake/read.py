"""How a received file becomes records: container, sheets, headings, cells, rows; and what is refused on the way."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from cakupan.basics.month import Month
from cakupan.intake.agreement import agreed
from cakupan.intake.batches import Chained
from cakupan.intake.containers import read_sheets
from cakupan.intake.content import Content, bytes_of, is_long, opened
from cakupan.intake.day_order import orders_seen, with_orders
from cakupan.intake.finish import Finished, finish
from cakupan.intake.fit import doubted, of_no_use, refusal_of
from cakupan.intake.headings import Heading, best_match, settled
from cakupan.intake.homes import village_of_sheet
from cakupan.intake.kind import Kind, Loose, Subject
from cakupan.intake.layouts import layout_of
from cakupan.intake.long import read_long
from cakupan.intake.masking import told
from cakupan.intake.outcome import Given
from cakupan.intake.reading import Reading, Table
from cakupan.intake.refusals import NoRows
from cakupan.intake.sender import Sender
from cakupan.intake.sender_layouts import heads, refuse_other_kind, with_sender_headings
from cakupan.intake.sheet import Sheet
from cakupan.intake.survey import headed, surveyed
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
    sender: Sender | None = None,
) -> Reading:
    """What a received file says, every row of it accounted for. `content`: its bytes, or where it lies.

    `month` and `area` (a code) stand for a column that the file does not have; where it has one, its cells win and
    a difference is a warning. `within` (a code) is where names of areas are looked up first where no `area` is given:
    a name that is known there wins over its namesakes, any other is looked up in the nation. With `today`, months and
    days still to come are warned of. `sender` is how the sender lays out such files (`parse_sender`). `name` is only
    spoken of.

    Raises a subclass of Refused where the file as a whole cannot be used: EmptyFile, NotATable, BrokenFile,
    NoHeading, WrongKind, MissingColumns, AmbiguousColumns, NoRows; UnknownArea for an `area` or `within` that is none.
    """
    if sender is not None:
        refuse_other_kind(sender, kind, told(name))
    home = area_of(within).code if within else None
    given = Given(month, area_of(area).code if area else None, today, home, sender=sender)
    return _read(content, kind, given, told(name))


def read_persons(content: Content, *, name: str, within: str | None = None) -> Reading:
    """A list of people to be matched with another: whatever can be read of it, nobody left out.

    It must have names or NIKs; every other column of `Loose.PERSONS` may be there. A cell that cannot be used is a
    warning, and no row is quarantined or repeated. `within` (a code) is where names of villages and districts are
    looked up; those not found stay as they are written. Refused as in `read_file`.
    """
    return _read(content, Loose.PERSONS, Given(within=area_of(within).code if within else None), told(name))


def _read(content: Content, kind: Subject, given: Given, spoken: str) -> Reading:
    if is_long(content) and "nik" in layout_of(kind).sources:
        with opened(content) as file:
            return read_long(file, kind, given, spoken)
    return _read_whole(bytes_of(content), kind, given, spoken)


def _read_whole(content: bytes, kind: Subject, given: Given, spoken: str) -> Reading:
    read = read_sheets(content, spoken, heads(given.sender))
    sheets = [with_sender_headings(sheet, given.sender) for sheet in read]
    matches = [best_match(sheet, kind) for sheet in sheets]
    givens = [_with_village(given, sheet, kind) for sheet in sheets]
    fitting = [not layout_of(kind).missing(match.columns, said) for match, said in zip(matches, givens, strict=True)]
    if not any(fitting):
        raise refusal_of(sheets, matches, kind, given, spoken)
    drafts = {
        number: _draft(sheets[number], settled(match, sheets[number], kind, spoken), kind, givens[number], spoken)
        for number, match in enumerate(matches)
        if fitting[number]
    }
    if not any(len(draft.rows.data) for draft in drafts.values()):
        raise NoRows("no_rows", name=spoken, sheet=sheets[next(iter(drafts))].name)
    finished = finish(drafts)
    aside = {number: _set_aside(sheets[number], kind, given) for number in range(len(sheets)) if number not in drafts}
    return _reading(content, kind, {**finished, **aside})


def _draft(sheet: Sheet, heading: Heading, kind: Subject, given: Given, spoken: str) -> Draft:
    """The table with everything that is odd within it: in a cell, between cells, in the sheet as a whole."""
    given = with_orders(given, orders_seen(sheet, heading, layout_of(kind)))
    draft = agreed(draft_table(sheet, heading, kind, given, spoken), given)
    return surveyed(headed(doubted(draft, kind, given), kind), given)


def _with_village(given: Given, sheet: Sheet, kind: Subject) -> Given:
    """What is said beside a sheet, and the village whose name it bears where it lists the people of one."""
    if sheet.lengths is not None or "village" not in layout_of(kind).sources:
        return given
    return replace(given, village=village_of_sheet(sheet.name, given))


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
    )


def _set_aside(sheet: Sheet, kind: Subject, given: Given) -> Finished:
    table = Table(sheet.name, sheet.rows, {"no_table": sheet.rows}, 0, 0, 0, 0, {}, None)
    return Finished(table, (of_no_use(sheet, kind, given),))
