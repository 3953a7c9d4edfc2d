"""From files about people to the cube: exactly the truth where it is known who is who, and nearly so by linkage."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cakupan.basics.month import Month
from cakupan.coverage.change import CoverageChange, change_of_people
from cakupan.coverage.flows import MemberFlow, flows_between
from cakupan.cycle import Outcome, cycle
from cakupan.engines.duck import DuckEngine
from cakupan.intake import Kind
from cakupan.intake.received import ReceivedFile
from cakupan.synthetic import Made, MadeFile, Rates, expected, expected_by, make_regency, true_persons
from cakupan.synthetic.rates import Extracts
from followed import answer

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("people_cycle")]

AREA = "16.06"
DECEMBER, JULY = Month(2024, 12), Month(2025, 7)
FAULTY = Rates(
    extracts=Extracts(
        kpj_missing=0.1, kpj_damaged=0.06, kpj_copied=0.02, nik_damaged=0.1, stale=0.3, birth_missing=0.4,
        birth_swapped=0.4, village_missing=0.05, rows_forgotten=0.03, status_mended=0.2,
    )
)  # fmt: skip
REGENCIES = {
    "2000": (2_000, 11, Rates()),
    "4000-faulty": (4_000, 13, FAULTY),
}
LONG = [pytest.param(name, marks=pytest.mark.long) if name == "2000" else name for name in REGENCIES]
with_usual_faults = pytest.mark.parametrize("made", LONG[:1], indirect=True, scope="module")
Cells = dict[tuple[str, ...], int]


@dataclass(frozen=True)
class Run:
    """What the cycle made of some files: its outcome, the cells of the cube, and a hash of each table."""

    outcome: Outcome
    cells: dict[str, Cells]
    hashes: dict[str, str]
    flows: tuple[MemberFlow, ...] = ()


@pytest.fixture(scope="module", params=LONG)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    size, seed, rates = REGENCIES[request.param]
    root = tmp_path_factory.mktemp("regency")
    return make_regency(root / "files", root / "truth", seed=seed, size=size, rates=rates)


@pytest.fixture(scope="module")
def known(made: Made) -> Run:
    """By all files, with the truth about who is who."""
    return run(made, made.files, truth=True)


@pytest.fixture(scope="module")
def linked(made: Made) -> Run:
    """By all files, with our own linkage."""
    return run(made, made.files)


def run(made: Made, files: Sequence[MadeFile], *, truth: bool = False, shuffled: int | None = None) -> Run:
    places = {file.sha256: place for place, file in enumerate(made.files, 1)}
    received = [as_received(file, places[file.sha256]) for file in files]
    if shuffled is not None:
        random.Random(shuffled).shuffle(received)  # noqa: S311 - an order, no secret
    with TemporaryDirectory() as spill, new_engine(Path(spill)) as engine:
        clusters = engine.table(true_persons(made.truth)) if truth else None
        outcome = cycle(received, engine, clusters=clusters)
        assert outcome.people
        tables = {**outcome.tables, **outcome.people.tables}
        cells = {name: cells_of(engine, outcome, name) for name in ("total", "village", "segment", "payer")}
        flows = flows_between(tables["episodes"], engine, AREA, DECEMBER, JULY, level="village")
        return Run(outcome, cells, {name: engine.logical_hash(table) for name, table in tables.items()}, flows)


def new_engine(spill: Path) -> DuckEngine:
    # one of its own for each run, because the tables of all runs together are large
    return DuckEngine(temp_directory=spill, memory_limit="500MB", threads=2)


def as_received(file: MadeFile, place: int) -> ReceivedFile:
    # `order` is the place among the decisions, wherever the file stands in a list
    kind, content = Kind(file.kind), file.path.read_bytes
    return ReceivedFile(content, file.sha256, file.name, kind, file.known_on, place, file.month, within=AREA)


def cells_of(engine: DuckEngine, outcome: Outcome, by: str) -> Cells:
    """The people linked, by month, or by month and village, segment or payer."""
    cube = outcome.tables["cube"]
    cube = cube.filter((cube["evidence"] == "linked") & (cube["measure"] == "persons"))
    in_villages = cube["area"].length() > len("16.06.01")
    where, grain = (in_villages, "total") if by == "village" else (cube["area"] == AREA, by)
    key = {"total": ("month",), "village": ("month", "area")}.get(by, ("month", by))
    found = engine.run(cube.filter(where & (cube["grain"] == grain)).select(*key, "members")).to_pylist()
    return {tuple(row[name] for name in key): row["members"] for row in found}


def truth_of(made: Made, files: Sequence[MadeFile], by: str) -> Cells:
    hashes = {file.sha256 for file in files}
    if by == "total":
        return {(month,): many for month, many in expected(made.truth, hashes).items()}
    # the cube has no cell for whom no file tells the village of
    cells = expected_by(made.truth, hashes, by)
    return {tuple(map(str, key)): many for key, many in cells.items() if None not in key}


def known_before_the_last_extract(made: Made) -> list[MadeFile]:
    day = max(file.known_on for file in made.files if file.kind == "members") - timedelta(days=1)
    return [file for file in made.files if file.known_on <= day]


def differing(found: Cells, true: Cells) -> Cells:
    """Where the two are not the same: found minus true."""
    differences = {key: found.get(key, 0) - true.get(key, 0) for key in sorted(found.keys() | true.keys())}
    return {key: many for key, many in differences.items() if many}


@pytest.mark.parametrize("by", ["total", "village", "segment", "payer"])
def test_who_is_who_being_known_every_cell_of_every_month_is_the_truth(made: Made, known: Run, by: str) -> None:
    assert len({month for month, *_ in known.cells[by]}) == 20
    assert differing(known.cells[by], truth_of(made, made.files, by)) == {}


@pytest.mark.long
def test_before_the_last_extract_every_cell_is_what_the_files_known_then_tell(made: Made) -> None:
    files = known_before_the_last_extract(made)
    assert len(files) < len(made.files)
    found = run(made, files, truth=True)
    off = {by: differing(cells, truth_of(made, files, by)) for by, cells in found.cells.items()}
    assert not any(off.values()), off


@with_usual_faults
def test_our_own_linkage_is_within_a_tenth_of_a_point_of_the_truth_in_every_month(made: Made, linked: Run) -> None:
    allowed = max(3, made.potential // 1000)
    off = differing(linked.cells["total"], truth_of(made, made.files, "total"))
    assert {key: many for key, many in off.items() if abs(many) > allowed} == {}


@with_usual_faults
def test_every_row_is_accounted_for_at_every_stage(made: Made, linked: Run) -> None:
    stages = {stage.name: stage for stage in linked.outcome.stages}
    assert {"intake", "identity", "extracts", "payments", "standing_linked", "listed", "cube"} <= stages.keys()
    for stage in stages.values():
        assert stage.rows_in == stage.rows_out + sum(stage.reasons.values()), stage.name
    lines = sum(len(file.path.read_bytes().splitlines()) - 1 for file in made.files if file.kind == "members")
    assert stages["extracts"].rows_in == lines == stages["listed"].rows_in
    assert stages["extracts"].rows_out == sum(
        (stages["standing_linked"].rows_out, *stages["standing_linked"].reasons.values())
    )


@with_usual_faults
def test_the_order_of_the_files_changes_no_table(made: Made, linked: Run) -> None:
    assert {"recaps", "denominators", "targets", "cube", "spells"} <= linked.hashes.keys()
    assert run(made, made.files, shuffled=1).hashes == linked.hashes


def change_by(found: Run, by: tuple[str, ...]) -> CoverageChange:
    """The change from December 2024 to July 2025 between the figures of the cube."""
    then, now = (answer(month, found.cells["total"][(str(month),)]) for month in (DECEMBER, JULY))
    return change_of_people(then, now, found.flows, by)


@pytest.mark.parametrize("by", [("segment",), ("payer",), ("village",)])
def test_who_is_who_being_known_the_reasons_add_up_to_the_true_change_and_so_do_those_of_every_part(
    made: Made, known: Run, by: tuple[str, ...]
) -> None:
    change = change_by(known, by)
    assert not change.findings
    truth = truth_of(made, made.files, "total")
    difference = truth[(str(JULY),)] - truth[(str(DECEMBER),)]
    assert sum(step.persons or 0 for step in change.reasons) == difference
    assert sum(step.persons or 0 for step in change.rows) == difference
    (name,) = by
    true = truth_of(made, made.files, name)
    parts = {dim for dim in (part.dims[name] for part in change.parts) if dim is not None}
    for dim in parts | {key[1] for key in true if key[0] in (str(DECEMBER), str(JULY))}:
        of_part = sum(step.persons or 0 for step in change.rows if step.dims == {name: dim})
        assert of_part == true.get((str(JULY), dim), 0) - true.get((str(DECEMBER), dim), 0), dim


@pytest.mark.long
def test_by_our_own_linkage_the_reasons_add_up_to_the_figures_of_the_cube(linked: Run) -> None:
    change = change_by(linked, ("segment", "payer"))
    assert not change.findings
    assert sum(step.persons or 0 for step in change.rows) == change.difference
    assert {step.reason for step in change.reasons} >= {"joined", "lapsed", "ended"}
