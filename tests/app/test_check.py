"""The published text that started it all: what fits, what does not, and which target would explain it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
TEXT = """Per Juli 2025 cakupan di Kabupaten Musi Banyuasin 48,26 persen, yaitu 103.079 pekerja terdaftar
dari potensi tenaga kerja 213.582. Desember 2024 baru 41,65 persen dengan 88.958 tenaga kerja aktif. Masih
kurang sekitar 21.311 peserta untuk mencapai target 52,15 persen pada tahun 2025."""


def assert_the_article_is_explained(document: dict[str, Any]) -> None:
    assert document["verdict"] == "contradiction"
    claims = [(claim["kind"], claim["value"]) for claim in document["claims"]]
    for claim in (("coverage_rate", 48.26), ("coverage_rate", 41.65), ("gap_workers", 21311), ("target_rate", 52.15)):
        assert claim in claims
    confirmed = {c for finding in document["findings"] if finding["kind"] == "confirmed" for c in finding["claims"]}
    assert {("coverage_rate", 48.26), ("coverage_rate", 41.65)} <= {claims[index] for index in confirmed}
    repairs = {
        (claims[repair["claim"]][0], repair["value"]): repair["because"]
        for finding in document["findings"]
        for repair in finding["repairs"]
    }
    assert ("gap_workers", 8305) in repairs
    assert "21.312" in repairs["target_rate", 58.24]


def test_the_article_in_other_words(cakupan: Command, tmp_path: Path) -> None:
    (tmp_path / "berita.txt").write_text(TEXT, encoding="utf-8")
    answer = cakupan("check", tmp_path / "berita.txt", "--json")
    assert answer.status == 1
    assert_the_article_is_explained(answer.json)
    for claim in answer.json["claims"]:
        begin, end = claim["span"]
        assert TEXT[begin:end] == claim["quote"]


@pytest.mark.shared
def test_the_article_itself(cakupan: Command, shared: Path) -> None:
    answer = cakupan("check", shared / "cases" / "muba-article.txt", "--json")
    assert answer.status == 1
    assert_the_article_is_explained(answer.json)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_in_any_usual_encoding(cakupan: Command, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "berita.txt").write_text(TEXT.replace("yaitu", "yaitu –"), encoding=encoding)
    assert cakupan("check", tmp_path / "berita.txt", "--json").json["verdict"] == "contradiction"


@pytest.mark.parametrize(
    ("told", "undated"),
    [("2025-09-18", "2025-09"), ("18-09-2025", "2025-09"), ("2025-09", "2025-09"), ("September 2025", "2025-09"),
     ("2025", "2025")],
)  # fmt: skip
def test_the_publication_may_be_known_to_the_month_or_the_year(
    cakupan: Command, tmp_path: Path, told: str, undated: str
) -> None:
    text = "Sebanyak 236 ribu dari 700 ribu pekerja Bengkulu menjadi peserta Jamsostek; tahun lalu baru 30 persen."
    (tmp_path / "berita.txt").write_text(text, encoding="utf-8")
    claims = cakupan("check", tmp_path / "berita.txt", "--published-on", told, "--json").json["claims"]
    assert [claim["as_of"] for claim in claims] == [undated, undated, "2024"]


@pytest.mark.parametrize(
    "told", ["2025-13", "2025-02-31", "31-02-2025", "29/02/2025", "0999-01-01", "9999", "Februari", "2025.1"]
)
def test_a_publication_of_no_day_is_refused(cakupan: Command, tmp_path: Path, told: str) -> None:
    (tmp_path / "berita.txt").write_text(TEXT, encoding="utf-8")
    answer = cakupan("check", tmp_path / "berita.txt", "--published-on", told, "--json")
    assert (answer.status, "2025-09" in answer.json["error"]) == (2, True)


def test_an_area_that_is_told_is_that_of_the_figures_and_not_of_what_the_law_sets(
    cakupan: Command, tmp_path: Path
) -> None:
    text = "Sebanyak 103.079 dari 213.582 pekerja menjadi peserta Jamsostek. Iurannya Rp16.800 per bulan."
    (tmp_path / "berita.txt").write_text(text, encoding="utf-8")
    claims = cakupan("check", tmp_path / "berita.txt", "--area", "16.06", "--json").json["claims"]
    assert [(claim["kind"], claim["place_code"]) for claim in claims] == [
        ("covered_workers", "16.06"),
        ("potential_workers", "16.06"),
        ("contribution", None),
    ]


def test_several_texts_are_a_list_in_their_order(cakupan: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text("Jamsostek melindungi pekerja.", encoding="utf-8")
    answer = cakupan("check", tmp_path / "b.txt", tmp_path / "a.txt", "--json")
    assert [document["verdict"] for document in answer.json] == ["no_claim", "contradiction"]
    assert answer.status == 1


@pytest.mark.parametrize("content", [b"", b" \n", b"%PDF-1.7 ...", b"PK\x03\x04...", b"a\0b"])
def test_what_is_no_text_is_refused(cakupan: Command, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "berita.txt").write_bytes(content)
    answer = cakupan("check", tmp_path / "berita.txt")
    assert answer.status == 2
    assert answer.out == ""


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_page_of_words_in_both_languages(cakupan: Command, tmp_path: Path, lang: str) -> None:
    (tmp_path / "berita.txt").write_text(TEXT, encoding="utf-8")
    page = cakupan("check", tmp_path / "berita.txt", "--lang", lang).out
    assert ("58,24 %" if lang == "id" else "58.24 %") in page
