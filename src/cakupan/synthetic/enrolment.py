"""Who joins which membership and when: wage earners, the sponsored, those who pay themselves, builders, migrants."""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from cakupan.basics.refused import Refused
from cakupan.synthetic.calendar import MONTHS, NEVER, Flags, Ints, birthday, first_days, last_days, months_of
from cakupan.synthetic.memberships import (
    APBD,
    APBDES,
    BPU,
    CSR,
    DBH_SAWIT,
    EMPLOYER,
    JAKON,
    NO_SPELL,
    PMI,
    PU,
    SELF,
    SPELLS,
    Memberships,
    active_people,
    block,
    lived,
    together,
)  # fmt: skip
from cakupan.synthetic.people import People
from cakupan.synthetic.rates import Enrolments

DECEMBER, JULY = 12, 19  # the two months whose totals are published
FIRMS = 900
YOUNGEST = 18  # on 1 January 2024; nobody joins before 17


def make_memberships(
    people: People, rates: Enrolments, totals: tuple[int, int], rng: np.random.Generator
) -> Memberships:
    """Every membership of the twenty months; `totals` people are active in December 2024 and July 2025."""
    makers = _Enrolling(people, rates, rng)
    made = lived(together(makers.all()), people)
    made = together([made, makers.filling(made, totals)])
    return _with_employers_changed(_with_kpj(made, rng), rates.employer_changes, rng)


