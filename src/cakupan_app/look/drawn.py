"""What is written in pictures: bars, lines and their words, in the language of a voice."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cakupan.basics.refused import Fact
from cakupan_app.look.documents import area_title
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.coverage.change import CoverageChange
    from cakupan.reports.waterfall import Bar, Words


def change_bars(voice: Voice, found: "CoverageChange") -> tuple[Sequence["Bar"], "Words"]:
    """The bars of the waterfall and what is written beside them, in the language of the voice."""
    from cakupan.reports.waterfall import Bar, Words

    ends = [
        Bar(voice.shown(str(one.month), "month"), one.members or 0, voice.shown(one.members, "n"), figure=True)
        for one in (found.then, found.now)
    ]
    steps = [
        Bar(voice.text(f"change_reason_{step.reason}"), step.persons, voice.shown(step.persons, "signed"))
        for step in found.reasons
        if step.persons
    ]
    bars = [ends[0], *steps, ends[1]]
    facts: dict[str, Fact] = {"area": area_title(found.area), "before": found.then.members, "after": found.now.members}
    facts["difference"] = found.difference
    description = ". ".join(f"{bar.name}: {bar.shown}" for bar in bars) + "."
    title = voice.text("change_title", **facts, then=str(found.then.month), now=str(found.now.month))
    return bars, Words(title, description, voice.text("change_cut"))
