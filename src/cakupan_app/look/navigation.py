"""Which rooms the site has, who may enter each, and which of them a page lies in."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from cakupan_app.work.rights import (
    APPROVE_PLAN,
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
    SPEND_BUDGET,
    Actor,
)


@dataclass(frozen=True, slots=True)
class Room:
    """An entry of the navigation: its word (`room_<name>`), its page, and the rights of which one opens it; `holds` are
    pages that lie in it though their addresses begin otherwise."""

    name: str
    view: str
    rights: tuple[str, ...]
    holds: tuple[str, ...] = ()


ROOMS = (
    Room("overview", "desk_overview", (SEE_FIGURES,)),
    Room("uncovered", "desk_uncovered", (SEE_FIGURES,)),
    Room("ahead", "desk_ahead", (SEE_FIGURES,)),
    Room("files", "desk_files", (SEND, DECIDE)),
    Room("worker", "village_worker", (SEND,)),
    Room("workers", "desk_workers", (SEE_PEOPLE,)),
    Room("repairs", "desk_repairs", (SEE_PEOPLE,)),
    Room("review", "desk_review", (REVIEW,)),
    Room("agreed", "desk_agreed", (SIGN_REGENCY, SIGN_BRANCH, SEE_FIGURES)),
    Room("bridge", "agency_bridge", (SEE_FIGURES,)),
    Room("planning", "desk_planning", (PLAN, APPROVE_PLAN, SPEND_BUDGET)),
    Room("published", "desk_published", (SEE_FIGURES,), ("/desk/check/", "/desk/press/")),
    Room("definitions", "desk_definitions", (SEE_FIGURES,), ("/desk/glossary/", "/desk/explain/")),
    Room("sources", "desk_sources", (SEE_FIGURES,), ("/desk/snapshots/",)),
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
    told = [(room, reverse(room.view)) for room in open_to if _exists(room.view)]
    plain = path.removeprefix("/en")
    lies = [(url, url) for _, url in told if path.startswith(url)]
    lies += [(part, url) for room, url in told for part in room.holds if plain.startswith(part)]
    here = max(lies, key=lambda one: len(one[0].removeprefix("/en")), default=("", ""))[1]
    return tuple(Entry(room.name, url, url == here) for room, url in told)


def _exists(view: str) -> bool:
    try:
        reverse(view)
    except NoReverseMatch:
        return False
    return True
