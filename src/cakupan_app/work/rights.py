"""Who may see and do what, where: the one place that decides it, for a list as for one thing reached by its id."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from cakupan.basics.refused import Refused
from cakupan.regions.tree import is_within

if TYPE_CHECKING:
    from cakupan_app.ledger.models import User

SEE_FIGURES, SEE_PEOPLE, SEE_TRAIL = "see_figures", "see_people", "see_trail"
SEND, DECIDE, REVIEW, PUBLISH = "send", "decide", "review", "publish"
EXPORT_PEOPLE, MANAGE_USERS = "export_people", "manage_users"
SIGN_REGENCY, SIGN_BRANCH = "sign_regency", "sign_branch"
PLAN, APPROVE_PLAN, SPEND_BUDGET = "plan", "approve_plan", "spend_budget"
LIST_PLANNED = "list_planned"
OBSERVE = "observe"


class NotAllowed(Refused):
    """Whoever asks has no such right there. It says nothing about whether the thing asked for exists."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """A role in an area and all that lies in it; `id` is that of the ledger's row."""

    role: str
    area: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: their address and name as the trail and the ledger write them, and the roles given to them.

    `within`: an area that narrows all of it, where a token was made for less than its owner may.
    """

    email: str
    name: str
    assigned: tuple[Assigned, ...] = ()
    within: str | None = None

    def areas_with(self, right: str) -> tuple[str, ...]:
        """The areas in which the actor has the right, by code; none within another of them."""
        given = {one.area for one in self.assigned if right in rights_of(one.role)}
        if self.within is not None:
            given = {narrowed for area in given if (narrowed := _narrower(area, self.within))}
        return tuple(sorted(area for area in given if not any(_inside(area, other) for other in given)))

    def may(self, right: str, area: str) -> bool:
        """Whether the actor has the right in all of `area`.

        >>> clerk = Actor("a@example.id", "A", (Assigned("village_operator", "16.06.04"),))
        >>> clerk.may("send", "16.06.04.2010"), clerk.may("send", "16.06"), clerk.may("decide", "16.06.04")
        (True, False, False)
        """
        return any(is_within(area, given) for given in self.areas_with(right))

    def may_anywhere(self, right: str) -> bool:
        return bool(self.areas_with(right))

    def home(self, right: str, within: str) -> str:
        """Of the areas in which the actor has the right the widest, cut to `within`; they have it somewhere."""
        given = [within if is_within(within, area) else area for area in self.areas_with(right)]
        return min(given, key=lambda area: (area.count("."), area))

    def refuse_unless(self, right: str, area: str) -> None:
        """NotAllowed where the actor has no such right in all of `area`."""
        if not self.may(right, area):
            raise NotAllowed("not_allowed_there", right=right, area=area)

    def refuse_unless_anywhere(self, right: str) -> None:
        if not self.may_anywhere(right):
            raise NotAllowed("not_allowed", right=right)

    def sees_person_of(self, areas: Iterable[str | None]) -> bool:
        """Whether the actor may see a person whom lists place in `areas`: one of them has to lie where they may see
        people. Someone whom no list places is seen by those alone who see people of the whole workspace."""
        return any(area is not None and self.may(SEE_PEOPLE, area) for area in areas)


NOBODY = Actor("", "")
"""Whoever has not signed in: the public."""


def _narrower(one: str, other: str) -> str | None:
    if is_within(one, other):
        return one
    return other if is_within(other, one) else None


def _inside(area: str, other: str) -> bool:
    return area != other and is_within(area, other)


@cache
def roles() -> Mapping[str, frozenset[str]]:
    """Every role with its rights, from `roles.toml`."""
    told = tomllib.loads(files(__package__).joinpath("roles.toml").read_text(encoding="utf-8"))
    return {name: frozenset(entry["rights"]) for name, entry in told.items()}


def rights_of(role: str) -> frozenset[str]:
    """The rights of a role; none of one that is no longer among the roles: what nobody defines allows nothing."""
    return roles().get(role, frozenset())


def actor_of(user: "User", within: str | None = None) -> Actor:
    """Who `user` is to everything below the faces: somebody with the roles that the ledger gives them now."""
    if not user.is_active:
        return Actor(user.email, user.name)
    return Actor(user.email, user.name, assigned_to(user), within)


def assigned_to(user: "User") -> tuple[Assigned, ...]:
    """The roles that stand in the ledger for somebody, whether or not their account is closed."""
    given = user.assignments.filter(withdraws=None, withdrawn_by=None).order_by("id")
    return tuple(Assigned(one.role, one.area, one.pk) for one in given)
