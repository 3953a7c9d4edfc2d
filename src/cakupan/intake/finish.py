"""What becomes of each row of a file once its rows are compared: accepted, quarantined or repeated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cakupan.intake.batches import InOrder, ProblemBatch, SingleProblems
from cakupan.intake.extras import Extras, extras_of
from cakupan.intake.namesakes import Together, alike, of_two_names
from cakupan.intake.reading import Accepted, Packed, Problem, Quarantined, Repair, Severity, Table
from cakupan.intake.repeats import Comparison, Where, compare
from cakupan.intake.seen import seen_in
from cakupan.intake.tables import Draft

if TYPE_CHECKING:
    from cakupan.intake.arrays import Rows

_ROWS_TOLD = 10


@dataclass(frozen=True, slots=True)
class Finished:
    """One sheet at the end: what is told of it, and its rows."""

    table: Table
    problems: Sequence[Problem] = ()
    repairs: Sequence[Repair] = ()
    accepted: Sequence[Accepted | Packed] = ()
    quarantined: tuple[Quarantined, ...] = ()
    extras: tuple[Extras, ...] = ()


def finish(drafts: Mapping[int, Draft]) -> Mapping[int, Finished]:
    """The sheets that have a table, by their number in the file."""
    compared = compared_rows({number: (draft, draft.sound_rows()) for number, draft in drafts.items()})
    found = problems_between(compared, {number: draft.sheet.name for number, draft in drafts.items()})
    return {
        number: _finished(replace(draft, problems=(*draft.problems, *found.get(number, ()))), number, compared)
        for number, draft in drafts.items()
    }


def compared_rows(sound: Mapping[int, tuple[Draft, "Rows"]]) -> Comparison:
    """How some rows without fault stand to each other. Only those that are not alone are looked at one by one."""
    layout = next(iter(sound.values()))[0].layout
    if not layout.key:
        return Comparison({}, {}, {})
    together = Together(sound)
    rows = alike(together, [name for name in layout.key if name not in layout.folded])
    compared = compare(claim for number, (draft, _) in sound.items() for claim in draft.claims(number, rows[number]))
    return replace(compared, namesakes=of_two_names(together)) if layout.shared_nik_told else compared


def _finished(draft: Draft, number: int, compared: Comparison) -> Finished:
    import numpy as np

    data, sound = draft.rows.data, draft.sound_rows()
    repeated = [row for table, row in compared.repeated if table == number]
    kept = sound[~np.isin(draft.sheet.numbered(sound), repeated)]
    quarantined = quarantined_rows(draft)
    table = Table(
        sheet=draft.sheet.name,
        sheet_rows=draft.sheet.rows,
        set_aside=draft.rows.set_aside,
        rows_in=len(data),
        accepted=len(kept),
        quarantined=len(quarantined),
        repeated=len(repeated),
        columns=draft.columns,
        heading_row=draft.sheet.number(draft.heading.row) if draft.heading.row >= 0 else None,
        seen=seen_in(draft),
        whole=draft.sheet.whole,
    )
    problems = InOrder(draft.problems, lambda batch: str(batch.severity))
    return Finished(
        table,
        problems,
        InOrder(list(draft.repairs(kept))),
        (draft.accepted(kept),),
        quarantined,
        (extras_of(draft, kept),),
    )


def quarantined_rows(draft: Draft) -> tuple[Quarantined, ...]:
    codes: dict[int, dict[str, None]] = {}
    for batch in draft.problems:
        for at, row in enumerate(draft.sheet.placed(batch.rows).tolist()) if batch.severity == "error" else ():
            codes.setdefault(row, {})[batch.code(at)] = None
    return tuple(draft.quarantined({row: tuple(found) for row, found in codes.items()}))


def problems_between(compared: Comparison, sheets: Mapping[int, str]) -> Mapping[int, list[ProblemBatch]]:
    """The problems of the rows that repeat or contradict others, by the number of their table; `sheets`: its name."""
    found: dict[int, list[ProblemBatch]] = {}
    told: tuple[tuple[str, Severity, Mapping[Where, Sequence[Where]]], ...] = (
        ("row_repeated", "warning", {where: (speaker,) for where, speaker in compared.repeated.items()}),
        ("nik_shared", "warning", compared.namesakes),
        ("conflicting_rows", "error", compared.conflicting),
    )
    for code, severity, rows in told:
        by_table: dict[int, list[Problem]] = {}
        for where, others in sorted(rows.items()):
            by_table.setdefault(where[0], []).append(_between(where, others, sheets, code, severity))
        for number, problems in by_table.items():
            found.setdefault(number, []).append(SingleProblems(severity, problems))
    return found


def _between(
    where: Where, others: Sequence[Where], sheets: Mapping[int, str], code: str, severity: Severity
) -> Problem:
    number, row = where
    told = tuple(
        str(other + 1) if table == number else f"{sheets[table]} {other + 1}" for table, other in others[:_ROWS_TOLD]
    )
    return Problem(sheets[number], row + 1, None, code, severity, "", {"row": row + 1, "rows": told})
