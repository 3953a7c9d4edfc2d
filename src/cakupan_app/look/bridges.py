"""A bridge from our count to a recap as a document: the JSON of the command line (CLI.md) and of the API."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cakupan.basics.refused import Fact
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.coverage.bridge import Bridge, Line
    from cakupan.coverage.candidates import Candidate


def bridge_document(voice: Voice, found: "Bridge") -> dict[str, Any]:
    """The JSON document of `bridge`: lines that add up to the difference, the last of them what is unexplained.

    What a recap does not tell by segment is null, and so is what is unexplained of it. `nearest` is not proven: what
    would leave less unexplained, though no more than chance might.
    """
    profile = found.profile
    return {
        "area": found.area,
        "month": found.month,
        "source": found.recap.source,
        "profile": {"id": profile.id, "source": profile.source, "sure": profile.sure},
        "ours": found.ours,
        "ours_by_segment": dict(found.ours_by_segment),
        "theirs": found.theirs,
        "theirs_by_segment": dict(found.recap.segments) or None,
        "difference": found.difference,
        "lines": [_line(voice, line) for line in (*found.lines, found.unexplained)],
        "unexplained": found.unexplained.persons,
        "unexplained_in_figures": found.tried.off,
        "tried": found.tried.options,
        "nearest": [_candidate(voice, one) for one in found.tried.nearest],
        "alternatives": [
            [{"option": option, "because": because(voice, option, facts)} for option, facts in other]
            for other in found.alternatives
        ],
    }


def _line(voice: Voice, line: "Line") -> dict[str, Any]:
    return {
        "kind": line.kind,
        "option": line.option,
        "persons": line.persons,
        "by_segment": _by_part(line, line.by_segment),
        "by_payer": _by_part(line, line.by_payer),
        "sure": line.sure or None,
        "facts": dict(line.facts),
        "because": because(voice, line.option, line.facts),
    }


def _by_part(line: "Line", parts: "Mapping[str, int]") -> dict[str, int] | None:
    """Null where nobody can tell: a cause that moves nobody moves nobody, but the others are of what a recap tells."""
    from cakupan.coverage.bridge import TOTAL_OF_ITS_OWN, UNEXPLAINED

    return dict(parts) or (None if line.option in (TOTAL_OF_ITS_OWN, UNEXPLAINED) else {})


def _candidate(voice: Voice, one: "Candidate") -> dict[str, Any]:
    return {
        "option": one.option,
        "persons": one.persons,
        "by_segment": dict(one.by_segment),
        "facts": dict(one.facts),
        "because": because(voice, one.option, one.facts),
        "unexplained_in_figures": one.left,
        "proven": False,
    }


def because(voice: Voice, option: str, facts: "Mapping[str, Fact]") -> str:
    """Why, in a sentence."""
    several = "_between" if facts.get("first", facts.get("day")) != facts.get("day") else ""
    return voice.text(f"bridge_{option}{several}", **facts)
