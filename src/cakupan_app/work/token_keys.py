"""Where the key of two offices' tokens lies: a text file that only its owner can read, handed over out of band."""

import json
import tomllib
from datetime import date, timedelta
from pathlib import Path

from cakupan.basics.refused import Refused
from cakupan.identity.tokens import SECRET_BYTES, Key, new_key
from cakupan.intake.persons import holds_number_of_person
from cakupan_app.store import durable
from cakupan_app.work.letters import content_of, masked_path

LASTS = timedelta(days=90)  # a key that nobody gave an end has one all the same: old tokens are to lose their worth
_SAYS = """\
# Cakupan key of two offices, for one purpose. Who has this file can test any NIK against their token files:
# hand it over by another way than the files, and keep it from everybody else. Its text must not be changed.
"""


def make_key(out: Path, *, purpose: str, expires_on: date | None, today: date) -> Key:
    """A new key in the file `out`; Refused where one is there: it may open files that are still in use."""
    told = " ".join(purpose.split())
    ends = expires_on or today + LASTS
    if not is_purpose(told):
        raise Refused("tokens_purpose_unusable")
    if ends < today:
        raise Refused("tokens_end_past", day=ends)
    if out.exists():
        raise Refused("tokens_key_exists", path=masked_path(out))
    key = new_key(told, ends)
    quoted = json.dumps(told, ensure_ascii=False)  # as TOML quotes a line of printable text
    text = f'{_SAYS}purpose = {quoted}\nexpires_on = {ends.isoformat()}\nsecret = "{key.secret.hex()}"\n'
    try:
        durable.write(out, text.encode(), mode=0o600)
    except OSError:
        raise Refused("out_not_written", path=masked_path(out)) from None
    return key


def is_purpose(text: str) -> bool:
    """Whether a purpose can be said to whoever uses the key or a file made with it: one line, without anybody's NIK."""
    return bool(text) and text.isprintable() and not holds_number_of_person(text)


def read_key(path: Path, *, today: date) -> Key:
    """The key in the file at `path`; Refused where it holds none, or one that has ended."""
    try:
        read = tomllib.loads(content_of(path).decode("utf-8-sig"))
        key = Key(bytes.fromhex(read["secret"]), str(read["purpose"]), read["expires_on"])
    except (ValueError, KeyError, TypeError):
        raise Refused("tokens_key_unreadable", path=masked_path(path)) from None
    if len(key.secret) != SECRET_BYTES or type(key.expires_on) is not date:
        raise Refused("tokens_key_unreadable", path=masked_path(path))
    if key.expires_on < today:
        raise Refused("tokens_key_ended", path=masked_path(path), day=key.expires_on)
    return key
