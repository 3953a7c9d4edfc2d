"""Which rooms the site has, who may enter each, and which of them a page lies in."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from cakupan_app.work.rights import (
    DECIDE,
    MANAGE_USERS,
    PLAN,
    REVIEW,
    SEE_FIGURES,
    SEE_PEOPLE,
    SEE_TRAIL,
    SEND,
    SIGN_BRANCH,
    SIGN_REGENCY,
    Actor,
)


@dataclass(frozen=True, slots=True)
class Room:
    """An entry of the navigation: its word (`room_<name>`), its page, and the rights of which one opens it."""

    name: str
    view: str
    rights: tuple[str, ...]


ROOMS = (
    Room("overview", "desk_overview", (SEE_FIGURES,)),
    Room("uncovered", "desk_uncovered", (SEE_FIGURES,)),
    Room("files", "desk_files", (SEND, DECIDE)),
    Room("worker", "village_worker", (SEND,)),
    Room("repairs", "desk_repairs", (SEE_PEOPLE,)),
    Room("review", "desk_review", (REVIEW,)),
    Room("agreed", "desk_agreed", (SIGN_REGENCY, SIGN_BRANCH, SEE_FIGURES)),
    Room("bridge", "agency_bridge", (SEE_FIGURES,)),
    Room("planning", "desk_planning", (PLAN,)),
    Room("definitions", "desk_definitions", (SEE_FIGURES,)),
    Room("sources", "desk_sources", (SEE_FIGURES,)),
    Room("people", "desk_users", (MANAGE_USERS,)),
    Room("trail", "desk_trail", (SEE_TRAIL,)),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A room as the navigation shows it."""

    name: str
    url: str
    here: bool


def rooms_for(actor: Actor, path: str) -> tuple[Entry, ...]:
    """The rooms that the actor may enter, the one that `path` lies in marked."""
    open_to = [room for room in ROOMS if any(actor.may_anywhere(right) for right in room.rights)]
    told = [(room.name, reverse(room.view)) for room in open_to if _exists(room.view)]
    here = max((url for _, url in told if path.startswith(url)), key=len, default="")
    return tuple(Entry(name, url, url == here) for name, url in told)


def _exists(view: str) -> bool:
    try:
        reverse(view)
    except NoReverseMatch:
        return False
    return True
