"""From records about people to persons, to their memberships, to the cells of the cube: every row accounted for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cakupan.basics.stages import StageLog
from cakupan.coverage.attribution import crossed_places
from cakupan.coverage.definition import Evidence
from cakupan.coverage.finding import Finding
from cakupan.coverage.people import cube_of_people
from cakupan.cycle.over import Over, with_person
from cakupan.cycle.rows import count_of, counts_by, judged_rows
from cakupan.engines.supersession import KNOWN, in_force
from cakupan.identity import given
from cakupan.identity.issued import issued_in
from cakupan.identity.resolve import Resolved, resolve
from cakupan.identity.scorecard import WEIGHT_PLACES, Scorecard
from cakupan.intake import Kind
from cakupan.intake.received import ReceivedFile, file_numbers, holds_people
from cakupan.membership import extracts
from cakupan.membership.contributions import contributions_of, texts_told, without_free_text
from cakupan.membership.deaths import deaths_known
from cakupan.membership.episodes import episodes_of
from cakupan.membership.grounds import grounds_of
from cakupan.membership.payments import payments_without_membership
from cakupan.membership.reissued import perhaps_replaced
from cakupan.membership.speaking import speaking
from cakupan.membership.spells import spells_of
from cakupan.membership.sponsors import sponsors
from cakupan.membership.standing import ACTIVE, standing_of
from cakupan.membership.tally import tally_of
from cakupan.membership.workplaces import with_workplace
from cakupan.regions.levels import area_at
from cakupan.targets.protection import lapses_of, renewals_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine


_OF_A_MEMBERSHIP = (
    *("person", "month", "segment", "payer", "kpj", "programmes", "village", "district", "sex", "birth"),
    *("workplace", "started_on", "ended_on", "paid_until", "status", "file", "sheet", "row", *KNOWN),
)


@dataclass(frozen=True, slots=True)
class People:
    """What is about persons, told by number (`person`): for the vault who they are, `persons` (where each was first
    seen), `identifiers` (what was said of them) and the pairs of rows that may be one person (`possible`) or were
    joined (`certain`); `tables` to be published under pseudonyms, and `findings` about what had to stay out of them."""

    persons: "ir.Table"
    identifiers: "ir.Table"
    possible: "ir.Table"
    certain: "ir.Table"
    tables: Mapping[str, "ir.Table"]
    findings: tuple[Finding, ...] = ()


def persons_behind(
    records: "Mapping[Kind, ir.Table]",
    clusters: "ir.Table | None",
    decisions: "ir.Table | None",
    engine: "Engine",
    log: StageLog,
) -> Resolved | None:
    """The persons behind all rows about people, by linkage and `decisions`, or as `clusters` has them; None where there
    is no such row."""
    about_people = {kind.value: table for kind, table in records.items() if holds_people(kind)}
    rows = sum(count_of(table, engine) for table in about_people.values())
    if not rows:
        return None
    if clusters is None:
        found = resolve(about_people, engine, decisions=decisions)
    else:
        found = given.clusters_given(about_people, clusters, engine)
    made = {"persons": count_of(found.persons, engine), "possible": count_of(found.possible, engine), **found.passes}
    log.done("identity", rows_in=rows, rows_out=count_of(found.links, engine), made=made)
    return found


def hashes_of(files: Sequence[ReceivedFile], engine: "Engine") -> "ir.Table":
    """Which number stands for the hash of which file while rows about people are counted."""
    import pyarrow as pa

    numbers = file_numbers(files)
    columns = {"file": pa.array(numbers.values(), pa.int64()), "sha256": pa.array(numbers, pa.string())}
    return engine.table(pa.table(columns))


def numbered(rows: "ir.Table | None", hashes: "ir.Table") -> "ir.Table | None":
    """`rows` with the number of each file in place of its hash; without those of files that are not there."""
    if rows is None:
        return None
    for name in _files_in(rows):
        told = rows.rename(_sha256=name).join(hashes, [("_sha256", "sha256")])
        rows = told.drop("_sha256", "sha256").rename({name: "file"})
    return rows


def _by_hash(rows: "ir.Table", hashes: "ir.Table") -> "ir.Table":
    columns = rows.columns
    for name in _files_in(rows):
        told = rows.rename(_number=name).join(hashes, [("_number", "file")])
        rows = told.drop("_number", "file").rename({name: "sha256"})
    return rows.select(columns)


def _files_in(rows: "ir.Table") -> Sequence[str]:
    return [name for name in rows.columns if name == "file" or name.endswith("_file")]


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of one kind of evidence: the cells of the cube, and how many person-months they were counted from.

    Of linked persons also: `tables` that hold no person (`crossed`), those that do (`of_people`), and findings.
    """

    cells: "ir.Table"
    people: int
    tables: "Mapping[str, ir.Table]" = field(default_factory=dict)
    of_people: "Mapping[str, ir.Table]" = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def linked_members(
    records: "Mapping[Kind, ir.Table]",
    persons: Resolved | None,
    named: "ir.Table | None",
    hashes: "ir.Table",
    to: Over,
    log: StageLog,
) -> Counted | None:
    """The memberships of linked persons, by extracts, payments and the register of deaths together.

    `named` are those of whom lists tell a decile and an occupation.
    """
    if persons is None or not count_of(records[Kind.MEMBERS], to.naming):
        return None
    members, payments, population, deaths = (
        with_person(records[kind], persons.links)
        for kind in (Kind.MEMBERS, Kind.PAYMENTS, Kind.POPULATION, Kind.DEATHS)
    )
    engine = to.counting
    judged = _judged_extracts("extracts", members, to, log)
    rows = in_force(judged)
    paid = engine.keep(to.there(payments.select("person", "starts_month", "ends_month", "kpj", "payer", "paid_on")))
    _log_payments(paid, rows, engine, log)
    registered, reported = (_deaths_told(table, to) for table in (population, deaths))
    standing = engine.keep(standing_of(rows, paid, deaths_known(registered, reported), with_what_ends=True))
    findings = (*_replaced(judged, hashes, to), *_resting_on_the_list(standing, engine))
    people = _people(Evidence.LINKED, standing, to, log)
    told = engine.keep(with_workplace(_with_what_is_told(people, persons, named, to), rows))
    engine.forget(people)
    engine.forget(judged)  # millions of rows: what is done with makes room for what comes
    cells, count = _cells(told, standing, Evidence.LINKED, to)
    tables, of_people = _of_no_person(told, standing, to), _of_each_person(told, standing, paid, to)
    engine.forget(told)
    engine.forget(standing)
    return Counted(cells, count, tables, of_people, findings)


