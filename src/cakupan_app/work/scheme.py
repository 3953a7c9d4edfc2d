"""What is asked of the law: what somebody owes, whether they may be enrolled, and who of a list may be."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cakupan.basics.finding import Finding
from cakupan.basics.month import Month
from cakupan.basics.refused import Fact, Refused
from cakupan.basics.rupiah import Rupiah
from cakupan.scheme.contribution import Contribution, Member, contribution_of
from cakupan.scheme.eligibility import Eligibility, Person, Rule, eligibility_of, limits_not_set, rules_on
from cakupan.scheme.in_force import Law, Override, law_for
from cakupan.scheme.jp_cap import next_jp_cap
from cakupan.scheme.lump import jakon_of_contract, jakon_of_wages, pmi_of
from cakupan.scheme.unit_cost import PAYERS, is_transport
from cakupan_app.work.letters import content_of, masked_name, masked_path

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

_MOST_MONTHS = 120
_MEMORY = "1GB"


@dataclass(frozen=True, slots=True)
class ContributionQuestion:
    """What is told of a member whose contribution is asked. Months are counted from the first to the last; `growth` of
    the economy, in per cent, is what the next wage cap of JP follows from."""

    segment: str
    since: Month
    until: Month
    payer: str | None = None
    income: Rupiah | None = None
    risk_class: int | None = None
    occupation: str | None = None
    labour_intensive: bool = False
    programmes: tuple[str, ...] | None = None
    contract_value: Rupiah | None = None
    wages: Rupiah | None = None
    contract_months: int | None = None
    extra_months: int = 0
    growth: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed month by month, or once for a contract; each thing to be said of it once."""

    question: ContributionQuestion
    months: tuple[Contribution, ...]
    findings: tuple[Finding, ...]

    @property
    def total(self) -> Rupiah:
        return sum(one.total for one in self.months)


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether one person may be enrolled, and which rules have no limit here."""

    area: str
    day: date
    eligibility: Eligibility
    not_asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListJudged:
    """Who of a list may be enrolled: a row of the answer for each accepted row of the file, without names or NIKs."""

    name: str
    area: str
    day: date
    rules: tuple[Rule, ...]
    not_asked: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    quarantined: int
    repeated: int
    payer: str | None = None

    def count(self, verdict: str) -> int:
        return sum(row["eligible"] == verdict for row in self.rows)

    def monthly(self, verdict: str) -> Rupiah:
        """What `payer` owes a month for those with this verdict, as BPU of the lowest class."""
        return sum(row["contribution"] for row in self.rows if row["eligible"] == verdict)


def read_law(files: Sequence[Path] = (), *, area: str | None = None, known_on: date | None = None) -> Law:
    """The law with an office's own readings in these files. Refused where one cannot be read or used."""
    return law_for(readings_told(files), area=area, known_on=known_on)


def readings_told(files: Sequence[Path]) -> tuple[Override, ...]:
    """An office's own readings, as their files have them. Refused where one cannot be read."""
    return tuple(_override(path) for path in files)


