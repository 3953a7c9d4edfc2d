"""Which files a made-up regency becomes, when each was known, and what is kept of the truth beside them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from cakupan.basics.month import Month
from cakupan.synthetic import extracts, figures, lists, payments
from cakupan.synthetic.calendar import MONTHS, NEVER, Ints, month_at, picked
from cakupan.synthetic.make import Made, MadeFile
from cakupan.synthetic.memberships import began_on, standing_in
from cakupan.synthetic.parts import parts
from cakupan.synthetic.rates import Rates
from cakupan.synthetic.regency import Regency, make_people_and_members, stream
from cakupan.synthetic.truth import ACTIVE, FILES, PERSONS, active_table, first_of, rows_name, spoken_by

NONE_PAID = -10_000  # a month before all others, where an extract says none


@dataclass(frozen=True, slots=True)
class _Draft:
    """A file about to be written, and what is true of its rows (None for files about no persons)."""

    name: str
    kind: str
    known_on: date
    content: bytes
    truth: pa.Table | None = None
    month: Month | None = None


def write_files(
    folder: Path, truth: Path, *, seed: int, size: int, area: str, rates: Rates, report: Callable[[str], None]
) -> Made:
    """As `make_regency`, which checks what is asked for."""
    regency = make_people_and_members(area, size, rates, seed)
    folder.mkdir(parents=True, exist_ok=True)
    truth.mkdir(parents=True, exist_ok=True)
    written = []
    for draft in _drafts(regency, seed):
        report(draft.name)
        written.append(_written(folder, truth, draft))
    files = tuple(sorted(written, key=lambda file: (file.known_on, file.month is None, file.name)))
    _write_listing(truth, files)
    _write_persons(truth, regency)
    return Made(files, truth, len(regency.people), _write_active(truth, regency))


def known_on(month: Month, day: int = 10, after: int = 1) -> date:
    """The day on which something about `month` was received: about the tenth of the month after."""
    received = month + after
    return date(received.year, received.number, day)


def _drafts(regency: Regency, seed: int) -> Iterator[_Draft]:
    yield _Draft("penyebut.csv", "workforce", date(2024, 1, 5), figures.workforce(regency))
    listed = figures.families(regency, stream(seed, "families"))
    yield _Draft("keluarga-per-desa.csv", "workforce", date(2025, 1, 20), listed)
    yield _Draft("sasaran.csv", "targets", date(2025, 5, 20), figures.targets(regency))
    yield from _extracts(regency, seed)
    yield from _payments(regency, seed)
    yield from _lists(regency, seed)
    yield _Draft("rekap-cabang.csv", "recap", date(2025, 8, 14), figures.recap(regency))


def _extracts(regency: Regency, seed: int) -> Iterator[_Draft]:
    habits = extracts.habits_of(regency, stream(seed, "habits"))
    for number in range(MONTHS):
        month = month_at(number)
        rows = extracts.extract_of(regency, habits, number, stream(seed, f"extract {month}"))
        if str(month) in regency.rates.extracts.corrected:
            rows, later = extracts.with_correction(regency, habits, rows, number, stream(seed, f"correction {month}"))
            known = known_on(month, 8, after=3)
            if len(later.membership):  # in a small regency nothing may need correcting, and nobody sends that
                yield _extract(regency, habits, later, number, f"members-{month}-koreksi.csv", known)
        yield _extract(regency, habits, rows, number, f"members-{month}.csv", known_on(month, 9 + number % 3))


def _extract(
    regency: Regency, habits: extracts.Habits, rows: extracts.Rows, number: int, name: str, known: date
) -> _Draft:
    members, of = regency.members, rows.membership
    truth = pa.table(
        {
            "row": pa.array(np.arange(2, len(of) + 2), pa.int32()),
            "person": pa.array(members.person[of], pa.int64()),
            "membership": pa.array(of, pa.int32()),
            "month": pa.array(np.full(len(of), number), pa.int16()),
            "segment": pa.array(members.segment[of], pa.int8()),
            "payer": pa.array(members.payer[of], pa.int8()),
            "began_on": pa.array(rows.began_on, pa.int32()),
            "paid_until": pa.array(np.where(rows.paid_until == NEVER, NONE_PAID, rows.paid_until), pa.int32()),
            "ended_on": pa.array(rows.ended_on, pa.int32()),
            "died": pa.array(rows.status == extracts.DIED),
            "village_told": pa.array(~habits.village_missing[of]),
            "birth_told": pa.array(rows.birth != extracts.MISSING),
        }
    )
    return _Draft(name, "members", known, extracts.written(habits, rows), truth, month_at(number))


def _payments(regency: Regency, seed: int) -> Iterator[_Draft]:
    tranches = (
        ("pembayaran-2023-2024.csv", (-5, 1, 7), 12, date(2025, 1, 16)),
        ("pembayaran-2025-semester-1.csv", (13,), 18, date(2025, 7, 14)),
        ("pembayaran-2025-juli.csv", (19,), 19, date(2025, 8, 13)),
    )
    for name, half_years, until, known in tranches:
        paid = payments.payments_in(regency, half_years, until)
        truth = pa.table(
            {
                "row": pa.array(np.arange(2, len(paid.membership) + 2), pa.int32()),
                "person": pa.array(regency.members.person[paid.membership], pa.int64()),
                "membership": pa.array(paid.membership, pa.int32()),
                "begins": pa.array(paid.begins, pa.int16()),
                "ends": pa.array(paid.ends, pa.int16()),
            }
        )
        yield _Draft(name, "payments", known, payments.written(regency, paid, stream(seed, name)), truth)


def _lists(regency: Regency, seed: int) -> Iterator[_Draft]:
    for number, book in enumerate(lists.workbooks(regency, stream(seed, "lists"))):
        yield _Draft(book.name, "nominations", date(2025, 6, 2 + number), book.content, book.truth)


def _written(folder: Path, truth: Path, draft: _Draft) -> MadeFile:
    digest = sha256(draft.content).hexdigest()
    (folder / draft.name).write_bytes(draft.content)
    if draft.truth is not None:
        _write_table(truth / rows_name(digest), _with_file(draft.truth, digest))
    return MadeFile(folder / draft.name, draft.kind, draft.month, draft.known_on, digest)


def _with_file(rows: pa.Table, sha256: str) -> pa.Table:
    """The rows under their provenance key: file, sheet, row. A CSV file is one sheet, named as intake names it."""
    many = rows.num_rows
    if "sheet" not in rows.column_names:
        rows = rows.add_column(0, "sheet", pa.array(["csv"] * many, pa.string()))
    return rows.add_column(0, "file", pa.array([sha256] * many, pa.string()))


def _write_table(path: Path, table: pa.Table) -> None:
    pq.write_table(table, path, compression="zstd")


def _write_listing(truth: Path, files: tuple[MadeFile, ...]) -> None:
    columns = {
        "name": [file.name for file in files],
        "sha256": [file.sha256 for file in files],
        "kind": [file.kind for file in files],
        "month": [str(file.month) if file.month else None for file in files],
        "known_on": [file.known_on for file in files],
    }
    _write_table(truth / FILES, pa.table(columns))


def _write_persons(truth: Path, regency: Regency) -> None:
    people = regency.people
    codes = pa.array([area.code for area in regency.villages.areas])
    words = parts()["work"]
    table = pa.table(
        {
            "person": pa.array(np.arange(len(people)), pa.int64()),
            "nik": regency.numbers.nik,
            "name": regency.names.written(),
            "female": pa.array(people.female),
            "born": pa.array(people.born, pa.int32()),
            "birth": pa.array(people.born, pa.int32()).cast(pa.date32()),
            "died_on": pa.array(people.died, pa.int32(), mask=people.died == NEVER).cast(pa.date32()),
            "village": codes.take(pa.array(people.village)),
            "family_card": regency.numbers.family_card,
            "decile": pa.array(people.decile, pa.int8()),
            "work": picked(words["informal"] + words["formal"], people.work),
        }
    )
    _write_table(truth / PERSONS, table)


def _write_active(truth: Path, regency: Regency) -> dict[str, int]:
    """Who is truly active in each month, from the spells and not from the files; and how many that are."""
    chosen = [_speaking(regency, number) for number in range(MONTHS)]
    columns = {name: np.concatenate([one[name] for one in chosen]) for name in chosen[0]}
    codes = pa.array([area.code for area in regency.villages.areas])
    villages = pa.chunked_array([codes.take(pa.array(regency.people.village))])
    _write_table(truth / ACTIVE, active_table(columns, villages))
    return {str(month_at(number)): len(one["person"]) for number, one in enumerate(chosen)}


def _speaking(regency: Regency, number: int) -> dict[str, Ints]:
    """The membership that speaks for each person active in a month."""
    members = regency.members
    standing = standing_in(members, regency.people, number)
    active = np.flatnonzero(standing.active)
    columns = {
        "month": np.full(len(active), number),
        "person": members.person[active],
        "membership": active,
        "segment": members.segment[active],
        "payer": members.payer[active],
        "paid_until": standing.paid_until[active],
        "began_on": began_on(members, standing)[active],
    }
    first = first_of(("month", "person"), columns, spoken_by(columns))
    return {name: column[first] for name, column in columns.items()}
