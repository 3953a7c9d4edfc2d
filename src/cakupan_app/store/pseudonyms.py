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

NAME = "pseudonyms"  # under which the key lies among the others; it belongs to no file
_HEX_DIGITS = 32  # 128 bits: among a nation's people two alike are not to be expected


def pseudonyms(keys: KeyRing, persons: "pa.Table", *, first: bool) -> "pa.Table":
    """`person` and `person_id` for each row of `persons` (person, file, sheet, row: the provenance key of the
    person's earliest record).

    The key is made when the `first` persons of a workspace are named. WrongKey where it is gone afterwards: with
    another everybody would be called otherwise, and nobody could tell.
    """
    import pyarrow as pa

    if first and not keys.path(NAME).exists():
        keys.keep(NAME, secrets.token_bytes(32))
    key = keys.key(NAME)
    ids = _hashed(key, zip(*(persons[name].to_pylist() for name in ("file", "sheet", "row")), strict=True))
    return pa.table({"person": persons["person"], "person_id": pa.array(ids, pa.string())})


def _hashed(key: bytes, provenance: Iterable[tuple[str, str, int]]) -> list[str]:
    return [hmac.digest(key, "\x1f".join(map(str, one)).encode(), "sha256").hex()[:_HEX_DIGITS] for one in provenance]
