"""What comes of `add`: records as CLI.md writes them, and layouts that are remembered with their file."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from app.conftest import Answer
from intake.rendering import csv_of

Command = Callable[..., Answer]
NIK, WOMAN = "1606010101809001", "1606014508809003"
PAID = csv_of(
    [
        ["NO REF PESERTA", "NO IDENTITAS PESERTA", "UPAH", "BLTH IURAN", "TOTAL IURAN", "TGL TRANSAKSI"],
        ["01234567891", NIK, "1,500,000", "07-2025", "16,800.00", "07/08/2025"],
    ]
)


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_records_are_as_the_command_line_promises(tmp_path: Path, cakupan: Command) -> None:
    cakupan("init", "--area", "16.06")
    rows = [
        ["NIK", "NAMA", "TTL", "JK", "DESA", "KEC", "NO HP", "PEKERJAAN"],
        [f"'{WOMAN}", " Siti  Aminah", "Sekayu, 5 Agustus 1980", "Perempuan", "Kel. Serasan Jaya", "Sekayu",
         "+62 812-3456-7890", "PETANI"],
        ["1,60601E+15", "Budi", "", "L", "Serasan Jaya", "Sekayu", "", ""],
    ]  # fmt: skip
    path = written(tmp_path, "usulan.csv", csv_of(rows))
    answer = cakupan("add", path, "--kind", "usulan", "--dry-run", "--json")
    (file,) = answer.json["files"]
    (record,) = file["records"]
    told = {key: record[key] for key in ("sheet", "row", "nik", "name", "sex", "birth", "village", "phone", "address")}
    assert told == {
        "sheet": "csv", "row": 2, "nik": WOMAN, "name": "Siti Aminah", "sex": "P", "birth": "1980-08-05",
        "village": "16.06.01.1010", "phone": "081234567890", "address": None,
    }  # fmt: skip
    assert [(one["row"], one["code"], one["severity"]) for one in file["problems"]] == [(3, "nik_digits_lost", "error")]
    assert answer.status == 0


def test_a_layout_is_remembered_with_its_file_for_every_later_reading(
    tmp_path: Path, workspace: Path, cakupan: Command
) -> None:
    cakupan("init", "--area", "16.06")
    path = written(tmp_path, "iuran.csv", PAID)
    example = (files("cakupan.intake") / "senders" / "payments_example.toml").read_bytes()
    layout = written(tmp_path, "tata.toml", example)
    refused = cakupan("add", path, "--kind", "payments", "--json")
    assert refused.status == 2
    added = cakupan("add", path, "--kind", "payments", "--layout", layout, "--json")
    assert (added.status, added.json["files"][0]["accepted"]) == (0, 1), added.err
    again = cakupan("add", path, "--kind", "payments", "--layout", layout, "--json")
    assert again.json["files"][0]["status"] == "unchanged"
    members = [
        ["nik", "nama", "segmen", "bulan", "desa", "kecamatan"],
        [NIK, "Budi", "BPU", "2025-07", "Serasan Jaya", "Sekayu"],
    ]
    cakupan("add", written(tmp_path, "peserta.csv", csv_of(members)), "--kind", "members")
    for shelf in (workspace / "readings").rglob("*.parquet"):
        shelf.unlink()  # what was read is read anew from the source
    built = cakupan("build", "--json")
    assert built.status == 0, built.err
    payments = next(stage for stage in built.json["stages"] if stage["name"] == "payments")
    assert payments["rows_in"] == 1


def test_a_layout_with_a_slip_is_told_before_anything_is_received(tmp_path: Path, cakupan: Command) -> None:
    cakupan("init", "--area", "16.06")
    layout = written(tmp_path, "tata.toml", b'kind = "payments"\n[columns]\nX = "uang"')
    answer = cakupan("add", written(tmp_path, "iuran.csv", PAID), "--kind", "payments", "--layout", layout)
    assert answer.status == 2
    assert "tata.toml" in answer.err