class _Enrolling:
    """Chooses people for each kind of membership; who is taken once is free for no other kind."""

    def __init__(self, people: People, rates: Enrolments, rng: np.random.Generator) -> None:
        self.people, self.rates, self.rng = people, rates, rng
        self.free = np.ones(len(people), bool)
        self.age = people.age_on(int(first_days(np.array([1]))[0]))  # on 1 January 2024
        # villages differ: estates and offices here, diligent village heads there
        villages = int(people.village.max()) + 1
        self.jobs, self.care = (
            rng.normal(0, spread, villages).astype(np.int64)[people.village] for spread in (170, 220)
        )

    def all(self) -> list[Memberships]:
        wage = self._wage_earners()
        sponsored = self._decrees()
        stayers = wage.person[(wage.ends_on == NEVER) & (wage.starts_on < first_days(np.array([0]))[0])]
        return [
            wage, self._second_jobs(wage), sponsored, self._become_pu(sponsored), self._also_sponsored(stayers),
            self._by_village(), self._by_palm_oil(), self._by_firms(),
            self._self_paid(), self._builders(), self._migrants(),
        ]  # fmt: skip

    def filling(self, made: Memberships, totals: tuple[int, int]) -> Memberships:
        """Wage earners that bring both totals out exactly: some there in both months, some in one of them."""
        lacks = [
            total - len(active_people(made, self.people, month))
            for total, month in zip(totals, (DECEMBER, JULY), strict=True)
        ]
        both = min(lacks)
        if both < 0:
            raise Refused("synthetic_shares_too_large", size=len(self.people))
        leaving, joining = lacks[0] - both, lacks[1] - both
        chosen = self._take(
            both + leaving + joining, self._wage_score(), (self.people.died == NEVER) & (self.age >= YOUNGEST)
        )
        starts = self._day_in(self.rng.integers(-60, DECEMBER, len(chosen)))
        starts[both + leaving :] = self._day_in(self.rng.integers(DECEMBER + 1, JULY + 1, joining))
        ends = np.full(len(chosen), NEVER)
        ends[both : both + leaving] = self._day_in(self.rng.integers(DECEMBER + 1, JULY + 1, leaving))
        return self._wage_block(chosen, starts, ends)

    # choosing people

    def _many(self, share: float) -> int:
        return round(share * len(self.people))

    def _take(self, many: int, score: Ints, among: Flags | None = None) -> Ints:
        """The free people of the lowest scores, in random order."""
        open_to = self.free & (self.age >= YOUNGEST) if among is None else self.free & among
        rows = np.flatnonzero(open_to)
        chosen = rows[np.lexsort((rows, score[rows]))[:many]]
        self.free[chosen] = False
        return self.rng.permutation(chosen)

    def _drawn(self) -> Ints:
        return self.rng.integers(0, 1000, len(self.people))

    def _wage_score(self) -> Ints:
        people = self.people
        belongs_elsewhere = 250 * people.female + 350 * people.informal + 250 * (people.decile <= 3)
        score: Ints = self._drawn() + belongs_elsewhere + 400 * (self.age > 55) + self.jobs
        return score

    def _poor_score(self) -> Ints:
        too_old = 5000 * (self.age >= 64)
        need = 160 * self.people.decile - 300 * self.people.informal
        score: Ints = self._drawn() + need + too_old + self.care
        return score

    def _day_in(self, months: Ints) -> Ints:
        return first_days(months) + self.rng.integers(0, 27, len(months))

    def _months_until(self, many: int, rate: float) -> Ints:
        return self.rng.geometric(rate, many)

    # wage earners

    def _wage_earners(self) -> Memberships:
        rates = self.rates
        stock = self._many(rates.pu)
        joins = self._many(rates.pu_joins)
        joined = np.concatenate([self.rng.integers(-200, 1, stock), np.repeat(np.arange(1, MONTHS), joins)])
        left = np.concatenate([np.zeros(stock, np.int64), joined[stock:]]) + self._months_until(
            len(joined), rates.pu_leaves
        )
        person = self._take(len(joined), self._wage_score())
        first = self._wage_block(person, self._day_in(joined), self._ending(left))
        gone = np.flatnonzero((left < MONTHS - 3) & (self.rng.random(len(left)) < rates.pu_returns))
        again = left[gone] + self.rng.integers(2, 6, len(gone))
        back = self._wage_block(person[gone], self._day_in(again), np.full(len(gone), NEVER))
        return together([first, back.rows(months_of(back.starts_on) < MONTHS)])

    def _ending(self, months: Ints) -> Ints:
        """A day in the month, for some its last; NEVER behind the last month told of."""
        last = self.rng.random(len(months)) < 0.15
        day = np.where(last, first_days(months + 1) - 1, self._day_in(months))
        return np.where(months < MONTHS, day, NEVER)

    def _wage_block(self, person: Ints, starts_on: Ints, ends_on: Ints) -> Memberships:
        many = len(person)
        firm = (FIRMS * self.rng.random(many) ** 2.2).astype(np.int64) * 7919 % FIRMS  # few large firms, many small
        # nobody joined as a child
        starts_on = np.maximum(starts_on, birthday(self.people.born[person], 17) + 30)
        return block(
            person, PU, EMPLOYER, firm=firm, programme=self.rng.choice(3, many, p=[0.72, 0.2, 0.08]),
            starts_on=starts_on, ends_on=ends_on, told_ahead=self.rng.random(many) < 0.1,
            shown=self.rng.choice(4, many, p=[0.4, 0.25, 0.2, 0.15]),
        )  # fmt: skip

    def _second_jobs(self, wage: Memberships) -> Memberships:
        many = round(self.rates.two_employers * len(wage))
        staying = np.flatnonzero((wage.ends_on == NEVER) & (months_of(wage.starts_on) < 0))
        chosen = self.rng.permutation(staying)[:many]
        starts = self._day_in(self.rng.integers(-30, MONTHS, len(chosen)))
        return self._wage_block(wage.person[chosen], starts, np.full(len(chosen), NEVER))

    # the sponsored

    def _decrees(self) -> Memberships:
        """The regency's decrees of 2023, 2024 and 2025, each until its December."""
        rates = self.rates
        numbers = [self._many(share) for share in (rates.decree_2023, rates.decree_2024, rates.decree_2025)]
        new = [
            numbers[0],
            *(now - round(rates.renewed * then) for then, now in pairwise(numbers)),
        ]
        person = self._take(sum(new), self._poor_score())
        joined = np.repeat(np.arange(3), new)[: len(person)]
        begins = np.full((len(person), SPELLS), NO_SPELL)
        begins[joined == 0, 0] = -11
        named = joined == 0
        for decree, january in ((1, 1), (2, 13)):
            renewed = named & (self._rank_in(named) < round(rates.renewed * named.sum()))
            late = renewed & (self.rng.random(len(person)) < rates.renewed_late)
            begins[renewed, decree] = january
            begins[late, decree] = january + 3
            begins[joined == decree, decree] = self._first_months(int((joined == decree).sum()), decree, january)
            named = renewed | (joined == decree)
        return self._sponsored(person, APBD, begins, np.array([0, 12, 24]))

    def _rank_in(self, chosen: Flags) -> Ints:
        ranks = np.full(len(chosen), NEVER)
        ranks[self.rng.permutation(np.flatnonzero(chosen))] = np.arange(int(chosen.sum()))
        return ranks

    def _first_months(self, many: int, decree: int, january: int) -> Ints:
        if decree == 1:
            return january + self.rng.choice(6, many, p=[0.6, 0.1, 0.1, 0.08, 0.07, 0.05])
        spread = january + self.rng.integers(0, 6, many)
        spread[: round(self.rates.decree_from_july * many)] = JULY
        return self.rng.permutation(spread)

    def _sponsored(self, person: Ints, payer: int, begins: Ints, ends: Ints) -> Memberships:
        ends = np.where(begins == NO_SPELL, NO_SPELL, ends)
        return block(
            person, BPU, payer, programme=3, begins=begins, ends=ends, shown=self.rng.integers(1, 5, len(person))
        )

    def _become_pu(self, sponsored: Memberships) -> Memberships:
        """Wage earners to the end; their sponsor pays until the month in which they begin."""
        month = self.rng.integers(14, 19, len(sponsored))
        able = np.flatnonzero((sponsored.begins[:, 2] < month) & (sponsored.begins[:, 1] != NO_SPELL))
        chosen = self.rng.permutation(able)[: round(self.rates.become_pu * len(sponsored))]
        sponsored.ends[chosen, 2] = month[chosen]
        return self._wage_block(sponsored.person[chosen], self._day_in(month[chosen]), np.full(len(chosen), NEVER))

    def _also_sponsored(self, stayers: Ints) -> Memberships:
        chosen = self.rng.permutation(np.unique(stayers))[: round(self.rates.also_sponsored * len(stayers))]
        chosen = chosen[self.age[chosen] < 62]
        begins = np.tile(np.array([NO_SPELL, 1, 13]), (len(chosen), 1))
        return self._sponsored(chosen, APBD, begins, np.array([0, 12, 24]))

    def _by_village(self) -> Memberships:
        person = self._take(self._many(self.rates.apbdes), self._poor_score())
        begins = self._spells(
            len(person), [[-11, 1, 13], [NO_SPELL, 1, 13], [NO_SPELL, 4, 16], [NO_SPELL, NO_SPELL, 15]]
        )
        return self._sponsored(person, APBDES, begins, np.array([0, 12, 24]))

    def _by_palm_oil(self) -> Memberships:
        # short terms follow the cash (DOMAIN.md 3.2): April to December, so that March is a gap
        person = self._take(self._many(self.rates.dbh_sawit), self._poor_score())
        begins = self._spells(len(person), [[NO_SPELL, 4, 16], [NO_SPELL, 4, 16], [NO_SPELL, NO_SPELL, 16]])
        return self._sponsored(person, DBH_SAWIT, begins, np.array([0, 12, 24]))

    def _by_firms(self) -> Memberships:
        person = self._take(self._many(self.rates.csr), self._poor_score())
        begins = self._spells(len(person), [[-8, 7, 19], [-2, 10, NO_SPELL], [NO_SPELL, 3, 15]])
        return self._sponsored(person, CSR, begins, begins + 11)

    def _spells(self, many: int, kinds: list[list[int]]) -> Ints:
        return np.array(kinds)[self.rng.integers(0, len(kinds), many)]

    # the others

    def _self_paid(self) -> Memberships:
        rates, rng = self.rates, self.rng
        stock, joins = self._many(rates.self_paid), self._many(rates.self_paid * rates.self_lapses * 0.8)
        first = np.concatenate([rng.integers(-60, 1, stock), np.repeat(np.arange(1, MONTHS), joins)])
        person = self._take(len(first), self._drawn() - 200 * self.people.informal + 5000 * (self.age > 63))
        first = first[: len(person)]
        until = np.maximum(first, 0) + self._months_until(len(first), rates.self_lapses)
        again = until + rng.integers(5, 10, len(first))
        returns = rng.random(len(first)) < rates.self_returns
        begins = np.stack([first, np.where(returns, again, NO_SPELL), np.full(len(first), NO_SPELL)], axis=1)
        ends = np.where(begins == NO_SPELL, NO_SPELL, np.stack([until, again + 60, begins[:, 2]], axis=1))
        return block(
            person, BPU, SELF, programme=np.where(rng.random(len(person)) < 0.3, 4, 3), begins=begins, ends=ends,
            shown=rng.integers(1, 5, len(person)), lag=rng.choice(3, len(person), p=[0.8, 0.14, 0.06]),
            chunk=rng.choice([1, 3, 6, 12], len(person), p=[0.7, 0.18, 0.08, 0.04]),
        )  # fmt: skip

    def _builders(self) -> Memberships:
        """Projects of four to twelve months; the end is known from the start."""
        each = max(1, self._many(self.rates.jakon / 8))
        starts = np.repeat(np.arange(-11, MONTHS), each)
        firm = self.rng.integers(0, FIRMS, len(starts))
        ends = self._day_in(starts + 4 + firm % 9)
        person = self._take(len(starts), self._drawn() + 900 * self.people.female + 500 * (self.age > 58))
        starts_on = self._day_in(starts)
        made = block(
            person, JAKON, EMPLOYER, firm=firm[: len(person)], programme=3, starts_on=starts_on[: len(person)],
            ends_on=ends[: len(person)], told_ahead=True, shown=self.rng.integers(0, 2, len(person)),
        )  # fmt: skip
        return made.rows(months_of(made.ends_on) >= 0)

    def _migrants(self) -> Memberships:
        person = self._take(self._many(self.rates.pmi), self._drawn() + 900 * (self.age > 45) + 900 * (self.age < 20))
        starts = self.rng.integers(-24, MONTHS, len(person))
        return block(
            person, PMI, SELF, programme=3, starts_on=self._day_in(starts), told_ahead=True,
            ends_on=self._day_in(starts + 24), shown=1,
        )  # fmt: skip


