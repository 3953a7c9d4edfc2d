"""Whom a package asks about: the people of a received list, or those whom lists name and nobody covers."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from typing import TYPE_CHECKING, Any

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.basics.working_age import ENROLMENT, working_age_in
from cakupan.coverage.finding import Finding
from cakupan.coverage.named_people import UNCOVERED, named_in
from cakupan.intake import Kind
from cakupan_app.work import ask, in_force
from cakupan_app.work.decide import the_one
from cakupan_app.work.grants import NAMING, ended_among, expired_among
from cakupan_app.work.manifest import ASKED_WITH
from cakupan_app.work.reading import reader
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

UNCOVERED_LIST = "uncovered"
_WITH_NAMES = (Kind.NOMINATIONS, Kind.POPULATION, Kind.MEMBERS)
_HEADING = ("nik", "nama", "tanggal lahir")  # FORMATS.md: what every office that receives them reads
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """The people asked about, one row each (nik, name, birth), ordered by NIK; `without_nik` had to be left out."""

    source: str
    rows: tuple[tuple[str, str, date | None], ...]
    without_nik: int
    findings: Sequence[Finding] = ()

    def as_csv(self) -> bytes:
        text = StringIO(newline="")
        out = csv.writer(text, lineterminator="\r\n")
        out.writerow(_HEADING)
        out.writerows((nik, _harmless(name), birth or "") for nik, name, birth in self.rows)
        return text.getvalue().encode("utf-8-sig")  # with a mark, so that Excel takes it as UTF-8

    def table(self) -> "pa.Table":
        import pyarrow as pa

        niks, names, births = zip(*self.rows, strict=True) if self.rows else ((), (), ())
        kinds = (pa.string(), pa.string(), pa.date32())
        columns = [pa.array(values, kind) for values, kind in zip((niks, names, births), kinds, strict=True)]
        return pa.table(dict(zip(ASKED_WITH, columns, strict=True)))


def people_asked_about(
    workspace: Workspace, wanted: str, area: str, *, month: Month | None, at: datetime, today: date
) -> Asked:
    """The people of the list whose hash begins with `wanted`, or of `uncovered` in `month`, who belong to `area`.

    Refused where there is no such list, it names nobody, or nobody is left to ask about.
    """
    if wanted.casefold() in (UNCOVERED_LIST, "belum-terlindungi"):
        found = _uncovered(workspace, area, month, at, today)
    else:
        found = _of_list(workspace, wanted, area, today)
    if not found.rows:
        raise Refused("package_of_nobody", area=area, without_nik=found.without_nik)
    return found


def _of_list(workspace: Workspace, wanted: str, area: str, today: date) -> Asked:
    standing = the_one(wanted)
    receipt = standing.receipt
    if standing.status != "accepted":
        raise Refused("package_list_not_accepted", name=receipt.name, file=receipt.sha256[:12])
    if receipt.kind not in _WITH_NAMES:
        raise Refused("package_list_without_names", name=receipt.name, kind=receipt.kind)
    (file,) = in_force.received_files(workspace, [in_force.source_of(standing)])
    with workspace.engine() as engine:
        records = reader(workspace, keeps=False)(file, engine).records
        here = records.filter(_within(records, area, receipt.area or workspace.area))
        rows = engine.run(here.select(*ASKED_WITH, place=here["row"])).to_pylist()
    return _asked(receipt.sha256, rows, expired_among([receipt.sha256], today))


def _within(records: "ir.Table", area: str, sender: str) -> "ir.BooleanValue":
    """Whether a row is of `area`: by its village or district, else, where it tells no place, by who sent it."""
    import ibis

    from cakupan.regions import is_within

    told = [records[name] for name in ("village", "district") if name in records.columns]
    place = ibis.coalesce(*told) if told else ibis.null("string")
    inside = (place == area) | place.startswith(f"{area}.")
    return inside.fill_null(is_within(sender, area))


def _uncovered(workspace: Workspace, area: str, month: Month | None, at: datetime, today: date) -> Asked:
    if month is None:
        raise Refused("package_needs_month")
    with ask.view(workspace, at=at) as view:
        if view.snapshot is None or "identifiers" not in view.snapshot.vault or not view.has("named"):
            raise Refused("snapshot_without_table", table="named")
        named, episodes, possible = (view.table(name) for name in ("named", "episodes", "review"))
        stated = named_in(named, episodes, possible, month, working_age_in(month, ENROLMENT), view.known_on)
        here = stated.filter((stated["state"] == UNCOVERED) & placed_in(stated, area))
        known = workspace.vault.get(view.snapshot.vault["identifiers"], view.engine)
        people = view.engine.keep(here.select(person_id="person"))
        told = known.semi_join(people, "person_id")
        columns = told.select("person_id", *ASKED_WITH, "file", "sheet", "row")
        rows = view.engine.run(columns.order_by("person_id")).to_pylist()
        known_last = sorted(view.snapshot.sources, key=lambda one: (one.known_on, one.order))
        order = {one.sha256: number for number, one in enumerate(known_last)}
    naming = {one.sha256 for one in known_last if Kind(one.kind) in NAMING}
    ended = {one.sha256 for one in ended_among(order, today)}
    needed = _named_by(rows, naming, ended)
    return _asked(UNCOVERED_LIST, one_each(rows, order, ended), expired_among(needed, today))


def placed_in(stated: "ir.Table", area: str) -> "ir.BooleanValue":
    """Whether lists place a person in `area`, by the finest place that they tell."""
    import ibis

    place = ibis.coalesce(stated["village"], stated["district"], stated["area"])
    return ((place == area) | place.startswith(f"{area}.")).fill_null(False)


def _named_by(rows: Iterable[Mapping[str, Any]], naming: AbstractSet[str], ended: AbstractSet[str]) -> AbstractSet[str]:
    """The lists of `ended` without which somebody would not be named: whom a list still in use names needs none."""
    files: dict[str, set[str]] = {}
    for row in rows:
        files.setdefault(row["person_id"], set()).update({row["file"]} & naming)
    return {file for named in files.values() if named <= ended for file in named}


def one_each(
    rows: Iterable[Mapping[str, Any]], order: Mapping[str, int], ended: AbstractSet[str]
) -> list[Mapping[str, Any]]:
    """One row for each person: the last known that has a NIK, of those rather one of a list still in use, and with a
    birth date."""
    best: dict[str, tuple[tuple[Any, ...], Mapping[str, Any]]] = {}
    for row in rows:
        told = (row["nik"] is not None, row["file"] not in ended, row["birth"] is not None)
        rank = (*told, order.get(row["file"], -1), row["file"], row["sheet"], row["row"])
        if row["person_id"] not in best or rank > best[row["person_id"]][0]:
            best[row["person_id"]] = (rank, row)
    return [row for _, row in best.values()]


def _asked(source: str, rows: Iterable[Mapping[str, Any]], findings: Sequence[Finding]) -> Asked:
    told = [(row["nik"], row["name"] or "", row["birth"]) for row in rows]
    numbered = {one for one in told if one[0] is not None}
    ordered = sorted(numbered, key=lambda one: (one[0], one[1], one[2] or date.min))
    return Asked(source, tuple(ordered), sum(1 for one in told if one[0] is None), findings)


def _harmless(name: str) -> str:
    """A name that a spreadsheet does not take for a formula."""
    return f"'{name}" if name.startswith(_STARTS_A_FORMULA) else name
