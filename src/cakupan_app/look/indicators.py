"""The value of an indicator as a document: the JSON of the command line and of the API."""

from typing import TYPE_CHECKING, Any

from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan_app.work.indicators import Value


def value_document(voice: Voice, one: "Value") -> dict[str, Any]:
    """The value of an indicator: a count, or a decimal string of per cent with its two counts; and what it means."""
    from cakupan_app.look.documents import definition_document, worded

    told = one.told
    missing = {"missing": worded(voice, one.missing)}
    if told is None:
        return {"value": None, "part": None, "whole": None, "figure": None, "pace": None, **missing, "findings": []}
    evidence = told.definition.evidence
    return {
        "value": told.ratio.percent() if told.ratio else told.count,
        "part": told.ratio.part if told.ratio else None,
        "whole": told.ratio.whole if told.ratio else None,
        "figure": definition_document(told.definition) | {"evidence": evidence.value if evidence else None},
        "pace": {"since": told.pace.since, "months": told.pace.months} if told.pace else None,
        **missing,
        "findings": worded(voice, told.findings),
    }
