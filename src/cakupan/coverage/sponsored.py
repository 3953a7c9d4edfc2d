"""What each sponsored person was in the base month: kept, covered by others, in a leaver's place, or new."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.coverage.flows import inside
from cakupan.engines.logical import row_text
from cakupan.membership.standing import LAPSED
from cakupan.regions.levels import cut_to

if TYPE_CHECKING:
    import ibis.expr.types as ir

ALREADY_COVERED, WOULD_HAVE_LAPSED = "already_covered", "would_have_lapsed"
REPLACED_LEAVER, NEW_TO_PROTECTION = "replaced_leaver", "new_to_protection"

DOUBLE, TAKEN_OVER = "double", "taken_over"  # of those already covered
KEPT, LAPSED_SELF_PAYER = "kept", "lapsed_self_payer"  # of those who would have lapsed
RETURNED, NEW = "returned", "new"  # of the others

OUTCOMES = (
    (WOULD_HAVE_LAPSED, KEPT),
    (WOULD_HAVE_LAPSED, LAPSED_SELF_PAYER),
    (ALREADY_COVERED, DOUBLE),
    (ALREADY_COVERED, TAKEN_OVER),
    (REPLACED_LEAVER, RETURNED),
    (REPLACED_LEAVER, NEW),
    (NEW_TO_PROTECTION, RETURNED),
    (NEW_TO_PROTECTION, NEW),
)
PLACES = ("village", "district")

_SELF = "self"  # who pays for themselves, as intake names it
LASTS = "9999-12"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom `payers` sponsor in `area` in month `until`, compared with month `base`."""

    area: str
    base: Month
    until: Month
    payers: tuple[str, ...]

    @property
    def months(self) -> tuple[Month, ...]:
        """Those after `base`, up to `until`."""
        return tuple(self.base + step for step in range(1, self.until - self.base + 1))


def people_compared(episodes: "ir.Table", spells: "ir.Table", asked: Asked) -> "ir.Table":
    """One row for each person who counts in the area in either month: person, what they were then, and `because`.

    `episodes`: as from `membership.episodes.episodes_of`; `spells`: as from `membership.spells.spells_of`. The flags
    are 0 or 1, those on `_base` of the first month and those on `_until` of the second: `here`, counts in the area;
    `member`, counts anywhere; `fund`, one of `payers` pays for a membership; `other`, somebody else does, or nobody
    told who (`told`: somebody did). `earlier`: counted in a month before the first. `sponsored`: in the area in the
    second month, and paid for by `payers`. `speaks_until`: they pay for the membership that speaks for the person in
    the second month. `leaver`: paid for by them in the area in the first month, and counts nowhere in the second.
    `place` is the finest code of where they count, `place_base` in the first month.

    `because` is told of the sponsored, the first that holds:
    `double`: somebody else pays for a membership in the second month too. `kept`: one of `payers` paid in the first
    month. `lapsed_self_payer`: paid for themselves alone then, and lapsed so before the second month.
    `taken_over`: a member then. `returned`: a member earlier. `new`: none of these.
    """
    import ibis

    marks = ibis.union(_of_episodes(episodes, asked), _of_spells(spells, asked))
    people = marks.group_by("person").agg(**{name: marks[name].max() for name in marks.columns if name != "person"})
    people = people.filter((people["here_base"] > 0) | (people["here_until"] > 0))
    for side in ("base", "until"):
        # a spell goes on over months of no extract; a member it is only whom an episode counts
        paid = {name: people[name] * people[f"member_{side}"] for name in people.columns if name in _paid_for(side)}
        people = people.mutate(**paid)
    sponsored = people["here_until"] * people["fund_until"]
    because = ibis.cases(
        (sponsored == 0, ibis.null("string")),
        (people["other_until"] > 0, DOUBLE),
        (people["fund_base"] > 0, KEPT),
        ((people["self_base"] > 0) & (people["no_self_base"] == 0) & (people["self_lapsed"] > 0), LAPSED_SELF_PAYER),
        (people["member_base"] > 0, TAKEN_OVER),
        (people["earlier"] > 0, RETURNED),
        else_=NEW,
    )
    leaver = people["here_base"] * people["fund_base"] * (1 - people["member_until"])
    return people.mutate(sponsored=sponsored, leaver=leaver, because=because)


def _paid_for(side: str) -> frozenset[str]:
    return frozenset(f"{name}_{side}" for name in ("fund", "other", "told", "self", "no_self"))


_FLAGS = (
    *("here_base", "member_base", "here_until", "member_until", "speaks_until", "earlier", "self_lapsed"),
    *("fund_base", "other_base", "told_base", "self_base", "no_self_base", "fund_until", "other_until", "told_until"),
)
_TEXTS = ("place", "village", "district", "place_base")