def _deaths_told(rows: "ir.Table", to: Over) -> "ir.Table":
    return to.there(rows.select("person", "died_on", *KNOWN, "file", "sheet", "row"))


def _of_no_person(told: "ir.Table", standing: "ir.Table", to: Over) -> "Mapping[str, ir.Table]":
    keep = to.counting.keep
    return {
        "crossed": to.back(keep(crossed_places(_placed(told), Evidence.LINKED))),
        "tally": to.back(keep(tally_of(standing, _placed(told)))),
        "renewals": to.back(keep(renewals_of(told, standing))),
    }


def _of_each_person(told: "ir.Table", standing: "ir.Table", payments: "ir.Table", to: Over) -> "Mapping[str, ir.Table]":
    keep = to.counting.keep
    return {
        "spells": to.back(keep(spells_of(standing).drop("kpj"))),
        "episodes": to.back(keep(episodes_of(told, standing, keep))),
        "lapses": to.back(keep(lapses_of(told, standing, payments))),
    }


def _with_what_is_told(people: "ir.Table", persons: Resolved, named: "ir.Table | None", to: Over) -> "ir.Table":
    """`people` with what is told of a person for all months: nik_area, decile, occupation."""
    import ibis

    issued = to.there(issued_in(persons.identifiers, to.naming))
    whole = people.left_join(issued, "person").drop("person_right")
    if named is None:
        nothing = ibis.null("string")
        return whole.mutate(decile=nothing, occupation=nothing)
    listed = to.there(named.select("person", "occupation", decile=named["decile"].cast("string")))
    return whole.left_join(listed, "person").drop("person_right")


def _replaced(judged: "ir.Table", hashes: "ir.Table", to: Over) -> Sequence[Finding]:
    """Extracts that a later one perhaps replaces as a whole: somebody must say whether it does."""
    found = _by_hash(to.back(to.counting.keep(perhaps_replaced(judged))), hashes)
    rows = to.naming.run(found.order_by(["area", "month", "file"])).to_pylist()
    return [Finding("extract_perhaps_replaced", row | {"file": row["file"][:12]}, "warning") for row in rows]


def _resting_on_the_list(standing: "ir.Table", engine: "Engine") -> Sequence[Finding]:
    """Months in which memberships that lapse count only because an extract lists them."""
    grounds = grounds_of(standing)
    listed = grounds.filter((grounds["segment"] == "BPU") & (grounds["because"] == "listed"))
    rows = engine.run(listed.select("month", "memberships").order_by("month")).to_pylist()
    return [Finding("active_because_listed_only", row, "warning") for row in rows]


def listed_members(records: "Mapping[Kind, ir.Table]", to: Over, log: StageLog) -> Counted | None:
    """The memberships that the extracts list, as they themselves say: no row linked beyond its number, no payment."""
    members = records[Kind.MEMBERS]
    if not count_of(members, to.naming):
        return None
    links = given.listed(members, to.naming)
    judged = _judged_extracts("listed", with_person(members, links), to, log)
    to.naming.forget(links)
    standing = to.counting.keep(standing_of(in_force(judged)))
    to.counting.forget(judged)
    people = _people(Evidence.EXTRACT, standing, to, log)
    cells, count = _cells(people, standing, Evidence.EXTRACT, to)
    to.counting.forget(people)
    to.counting.forget(standing)
    return Counted(cells, count)


