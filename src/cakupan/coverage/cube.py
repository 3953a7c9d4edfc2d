"""How many members each received recap gives each place, month, segment and payer, and which source speaks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cakupan.coverage.definition import Evidence, Measure

if TYPE_CHECKING:
    import ibis.expr.types as ir


TOTAL, BY_SEGMENT, BY_PAYER, BY_BOTH = "total", "segment", "payer", "segment and payer"
BY_SEX, BY_AGE, BY_SEX_AND_AGE = "sex", "age", "sex and age"
BY_DECILE, BY_OCCUPATION = "decile", "occupation"
BY_EVERYTHING = "everything"  # the full cross, where what is not known of a person is told as null
REPORTED, FROM_SEGMENTS, FROM_PAYERS = "reported", "segments", "payers"
COUNTED = "counted"  # of people, one by one: see `cube_of_people`

# A row of the cube, whatever it rests on.
COLUMNS = (
    *("area", "month", "programme", "segment", "payer", "sex", "age", "decile", "occupation", "source"),
    *("grain", "measure", "members", "basis", "speaks", "evidence"),
)

_ONE_SOURCE = ("area", "month", "programme", "source")
_CELL = (*_ONE_SOURCE, "segment", "payer", "grain", "basis", "counted", "members", "_known")


def cube_of(recaps: "ir.Table") -> "ir.Table":
    """One row for each area, month, programme, source, segment and payer, and their sums where no row was reported.

    `recaps` are rows in force, with `known_on` and `order`. `grain` says what a row is about: `total` (all of the
    area), `segment`, `payer`, `segment and payer`. `basis`: `reported`, or added up from `segments` or `payers` of
    the same source, never across sources: a member in two segments is counted twice then, which is why such a
    total is one of memberships. Rows by payer alone never make a total: sponsors report those they pay for. A count
    for one programme is a figure of its own, because most members are in several. `speaks` is true for one source
    of each grain: see `_speaking`.
    """
    import ibis

    known = recaps["known_on"].cast("string") + "#" + recaps["order"].cast("string").lpad(19, "0")
    rows = recaps.mutate(_known=known, grain=_grain(recaps), basis=ibis.literal(REPORTED), counted=_one())
    segments = _by_segment(rows)
    both = rows.filter(rows["grain"] == BY_BOTH)
    cells = ibis.union(_total(rows, segments), segments, _by_payer(rows), both.select(*_CELL))
    return _speaking(cells)


def _one() -> "ir.IntegerValue":
    import ibis

    return ibis.literal(1, type="int64")


def _grain(recaps: "ir.Table") -> "ir.StringColumn":
    import ibis

    segment, payer = recaps["segment"].notnull(), recaps["payer"].notnull()
    return ibis.cases((segment & payer, BY_BOTH), (segment, BY_SEGMENT), (payer, BY_PAYER), else_=TOTAL)


def _by_segment(rows: "ir.Table") -> "ir.Table":
    """Each segment as reported, else the sum over its payers."""
    import ibis

    parts = rows.filter(rows["segment"].notnull())
    summed = _first_of(parts, (*_ONE_SOURCE, "segment"), (BY_SEGMENT, REPORTED), (BY_BOTH, FROM_PAYERS))
    return summed.mutate(payer=ibis.null("string"), grain=ibis.literal(BY_SEGMENT)).select(*_CELL)


def _by_payer(rows: "ir.Table") -> "ir.Table":
    """Each payer as reported, else the sum over the segments it pays for."""
    import ibis

    parts = rows.filter(rows["payer"].notnull())
    summed = _first_of(parts, (*_ONE_SOURCE, "payer"), (BY_PAYER, REPORTED), (BY_BOTH, FROM_SEGMENTS))
    return summed.mutate(segment=ibis.null("string"), grain=ibis.literal(BY_PAYER)).select(*_CELL)


def _total(rows: "ir.Table", segments: "ir.Table") -> "ir.Table":
    """All members as reported, else the sum over the segments."""
    import ibis

    reported = rows.filter(rows["grain"] == TOTAL).select(*_CELL)
    parts = ibis.union(reported, segments)
    summed = _first_of(parts, _ONE_SOURCE, (TOTAL, REPORTED), (BY_SEGMENT, FROM_SEGMENTS))
    nothing = ibis.null("string")
    return summed.mutate(segment=nothing, payer=nothing, grain=ibis.literal(TOTAL)).select(*_CELL)


def _first_of(parts: "ir.Table", key: Sequence[str], *choices: tuple[str, str]) -> "ir.Table":
    """For each `key`, the sum of the rows of the first grain in `choices` that has any; `basis` says which."""
    import ibis

    ranks = [(parts["grain"] == grain, ibis.literal(rank)) for rank, (grain, _) in enumerate(choices)]
    ranked = parts.mutate(_rank=ibis.cases(*ranks))
    ranked = ranked.mutate(_best=ranked["_rank"].min().over(ibis.window(group_by=list(key))))
    used = ranked.filter(ranked["_rank"] == ranked["_best"])
    summed = used.group_by([*key, "_best"]).agg(
        members=used["members"].sum(), counted=used["_best"].count(), _known=used["_known"].max()
    )
    bases = [(summed["_best"] == rank, ibis.literal(basis)) for rank, (_, basis) in enumerate(choices)]
    return summed.mutate(basis=ibis.cases(*bases))


def _speaking(cells: "ir.Table") -> "ir.Table":
    """Mark the source that speaks for each area, month, programme and grain: one, so that parts add up.

    What was reported goes before what was added up; then the source that names more parts; then the one known
    last; then the first name by alphabet.
    """
    import ibis

    place = ["area", "month", "programme", "grain"]
    of_source = ibis.window(group_by=[*place, "source"])
    of_all = cells["grain"] == TOTAL
    told = cells.mutate(
        _added_up=of_all & (cells["basis"] != REPORTED),
        _parts=ibis.ifelse(of_all, cells["counted"], cells.count().over(of_source)),
        _last=cells["_known"].max().over(of_source),
        _name=ibis.coalesce(cells["source"], ""),
    )
    best_first = ibis.window(
        group_by=place,
        order_by=[told["_added_up"], ibis.desc(told["_parts"]), ibis.desc(told["_last"]), told["_name"]],
    )
    added_up = told["basis"] == FROM_SEGMENTS  # a member in two segments is in both
    ranked = told.mutate(
        speaks=ibis.dense_rank().over(best_first) == 0,
        evidence=ibis.literal(Evidence.RECAP.value),
        measure=added_up.ifelse(Measure.MEMBERSHIPS.value, Measure.AS_REPORTED.value),
        **dict.fromkeys(("sex", "age", "decile", "occupation"), ibis.null("string")),
    )
    return ranked.select(*COLUMNS)
