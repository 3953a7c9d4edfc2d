"""A form that comes back is known again, whatever it is called and whoever saved it; contradictions are said."""

import csv
import time
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from cakupan.basics.refused import Refused
from cakupan.reports.labels import Carrier, Label, LabelsDisagree, label_of, parse_round
from intake.rendering import OLE, archive_of
from reports.forms_filled import VILLAGE, filled, form, person, saved

PROPERTIES = r"docProps/custom\.xml"


def carrier_of(content: bytes) -> Carrier | None:
    found = label_of(content, "Copy of data FIX.xlsx")
    assert found is None or found.label == VILLAGE
    return found.carrier if found else None


def resaved(content: bytes, *, properties: bool = True, hidden: bool = True, line: bool = True) -> bytes:
    """As a program writes it that keeps only some of what carries the label."""
    book = load_workbook(BytesIO(content))
    if not properties:
        del book.custom_doc_props["cakupan"]
    if not hidden:
        del book["cakupan_data"]
    if not line:
        book.worksheets[0]["A4"].value = None
    return saved(book)


def as_csv(content: bytes, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = StringIO(newline="")
    rows = load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def test_each_carrier_speaks_where_those_before_it_are_lost() -> None:
    content = filled(form(), [person(1)])
    assert carrier_of(content) is Carrier.PROPERTIES
    assert carrier_of(resaved(content, properties=False)) is Carrier.HIDDEN_SHEET
    assert carrier_of(resaved(content, properties=False, hidden=False)) is Carrier.VISIBLE_LINE
    last = label_of(resaved(content, properties=False, hidden=False, line=False), "x.xlsx")
    assert last is not None
    assert last.carrier is Carrier.SHEET_NAME
    assert (last.label.kind, last.label.area, last.label.round) == ("nominations", "16.06.04.2010", "2026-1")


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ";")]
)
def test_a_csv_still_has_the_visible_line(encoding: str, delimiter: str) -> None:
    content = as_csv(filled(form(), [person(1)]), encoding, delimiter)
    assert carrier_of(content) is Carrier.VISIBLE_LINE


def test_an_open_document_still_has_its_property_and_its_sheets() -> None:
    meta = f'<meta:user-defined meta:name="cakupan">{VILLAGE.token}</meta:user-defined>'
    table = f'<table:table table:name="{VILLAGE.sheet_name}"><text:p>{VILLAGE.token}</text:p></table:table>'
    content = archive_of(**{"mimetype": "", "meta.xml": meta, "content.xml": table})
    assert carrier_of(content) is Carrier.PROPERTIES
    assert carrier_of(archive_of(**{"mimetype": "", "content.xml": table})) is Carrier.VISIBLE_LINE


def test_an_old_workbook_still_has_its_cells() -> None:
    for encoding in ("latin-1", "utf-16-le"):
        assert carrier_of(OLE + VILLAGE.token.encode(encoding)) is Carrier.VISIBLE_LINE


def test_a_file_that_is_no_form_has_no_label() -> None:
    assert carrier_of(b"nik,nama\n1,x\n") is None
    assert carrier_of(b"PK\x03\x04 cut off") is None
    assert carrier_of(b"") is None


def test_the_form_of_one_village_renamed_for_another_is_said_and_not_guessed() -> None:
    book = load_workbook(BytesIO(form()))
    other = Label("nominations", "16.06.04.2011", "2026-1", "16.06")
    book.worksheets[0]["A4"].value = f"Jangan diubah: {other.token}"
    with pytest.raises(LabelsDisagree) as refusal:
        label_of(saved(book), "x.xlsx")
    assert refusal.value.code == "labels_disagree"
    assert "16.06.04.2010" in str(refusal.value.facts["first"])
    assert "16.06.04.2011" in str(refusal.value.facts["second"])


def test_a_label_that_was_changed_by_hand_is_not_believed() -> None:
    book = load_workbook(BytesIO(resaved(form(), properties=False, hidden=False)))
    book.worksheets[0]["A4"].value = VILLAGE.token.replace("2010", "2011")
    with pytest.raises(LabelsDisagree) as refusal:
        label_of(saved(book), "x.xlsx")
    assert refusal.value.code == "label_damaged"


def test_every_sheet_name_fits_into_what_excel_allows() -> None:
    from cakupan.reports.forms import forms

    names = [Label(kind, "16.06.04.2010", "2026-ABC", "16.06").sheet_name for kind in forms()]
    assert max(map(len, names)) <= 31


def test_a_round_that_would_not_fit_is_refused() -> None:
    assert parse_round(" 2026-1 ") == "2026-1"
    with pytest.raises(Refused):
        parse_round("putaran pertama 2026")


def test_tags_that_never_end_hold_nobody_up() -> None:
    begun = time.process_time()
    assert carrier_of(archive_of({"xl/workbook.xml": "<sheet " * 200_000})) is None
    assert time.process_time() - begun < 10  # one look from each tag to the end would take minutes
