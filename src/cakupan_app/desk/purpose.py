"""What somebody looks at people for: asked once in a session, and written beside each look."""

from django.http import HttpRequest

from cakupan.basics.refused import Refused
from cakupan.intake.masking import told

PURPOSES = ("enrolment", "correction", "complaint", "benefit", "audit", "other")
_KEPT = "purpose"
_LONGEST = 120
_LEAST_WORDS = 5  # letters of what `other` is explained by


def purpose_of(request: HttpRequest) -> str | None:
    """What was said in this session, as the trail writes it; None where nobody said anything yet."""
    kept = request.session.get(_KEPT)
    return str(kept) if kept else None


def take_purpose(request: HttpRequest) -> str:
    """The purpose that a form says, kept for this session. Refused where it says none."""
    code, text = request.POST.get("purpose", ""), " ".join(request.POST.get("purpose_text", "").split())
    if code not in PURPOSES:
        raise Refused("purpose_missing")
    if code == "other" and len(text) < _LEAST_WORDS:
        raise Refused("purpose_unexplained")
    # the trail is kept for ever: a number that slipped into the text is none of its business
    said = f"{code}: {told(text[:_LONGEST])}" if text else code
    request.session[_KEPT] = said
    return said


def purpose_shown(said: str) -> tuple[str, str]:
    """The code of a purpose as it was written, and what was added to it.

    >>> purpose_shown("other: visit of the regent")
    ('other', 'visit of the regent')
    """
    code, _, text = said.partition(": ")
    return (code, text) if code in PURPOSES else ("other", said)
