"""Episodes, change and the sponsored as one would work them out by hand, person-month by person-month: slow."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

Row = dict[str, Any]
WAY = ("segment", "payer", "village", "district", "area", "nik_area", "work_area")
ACTIVE = ("paid", "grace")


def placed(row: Row) -> Row:
    """A person's month with the district and regency counted in."""
    district = row["village"][:8] if row["village"] else row["district"]
    area = district[:5] if district else row["area"]
    return {**row, "district": district, "area": area, "sent": row["area"]}


def due_after(row: Row, standing: Sequence[Row]) -> str | None:
    """The next month for which the regency counted in, or the one that lists, has an extract."""
    spoken = {one["month"] for one in standing if (one["area"] or "") in (row["area"] or "", row["sent"] or "")}
    return min((month for month in spoken if month > row["month"]), default=None)


def episodes(people: Iterable[Row], standing: Sequence[Row]) -> list[Row]:
    of_person: dict[int, list[Row]] = defaultdict(list)
    for row in sorted(map(placed, people), key=lambda row: row["month"]):
        of_person[row["person"]].append(row)
    return [told for months in of_person.values() for told in _episodes(months, standing)]


def _episodes(months: Sequence[Row], standing: Sequence[Row]) -> Iterable[Row]:
    runs: list[list[Row]] = []
    for row in months:
        before = runs[-1][-1] if runs else None
        due = due_after(before, standing) if before else None
        alike = before is not None and all(before[name] == row[name] for name in WAY)
        if alike and not (due and due < row["month"]):
            runs[-1].append(row)
        else:
            runs.append([row])
    for place, run in enumerate(runs):
        last = run[-1]
        due = due_after(last, standing)
        again = runs[place + 1][0]["month"] if place + 1 < len(runs) else None
        goes_on = due is None or (again is not None and again <= due)
        yield {
            "person": last["person"],
            "starts_month": run[0]["month"],
            "ends_month": last["month"],
            **{name: last[name] for name in WAY},
            "ended_as": None if goes_on else ended_as(last["person"], str(due), standing),
        }


def ended_as(person: int, month: str, standing: Sequence[Row]) -> str | None:
    rows = [row for row in standing if (row["person"], row["month"]) == (person, month)]
    if not rows:
        return "unlisted"
    if any(row["state"] in ACTIVE for row in rows):
        return None
    for reason in ("died", "over_age"):
        if any(row["because"] == reason for row in rows):
            return reason
    return "lapsed" if any(row["state"] == "lapsed" for row in rows) else "ended"


def within(place: str | None, area: str) -> bool:
    return place is not None and (area == "00" or f"{place}.".startswith(f"{area}."))


def change(found: Sequence[Row], area: str, then: str, now: str, by: Sequence[str]) -> Counter[tuple[Any, ...]]:
    """Signed people by reason and dimensions, from episodes."""
    size = 13 if "village" in by else 8 if "district" in by else 0
    rows: Counter[tuple[Any, ...]] = Counter()
    for person in {row["person"] for row in found}:
        own = sorted((row for row in found if row["person"] == person), key=lambda row: str(row["starts_month"]))
        old, new = (_at(own, month) for month in (then, now))
        inside = [one if one and within(_place(one), area) else None for one in (old, new)]
        keys = [_key(one, by, size) if one else None for one in inside]
        if keys[0] == keys[1]:
            continue
        if inside[0] is None and inside[1] is not None:
            rows[(_came(own, old, area, then), *(keys[1] or ()))] += 1
        elif inside[1] is None and inside[0] is not None:
            rows[(_went(own, new, area, now), *(keys[0] or ()))] -= 1
        elif inside[0] is not None and inside[1] is not None:
            reason = _otherwise(inside[0], inside[1], by, size)
            rows[(f"{reason}_out", *(keys[0] or ()))] -= 1
            rows[(f"{reason}_in", *(keys[1] or ()))] += 1
    return Counter({key: many for key, many in rows.items() if many})


def _at(own: Iterable[Row], month: str) -> Row | None:
    return next((row for row in own if row["starts_month"] <= month <= row["ends_month"]), None)


def _place(row: Row) -> str | None:
    told: str | None = row["village"] or row["district"] or row["area"]
    return told


def _part(row: Row, size: int) -> str | None:
    place = _place(row) or ""
    return place[:size] if size and len(place) >= size else None


def _key(row: Row, by: Sequence[str], size: int) -> tuple[Any, ...]:
    return tuple(_part(row, size) if name in ("district", "village") else row[name] for name in by)


def _came(own: Sequence[Row], old: Row | None, area: str, then: str) -> str:
    if old:
        return f"{_beside(old, area)}_in"
    earlier = [row for row in own if row["ends_month"] < then]
    if not earlier:
        return "joined"
    last = earlier[-1]
    known_elsewhere = last["ended_as"] is None and not within(_place(last), area)
    return f"{_beside(last, area)}_in" if known_elsewhere else "returned"


def _went(own: Sequence[Row], new: Row | None, area: str, now: str) -> str:
    if new:
        return f"{_beside(new, area)}_out"
    last = [row for row in own if row["ends_month"] < now][-1]
    if last["ended_as"]:
        return str(last["ended_as"])
    return "unlisted" if within(_place(last), area) else f"{_beside(last, area)}_out"


def _beside(row: Row, area: str) -> str:
    place = _place(row)
    return "counted_elsewhere" if place is None or within(area, place) else "moved"


def _otherwise(old: Row, new: Row, by: Sequence[str], size: int) -> str:
    if _part(old, size) != _part(new, size):
        one, other = str(_place(old)), str(_place(new))
        return "counted_elsewhere" if within(one, other) or within(other, one) else "moved"
    return "other_segment" if "segment" in by and old["segment"] != new["segment"] else "other_payer"