def _with_kpj(members: Memberships, rng: np.random.Generator) -> Memberships:
    """In order of the KPJ: the year of joining and nine digits, each once."""
    joined = np.where(members.segment == BPU, members.begins.min(axis=1), months_of(members.starts_on))
    year = (2023 * 12 + 11 + joined) // 12 % 100
    offset = int(rng.integers(0, 10**9))
    serial = (np.arange(len(members)) * 387_420_489 + offset) % 10**9  # a power of 3, so that none comes twice
    kpj = year * 10**9 + serial
    order = np.argsort(kpj)
    return replace(members, kpj=kpj).rows(order)


def _with_employers_changed(members: Memberships, share: float, rng: np.random.Generator) -> Memberships:
    """Some wage earners go over to another employer in the middle of a month, under the KPJ they have.

    It is one row more from that month on, and the old one is listed in it for the last time.
    """
    many = len(members)
    month = rng.integers(1, MONTHS, many)
    here = (members.starts_on < first_days(month)) & (members.ends_on > last_days(month))
    over = (members.segment == PU) & here & (rng.random(many) < share)
    last = first_days(month) + rng.integers(0, 26, many)
    old = replace(
        members,
        ends_on=np.where(over, last, members.ends_on),
        told_ahead=members.told_ahead & ~over,
        shown=np.where(over, 1, members.shown),
    )
    firm = (members.firm + 1 + rng.integers(0, FIRMS - 1, many)) % FIRMS
    new = replace(members, starts_on=last + 1, firm=firm).rows(over)
    both = together([old, new])
    return both.rows(np.lexsort((both.starts_on, both.kpj)))