def _override(path: Path) -> Override:
    try:
        return Override(masked_name(path), content_of(path).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused("law_no_text", path=masked_path(path)) from None


def owed(law: Law, question: ContributionQuestion) -> Owed:
    """What is owed. Refused as the rooms refuse, and for months that end before they begin or are too many."""
    if question.growth is not None and question.segment != "PU":
        raise Refused("growth_without_jp", segment=question.segment)
    if question.segment == "Jakon":
        return _summed(question, [_jakon(law, question)])
    if question.segment == "PMI":
        if question.contract_months is None:
            raise Refused("contract_months_missing")
        day = question.since.last_day
        return _summed(question, [pmi_of(law, question.contract_months, day, extra_months=question.extra_months)])
    count = question.until - question.since + 1
    if not 1 <= count <= _MOST_MONTHS:
        raise Refused("months_outside", first=str(question.since), last=str(question.until), most=_MOST_MONTHS)
    if question.payer is not None and question.payer not in PAYERS:
        raise Refused("contribution_payer_unknown", payer=question.payer, known=PAYERS)
    found = _summed(question, [contribution_of(law, _member(law, question, m), m) for m in _months(question, count)])
    if question.growth is None:
        return found
    cap = next_jp_cap(law, question.growth, question.until.last_day)
    expected = Finding("jp_cap_expected", {"growth": question.growth, "cap": cap}, "info")
    return replace(found, findings=(*found.findings, expected))


def _months(question: ContributionQuestion, count: int) -> Sequence[Month]:
    return [question.since + number for number in range(count)]


def _member(law: Law, question: ContributionQuestion, month: Month) -> Member:
    return Member(
        question.segment,
        question.income,
        question.payer,
        question.risk_class,
        transport=is_transport(law, question.occupation, month.last_day),
        labour_intensive=question.labour_intensive,
        programmes=question.programmes,
    )


def _jakon(law: Law, question: ContributionQuestion) -> Contribution:
    day = question.since.last_day
    if question.wages is not None and question.contract_value is None:
        return jakon_of_wages(law, question.wages, day)
    if question.contract_value is None or question.wages is not None:
        raise Refused("jakon_base_missing")
    return jakon_of_contract(law, question.contract_value, day)


def _summed(question: ContributionQuestion, months: Sequence[Contribution]) -> Owed:
    told = {(one.code, str(one.facts)): one for month in months for one in month.findings}
    state = sum(one.by("state") for one in months)
    facts: dict[str, Fact] = {"state": state, "rest": sum(one.total for one in months) - state}
    paid = (Finding("contribution_state_pays", facts, "info"),) if state else ()
    return Owed(question, tuple(months), (*paid, *told.values()))


def judged(law: Law, person: Person, area: str, day: date) -> Judged:
    """Whether `person` may be enrolled by `area` on `day`."""
    return Judged(area, day, eligibility_of(person, rules_on(law, day, area), day), limits_not_set(law, day))


def judge_list(law: Law, path: Path, area: str, day: date, given: Person, payer: str | None = None) -> ListJudged:
    """Who of a list of people may be enrolled by `area` on `day`; where a `payer` is told also each one's
    `contribution` for the month of that day.

    `given` says what the list does not: that all are citizens, or that none is a member. Refused where intake refuses.
    """
    from cakupan.engines.duck import DuckEngine
    from cakupan.intake import Kind, read_file
    from cakupan.scheme.contribution_table import with_contributions
    from cakupan.scheme.eligibility_table import with_eligibility

    name = masked_name(path)
    reading = read_file(content_of(path), name=name, kind=Kind.NOMINATIONS, within=area, today=day)
    rules = rules_on(law, day, area)
    told = _people(reading.records(), given)
    columns = ["sheet", "row", "eligible", "because", "place_in_household", *(one.id for one in rules)]
    with (
        tempfile.TemporaryDirectory() as folder,
        DuckEngine(temp_directory=Path(folder), memory_limit=_MEMORY) as engine,
    ):
        answered = with_eligibility(engine.table(told), rules, day)
        if payer is not None:
            answered = with_contributions(_enrolled(answered, payer), law, Month(day.year, day.month))
            columns.append("contribution")
        rows = engine.run(answered.order_by("person").select(*columns)).to_pylist()
    counts = reading.quarantined, reading.repeated
    return ListJudged(name, area, day, rules, limits_not_set(law, day), tuple(rows), *counts, payer)


def _enrolled(people: "ir.Table", payer: str) -> "ir.Table":
    """The people as members whom `payer` pays for: BPU of the lowest class."""
    import ibis

    said = {"segment": ibis.literal("BPU"), "payer": ibis.literal(payer)}
    return people.mutate(**said, income=ibis.null("int64"), risk_class=ibis.null("int32"))


def _people(records: "pa.Table", given: Person) -> "pa.Table":
    """The records as the rules ask for people; the finest place that the list tells is where they live."""
    import pyarrow as pa
    import pyarrow.compute as pc

    def whole(value: Any, kind: "pa.DataType") -> "pa.Array":
        return pa.array([value] * records.num_rows, kind)

    told = {
        "sheet": records["sheet"],
        "row": records["row"],
        "person": pa.array(range(records.num_rows), pa.int64()),
        "birth": records["birth"],
        "home": pc.coalesce(records["village"], records["district"], whole(given.home, pa.string())),
        "occupation": pc.coalesce(records["occupation_code"], whole(given.occupation, pa.string())),
        "decile": pc.coalesce(records["decile"], whole(given.decile, pa.int32())),
        "sex": records["sex"],
        "family_card": records["family_card"],
        "citizen": whole(given.citizen, pa.bool_()),
        "member_segment": whole(given.member_segment, pa.string()),
        "social_aid": whole(given.social_aid, pa.bool_()),
        "household_enrolled": whole(None, pa.int64()),
    }
    return pa.table(told)


def nothing_told(person: Person) -> bool:
    """Whether nothing at all is known of somebody.

    >>> nothing_told(Person()), nothing_told(Person(decile=1))
    (True, False)
    """
    return all(getattr(person, one.name) is None for one in fields(person))
