"""Cells that were mended in reading are shown beside what is recorded, and say nothing of who it is."""

import pytest

from cakupan.intake import Kind
from cakupan.intake.reading import Repair
from cakupan_app.work.repairs import cell_mended


@pytest.mark.parametrize(
    ("heading", "code", "written", "recorded", "shown"),
    [
        ("Tgl Lahir", "birth_day_month_swapped", "11/04/1979", "1979-11-04", ("**/**/1979", "1979-**-**")),
        ("NIK", "nik_letters", "16O6010101809001", "1606010101809001", ("***********01", "160601********01")),
        ("Nama", "name_spaces", "Siti  Aminah", "Siti Aminah", ("S*** A***", "S*** A***")),
        ("Desa", "village_spelling", "Kayu Aro", "Kayu Ara", ("Kayu Aro", "Kayu Ara")),
        ("what nobody knows", "other", "Siti 31-12-1980", "Siti", ("**** **-**-1980", "****")),
    ],
)
def test_a_mended_cell_is_masked(heading: str, code: str, written: str, recorded: str, shown: tuple[str, str]) -> None:
    cell = cell_mended(Repair("Kayu Ara", 5, heading, code, written, recorded), Kind.NOMINATIONS)
    assert (cell.written, cell.recorded) == shown
