"""Files about people as an office would send them, and every cell of the cube that follows from them by hand.

A world is what was sent about a few people of two regencies. It is told in small numbers (person 0, place 3), so that
many worlds, each with people and places of its own, can be counted together and none can touch another.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from hypothesis import strategies as st

import cube_twin
from cakupan.intake import Kind
from cakupan.intake.received import ReceivedFile
from cakupan.membership.occupations import occupation_of
from cakupan.regions.tree import codes_at
from membership import twin
from membership.twin import Row

MONTHS = ("2024-12", "2025-01", "2025-02", "2025-04")
KNOWN_ON = (date(2025, 5, 2), date(2025, 5, 3), date(2025, 5, 4))
PERSONS, PLACES = 3, 6  # few, so that files speak of the same ones
_DAYS = (*[None] * 5, date(2024, 12, 31), date(2025, 1, 30), date(2025, 2, 28), date(2025, 4, 30))
_BIRTHS = (None, date(1959, 1, 28), date(1959, 4, 30), date(1990, 7, 31), date(2001, 2, 1))
_STATUS = {None: "", "active": "aktif", "inactive": "menunggak", "ended": "keluar", "died": "meninggal"}
_PAYERS = {None: "", "self": "mandiri", "csr": "csr", "apbd_regency": "APBD kabupaten"}
_WORK = (None, "petani", "astronot")
_NAMES = ("Adi Saputra", "Budi Wijaya Kusuma", "Citra Lestari")


@dataclass(frozen=True)
class File:
    """A file of one kind: who sent it (0, 1: a regency; 2: the nation), when it became known, and its rows."""

    kind: Kind
    sender: int
    known_on: date
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class World:
    """All files in the order of their acceptance, and the day as known on which is asked."""

    files: tuple[File, ...]
    asked: date


@dataclass(frozen=True)
class Sent:
    """A file as the cycle takes it, and its rows with the person behind each."""

    received: ReceivedFile
    rows: tuple[Row, ...]


@cache
def _places(world: int) -> tuple[tuple[str | None, str | None], ...]:
    """Village and district as rows of a world name them: nowhere, three villages of two districts, a district, and a
    village of the world's other regency."""
    home, other = regencies(world)
    one, two = codes_at("district", home)[:2]
    villages = (*codes_at("village", one)[:2], codes_at("village", two)[0], codes_at("village", other)[0])
    here: list[tuple[str | None, str | None]] = [(village, village[:8]) for village in villages]
    return ((None, None), (None, one), *here)


@cache
def regencies(world: int) -> tuple[str, str]:
    with_districts = [code for code in codes_at("regency", "00") if len(codes_at("district", code)) > 1]
    return with_districts[2 * world], with_districts[2 * world + 1]


def sent(worlds: Sequence[World]) -> list[Sent]:
    """The files of all worlds that are known by the day each is asked about."""
    found: list[Sent] = []
    for number, world in enumerate(worlds):
        senders = (*regencies(number), "00")
        for file in world.files:
            if file.known_on <= world.asked:
                order = len(found) + 1
                content = _text(file, number, order).encode()
                sha256 = hashlib.sha256(content).hexdigest()
                name, area = f"{order}.csv", senders[file.sender]
                received = ReceivedFile(
                    _same(content), sha256, name, file.kind, file.known_on, order, area=area, within=area
                )
                found.append(Sent(received, tuple(_provided(file, received, number, area))))
    return found


def _same(content: bytes) -> Callable[[], bytes]:
    return lambda: content


def _provided(file: File, received: ReceivedFile, world: int, sender: str) -> Iterator[Row]:
    """The rows as the rooms see them: places as codes, each with its provenance."""
    for line, row in enumerate(file.rows, 2):
        village, district = _places(world)[row.get("place", 0)]
        of_village = district[:5] if district else None
        yield row | {
            "person": f"{world}-{row['person']}",
            "kpj": _kpj(row, world),
            "nik": _nik(row, world),
            "village": village,
            "district": district,
            "area": sender if len(sender) == 5 else of_village,
            "file": received.sha256,
            "sheet": "csv",
            "row": line,
            "known_on": received.known_on,
            "order": received.order,
        }


