"""What was known on a day, worked out by hand: files, decisions about them, the figures that follow. No tables."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from membership import twin

MONTHS = ("2024-12", "2025-01", "2025-02")
FIRST = date(2025, 3, 1)
DAYS = tuple(FIRST + timedelta(days=days) for days in range(5))  # few, so that several things happen on one day
NAMES = ("Adi Saputra", "Budi Wijaya Kusuma", "Citra Lestari", "Dewi Anggraini", "Eko Prasetyo")
_STATUS = {None: "", "active": "aktif", "inactive": "menunggak", "ended": "keluar", "died": "meninggal"}

Figures = dict[tuple[str, ...], int | None]  # (evidence, month) and (evidence, month, segment)


@dataclass(frozen=True)
class Listed:
    """A row of an extract."""

    person: int
    month: str
    segment: str
    status: str | None


@dataclass(frozen=True)
class Said:
    """A recap's word on a month."""

    month: str
    members: int


@dataclass(frozen=True)
class Paid:
    """A payment of a person for a month."""

    person: int
    month: str


@dataclass(frozen=True)
class File:
    kind: str  # members, recap, payments
    rows: tuple[Any, ...]


@dataclass(frozen=True)
class Decision:
    """That a file was accepted, held or taken out, known from a day on. Their order is that in which they were made."""

    file: int
    action: str  # accept, hold, undo
    day: date


@dataclass(frozen=True)
class World:
    """One regency's files, every decision about them, and the day that is asked about."""

    files: tuple[File, ...]
    decisions: tuple[Decision, ...]
    asked: date


def in_force(decisions: Sequence[Decision], day: date) -> list[tuple[int, date, int]]:
    """The files in force on `day`, with the day of their ruling decision and its place among all of them."""
    ruling: dict[int, tuple[date, int, str]] = {}
    for place, one in enumerate(decisions, 1):
        if one.day <= day:
            ruling[one.file] = max(ruling.get(one.file, (date.min, 0, "")), (one.day, place, one.action))
    found = [(file, known, place) for file, (known, place, action) in ruling.items() if action == "accept"]
    return sorted(found, key=lambda one: one[1:])


def figures(world: World, area: str = "16.06") -> Figures:
    """Every figure of the world as known on the day asked about; None is unknown."""
    known = in_force(world.decisions, world.asked)
    told = {("recap", month): _recap(world, known, month) for month in MONTHS}
    rows = [_row(world, area, *one) for one in _numbered(world, known, "members")]
    payments = [_payment(row) for _, _, _, _, row in _numbered(world, known, "payments")]
    verdicts = twin.verdicts(rows)
    speaking = [row for row, verdict in zip(rows, verdicts, strict=True) if verdict == "in_force"]
    for evidence, paid in (("extract", []), ("linked", payments)):
        told |= _people(speaking, paid, evidence)
    return told


def _recap(world: World, known: Iterable[tuple[int, date, int]], month: str) -> int | None:
    said = [row.members for file, _, _ in known for row in _of_kind(world, file, "recap") if row.month == month]
    return said[-1] if said else None


def _of_kind(world: World, file: int, kind: str) -> tuple[Any, ...]:
    return world.files[file].rows if world.files[file].kind == kind else ()


def _numbered(world: World, known: Iterable[tuple[int, date, int]], kind: str) -> list[tuple[int, date, int, int, Any]]:
    return [
        (file, day, order, place, row)
        for file, day, order in known
        for place, row in enumerate(_of_kind(world, file, kind), 2)
    ]


def _row(world: World, area: str, file: int, day: date, order: int, place: int, row: Listed) -> twin.Row:
    del world
    empty = dict.fromkeys(("kpj", "payer", "programmes", "started_on", "ended_on", "paid_until", "birth", "sex"))
    where = {"village": None, "district": None, "area": area, "sheet": "", "row": place}
    said = {"person": row.person, "month": row.month, "segment": row.segment, "status": row.status}
    return {**empty, **where, **said, "file": str(file), "known_on": day, "order": order}


