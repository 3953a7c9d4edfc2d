"""A list of deaths ends a membership as the register of the population does."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from cakupan.basics.month import Month
from cakupan.cycle import cycle
from cakupan.engines.duck import DuckEngine
from cakupan.intake import Kind
from cakupan.intake.received import ReceivedFile
from intake.rendering import csv_of

AREA = "16.06"
ANI, BUDI, SITI = "1606010101809001", "1606010101809002", "1606014508809003"
LISTED = {
    month: csv_of(
        [
            ["nik", "nama", "segmen", "desa", "kecamatan"],
            *(
                [nik, name, "PU", "Serasan Jaya", "Sekayu"]
                for nik, name in ((ANI, "Ani"), (BUDI, "Budi"), (SITI, "Siti"))
            ),
        ]
    )
    for month in (Month(2025, 7), Month(2025, 8))
}
DEATHS = csv_of([["nik", "nama", "tanggal meninggal"], [BUDI, "Budi", "2025-08-03"]])
CLAIMS = csv_of([["nik", "manfaat", "status"], [BUDI, "JKM", "diajukan"]])
REGISTER = csv_of(
    [["nik", "nama", "tanggal lahir", "desa", "tanggal meninggal"], [BUDI, "Budi", "1980-01-01", "Serasan Jaya", ""]]
)


def received(content: bytes, kind: Kind, known_on: date, order: int, month: Month | None = None) -> ReceivedFile:
    sha256 = hashlib.sha256(content + str(month).encode()).hexdigest()
    return ReceivedFile(lambda: content, sha256, f"{kind}.csv", kind, known_on, order, month, AREA, AREA)


def members(spill: Path, *files: ReceivedFile) -> dict[str, int]:
    listed = [
        received(content, Kind.MEMBERS, date(2025, 9, 1), at, month)
        for at, (month, content) in enumerate(LISTED.items(), 1)
    ]
    with DuckEngine(temp_directory=spill, threads=1) as engine:
        cube = cycle([*listed, *files], engine).tables["cube"]
        linked = cube.filter(
            (cube["evidence"] == "linked") & (cube["measure"] == "persons") & (cube["grain"] == "total")
        )
        rows = engine.run(linked.filter(linked["area"] == AREA).select("month", "members")).to_pylist()
    return {row["month"]: row["members"] for row in rows}


@pytest.mark.slow
def test_who_is_reported_dead_is_no_member_from_that_month_on_though_a_register_lags_behind(tmp_path: Path) -> None:
    assert members(tmp_path) == {"2025-07": 3, "2025-08": 3}
    reported = received(DEATHS, Kind.DEATHS, date(2025, 9, 2), 8)
    claimed = received(CLAIMS, Kind.CLAIMS, date(2025, 9, 2), 9)
    register = received(REGISTER, Kind.POPULATION, date(2025, 9, 3), 10)
    assert members(tmp_path, reported, claimed, register) == {"2025-07": 3, "2025-08": 2}
