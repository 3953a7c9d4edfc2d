"""Lists go to another office encrypted, with manifest and minutes, and their answers come back and are compared."""

import json
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pyrage
import pytest
from pyrage import passphrase, x25519

from cakupan_app.store.sealed import Lock, sealed
from cakupan_app.work.letters import Letter
from cakupan_app.work.receive import Received, Terms, receive
from cakupan_app.work.workspace import Workspace

Command = Callable[..., Any]
NIKS = ("1606010101809001", "1606010202819002", "1606020303829003")
LIST = "nik,nama,tanggal lahir,no hp,alamat,desa,kecamatan\n" + "".join(
    f"{nik},Orang Nomor {word},19{nik[10:12]}-0{n}-0{n},0812000{n}0000,Jalan Rahasia {n},{desa},{desa[:8]}\n"
    for n, (nik, word, desa) in enumerate(
        zip(NIKS, ("Satu", "Dua", "Tiga"), ("16.06.01.2001", "16.06.01.2002", "16.06.02.2002"), strict=True), 1
    )
)
MEMBERS = f"nik,nama,segmen,bulan,tanggal lahir\n{NIKS[0]},Orang Nomor Satu,PU,2025-07,1980-01-01\n"
UNREADABLE = "package_manifest_unreadable"
WORDS = ("--basis", "PKS 470/11/2025", "--purpose", "pemadanan usulan penerima bantuan iuran")
ANSWERS = "nik,kode padan,hidup,alamat\n" + "".join(
    f"{nik},{code},{alive},Dusun I\n"
    for nik, code, alive in zip(NIKS, ("Sesuai", "Tidak Sesuai", "R13"), ("ya", "meninggal", "ya"), strict=True)
)


@pytest.fixture
def partner(tmp_path: Path) -> Path:
    """The other office's secret key; its public one lies beside it."""
    identity = x25519.Identity.generate()
    (tmp_path / "dukcapil.key").write_text(str(identity), encoding="ascii")
    (tmp_path / "dukcapil.pub").write_text(f"# Dukcapil\n{identity.to_public()}\n", encoding="ascii")
    return tmp_path / "dukcapil.key"


@pytest.fixture
def listed(cakupan: Command, tmp_path: Path) -> tuple[Command, str]:
    """A workspace with a list of three nominees, and the hash of it."""
    assert cakupan("init", "--area", "16.06").status == 0
    path = tmp_path / "usulan.csv"
    path.write_text(LIST, encoding="utf-8")
    told = cakupan("add", path, "--kind", "nominations", "--known-on", "2025-09-18", "--json").json["files"][0]
    assert told["accepted"] == 3
    return cakupan, told["sha256"]


def out(listed: tuple[Command, str], tmp_path: Path, *more: str, name: str = "keluar.age") -> Any:
    cakupan, sha = listed
    words = () if "--basis" in more else WORDS
    lock = () if "--passphrase" in more else ("--recipient", tmp_path / "dukcapil.pub")
    where = ("--out", tmp_path / name)
    return cakupan("package", "out", "--to", "dukcapil", "--list", sha[:12], *words, *lock, *where, *more, "--json")


