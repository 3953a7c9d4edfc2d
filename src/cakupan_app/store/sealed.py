"""How files leave for another office and come from it: one age-encrypted ZIP, for a key or under a passphrase.

Nothing here is home-made cryptography: who receives a package can open it with any age program (age-encryption.org/v1).
"""

import re
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pyrage
from pyrage import passphrase, x25519

from cakupan.basics.refused import Refused

_MOST_PARTS = 20
_MOST_BYTES = 2**29  # unpacked, for it is held in memory as a whole: a list of ten million people is smaller
_HEAD = 400  # bytes in which the first lock is named, also of a file written in letters
_SHORTEST = 12  # letters of a passphrase; below that a machine tries them all


@dataclass(frozen=True, slots=True, repr=False)
class Lock:
    """Who can open a package: those whose public keys these are, or whoever knows the words."""

    recipients: tuple[x25519.Recipient, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Opener:
    """What a package is opened with."""

    identities: tuple[x25519.Identity, ...] = ()
    words: str = ""


def sealed(parts: Mapping[str, bytes], lock: Lock) -> bytes:
    """One encrypted file of these parts. Refused for a passphrase that is too short."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    if lock.words:
        if len(lock.words) < _SHORTEST:
            raise Refused("passphrase_short", least=_SHORTEST)
        found: bytes = passphrase.encrypt(content.getvalue(), lock.words)
    else:
        found = pyrage.encrypt(content.getvalue(), list(lock.recipients))
    return found


def unsealed(content: bytes, opener: Opener, name: str) -> bytes:
    """What was encrypted; Refused where it is no age file, damaged, or not for this key or passphrase."""
    if not content.startswith((b"age-encryption.org/v1", b"-----BEGIN AGE ENCRYPTED FILE-----")):
        raise Refused("package_not_encrypted", name=name)
    try:
        if opener.words:
            plain: bytes = passphrase.decrypt(content, opener.words)
        else:
            plain = pyrage.decrypt(content, list(opener.identities))
    except pyrage.DecryptError:
        raise Refused(_why_shut(content, opener), name=name) from None
    return plain


def _why_shut(content: bytes, opener: Opener) -> str:
    """Whether it was tried with the wrong kind of lock, which the first line of a sound head names."""
    head = content[:_HEAD]
    if head.startswith(b"-----"):
        with suppress(ValueError):  # damaged, and so the head tells nothing
            head = b64decode(b"".join(head.splitlines()[1:3]))
    lock = re.search(rb"\n-> (\S+) ", head)
    if lock is None or (lock[1] == b"scrypt") is bool(opener.words):
        return "package_does_not_open"
    return "package_locked_with_key" if opener.words else "package_locked_with_words"


def parts_of(plain: bytes, name: str) -> Mapping[str, bytes] | None:
    """The parts of an archive by name, without any folder; None where it is no archive. Refused where it is unsound."""
    if not zipfile.is_zipfile(BytesIO(plain)):
        return None
    try:
        with zipfile.ZipFile(BytesIO(plain)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_BYTES:
                if any(entry.filename.startswith("xl/") for entry in entries):
                    return None  # a workbook by itself, whose size its reader judges
                raise Refused("package_too_large", name=name)
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError):
        raise Refused("package_damaged", name=name) from None


def recipients_in(path: Path) -> tuple[x25519.Recipient, ...]:
    """The public keys (age1...) that a file lists. Refused where it lists none, or holds a secret key."""
    try:
        words = path.read_text(encoding="utf-8", errors="replace").split()
    except OSError:
        raise Refused("recipient_missing", path=str(path)) from None
    if any(word.startswith("AGE-SECRET-KEY-") for word in words):
        raise Refused("recipient_is_secret", path=str(path))
    try:
        found = tuple(x25519.Recipient.from_str(word) for word in words if word.startswith("age1"))
    except pyrage.RecipientError:
        found = ()
    if not found:
        raise Refused("recipient_unreadable", path=str(path))
    return found
