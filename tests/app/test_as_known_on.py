"""Figures as known on a day, against a plain oracle: late and corrected extracts, undone files, changed decisions."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

import known_then
from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.coverage.definition import Evidence
from cakupan.coverage.figure import Coverage
from cakupan.cycle import cycle
from cakupan.engines.duck import DuckEngine
from cakupan.intake import Kind
from cakupan.intake.received import ReceivedFile, reading_of
from cakupan.regions.tree import codes_at
from cakupan_app.ledger.connection import start_django
from cakupan_app.work import ask
from cakupan_app.work.decide import accept, undo
from cakupan_app.work.letters import Letter
from cakupan_app.work.receive import Status, Terms, receive
from cakupan_app.work.workspace import Workspace, create, open_workspace
from known_then import DAYS, MONTHS, Decision, Figures, File, Listed, Paid, Said, World
from oracles import cases

if TYPE_CHECKING:
    import ibis.expr.types as ir

pytestmark = pytest.mark.slow

NOW = datetime(2025, 9, 20, 3, 0, tzinfo=UTC)
AREA = "16.06"
TOGETHER = 20  # worlds that one cycle counts: each a regency of its own, so none can touch another


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace with nothing in it, to be copied: making one takes longer."""
    start_django()
    root = tmp_path_factory.mktemp("empty") / "workspace"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CAKUPAN_KEY_FILE", "DATABASE_URL"):
            patch.delenv(name, raising=False)
        create(root, AREA, at=NOW)
        yield root


def opened_copy(empty: Path, folder: Path) -> Workspace:
    shutil.copytree(empty, folder / "workspace")
    shutil.copy(empty.with_name("workspace.key"), folder / "workspace.key")
    return open_workspace(folder / "workspace")


def decide_all(workspace: Workspace, world: World, folder: Path) -> None:
    """Every decision of the world in its order, by the use cases that people give them through."""
    niks = known_then.niks(9001)
    hashes: dict[int, str] = {}
    for one in world.decisions:
        terms = Terms(by="test", at=NOW, known_on=one.day, hold=one.action == "hold")
        if one.file in hashes:
            {"accept": accept, "undo": undo}[one.action](workspace, hashes[one.file], terms)
            continue
        file = world.files[one.file]
        path = folder / f"{one.file}.csv"
        path.write_text(known_then.text_of(file, one.file, AREA, niks), encoding="utf-8")
        received = receive(workspace, Letter(path, Kind(file.kind)), terms)
        assert received.status is (Status.HELD if terms.hold else Status.ACCEPTED), received
        assert not received.taken.quarantined
        hashes[one.file] = received.taken.sha256


def told(workspace: Workspace, day: date) -> Figures:
    """Every figure of the workspace as known on the day, by `ask`, as `coverage --known-on` does."""
    with ask.view(workspace, at=NOW, known_on=day) as view:
        answers = {
            (kind, month): ask.coverage(view, question(month, kind, () if kind is Evidence.RECAP else ("segment",)))
            for kind in Evidence
            for month in MONTHS
        }
        assert all(answer.definition.known_on == day for answer in answers.values())
    return {key: value for (kind, month), answer in answers.items() for key, value in in_answer(kind, month, answer)}


def question(month: str, kind: Evidence, by: tuple[str, ...]) -> ask.CoverageQuestion:
    return ask.CoverageQuestion(AREA, Month(int(month[:4]), int(month[5:])), by, evidence=kind)


def in_answer(kind: Evidence, month: str, answer: Coverage) -> Iterator[tuple[tuple[str, ...], int | None]]:
    yield (kind.value, month), answer.total.members
    for row in answer.rows:
        if row.members and row.dims:
            yield (kind.value, month, str(row.dims["segment"])), row.members


@cases(4, dear=10, suppress_health_check=list(HealthCheck))
@given(known_then.worlds())
def test_the_oracle_agrees_on_every_figure_as_known_on_a_day(empty: Path, world: World) -> None:
    with TemporaryDirectory() as name:
        workspace = opened_copy(empty, Path(name))
        decide_all(workspace, world, Path(name))
        assert_as_known(workspace, world)


def assert_as_known(workspace: Workspace, world: World) -> None:
    if not known_then.in_force(world.decisions, world.asked):
        with pytest.raises(Refused) as refusal:
            told(workspace, world.asked)
        assert refusal.value.code == "nothing_known"
        return
    assert told(workspace, world.asked) == known_then.figures(world)


EXTRACT = File("members", (Listed(0, "2025-01", "BPU", None), Listed(1, "2025-01", "BPU", None)))
LATE = File("members", (Listed(0, "2024-12", "PU", None),))
CORRECTED = File("members", (Listed(1, "2025-01", "BPU", "ended"), Listed(2, "2025-01", "PU", None)))
PAID = File("payments", (Paid(1, "2025-01"),))
FIRST, SECOND, THIRD = DAYS[:3]


