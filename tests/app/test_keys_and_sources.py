"""What is received is kept encrypted, under keys that can be destroyed one by one."""

from hashlib import sha256
from pathlib import Path

import pytest

from cakupan.basics.refused import Refused
from cakupan_app.store.keys import KeyRing, WrongKey, key_path, load_key, make_key
from cakupan_app.store.sources import Damaged, Sources


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    identity, _ = make_key(tmp_path / "w.key")
    return Sources(tmp_path / "w" / "sources", KeyRing(identity, tmp_path / "w" / "keys"))


def test_a_source_comes_back_as_received_and_lies_encrypted(sources: Sources) -> None:
    name = sources.put(b"1606010101909001,WARGA CONTOH")
    assert name == sha256(b"1606010101909001,WARGA CONTOH").hexdigest()
    assert sources.get(name) == b"1606010101909001,WARGA CONTOH"
    assert b"CONTOH" not in sources.path(name).read_bytes()


def test_a_destroyed_key_destroys_the_source(sources: Sources) -> None:
    name = sources.put(b"content")
    sources.keys.path(name).unlink()
    with pytest.raises(WrongKey) as refusal:
        sources.get(name)
    assert refusal.value.code == "key_destroyed"


def test_another_workspaces_key_does_not_open_it(sources: Sources, tmp_path: Path) -> None:
    name = sources.put(b"content")
    stranger, _ = make_key(tmp_path / "other.key")
    with pytest.raises(WrongKey) as refusal:
        Sources(sources.folder, KeyRing(stranger, sources.keys.folder)).get(name)
    assert refusal.value.code == "key_does_not_fit"


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b[:-1] + bytes([b[-1] ^ 1]), lambda b: b""])
def test_a_damaged_source_is_noticed(sources: Sources, damage) -> None:  # type: ignore[no-untyped-def]
    name = sources.put(b"content")
    sources.path(name).write_bytes(damage(sources.path(name).read_bytes()))
    with pytest.raises(Damaged):
        sources.get(name)


def test_a_key_inside_the_workspace_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAKUPAN_KEY_FILE", str(tmp_path / "w" / "inner.key"))
    with pytest.raises(Refused) as refusal:
        key_path(tmp_path / "w")
    assert refusal.value.code == "key_inside_workspace"


def test_the_key_lies_beside_the_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAKUPAN_KEY_FILE", raising=False)
    assert key_path(tmp_path / "w") == tmp_path / "w.key"


def test_an_existing_key_is_kept(tmp_path: Path) -> None:
    first, new = make_key(tmp_path / "k")
    again, newer = make_key(tmp_path / "k")
    assert (new, newer) == (True, False)
    assert str(first) == str(again)


def test_what_is_no_key_is_refused_without_showing_it(tmp_path: Path) -> None:
    (tmp_path / "k").write_text("AGE-SECRET-KEY-1NONSENSE", encoding="ascii")
    with pytest.raises(Refused) as refusal:
        load_key(tmp_path / "k")
    assert refusal.value.code == "key_unreadable"
    assert "NONSENSE" not in str(refusal.value)


def test_a_key_ring_does_not_print_its_secret(sources: Sources) -> None:
    assert "AGE-SECRET-KEY" not in repr(sources)
