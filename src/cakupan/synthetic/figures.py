"""The small files beside the people: the branch's recap, the counts of the statistics office, the targets."""

import csv
from collections.abc import Sequence
from io import StringIO

import numpy as np

from cakupan.regions import area as area_of
from cakupan.synthetic.calendar import MONTH_NAMES, MONTHS, first_days, month_at
from cakupan.synthetic.enrolment import DECEMBER, JULY
from cakupan.synthetic.memberships import BPU, SEGMENTS, standing_in
from cakupan.synthetic.rates import POTENTIAL
from cakupan.synthetic.regency import Regency
from cakupan.synthetic.villages import shared_out

EMPLOYED = 322_580  # Sakernas 2024, of the same place as POTENTIAL
LABOUR_FORCE = 329_610  # the same round (DOMAIN.md 1.2)


def recap(regency: Regency) -> bytes:
    """Active memberships by segment and month, with the branch's earlier cut-off, under a total.

    The totals of December 2024 and July 2025 are the published ones, and their segments shares of them.
    """
    counts = [_memberships(regency, month) for month in range(MONTHS)]
    for published, total in zip((DECEMBER, JULY), regency.totals, strict=True):
        counts[published] = [int(many) for many in shared_out(total, tuple(map(float, counts[published])))]
    lines: list[Sequence[object]] = [
        [f"Rekap kepesertaan aktif {area_of(regency.area).title}", "", "", "", ""],
        ["", "", "", "", ""],
        ["Wilayah", "Bulan", "Segmen", "Peserta", "Sumber"],
    ]
    for number, by_segment in enumerate(counts):
        month = month_at(number)
        named = f"{MONTH_NAMES[month.number - 1]} {month.year}"
        parts = zip(SEGMENTS, by_segment, strict=True)
        lines += [[regency.area, named, segment, _thousands(many), "kantor cabang"] for segment, many in parts]
        lines.append([regency.area, named, "Jumlah", _thousands(sum(by_segment)), "kantor cabang"])
    return _csv(lines, ";")


def workforce(regency: Regency) -> bytes:
    """Potential workers, and those employed and in the labour force in the same proportion as published.

    Sampling errors and days of publication are not known of any of them, so they stay empty.
    """
    potential = len(regency.people)
    employed, force = (round(many * potential / POTENTIAL) for many in (EMPLOYED, LABOUR_FORCE))
    return _csv(
        [
            ["penyebut", "wilayah", "nilai", "tahun data", "definisi", "sumber"],
            ["potensi-bps-2025", regency.area, potential, 2025, "potensi tenaga kerja", "BPS 2025"],
            ["sakernas-bekerja", regency.area, employed, 2024, "penduduk 15+ yang bekerja", "BPS Sakernas 2024"],
            ["angkatan-kerja", regency.area, force, 2024, "angkatan kerja 15+", "BPS Sakernas 2024"],
        ]
    )


def families(regency: Regency, rng: np.random.Generator) -> bytes:
    """How many families each village lists: its households, but for what the office's list has too many or too few."""
    people = regency.people
    first_of_each = people.head == np.arange(len(people))
    households = np.bincount(people.village[first_of_each], minlength=len(regency.villages.areas))
    off = rng.normal(0, regency.rates.families_off, len(households))
    listed = np.maximum(0, np.rint(households * (1 + off))).astype(np.int64)
    heading = ["penyebut", "wilayah", "pembobot", "nilai", "tahun data", "definisi", "sumber"]
    told = ("jumlah keluarga", "rekap keluarga per desa (rekaan)")
    rows = zip(regency.villages.areas, listed.tolist(), strict=True)
    return _csv([heading, *(["keluarga-desa", area.code, "keluarga", many, 2024, *told] for area, many in rows)])


def targets(regency: Regency) -> bytes:
    """The national target of 2025, and the regency's own."""
    heading = ["sasaran", "wilayah", "tahun", "persen", "penetap", "penyebut", "sumber"]
    told = (
        ("nasional-2025", "52,15", "Kemendagri", "Dirjen Bina Bangda 2025-05-15"),
        ("muba-2025", "58,24", "pemerintah kabupaten (dugaan)", "dihitung dari selisih terbit"),
    )
    return _csv(
        [
            heading,
            *([name, regency.area, 2025, rate, by, "potensi-bps-2025", source] for name, rate, by, source in told),
        ]
    )


def _memberships(regency: Regency, month: int) -> list[int]:
    members = regency.members
    standing = standing_in(members, regency.people, month)
    cut_off = int(first_days(np.array([month]))[0]) + regency.rates.recap_cut_off_day
    counted = standing.active & ((members.segment == BPU) | (members.starts_on < cut_off))
    return [int(many) for many in np.bincount(members.segment[counted], minlength=len(SEGMENTS))]


def _thousands(many: int) -> str:
    return f"{many:,}".replace(",", ".")


def _csv(lines: Sequence[Sequence[object]], between: str = ",") -> bytes:
    text = StringIO()
    csv.writer(text, delimiter=between, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode()