@pytest.fixture(scope="module")
def story(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, World]:
    """One workspace in which everything happens that the issue names; asked on every day."""
    files = (EXTRACT, LATE, CORRECTED, PAID, File("recap", (Said("2025-01", 9),)), File("recap", (Said("2025-01", 7),)))
    decided = (
        Decision(0, "accept", FIRST),
        Decision(4, "accept", SECOND),
        Decision(5, "accept", SECOND),  # two on one day: the later speaks
        Decision(1, "hold", FIRST),
        Decision(1, "accept", SECOND),  # late, and waited for
        Decision(2, "accept", SECOND),  # a correction
        Decision(2, "undo", THIRD),  # which was wrong
        Decision(3, "accept", DAYS[3]),
        Decision(2, "accept", DAYS[4]),  # or was it
        Decision(5, "undo", DAYS[4]),
    )
    folder = tmp_path_factory.mktemp("story")
    workspace = opened_copy(empty, folder)
    world = World(files, decided, FIRST)
    decide_all(workspace, world, folder)
    return workspace, world


@pytest.mark.parametrize(
    ("day", "december", "january", "recap"),
    [
        (FIRST, None, 2, None),
        pytest.param(SECOND, 1, 2, 7, marks=pytest.mark.long),
        pytest.param(THIRD, 1, 2, 7, marks=pytest.mark.long),
        pytest.param(DAYS[3], 1, 2, 7, marks=pytest.mark.long),
        pytest.param(DAYS[4], 1, 3, 9, marks=pytest.mark.long),
    ],
)
def test_each_day_has_its_own_truth(
    story: tuple[Workspace, World], day: date, december: int | None, january: int, recap: int | None
) -> None:
    workspace, world = story
    open_workspace(workspace.layout.root)
    found = told(workspace, day)
    assert (found["linked", "2024-12"], found["linked", "2025-01"], found["recap", "2025-01"]) == (
        *(december, january),
        recap,
    )
    assert found == known_then.figures(World(world.files, world.decisions, day))


REGENCIES = codes_at("regency", "00")[:TOGETHER]


@cases(2, dear=TOGETHER, suppress_health_check=list(HealthCheck))
@given(st.lists(known_then.worlds(), min_size=TOGETHER // 2, max_size=TOGETHER))
@pytest.mark.long
def test_the_oracle_agrees_on_the_files_in_force_of_many_regencies(made: Sequence[World]) -> None:
    files = [file for place, world in enumerate(made) for file in files_in_force(world, place)]
    if not files:
        return
    with TemporaryDirectory() as spill, DuckEngine(temp_directory=Path(spill), memory_limit="500MB") as engine:
        outcome = cycle([one.received for one in files], engine, clusters=clusters(files, engine))
        found = counted(engine.run(outcome.tables["cube"]).to_pylist())
    expected = {
        (area, *key): value
        for area, world in zip(REGENCIES, made, strict=False)
        for key, value in known_then.figures(world, area).items()
        if value is not None
    }
    assert found == expected


@dataclass(frozen=True)
class Sent:
    """A file as the cycle takes it, and who is behind each NIK in it."""

    received: ReceivedFile
    persons: dict[str, int]


def files_in_force(world: World, place: int) -> Iterator[Sent]:
    first = 9001 + place * len(known_then.NAMES)
    niks = known_then.niks(first)
    for file, day, order in known_then.in_force(world.decisions, world.asked):
        content = known_then.text_of(world.files[file], file, REGENCIES[place], niks).encode()
        yield Sent(
            ReceivedFile(
                partial(bytes, content), f"{place:02}{file}", f"{file}.csv", Kind(world.files[file].kind), day, order,
                area=REGENCIES[place], within=REGENCIES[place],
            ),
            {nik: first + person for person, nik in niks.items()},
        )  # fmt: skip


def clusters(files: Sequence[Sent], engine: DuckEngine) -> "ir.Table":
    rows = [
        {"file": one.received.sha256, "sheet": row["sheet"], "row": row["row"], "person": one.persons[row["nik"]]}
        for one in files
        if one.received.kind is not Kind.RECAP
        for row in reading_of(one.received).records().to_pylist()
    ]
    schema = pa.schema({"file": pa.string(), "sheet": pa.string(), "row": pa.int32(), "person": pa.int64()})
    return engine.table(pa.Table.from_pylist(rows, schema))


def counted(cells: Sequence[dict[str, object]]) -> dict[tuple[str, ...], int]:
    """The persons (and the recaps' members) of each regency, month and segment that the cube holds."""
    found = {}
    for cell in cells:
        place = (str(cell["area"]), str(cell["evidence"]), str(cell["month"]))
        if cell["measure"] == "memberships" or not cell["speaks"] or len(place[0]) > len(AREA):
            continue
        if cell["grain"] == "total":
            found[place] = int(str(cell["members"]))
        elif cell["grain"] == "segment" and cell["members"]:
            found[(*place, str(cell["segment"]))] = int(str(cell["members"]))
    return found
