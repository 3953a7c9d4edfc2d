"""The agency's monthly extracts and their late corrections, as CSV: what each row says, and whose row it is."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cakupan.regions import area as area_of
from cakupan.synthetic.calendar import (
    MONTHS,
    NEVER,
    Flags,
    Ints,
    digits,
    joined,
    last_days,
    months_of,
    picked,
    written_days,
)  # fmt: skip
from cakupan.synthetic.faults import KPJ_DIGITS, chosen, damaged_kpjs, damaged_niks, varied_names
from cakupan.synthetic.memberships import BPU, GRACE, PU, SELF, Memberships, Standing, began_on, standing_in
from cakupan.synthetic.parts import parts
from cakupan.synthetic.regency import Regency

HEADING = (
    "NIK,NAMA,SEGMEN,KPJ,TANGGAL LAHIR,JENIS KELAMIN,DESA,KECAMATAN,PROGRAM,PERUSAHAAN,LOKASI KERJA,PEMBAYAR,MULAI,"
    "BERAKHIR,LUNAS SAMPAI,STATUS\r\n"
)
SEGMENT_WORDS = ["PU", "BPU", "JAKON", "PMI"]
PAYER_WORDS = ["PERUSAHAAN", "MANDIRI", "APBD KABUPATEN", "APBDES", "DBH SAWIT", "CSR"]
PROGRAMMES = ['"JKK,JKM,JHT,JP"', '"JKK,JKM,JHT"', '"JKK,JKM"', '"JKK,JKM"', '"JKK,JKM,JHT"']
ACTIVE, INACTIVE, DIED = range(3)
STATUS_WORDS = ["AKTIF", "NON AKTIF", "MENINGGAL"]
RIGHT = 2  # the version of a row without any fault
SOUND, SWAPPED, MISSING = range(3)  # how a birth is written
NO_KPJ = -1
OLD_BORN_BEFORE = -1461  # 1966: whoever is younger turns 66 in no month told of
BIRTH_WRONG = 2  # months in which the birth of the old is wrong


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one extract as it says them: which membership, paid until which month, ended when, what status."""

    membership: Ints
    version: Ints  # of NIK and name: 0 and 1 as written before and after something changed; 2 without fault
    kpj: Ints  # a place in `Habits.kpjs`, or NO_KPJ
    birth: Ints  # SOUND, SWAPPED or MISSING
    began_on: Ints
    paid_until: Ints  # a month; NEVER for none
    ended_on: Ints  # NEVER for none
    status: Ints

    def rows(self, which: Ints | Flags) -> "Rows":
        return Rows(*(getattr(self, name)[which] for name in self.__dataclass_fields__))


@dataclass(frozen=True, slots=True)
class Habits:
    """What stays wrong with a membership from month to month."""

    heads: pa.Array  # three versions of the beginning of a line, one after another
    changes_in: Ints
    damaged: tuple[Flags, Flags]  # whether the NIK is, before and after the change
    kpjs: pa.Array  # of all memberships as they are, then as they are damaged
    kpj_unreadable: Flags  # of `kpjs`: a digit is lost
    kpj: tuple[Ints, Ints]  # the place in `kpjs` before and after the change, or NO_KPJ
    births: pa.Array  # as they are, then with day and month exchanged, then nothing
    birth: Ints  # SOUND, SWAPPED or MISSING
    birth_from: Ints  # the months in which it is so
    birth_to: Ints
    village_missing: Flags
    tails: pa.Array  # from the sex to the payer: what is written alike in all months
    stale_from: Ints
    stale_to: Ints
    behind: Ints
    arrears: Ints


def habits_of(regency: Regency, rng: np.random.Generator) -> Habits:
    """The lasting faults of every membership, by the stated shares."""
    members, rates = regency.members, regency.rates.extracts
    many = len(members)
    damaged = _before_and_after(many, rates.nik_damaged, rates.damage_changes, rng)
    varied = _before_and_after(many, rates.name_varied, rates.variant_changes, rng)
    kpjs, unreadable, kpj = _kpjs(regency, rng)
    nowhere = chosen(many, rates.village_missing, rng)
    births, birth, birth_from, birth_to = _births(regency, rng)
    stale_from = np.where(members.sponsored & chosen(many, rates.stale, rng), rng.integers(1, 17, many), NEVER)
    return Habits(
        heads=_heads(regency, damaged, varied, rng),
        changes_in=rng.integers(2, 19, many),
        damaged=damaged,
        kpjs=kpjs,
        kpj_unreadable=unreadable,
        kpj=kpj,
        births=births,
        birth=birth,
        birth_from=birth_from,
        birth_to=birth_to,
        village_missing=nowhere,
        tails=_tails(regency, nowhere, rng),
        stale_from=stale_from,
        stale_to=stale_from + rng.integers(5, 11, many),
        behind=(members.sponsored & chosen(many, rates.behind, rng)).astype(np.int64),
        arrears=np.where(chosen(many, rates.in_arrears, rng), rng.integers(1, 6, many), 0),
    )


