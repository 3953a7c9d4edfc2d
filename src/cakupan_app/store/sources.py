"""Where received files are kept: as received, encrypted, under the hash of their content."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import BinaryIO

import pyrage
from pyrage import x25519

from cakupan.basics.refused import Refused
from cakupan.intake.content import Content, hash_of, opened
from cakupan_app.store import durable
from cakupan_app.store.keys import KeyRing


class Damaged(Refused):
    """A file of the workspace is not what it was when it was written."""


class _Hashed(RawIOBase):
    """What passes through here, from `file` or into nothing, is hashed."""

    def __init__(self, file: BinaryIO | BytesIO | None = None) -> None:
        self._file = file
        self.hash = sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size) if self._file else b""
        self.hash.update(piece)
        return piece

    def write(self, piece: bytes) -> int:  # type: ignore[override]  # of bytes alone: pyrage gives no other
        self.hash.update(piece)
        return len(piece)


@dataclass(frozen=True, slots=True)
class Sources:
    """The received files in `folder`, each opened by a key of `keys`."""

    folder: Path
    keys: KeyRing

    def put(self, content: Content, sha256: str | None = None) -> str:
        """Keep `content`; its SHA-256 comes back. What is there already, and sound, is not written again.

        A file is never held; Refused where it is no longer the one of `sha256`, which was read before.
        """
        name = sha256 or hash_of(content)
        if not self._sound(name):
            own = x25519.Identity.from_str(self.keys.new_key(name).decode("ascii"))
            with durable.being_written(self.path(name)) as part, opened(content) as file, part.open("wb") as sealed:
                read = _Hashed(file)
                pyrage.encrypt_io(read, sealed, [own.to_public()])
                if read.hash.hexdigest() != name:
                    raise Refused("file_changed")
        return name

    def get(self, name: str) -> bytes:
        """The file as received. Damaged where its bytes no longer have the hash they were named by."""
        own = x25519.Identity.from_str(self.keys.key(name).decode("ascii"))
        try:
            content: bytes = pyrage.decrypt(self.path(name).read_bytes(), [own])
        except FileNotFoundError:
            raise Damaged("source_missing", file=name[:12]) from None
        except pyrage.DecryptError:
            raise Damaged("source_damaged", file=name[:12]) from None
        if sha256(content).hexdigest() != name:
            raise Damaged("source_damaged", file=name[:12])
        return content

    def _sound(self, name: str) -> bool:
        found = _Hashed()
        try:
            own = x25519.Identity.from_str(self.keys.key(name).decode("ascii"))
            with self.path(name).open("rb") as sealed:
                pyrage.decrypt_io(sealed, found, [own])
        except (Refused, OSError, pyrage.DecryptError):
            return False
        return found.hash.hexdigest() == name

    def names(self) -> frozenset[str]:
        return frozenset(path.name for path in self.folder.iterdir() if not path.name.startswith("."))

    def path(self, name: str) -> Path:
        return self.folder / name