def expected(files: Sequence[Sent]) -> dict[tuple[Any, ...], int]:
    """Every cell of the cube by its evidence and `cube_twin.KEY`."""
    rows = {kind: [row for one in files if one.received.kind is kind for row in one.rows] for kind in Kind}
    told = {
        "linked": _counted(rows[Kind.MEMBERS], rows[Kind.PAYMENTS], _deaths(rows[Kind.POPULATION]), rows, "linked"),
        "extract": _counted([_as_listed(row) for row in rows[Kind.MEMBERS]], [], [], {}, "extract"),
    }
    return {(evidence, *key): members for evidence, cells in told.items() for key, members in cells.items()}


def _counted(
    members: Sequence[Row], payments: Sequence[Row], deaths: Sequence[Row], lists: dict[Kind, list[Row]], evidence: str
) -> dict[tuple[Any, ...], int]:
    in_force = [row for row, said in zip(members, twin.verdicts(members), strict=True) if said == "in_force"]
    states = twin.states(in_force, payments, deaths)
    standing = [row | {"state": state} for row, (state, _) in zip(in_force, states, strict=True)]
    named = {
        row["person"]: row
        for row in (*lists.get(Kind.POPULATION, ()), *lists.get(Kind.NOMINATIONS, ()))
        if evidence == "linked"
    }
    people = [one | _of_lists(named.get(one["person"])) for one in twin.speaking(standing)]
    placed = [one for one in people if one["village"] or one["district"] or one["area"]]
    return cube_twin.cells(placed, standing, evidence)


def _as_listed(row: Row) -> Row:
    """Whom an extract itself says a row is about: a number, or nobody but this row."""
    return row | {"person": row["nik"] or row["kpj"] or (row["file"], row["row"])}


def _deaths(population: Sequence[Row]) -> list[Row]:
    """Of each person what the register known last says."""
    in_time = sorted(population, key=lambda row: (row["known_on"], row["order"], row["file"], row["sheet"], row["row"]))
    return list({row["person"]: row for row in in_time}.values())


def _of_lists(row: Row | None) -> Row:
    """What the lists say of a person; here they say the same each time (which of them speaks: see `named_of`)."""
    if row is None:
        return {"decile": None, "occupation": None}
    who = int(row["person"].rpartition("-")[2])
    return {"decile": row.get("decile") and str(row["decile"]), "occupation": occupation_of(_WORK[who])}


def _kpj(row: Row, world: int) -> str | None:
    number = row.get("kpj")
    return number and f"24{world:04}{row['person']:02}{number:03}"


def _nik(row: Row, world: int) -> str | None:
    """A made-up NIK for each person of a world, where the row has one."""
    return f"160601{11 + world:02}0188{9001 + row['person']}" if row["numbered"] else None


def _text(file: File, world: int, order: int) -> str:
    """The file as an office would send it."""
    lines = [",".join(("nik", "nama", *_COLUMNS[file.kind], "nomor berkas"))]
    for line, row in enumerate(file.rows, 2):
        cells = _cells(row, world, line)
        told = [_nik(row, world), _NAMES[row["person"]], *(cells[name] for name in _COLUMNS[file.kind]), order]
        lines.append(",".join("" if cell is None else f'"{cell}"' for cell in told))
    return "\n".join(lines) + "\n"


def _cells(row: Row, world: int, line: int) -> dict[str, Any]:
    """What stands under each heading; an employer or an amount for each line, so that none repeats another."""
    village, district = _places(world)[row.get("place", 0)]
    return {
        "segmen": row.get("segment"),
        "bulan": row.get("month"),
        "kpj": _kpj(row, world),
        "tanggal lahir": row.get("birth"),
        "jenis kelamin": row.get("sex"),
        "desa": village,
        "kecamatan": district,
        "program": row.get("programmes"),
        "pembayar": _PAYERS[row.get("payer")],
        "mulai": row.get("started_on"),
        "berakhir": row.get("ended_on"),
        "lunas sampai": row.get("paid_until"),
        "status": _STATUS[row.get("status")],
        "perusahaan": f"PT {line}",
        "dari": row.get("starts_month"),
        "sampai": row.get("ends_month"),
        "jumlah": 16_800 + line,
        "tanggal bayar": row.get("paid_on"),
        "pekerjaan": _WORK[row["person"]],
        "tanggal meninggal": row.get("died_on"),
        "desil": row.get("decile"),
    }


