"""The cube of people as one would count it by hand, person by person: slow, and without tables."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from membership.twin import Row, active

KINDS = ("segment", "payer", "sex", "age", "decile", "occupation")
OF_PERSONS: Mapping[str, tuple[str, ...]] = {
    "total": (),
    "segment": ("segment",),
    "payer": ("payer",),
    "segment and payer": ("segment", "payer"),
    "sex": ("sex",),
    "age": ("age",),
    "sex and age": ("sex", "age"),
    "decile": ("decile",),
    "occupation": ("occupation",),
}
OF_MEMBERSHIPS = ("total", "segment", "payer")
KEY = ("area", "month", *KINDS, "grain", "measure", "speaks")


def cells(people: Iterable[Row], standing: Iterable[Row], evidence: str) -> dict[tuple[Any, ...], int]:
    """Every cell of the cube by its KEY. `people` once a month each, as from `twin.speaking`; `standing` of all
    memberships, whatever their state."""
    listed = [row for row in standing if row["area"]]
    told = {(row["area"], row["month"]) for row in listed}
    found: Counter[tuple[Any, ...]] = Counter()
    for area, month in told:
        for measure in ("persons", "memberships"):
            found[area, month, *[None] * len(KINDS), "total", measure, True] = 0
    where = {}
    for one in people:
        where[one["person"], one["month"]] = places = _places(one)
        speaks = (places[0], one["month"]) in told
        for area in places:
            for grain, by in OF_PERSONS.items():
                _count(found, one, area, grain, by, "persons", speaks)
            if evidence == "linked" and len(area) <= len("16.06.01"):
                whole = tuple(one[kind] for kind in KINDS if kind != "occupation")
                found[area, one["month"], *whole, None, "everything", "persons", speaks] += 1
    for held in active(listed):
        places = where.get((held["person"], held["month"]), ())
        for area in places:
            for grain in OF_MEMBERSHIPS:
                speaks = (places[0], held["month"]) in told
                _count(found, held, area, grain, OF_PERSONS[grain], "memberships", speaks)
    return dict(found)


def _places(one: Row) -> tuple[str, ...]:
    """The regency, the district and the village that a person counts in, as far as they are known."""
    district = one["village"][:8] if one["village"] else one["district"]
    regency = district[:5] if district else one["area"]
    return tuple(filter(None, (regency, district, one["village"])))


def _count(
    found: Counter[tuple[Any, ...]], row: Row, area: str, grain: str, by: tuple[str, ...], measure: str, speaks: bool
) -> None:
    if all(row[kind] for kind in by):
        kinds = (row[kind] if kind in by else None for kind in KINDS)
        found[area, row["month"], *kinds, grain, measure, speaks] += 1
