"""The rooms that run on both engines say the same on both, by logical hash, of more rows than one would draw."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from asked import recaps
from cakupan.coverage.cube import cube_of
from cakupan.coverage.definition import Evidence
from cakupan.coverage.people import cube_of_people
from cakupan.engines.port import Engine
from cakupan.engines.supersession import in_force
from cakupan.membership.episodes import episodes_of
from cakupan.membership.extracts import with_standing
from cakupan.membership.speaking import speaking
from cakupan.membership.spells import spells_of
from cakupan.membership.standing import standing_of
from cakupan.targets.protection import lapses_of, renewals_of
from membership.drawn import DEATHS, PAYMENTS, ROWS
from sail import sail
from tables import duck, running_on

if TYPE_CHECKING:
    import ibis.expr.types as ir

MEMBERSHIPS = 3000
MONTHS = [f"2025-{month:02}" for month in range(1, 9)]
WORDS: Mapping[str, tuple[str | None, ...]] = {
    "month": tuple(MONTHS),
    "segment": ("PU", "BPU", "Jakon", "PMI", None),
    "payer": ("self", "apbd", "csr", None),
    "kpj": ("90010001", "90010002", "90010003", None),
    "programmes": ("JKK,JKM", "JHT,JKK,JKM", None),
    "village": ("16.06.01.2001", "16.06.01.2002", "16.06.02.2001", None),
    "district": ("16.06.01", "16.06.02", None),
    "area": ("16.06",),
    "sex": ("L", "P", None),
    "status": ("active", "inactive", "ended", "died", None),
    "file": ("a", "b"),
    "sheet": ("Sheet1",),
    "starts_month": tuple(MONTHS),
    "ends_month": (*MONTHS, None),
}


def drawn(schema: pa.Schema, count: int) -> pa.Table:
    lot = np.random.default_rng(16_06)

    def column(field: pa.Field) -> pa.Array:
        if field.name in WORDS:
            return pa.array([WORDS[field.name][n] for n in lot.integers(0, len(WORDS[field.name]), count)], field.type)
        if pa.types.is_date(field.type):
            earliest = date(1955 if field.name == "birth" else 2024, 1, 1).toordinal()
            days = lot.integers(earliest, earliest + (18_000 if field.name == "birth" else 700), count)
            unknown = lot.random(count) < 0.3
            told = [None if no else date.fromordinal(day) for day, no in zip(days.tolist(), unknown, strict=True)]
            return pa.array(told, field.type)
        most = {"person": MEMBERSHIPS // 6, "order": 5}.get(field.name)
        return pa.array(lot.integers(0, most, count) if most else np.arange(count), field.type)

    return pa.table([column(field) for field in schema], schema=schema)


def members(engine: Engine) -> "ir.Table":
    return with_standing(engine.table(drawn(ROWS, MEMBERSHIPS)))


def standing(engine: Engine) -> "ir.Table":
    rows, payments = members(engine), engine.table(drawn(PAYMENTS, 800))
    return engine.keep(standing_of(in_force(rows), payments, engine.table(drawn(DEATHS, 50))))


def episodes(engine: Engine) -> "ir.Table":
    stood = standing(engine)
    people = engine.keep(speaking(stood))
    return episodes_of(people.mutate(nik_area=people["area"], work_area=people["village"]), stood, engine.keep)


def protection(engine: Engine) -> "ir.Table":
    rows, payments = members(engine), engine.table(drawn(PAYMENTS, 800))
    dead = engine.table(drawn(DEATHS, 50))
    stood = engine.keep(standing_of(in_force(rows), payments, dead, with_what_ends=True))
    return lapses_of(engine.keep(speaking(stood)), stood, payments)


def renewals(engine: Engine) -> "ir.Table":
    rows, payments = members(engine), engine.table(drawn(PAYMENTS, 800))
    stood = engine.keep(standing_of(in_force(rows), payments, with_what_ends=True))
    return renewals_of(engine.keep(speaking(stood)), stood)


def people_counted(engine: Engine) -> "ir.Table":
    stood = standing(engine)
    return cube_of_people(engine.keep(speaking(stood)), stood, Evidence.LINKED)


def recaps_counted(engine: Engine) -> "ir.Table":
    return cube_of(
        recaps("""
            area  | month   | segment | payer | source | members | known_on
            16.06 | 2025-06 |         |       | cabang | 100     | 2025-08-02
            16.06 | 2025-06 | BPU     |       | dinas  | 90      | 2025-08-01
            16.06 | 2025-06 | BPU     | apbd  | dinas  | 40      | 2025-08-01
            16.06 | 2025-07 | PU      |       | cabang | 60      | 2025-08-02
            16.06 | 2025-07 | BPU     | apbd  | cabang | 47      | 2025-08-02
            16.06 | 2025-07 | BPU     | self  | cabang | 3       | 2025-08-02
            16.07 | 2025-07 |         | csr   |        | 1       | 2025-08-01
        """)
    )


MADE: Mapping[str, Callable[[Engine], Any]] = {
    "which rows speak": members,
    "standing": standing,
    "spells": lambda engine: spells_of(standing(engine)),
    "episodes": episodes,
    "who speaks": lambda engine: speaking(standing(engine)),
    "the lapse calendar": protection,
    "what was renewed": renewals,
    "the cube of people": people_counted,
    "the cube of recaps": recaps_counted,
}


PARTS = ("who speaks", "standing", "spells", "episodes")  # of the cube of people, which is tried each time


@pytest.mark.parametrize(
    "made",
    [pytest.param(one, id=name, marks=pytest.mark.long if name in PARTS else ()) for name, one in MADE.items()],
)
def test_both_engines_make_the_same_table(made: Callable[[Engine], Any]) -> None:
    hashes = []
    for name, engine in {"duckdb": duck(), "sail": sail()}.items():
        with running_on(name):
            table = engine.keep(made(engine))
            assert engine.run(table.count().as_table())[0][0].as_py() > 0
            hashes.append(engine.logical_hash(table))
    assert hashes[0] == hashes[1]