def _of_episodes(episodes: "ir.Table", asked: Asked) -> "ir.Table":
    """What each episode tells of its person: where they count in the two months."""
    import ibis

    base, until = str(asked.base), str(asked.until)
    district = ibis.coalesce(cut_to(episodes["village"], "district"), episodes["district"])
    told = episodes.mutate(_place=finest_place(episodes), _district=district)
    at_base, at_until = lasts_in(told, base), lasts_in(told, until)
    here = inside(told["_place"], asked.area)
    nothing = ibis.null("string")
    since = (told["ends_month"] >= base) & (told["ends_month"] < until)
    lapsed = since & (told["payer"] == _SELF) & (told["ended_as"] == LAPSED)
    return _marked(
        told,
        flags={
            "here_base": at_base & here,
            "member_base": at_base,
            "here_until": at_until & here,
            "member_until": at_until,
            "speaks_until": at_until & paid_by(told, asked.payers),
            "earlier": told["starts_month"] < base,
            "self_lapsed": lapsed,
        },
        texts={
            "place": ibis.ifelse(at_until & here, told["_place"], nothing),
            "village": ibis.ifelse(at_until & here, told["village"], nothing),
            "district": ibis.ifelse(at_until & here, told["_district"], nothing),
            "place_base": ibis.ifelse(at_base & here, told["_place"], nothing),
        },
    )


def _of_spells(spells: "ir.Table", asked: Asked) -> "ir.Table":
    """What each spell tells of its person: who pays in the two months."""
    fund, own = paid_by(spells, asked.payers), spells["payer"].fill_null("") == _SELF
    flags: dict[str, ir.BooleanValue] = {}
    for side, month in (("base", asked.base), ("until", asked.until)):
        lasting = lasts_in(spells, str(month))
        flags[f"fund_{side}"] = lasting & fund
        flags[f"other_{side}"] = lasting & ~fund
        flags[f"told_{side}"] = lasting & ~fund & spells["payer"].notnull()
    at_base = lasts_in(spells, str(asked.base))
    flags |= {"self_base": at_base & own, "no_self_base": at_base & ~own}
    return _marked(spells, flags, {})


def _marked(rows: "ir.Table", flags: "dict[str, ir.BooleanValue]", texts: "dict[str, ir.StringValue]") -> "ir.Table":
    import ibis

    zero, nothing = ibis.literal(0, "int64"), ibis.null("string")
    numbers = {name: ibis.ifelse(flags[name], 1, 0).cast("int64") if name in flags else zero for name in _FLAGS}
    return rows.select("person", **numbers, **{name: texts.get(name, nothing) for name in _TEXTS})


def paid_by(spells: "ir.Table", payers: tuple[str, ...]) -> "ir.BooleanValue":
    """Whether one of `payers` pays; where nobody told who pays it is somebody else, as far as anybody knows."""
    return spells["payer"].isin(payers).fill_null(False)


def lasts_in(runs: "ir.Table", month: "str | ir.StringValue") -> "ir.BooleanValue":
    """Whether a spell or an episode covers `month`; one without an end lasts."""
    return (runs["starts_month"] <= month) & (runs["ends_month"].fill_null(LASTS) >= month)


def finest_place(episodes: "ir.Table") -> "ir.StringValue":
    """The code of the smallest area that a person is known to count in."""
    import ibis

    return ibis.coalesce(episodes["village"], episodes["district"], episodes["area"])


def with_outcome(people: "ir.Table", spent: "ir.Table") -> "ir.Table":
    """The sponsored among `people`, each with its `outcome`: person, outcome, because, village, district.

    `people`: as from `people_compared`; `spent`: what was sponsored and paid for each of them (`spending.spent_on`).

    Of those who were no members in the first month, as many replaced a leaver as left the same place (village; else
    district or regency, where nothing finer is known of either). Those who were sponsored first after it replaced
    first, then those of whom the same was paid and sponsored; so whoever is taken of several is the same
    in everything that is counted, by whatever it is told apart.
    """
    import ibis

    sponsored = people.filter(people["sponsored"] > 0)
    given = {KEPT: WOULD_HAVE_LAPSED, LAPSED_SELF_PAYER: WOULD_HAVE_LAPSED}
    given |= {DOUBLE: ALREADY_COVERED, TAKEN_OVER: ALREADY_COVERED}
    columns = ("person", "outcome", "because", *PLACES)
    were = sponsored.filter(sponsored["because"].isin(list(given)))
    were = were.mutate(outcome=ibis.cases(*((were["because"] == because, to) for because, to in given.items())))
    others = _ranked(sponsored.filter(sponsored["because"].isin([RETURNED, NEW])), spent)
    left = people.filter(people["leaver"] > 0)
    seats = left.group_by(_place=left["place_base"]).agg(_seats=left.count())
    seated = others.left_join(seats, others["place"] == seats["_place"])
    taken = (seated["_rank"] < seated["_seats"]).fill_null(False)
    judged = seated.mutate(outcome=ibis.ifelse(taken, REPLACED_LEAVER, NEW_TO_PROTECTION))
    return ibis.union(were.select(*columns), judged.select(*columns))


def _ranked(people: "ir.Table", spent: "ir.Table") -> "ir.Table":
    """`people` with `_rank` in their place, from 0: by everything that is counted of them."""
    import ibis

    rows = spent.semi_join(people, "person")
    lines = rows.select("person", "month", _line=row_text(rows, [name for name in rows.columns if name != "person"]))
    said = lines.group_by(_who=lines["person"]).agg(_first=lines["month"].min(), _lines=lines["_line"].collect())
    said = said.mutate(_said=said["_lines"].sort().join("")).drop("_lines")
    told = people.left_join(said, people["person"] == said["_who"])
    in_turn = [told[name] for name in ("_first", "_said", "because", "person")]
    return told.mutate(_rank=ibis.row_number().over(ibis.window(group_by="place", order_by=in_turn)))
