"""By which layout file a received file is read: said when it is added, and remembered for every later reading."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan.basics.refused import Refused
from cakupan.intake.sender import Sender
from cakupan.intake.sender_layouts import parse_sender
from cakupan_app.work.letters import content_of, masked_path

if TYPE_CHECKING:
    from cakupan_app.ledger.models import Receipt

_LARGEST = 100_000  # characters: a layout is a page, and what is longer is another file


@dataclass(frozen=True, slots=True)
class SaidLayout:
    """A layout file: its text, which is remembered, and what it says."""

    text: str
    sender: Sender


def layout_from(path: Path) -> SaidLayout:
    """What a layout file says; Refused where it cannot be used."""
    content = content_of(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("layout_not_text", name=masked_path(path)) from None
    if len(text) > _LARGEST:
        raise Refused("layout_not_text", name=masked_path(path))
    return SaidLayout(text, parse_sender(text, masked_path(path)))


def layout_hash(sender: Sender | None) -> str:
    """What is another where two layouts say another thing; empty without one."""
    return hashlib.sha256(repr(sender).encode("utf-8")).hexdigest() if sender else ""


def remember_layout(receipt: "Receipt", text: str, *, at: datetime, by: str) -> None:
    """Keep the layout by which a file was read; an empty one takes back what was said of it before.

    The caller opens the transaction.
    """
    from cakupan_app.ledger.models import ReadBy

    ReadBy.objects.create(sha256=receipt.sha256, layout=text, said_at=at, said_by=by)


def senders_of(hashes: Iterable[str]) -> Mapping[str, Sender]:
    """The layout said last for each of these files, of those that have one."""
    from cakupan_app.ledger.models import ReadBy

    wanted = frozenset(hashes)
    texts = {one.sha256: one.layout for one in ReadBy.objects.order_by("id") if one.sha256 in wanted}
    return {sha256: parse_sender(text, sha256[:12]) for sha256, text in texts.items() if text}