_COLUMNS = {
    Kind.MEMBERS: (
        *("segmen", "bulan", "kpj", "tanggal lahir", "jenis kelamin", "desa", "kecamatan", "program", "pembayar"),
        *("mulai", "berakhir", "lunas sampai", "status", "perusahaan"),
    ),
    Kind.PAYMENTS: ("kpj", "dari", "sampai", "jumlah", "tanggal bayar"),
    Kind.POPULATION: ("tanggal lahir", "desa", "pekerjaan", "tanggal meninggal"),
    Kind.NOMINATIONS: ("pekerjaan", "desil"),
}

_PERSON, _DAY = st.integers(0, PERSONS - 1), st.sampled_from(_DAYS)
_KPJ = st.sampled_from((None, 1, 2))
_LISTED = st.fixed_dictionaries(
    {
        "person": _PERSON,
        "numbered": st.sampled_from((*[True] * 5, False)),
        "month": st.sampled_from(MONTHS),
        "segment": st.sampled_from(("BPU", "BPU", "PU", "Jakon", "PMI")),
        "kpj": _KPJ,
        "payer": st.sampled_from(tuple(_PAYERS)),
        "place": st.integers(0, PLACES - 1),
        "sex": st.sampled_from((None, "L", "P")),
        "birth": st.sampled_from(_BIRTHS),
        "programmes": st.sampled_from((None, "JKK,JKM")),
        "started_on": _DAY,
        "ended_on": st.sampled_from((None, None, None, date(2025, 1, 30), date(2025, 4, 30))),
        "paid_until": _DAY,
        "status": st.sampled_from((*[None] * 4, *_STATUS)),
    }
)
_PAID = st.builds(
    lambda person, kpj, months, paid_on: {
        "person": person,
        "numbered": True,
        "kpj": kpj,
        "starts_month": min(months),
        "ends_month": max(months),
        "paid_on": paid_on,
    },
    _PERSON,
    st.sampled_from((None, 1, 2, 9)),
    st.tuples(st.sampled_from(MONTHS), st.sampled_from(MONTHS)),
    _DAY,
)
_DIED = st.fixed_dictionaries(
    {
        "person": _PERSON,
        "numbered": st.just(True),
        "birth": st.just(date(1988, 1, 1)),
        "place": st.integers(2, PLACES - 1),
        "died_on": _DAY,
    }
)
_DECILES = (1, 10, None)
_NAMED = st.builds(lambda person: {"person": person, "numbered": True, "decile": _DECILES[person]}, _PERSON)


def _files(kind: Kind, rows: st.SearchStrategy[Row], least: int, most: int) -> st.SearchStrategy[File]:
    # A list that names somebody twice in the same words repeats itself: for intake's own tests.
    several = st.lists(rows, min_size=least, max_size=most, unique_by=lambda row: str(sorted(row.items()))).map(tuple)
    return st.builds(File, st.just(kind), st.sampled_from((0, 0, 1, 2)), st.sampled_from(KNOWN_ON), several)


_EXTRACT = _files(Kind.MEMBERS, _LISTED, 4, 8)
_FILE = st.one_of(
    _EXTRACT,
    _EXTRACT,
    _files(Kind.PAYMENTS, _PAID, 2, 4),
    _files(Kind.POPULATION, _DIED, 1, 2),
    _files(Kind.NOMINATIONS, _NAMED, 1, 3),
)
WORLDS = st.builds(
    World,
    st.tuples(_EXTRACT, st.lists(_FILE, min_size=1, max_size=4))
    .flatmap(lambda made: st.permutations([made[0], *made[1]]))
    .map(tuple),
    st.sampled_from((*KNOWN_ON, KNOWN_ON[-1])),
)
