"""How a file is said to be laid out: what is said now, what the ledger remembers of its sender, how both are kept."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cakupan.basics.refused import Refused
from cakupan.intake import Kind, Reading
from cakupan.intake.headings import aliases_of, column_named
from cakupan.intake.masking import heading_told, names_told
from cakupan.intake.sender import NOT_READ
from cakupan.intake.shape import AS_IT_STANDS, Columns, Remembered, Shape

if TYPE_CHECKING:
    from datetime import datetime

    from cakupan_app.ledger.mappings import Explained
    from cakupan_app.ledger.models import Receipt
    from cakupan_app.work.letters import Letter

_ROWS = re.compile(r"(\d{1,7})(?:\s*[-–:]\s*(\d{1,7}))?")
_KNOWN_TOLD = 40


def shape_said(
    kind: Kind, *, sheet: str | None, heading: str | None, rows: str | None, columns: Sequence[str]
) -> Shape:
    """What the options of a request say about the layout of a file; Refused where they cannot be read."""
    return Shape(
        sheet=sheet or None,
        heading=_span("--heading", heading) if heading else None,
        rows=_span("--rows", rows) if rows else None,
        columns=tuple(_column(kind, text) for text in columns),
    )


def shaped(letter: "Letter", sender: str, **said: Any) -> "Letter":
    """The letter with what is `said` of its layout (see `shape_said`), and what is remembered of its sender."""
    shape = with_memory(shape_said(letter.kind, **said), sender, letter.kind)
    return replace(letter, shape=shape, sender=sender.strip())


def _span(option: str, text: str) -> tuple[int, int]:
    found = _ROWS.fullmatch(text.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, -1)
    if last < first or (option == "--rows" and not first) or (last and not first):
        raise Refused("rows_option_unreadable", option=option, text=text)
    return first, last


def _column(kind: Kind, text: str) -> tuple[str, str]:
    heading, equals, column = text.rpartition("=")
    if not equals or not heading.strip():
        raise Refused("map_option_unreadable", text=text)
    named = column_named(kind, column) if column.strip() else NOT_READ
    if named is None:
        known = tuple(aliases_of(kind).titles.values())[:_KNOWN_TOLD]
        raise Refused("map_option_column_unknown", column=column.strip(), kind=kind, known=known)
    return heading_told(heading.strip()), named


def with_memory(shape: Shape, sender: str | None, kind: Kind) -> Shape:
    """The shape with what this sender's headings were said to mean before, and, to be offered, those of others."""
    from cakupan_app.ledger import mappings

    known = mappings.explained(kind.value)
    own = tuple(_remembered(one) for one in known if sender and folded(one.sender) == folded(sender))
    others = tuple(_remembered(one) for one in known if not sender or folded(one.sender) != folded(sender))
    return replace(shape, known=own, offered=others)


def _remembered(one: "Explained") -> Remembered:
    return Remembered(one.fingerprint, one.sender, one.columns)


def folded(sender: str) -> str:
    """A sender's name as it is compared."""
    return " ".join(sender.casefold().split())


def used(shape: Shape, reading: Reading) -> Shape:
    """The shape with only what a reading was read by, and with the sheet as it is told of: the ledger never forgets."""
    seen = {table.seen.fingerprint for table in reading.tables}
    known = () if shape.columns else tuple(one for one in shape.known if one.fingerprint in seen)
    return replace(shape, sheet=shape.sheet and _sheet_told(shape.sheet, reading), known=known, offered=())


def _sheet_told(sheet: str, reading: Reading) -> str:
    if names_told([sheet]) == (sheet,):
        return sheet
    first = reading.tables[0]
    return first.sheet if first.whole is None else first.whole  # two sheets may be alike but for a number at the end


def as_json(shape: Shape) -> dict[str, Any]:
    """The shape as the ledger keeps it; empty where nothing is said."""
    said = {"sheet": shape.sheet, "heading": shape.heading, "rows": shape.rows, "columns": shape.columns}
    told = {name: value for name, value in said.items() if value}
    known = [[one.fingerprint, one.sender, list(one.columns)] for one in shape.known]
    return json.loads(json.dumps(told | ({"known": known} if known else {})))  # type: ignore[no-any-return]


def from_json(said: Mapping[str, Any]) -> Shape:
    """The shape that `as_json` kept."""
    if not said:
        return AS_IT_STANDS

    def pair(name: str) -> tuple[int, int] | None:
        return (said[name][0], said[name][1]) if said.get(name) else None

    known = tuple(Remembered(mark, sender, _pairs(columns)) for mark, sender, columns in said.get("known", ()))
    return Shape(said.get("sheet"), pair("heading"), pair("rows"), _pairs(said.get("columns", ())), known)


def _pairs(read: Sequence[Sequence[str]]) -> Columns:
    return tuple((heading, column) for heading, column in read)


def mark_of(said: Mapping[str, Any]) -> str:
    """What tells readings of one file by different shapes apart; empty for a file that is read as it stands."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16] if said else ""


def shape_of(receipt: "Receipt") -> Mapping[str, Any]:
    """How a received file was said to be laid out, as it is kept."""
    from cakupan_app.ledger import mappings

    return mappings.shape_of_receipt(receipt)


def keep(receipt: "Receipt", sender: str, shape: Shape, reading: Reading, *, at: "datetime", by: str) -> None:
    """Write how the file was read, and what its headings mean in the lists of this sender. In a transaction."""
    from cakupan_app.ledger import mappings

    said = as_json(used(shape, reading))
    if said or sender:
        mappings.read_as(receipt, sender, said)
    if not (sender and shape.columns) or shape.heading == (0, 0):
        return
    for mark in sorted({table.seen.fingerprint for table in reading.tables if table.columns} - {""}):
        mappings.remember(sender, receipt.kind, mark, shape.columns, at=at, by=by)
