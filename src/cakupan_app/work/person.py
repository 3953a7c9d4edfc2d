"""What is known of one person, and where each fact came from; and who is found by a name or a number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cakupan.basics.names import fold_name
from cakupan.basics.nik import Nik, parse_nik
from cakupan.basics.refused import Refused
from cakupan_app.work.files_told import names_of
from cakupan_app.work.rights import SEE_PEOPLE, Actor
from cakupan_app.work.seeing import Looking, refuse_without_purpose, seeing
from cakupan_app.work.view import View
from cakupan_app.work.whereabouts import IDENTIFIERS, areas_of, only_of, seen_as_of
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    import ibis.expr.types as ir

FOUND_AT_MOST = 50
_LOOKED_THROUGH = 2000  # rows that may be somebody's; who finds more has asked for too little
_LEAST_LETTERS = 3
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class PersonQuestion:
    """Who looks, and for whom."""

    looking: Looking
    person: str


@dataclass(frozen=True, slots=True)
class SearchQuestion:
    """Who looks, and for whom: a NIK, or words of a name."""

    looking: Looking
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file that a fact came from."""

    file: str
    name: str
    kind: str
    month: str
    known_on: date | None


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """What one row says of a person, and where it stands."""

    source: Source
    sheet: str
    row: int
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True, repr=False)
class PersonSeen:
    """Everything that the snapshot holds of a person. `area` is where whoever asks may see them; `before` is what they
    were called in earlier snapshots."""

    person: str
    area: str
    areas: frozenset[str]
    told: Sequence[Told]
    episodes: Sequence[Mapping[str, Any]]
    spells: Sequence[Mapping[str, Any]]
    contributions: Sequence[Mapping[str, Any]]
    named: Mapping[str, Any] | None
    before: Sequence[str]


@dataclass(frozen=True, slots=True, repr=False)
class PersonFound:
    """Somebody whom a search found: what the last row says of them."""

    person: str
    name: str
    nik: str | None
    birth: date | None
    village: str | None


def person_seen(view: View, workspace: Workspace, question: PersonQuestion) -> PersonSeen:
    """A person as whoever asks may see them. Refused as if there were none where they may not; else as `seeing` has
    it."""
    areas, area = _seen_in(view, workspace, question.looking.actor, question.person)
    seeing(question.looking, area, [question.person], subject=question.person)
    rows = _of(_known(view, workspace), "person_id", question.person, view)
    named = _of_person(view, "named", question.person)
    return PersonSeen(
        question.person,
        area,
        areas,
        _told(rows, view),
        _in_order(_of_person(view, "episodes", question.person)),
        _in_order(_of_person(view, "spells", question.person)),
        _in_order(_of_person(view, "contributions", question.person)),
        named[0] if named else None,
        _called_before(view, workspace, question.person),
    )


def called_now(view: View, workspace: Workspace, question: PersonQuestion) -> str | None:
    """What somebody is called now who was called so in an earlier snapshot, if whoever asks may see them; None where
    that is nobody, or several."""
    names = {question.person}
    for snapshot in workspace.snapshots.all():
        if ref := snapshot.beside.get("person_moved"):
            moved = workspace.tables.get(ref, view.engine)
            rows = view.engine.run(moved.filter(moved["old"].isin(sorted(names))))
            names |= set(rows["new"].to_pylist())
    places = areas_of(view, workspace, names - {question.person})
    seen = [name for name, areas in places.items() if question.looking.actor.sees_person_of(areas)]
    return seen[0] if len(seen) == 1 else None


def refuse_search(looking: Looking) -> None:
    """NotAllowed for whoever sees people nowhere; PurposeMissing before anything is typed rather than after."""
    looking.actor.refuse_unless_anywhere(SEE_PEOPLE)
    refuse_without_purpose(looking)


