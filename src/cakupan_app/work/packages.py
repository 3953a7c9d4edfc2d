"""Which packages went out and came in, as the ledger has them; and how one is put where it was asked for."""

import secrets
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan.basics.refused import Refused
from cakupan_app.store import durable
from cakupan_app.work.letters import masked_path
from cakupan_app.work.manifest import Manifest
from cakupan_app.work.receive import Terms

if TYPE_CHECKING:
    from cakupan_app.ledger.models import Package


def packages() -> "Sequence[Package]":
    """Every package that went out or came in, in the order in which they were written down."""
    from cakupan_app.ledger.later import rows_of
    from cakupan_app.ledger.models import Package

    return rows_of(Package)


def ours(number: str, name: str) -> "Package":
    """The package of ours that is answered."""
    sent = [one for one in packages() if one.direction == "out"]
    found = [one for one in sent if one.number == number]
    if not number:
        raise Refused("package_answers_unsaid", name=name, known=tuple(one.number for one in sent[-5:]))
    if not found:
        raise Refused("package_answers_unknown", name=name, number=number)
    return found[-1]


def refuse_own(sealed: bytes, name: str) -> None:
    """Refuse a package that went out from here and never was with anybody."""
    digest = sha256(sealed).hexdigest()
    own = next((one for one in packages() if one.direction == "out" and one.sha256 == digest), None)
    if own:
        raise Refused("package_is_own", name=name, number=own.number)


def number_of(area: str, day: date) -> str:
    """What both offices will call a new package about `area`: readable over the telephone, and no other's."""
    return f"{area}-{day:%Y%m%d}-{secrets.token_hex(3)}"


def remember(
    manifest: Manifest, direction: str, partner: str, sealed: bytes, source: str, terms: Terms, *, kept: str = ""
) -> None:
    """Write a package down; one that was written down already is not written again."""
    from cakupan_app.ledger.models import Package

    digest = sha256(sealed).hexdigest()
    if Package.objects.filter(sha256=digest, direction=direction).exists():
        return
    Package.objects.create(
        number=manifest.number,
        direction=direction,
        partner=partner,
        area=manifest.area,
        answers=manifest.answers,
        sha256=digest,
        list_sha256=manifest.list_sha256,
        source=source,
        basis=manifest.basis,
        purpose=manifest.purpose,
        columns=",".join(manifest.columns)[:255],
        rows=manifest.rows,
        expires_on=manifest.expires_on,
        made_at=terms.at,
        made_by=terms.by,
        kept=kept,
    )


def put(path: Path, content: bytes) -> None:
    """Write a package, readable by its owner only; Refused where it cannot be written."""
    try:
        durable.write(path, content, mode=0o600)
    except OSError:
        raise Refused("package_not_written", path=masked_path(path)) from None
