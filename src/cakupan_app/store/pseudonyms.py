"""What a person is called outside the vault: a keyed hash of where they were first seen, which says nothing.

It stays the same across rebuilds and when the workspace's key is changed, because its own key is kept wrapped
beside the others. It is personal data all the same.
"""

import hmac
import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING

from cakupan_app.store.keys import KeyRing

if TYPE_CHECKING:
    import pyarrow as pa

_NAME = "pseudonyms"
_HEX_DIGITS = 32  # 128 bits: among a nation's people two alike are not to be expected


def pseudonyms(keys: KeyRing, persons: "pa.Table") -> "pa.Table":
    """`person` and `person_id` for each row of `persons` (person, file, sheet, row: the provenance key of the
    person's earliest record)."""
    import pyarrow as pa

    key = _key(keys)
    ids = _hashed(key, zip(*(persons[name].to_pylist() for name in ("file", "sheet", "row")), strict=True))
    return pa.table({"person": persons["person"], "person_id": pa.array(ids, pa.string())})


def _hashed(key: bytes, provenance: Iterable[tuple[str, str, int]]) -> list[str]:
    return [hmac.digest(key, "\x1f".join(map(str, one)).encode(), "sha256").hex()[:_HEX_DIGITS] for one in provenance]


def _key(keys: KeyRing) -> bytes:
    """The key of this workspace's pseudonyms; made when the first person is."""
    if not keys.path(_NAME).exists():
        keys.keep(_NAME, secrets.token_bytes(32))
    return keys.key(_NAME)


def is_pseudonym_key(name: str) -> bool:
    """Whether a wrapped key is that of the pseudonyms, which belongs to no file."""
    return name == _NAME
