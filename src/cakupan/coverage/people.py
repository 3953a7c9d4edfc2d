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
from cakupan.regions.levels import cut_to

if TYPE_CHECKING:
    import ibis.expr.types as ir

MEMBERS = "members"  # the source of every cell counted from people: the kind of file that lists them

_LEVELS = ("regency", "district", "village")
_PLACE = ("month", "village", "district", "area")
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
_BY_LISTS = ("decile", "occupation")  # told by nominations and registers only
_OF_MEMBERSHIPS = ((), ("segment",), ("payer",))


def cube_of_people(people: "ir.Table", standing: "ir.Table", evidence: Evidence) -> "ir.Table":
    """Rows of the cube (`COLUMNS`) that count `people`, in regencies, districts and villages.

    `people`: one row for each active member and month (person, month, segment, payer, village, district, area,
    sex, age, and decile and occupation where lists tell them); `standing`: one row for each membership and month
    (person, month, segment, payer, area, state).
    `area` is the regency whose extract names the person. Of each at least one of village, district and area is known.

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

    told = _told(standing)
    where = people.select("person", *_PLACE)
    memberships = active(standing).select("person", "month", "segment", "payer").join(where, ("person", "month"))
    persons, sponsorship = Measure.PERSONS.value, ("segment", "payer")
    counted = ibis.union(
        *_cells(_with_nobody(_counts(people, sponsorship), told), _BY_SPONSORSHIP, persons),
        *_cells(_counts(people, ("sex", "age")), _BY_PERSON, persons),
        *(cell for kind in _BY_LISTS if kind in people.columns for cell in _cells_by_list(people, kind)),
        *([_full_cross(people, persons)] if evidence is Evidence.LINKED else ()),
        *_cells(_with_nobody(_counts(memberships, sponsorship), told), _OF_MEMBERSHIPS, Measure.MEMBERSHIPS.value),
    )
    return _finished(counted, told, evidence)


def _told(standing: "ir.Table") -> "ir.Table":
    """The regencies and months that an extract speaks of, and not merely a stray cell."""
    import ibis

    listed = standing.group_by("month", regency=standing["area"]).agg(_listed=standing.count())
    fullest = listed.mutate(_fullest=listed["_listed"].max().over(ibis.window(group_by="regency")))
    return fullest.filter(fullest["_listed"] * 100 >= fullest["_fullest"] * _LEAST_OF_FULLEST).select(
        "month", "regency"
    )


def _counts(rows: "ir.Table", kinds: Sequence[str], levels: Sequence[str] = _LEVELS) -> "ir.Table":
    """How many `rows` each place of `levels` has, told apart by all `kinds` at once: month, area, regency, members.

    From here on each grouping set adds up thousands of counts, not millions of people. A place may have
    several counts alike: a regency has those of each of its districts.
    """
    import ibis

    # Counted as written, placed after: to cut the codes of millions of rows takes nearly as long as to count them.
    finest = rows.group_by([*_PLACE, *kinds]).agg(members=rows.count())
    district = ibis.coalesce(cut_to(finest["village"], "district"), finest["district"])
    placed = finest.mutate(district=district, regency=ibis.coalesce(cut_to(district, "regency"), finest["area"]))
    # All are of some regency. To ask whether they are would make DuckDB cut codes before it counts, to see who is.
    known = (placed if level == "regency" else placed.filter(placed[level].notnull()) for level in levels)
    at_levels = (rows.mutate(area=level) for rows, level in zip(known, levels, strict=True))
    return ibis.union(*(rows.select("month", "area", "regency", *kinds, "members") for rows in at_levels))


def _with_nobody(counts: "ir.Table", told: "ir.Table") -> "ir.Table":
    """`counts`, and one of nobody for each regency and month that an extract speaks of, so that it has a total."""
    import ibis

    unknown = {name: ibis.null("string") for name in counts.columns if name not in ("month", "regency")}
    nobody = told.mutate(**unknown | {"area": told["regency"], "members": ibis.literal(0, "int64")})
    return ibis.union(counts, nobody.select(counts.columns))


def _cells_by_list(people: "ir.Table", kind: str) -> Sequence["ir.Table"]:
    """The people of whom a list tells the `kind`: of most none does, so that they need not be counted first."""
    return _cells(_counts(people.filter(people[kind].notnull()), (kind,)), ((kind,),), Measure.PERSONS.value)


def _full_cross(people: "ir.Table", measure: str) -> "ir.Table":
    """Everybody of each regency and district by all of EVERYTHING at once; what is not known is null."""
    import ibis

    untold = {name: ibis.null("string") for name in EVERYTHING if name not in people.columns}
    # Without the villages, which would make it four times as many counts.
    in_districts = people.mutate(**untold, village=cut_to(people["village"], "district"))
    return _cell(_counts(in_districts, EVERYTHING, _LEVELS[:2]), EVERYTHING, BY_EVERYTHING, measure)


def _cells(counts: "ir.Table", sets: Sequence[Sequence[str]], measure: str) -> Sequence["ir.Table"]:
    """The counts added up by each of `sets` of kinds, without what is not known of them."""
    known = (counts.filter([counts[name].notnull() for name in by]) if by else counts for by in sets)
    return [_cell(rows, by, GRAINS[tuple(by)], measure) for rows, by in zip(known, sets, strict=True)]


def _cell(counts: "ir.Table", by: Sequence[str], grain: str, measure: str) -> "ir.Table":
    import ibis

    summed = counts.group_by(["area", "month", "regency", *by]).agg(members=counts["members"].sum())
    kinds = {name: summed[name] if name in by else ibis.null("string") for name in _KINDS}
    return summed.select(
        "area", "month", "regency", **kinds, grain=_text(grain), measure=_text(measure), members="members"
    )


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