def inside(path: Path, key: Path) -> Mapping[str, bytes]:
    plain = pyrage.decrypt(path.read_bytes(), [x25519.Identity.from_str(key.read_text(encoding="ascii"))])
    with zipfile.ZipFile(BytesIO(plain)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def reply(cakupan: Command, tmp_path: Path, text: str = ANSWERS) -> Path:
    (tmp_path / "jawaban.csv").write_text(text, encoding="utf-8")
    back = tmp_path / "kembali.age"
    told = cakupan("package", "reply", tmp_path / "keluar.age", "--list", tmp_path / "jawaban.csv",
                   "--identity", tmp_path / "dukcapil.key", "--out", back, "--json")  # fmt: skip
    assert told.status == 0, told.err
    return back


def test_a_package_holds_only_what_the_purpose_needs(
    listed: tuple[Command, str], partner: Path, tmp_path: Path
) -> None:
    answer = out(listed, tmp_path, "--expires", "2026-06-30")
    assert answer.status == 0, answer.err
    assert not any(nik in answer.out + answer.err for nik in NIKS)
    assert not any(nik.encode() in (tmp_path / "keluar.age").read_bytes() for nik in NIKS)
    parts = inside(tmp_path / "keluar.age", partner)
    assert set(parts) == {"manifest.json", "daftar.csv", "berita-acara.html"}
    lines = parts["daftar.csv"].decode("utf-8-sig").splitlines()
    assert lines[:2] == ["nik,nama,tanggal lahir", f"{NIKS[0]},Orang Nomor Satu,1980-01-01"]
    assert len(lines) == 4
    manifest = json.loads(parts["manifest.json"])
    assert (manifest["recipient"], manifest["rows"], manifest["expires_on"]) == ("dukcapil", 3, "2026-06-30")
    assert (manifest["basis"], manifest["purpose"]) == (WORDS[1], WORDS[3])
    minutes = parts["berita-acara.html"].decode("utf-8")
    assert "Berita Acara" in minutes
    assert WORDS[1] in minutes
    assert not any(nik in minutes or nik in parts["manifest.json"].decode() for nik in NIKS)
    assert "Orang Nomor" not in minutes


def test_an_answer_headed_with_a_bare_result_is_read(
    listed: tuple[Command, str], partner: Path, tmp_path: Path
) -> None:
    assert out(listed, tmp_path).status == 0
    back = reply(listed[0], tmp_path, ANSWERS.replace("kode padan", "hasil"))
    assert listed[0]("package", "in", back, "--json").json["results"] == {"match": 1, "differs": 1, "R13": 1}


def test_only_people_of_the_area_that_was_asked_for_go_out(
    listed: tuple[Command, str], partner: Path, tmp_path: Path
) -> None:
    assert out(listed, tmp_path, "--area", "16.06.01").json["manifest"]["rows"] == 2
    nobody = out(listed, tmp_path, "--area", "16.06.03", name="lain.age")
    assert (nobody.status, nobody.json["code"]) == (2, "package_of_nobody")


def test_an_answer_is_checked_received_and_compared(listed: tuple[Command, str], partner: Path, tmp_path: Path) -> None:
    cakupan, _ = listed
    number = out(listed, tmp_path).json["manifest"]["number"]
    back = reply(cakupan, tmp_path)
    came = cakupan("package", "in", back, "--json")
    assert came.status == 0, came.err
    told = came.json
    assert (told["answers"], told["checked"], told["asked"], told["answered"]) == (number, True, 3, 3)
    assert told["results"] == {"match": 1, "differs": 1, "R13": 1}
    assert (told["received"]["kind"], told["received"]["accepted"]) == ("matches", 3)
    again = cakupan("package", "in", back, "--json")
    assert again.json["received"]["status"] == "unchanged"
    known = cakupan("package", "show", "--json").json["packages"]
    assert [(one["direction"], one["rows"]) for one in known] == [("out", 3), ("in", 3)]
    (source,) = (one for one in cakupan("sources", "--json").json["sources"] if one["kind"] == "matches")
    assert (source["giver"], source["basis"], source["purpose"]) == ("dukcapil", WORDS[1], WORDS[3])


def test_an_answer_is_never_laid_open_while_it_is_read(
    listed: tuple[Command, str], partner: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cakupan, _ = listed
    out(listed, tmp_path)
    back = reply(cakupan, tmp_path)
    found: list[Path] = []

    def watched(workspace: Workspace, letter: Letter, terms: Terms) -> Received:
        found.extend(path for path in workspace.layout.root.rglob("*") if path.is_file() and _tells(path))
        return receive(workspace, letter, terms)

    monkeypatch.setattr("cakupan_app.work.exchange.receive", watched)
    assert cakupan("package", "in", back).status == 0
    assert found == []


def _tells(path: Path) -> bool:
    return any(nik.encode() in path.read_bytes() for nik in NIKS)


def test_people_left_out_and_people_nobody_asked_about_are_counted(
    listed: tuple[Command, str], partner: Path, tmp_path: Path
) -> None:
    cakupan, _ = listed
    out(listed, tmp_path)
    stranger = "1606010404809004"
    back = reply(cakupan, tmp_path, ANSWERS.replace(NIKS[2], stranger))
    came = cakupan("package", "in", back, "--json")
    assert (came.status, came.json["unanswered"], came.json["unasked"]) == (1, 1, 1)
    assert came.json["received"]["status"] == "held"
    assert [one["code"] for one in came.json["received"]["held_reasons"]] == ["package_answers_others"]
    again = cakupan("package", "in", back)
    assert "1 orang" in again.out
    assert cakupan("accept", came.json["received"]["sha256"][:12]).status == 0
    assert cakupan("package", "in", back, "--json").json["received"]["status"] == "unchanged"


def test_a_branch_answers_with_results(listed: tuple[Command, str], partner: Path, tmp_path: Path) -> None:
    cakupan, _ = listed
    assert out(listed, tmp_path, "--to", "cabang").json["manifest"]["recipient"] == "branch"
    back = reply(cakupan, tmp_path, "nik,hasil\n" + "".join(f"{nik},diterima\n" for nik in NIKS))
    came = cakupan("package", "in", back, "--json").json
    assert (came["received"]["kind"], came["results"]) == ("answers", {"accepted": 3})


def test_a_list_that_was_changed_on_its_way_is_not_received(
    listed: tuple[Command, str], partner: Path, tmp_path: Path, workspace: Path
) -> None:
    cakupan, _ = listed
    reply_to = x25519.Recipient.from_str(out(listed, tmp_path).json["manifest"]["reply_to"])
    own = Path(f"{workspace}.key")
    secret = next(word for word in own.read_text(encoding="ascii").split() if word.startswith("AGE-SECRET"))
    (tmp_path / "own.key").write_text(secret, encoding="ascii")
    parts = dict(inside(reply(cakupan, tmp_path), tmp_path / "own.key"))
    for name, changed, code in (
        ("jawaban.csv", parts["jawaban.csv"].replace(b"ya", b"no"), "package_list_differs"),
        ("berita-acara.html", b"", "package_minutes_differ"),
        ("manifest.json", parts["manifest.json"].replace(b'"rows": 3', b'"rows": 4'), "package_count_differs"),
        ("manifest.json", b"{}", "package_manifest_unreadable"),
        ("manifest.json", parts["manifest.json"].replace(b'"basis": "PKS 470/11/2025"', b'"basis": 7'), UNREADABLE),
        ("manifest.json", parts["manifest.json"].replace(b'"area": "16.06"', b'"area": ["16.06"]'), UNREADABLE),
    ):
        path = tmp_path / f"{code}.age"
        path.write_bytes(sealed({**parts, name: changed}, Lock((reply_to,))))
        came = cakupan("package", "in", path, "--json")
        assert (came.status, came.json["code"]) == (2, code)
    assert len(cakupan("package", "show", "--json").json["packages"]) == 1
    assert {one["kind"] for one in cakupan("sources", "--json").json["sources"]} == {"nominations"}


def test_a_package_that_is_damaged_or_unpacks_beyond_measure_is_refused(
    listed: tuple[Command, str], partner: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cakupan, _ = listed
    whoever = x25519.Recipient.from_str(out(listed, tmp_path).json["manifest"]["reply_to"])
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("jawaban.csv", ANSWERS * 50)
    whole = content.getvalue()
    start = whole.index(b"jawaban.csv") + len("jawaban.csv")
    path = tmp_path / "rusak.age"
    path.write_bytes(pyrage.encrypt(whole[:start] + b"\xff\xff" + whole[start + 2 :], [whoever]))
    came = cakupan("package", "in", path, "--json")
    assert (came.status, came.json["code"]) == (2, "package_damaged")
    monkeypatch.setattr("cakupan_app.store.sealed._MOST_BYTES", 1_000)
    path.write_bytes(pyrage.encrypt(whole, [whoever]))
    assert cakupan("package", "show", path, "--json").json["code"] == "package_too_large"


def test_a_list_without_manifest_is_taken_where_it_is_said_what_it_answers(
    listed: tuple[Command, str], partner: Path, tmp_path: Path, workspace: Path
) -> None:
    cakupan, _ = listed
    manifest = out(listed, tmp_path).json["manifest"]
    bare = tmp_path / "hasil.csv.age"
    bare.write_bytes(pyrage.encrypt(ANSWERS.encode(), [x25519.Recipient.from_str(manifest["reply_to"])]))
    assert cakupan("package", "in", bare, "--json").json["code"] == "package_answers_unsaid"
    came = cakupan("package", "in", bare, "--answers", manifest["number"], "--json")
    assert (came.status, came.json["checked"], came.json["answered"]) == (0, False, 3)
    assert cakupan("package", "in", bare, "--answers", "lain", "--json").json["code"] == "package_answers_unknown"


@pytest.mark.long
def test_a_passphrase_locks_as_well(
    listed: tuple[Command, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cakupan, _ = listed
    monkeypatch.setenv("CAKUPAN_PASSPHRASE", "pendek")
    assert out(listed, tmp_path, "--passphrase").json["code"] == "passphrase_short"
    monkeypatch.setenv("CAKUPAN_PASSPHRASE", "empat kata yang panjang")
    assert out(listed, tmp_path, "--passphrase").status == 0
    assert passphrase.decrypt((tmp_path / "keluar.age").read_bytes(), "empat kata yang panjang")
    assert cakupan("package", "show", tmp_path / "keluar.age", "--passphrase", "--json").json["rows"] == 3
    assert cakupan("package", "show", tmp_path / "keluar.age", "--json").json["code"] == "package_locked_with_words"
    assert cakupan("package", "in", tmp_path / "keluar.age", "--passphrase", "--json").json["code"] == "package_is_own"
    (tmp_path / "jawaban.csv").write_text(ANSWERS, encoding="utf-8")
    listed_and_out = ("--list", tmp_path / "jawaban.csv", "--out", tmp_path / "kembali.age")
    told = cakupan("package", "reply", tmp_path / "keluar.age", *listed_and_out, "--passphrase")
    assert "tanpa --passphrase" in told.out
    back = cakupan("package", "in", tmp_path / "kembali.age", "--passphrase", "--json")
    assert (back.status, back.json["code"]) == (2, "package_locked_with_key")
    came = cakupan("package", "in", tmp_path / "kembali.age")
    assert "  tidak sesuai: 1\n" in came.out
    assert came.status == 0
    monkeypatch.setenv("CAKUPAN_PASSPHRASE", "empat kata yang panjang")
    shown = cakupan("package", "show", tmp_path / "keluar.age", "--passphrase").out
    assert f"Dasar: {WORDS[1]}" in shown
    assert "list_sha256" not in shown
    monkeypatch.setenv("CAKUPAN_PASSPHRASE", "kata yang lain sama sekali")
    wrong = cakupan("package", "show", tmp_path / "keluar.age", "--passphrase", "--json")
    assert (wrong.status, wrong.json["code"]) == (2, "package_does_not_open")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--to", "kelurahan"), "package_to_unknown"),
        (("--passphrase", "--recipient", "x"), "package_needs_lock"),
        (("--basis", "", "--purpose", ""), "package_needs_words"),
        (("--recipient", "none.txt"), "recipient_missing"),
        (("--list", "uncovered"), "package_needs_month"),
        (("--list", "ffffffffffff"), "never_received"),
    ],
)
def test_a_package_that_cannot_be_made_says_why(
    listed: tuple[Command, str], partner: Path, tmp_path: Path, more: tuple[str, ...], code: str
) -> None:
    answer = out(listed, tmp_path, *more)
    assert (answer.status, answer.json["code"]) == (2, code)
    assert not (tmp_path / "keluar.age").exists()


def test_a_secret_key_is_never_taken_for_the_recipients(
    listed: tuple[Command, str], partner: Path, tmp_path: Path
) -> None:
    assert out(listed, tmp_path, "--recipient", str(partner)).json["code"] == "recipient_is_secret"


def test_a_plain_file_is_no_package_and_no_file_is_overwritten(
    listed: tuple[Command, str], partner: Path, tmp_path: Path
) -> None:
    cakupan, _ = listed
    assert cakupan("package", "in", tmp_path / "usulan.csv", "--json").json["code"] == "package_not_encrypted"
    assert out(listed, tmp_path).status == 0
    assert out(listed, tmp_path).json["code"] == "package_exists"
    assert cakupan("package", "dorong", "--json").json["code"] == "package_action_unknown"
    truncated = tmp_path / "potong.age"
    truncated.write_bytes((tmp_path / "keluar.age").read_bytes()[:300])
    broken = cakupan("package", "show", truncated, "--identity", partner, "--json")
    assert broken.json["code"] == "package_does_not_open"


def test_basis_and_purpose_are_remembered_for_the_office(
    listed: tuple[Command, str], partner: Path, tmp_path: Path
) -> None:
    out(listed, tmp_path)
    second = out(listed, tmp_path, "--basis", "", name="kedua.age")
    assert second.json["manifest"]["basis"] == WORDS[1]


def test_an_expired_list_goes_out_only_for_a_reason_that_the_minutes_tell(
    listed: tuple[Command, str], partner: Path, tmp_path: Path
) -> None:
    cakupan, _ = listed
    kinds = ("--kind", "nominations", "--known-on", "2025-09-18", "--expires", "2025-09-30")
    told = cakupan("add", tmp_path / "usulan.csv", *kinds)
    assert "Habis masa berlakunya pada 30 September 2025" in told.out
    refused = out(listed, tmp_path)
    assert (refused.status, refused.json["code"]) == (2, "package_of_expired")
    assert "usulan.csv" in refused.json["error"]
    assert not (tmp_path / "keluar.age").exists()
    assert out(listed, tmp_path, "--because", f"surat {NIKS[0]}").json["code"] == "grant_holds_number"
    sent = out(listed, tmp_path, "--because", "pencocokan terakhir")
    assert sent.status == 0, sent.err
    assert [one["code"] for one in sent.json["findings"]] == ["list_expired"]
    assert "pencocokan terakhir" in inside(tmp_path / "keluar.age", partner)["berita-acara.html"].decode("utf-8")


@pytest.mark.long
def test_whom_a_list_still_in_use_names_goes_out_though_another_has_ended(
    published: Command, partner: Path, tmp_path: Path
) -> None:
    on = ("--known-on", "2025-09-18")
    for kind, expires in (("population", "2999-01-01"), ("nominations", "2025-09-30")):
        (tmp_path / f"{kind}.csv").write_text(f"{LIST}\n" if kind == "population" else LIST, encoding="utf-8")
        told = published("add", tmp_path / f"{kind}.csv", "--kind", kind, *on, "--expires", expires, "--json")
        assert told.json["files"][0]["accepted"] == 3
    (tmp_path / "peserta.csv").write_text(MEMBERS, encoding="utf-8")
    assert published("add", tmp_path / "peserta.csv", "--kind", "members", *on).status == 0
    assert published("build", "--known-on", "2025-09-18").status == 0
    answer = out((published, "uncovered"), tmp_path, "--month", "2025-07")
    assert answer.status == 0, answer.err
    assert answer.json["findings"] == []


@pytest.mark.long
def test_the_uncovered_go_out_by_name_and_an_expired_list_is_warned_of(
    published: Command, partner: Path, tmp_path: Path
) -> None:
    path = tmp_path / "usulan.csv"
    path.write_text(LIST, encoding="utf-8")
    members = tmp_path / "peserta.csv"
    members.write_text(MEMBERS, encoding="utf-8")
    kinds = ("--known-on", "2025-09-18", "--giver", "Dinas Sosial", "--expires", "2025-09-30")
    assert published("add", path, "--kind", "nominations", *kinds).status == 0
    assert published("add", members, "--kind", "members", "--known-on", "2025-09-18").status == 0
    assert published("build", "--known-on", "2025-09-18").status == 0
    uncovered = ((published, "uncovered"), tmp_path, "--month", "2025-07")
    assert out(*uncovered).json["code"] == "package_of_expired"
    answer = out(*uncovered, "--because", "pencocokan terakhir")
    assert answer.status == 0, answer.err
    assert [one["code"] for one in answer.json["findings"]] == ["list_expired"]
    lines = inside(tmp_path / "keluar.age", partner)["daftar.csv"].decode("utf-8-sig").split()
    assert [line[:16] for line in lines if line[:4] == "1606"] == list(NIKS[1:])
    assert published("build", "--known-on", "2025-09-18").status == 0
    assert published("verify").status == 0
    back = reply(published, tmp_path, "\n".join(ANSWERS.splitlines()[:1] + ANSWERS.splitlines()[2:]))
    assert published("package", "in", back, "--json").json["answered"] == 2
    assert published("build").status == 0  # what came back is about the same persons, and moves no figure
    after = published("uncovered", "--area", "16.06", "--month", "2025-07", "--json").json["total"]["named"]
    assert after == 2
