"""Published PDFs: read as their paragraphs were written, or refused in a sentence that says what to do."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from cakupan_app.work.pdf_lines import joined
from pdfs import pdf_of

from .test_check import assert_the_article_is_explained

Command = Callable[..., Any]
ARTICLE = (
    "Per Juli 2025 cakupan di Kabupaten Musi Banyu-",
    "asin 48,26 persen, yaitu 103.079 pekerja ter-",
    "daftar dari potensi tenaga kerja 213.",
    "582. Desember 2024 baru 41,65 persen dengan",
    "88.958 tenaga kerja aktif.",
    "Masih kurang sekitar 21.311 peserta untuk",
    "mencapai target 52,15 persen pada tahun 2025.",
)

TABLE = "Segmen Juli Juni\nPU 50.000 49.000\nBPU 53.079 50.000"


def test_figures_and_words_that_a_line_end_went_through_are_read_whole(cakupan: Command, tmp_path: Path) -> None:
    (tmp_path / "berita.pdf").write_bytes(pdf_of([ARTICLE[:3], ARTICLE[3:]]))
    answer = cakupan("check", tmp_path / "berita.pdf", "--json")
    assert answer.status == 1
    assert_the_article_is_explained(answer.json)
    assert {claim["place_code"] for claim in answer.json["claims"]} == {"16.06"}


def _locked() -> bytes:
    from pypdf import PdfReader, PdfWriter

    written, content = PdfWriter(clone_from=PdfReader(BytesIO(pdf_of([ARTICLE])))), BytesIO()
    written.encrypt("rahasia", algorithm="RC4-128")
    written.write(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (lambda: pdf_of([ARTICLE])[:200], "pdf_damaged"),
        (lambda: b"%PDF-1.7 ...", "pdf_damaged"),
        (lambda: pdf_of([(), ()]), "pdf_of_pictures"),
        (lambda: pdf_of([("a",)] * 301), "pdf_too_long"),
        (_locked, "pdf_locked"),
    ],
)
def test_what_cannot_be_read_is_refused(
    cakupan: Command, tmp_path: Path, content: Callable[[], bytes], code: str
) -> None:
    (tmp_path / "berita.pdf").write_bytes(content())
    answer = cakupan("check", tmp_path / "berita.pdf", "--json")
    assert (answer.status, answer.json["code"]) == (2, code)
    assert "berita.pdf" in answer.json["error"]


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        (["angka-\nangka non-\nASN se-\nbagai 2025-\n2026"], "angka-angka non-ASN sebagai 2025-2026"),
        (["pada 2025.\n103.079 pekerja ikut serta"], "pada 2025.\n103.079 pekerja ikut serta"),
        (["cakupannya 48,\n26 persen dari 213,\n582 orang"], "cakupannya 48,26 persen dari 213,582 orang"),
        ([TABLE], TABLE),
        (
            [f"Laporan Muba\n{word} cakupan pekerja naik\nHalaman {number} dari 3" for number, word in
             enumerate(("Bahwa", "dan", "serta"), start=1)],
            "Bahwa cakupan pekerja naik dan cakupan pekerja naik serta cakupan pekerja naik",
        ),
        ([""], ""),
    ],
)  # fmt: skip
def test_lines_become_paragraphs(pages: list[str], text: str) -> None:
    assert joined(pages) == text
