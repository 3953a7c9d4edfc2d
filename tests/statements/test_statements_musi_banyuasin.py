"""The report that started the project: what is confirmed, what is refused, and what explains it."""

from decimal import Decimal
from pathlib import Path

import pytest

from cakupan.statements import Checked, check_text

# The published figures (jpnn.com, 2025-09-18), in words of our own.
RESTATED = (
    "Sampai Juli 2025 cakupan Jamsostek di Musi Banyuasin 48,26 persen: 103.079 pekerja terdaftar dari potensi 213.582 "
    "pekerja (BPS 2025). Pada Desember 2024 baru 41,65 persen, dengan 88.958 pekerja aktif. Pejabat badan itu berkata "
    "sekitar 21.311 peserta lagi perlu dikejar untuk mencapai target nasional 52,15 persen pada tahun 2025."
)


def _held(checked: Checked) -> None:
    values = {index: claim.value for index, claim in enumerate(checked.claims)}
    confirmed = {values[index] for found in checked.findings if found.kind == "confirmed" for index in found.claims}
    assert checked.verdict == "contradiction"
    assert {Decimal("48.26"), Decimal("41.65")} <= confirmed
    (fault,) = (found for found in checked.findings if found.kind == "contradiction")
    repairs = {(checked.claims[repair.claim].kind, repair.value): repair for repair in fault.repairs}
    assert repairs["gap_workers", 8305].code == "repair_gap_for_target"
    explained = repairs["target_rate", Decimal("58.24")]
    assert (explained.code, explained.facts["needed"]) == ("repair_other_target_cut", 21_312)
    assert fault.facts["computed"] == 8305


def test_21_311_is_refused_for_52_15_and_explained_by_58_24() -> None:
    _held(check_text(RESTATED))


def test_registered_set_against_active_is_said() -> None:
    assert "registered_against_active" in [found.code for found in check_text(RESTATED).findings]


@pytest.mark.shared
def test_the_article_itself_with_its_menus_gives_the_same(shared: Path) -> None:
    checked = check_text((shared / "cases" / "muba-article.txt").read_text(encoding="utf-8"))
    _held(checked)
    assert {claim.place_code for claim in checked.claims} == {"16.06"}
    first = checked.claims[0]
    assert (first.kind, first.value, first.as_of) == ("coverage_rate", Decimal("48.26"), "2025-07")
    repeated = [claim for claim in checked.claims if claim.value == first.value]
    assert len(repeated) == 2
    assert len({claim.span for claim in repeated}) == 2
