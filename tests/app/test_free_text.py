"""What offices type where a fund or the code of a bill belongs is published only where it can name nobody."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
PEOPLE = {"1606010101809001": "Siti Aminah", "1606010202819002": "Budi Santoso", "1606010303829003": "Rina Wati"}
TYPED = (("APBD 2025", "250025019001"), ("Dana Desa a.n. Siti Aminah", "B-2"), ("", "titipan Budi"))


@pytest.fixture
def paid(cakupan: Command, tmp_path: Path) -> tuple[Command, Any]:
    """Three people whom the regency sponsors, and what the build said of their payments."""
    cakupan("init", "--area", "16.06")
    for month in ("2024-12", "2025-07"):
        rows = "".join(f"{nik},{name},{month},BPU,16.06.01.2002,apbd kabupaten\n" for nik, name in PEOPLE.items())
        path = tmp_path / f"members-{month}.csv"
        path.write_text(f"nik,nama,bulan,segmen,desa,pembayar\n{rows}", encoding="utf-8")
        assert cakupan("add", path, "--kind", "members").status == 0
    rows = "".join(
        f"{nik},{name},2025-07,16800,{code},apbd kabupaten,{fund}\n"
        for (nik, name), (fund, code) in zip(PEOPLE.items(), TYPED, strict=True)
    )
    path = tmp_path / "payments.csv"
    path.write_text(f"nik,nama,bulan,jumlah,kode iuran,pembayar,dana\n{rows}", encoding="utf-8")
    assert cakupan("add", path, "--kind", "payments").status == 0
    return cakupan, cakupan("build", "--json", "--lang", "en").json


def test_money_told_apart_by_fund_or_batch_names_nobody_and_what_is_left_out_is_counted(
    paid: tuple[Command, Any],
) -> None:
    cakupan, built = paid
    (counted,) = [one for one in built["findings"] if one["code"] == "contribution_texts_left_out"]
    assert "1 texts in the column of the fund and 1 contribution codes" in counted["message"]
    question = ("additionality", "--area", "16.06", "--from", "2024-12", "--to", "2025-07")
    told = cakupan(*question, "--by", "fund,batch", "--json")
    assert {(row["fund"], row["batch"]) for row in told.json["rows"]} == {
        *(("APBD 2025", "250025019001"), (None, "B-2"), (None, None)),
    }
    assert sum(row["rupiah"] for row in told.json["rows"]) == 3 * 16_800
    assert [one["code"] for one in told.json["findings"]].count("contribution_texts_left_out") == 1
    assert "Siti" not in told.out
    assert "Budi" not in told.out
    whole = cakupan(*question, "--json").json
    assert "contribution_texts_left_out" not in [one["code"] for one in whole["findings"]]
