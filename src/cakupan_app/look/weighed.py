"""What the levels of a comparison are called, and how a chance is written, wherever a pair's weights are shown."""

from decimal import Decimal

from cakupan_app.look.voice import Voice

_TENTH = Decimal("0.1")


def level_text(voice: Voice, comparison: str, level: str) -> str:
    """What a level of a comparison is called.

    A household is a place and a contact; one of both that tells nothing is left out.
    """
    if comparison == "household":
        place, contact = level.split()
        said = [("contact", contact)] if contact != "open" else []
        said += [("place", place)] if place != "open" or not said else []
        return "; ".join(level_text(voice, *one) for one in said)
    from cakupan.identity.compare import HOLDERS

    people = HOLDERS.get(level, max(HOLDERS.values()))
    return voice.text(f"level_{comparison}_{level}", people=people)


def chance_text(voice: Voice, probability: Decimal) -> str:
    """A chance to a tenth of a per cent; nothing that is weighed is impossible, or certain."""
    percent = probability * 100
    if percent < _TENTH:
        return voice.text("weights_chance_below", bound=_TENTH)
    if percent > 100 - _TENTH:
        return voice.text("weights_chance_above", bound=100 - _TENTH)
    return voice.shown(percent.quantize(_TENTH), "pct")