def search(view: View, workspace: Workspace, question: SearchQuestion) -> Sequence[PersonFound]:
    """Those whom a NIK or words of a name find, of the areas in which whoever asks may see people; by name.

    Refused where the text is too short to find anybody by; else as `seeing` has it.
    """
    actor = question.looking.actor
    refuse_search(question.looking)
    known = only_of(_known(view, workspace), view, workspace, actor)
    rows = view.engine.run(_matching(known, question.text).limit(_LOOKED_THROUGH)).to_pylist()
    found: dict[str, PersonFound] = {}
    for row in sorted(rows, key=lambda row: (row["nik"] is not None, row["file"], row["row"])):
        told = row["name"] or "", row["nik"], row["birth"], row["village"]
        found[row["person_id"]] = PersonFound(row["person_id"], *told)
    here = sorted(found.values(), key=lambda one: (one.name, one.person))[:FOUND_AT_MOST]
    area, persons = actor.home(SEE_PEOPLE, workspace.area), [one.person for one in here]
    by = "nik" if is_nik(question.text) else "name"
    seeing(question.looking, area, persons, action="searched", found=len(here), by=by)
    return here


def is_nik(text: str) -> bool:
    """Whether a search is for a number, and not for a name."""
    return isinstance(parse_nik(text), Nik)


def _matching(known: "ir.Table", text: str) -> "ir.Table":
    if isinstance(found := parse_nik(text), Nik):
        return known.filter(known["nik"] == found.digits).order_by("person_id", "file", "row")
    words = fold_name(text).split()
    if sum(map(len, words)) < _LEAST_LETTERS:
        raise Refused("search_too_short")
    name = known["name"].lower()
    return known.filter([name.contains(word) for word in words]).order_by("person_id", "file", "row")


def _seen_in(view: View, workspace: Workspace, actor: Actor, person: str) -> tuple[frozenset[str], str]:
    known = areas_of(view, workspace, [person]) if person and set(person) <= _HEX else {}
    areas = known.get(person, frozenset())
    area = seen_as_of(actor, SEE_PEOPLE, areas)
    if area is None or not actor.sees_person_of(areas):
        raise Refused("person_unknown")
    return areas, area


def _known(view: View, workspace: Workspace) -> "ir.Table":
    if view.snapshot is None or IDENTIFIERS not in view.snapshot.vault:
        raise Refused("person_unknown")
    return workspace.vault.get(view.snapshot.vault[IDENTIFIERS], view.engine)


def _of_person(view: View, name: str, person: str) -> Sequence[Mapping[str, Any]]:
    return _of(view.table(name), "person", person, view) if view.has(name) else ()


def _of(table: "ir.Table", column: str, person: str, view: View) -> Sequence[Mapping[str, Any]]:
    rows: Sequence[Mapping[str, Any]] = view.engine.run(table.filter(table[column] == person)).to_pylist()
    return rows


def _in_order(rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    return sorted(rows, key=lambda row: (row["starts_month"] or "", row["ends_month"] or "", row["payer"] or ""))


def _told(rows: Sequence[Mapping[str, Any]], view: View) -> Sequence[Told]:
    """The rows, last known first, each with its file by the name that it came in under."""
    names = names_of(row["file"] for row in rows)
    sources = {one.sha256: one for one in view.snapshot.sources} if view.snapshot else {}
    place = ("person_id", "file", "sheet", "row")

    def source(sha256: str) -> Source:
        one = sources.get(sha256)
        told = (one.kind, one.month, one.known_on) if one else ("", "", None)
        return Source(sha256, names[sha256], *told)

    found = [
        Told(source(row["file"]), row["sheet"], row["row"], {k: v for k, v in row.items() if k not in place})
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.source.known_on or date.min, one.source.file, one.row), reverse=True)


def _called_before(view: View, workspace: Workspace, person: str) -> Sequence[str]:
    """What a person was called in earlier snapshots, the last first."""
    now, found = {person}, []
    for snapshot in reversed(workspace.snapshots.all()):
        if (view.snapshot and snapshot.number > view.snapshot.number) or "person_moved" not in snapshot.beside:
            continue
        moved = workspace.tables.get(snapshot.beside["person_moved"], view.engine)
        rows = view.engine.run(moved.filter(moved["new"].isin(sorted(now))))
        found += [old for old in sorted(set(rows["old"].to_pylist())) if old not in now]
        now |= set(found)
    return found
