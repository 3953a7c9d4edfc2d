"""Which people whom lists name nobody covers, one by one: a page of them, a sample drawn by chance, or all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.basics.working_age import ENROLMENT, working_age_in
from cakupan.coverage.named_people import UNCOVERED, named_in
from cakupan_app.work.asked import one_each, placed_in
from cakupan_app.work.grants import ended_among
from cakupan_app.work.rights import EXPORT_PEOPLE, SEE_PEOPLE
from cakupan_app.work.seeing import Looking, seeing
from cakupan_app.work.trail import EXPORTED
from cakupan_app.work.view import View
from cakupan_app.work.whereabouts import IDENTIFIERS
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    import ibis.expr.types as ir

PEOPLE_ON_A_PAGE = 50
SAMPLED_AT_MOST = 500
_LIST = "uncovered"  # as the trail calls it
_ASKED = ("person", "village", "district", "area", "occupation", "decile", "sex", "perhaps")
_OF_A_ROW = ("person_id", "nik", "name", "birth", "file", "sheet", "row")


@dataclass(frozen=True, slots=True)
class Filtered:
    """Whose names are asked for: the uncovered of an area in a month, of one occupation or decile if these are said;
    "-" is what no list tells."""

    area: str
    month: Month
    occupation: str = ""
    decile: str = ""


@dataclass(frozen=True, slots=True)
class PeopleQuestion:
    """Who looks, for whose names, as known today; of them the page `number`, or a `sample` drawn by `seed`, or all."""

    looking: Looking
    filtered: Filtered
    today: date
    number: int = 1
    sample: int = 0
    seed: int = 1


@dataclass(frozen=True, slots=True, repr=False)
class Uncovered:
    """Somebody whom a list names and nobody covers; `perhaps` a member under another number."""

    person: str
    name: str
    nik: str | None
    birth: date | None
    sex: str | None
    place: str | None
    occupation: str | None
    decile: int | None
    perhaps: bool


@dataclass(frozen=True, slots=True, repr=False)
class UncoveredPeople:
    """Some of the `count` uncovered, by village, then decile, in an order that their names say nothing of."""

    people: Sequence[Uncovered]
    count: int
    number: int
    pages: int


def uncovered_people(view: View, workspace: Workspace, question: PeopleQuestion) -> UncoveredPeople:
    """A page of the uncovered, or a sample of them. NotAllowed where whoever asks may not see people there; else as
    `seeing` has it."""
    area = question.filtered.area
    question.looking.actor.refuse_unless(SEE_PEOPLE, area)
    rows = _rows(view, question.filtered)
    pages = max(1, -(-len(rows) // PEOPLE_ON_A_PAGE))
    number = min(max(1, question.number), pages)
    if question.sample:
        chosen = sorted(_drawn(rows, min(question.sample, SAMPLED_AT_MOST), question.seed), key=_in_order)
    else:
        chosen = rows[(number - 1) * PEOPLE_ON_A_PAGE : number * PEOPLE_ON_A_PAGE]
    seeing(question.looking, area, _persons(chosen), list=_LIST, rows=len(chosen), page=number)
    return UncoveredPeople(_with_names(view, workspace, chosen, question.today), len(rows), number, pages)


def uncovered_to_export(view: View, workspace: Workspace, question: PeopleQuestion) -> Sequence[Uncovered]:
    """All of the uncovered, or the sample of them, with whole numbers, to be taken out of the site. NotAllowed without
    the right to it there; else as `seeing` has it."""
    area, month = question.filtered.area, question.filtered.month
    question.looking.actor.refuse_unless(EXPORT_PEOPLE, area)
    rows = _rows(view, question.filtered)
    if question.sample:
        rows = sorted(_drawn(rows, min(question.sample, SAMPLED_AT_MOST), question.seed), key=_in_order)
    if not rows:
        raise Refused("uncovered_export_empty")
    seeing(question.looking, area, _persons(rows), action=EXPORTED, list=_LIST, rows=len(rows), month=str(month))
    return _with_names(view, workspace, rows, question.today)


def _persons(rows: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    return [row["person"] for row in rows]


def _rows(view: View, filtered: Filtered) -> list[Mapping[str, Any]]:
    """Who is uncovered, without names."""
    if view.snapshot is None or IDENTIFIERS not in view.snapshot.vault or not view.has("named"):
        raise Refused("snapshot_without_table", table="named")
    named, episodes, possible = (view.table(name) for name in ("named", "episodes", "review"))
    ages = working_age_in(filtered.month, ENROLMENT)
    stated = named_in(named, episodes, possible, filtered.month, ages, view.known_on)
    told = {"occupation": filtered.occupation, "decile": filtered.decile}
    conditions = [_is(stated[name].cast("string"), value) for name, value in told.items() if value]
    here = stated.filter([stated["state"] == UNCOVERED, placed_in(stated, filtered.area), *conditions])
    return sorted(view.engine.run(here.select(*_ASKED)).to_pylist(), key=_in_order)


def _is(column: "ir.StringValue", value: str) -> "ir.BooleanValue":
    return column.isnull() if value == "-" else column == value


def _in_order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return _place(row) or "~", row["decile"] is None, row["decile"] or 0, row["person"]


def _place(row: Mapping[str, Any]) -> str | None:
    return next((row[name] for name in ("village", "district", "area") if row[name]), None)


def _drawn(rows: Sequence[Mapping[str, Any]], size: int, seed: int) -> Sequence[Mapping[str, Any]]:
    """`size` of the rows: the same seed draws the same people, and who is drawn does not hang on who stands beside."""
    return sorted(rows, key=lambda row: sha256(f"{seed} {row['person']}".encode()).hexdigest())[:size]


def _with_names(
    view: View, workspace: Workspace, rows: Sequence[Mapping[str, Any]], today: date
) -> Sequence[Uncovered]:
    names = names_by_person(view, workspace, _persons(rows), today)
    return tuple(_uncovered(row, names.get(row["person"], {})) for row in rows)


def names_by_person(
    view: View, workspace: Workspace, persons: Sequence[str], today: date
) -> Mapping[str, Mapping[str, Any]]:
    """Of each person the row of the vault that speaks for them (nik, name, birth), of lists in use `today` rather.
    Whoever asks has gone through `seeing`."""
    import pyarrow as pa

    if not persons or view.snapshot is None:
        return {}
    known = workspace.vault.get(view.snapshot.vault[IDENTIFIERS], view.engine)
    wanted = view.engine.table(pa.table({"person_id": pa.array(persons, pa.string())}))
    told = view.engine.run(known.semi_join(wanted, "person_id").select(*_OF_A_ROW)).to_pylist()
    order = {one.sha256: place for place, one in enumerate(sorted(view.snapshot.sources, key=_known_last))}
    ended = {one.sha256 for one in ended_among(order, today)}
    return {row["person_id"]: row for row in one_each(told, order, ended)}


def _known_last(source: Any) -> tuple[date, int]:
    return source.known_on, source.order


def _uncovered(row: Mapping[str, Any], said: Mapping[str, Any]) -> Uncovered:
    told = said.get("name") or "", said.get("nik"), said.get("birth")
    return Uncovered(row["person"], *told, row["sex"], _place(row), row["occupation"], row["decile"], row["perhaps"])
