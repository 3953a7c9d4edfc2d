"""Additionality as one would work it out by hand, from what each person was in each month: slow, and without tables."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
Lines = list[tuple[str, str | None, str | None, int, int, int]]  # month, batch, fund, sponsored, paid, amount


@dataclass
class Person:
    """`months`: who pays for their memberships in each month they are a member in, and where they count then.

    `lapses`: whether they lapse where they stop. `paid`: contributions (payer, fund, batch, months, amount).
    """

    number: int
    months: dict[str, tuple[tuple[str | None, ...], str | None]]
    lapses: bool = False
    paid: list[tuple[str | None, str | None, str | None, tuple[str, ...], int]] = field(default_factory=list)

    def payers(self, month: str) -> tuple[str | None, ...]:
        return self.months[month][0] if month in self.months else ()

    def place(self, month: str) -> str | None:
        return self.months[month][1] if month in self.months else None

    def speaks(self, month: str) -> str | None:
        """The payer of the membership that speaks for the person: the first by name."""
        return min(self.payers(month), key=str)

    def within(self, month: str, area: str) -> bool:
        place = self.place(month)
        return place is not None and (area == "00" or f"{place}.".startswith(f"{area}."))


def runs(person: Person, calendar: Sequence[str]) -> Iterator[tuple[list[str], str | None]]:
    """The months of each episode and as what it ended."""
    run: list[str] = []
    for month in calendar:
        way = (person.speaks(month), person.place(month)) if month in person.months else None
        if run and way != (person.speaks(run[-1]), person.place(run[-1])):
            yield run, (None if way else "lapsed" if person.lapses else "ended")
            run = []
        if way:
            run.append(month)
    if run:
        yield run, None


@dataclass
class Asked:
    area: str
    base: str
    until: str
    payers: tuple[str, ...]
    calendar: Sequence[str]

    @property
    def window(self) -> list[str]:
        return [month for month in self.calendar if self.base < month <= self.until]


def lines(person: Person, asked: Asked) -> Lines:
    """What was sponsored and paid, month by month and batch by batch."""
    found: Lines = []
    for month in asked.window:
        sponsored = int(any(payer in asked.payers for payer in person.payers(month)))
        shares: dict[tuple[str | None, str | None], int] = defaultdict(int)
        for payer, fund, batch, months, amount in person.paid:
            if payer in asked.payers and month in months:
                each = abs(amount) // len(months) * (-1 if amount < 0 else 1)
                shares[batch, fund] += amount - each * (len(months) - 1) if month == months[-1] else each
        found += [(month, batch, fund, sponsored, 1, amount) for (batch, fund), amount in shares.items()]
        if sponsored and not shares:
            found.append((month, None, None, 1, 0, 0))
    return found


def because(person: Person, asked: Asked) -> str | None:
    now, then = person.payers(asked.until), person.payers(asked.base)
    if not person.within(asked.until, asked.area) or not set(now) & set(asked.payers):
        return None
    if set(now) - set(asked.payers):
        return "double"
    if set(then) & set(asked.payers):
        return "kept"
    if set(then) == {"self"} and _lapsed_as_self_payer(person, asked):
        return "lapsed_self_payer"
    if then:
        return "taken_over"
    return "returned" if any(month < asked.base for month in person.months) else "new"


def _lapsed_as_self_payer(person: Person, asked: Asked) -> bool:
    months = [month for month in asked.calendar if asked.base <= month < asked.until]
    return person.lapses and any(
        month in person.months
        and person.speaks(month) == "self"
        and asked.calendar[asked.calendar.index(month) + 1] not in person.months
        for month in months
    )


def leaves(person: Person, asked: Asked) -> bool:
    sponsored = person.within(asked.base, asked.area) and set(person.payers(asked.base)) & set(asked.payers)
    return bool(sponsored) and asked.until not in person.months


def outcomes(people: Iterable[Person], asked: Asked) -> dict[int, tuple[str, str]]:
    """The outcome of each sponsored person, and because of what."""
    people = list(people)
    found: dict[int, tuple[str, str]] = {}
    others: dict[str | None, list[Person]] = defaultdict(list)
    for person in people:
        why = because(person, asked)
        if why in ("kept", "lapsed_self_payer"):
            found[person.number] = ("would_have_lapsed", why)
        elif why in ("double", "taken_over"):
            found[person.number] = ("already_covered", why)
        elif why:
            others[person.place(asked.until)].append(person)
    for place, here in others.items():
        left = sum(leaves(person, asked) and person.place(asked.base) == place for person in people)
        for turn, person in enumerate(sorted(here, key=lambda one: _in_turn(one, asked))):
            outcome = "replaced_leaver" if turn < left else "new_to_protection"
            found[person.number] = (outcome, str(because(person, asked)))
    return found


def _in_turn(person: Person, asked: Asked) -> tuple[Any, ...]:
    told = lines(person, asked)
    said = sorted("".join("-" if cell is None else f"{len(str(cell))}:{cell}" for cell in line) for line in told)
    # of those alike the tables take the first by number and this the last: it must not matter to any figure
    return min(line[0] for line in told), "".join(said), because(person, asked), -person.number


def effects(people: Iterable[Person], asked: Asked, by: Sequence[str]) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """Persons, months, months paid, months unpaid and rupiah of each outcome, reason and `by`."""
    people = list(people)
    of_person = outcomes(people, asked)
    sums: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0] * 5)
    for person in people:
        if person.number not in of_person:
            continue
        parts: dict[tuple[Any, ...], Lines] = defaultdict(list)
        place = person.place(asked.until) or ""
        of = {"village": place if len(place) == 13 else None, "district": place[:8] if len(place) >= 8 else None}
        for line in lines(person, asked):
            told = {**of, "batch": line[1], "fund": line[2]}
            parts[tuple(told[name] for name in by)].append(line)
        for dims, own in parts.items():
            for place_in, many in enumerate((1, *_counts(own))):
                sums[(*of_person[person.number], *dims)][place_in] += many
    return {key: tuple(many) for key, many in sums.items()}


def _counts(own: Lines) -> tuple[int, int, int, int]:
    sponsored, paid = ({line[0] for line in own if line[place]} for place in (3, 4))
    return (
        len(sponsored),
        len(paid),
        len(sponsored - paid),
        sum(line[5] for line in own),
    )


def doubled(people: Iterable[Person], asked: Asked) -> tuple[int, ...]:
    """Persons, months, months paid, months unpaid and rupiah where somebody else covered the same month."""
    found: Mapping[int, Lines] = {
        person.number: [
            line
            for line in lines(person, asked)
            if line[3] and set(person.payers(line[0])) - set(asked.payers) and person.within(line[0], asked.area)
        ]
        for person in people
    }
    told = [_counts(own) for own in found.values() if own]
    return (len(told), *(sum(column) for column in zip(*told, strict=True))) if told else (0,) * 5


def in_other_row(people: Iterable[Person], asked: Asked) -> int:
    """How many of the sponsored count by a membership that another payer pays for."""
    return sum(because(one, asked) is not None and one.speaks(asked.until) not in asked.payers for one in people)


def net_new(people: Iterable[Person], asked: Asked) -> int:
    """How many came under the fund without having been members, less its members who are none any more."""
    people = list(people)
    came = sum(because(person, asked) is not None and asked.base not in person.months for person in people)
    return came - sum(leaves(person, asked) for person in people)
