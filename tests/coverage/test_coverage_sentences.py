"""Every code that these rooms give has its sentence, and every sentence gets the facts it names."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache, partial
from pathlib import Path

import ibis
import pyarrow as pa
import pytest

from asked import DECEMBER, JULY, denominators, known, recaps
from cakupan.basics.month import Month
from cakupan.basics.refused import Facts, Refused
from cakupan.coverage.answer import coverage_by
from cakupan.coverage.contradictions import contradictions
from cakupan.coverage.cube import COLUMNS, cube_of
from cakupan.coverage.definition import Attribution, Evidence, differences
from cakupan.coverage.figure import DIMENSIONS, Coverage
from cakupan.coverage.finding import Finding, Missing
from cakupan.coverage.hiding_above import hiding_about
from cakupan.coverage.known import Known, known_about
from cakupan.coverage.public_tables import public_question
from cakupan.coverage.suppression import hide_small
from cakupan.engines.port import TableUnreadable
from cakupan.regions.tree import children_of
from cakupan.targets.gap import gap_of
from cakupan.targets.pace import Pace, base_month, pace_of
from cakupan.targets.target import Target, targets_for
from cakupan.workforce.choose import choose_denominator
from cakupan.workforce.denominator import Denominator
from cakupan_app.look.words import LANGUAGES, say, sentences
from tables import arrow, engine

Told = tuple[str, Facts]

# Said by the shell, which has its own tests.
_OF_THE_PAGE = (
    "reason_",
    "pace_told",
    "evidence_",
    "basis_",
    "figure_",
    "dimension_d",
    "dimension_s",
    "dimension_a",
    "sex_L",
    "sex_P",
    "help_",
)

AT_ODDS = """
    area          | segment | payer | programme | source | members | known_on
    00            |         |       |           |        | 9       | 2025-08-01
    16            |         |       |           |        | 99      | 2025-08-01
    16.06         |         |       |           | cabang | 100     | 2025-08-02
    16.06         |         |       |           | dinas  | 110     | 2025-08-01
    16.06         | BPU     |       |           | cabang | 120     | 2025-08-01
    16.06         | BPU     |       |           | dinas  | 90      | 2025-08-01
    16.06         | BPU     | csr   |           | cabang | 130     | 2025-08-01
    16.06         |         | self  |           | cabang | 140     | 2025-08-01
    16.06.01      |         |       |           |        | 150     | 2025-08-01
    16.06.01.2002 |         |       |           |        | 160     | 2025-08-01
    16.06.02      |         |       | JHT       |        | 160     | 2025-08-01
    16.06.03      |         | csr   |           |        | 160     | 2025-08-01
"""
POTENTIAL = """
    denominator | area  | segment | value
    potensi     | 16.06 |         | 50
    bekerja     | 16.06 |         | 60
    potensi     | 16.06 | BPU     | 40
    nol         | 16.07 |         | 0
    potensi     | 13.72 |         | 50
"""
LINKED = """
    area     | month   | evidence | grain   | segment | sex | members
    91.01    | 2025-07 | linked   | total   |         |     | 20
    91.01    | 2024-12 | extract  | total   |         |     | 20
    91.01    | 2025-07 | extract  | total   |         |     | 22
    91.01    | 2025-07 | linked   | segment | BPU     |     | 20
    91.01    | 2025-07 | linked   | sex     |         | P   | 20
    13.72    | 2025-07 | linked   | total   |         |     | 20
    13.72    | 2024-12 | linked   | total   |         |     | 20
    91.03    | 2025-07 | linked   | total   |         |     | 20
    91.05    | 2024-12 | linked   | total   |         |     | 20
    91.05    | 2025-07 | linked   | total   |         |     | 2
"""
RECAPS_TOO = """
    area  | month   | members
    91.01 | 2024-12 | 22
    13.72 | 2025-07 | 25
    91.03 | 2025-07 | 30
    16.07 | 2024-12 | 30
    16.07 | 2025-07 | 40
