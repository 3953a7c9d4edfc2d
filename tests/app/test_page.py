"""How a page is laid out: tables no wider than it, and notices that say nothing twice."""

import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cakupan_app.cli.columns import Columns, print_columns
from cakupan_app.cli.face import Face, folded
from cakupan_app.cli.figures import told_once
from intake.rendering import xlsx_of

WIDE = Columns(
    ["Kecamatan", "Pembayar"],
    ["Dari", "Baru", "Belum dibayar"],
    [
        ["Kecamatan Batang Hari Leko", "APBD kabupaten/kota", "4.176", "+2.282", "86"],
        ["  Kecamatan Sekayu", "CSR", "95", "", "0"],
    ],
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def printed(columns: Columns, width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setenv("COLUMNS", str(width))
    print_columns(columns)
    return capsys.readouterr().out


@pytest.mark.parametrize("width", [120, 80, 60, 50, 40, 30])
def test_a_table_is_never_wider_than_the_page_and_no_number_or_word_is_cut(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = printed(WIDE, width, monkeypatch, capsys)
    assert max(map(len, page.splitlines())) <= width
    assert "…" not in page
    words = page.replace(",", "").split()
    for told in ("4.176", "+2.282", "86", "Batang", "Sekayu", "Belum", "dibayar"):
        assert told in words, told


def test_where_numbers_do_not_fit_side_by_side_each_stands_on_a_line_under_its_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [" ".join(line.split()) for line in printed(WIDE, 30, monkeypatch, capsys).splitlines()]
    assert "Belum dibayar 86" in lines
    assert "Baru +2.282" in lines
    assert "Baru" not in lines


def test_an_indented_name_is_indented_on_each_of_its_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = Columns(["Sebab"], ["Orang"], [["  mandiri pada bulan dasar lalu menunggak", "1.000.000.000"]])
    page = printed(names, 40, monkeypatch, capsys)
    told = [line for line in page.splitlines() if any(word in line for word in ("mandiri", "bulan", "menunggak"))]
    assert len(told) > 1
    assert all(line.startswith("   ") and line[3] != " " for line in told)


def test_a_notice_is_folded_on_a_terminal_and_whole_in_a_file() -> None:
    notice = "Sebutkan penyebut yang sama dengan --denominator potensi-bps-2025 bila ada, lalu ulangi." * 2
    lines = folded(notice, Terminal()).splitlines()
    assert len(lines) > 1
    assert max(map(len, lines)) <= 80
    assert "potensi-bps-2025" in " ".join(lines)
    assert not any(line.endswith("-") for line in lines)
    assert folded(notice, io.StringIO()) == notice


def test_what_notices_of_one_kind_say_alike_is_said_once() -> None:
    both = "Keduanya ditampilkan. Tanyakan kepada cabang."
    assert told_once((f"Desember: 4. {both}", f"Juli: 3. {both}", f"Juli: 3. {both}")) == [
        "Desember: 4.",
        f"Juli: 3. {both}",
    ]
    assert told_once(("Satu saja.",)) == ["Satu saja."]
    assert told_once(("Yang ini.", "Yang itu.")) == ["Yang ini.", "Yang itu."]
    assert told_once(()) == []


def test_a_sheet_with_a_column_for_each_segment_is_told_as_one_table(
    cakupan: Callable[..., Any], tmp_path: Path
) -> None:
    cakupan("init", "--area", "16.06")
    path = tmp_path / "rekap.xlsx"
    heading = ["No", "Kecamatan", "PU", "BPU", "Jakon", "Jumlah Peserta"]
    path.write_bytes(xlsx_of([heading, [1, "Sekayu", 1000, 2000, 100, 3100], [2, "Lais", 1037, 2053, "", 3090]]))
    page = cakupan("add", path, "--kind", "recap", "--month", "2025-07", "--dry-run").out
    assert "+ 2 baris, masing-masing dengan 3 angka (Jumlah Peserta, PU, dan BPU); dihitung 6 baris data." in page
    assert "Lembar Lembar1 [E]: 3 baris = 2 disisihkan" in page
    assert "Sekayu | 3100 | 1000 | 2000\n" in page
    assert page.count("Tidak dibaca") == 2
    tables = cakupan("add", path, "--kind", "recap", "--month", "2025-07", "--dry-run", "--json").json["files"][0]
    assert [table["sheet"][-3:] for table in tables["tables"]] == ["[F]", "[C]", "[D]", "[E]"]


def test_a_log_hears_of_a_long_step_while_it_goes_on_and_of_the_last_text_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    monkeypatch.setattr("typer.echo", lambda text, **_: said.append(text))
    monkeypatch.setattr("cakupan_app.cli.face._PATIENCE_SECONDS", 0.2)
    until = time.monotonic() + 20
    with Face("id", False).busy("verifying") as update:
        update("satu")
        update("dua")
        while said[-1:] != ["dua"] and time.monotonic() < until:  # nothing more is told meanwhile
            time.sleep(0.02)
    assert said[-1:] == ["dua"]
    assert "satu" not in said


def test_a_log_hears_nothing_of_what_is_soon_done(capsys: pytest.CaptureFixture[str]) -> None:
    with Face("id", False).busy("verifying") as update:
        update("satu")
    assert capsys.readouterr().err == ""
