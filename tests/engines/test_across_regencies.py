"""Persons that stand in several regencies, by keyed tokens of their NIKs: the same on each engine."""

from datetime import date

import pyarrow as pa

from cakupan.identity.across import in_several_regencies
from cakupan.identity.tokens import new_key, tokens_of
from tables import duck, engine, rows, running_on, table

PERSONS = """
    regency   | person | nik_token
    muba      | p1     | aa
    palembang | q1     | aa
    muba      | p2     | bb
    muba      | p3     | cc
    banyuasin | r1     | cc
    palembang | q2     | cc
    palembang | q3     | cc
    muba      | p4     | dd
    muba      | p5     | dd
    muba      | p6     |
    palembang | q4     |
    muba      | p1     | aa
"""
FOUND = [
    ("banyuasin", "r1", "cc", 3, False),
    ("muba", "p1", "aa", 2, True),
    ("muba", "p3", "cc", 3, False),
    ("palembang", "q1", "aa", 2, True),
    ("palembang", "q2", "cc", 3, False),
    ("palembang", "q3", "cc", 3, False),
]


def test_a_nik_of_two_regencies_is_found_and_one_of_several_people_is_marked(on_each_engine: None) -> None:
    assert [tuple(row.values()) for row in rows(in_several_regencies(table(PERSONS)))] == FOUND


def test_real_tokens_meet_as_bytes_and_both_engines_find_the_same() -> None:
    key = new_key("uji", date(2027, 1, 1))
    niks = [f"160601050580{serial}" for serial in range(9001, 9401)]
    people = duck().table(pa.table({"id": range(400), "nik": niks}))
    tokens = tokens_of(people, key, duck())["nik"].to_pylist()
    persons = pa.table(
        {
            "regency": ["16.06"] * 400 + ["16.71"] * 100,
            "person": [f"p{at}" for at in range(500)],
            "nik_token": pa.array([*tokens, *tokens[::4]], pa.binary()),
        }
    )
    hashes = []
    for name in ("duckdb", "sail"):
        with running_on(name):
            found = engine().keep(in_several_regencies(engine().table(persons)))
            assert engine().run(found.count().as_table())[0][0].as_py() == 200
            hashes.append(sorted(map(str, rows(found))))
    assert hashes[0] == hashes[1]
