"""What becomes of each row of a file once its rows are compared: accepted, quarantined or repeated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cakupan.intake.namesakes import Together, alike, of_two_names
from cakupan.intake.reading import Accepted, Problem, Quarantined, Repair, Table
from cakupan.intake.repeats import Comparison, Where, compare
from cakupan.intake.tables import Draft

_ROWS_TOLD = 10


@dataclass(frozen=True, slots=True)
class Finished:
    """One sheet at the end: what is told of it, and its rows."""

    table: Table
    problems: tuple[Problem, ...] = ()
    repairs: tuple[Repair, ...] = ()
    accepted: Accepted | None = None
    quarantined: tuple[Quarantined, ...] = ()


def finish(drafts: Mapping[int, Draft]) -> Mapping[int, Finished]:
    """The sheets that have a table, by their number in the file."""
    compared = _compared(drafts)
    found = _problems_between(compared, drafts)
    return {
        number: _finished(replace(draft, problems=(*draft.problems, *found.get(number, ()))), number, compared)
        for number, draft in drafts.items()
    }


def _compared(drafts: Mapping[int, Draft]) -> Comparison:
    """How the rows of all tables stand to each other. Only rows that are not alone are looked at one by one."""
    layout = next(iter(drafts.values())).layout
    sound = Together({number: (draft, draft.sound_rows()) for number, draft in drafts.items()})
    if not layout.key:
        return Comparison({}, {}, {})
    rows = alike(sound, [name for name in layout.key if name not in layout.folded])
    compared = compare(claim for number, draft in drafts.items() for claim in draft.claims(number, rows[number]))
    return replace(compared, namesakes=of_two_names(sound)) if layout.shared_nik_told else compared


def _finished(draft: Draft, number: int, compared: Comparison) -> Finished:
    import numpy as np

    data, sound = draft.rows.data, draft.sound_rows()
    repeated = [row for table, row in compared.repeated if table == number]
    kept = sound[~np.isin(sound, repeated)]
    problems = sorted(draft.problems, key=lambda found: (found.row or 0, found.severity))
    quarantined = _quarantined(draft, problems)
    table = Table(
        sheet=draft.sheet.name,
        sheet_rows=draft.sheet.rows,
        set_aside=draft.rows.set_aside,
        rows_in=len(data),
        accepted=len(kept),
        quarantined=len(quarantined),
        repeated=len(repeated),
        columns=draft.columns,
        heading_row=draft.heading.row + 1,
    )
    repairs = sorted(draft.repairs(kept), key=lambda repair: repair.row)
    return Finished(table, tuple(problems), tuple(repairs), draft.accepted(kept), quarantined)


def _quarantined(draft: Draft, problems: Sequence[Problem]) -> tuple[Quarantined, ...]:
    codes: dict[int, dict[str, None]] = {}
    for found in problems:
        if found.severity == "error" and found.row:
            codes.setdefault(found.row - 1, {})[found.code] = None
    return tuple(draft.quarantined({row: tuple(found) for row, found in codes.items()}))


def _problems_between(compared: Comparison, drafts: Mapping[int, Draft]) -> Mapping[int, list[Problem]]:
    """The problem of each row that repeats or contradicts others, by the number of its table."""
    found: dict[int, list[Problem]] = {}
    for where, speaker in compared.repeated.items():
        problem = _between(where, (speaker,), drafts, "row_repeated")
        found.setdefault(where[0], []).append(replace(problem, severity="warning"))
    for where, others in compared.namesakes.items():
        problem = _between(where, others, drafts, "nik_shared")
        found.setdefault(where[0], []).append(replace(problem, severity="warning"))
    for where, others in compared.conflicting.items():
        found.setdefault(where[0], []).append(_between(where, others, drafts, "conflicting_rows"))
    return found


def _between(where: Where, others: Sequence[Where], drafts: Mapping[int, Draft], code: str) -> Problem:
    number, row = where
    told = tuple(
        str(other + 1) if table == number else f"{drafts[table].sheet.name} {other + 1}"
        for table, other in others[:_ROWS_TOLD]
    )
    return Problem(drafts[number].sheet.name, row + 1, None, code, "error", "", {"row": row + 1, "rows": told})
