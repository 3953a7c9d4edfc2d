"""What a membership is in a made-up regency: a row for each KPJ and employer; and what is true of it in a month."""

from dataclasses import dataclass, fields, replace

import numpy as np

from cakupan.synthetic.calendar import NEVER, Flags, Ints, birthday, first_days, last_days, months_of
from cakupan.synthetic.people import People

SEGMENTS = ("PU", "BPU", "Jakon", "PMI")
PU, BPU, JAKON, PMI = range(4)
PAYERS = ("employer", "self", "apbd_regency", "apbdes", "dbh_sawit", "csr")
EMPLOYER, SELF, APBD, APBDES, DBH_SAWIT, CSR = range(6)
SPELLS = 3  # paid spells of a BPU membership
NO_SPELL = 999  # where a spell that is not there begins and ends
GRACE = 2  # unpaid months that a BPU member stays active (FORMATS.md)
LAST_AGE = 65  # whoever turns 66 by the last day of a month is no BPU member in it


@dataclass(frozen=True, slots=True)
class Memberships:
    """One row a membership, two where the employer changes under one KPJ.

    BPU lives by `begins` and `ends` (paid months), the others by `starts_on` and `ends_on`.
    """

    person: Ints
    segment: Ints
    payer: Ints
    firm: Ints  # -1 where there is none
    programme: Ints
    starts_on: Ints
    ends_on: Ints
    begins: Ints  # (rows, SPELLS)
    ends: Ints
    told_ahead: Flags  # the end stands in the extract before it has come
    shown: Ints  # months that a row stays in the extract after it stopped to count
    lag: Ints  # months that a self-payer pays late, 0 to 2
    chunk: Ints  # months paid at once
    kpj: Ints

    def __len__(self) -> int:
        return len(self.person)

    def rows(self, chosen: Ints | Flags) -> "Memberships":
        return replace(self, **{field.name: getattr(self, field.name)[chosen] for field in fields(self)})

    @property
    def sponsored(self) -> Flags:
        return self.payer >= APBD


def block(person: Ints, segment: int, payer: int, **columns: Ints | Flags | int) -> Memberships:
    """Memberships of one segment and payer; columns not given have their usual value."""
    many = len(person)
    usual: dict[str, int | bool] = {
        "firm": -1, "programme": 0, "starts_on": 0, "ends_on": NEVER, "told_ahead": False, "shown": 2, "lag": 0,
        "chunk": 1, "kpj": 0,
    }  # fmt: skip
    made = {name: np.broadcast_to(np.asarray(columns.get(name, value)), many).copy() for name, value in usual.items()}
    none = np.full((many, SPELLS), NO_SPELL)
    spells = {name: columns.get(name, none) for name in ("begins", "ends")}
    return Memberships(person, np.full(many, segment), np.full(many, payer), **made, **spells)  # type: ignore[arg-type]


def together(blocks: list[Memberships]) -> Memberships:
    columns = {
        field.name: np.concatenate([getattr(one, field.name) for one in blocks]) for field in fields(Memberships)
    }
    return Memberships(**columns)


def lived(members: Memberships, people: People) -> Memberships:
    """The memberships as death and age cut them: nobody joins when dead, and a sponsor pays on to the half-year."""
    died = people.died[members.person]
    last = np.minimum(months_of(died), months_of(birthday(people.born, LAST_AGE + 1))[members.person])[:, None]
    half_year = (last + 11) // 6 * 6 - 6  # December is 0: half-years end in months 0, 6, 12, 18
    paid_on = np.where(members.sponsored[:, None], half_year + np.where(half_year < last, 6, 0), last)
    begins = np.where(members.begins > last, NO_SPELL, members.begins)
    ends = np.where(begins == NO_SPELL, NO_SPELL, np.maximum(np.minimum(members.ends, paid_on), begins))
    cut = replace(members, ends_on=np.minimum(members.ends_on, died), begins=begins, ends=ends)
    bpu = members.segment == BPU
    kept = np.where(bpu, (begins != NO_SPELL).any(axis=1), (members.starts_on < died) & (cut.ends_on > cut.starts_on))
    return cut.rows(kept & np.where(bpu, died >= first_days(begins.min(axis=1).clip(-600, 60)), True))


@dataclass(frozen=True, slots=True)
class Standing:
    """What is true of each membership in one month, and whether the extract of that month has a row for it."""

    active: Flags
    listed: Flags
    dead: Flags
    paid_until: Ints  # months; BPU only
    began: Ints  # the month in which the spell began that is spoken of; BPU only


def standing_in(members: Memberships, people: People, month: int) -> Standing:
    """The truth of one month, from the spells alone."""
    last = int(last_days(np.array([month]))[0])
    dead = people.died[members.person] <= last
    over_age = birthday(people.born, LAST_AGE + 1)[members.person] <= last
    paid, began, shown = _paid(members, month)
    bpu = members.segment == BPU
    begun = members.starts_on <= last
    gone_from = months_of(members.ends_on + 1)  # the first month on whose last day it is over
    other = begun & (members.ends_on >= last)
    return Standing(
        active=np.where(bpu, (paid >= month - GRACE) & ~over_age, other) & ~dead,
        listed=np.where(bpu, shown, begun & (month < gone_from + members.shown)),
        dead=dead,
        paid_until=paid,
        began=began,
    )


def _paid(members: Memberships, month: int) -> tuple[Ints, Ints, Flags]:
    """The last month paid by then, where that spell began, and whether it is still shown."""
    begun = members.begins <= month
    due = month - members.lag[:, None] - members.begins + 1
    chunk = members.chunk[:, None]
    ahead = members.begins - 1 + np.maximum(chunk, -(-due // chunk) * chunk)
    paid = np.where(begun, np.minimum(members.ends, ahead), -NO_SPELL).max(axis=1)
    began = np.where(begun, members.begins, -NO_SPELL).max(axis=1)
    shown = begun & (month <= members.ends + GRACE + members.shown[:, None])
    return paid, began, np.asarray(shown.any(axis=1))


def began_on(members: Memberships, standing: Standing) -> Ints:
    """The day on which each membership, or the spell of it that is spoken of, began."""
    return np.where(members.segment == BPU, first_days(standing.began.clip(-600, 600)), members.starts_on)


def active_people(members: Memberships, people: People, month: int) -> Ints:
    """The people who are active members in a month, each once, by row."""
    return np.unique(members.person[standing_in(members, people, month).active])
