"""What the NIK of a row settles in the cells beside it, before anything is told of them.

A NIK and a name in each other's column, a day that can be read in two ways, a sex that is told by a digit. The NIK
itself is never changed: where it cannot be right it is taken out, with a warning or an error.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from cakupan.basics.nik import FEMALE, Nik, parse_nik
from cakupan.intake.days import ORDER_OPEN
from cakupan.intake.name_cells import is_placeholder
from cakupan.intake.outcome import Fault, Given, Outcome, Taken
from cakupan.intake.parsed import Parsed, judged_anew
from cakupan.intake.person_cells import SEX_OPEN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cakupan.intake.arrays import Codes, Rows

    Numbers = NDArray[np.int64]

Fields = tuple[Parsed, ...]

_USUAL_SEX = {"1": "L", "2": "P"}  # of the statistics office


def settled(fields: Fields, given: Given) -> Fields:
    """The fields of a table with what the NIK of each row settles."""
    by_name = {parsed.field.name: parsed for parsed in fields}
    if "nik" not in by_name or by_name["nik"].position is None:
        return fields
    for settle in (_names_put_right, _cards_told_apart, partial(_days_settled, given), _sexes_settled):
        by_name |= settle(by_name)
    return tuple(by_name[parsed.field.name] for parsed in fields)


def niks_of(nik: Parsed) -> "Numbers":
    """The NIK of each row as a number, 0 where there is none."""
    import pyarrow as pa

    numbers: Numbers = nik.values.cast(pa.int64()).fill_null(0).to_numpy()[nik.codes]
    return numbers


def remade(parsed: Parsed, rows: "Rows", choices: Sequence[int], outcome_of: Callable[[int, int], Outcome]) -> Parsed:
    """`parsed` with another outcome in some rows: `outcome_of(row, choice)`, asked once for each cell and choice."""
    import numpy as np
    import pyarrow as pa

    if not len(rows):
        return parsed
    most = max(choices) + 1
    pairs = parsed.codes[rows].astype(np.int64) * most + np.asarray(choices)
    _, first, numbers = np.unique(pairs, return_index=True, return_inverse=True)
    outcomes = [outcome_of(int(rows[at]), choices[at]) for at in first.tolist()]
    codes: Codes = parsed.codes.copy()
    codes[rows] = len(parsed.values) + numbers
    values = pa.array([found.value if isinstance(found, Taken) else None for found in outcomes], parsed.values.type)
    told = {at: found for at, found in enumerate(outcomes, len(parsed.values)) if _is_told(found)}
    joined = pa.concat_arrays([parsed.values, values])
    return replace(parsed, codes=codes, values=joined, noted={**parsed.noted, **told})


def _is_told(found: Outcome) -> bool:
    return isinstance(found, Fault) or bool(found.warnings or found.repair)


def _with_fault(parsed: Parsed, code: str) -> list[int]:
    """The codes of the cells that have this fault, be it an error or a warning."""
    return [at for at, found in parsed.noted.items() if _fault(found, code) is not None]


def _fault(found: Outcome, code: str) -> Fault | None:
    faults = (found,) if isinstance(found, Fault) else found.warnings
    return next((fault for fault in faults if fault.code == code), None)


def _rows_with(parsed: Parsed, code: str) -> "Rows":
    import numpy as np

    return parsed.noted_rows(np.arange(len(parsed.codes)), _with_fault(parsed, code))


def _names_put_right(by_name: Mapping[str, Parsed]) -> dict[str, Parsed]:
    """NIK and name change places in the rows where each stands in the column of the other, every digit as written."""
    import numpy as np

    nik, name = by_name["nik"], by_name.get("name")
    if name is None or name.position is None or not _with_fault(name, "name_unreadable"):
        return {}
    both = np.intersect1d(_rows_with(nik, "nik_not_a_number"), _rows_with(name, "name_unreadable"))
    numbers = {row: parse_nik(name.text(row)) for row in both.tolist() if _is_name(nik.text(row))}
    digits = {row: found.digits for row, found in numbers.items() if isinstance(found, Nik)}
    rows = np.array(list(digits), np.int64)
    texts = {row: " ".join(nik.text(row).split()) for row in digits}
    each = list(range(len(rows)))  # no two rows are put right alike
    return {
        "nik": remade(nik, rows, each, lambda row, _: Taken(digits[row], "nik_and_name_exchanged")),
        "name": remade(name, rows, each, lambda row, _: Taken(texts[row], "nik_and_name_exchanged")),
        **_written(by_name, rows, lambda _: None),
    }


def _is_name(text: str) -> bool:
    return any(map(str.isalpha, text)) and not any(map(str.isdigit, text)) and not is_placeholder(text)


def _written(by_name: Mapping[str, Parsed], rows: "Rows", text_of: Callable[[int], str | None]) -> dict[str, Parsed]:
    """What stands for the NIK that cannot be read, where the layout keeps it."""
    written = by_name.get("nik_written")
    if written is None:
        return {}
    return {"nik_written": remade(written, rows, list(range(len(rows))), lambda row, _: Taken(text_of(row)))}


def _cards_told_apart(by_name: Mapping[str, Parsed]) -> dict[str, Parsed]:
    """Where NIK and family card are one number, it is the NIK if the birth date beside it says so, else the card."""
    import numpy as np

    nik, card = by_name["nik"], by_name.get("family_card")
    if card is None or card.position is None:
        return {}
    niks = niks_of(nik)
    rows: Rows = ((niks > 0) & (niks == niks_of(card))).nonzero()[0]
    if not len(rows):
        return {}
    own = _agrees(niks, by_name.get("birth"), rows)
    of_card, of_nik = rows[~own], rows[own]
    fault = Fault("nik_is_family_card")
    kept = Taken(None, warnings=(fault,)) if nik.field.dispensable else fault
    left_out = Taken(None, warnings=(Fault("family_card_is_nik"),))
    return {
        "nik": remade(nik, of_card, np.zeros(len(of_card), int).tolist(), lambda *_: kept),
        "family_card": remade(card, of_nik, np.zeros(len(of_nik), int).tolist(), lambda *_: left_out),
        **_written(by_name, of_card, nik.text),
    }


def _agrees(niks: "Numbers", birth: Parsed | None, rows: "Rows") -> "NDArray[np.bool_]":
    """For each of these rows whether its birth date is the one inside its NIK."""
    import numpy as np

    if birth is None:
        return np.zeros(len(rows), bool)
    days = birth.at(rows).to_pylist()
    said = [_born(int(nik)) for nik in niks[rows].tolist()]
    return np.array([_six(day) == six if day else False for day, six in zip(days, said, strict=True)], bool)


def _born(nik: int) -> tuple[int, int, int]:
    """Day, month and the two digits of the year inside a NIK."""
    day = nik // 10**8 % 100
    return day - (day > FEMALE) * FEMALE, nik // 10**6 % 100, nik // 10**4 % 100


def _six(day: date) -> tuple[int, int, int]:
    return day.day, day.month, day.year % 100


def _days_settled(given: Given, by_name: Mapping[str, Parsed]) -> dict[str, Parsed]:
    """Birth dates that can be read in two ways, in the way that the NIK beside them says."""
    birth = by_name.get("birth")
    if birth is None or birth.position is None or not _with_fault(birth, f"birth_{ORDER_OPEN}"):
        return {}
    niks = niks_of(by_name["nik"])
    choices = {
        row: choice
        for row in _rows_with(birth, f"birth_{ORDER_OPEN}").tolist()
        if niks[row] and (choice := _choice(birth, row, _born(int(niks[row])))) is not None
    }
    return {"birth": _chosen_days(birth, choices, given)}


def _readings(birth: Parsed, row: int) -> tuple[date, date]:
    found = _fault(birth.noted[int(birth.codes[row])], f"birth_{ORDER_OPEN}")
    if found is None or not isinstance(found.facts["one"], date) or not isinstance(found.facts["other"], date):
        raise ValueError("the cell has but one reading")
    return found.facts["one"], found.facts["other"]


def _choice(birth: Parsed, row: int, born: tuple[int, int, int]) -> int | None:
    return next((at for at, day in enumerate(_readings(birth, row)) if _six(day) == born), None)


def _chosen_days(birth: Parsed, choices: Mapping[int, int], given: Given) -> Parsed:
    import numpy as np

    rows = np.array(list(choices), np.int64)
    return remade(
        birth,
        rows,
        list(choices.values()),
        lambda row, choice: judged_anew(birth, _readings(birth, row)[choice], "birth_order_by_nik", given),
    )


def _sexes_settled(by_name: Mapping[str, Parsed]) -> dict[str, Parsed]:
    """A sex told as 1 or 2 is what the statistics office means by it, where the NIK says the same."""
    import numpy as np

    sex = by_name.get("sex")
    if sex is None or sex.position is None or not _with_fault(sex, SEX_OPEN):
        return {}
    rows = _rows_with(sex, SEX_OPEN)
    niks = niks_of(by_name["nik"])[rows]
    usual = np.array([_usual_sex(sex, row) == "P" for row in rows.tolist()], bool)
    said = niks // 10**8 % 100 > FEMALE
    sure = (niks > 0) & (usual == said)
    choices = said[sure].astype(int).tolist()
    return {"sex": remade(sex, rows[sure], choices, lambda _, choice: Taken("LP"[choice], "sex_by_nik"))}


def _usual_sex(sex: Parsed, row: int) -> str | None:
    found = _fault(sex.noted[int(sex.codes[row])], SEX_OPEN)
    return _USUAL_SEX.get(str(found.facts["digit"])) if found else None
