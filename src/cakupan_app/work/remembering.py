"""What headings of senders were said to mean: to be looked at, and to be forgotten."""

from datetime import datetime
from typing import TYPE_CHECKING

from cakupan.basics.refused import Refused
from cakupan_app.work.shapes import folded
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan_app.ledger.mappings import Explained


def remembered(sender: str | None = None) -> "tuple[Explained, ...]":
    """What is remembered, of one sender or of all."""
    from cakupan_app.ledger import mappings

    return tuple(one for one in mappings.explained() if sender is None or folded(one.sender) == folded(sender))


def forget(workspace: Workspace, number: int, *, at: datetime, by: str) -> "Explained":
    """Forget one of them: files of that sender are read by their own headings again. Refused where there is none."""
    from django.db import transaction

    from cakupan_app.ledger import mappings

    with workspace.writing():
        found = next((one for one in mappings.explained() if one.id == number), None)
        if found is None:
            raise Refused("mapping_unknown", number=number)
        with transaction.atomic():
            mappings.forget(found, at=at, by=by)
    return found
