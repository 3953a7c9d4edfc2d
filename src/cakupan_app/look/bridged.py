"""A bridge from our count to a recap as a page shows it: bars, a table by segment, and what to ask the branch."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cakupan_app.look.bridges import because, bridge_document
from cakupan_app.look.documents import area_title
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.coverage.bridge import Bridge
    from cakupan.reports.waterfall import Bar, Words

# What a cause is asked about; one question for all that a branch would answer in one breath.
_ASKED = {
    **dict.fromkeys(("cut_off", "next_month", "month_before"), "day"),
    **dict.fromkeys(("lapsed", "grace", "over_age", "died", "moved", "ended", "not_begun", "paid"), "standing"),
    **dict.fromkeys(("home", "listed", "listed_and_home"), "place"),
    **dict.fromkeys(("memberships", "unnumbered", "left_out", "booked_under"), ""),
    **dict.fromkeys(("misprint", "own_total"), "sum"),
}


def bridge_bars(voice: Voice, found: "Bridge") -> "tuple[tuple[Bar, ...], Words]":
    """Our count, a step for each cause and for what is unexplained, and the recap."""
    from cakupan.reports.waterfall import Bar, Words

    ours = Bar(voice.text("bridge_ours"), found.ours, voice.shown(found.ours, "n"), figure=True)
    theirs = Bar(voice.text("bridge_theirs"), found.theirs, voice.shown(found.theirs, "n"), figure=True)
    steps = [
        Bar(voice.text(f"bridge_bar_{line.option}"), line.persons, voice.shown(line.persons, "signed"))
        for line in (*found.lines, found.unexplained)
        if line.persons
    ]
    bars = (ours, *steps, theirs)
    title = voice.text("bridge_title", area=area_title(found.area), month=str(found.month))
    described = ". ".join(f"{bar.name}: {bar.shown}" for bar in bars) + "."
    return bars, Words(title, described, voice.text("bridge_cut"))


def bridge_table(voice: Voice, found: "Bridge") -> Mapping[str, Any]:
    """The rows of the bridge, in all and by the segments that the recap tells; None: it does not tell."""
    of = {one.name: sorted(one.segments or ()) for one in found.compared} or {name: [name] for name in _ours(found)}
    theirs = {one.name: one.told for one in found.compared} or None
    return {
        "columns": tuple(of),
        "ours": [found.ours, *_parts(found.ours_by_segment, of)],
        "lines": [
            {**line, "cells": [line["persons"], *_parts(line["by_segment"], of)]}
            for line in bridge_document(voice, found)["lines"]
        ],
        "theirs": [found.theirs, *_parts(theirs, of)],
        "untold": not found.compared,
        "joined": [sorted(one.segments or ()) for one in found.compared if not one.alone],
    }


def bridge_rest(voice: Voice, found: "Bridge") -> Mapping[str, Any]:
    """What nobody can explain: how much, what was tried on it, what comes nearest, and what fits nearly as well."""
    claimed = {line.option for line in found.lines}
    others = tuple(voice.text(f"bridge_tried_{one}") for one in found.tried.options if one not in claimed)
    nearest = [(because(voice, one.option, one.facts), one.persons, one.left) for one in found.tried.nearest]
    alternatives = [
        " ".join(because(voice, option, facts) for option, facts in other) or voice.text("bridge_nothing_claimed")
        for other in found.alternatives
    ]
    return {
        "persons": found.unexplained.persons,
        "off": found.tried.off,
        "tried": others,
        "nearest": nearest,
        "alternatives": alternatives,
    }


def bridge_questions(voice: Voice, found: "Bridge") -> Sequence[str]:
    """What to ask the branch, each question once: of what only fits, of what may be, and of what is unexplained."""
    options = [
        *(line.option for line in found.lines if line.sure != "stated" or line.option == "own_total"),
        *(option for other in found.alternatives for option, _ in other),
        *(one.option for one in found.tried.nearest),
    ]
    asked = [f"bridge_asks_{_ASKED.get(option) or option}" for option in options]
    if found.tried.off:
        asked += ["bridge_asks_day", "bridge_asks_standing", "bridge_asks_place"]
    return [voice.text(code) for code in dict.fromkeys(asked)]


def _parts(parts: Mapping[str, int] | None, of: Mapping[str, Sequence[str]]) -> Iterable[int | None]:
    """A count for each column; several segments that are told together go by their joint name."""
    for name, segments in of.items():
        if parts is None:
            yield None
        else:
            yield parts[name] if name in parts else sum(parts.get(one, 0) for one in segments)


def _ours(found: "Bridge") -> Sequence[str]:
    return sorted({*found.ours_by_segment, *(part for line in found.lines for part in line.by_segment)})
