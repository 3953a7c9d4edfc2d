"""What is said of the links that a figure of linked persons rests on."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.coverage.definition import FigureDefinition
    from cakupan.identity.audit import LinkageError


def linkage_document(voice: Voice, definition: "FigureDefinition") -> dict[str, Any]:
    """What the JSON of a figure of linked persons says of its links: without a review no error, and that there was
    none. Nothing for other evidence."""
    message = linkage_sentence(voice, definition)
    if message is None:
        return {}
    error = definition.linkage_error
    return {**({"linkage_error": error_document(error)} if error else {}), "linkage_message": message}


def linkage_sentence(voice: Voice, definition: "FigureDefinition") -> str | None:
    """How often the links of a figure are wrong, or that nobody looked; None where it rests on no links."""
    from cakupan.coverage.definition import Evidence

    if definition.evidence is not Evidence.LINKED:
        return None
    error = definition.linkage_error
    return error_sentence(voice, error) if error else voice.text("linkage_not_reviewed")


def error_sentence(voice: Voice, error: "LinkageError") -> str:
    """How often links are wrong, in a sentence."""
    shares = {name: percent(getattr(error, name)) for name in ("rate", "low", "high")}
    return voice.text("linkage_error", sampled=error.sampled, wrong=error.wrong, **shares)


def percent(share: Decimal) -> Decimal:
    """A share as per cent with two decimals, as all rates are printed."""
    return (share * 100).quantize(Decimal("0.01"))


def error_document(error: "LinkageError") -> dict[str, Any]:
    """How often links are wrong; `rate`, `low`, `high` and `reviewed` are decimal strings of per cent, as all rates."""
    shares = {name: percent(getattr(error, name)) for name in ("rate", "low", "high", "reviewed")}
    counts = {"sampled": error.sampled, "wrong": error.wrong, "unsure": error.unsure}
    return {**counts, **shares, "snapshot": int(error.snapshot) if error.snapshot else None}