def _payment(row: Paid) -> twin.Row:
    return {"person": row.person, "starts_month": row.month, "ends_month": None, "kpj": None, "paid_on": None}


def _people(rows: Sequence[twin.Row], payments: Sequence[twin.Row], evidence: str) -> Figures:
    states = twin.states(rows, payments, [])
    standing = [row | {"state": state} for row, (state, _) in zip(rows, states, strict=True)]
    counted = Counter(row["month"] for row in twin.speaking(standing))
    parts = Counter((row["month"], row["segment"]) for row in twin.speaking(standing))
    months = {row["month"] for row in rows}
    told: Figures = {(evidence, month): counted[month] if month in months else None for month in MONTHS}
    return told | {(evidence, *part): many for part, many in parts.items()}


def text_of(file: File, place: int, area: str, niks: Mapping[int, str]) -> str:
    """The file as an office would send it. A column nobody reads makes each one differ from all others."""
    heads = {"members": "nik,nama,segmen,bulan,status", "recap": "wilayah,bulan,peserta,sumber"}
    lines = [f"{heads.get(file.kind, 'nik,nama,bulan,jumlah')},berkas ke"]
    for row in file.rows:
        if isinstance(row, Listed):
            cells = [niks[row.person], NAMES[row.person], row.segment, row.month, _STATUS[row.status]]
        elif isinstance(row, Said):
            cells = [area, row.month, str(row.members), "cabang"]
        else:
            cells = [niks[row.person], NAMES[row.person], row.month, "16800"]
        lines.append(",".join([*cells, str(place)]))
    return "\n".join(lines) + "\n"


def niks(serials_from: int) -> dict[int, str]:
    """A made-up NIK for each person, a day of birth for each."""
    return {person: f"160601{11 + person:02}0690{serials_from + person}" for person in range(len(NAMES))}


_PERSON = st.integers(0, len(NAMES) - 1)
_MONTH = st.sampled_from(MONTHS)
_LISTED = st.builds(
    Listed, _PERSON, _MONTH, st.sampled_from(("PU", "BPU", "BPU")), st.sampled_from((None, None, *_STATUS))
)
_EXTRACT = st.lists(_LISTED, min_size=1, max_size=7, unique_by=lambda row: (row.person, row.month))
_RECAP = st.lists(st.builds(Said, _MONTH, st.integers(1, 99)), min_size=1, max_size=2, unique_by=lambda row: row.month)
_PAYMENTS = st.lists(st.builds(Paid, _PERSON, _MONTH), min_size=1, max_size=3, unique=True)
_FILE = st.one_of(
    st.builds(File, st.just("members"), _EXTRACT.map(tuple)),
    st.builds(File, st.just("members"), _EXTRACT.map(tuple)),
    st.builds(File, st.just("recap"), _RECAP.map(tuple)),
    st.builds(File, st.just("payments"), _PAYMENTS.map(tuple)),
)


@st.composite
def decisions(draw: st.DrawFn, files: int) -> tuple[Decision, ...]:
    """What an office may decide: a file comes in or waits, is taken out, and in again; never before its last word."""
    made: list[Decision] = []
    last: dict[int, Decision] = {}
    arrivals = draw(st.permutations(range(files)))
    again = draw(st.lists(st.integers(0, files - 1), max_size=6))
    for file in [*arrivals, *again]:
        before = last.get(file)
        after = {"accept": "undo", "undo": "accept", "hold": draw(st.sampled_from(("accept", "undo")))}
        action = after[before.action] if before else draw(st.sampled_from(("accept", "accept", "hold")))
        day = draw(st.sampled_from(DAYS))
        last[file] = Decision(file, action, max(day, before.day) if before else day)
        made.append(last[file])
    return tuple(made)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    files = draw(st.lists(_FILE, min_size=1, max_size=5))
    return World(tuple(files), draw(decisions(len(files))), draw(st.sampled_from(DAYS)))