"""
CITY = "area | segment | members\n13.72.01 | | 60\n13.72.02 | BPU | 50"


def ask(text: str, area: str = "16.06", month: Month = JULY, **asked: object) -> Coverage:
    return coverage_by(_known(text, area), area, month, **asked)  # type: ignore[arg-type]


@cache
def _known(text: str, area: str) -> Known:
    return known(text, POTENTIAL, area=area, months=(DECEMBER, JULY), with_findings=text is AT_ODDS)


@cache
def counted(area: str) -> Known:
    """What is known of an area from cells of people, as the cube has them, and from recaps."""
    cells = engine().table(_cells(LINKED))
    cube = engine().keep(ibis.union(cube_of(recaps(RECAPS_TOO)), cells))
    return known_about(
        cube, denominators(""), engine(), area, (DECEMBER, JULY), contradictions(cube, denominators(""), engine())
    )


def _cells(text: str) -> pa.Table:
    drawn = arrow(text)
    told = {"basis": "counted", "measure": "persons", "source": "members"}
    texts = {name: pa.array([told.get(name)] * drawn.num_rows, pa.string()) for name in COLUMNS}
    same = {"speaks": pa.array([True] * drawn.num_rows), **{name: drawn[name] for name in drawn.column_names}}
    return pa.table({name: same.get(name, texts[name]) for name in COLUMNS})


def of_people() -> Iterable[Coverage]:
    city = counted("13.72")
    yield from (
        coverage_by(city, "13.72", JULY, by=by)
        for by in (("segment", "occupation"), ("village", "segment", "sex"), ("decile",), ("occupation",))
    )
    yield from (coverage_by(city, "13.72", JULY, evidence=kind) for kind in (None, *Evidence))
    yield coverage_by(city, "13.72", DECEMBER, evidence=Evidence.RECAP)
    yield coverage_by(counted("16.07"), "16.07", JULY, evidence=Evidence.LINKED)
    reporter = Attribution.REPORTED
    yield coverage_by(city, "13.72", JULY, attribution=reporter, evidence=Evidence.LINKED)
    yield coverage_by(_of_a_province(), "91", JULY)
    # one of each regency is of no known sex: what is hidden there, the sum over the others would give away
    province = _of_a_province(linked=True)
    yield hide_small(coverage_by(province, "91", JULY, by=("sex",)), hiding_about(province, "91"))
    yield coverage_by(counted("91"), "91", JULY, by=("sex", "age"))
    yield from (coverage_by(counted(area), area, JULY) for area in ("91.03", "91.05"))


def _of_a_province(*, linked: bool = False) -> Known:
    regencies = [child.code for child in children_of("91")]
    lines = [f"{code} | linked | {grain}" for code in regencies for grain in (" total | | 9", "sex | L | 8")]
    cells = _cells("\n".join(["area | evidence | grain | sex | members", *(lines if linked else lines[:2])]))
    cells = cells.set_column(cells.column_names.index("month"), "month", pa.array(["2025-07"] * cells.num_rows))
    recap = "\n".join(["area | members", *(f"{code} | 10" for code in regencies[1:])])
    cube = engine().keep(ibis.union(cube_of(recaps(recap)), engine().table(cells)))
    return known_about(cube, denominators(""), engine(), "91", (JULY,))


def paces_of_people() -> Iterable[Told]:
    for area in ("91.01", "13.72"):
        then, now = (coverage_by(counted(area), area, month) for month in (DECEMBER, JULY))
        found = pace_of(now, then)
        assert isinstance(found, Pace)
        yield from ((one.code, one.facts) for one in found.findings)
    facts: Facts = {"area": "16.06", "since": "2024-12", "month": "2025-07", "members": 30, "headline": 20}
    yield from ((f"pace_by_{kind}", facts) for kind in ("recap", "extract"))


def told_by(answer: Coverage) -> Iterable[Told]:
    return [(one.code, one.facts) for one in (*answer.missing, *answer.findings)]


def answers() -> Iterable[Coverage]:
    yield from (ask(AT_ODDS, by=(dimension,)) for dimension in DIMENSIONS)
    yield from (ask(AT_ODDS, "00", by=("payer",)), ask(AT_ODDS, "16.06.02"), ask(AT_ODDS, "16.06.03"))
    yield from (ask("area | members\n16.06 | 100", by=by) for by in (("segment",), ("payer",), ("segment", "payer")))
    yield from (ask("area | members\n16.06 | 100", by=(place,)) for place in ("district", "village"))
    yield from (ask("area | members\n16.06.01.2002 | 10", "16.06.01.2002", by=(by,)) for by in ("district", "village"))
    yield from (ask(AT_ODDS, attribution=attribution) for attribution in Attribution)
    yield from (ask(AT_ODDS, month=DECEMBER), ask("area | members"), ask("area | members", "16.07"))
    yield from (ask("area | members\n16.06.01 | 10"), ask(CITY, "13.72"))
    yield ask("area | month | members\n16.06 | 2024-12 | 10", month=DECEMBER)
    yield ask("area | source | segment | members\n16.06 | a | | 10\n16.06 | b | BPU | 20", by=("segment",))
    yield ask("area | payer | members\n16.06 | | 10\n16.06.01.2002 | csr | 20", by=("village", "payer"))


def targets() -> Iterable[Told]:
    found = known("area | month | members\n16.06 | 2025-07 | 10", POTENTIAL, months=(DECEMBER, JULY))
    set_targets = (
        Target("a", "16.06", 2025, Decimal("50"), denominator="angkatan-kerja"),
        Target("b", "16.06", 2025, Decimal("50"), denominator="potensi"),
    )
    for month in (DECEMBER, JULY):
        gaps = gap_of(coverage_by(found, "16.06", month), set_targets, found).targets
        yield from ((one.missing.code, one.missing.facts) for one in gaps if one.missing)
    yield from ((one.code, one.facts) for one in gap_of(coverage_by(found, "16.06", JULY), (), found).findings)
    then, now = (coverage_by(found, "16.06", month) for month in (DECEMBER, JULY))
    lacking = pace_of(now, then)
    assert isinstance(lacking, Missing)
    yield lacking.code, lacking.facts
    counted = ask("area | month | segment | members\n16.06 | 2024-12 | | 9\n16.06 | 2025-07 | BPU | 9")
    for part in (*differences(counted.definition, now.definition), "active_rule", "attribution", "evidence"):
        yield f"pace_{part}_differs", {"area": "16.06", "since": "2024-12", "month": "2025-07"}


def refusals() -> Iterable[Told]:
    one = Denominator("potensi", "16.06", "2025", 1)
    a_target = Target("a", "16.06", 2025, Decimal("50"))
    refused: tuple[Callable[[], object], ...] = (
        partial(choose_denominator, [one], "16.06", asked="x"),
        partial(choose_denominator, [], "16.06", asked="x"),
        partial(targets_for, [a_target], "16.06", JULY, "x"),
        partial(targets_for, [], "16.06", JULY, "x"),
        partial(base_month, JULY, JULY),
        partial(ask, AT_ODDS, by=("colour",)),
        partial(public_question, "16.06.01", ()),
        partial(public_question, "16.06", (), Evidence.RECAP),
        partial(public_question, "16.06", (), None, Attribution.NIK),
    )
    for request in refused:
        with pytest.raises(Refused) as raised:
            request()
        yield raised.value.code, raised.value.facts
    unreadable = TableUnreadable(Path("tables/abc.parquet"))
    yield unreadable.code, unreadable.facts


def every_thing_told() -> Iterable[Told]:
    for answer in (*answers(), *of_people()):
        yield from told_by(answer)
    yield from ((finding.code, finding.facts) for finding in counted("13.72").findings)
    yield from paces_of_people()
    yield from targets()
    yield from refusals()


@pytest.mark.slow
@pytest.mark.duckdb_only
def test_every_sentence_is_said_of_something_and_has_its_facts() -> None:
    said = set()
    for code, facts in every_thing_told():
        for lang in LANGUAGES:
            sentence = say(code, facts, lang)
            assert sentence.endswith(".") and "{" not in sentence, sentence
        said.add(code)
    here = {code for code, of in sentences().items() if of in _of_these_rooms()}
    assert {code for code in here if not code.startswith(_OF_THE_PAGE)} - said == set()


def _of_these_rooms() -> list[object]:
    import tomllib

    from cakupan_app.look import words

    path = Path(words.__file__).parent / "sentences" / "coverage.toml"
    return list(tomllib.loads(path.read_text(encoding="utf-8")).values())


def test_findings_and_missing_parts_are_plain_in_json() -> None:
    finding = Finding("x", {"rate": Decimal("52.15"), "known": ("a", "b"), "part": None}, "warning")
    assert finding.as_json() == {
        "code": "x",
        "severity": "warning",
        "facts": {"rate": "52.15", "known": ("a", "b"), "part": None},
    }
    assert Missing("x", {"found": 3}).as_json() == {"code": "x", "facts": {"found": 3}}


def test_a_pace_without_differences_has_no_findings() -> None:
    found = known("area | month | members\n16.06 | 2024-12 | 9\n16.06 | 2025-07 | 10", months=(DECEMBER, JULY))
    pace = pace_of(coverage_by(found, "16.06", JULY), coverage_by(found, "16.06", DECEMBER))
    assert isinstance(pace, Pace)
    assert pace.findings == ()


@pytest.mark.parametrize("named", [(), ("potensi", "bekerja")])
def test_the_latest_denominator_is_taken_where_targets_name_none_or_several(named: tuple[str, ...]) -> None:
    answer = ask("area | members\n16.06 | 10", named_by_targets=named)
    (finding,) = (one for one in answer.findings if one.code == "denominator_chosen")
    assert "tidak menunjuk tepat satu" in say(finding.code, finding.facts, "id")
    assert "do not name exactly one" in say(finding.code, finding.facts, "en")