def extract_of(regency: Regency, habits: Habits, month: int, rng: np.random.Generator) -> Rows:
    """The extract of a month as it should be: with the lasting faults, and now and then a KPJ copied down."""
    members = regency.members
    standing = standing_in(members, regency.people, month)
    listed = np.flatnonzero(standing.listed)
    changed = (month >= habits.changes_in)[listed]
    kpj = np.where(changed, habits.kpj[1][listed], habits.kpj[0][listed])
    wrong_birth = (habits.birth_from <= month) & (month < habits.birth_to)
    return Rows(
        membership=listed,
        version=changed.astype(np.int64),
        kpj=_copied_down(kpj, members.person[listed], regency.rates.extracts.kpj_copied, rng),
        birth=np.where(wrong_birth, habits.birth, SOUND)[listed],
        began_on=began_on(members, standing)[listed],
        paid_until=_paid_until(members, habits, standing, month)[listed],
        ended_on=_ended_on(regency, standing, month)[listed],
        status=_status(members, habits, standing, month)[listed],
    )


def with_correction(
    regency: Regency, habits: Habits, rows: Rows, month: int, rng: np.random.Generator
) -> tuple[Rows, Rows]:
    """The extract as it was first sent, and the rows of the correction that makes `rows` of it."""
    members, rates = regency.members, regency.rates.extracts
    of = rows.membership
    unreadable = (rows.kpj == NO_KPJ) | habits.kpj_unreadable[rows.kpj]
    segment, clear = members.segment[of], _clear(members.person[of], unreadable)
    many = len(of)
    last = int(last_days(np.array([month]))[0])
    damaged = np.where(rows.version == 0, habits.damaged[0][of], habits.damaged[1][of])
    mended = (damaged | unreadable) & clear & chosen(many, rates.niks_mended, rng)
    ended = (segment == PU) & clear & (rows.ended_on < last) & (months_of(rows.ended_on) == month)
    ended &= chosen(many, rates.ends_added, rng)
    forgotten = (segment == PU) & clear & (rows.status == ACTIVE) & chosen(many, rates.rows_forgotten, rng)
    owing = (members.payer[of] == SELF) & (segment == BPU) & clear & (rows.status == ACTIVE)
    owing &= (months_of(rows.began_on) < month - 6) & chosen(many, rates.status_mended, rng)
    first = replace(
        rows,
        paid_until=np.where(owing, month - GRACE - 2, rows.paid_until),
        ended_on=np.where(ended, NEVER, rows.ended_on),
        status=np.where(ended, ACTIVE, np.where(owing, INACTIVE, rows.status)),
    )
    later = replace(
        rows, version=np.where(mended, RIGHT, rows.version), kpj=np.where(mended & unreadable, of, rows.kpj)
    )
    return first.rows(~forgotten), later.rows(_with_other_employer(mended | ended | forgotten | owing, members.kpj[of]))


def written(habits: Habits, rows: Rows) -> bytes:
    """The file: a heading and one line a row, ended as Windows ends them."""
    many = len(habits.changes_in)
    month_ends = np.where(rows.paid_until == NEVER, NEVER, last_days(np.minimum(rows.paid_until, 600)))
    lines = joined(
        habits.heads.take(pa.array(rows.version * many + rows.membership)),
        pc.fill_null(habits.kpjs.take(pa.array(rows.kpj, mask=rows.kpj == NO_KPJ)), ""),
        habits.births.take(pa.array(rows.birth * many + rows.membership)),
        habits.tails.take(pa.array(rows.membership)),
        written_days(rows.began_on), written_days(rows.ended_on), written_days(month_ends),
        picked(STATUS_WORDS, rows.status), between=",",
    )  # fmt: skip
    return HEADING.encode() + as_bytes(lines)


