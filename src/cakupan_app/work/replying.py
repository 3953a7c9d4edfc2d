"""What happens at the office that is asked: its answers go back in a package, locked for whoever asked."""

from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from cakupan.basics.refused import Refused
from cakupan.intake import read_file
from cakupan_app.store.sealed import Lock, Opener, unsealed
from cakupan_app.work.exchange import Minutes
from cakupan_app.work.letters import content_of, masked_name, masked_path, read_aside
from cakupan_app.work.manifest import ANSWERED_BY, Manifest, packed, unpacked
from cakupan_app.work.packages import number_of, put
from cakupan_app.work.receive import Terms


def reply(path: Path, opener: Opener, answers: Path, out: Path, minutes: Minutes, terms: Terms) -> Manifest:
    """Write the package that answers another, locked for whoever sent that; needs no workspace.

    Refused where the list of answers cannot be read as what was asked for.
    """
    from pyrage import RecipientError, x25519

    if out.exists():
        raise Refused("package_exists", path=masked_path(out))
    asked, name = show(path, opener), masked_name(path)
    kind = ANSWERED_BY.get(asked.recipient)
    if kind is None:
        raise Refused("package_is_answer", name=name, number=asked.number)
    content = content_of(answers)
    listed = partial(read_file, content, name=masked_name(answers), kind=kind, within=asked.area, today=terms.day)
    reading = read_aside(listed, answers)
    manifest = replace(
        asked,
        number=number_of(asked.area, terms.day),
        sender=asked.recipient,
        recipient=asked.sender,
        made_on=terms.day,
        made_by=terms.by,
        file=f"jawaban{''.join(answers.suffixes[-1:]) or '.csv'}",
        kind=kind.value,
        columns=tuple(column for table in reading.tables for column in table.columns.values()),
        rows=reading.rows_in,
        list_sha256=sha256(content).hexdigest(),
        answers=asked.number,
        reply_to="",
        because="",
    )
    page = minutes(manifest)
    manifest = replace(manifest, minutes_sha256=sha256(page).hexdigest())
    try:
        lock = Lock((x25519.Recipient.from_str(asked.reply_to),))
    except RecipientError:
        raise Refused("package_manifest_unreadable", name=name) from None
    put(out, packed(manifest, content, page, lock))
    return manifest


def show(path: Path, opener: Opener) -> Manifest:
    """The manifest of a package, which is opened and checked, and nothing received. Refused where it has none."""
    name = masked_name(path)
    opened = unpacked(unsealed(content_of(path), opener, name), name)
    if opened is None:
        raise Refused("package_without_manifest", name=name)
    return opened.manifest
