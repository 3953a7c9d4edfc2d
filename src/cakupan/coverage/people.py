"""How many people are active members in each place and month, told apart in the fixed grouping sets of the cube."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cakupan.coverage.cube import (
    BY_AGE,
    BY_BOTH,
    BY_DECILE,
    BY_EVERYTHING,
    BY_OCCUPATION,
    BY_PAYER,
    BY_SEGMENT,
    BY_SEX,
    BY_SEX_AND_AGE,
    COLUMNS,
    COUNTED,
    TOTAL,
)
from cakupan.coverage.definition import Evidence, Measure
from cakupan.membership.standing import active

if TYPE_CHECKING:
    import ibis.expr.types as ir

MEMBERS = "members"  # the source of every cell counted from people: the kind of file that lists them

_REGENCY, _DISTRICT = 5, 8  # how long the codes of a regency and a district are
_LEVELS = ("regency", "district", "village")
_PLACE = ("month", *_LEVELS)
_KINDS = ("segment", "payer", "sex", "age", "decile", "occupation")
EVERYTHING = _KINDS[:5]  # what the full cross tells apart, of regencies and districts

# In per cent of the memberships of the regency's fullest month. A month mistyped in a few cells, or corrections that
# come before their extract, are far fewer; the first month of a scheme that grows is not.
_LEAST_OF_FULLEST = 1

GRAINS: Mapping[tuple[str, ...], str] = {
    (): TOTAL,
    ("segment",): BY_SEGMENT,
    ("payer",): BY_PAYER,
    ("segment", "payer"): BY_BOTH,
    ("sex",): BY_SEX,
    ("age",): BY_AGE,
    ("sex", "age"): BY_SEX_AND_AGE,
    ("decile",): BY_DECILE,
    ("occupation",): BY_OCCUPATION,
}
_BY_SPONSORSHIP = ((), ("segment",), ("payer",), ("segment", "payer"))
_BY_PERSON = (("sex",), ("age",), ("sex", "age"))
_OF_MEMBERSHIPS = ((), ("segment",), ("payer",))


def cube_of_people(people: "ir.Table", standing: "ir.Table", evidence: Evidence) -> "ir.Table":
    """Rows of the cube (`COLUMNS`) that count `people`, in regencies, districts and villages.

    `people`: one row for each active member and month (person, month, segment, payer, village, district, area,
    sex, age, and decile and occupation where lists tell them); `standing`: one row for each membership and month
    (person, month, segment, payer, area, state).
    `area` is the regency whose extract names the person.

    A person counts where their village or district lies, else in `area`. Who is of no known village is counted in the
    district only, who is of no known district in the regency only; so places and what is left of the whole add up.
    Likewise a person whose sex is not known is in no cell by sex; the full cross of linked persons, by district and
    regency, has them all, with null for what is not known. Cells of nobody are left out, but for the
    total of a regency: it says that the month's extract is there (`speaks`), all of it or a part that is not a stray
    row (`_LEAST_OF_FULLEST`); whether it seems whole is judged beside recaps and other months (`wholeness`). A
    regency that only extracts of others name people of does not speak: it has more members than those.

    Two measures: persons, each in one row a month, so that cells add up; and memberships that are active, each
    counted where its person is.
    """
    import ibis

    placed = _placed(people)
    told = _told(standing)
    where = placed.select("person", *_PLACE)
    memberships = active(standing).select("person", "month", "segment", "payer").join(where, ("person", "month"))
    persons = Measure.PERSONS.value
    counted = ibis.union(
        _nobody(told),
        *_cells(placed, ("segment", "payer"), _BY_SPONSORSHIP, persons),
        *_cells(placed, ("sex", "age"), _BY_PERSON, persons),
        *_cells(placed, ("decile",), (("decile",),), persons),
        *_cells(placed, ("occupation",), (("occupation",),), persons),
        *(_full_cross(placed, persons) if evidence is Evidence.LINKED else ()),
        *_cells(memberships, ("segment", "payer"), _OF_MEMBERSHIPS, Measure.MEMBERSHIPS.value),
    )
    return _finished(_with_zeros_filled(counted), told, evidence)


def _told(standing: "ir.Table") -> "ir.Table":
    """The regencies and months that an extract speaks of, and not merely a stray cell."""
    import ibis

    listed = standing.group_by("month", regency=standing["area"]).agg(_listed=standing.count())
    fullest = listed.mutate(_fullest=listed["_listed"].max().over(ibis.window(group_by="regency")))
    return fullest.filter(fullest["_listed"] * 100 >= fullest["_fullest"] * _LEAST_OF_FULLEST).select(
        "month", "regency"
    )


def _placed(people: "ir.Table") -> "ir.Table":
    """`people` with the regency and district they are counted in: those that the finest code known of them says."""
    import ibis

    district = ibis.coalesce(people["village"].left(_DISTRICT), people["district"])
    regency = ibis.coalesce(district.left(_REGENCY), people["area"])
    kinds = {name: people[name] if name in people.columns else ibis.null("string") for name in _KINDS}
    return people.select("person", "month", "village", **kinds, district=district, regency=regency)


def _cells(rows: "ir.Table", kinds: Sequence[str], sets: Sequence[Sequence[str]], measure: str) -> Sequence["ir.Table"]:
    """`rows` counted at each level where their place is known, by each of `sets` of `kinds`."""
    # Once by everything: each grouping set then adds up thousands of counts, not millions of people.
    finest = rows.group_by([*_PLACE, *kinds]).agg(members=rows.count())
    return [_cell(finest, level, by, measure) for level in _LEVELS for by in sets]


def _full_cross(placed: "ir.Table", measure: str) -> Sequence["ir.Table"]:
    """Everybody of each regency and district by all of EVERYTHING at once; what is not known is null."""
    import ibis

    finest = placed.group_by(["month", "regency", "district", *EVERYTHING]).agg(members=placed.count())
    found = []
    for level in _LEVELS[:2]:
        here = finest.filter(finest[level].notnull())
        by = {"month": here["month"], "area": here[level], "regency": here["regency"]}
        summed = here.group_by(**by, **{name: here[name] for name in EVERYTHING}).agg(members=here["members"].sum())
        whole = summed.mutate(occupation=ibis.null("string"), grain=_text(BY_EVERYTHING), measure=_text(measure))
        found.append(whole.select("area", "month", "regency", *_KINDS, "grain", "measure", "members"))
    return found


def _cell(finest: "ir.Table", level: str, by: Sequence[str], measure: str) -> "ir.Table":
    import ibis

    known = finest.filter([finest[name].notnull() for name in (level, *by)])
    regency = known["regency"]
    summed = known.group_by(month=known["month"], area=known[level], regency=regency, **{k: known[k] for k in by}).agg(
        members=known["members"].sum()
    )
    kinds = {name: summed[name] if name in by else ibis.null("string") for name in _KINDS}
    return summed.select(
        "area", "month", "regency", **kinds, grain=_text(GRAINS[tuple(by)]), measure=_text(measure), members="members"
    )


def _nobody(told: "ir.Table") -> "ir.Table":
    """A total of nobody for each regency and month that an extract speaks of, to be added to what was counted."""
    import ibis

    none = [
        told.select(
            "month",
            "regency",
            **dict.fromkeys(_KINDS, ibis.null("string")),
            area="regency",
            grain=_text(TOTAL),
            measure=_text(measure.value),
            members=ibis.literal(0, "int64"),
        )
        for measure in (Measure.PERSONS, Measure.MEMBERSHIPS)
    ]
    return ibis.union(*none).select("area", "month", "regency", *_KINDS, "grain", "measure", "members")


def _with_zeros_filled(counted: "ir.Table") -> "ir.Table":
    key = ("area", "month", "regency", *_KINDS, "grain", "measure")
    return counted.group_by(key).agg(members=counted["members"].sum())


def _finished(counted: "ir.Table", told: "ir.Table", evidence: Evidence) -> "ir.Table":
    import ibis

    marked = told.mutate(told=ibis.literal(True))
    both = counted.left_join(marked, ("month", "regency")).mutate(
        programme=ibis.null("string"), source=_text(MEMBERS), basis=_text(COUNTED), evidence=_text(evidence.value)
    )
    return both.mutate(speaks=both["told"].notnull()).select(*COLUMNS)


def _text(value: str) -> "ir.StringValue":
    import ibis

    return ibis.literal(value, "string")
