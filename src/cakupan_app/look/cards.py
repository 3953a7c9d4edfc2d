"""What the card of an area and month says: the rate, of how many, by which definition, and how far the target is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cakupan.basics.refused import Fact
from cakupan.reports.card import Card
from cakupan_app.look.documents import area_title
from cakupan_app.look.told import meaning_sentences, target_named
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.coverage.figure import Coverage
    from cakupan.targets.gap import TargetGap


def card_of(voice: Voice, answer: "Coverage", targets: "Sequence[TargetGap]") -> Card:
    """The card of a figure, hidden or unknown ones too; of several targets the nearest that is not reached."""
    total = answer.total
    rate = total.ratio.percent() if total.ratio and not total.hidden else None
    open_to = sorted((one for one in targets if one.needed is not None), key=lambda one: (not one.needed, one.needed))
    nearest = open_to[0] if open_to and rate is not None else None
    return Card(
        area=area_title(answer.definition.area),
        month=voice.shown(str(total.month), "month"),
        rate=rate,
        shown=_shown(voice, answer, rate is not None),
        counted=_counted(voice, answer),
        defined=" ".join(meaning_sentences(voice, answer.definition)) if total.members is not None else "",
        gap=_gap(voice, nearest) if nearest else "",
        target=nearest.target.rate if nearest else None,
        source=voice.text("card_source"),
    )


def card_told(card: Card) -> str:
    """What the card says, for those who do not see it."""
    return " ".join(part for part in (f"{card.area}, {card.month}: {card.shown}.", card.counted, card.gap) if part)


def _shown(voice: Voice, answer: "Coverage", known: bool) -> str:
    total = answer.total
    if known and total.ratio:
        told = voice.shown(total.ratio.percent(), "pct")
        return f"≈ {told}" if total.estimated else told
    if total.hidden:
        return voice.text("hidden")
    return voice.shown(total.members, "n") if total.members is not None else voice.text("card_unknown")


def _counted(voice: Voice, answer: "Coverage") -> str:
    total = answer.total
    if total.hidden or total.members is None:
        return ""
    if not total.ratio:
        return voice.text("card_members", members=total.members)
    code = "card_counted_about" if total.estimated else "card_counted"
    return voice.text(code, members=total.members, potential=total.potential)


def _gap(voice: Voice, one: "TargetGap") -> str:
    facts: dict[str, Fact] = {"target": target_named(one.target), "rate": one.target.rate}
    return voice.text("card_gap", needed=one.needed, **facts) if one.needed else voice.text("card_reached", **facts)
