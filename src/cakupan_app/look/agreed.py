"""What offices signed of a month as a document and as a sentence: for the command line, the pages and the API."""

from typing import TYPE_CHECKING, Any

from cakupan.basics.refused import Fact
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan_app.work.agree import Signed
    from cakupan_app.work.signed import Signature


def signed_document(voice: Voice, signed: "Signed") -> dict[str, Any]:
    """What both offices signed of a month, and whether it was revised since."""
    return {
        "area": signed.area,
        "month": signed.month,
        "state": signed.state,
        "members": signed.members,
        "now": signed.now,
        "difference": signed.difference,
        "signatures": [_signature(one) for one in signed.all],
        "message": agreed_sentence(voice, signed),
    }


def _signature(one: "Signature") -> dict[str, Any]:
    gone = one.withdrawal
    return {
        "office": one.office,
        "members": one.members,
        "denominator": one.denominator or None,
        "potential": one.potential,
        "evidence": one.evidence,
        "snapshot": one.snapshot,
        "sha256": one.sha256,
        "known_on": one.known_on,
        "signed_at": one.signed_at.isoformat(),
        "signer": one.signer,
        "position": one.position or None,
        "note": one.note or None,
        "withdrawn": one.withdrawn,
        "withdrawn_by": gone.by if gone else None,
        "withdrawn_position": (gone.position or None) if gone else None,
        "withdrawn_at": gone.at.isoformat() if gone else None,
        "withdrawn_note": (gone.note or None) if gone else None,
    }


def agreed_sentence(voice: Voice, signed: "Signed") -> str:
    from cakupan_app.work.signed import day_of

    facts: dict[str, Fact] = {"members": signed.members, "now": signed.now, "difference": signed.difference}
    offices = [voice.text("agree_office_figure", **signature_facts(voice, one)) for one in signed.signatures.values()]
    signers = [voice.text("agree_office_signer", **signature_facts(voice, one)) for one in signed.signatures.values()]
    last = max((day_of(one.signed_at) for one in signed.signatures.values()), default=None)
    return voice.text(f"agree_state_{signed.state}", **facts, offices=tuple(offices), signers=tuple(signers), last=last)


def signature_facts(voice: Voice, one: "Signature") -> dict[str, Fact]:
    office = voice.text(f"office_{one.office}")
    return {"office": office, "signer": one.signer, "members": one.members, "snapshot": one.snapshot}
