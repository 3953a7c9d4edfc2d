"""Whatever true figures are rendered into text come back and agree; planted faults are found; nothing raises."""

import time
from decimal import ROUND_HALF_UP, Decimal
from math import ceil

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cakupan.statements import check_text

PLACES = st.sampled_from(["Kabupaten Lamongan", "Kota Cirebon", "Kabupaten Wajo", "Kota Dumai", "Provinsi Riau"])
TEMPLATES = st.sampled_from(
    [
        "Per Juli 2025 cakupan Jamsostek {place} tercatat {r} persen, yakni {n} pekerja terlindungi dari potensi {d} "
        "tenaga kerja. Targetnya {t} persen pada 2025, sehingga masih dibutuhkan {g} peserta lagi.",
        "Hingga Juli 2025, {n} dari {d} pekerja di {place} sudah menjadi peserta BPJS Ketenagakerjaan atau {r} persen. "
        "Untuk mencapai target {t} persen, masih kurang {g} pekerja.",
        "Dari {d} pekerja di {place}, baru {n} orang ({r} persen) yang aktif pada Juli 2025. Pemerintah daerah "
        "mengejar {g} peserta untuk memenuhi target {t} persen tahun 2025.",
    ]
)


def _percent(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


@st.composite
def truths(draw: st.DrawFn) -> dict[str, Decimal]:
    potential = draw(st.integers(20_000, 900_000))
    covered = draw(st.integers(potential // 10, potential * 6 // 10))
    rate = _percent(Decimal(100 * covered) / potential)
    target = rate + _percent(Decimal(draw(st.integers(300, 3_000))) / 100)
    gap = ceil(target * potential / 100) - covered
    return {"n": Decimal(covered), "d": Decimal(potential), "r": rate, "t": target, "g": Decimal(gap)}


def _rendered(template: str, place: str, figures: dict[str, Decimal]) -> str:
    written = {
        name: str(value).replace(".", ",") if name in "rt" else f"{int(value):,}".replace(",", ".")
        for name, value in figures.items()
    }
    return template.format(place=place, **written)


@given(truths(), TEMPLATES, PLACES)
def test_true_figures_come_back_and_agree(figures: dict[str, Decimal], template: str, place: str) -> None:
    checked = check_text(_rendered(template, place, figures))
    assert checked.verdict in ("consistent", "rounding_only")
    assert {Decimal(claim.value) for claim in checked.claims} == set(figures.values())
    assert {claim.place for claim in checked.claims} == {place}


@given(truths(), TEMPLATES, PLACES, st.sampled_from("rg"))
def test_a_planted_fault_is_found_and_the_right_value_is_among_the_repairs(
    figures: dict[str, Decimal], template: str, place: str, name: str
) -> None:
    wrong = dict(figures)
    wrong[name] = _percent(figures[name] * Decimal("1.3")) if name == "r" else Decimal(int(figures[name] * 2))
    assume(wrong["g"] != figures["d"] - figures["n"])
    checked = check_text(_rendered(template, place, wrong))
    assert checked.verdict in ("contradiction", "mislabel")
    repaired = {Decimal(repair.value) for finding in checked.findings for repair in finding.repairs}
    assert any(abs(value - figures[name]) <= Decimal("0.01") for value in repaired)


@given(truths(), TEMPLATES, PLACES)
def test_the_gap_to_everyone_printed_as_the_gap_to_the_target_is_a_contradiction(
    figures: dict[str, Decimal], template: str, place: str
) -> None:
    wrong = {**figures, "g": figures["d"] - figures["n"]}
    assert check_text(_rendered(template, place, wrong)).verdict == "contradiction"


@given(st.text())
def test_no_text_raises(text: str) -> None:
    check_text(text)


KNOWN = (
    "cakupan target 48,26 persen 103.079 pekerja dari potensi 213.582 | || Muba Bali Juli 2025 belum terdaftar , ; . ( "
    ") Rp16.800 per bulan naik menjadi atau sekitar lebih 30-40 PU BPU terdiri termasuk total Kecamatan 0 1 99,9"
)
WORDS = st.sampled_from([*KNOWN.split(), "\n"])


@settings(max_examples=300)
@given(st.lists(WORDS, max_size=60))
def test_no_heap_of_the_words_we_know_raises(words: list[str]) -> None:
    text = " ".join(words)
    checked = check_text(text)
    assert all(text[slice(*claim.span)] == claim.quote for claim in checked.claims)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "12 pekerja ",
        "48,26 persen dari 213.582 ",
        "Bali, ",
        "| 1 ",
        "2025 ",
        "belum ",
        "9",
        "1.000 ; ",
        "Juli 2025 1.000 orang, ",
        "Bone 1.000 orang; ",
    ],
)
def test_time_grows_with_the_length_and_no_faster(piece: str) -> None:
    def seconds(length: int) -> float:
        started = time.process_time()
        check_text(piece * (length // len(piece)))
        return time.process_time() - started

    seconds(5_000)
    # quadratic time takes sixteen times as long, every time; a busy machine makes one try seem so, but not each of five
    assert any(seconds(160_000) < 9 * max(seconds(40_000), 0.05) for _ in range(5))
