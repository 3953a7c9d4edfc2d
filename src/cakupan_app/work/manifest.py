"""What a package says of itself: who sends what to whom, on what basis, what for, how many rows, until when."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from cakupan.basics.refused import Refused
from cakupan.intake import Kind
from cakupan_app.store.sealed import Lock, parts_of, sealed

FORMAT, VERSION = "cakupan-package", 1
_NO_TEXTS = ("made_on", "expires_on", "columns", "rows")
MANIFEST, MINUTES = "manifest.json", "berita-acara.html"
DUKCAPIL, BRANCH = PARTNERS = ("dukcapil", "branch")

# What each office is asked with and what it answers: no field that the purpose does not need.
ASKED_WITH = ("nik", "name", "birth")
ANSWERED_BY: Mapping[str, Kind] = {DUKCAPIL: Kind.MATCHES, BRANCH: Kind.ANSWERS}
ANSWERED_WITH: Mapping[str, tuple[str, ...]] = {
    DUKCAPIL: ("nik", "match_code", "alive", "address"),
    BRANCH: ("nik", "result", "reason", "kpj"),
}


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of a package. `answers` is the number of the one that it answers, `reply_to` the public key that an
    answer is to be locked for; `people` are rows, each of another person where the list was made here."""

    number: str
    sender: str
    recipient: str
    area: str
    basis: str
    purpose: str
    made_on: date
    made_by: str
    expires_on: date | None
    file: str
    kind: str
    columns: tuple[str, ...]
    rows: int
    list_sha256: str
    answers: str = ""
    reply_to: str = ""
    minutes_sha256: str = ""
    because: str = ""  # why it goes out though the use of its list has ended

    def as_json(self) -> dict[str, Any]:
        """The manifest as it stands in the package: no name and no number of a person."""
        told = {name: str(value) if isinstance(value, date) else value for name, value in asdict(self).items()}
        return {"format": FORMAT, "version": VERSION, **told}


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """A package that was opened: its manifest, and the list as sent."""

    manifest: Manifest
    content: bytes


def packed(manifest: Manifest, content: bytes, minutes: bytes, lock: Lock) -> bytes:
    """The package: manifest, list and minutes, encrypted. `manifest` has their hashes."""
    told = json.dumps(manifest.as_json(), ensure_ascii=False, indent=1).encode("utf-8")
    return sealed({MANIFEST: told, manifest.file: content, MINUTES: minutes}, lock)


def unpacked(plain: bytes, name: str) -> Opened | None:
    """What a decrypted file holds; None where it has no manifest, so that it is a list by itself.

    Refused where the manifest cannot be read, or what it lists is not there as it was sent.
    """
    parts = parts_of(plain, name)
    if parts is None or MANIFEST not in parts:
        return None
    manifest = _manifest(parts[MANIFEST], name)
    content = parts.get(manifest.file)
    if content is None or sha256(content).hexdigest() != manifest.list_sha256:
        raise Refused("package_list_differs", name=name, number=manifest.number)
    minutes = parts.get(MINUTES)
    if manifest.minutes_sha256 and (minutes is None or sha256(minutes).hexdigest() != manifest.minutes_sha256):
        raise Refused("package_minutes_differ", name=name, number=manifest.number)
    return Opened(manifest, content)


def partner_named(text: str) -> str:
    """The office that `text` names; Refused with the known ones where it names none."""
    known = {"disdukcapil": DUKCAPIL, "cabang": BRANCH, "bpjs": BRANCH}
    word = text.strip().casefold()
    if known.get(word, word) not in PARTNERS:
        raise Refused("package_to_unknown", text=text, known=PARTNERS)
    return known.get(word, word)


def _manifest(content: bytes, name: str) -> Manifest:
    try:
        told = json.loads(content)
        if told.pop("format") != FORMAT or told.pop("version") != VERSION:
            raise Refused("package_of_another_format", name=name)
        days = {day: date.fromisoformat(told[day]) if told[day] else None for day in ("made_on", "expires_on")}
        found = Manifest(**{**told, **days, "columns": tuple(map(str, told["columns"])), "rows": int(told["rows"])})
        Kind(found.kind)
        if not all(isinstance(value, str) for name, value in told.items() if name not in _NO_TEXTS):
            raise TypeError("a text of the manifest is none")
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused("package_manifest_unreadable", name=name) from None
    return found
