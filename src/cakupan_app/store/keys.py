"""Which key opens which file: one key for each file, wrapped by the workspace's key, destroyed with what it opens.

Files use the age format (age-encryption.org/v1): a file's own key is an X25519 identity, kept
encrypted to the workspace's public key. Nothing here is home-made cryptography.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import pyrage
from pyrage import x25519

from cakupan.basics.refused import Refused
from cakupan_app.store import durable

OWNER = "workspace"  # the name under which it is noted whose key locks a workspace; it belongs to no file


class WrongKey(Refused):
    """The key at hand does not open this file."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The workspace's key with the folder of wrapped keys.

    A public repr would be a leak: the identity's text is the secret itself, so it is left out.
    """

    identity: x25519.Identity
    folder: Path

    def __repr__(self) -> str:
        return f"KeyRing(folder={self.folder})"

    def new_key(self, name: str) -> bytes:
        """Make the key of the file `name`, keep it wrapped, and give it: an age identity as text.

        A key that is already there is given again, so that a command that was killed can finish.
        """
        if self.path(name).exists():
            return self.key(name)
        secret = str(x25519.Identity.generate()).encode("ascii")
        self.keep(name, secret)
        return secret

    def keep(self, name: str, secret: bytes) -> None:
        durable.write(self.path(name), pyrage.encrypt(secret, [self.identity.to_public()]))

    def key(self, name: str) -> bytes:
        """The key of the file `name`; WrongKey where the workspace's key does not open it or it was destroyed."""
        try:
            secret: bytes = pyrage.decrypt(self.path(name).read_bytes(), [self.identity])
        except FileNotFoundError:
            raise WrongKey("key_destroyed", file=name[:12]) from None
        except pyrage.DecryptError:
            raise WrongKey("key_does_not_fit", file=name[:12]) from None
        return secret

    def refuse_another_identity(self) -> None:
        """Refuse (WrongKey) to work with a key that did not lock what lies here already; the first to come is noted.

        Whatever another key locked could never be opened together with the rest.
        """
        if self.path(OWNER).exists():
            self.key(OWNER)
        else:
            self.keep(OWNER, b"this workspace's key opens this")

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.age"


def key_path(workspace: Path) -> Path:
    """Where the key of `workspace` lies: CAKUPAN_KEY_FILE, else beside the workspace, never inside it."""
    named = os.environ.get("CAKUPAN_KEY_FILE", "")
    path = Path(named) if named else workspace.with_name(workspace.name + ".key")
    if path.resolve().is_relative_to(workspace.resolve()):
        raise Refused("key_inside_workspace", path=str(path))
    return path


def make_key(path: Path) -> tuple[x25519.Identity, bool]:
    """The key at `path`, and whether it is new. A key that is there is used as it is: it may open other backups."""
    if path.exists():
        return load_key(path), False
    identity = x25519.Identity.generate()
    text = (
        f"# Cakupan workspace key. Who has this file can read the workspace: keep a copy apart from it.\n{identity}\n"
    )
    durable.write(path, text.encode("ascii"), mode=0o600)
    return identity, True


def load_key(path: Path) -> x25519.Identity:
    """The key that the file at `path` holds; Refused where there is none or it is not an age identity."""
    try:
        lines = path.read_text(encoding="ascii", errors="replace").split()
    except OSError:
        raise Refused("key_missing", path=str(path)) from None
    secrets = [word for word in lines if word.startswith("AGE-SECRET-KEY-")]
    try:
        return x25519.Identity.from_str(secrets[0])
    except (IndexError, pyrage.IdentityError):
        raise Refused("key_unreadable", path=str(path)) from None