def _judged_extracts(name: str, members: "ir.Table", to: Over, log: StageLog) -> "ir.Table":
    """The rows of extracts with their standing among files, each with the regency it was sent for."""
    rows = members.select(*_OF_A_MEMBERSHIP, area=_regency(members), numbered=members["nik"].notnull())
    return judged_rows(name, extracts.with_standing(to.there(rows)), to.counting, log)


def _regency(members: "ir.Table") -> "ir.StringValue":
    """The regency whose extract it is; where the sender is a province or the nation, that of the member's village.

    Null where a province's extract names no place: which regency's member that is nobody can tell.
    """
    import ibis

    finest = (members["file_area"], members["village"], members["district"])
    regencies = (area_at(code, "regency") for code in finest)
    return ibis.coalesce(*regencies)


def _log_payments(payments: "ir.Table", rows: "ir.Table", engine: "Engine", log: StageLog) -> None:
    count, astray = count_of(payments, engine), count_of(payments_without_membership(payments, rows), engine)
    log.done("payments", rows_in=count, rows_out=count - astray, reasons={"without_membership": astray})


def _people(evidence: Evidence, standing: "ir.Table", to: Over, log: StageLog) -> "ir.Table":
    """The people who are members by the memberships that count, each once a month."""
    engine = to.counting
    states = counts_by(standing, "state", engine)
    active = sum(states.get(state, 0) for state in ACTIVE)
    inactive = {state: rows for state, rows in states.items() if state not in ACTIVE}
    everybody = engine.keep(speaking(standing))
    total, placed = count_of(everybody, engine), count_of(_placed(everybody), engine)
    reasons = inactive | {"other_membership": active - total, "no_regency": total - placed}
    log.done(f"standing_{evidence}", rows_in=sum(states.values()), rows_out=placed, reasons=reasons)
    return everybody


def _placed(people: "ir.Table") -> "ir.Table":
    """Those of whom a place is known; the others are protected, and count in no area."""
    import ibis

    return people.filter(ibis.coalesce(people["village"], people["district"], people["area"]).notnull())


def _cells(people: "ir.Table", standing: "ir.Table", evidence: Evidence, to: Over) -> tuple["ir.Table", int]:
    """The cells of the cube, and how many person-months they count."""
    placed = _placed(people)
    cells = to.counting.keep(cube_of_people(placed, standing.filter(standing["area"].notnull()), evidence))
    return to.back(cells), count_of(placed, to.counting)


def people_published(
    records: "Mapping[Kind, ir.Table]",
    persons: Resolved | None,
    linked: Counted | None,
    named: "ir.Table | None",
    hashes: "ir.Table",
    engine: "Engine",
) -> People | None:
    """Who the persons are, for the vault; and what is published of each: what was counted of them, what was paid for
    them, what lists say of those whom they name, `review`, the pairs that may be one person, and the `scorecard`."""
    if persons is None:
        return None
    tables = {"review": engine.keep(persons.possible.select("left_person", "right_person", "probability", "because"))}
    tables["scorecard"] = _scorecard(persons.card, engine)
    tables |= linked.of_people if linked else {}
    tables["contributions"], findings = _sponsored_payments(records[Kind.PAYMENTS], persons, engine)
    if named is not None:
        tables["named"] = named
    kept = persons.persons, persons.identifiers, persons.possible, persons.certain
    first_seen, identifiers, possible, certain = (engine.keep(_by_hash(table, hashes)) for table in kept)
    return People(first_seen, identifiers, possible, certain, tables, findings)


def _scorecard(card: Scorecard, engine: "Engine") -> "ir.Table":
    """The weights by which rows were taken for one person, so that it can be told why."""
    import pyarrow as pa

    columns = list(zip(*card.lines(), strict=True))
    kinds = {"part": pa.string(), "level": pa.string(), "adds": pa.decimal128(10, WEIGHT_PLACES)}
    told = {name: pa.array(column, kinds[name]) for name, column in zip(kinds, columns, strict=True)}
    return engine.keep(engine.table(pa.table(told)))


def _sponsored_payments(
    payments: "ir.Table", persons: Resolved, engine: "Engine"
) -> tuple["ir.Table", tuple[Finding, ...]]:
    """What sponsors paid for whom, as it may be published, and how many of its texts may not.

    What people and their employers pay themselves is asked about by nobody, so it stays in the files.
    """
    paid = contributions_of(with_person(payments, persons.links))
    sponsored = engine.keep(paid.filter(paid["payer"].isnull() | paid["payer"].isin(sponsors())))
    kept = engine.keep(without_free_text(sponsored))
    (told,), (stays,) = (engine.run(texts_told(table)).to_pylist() for table in (sponsored, kept))
    engine.forget(sponsored)
    left_out = {name: told[name] - stays[name] for name in told}
    return kept, (Finding("contribution_texts_left_out", left_out, "warning"),) if any(left_out.values()) else ()
