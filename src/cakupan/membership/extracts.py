"""Which rows of member extracts are in force, where several files speak of one member in one month."""

from typing import TYPE_CHECKING

from cakupan.engines.supersession import IN_FORCE, KNOWN, PROVENANCE, REPEATED, SUPERSEDED

if TYPE_CHECKING:
    import ibis.expr.types as ir

_OF_PERSON = ["person", "month"]
# Everything that standing is judged by: a row that differs in any of it says something else.
_ALIKE = (
    *(*_OF_PERSON, "segment", "kpj", "payer", "programmes"),
    *("started_on", "ended_on", "paid_until", "status"),
)


def with_standing(rows: "ir.Table") -> "ir.Table":
    """`rows` and a column `standing`: `in_force`, `superseded` or `repeated`, as `engines.supersession` names them.

    The file known last (`known_on`, `order`, then `file`) speaks with all its rows for a person's membership of
    that KPJ in that month; what other files say of it is superseded. Where either of two rows has no KPJ they speak
    of one thing when person and month are the same, since nothing tells their memberships apart. Rows of that file that
    agree in all that is judged (`_ALIKE`) are repeated, but for the first by sheet and row; where they differ all are
    in force, and `standing_of` says which of them speaks. Take those in force with `engines.supersession.in_force`.
    """
    import ibis

    said = rows.group_by(_OF_PERSON).agg(_rows=rows.count())
    # Almost everybody is spoken of once a month: only the others need to be ranked.
    crowded = said.filter(said["_rows"] > 1).drop("_rows")
    alone = rows.anti_join(crowded, _OF_PERSON).mutate(standing=ibis.literal(IN_FORCE))
    return ibis.union(alone, _judged(rows.semi_join(crowded, _OF_PERSON)).select(alone.columns))


def _judged(rows: "ir.Table") -> "ir.Table":
    import ibis

    told = _among_files(rows)
    unnumbered = told["kpj"].isnull()
    # A file without the number may speak of any of the person's memberships; 0 is the file known last.
    blank = ibis.ifelse(unnumbered, told["_file"], ibis.null("int64")).min().over(ibis.window(group_by=_OF_PERSON))
    told = told.mutate(
        _in_force=ibis.ifelse(
            unnumbered, told["_file"] == 0, (told["_own_file"] == 0) & (told["_file"] <= blank.fill_null(told["_file"]))
        )
    )
    alike = ibis.window(group_by=[*_ALIKE, "_in_force"], order_by=[told[name] for name in PROVENANCE])
    ranked = told.mutate(_first=ibis.row_number().over(alike) == 0)
    standing = ibis.cases((~ranked["_in_force"], SUPERSEDED), (ranked["_first"], IN_FORCE), else_=REPEATED)
    return ranked.mutate(standing=standing)


def _among_files(rows: "ir.Table") -> "ir.Table":
    """How many rows of later files speak of a row's person in that month (`_file`), and of that KPJ (`_own_file`)."""
    import ibis

    last_first = [ibis.desc(rows[name]) for name in (*KNOWN, "file")]
    return rows.mutate(
        _file=ibis.rank().over(ibis.window(group_by=_OF_PERSON, order_by=last_first)),
        _own_file=ibis.rank().over(ibis.window(group_by=[*_OF_PERSON, "kpj"], order_by=last_first)),
    )