def as_bytes(lines: pa.Array) -> bytes:
    """The lines one after another; a string column already holds them so."""
    ended = pc.binary_join_element_wise(lines, "", "\r\n")
    offsets = np.frombuffer(ended.buffers()[1], np.int32)[ended.offset : ended.offset + len(ended) + 1]
    return ended.buffers()[2].to_pybytes()[offsets[0] : offsets[-1]] if len(ended) else b""


def _before_and_after(many: int, share: float, changes: float, rng: np.random.Generator) -> tuple[Flags, Flags]:
    faulty = chosen(many, share, rng)
    changing, first = faulty & chosen(many, changes, rng), chosen(many, 0.5, rng)
    return faulty & ~(changing & ~first), faulty & ~(changing & first)


def _heads(
    regency: Regency, damaged: tuple[Flags, Flags], varied: tuple[Flags, Flags], rng: np.random.Generator
) -> pa.Array:
    members = regency.members
    nik = regency.numbers.nik.take(pa.array(members.person))
    name = pc.utf8_upper(regency.names.written(members.person))
    wrong_nik = _replaced(
        nik, damaged[0] | damaged[1], lambda cells: damaged_niks(cells, regency.rates.extracts.nik_damages, rng)
    )
    wrong_name = _replaced(
        name,
        varied[0] | varied[1],
        lambda cells: varied_names(cells, regency.people.female[members.person][varied[0] | varied[1]], rng),
    )
    segment = picked(SEGMENT_WORDS, members.segment)
    versions = [
        joined(
            pc.if_else(pa.array(bad_nik), wrong_nik, nik),
            pc.if_else(pa.array(bad_name), wrong_name, name),
            segment,
            between=",",
        )
        for bad_nik, bad_name in zip(damaged, varied, strict=True)
    ]
    return pa.concat_arrays([*versions, joined(nik, name, segment, between=",")])


def _replaced(cells: pa.Array, where: Flags, change: Callable[[pa.Array], pa.Array]) -> pa.Array:
    return pc.replace_with_mask(cells, pa.array(where), change(cells.filter(pa.array(where))))


def _kpjs(regency: Regency, rng: np.random.Generator) -> tuple[pa.Array, Flags, tuple[Ints, Ints]]:
    """All KPJ as they are and damaged, which of these lost a digit, and the place of the one written."""
    members, rates = regency.members, regency.rates.extracts
    many = len(members)
    wrong, lost = damaged_kpjs(members.kpj, rates.kpj_damages, rng)
    missing = _before_and_after(many, rates.kpj_missing, rates.kpj_changes, rng)
    damaged = _before_and_after(many, rates.kpj_damaged, rates.kpj_changes, rng)
    own = np.arange(many)
    before, after = (
        np.where(none, NO_KPJ, np.where(bad, many + own, own)) for none, bad in zip(missing, damaged, strict=True)
    )
    kpjs = pa.concat_arrays([digits(members.kpj, KPJ_DIGITS), wrong])
    return kpjs, np.concatenate([np.zeros(many, bool), lost]), (before, after)


def _copied_down(kpj: Ints, person: Ints, share: float, rng: np.random.Generator) -> Ints:
    """The KPJ of an extract, some of them that of the row above, if there is one and it is of somebody else."""
    above = np.concatenate([[NO_KPJ], kpj[:-1]])
    other = np.concatenate([[False], person[1:] != person[:-1]])
    return np.where(chosen(len(kpj), share, rng) & other & (above != NO_KPJ), above, kpj)


def _births(regency: Regency, rng: np.random.Generator) -> tuple[pa.Array, Ints, Ints, Ints]:
    """The births in the three ways to write them, the way chosen, and the months in which it is chosen."""
    members, people, rates = regency.members, regency.people, regency.rates.extracts
    many = len(members)
    born = people.born[members.person]
    missing = chosen(many, rates.birth_missing, rng)
    swapped = ~missing & chosen(many, rates.birth_swapped, rng) & (_day_of(born) <= 12)
    listed = sum(standing_in(members, people, month).listed.astype(np.int64) for month in range(MONTHS))
    old = born < OLD_BORN_BEFORE
    way = np.where(old & (listed < 3 * BIRTH_WRONG), SOUND, np.where(missing, MISSING, swapped * SWAPPED))
    since = np.where(old, rng.integers(0, MONTHS, many), 0)
    written = pa.concat_arrays([written_days(born), written_days(born, "%m-%d-%Y"), pa.array([""] * many)])
    return written, way, since, np.where(old, since + BIRTH_WRONG, MONTHS)


