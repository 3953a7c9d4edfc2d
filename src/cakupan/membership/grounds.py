"""On what it rests that memberships count as active."""

from typing import TYPE_CHECKING

from cakupan.membership.standing import active

if TYPE_CHECKING:
    import ibis.expr.types as ir


def grounds_of(standing: "ir.Table") -> "ir.Table":
    """How many active memberships rest on what: month, segment, because, memberships (their number).

    A BPU membership that is active because it is `listed` was never seen paid: the extract names neither its
    status nor until when it is paid, and no payment is known. It counts for as long as it is listed.
    """
    rows = active(standing)
    return rows.group_by("month", "segment", "because").agg(memberships=rows.count())
