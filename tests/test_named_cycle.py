"""From lists and extracts to who is uncovered: exactly the truth where it is known who is who, and so by linkage."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import made_up
from cakupan.basics.month import Month
from cakupan.coverage.named_people import NamedCounts, counts_of_named, named_in
from cakupan.cycle import cycle
from cakupan.engines.duck import DuckEngine
from cakupan.intake import Kind
from cakupan.intake.received import ReceivedFile, reading_of
from cakupan.membership.occupations import occupation_of
from cakupan.synthetic import true_persons
from cakupan.synthetic.truth import active_as_known
from cakupan.workforce.working_age import working_age_in
from made_up import Regency

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("people")]

MONTHS = (Month(2024, 12), Month(2025, 7))
AREA = "16.06"


@dataclass(frozen=True)
class Found:
    """What came of the files: the named by each way to tell them apart, in each month, and all that was published."""

    named: Mapping[tuple[Month, str], Mapping[Any, NamedCounts]]
    people: int
    columns: tuple[str, ...]


@pytest.fixture(scope="module")
def regency(tmp_path_factory: pytest.TempPathFactory) -> Regency:
    return made_up.make(tmp_path_factory.mktemp("regency"))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckEngine]:
    with DuckEngine(temp_directory=tmp_path_factory.mktemp("spill"), memory_limit="500MB", threads=2) as engine:
        yield engine


def received(regency: Regency) -> list[ReceivedFile]:
    return [
        ReceivedFile(
            file.path.read_bytes, file.sha256, file.name, Kind(file.kind), file.known_on, place, file.month, within=AREA
        )
        for place, file in enumerate(regency.files, 1)
    ]


def found(regency: Regency, engine: DuckEngine, *, truth: bool) -> Found:
    clusters = engine.table(true_persons(regency.truth)) if truth else None
    outcome = cycle(received(regency), engine, clusters=clusters)
    assert outcome.people
    tables = outcome.people.tables
    spells = tables["spells"]
    # in which months somebody is a member, spells say as well as episodes
    runs = spells.select(
        "person", "starts_month", ends_month=spells["ends_month"].fill_null("9999-12"), ended_as=spells["kpj"].nullif("")
    ) if "kpj" in spells.columns else spells.select(
        "person", "starts_month", ends_month=spells["ends_month"].fill_null("9999-12")
    )
    named = tables["named"]
    told = {}
    for month in MONTHS:
        stated = engine.keep(named_in(named, runs, tables["review"], month, working_age_in(month)))
        for by in ("", "decile", "occupation"):
            told[month, by] = counts_of_named(stated, engine, AREA, (by,) if by else ())
    return Found(told, int(engine.run(named.count().as_table())[0][0].as_py()), named.columns)
