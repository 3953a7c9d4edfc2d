"""What sponsors paid for whom and for which months: the offices' lists of payments, as CSV."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cakupan.synthetic.calendar import Flags, Ints, digits, first_days, joined, month_at, picked, written_days
from cakupan.synthetic.extracts import PAYER_WORDS, as_bytes
from cakupan.synthetic.faults import chosen, damaged_niks
from cakupan.synthetic.memberships import APBD, NO_SPELL, SPELLS
from cakupan.synthetic.regency import Regency

HEADING = "NO,NIK,KPJ,NAMA,DARI,SAMPAI,JUMLAH,KODE IURAN,PEMBAYAR,DANA,TANGGAL BAYAR\r\n"
A_MONTH = 16_800  # JKK and JKM of a BPU member (PP 44/2015)
_FUNDS = ["", "", "APBD", "DANA DESA", "DBH SAWIT", "TJSL"]


@dataclass(frozen=True, slots=True)
class Paid:
    """One row for each membership and half-year, or the part of it that was paid."""

    membership: Ints
    begins: Ints
    ends: Ints


def payments_in(regency: Regency, half_years: Iterable[int], until: int) -> Paid:
    """What was paid for the months of these half-years, up to the month `until`."""
    members = regency.members
    found = [
        _overlap(members.begins[:, spell], members.ends[:, spell], members.sponsored, start, min(start + 5, until))
        for start in half_years
        for spell in range(SPELLS)
    ]
    columns = [np.concatenate(column) for column in zip(*found, strict=True)]
    order = np.lexsort((columns[0], columns[1]))
    return Paid(*(column[order] for column in columns))


def written(regency: Regency, paid: Paid, rng: np.random.Generator) -> bytes:
    """The file. Some rows have no KPJ, and some a damaged NIK; never neither."""
    members, rates = regency.members, regency.rates
    many, of = len(paid.membership), paid.membership
    person = members.person[of]
    without = chosen(many, rates.payments_without_kpj, rng)
    damaged = ~without & chosen(many, rates.extracts.nik_damaged, rng)
    nik = regency.numbers.nik.take(pa.array(person))
    nik = pc.replace_with_mask(
        nik, pa.array(damaged), damaged_niks(nik.filter(pa.array(damaged)), rates.extracts.nik_damages, rng)
    )
    payer = members.payer[of]
    year = (paid.begins + 11) // 12 + 2023
    months = [str(month_at(number)) for number in range(-12, 30)]
    lines = joined(
        digits(np.arange(1, many + 1), 1), nik, pc.if_else(pa.array(without), "", digits(members.kpj[of], 11)),
        pc.utf8_upper(regency.names.written(person)), picked(months, paid.begins + 12), picked(months, paid.ends + 12),
        digits(A_MONTH * (paid.ends - paid.begins + 1), 1), _codes(payer, paid.begins, year),
        picked(PAYER_WORDS, payer), joined(picked(_FUNDS, payer), digits(year, 4), between=" "),
        written_days(first_days(paid.begins) + 4 + payer * 3), between=",",
    )  # fmt: skip
    return HEADING.encode() + as_bytes(lines)


def _overlap(begins: Ints, ends: Ints, sponsored: Flags, first: int, last: int) -> tuple[Ints, Ints, Ints]:
    low, high = np.maximum(begins, first), np.minimum(ends, last)
    rows = np.flatnonzero(sponsored & (begins != NO_SPELL) & (low <= high))
    return rows, low[rows], high[rows]


def _codes(payer: Ints, begins: Ints, year: Ints) -> pa.Array:
    """The contribution code of a bill: twelve digits, one for each payer and first month."""
    return digits((year % 100) * 10**10 + (begins + 12) * 10**6 + (payer - APBD + 1) * 10**4 + 9001, 12)
