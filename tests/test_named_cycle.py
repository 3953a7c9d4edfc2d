"""From lists and extracts to who is uncovered: exactly the truth where it is known who is who, and so by linkage."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow.parquet as pq
import pytest

import made_up
from cakupan.basics.month import Month
from cakupan.basics.working_age import working_age_in
from cakupan.coverage.named_people import NamedCounts, counts_of_named, named_in
from cakupan.cycle import cycle
from cakupan.engines.duck import DuckEngine
from cakupan.intake import Kind
from cakupan.intake.received import ReceivedFile, reading_of
from cakupan.membership.occupations import occupation_of
from cakupan.synthetic import true_persons
from cakupan.synthetic.truth import active_as_known
from made_up import Regency

pytestmark = [pytest.mark.slow, pytest.mark.long, pytest.mark.xdist_group("named_cycle")]

MONTHS = (Month(2024, 12), Month(2025, 7))
AREA = "16.06"
BY = ("", "decile", "occupation")
Cells = Mapping[tuple[str, str], Mapping[str | None, NamedCounts]]


@dataclass(frozen=True)
class People:
    """The truth about the people whom the accepted rows of lists name."""

    rows: int
    named: Mapping[int, Mapping[str, Any]]
    members: Mapping[str, frozenset[int]]


@pytest.fixture(scope="module")
def regency(tmp_path_factory: pytest.TempPathFactory) -> Regency:
    return made_up.make(tmp_path_factory.mktemp("regency"))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckEngine]:
    with DuckEngine(temp_directory=tmp_path_factory.mktemp("spill"), memory_limit="500MB", threads=2) as engine:
        yield engine


@pytest.fixture(scope="module")
def truth(regency: Regency) -> People:
    # a line that intake keeps in quarantine, such as one without a NIK, names nobody
    accepted = {
        (file.sha256, row["sheet"], row["row"])
        for file in received(regency)
        if file.kind is Kind.NOMINATIONS
        for row in reading_of(file).records().select(["sheet", "row"]).to_pylist()
    }
    whose = true_persons(regency.truth).to_pylist()
    named = {one["person"] for one in whose if (one["file"], one["sheet"], one["row"]) in accepted}
    persons = pq.read_table(regency.truth / "persons.parquet").to_pylist()
    active = active_as_known(regency.truth, {file.sha256 for file in regency.files}).to_pylist()
    return People(
        rows=len(accepted),
        named={one["person"]: one for one in persons if one["person"] in named},
        members={
            str(month): frozenset(one["person"] for one in active if one["month"] == str(month)) for month in MONTHS
        },
    )


@pytest.fixture(scope="module")
def known(regency: Regency, engine: DuckEngine) -> Cells:
    """By all files, with the truth about who is who."""
    return cells(regency, engine, known=True)


def received(regency: Regency) -> list[ReceivedFile]:
    return [
        ReceivedFile(
            file.path.read_bytes, file.sha256, file.name, Kind(file.kind), file.known_on, place, file.month, within=AREA
        )
        for place, file in enumerate(regency.files, 1)
    ]


def cells(regency: Regency, engine: DuckEngine, *, known: bool = False) -> Cells:
    """The named in each month, told apart in each way."""
    clusters = engine.table(true_persons(regency.truth)) if known else None
    outcome = cycle(received(regency), engine, clusters=clusters)
    assert outcome.people
    named, episodes, review = (outcome.people.tables[name] for name in ("named", "episodes", "review"))
    found = {}
    for month in MONTHS:
        stated = engine.keep(named_in(named, episodes, review, month, working_age_in(month)))
        for by in BY:
            counts = counts_of_named(stated, engine, AREA, (by,) if by else ())
            found[str(month), by] = {key[0] if key else None: one for key, one in counts.items()}
    return found


def value_of(person: Mapping[str, Any], by: str) -> str | None:
    return {"": None, "decile": str(person["decile"]), "occupation": occupation_of(person["work"])}[by]


@pytest.mark.parametrize("month", [str(month) for month in MONTHS])
@pytest.mark.parametrize("by", BY)
def test_who_is_who_being_known_the_named_and_their_members_are_the_truth(
    known: Cells, truth: People, month: str, by: str
) -> None:
    everybody = Counter(value_of(one, by) for one in truth.named.values())
    members = Counter(value_of(one, by) for who, one in truth.named.items() if who in truth.members[month])
    assert {key: one.everybody for key, one in known[month, by].items()} == everybody
    assert {key: one.member for key, one in known[month, by].items() if one.member} == members


@pytest.mark.parametrize("month", MONTHS)
def test_the_uncovered_are_those_of_working_age_whom_no_file_calls_dead(
    known: Cells, truth: People, month: Month
) -> None:
    others = [one for who, one in truth.named.items() if who not in truth.members[str(month)]]
    ages = [(month.year * 12 + month.number - one["birth"].year * 12 - one["birth"].month) // 12 for one in others]
    found = known[str(month), ""][None]
    dead = sum(one["died_on"] is not None and one["died_on"] <= month.last_day for one in others)
    assert found.died <= dead  # nobody tells of the death of one who never was a member
    assert (found.too_young, found.too_old) == (sum(age < 17 for age in ages), sum(age > 65 for age in ages))
    assert found.uncovered + found.died == sum(17 <= age <= 65 for age in ages)
    assert found.age_unknown == 0


def test_our_own_linkage_is_within_a_hundredth_of_the_named(regency: Regency, engine: DuckEngine, known: Cells) -> None:
    linked = cells(regency, engine)
    for month in map(str, MONTHS):
        one, other = linked[month, ""][None], known[month, ""][None]
        assert abs(one.everybody - other.everybody) <= 3
        assert abs(one.uncovered - other.uncovered) <= 3