def _clear(person: Ints, unreadable: Flags) -> Flags:
    """Whether a correction can say which of a person's rows of a month it speaks of: by its KPJ, or there is one."""
    rows, without = np.bincount(person), np.bincount(person, weights=unreadable)
    return np.asarray((rows[person] == 1) | (without[person] == 0))


def _with_other_employer(named: Flags, kpj: Ints) -> Flags:
    """The rows named, and beside each the other one of its KPJ, because a file speaks with all its rows of one."""
    same = kpj[1:] == kpj[:-1]
    both = named.copy()
    both[1:] |= same & named[:-1]
    both[:-1] |= same & named[1:]
    return both


def _tails(regency: Regency, nowhere: Flags, rng: np.random.Generator) -> pa.Array:
    """From the sex to the payer: what is written alike in all months."""
    members, people, rates = regency.members, regency.people, regency.rates.extracts
    many = len(members)
    village = people.village[members.person]
    names = [area.name.upper() for area in regency.villages.areas]
    variants = [_another_way(name, number) for number, name in enumerate(names)]
    written_village = np.where(nowhere, -1, village + len(names) * chosen(many, rates.village_varied, rng))
    return joined(
        picked(["L", "P"], people.female[members.person].astype(np.int64)),
        pc.fill_null(picked(names + variants, written_village), ""),
        picked([area.name.upper() for area in regency.districts_of_villages()], village),
        picked(PROGRAMMES, members.programme), pc.fill_null(picked(regency.firms, members.firm), ""),
        _workplaces(regency),
        picked(PAYER_WORDS, members.payer), between=",",
    )  # fmt: skip


def _workplaces(regency: Regency) -> pa.Array:
    """Where each firm is: most in the regency, one in nine elsewhere, in turn in the places of `parts.toml`."""
    titles = [area_of(code).title.upper() for code in (regency.area, *parts()["work_elsewhere"]["areas"])]
    firm = regency.members.firm
    away = np.where(firm % 9 == 4, 1 + firm // 9 % (len(titles) - 1), 0)
    return pc.fill_null(picked(titles, np.where(firm < 0, -1, away)), "")


def _another_way(village: str, number: int) -> str:
    """Run together, or with the word for village before it, as must be where the last word is a numeral."""
    numbered = len(village.rsplit(maxsplit=1)[-1]) <= len("III")
    return f"DS. {village}" if number % 2 or numbered else village.replace(" ", "")


def _day_of(days: Ints) -> Ints:
    return days - days.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + 1


def _paid_until(members: Memberships, habits: Habits, standing: Standing, month: int) -> Ints:
    """As the extract says it. A sponsor's payments may be ahead of it; for all others it is right."""
    truly = standing.paid_until
    seen = np.maximum(truly - habits.behind, np.minimum(standing.began, truly))
    stale = (habits.stale_from <= month) & (month < habits.stale_to)
    stuck = np.minimum(seen, np.maximum(habits.stale_from, standing.began))
    wage = np.clip(month - habits.arrears, months_of(members.starts_on), months_of(members.ends_on))
    return np.where(members.segment == BPU, np.where(stale, stuck, seen), np.where(members.segment == PU, wage, NEVER))


def _ended_on(regency: Regency, standing: Standing, month: int) -> Ints:
    """The day of death, or the end that has come or was told ahead; a BPU membership has no other end than death."""
    members = regency.members
    last = int(last_days(np.array([month]))[0])
    told = (members.segment != BPU) & ((members.ends_on <= last) | members.told_ahead)
    died = regency.people.died[members.person]
    # an end told ahead does not know of the death to come
    return np.where(standing.dead, died, np.where(told & (members.ends_on != died), members.ends_on, NEVER))


def _status(members: Memberships, habits: Habits, standing: Standing, month: int) -> Ints:
    paid = _paid_until(members, habits, standing, month)
    counts = np.where(members.segment == BPU, paid >= month - GRACE, standing.active)
    return np.where(standing.dead, DIED, np.where(counts, ACTIVE, INACTIVE))
