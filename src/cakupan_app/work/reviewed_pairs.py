"""Pairs of rows as a reviewer sees them: both sides beside each other, masked unless they are to be shown in full."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cakupan.basics.refused import Refused
from cakupan.coverage.worth import Worth
from cakupan.identity.decisions import PLACE, SIDES, Place, pair_id
from cakupan.identity.scorecard import Scorecard, pattern_told
from cakupan.identity.weights import Waterfall, waterfall_of
from cakupan.intake.masking import shown
from cakupan_app.work.publish import PAIRS
from cakupan_app.work.view import View
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

TOLD = ("nik", "name", "birth", "sex", "village", "kpj")
_INSTEAD = {"nik": "nik_written", "village": "village_written"}  # where nothing could be read of the cell


@dataclass(frozen=True, slots=True)
class Side:
    """One row of a pair: where it stands, and what it tells, by column; empty where the row is not there any more."""

    file: str
    sheet: str
    row: int
    told: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PairShown:
    """A pair as it is shown. `differs` names the columns of which both rows tell something else; `answer` is what was
    decided of it, and `worth` what its answer would be, where it waits for one. `waterfall` says why it is probable or
    not; None where a row is not there any more."""

    id: str
    left: Side
    right: Side
    because: str
    probability: Decimal
    differs: tuple[str, ...]
    worth: Worth | None = None
    answer: str | None = None
    waterfall: Waterfall | None = None


def kept_pairs(workspace: Workspace, view: View, name: str) -> "ir.Table":
    """The pairs of the view's snapshot that are `possible` or `certain`; persons as `left_person`, `right_person`.

    Refused where it has none: it was published by an older version, or no file speaks of persons.
    """
    if view.snapshot is None or name not in view.snapshot.vault:
        raise Refused("snapshot_without_table", table=name)
    kept = workspace.vault.get(view.snapshot.vault[name], view.engine)
    return kept.rename({f"{side}_person": f"{side}_person_id" for side in SIDES})


def place_of(pair: Mapping[str, Any], side: str) -> Place:
    """Where one row of a pair stands."""
    file, sheet, row = (pair[f"{side}_{name}"] for name in PLACE)
    return file, sheet, int(row)


def id_of(pair: Mapping[str, Any]) -> str:
    return pair_id(*(place_of(pair, side) for side in SIDES))


def days_of(view: View) -> Mapping[str, date]:
    """Since when each file of the view's snapshot was known, by its hash."""
    return {source.sha256: source.known_on for source in view.snapshot.sources} if view.snapshot else {}


def _rows_told(workspace: Workspace, view: View, places: Iterable[Place]) -> Mapping[Place, Mapping[str, str]]:
    """What the vault knows of rows, in clear."""
    asked = _table_of(sorted(places), view.engine)
    if view.snapshot is None or asked is None:
        return {}
    known = workspace.vault.get(view.snapshot.vault["identifiers"], view.engine)
    found = view.engine.run(known.semi_join(asked, PLACE)).to_pylist()
    return {(row["file"], row["sheet"], int(row["row"])): _told(row) for row in found}


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> tuple[str, ...]:
    """The columns of which both rows tell something, and not the same."""
    return tuple(name for name in TOLD if name in one and name in other and _bare(one[name]) != _bare(other[name]))


def _bare(text: str) -> str:
    return " ".join(text.casefold().split())


def _told(row: Mapping[str, Any]) -> Mapping[str, str]:
    cells = {name: row[name] if row[name] is not None else row.get(_INSTEAD.get(name, name)) for name in TOLD}
    return {name: str(cell) for name, cell in cells.items() if cell is not None}


def _table_of(places: Sequence[Place], engine: "Engine") -> "ir.Table | None":
    import pyarrow as pa

    if not places:
        return None
    kinds = dict(zip(PLACE, (pa.string(), pa.string(), pa.int32()), strict=True))
    return engine.table(pa.table({name: pa.array(column, kinds[name]) for name, column in _columns(places)}))


def _columns(places: Sequence[Place]) -> Iterable[tuple[str, tuple[Any, ...]]]:
    return zip(PLACE, zip(*places, strict=True), strict=True)


def pairs_shown(
    workspace: Workspace,
    view: View,
    pairs: Sequence[Mapping[str, Any]],
    *,
    clear: bool,
    worth: Mapping[str, Worth] | None = None,
    answers: Mapping[str, str] | None = None,
) -> tuple[PairShown, ...]:
    """`pairs` (where both rows stand, because, probability) as they are shown, in their order."""
    known = _rows_told(workspace, view, {place_of(pair, side) for pair in pairs for side in SIDES})
    falls = _waterfalls(workspace, view, pairs)
    found = []
    for pair in pairs:
        named = id_of(pair)
        rows = [known.get(place_of(pair, side), {}) for side in SIDES]
        left, right = (
            Side(*place_of(pair, side), row if clear else {name: shown(text, name) for name, text in row.items()})
            for side, row in zip(SIDES, rows, strict=True)
        )
        told = pair["because"], pair["probability"], differing(*rows)
        more = (worth or {}).get(named), (answers or {}).get(named), falls.get(_places(pair))
        found.append(PairShown(named, left, right, *told, *more))
    return tuple(found)


def _places(pair: Mapping[str, Any]) -> tuple[Place, Place]:
    return place_of(pair, "left"), place_of(pair, "right")


def _waterfalls(
    workspace: Workspace, view: View, pairs: Sequence[Mapping[str, Any]]
) -> Mapping[tuple[Place, Place], Waterfall]:
    """Why each pair is probable or not, by what the build saw of both rows and by the weights that it went by.

    None for what an older version published, and for pairs that no build linked."""
    if view.snapshot is None or not pairs or not view.has("scorecard"):
        return {}
    lines = view.engine.run(view.table("scorecard").select("part", "level", "adds")).to_pylist()
    card = Scorecard.of_lines((line["part"], line["level"], line["adds"]) for line in lines)
    asked = {_places(pair) for pair in pairs}
    found = {}
    for name in PAIRS:
        table = kept_pairs(workspace, view, name)
        rows = _table_of(sorted({one for one, _ in asked}), view.engine)
        if rows is None or "shown" not in table.columns:
            continue
        left = rows.rename({f"left_{column}": column for column in PLACE})
        for row in view.engine.run(table.semi_join(left, left.columns)).to_pylist():
            if _places(row) in asked and row["shown"]:
                found[_places(row)] = waterfall_of(pattern_told(row["shown"]), card)
    return found
