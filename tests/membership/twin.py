"""The rules of membership as one would apply them by hand, person by person: slow, and without tables."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from cakupan.basics.month import Month

Row = dict[str, Any]


def month(text: str) -> Month:
    return Month(int(text[:4]), int(text[5:]))


def month_of_day(day: date) -> Month:
    return Month(day.year, day.month)


def age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def verdicts(rows: Sequence[Row]) -> list[str]:
    """In force, superseded or repeated, for each row of extracts."""

    def one_thing(row: Row, other: Row) -> bool:
        same_month = (row["person"], row["month"]) == (other["person"], other["month"])
        return same_month and (None in (row["kpj"], other["kpj"]) or row["kpj"] == other["kpj"])

    def later(other: Row, row: Row) -> bool:
        return bool(_file(other) > _file(row))

    def alike(row: Row) -> tuple[Any, ...]:
        judged = ("segment", "kpj", "payer", "programmes", "started_on", "ended_on", "paid_until", "status")
        return tuple(row[name] for name in ("person", "month", *judged))

    gone = [any(one_thing(row, other) and later(other, row) for other in rows) for row in rows]
    speaking = [row for row, superseded in zip(rows, gone, strict=True) if not superseded]
    first = {alike(row): row for row in sorted(speaking, key=_provenance, reverse=True)}
    return [
        "superseded" if superseded else "in_force" if first[alike(row)] is row else "repeated"
        for row, superseded in zip(rows, gone, strict=True)
    ]


def _file(row: Row) -> tuple[Any, ...]:
    return row["known_on"], row["order"], row["file"]


def _provenance(row: Row) -> tuple[Any, ...]:
    return row["file"], row["sheet"], row["row"]


def states(rows: Sequence[Row], payments: Sequence[Row], deaths: Sequence[Row]) -> list[tuple[str, str]]:
    """State and reason of each row by the rule active-2021.1."""
    judged = [_state(row, rows, payments, deaths) for row in rows]
    in_a_firm = {
        (row["person"], row["month"])
        for row, (state, _) in zip(rows, judged, strict=True)
        if row["segment"] == "PU" and state in ("paid", "grace")
    }
    moved = [
        ("ended", "moved_to_pu")
        if state == "grace" and row["segment"] == "BPU" and (row["person"], row["month"]) in in_a_firm
        else (state, because)
        for row, (state, because) in zip(rows, judged, strict=True)
    ]
    return _one_row_a_membership(rows, moved)


def _one_row_a_membership(rows: Sequence[Row], told: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    def best_first(place: int) -> tuple[Any, ...]:
        row = rows[place]
        started, ended, paid = row["started_on"] or date.min, row["ended_on"] or date.max, row["paid_until"] or date.min
        days = tuple(date.max - day for day in (started, ended, paid))
        payer = (row["payer"] is None, row["payer"] or "", row["programmes"] or "")
        return told[place][0] not in ("paid", "grace"), days, payer, _provenance(row)

    places: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[tuple(row[name] for name in ("person", "month", "segment", "kpj"))].append(place)
    speaks = {min(several, key=best_first) for several in places.values()}
    return [verdict if place in speaks else ("spoken_for", "other_row") for place, verdict in enumerate(told)]


def _state(row: Row, rows: Sequence[Row], payments: Sequence[Row], deaths: Sequence[Row]) -> tuple[str, str]:
    last_day, bpu = month(row["month"]).last_day, row["segment"] == "BPU"
    died = [one["died_on"] for one in deaths if one["person"] == row["person"] and one["died_on"]]
    if row["status"] == "died" or any(day <= last_day for day in died):
        return "ended", "died"
    if bpu and row["birth"] and age(row["birth"], last_day) > 65:
        return "ended", "over_age"
    if row["started_on"] and row["started_on"] > last_day:
        return "not_begun", "start_date"
    if row["ended_on"] and row["ended_on"] < last_day:
        return "ended", "end_date"
    if row["status"] == "ended":
        by_payments = _by_money({**row, "paid_until": None}, rows, payments)
        return by_payments if bpu and by_payments == ("paid", "payments") else ("ended", "status")
    return _by_money(row, rows, payments)


def _by_money(row: Row, rows: Sequence[Row], payments: Sequence[Row]) -> tuple[str, str]:
    now = month(row["month"])
    paid = [month(one["ends_month"] or one["starts_month"]) for one in payments if _pays(one, row, rows, payments)]
    until = [month_of_day(row["paid_until"])] if row["paid_until"] else []
    unpaid = now - max(paid + until) if paid + until else None
    if unpaid is not None and unpaid <= 0:
        return "paid", "payments" if max(paid + until) in paid else "paid_until"
    if unpaid is not None and row["segment"] == "BPU":
        return ("grace" if unpaid <= 2 else "lapsed"), "unpaid"
    if row["status"] == "inactive":
        return "lapsed", "status"
    if unpaid is not None:
        return "grace", "unpaid"
    return "paid", "status" if row["status"] == "active" else "listed"


def _pays(payment: Row, row: Row, rows: Sequence[Row], payments: Sequence[Row]) -> bool:
    if payment["person"] != row["person"]:
        return False
    last_day = month(row["month"]).last_day
    begins = date(month(payment["starts_month"]).year, month(payment["starts_month"]).number, 1)
    of_person = [other for other in rows if other["person"] == row["person"]]
    named_by_any = {other["kpj"] for other in payments if other["person"] == row["person"]} - {None}
    if not named_by_any & {other["kpj"] for other in of_person if other["month"] == row["month"]}:
        own = set()  # the extract's number of that month is a slip
    else:
        own = {other["kpj"] for other in of_person} - {None}
    named = payment["kpj"] if payment["kpj"] in own else None
    known = begins <= last_day and (payment["paid_on"] or begins) <= last_day
    return known and (named is None or row["kpj"] is None or named == row["kpj"])


def active(standing: Iterable[Row]) -> list[Row]:
    return [row for row in standing if row["state"] in ("paid", "grace")]


def spells(standing: Sequence[Row]) -> list[list[Row]]:
    """The rows of each spell, in time."""
    known = {(row["area"], row["month"]) for row in standing}

    def missing_between(before: Row, row: Row) -> bool:
        return any(area == before["area"] and before["month"] < then < row["month"] for area, then in known)

    runs: dict[tuple[Any, ...], list[list[Row]]] = defaultdict(list)
    for row in sorted(active(standing), key=lambda row: row["month"]):
        of_one = runs[tuple(row[name] for name in ("person", "segment", "kpj", "payer"))]
        if of_one and not missing_between(of_one[-1][-1], row):
            of_one[-1].append(row)
        else:
            of_one.append([row])
    return [run for of_one in runs.values() for run in of_one]


def told(spell: Sequence[Row], standing: Sequence[Row]) -> Row:
    """A spell as the table tells it."""
    first, last = spell[0], spell[-1]
    newest = max(row["month"] for row in standing if row["area"] == last["area"])
    return {name: first[name] for name in ("person", "segment", "kpj", "payer")} | {
        "starts_month": first["month"],
        "ends_month": None if last["month"] == newest else last["month"],
        "months": month(last["month"]) - month(first["month"]) + 1,
    }


def speaking(standing: Sequence[Row]) -> list[Row]:
    """One row for each person and month with an active membership."""
    began = {id(row): spell[0]["month"] for spell in spells(standing) for row in spell}

    def last_begun_first(row: Row) -> tuple[Any, ...]:
        begun = row["started_on"] or date(int(began[id(row)][:4]), int(began[id(row)][5:]), 1)
        order = ["PU", "BPU", "Jakon", "PMI"].index(row["segment"])
        return (date.max - begun) // timedelta(days=1), order, row["kpj"] or "", row["payer"] or ""

    by_person: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in active(standing):
        by_person[row["person"], row["month"]].append(row)
    return [_whole(min(rows, key=last_begun_first), standing) for rows in by_person.values()]


def _whole(row: Row, standing: Sequence[Row]) -> Row:
    others = [other for other in standing if other["person"] == row["person"]]
    place = _place(row)
    inside = [
        other
        for other in others
        if other["month"] <= row["month"] and (_place(other) or "").startswith(f"{place}." if place else "1")
    ]
    if row["village"] is None and inside:
        place = _place(max(inside, key=lambda other: (len(_place(other) or ""), other["month"], _place(other))))
    whole = {name: row[name] for name in ("person", "month", "segment", "payer")}
    whole["village"] = place if place and len(place) == 13 else None
    whole["district"] = row["district"] or (place[:8] if place and len(place) >= 8 else None)
    whole["area"] = row["area"] or (place[:5] if place else None)
    whole["sex"] = row["sex"] or _nearest(row, others, "sex")
    whole["birth"] = row["birth"] or _nearest(row, others, "birth")
    whole["age"] = _band(whole["birth"], month(row["month"]).last_day)
    return whole


def _place(row: Row) -> str | None:
    told: str | None = row["village"] or row["district"] or row["area"]
    return told


def _nearest(row: Row, others: Sequence[Row], name: str) -> Any:
    told = [other for other in others if other[name] is not None]
    before = [other for other in told if other["month"] <= row["month"]]
    if before:
        return max((other["month"], other[name]) for other in before)[1]
    first = min((other["month"] for other in told), default=None)
    return max((other[name] for other in told if other["month"] == first), default=None)


def _band(born: date | None, day: date) -> str | None:
    bounds = {15: "0-14", 25: "15-24", 35: "25-34", 45: "35-44", 55: "45-54", 65: "55-64", 200: "65+"}
    if born is None or born > day:
        return None
    return next(name for bound, name in bounds.items() if age(born, day) < bound)
