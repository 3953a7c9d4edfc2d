"""Where received files are kept: as received, encrypted, under the hash of their content."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pyrage
from pyrage import x25519

from cakupan.basics.refused import Refused
from cakupan_app.store import durable
from cakupan_app.store.keys import KeyRing


class Damaged(Refused):
    """A file of the workspace is not what it was when it was written."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The received files in `folder`, each opened by a key of `keys`."""

    folder: Path
    keys: KeyRing

    def put(self, content: bytes) -> str:
        """Keep `content`; its SHA-256 comes back. What is there already, and sound, is not written again."""
        name = sha256(content).hexdigest()
        if not self._sound(name):
            own = x25519.Identity.from_str(self.keys.new_key(name).decode("ascii"))
            durable.write(self.path(name), pyrage.encrypt(content, [own.to_public()]))
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
        try:
            self.get(name)
        except Refused:
            return False
        return True

    def names(self) -> frozenset[str]:
        return frozenset(path.name for path in self.folder.iterdir() if not path.name.startswith("."))

    def path(self, name: str) -> Path:
        return self.folder / name
