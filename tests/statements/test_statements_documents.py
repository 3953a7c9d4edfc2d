"""Pages and documents are read as a reader sees them, whatever their size or damage."""

import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from cakupan.basics.refused import Refused
from cakupan_app.work.check import check_file, read_text
from cakupan_app.work.documents import text_of_docx, text_of_html

SENTENCE = "Per Juli 2025 cakupan Jamsostek Kabupaten Wajo 48,26 persen: 103.079 dari 213.582 pekerja."
PAGE = f"""<!DOCTYPE html><html><head><title>9.999 pekerja</title><style>p {{}}</style></head><body>
<nav>Beranda 12.345 peserta</nav><script>var a = "88,8 persen"</script><!-- 77,7 persen -->
<p>{SENTENCE.replace("103.079", "<b>103.079</b>").replace("dari", "&#100;ari")}</p>
<table><tr><th>Potensi</th><th>Peserta</th></tr><tr><td>213.582</td><td>103.079</td></tr></table></body></html>"""
XML = (
    "<w:document><w:body><w:p><w:r><w:t>{}</w:t></w:r><w:r><w:t xml:space='preserve'>{}</w:t></w:r></w:p>"
    "</w:body></w:document>"
)


def _docx(document: str, part: str = "word/document.xml") -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(part, document)
    return packed.getvalue()


def test_a_page_says_what_its_reader_sees() -> None:
    lines = text_of_html(PAGE).split("\n")
    assert [line for line in lines if line] == [SENTENCE, "Potensi | Peserta", "213.582 | 103.079"]


def test_a_page_and_a_document_are_checked_like_the_text_in_them(tmp_path: Path) -> None:
    page, document = tmp_path / "a.html", tmp_path / "a.docx"
    page.write_text(PAGE.partition("<table>")[0], encoding="utf-8")
    document.write_bytes(_docx(XML.format(SENTENCE[:40], SENTENCE[40:])))
    for path in (page, document):
        checked = check_file(path)
        assert checked.checked.verdict == "consistent"
        assert checked.text.strip() == SENTENCE
        assert all(checked.text[slice(*claim.span)] == claim.quote for claim in checked.checked.claims)


@pytest.mark.parametrize(
    "content",
    [_docx("<w:t>1</w:t>", "xl/workbook.xml"), _docx("x")[:60], b"PK\x03\x04"],
    ids=["sheets", "cut", "its mark alone"],
)
def test_what_is_no_text_is_refused_and_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    with pytest.raises(Refused) as refusal:
        read_text(path)
    assert refusal.value.code == "not_a_text"
    assert text_of_docx(content) is None


@pytest.mark.parametrize("piece", ["<", "<!--", "<p", "<script>", "<td>1", "&", "</", "<w:t>"])
def test_a_page_of_any_mark_up_is_read_in_time(piece: str) -> None:
    started = time.process_time()
    text_of_html(piece * (400_000 // len(piece)))
    assert time.process_time() - started < 5
