"""How a page tells what is odd about the rows of a file: by what became of them, each reason once with its rows."""

from itertools import groupby
from typing import TYPE_CHECKING, Any

from cakupan_app.cli.face import Face
from cakupan_app.look.spans import spans_of

if TYPE_CHECKING:
    from cakupan.reports.verdicts import Reason
    from cakupan_app.work.receive import Received

_REASONS_TOLD = 20  # of each group; --json has every row
_SPANS_TOLD = 12


def told_of_rows(face: Face, received: "Received") -> list[dict[str, Any]]:
    """The groups of a page: a heading, its reasons in whole sentences, and how many more there are."""
    from cakupan.reports.verdicts import reasons_by_fate
    from cakupan_app.look.words import say

    by_sheet = len({table.sheet for table in received.taken.tables if table.rows_in}) > 1
    groups = []
    for fate, reasons in reasons_by_fate(received.taken, say, face.lang).items():
        rows = len({row for reason in reasons for row in reason.rows})
        # what is not counted yet, or was before, is not called accepted
        name = "good" if fate == "accepted" and received.status != "accepted" else fate
        lines = [_line(face, reason, by_sheet=by_sheet) for reason in reasons[:_REASONS_TOLD]]
        heading = face.text(f"add_group_{name}", count=rows)
        groups.append({"heading": heading, "lines": lines, "more": len(reasons) - len(lines)})
    return groups


def _line(face: Face, reason: "Reason", *, by_sheet: bool) -> str:
    spans = [
        (sheet, span)
        for sheet, rows in groupby(sorted(reason.rows), key=lambda row: row[0])
        for span in spans_of([row for _, row in rows])
    ]
    told: dict[str, str] = {}
    for sheet, span in spans[:_SPANS_TOLD]:
        told[sheet] = f"{told[sheet]}, {span}" if sheet in told else span
    rows = "; ".join(f"{sheet} {span}" if by_sheet else span for sheet, span in told.items())
    code = "add_reason" if len(spans) <= _SPANS_TOLD else "add_reason_more"
    sentence = f"{reason.column}: {reason.sentence}" if reason.column else reason.sentence
    return face.text(code, reason=sentence, count=len(reason.rows), rows=rows)
