"""What `add` says of a file beyond its own rows: why it is held, and which quarantined rows it mends."""

from typing import TYPE_CHECKING, Any

from cakupan_app.cli.face import Face

if TYPE_CHECKING:
    from cakupan_app.work.corrections import Correction
    from cakupan_app.work.receive import Received


def found_out(face: Face, received: "Received") -> dict[str, Any]:
    """The part of a file's entry that tells why it is held, and what it corrects."""
    told: dict[str, Any] = {}
    if received.held_because:
        reasons = [{"code": one.code, "message": face.worded(one)} for one in received.held_because]
        told |= {"held_because": " ".join(one["message"] for one in reasons), "held_reasons": reasons}
    if received.judged and received.status == "unchanged":
        told["nothing_new"] = True  # other bytes, every row of which was received before
        earlier = received.judged.received_in
        told["received_in"] = [{"sha256": one.sha256, "name": one.name} for one in earlier]
    if received.judged and received.judged.corrects:
        told["corrects"] = [_correction(one) for one in received.judged.corrects]
    return told


def tell_found_out(face: Face, entry: dict[str, Any]) -> None:
    """The same on a page: each reason, then each file that is corrected."""
    for reason in entry.get("held_reasons", ()):
        face.write(reason["message"], 2)
    for one in entry.get("corrects", ()):
        told = {name: one[name] for name in ("name", "open", "mended", "sent_again", "unchanged", "left")}
        if one["sent_again"] == one["unchanged"] == one["open"]:
            face.say("add_as_wrong_as_before", 2, **told, file=one["sha256"][:12])
            continue
        face.say("add_corrects", 2, **told, file=one["sha256"][:12])
        if one["sent_again"]:
            face.say("add_still_quarantined", 2, **told)


def earlier_files(entry: dict[str, Any]) -> tuple[str, ...]:
    """The earlier files that have every row of one that is not kept, as a sentence names them."""
    return tuple(f"{one['name']} ({one['sha256'][:12]})" for one in entry.get("received_in", ()))


def _correction(one: "Correction") -> dict[str, Any]:
    return {
        "sha256": one.sha256,
        "name": one.name,
        "quarantined": one.quarantined,
        "open": one.open,
        "mended": one.mended,
        "sent_again": one.sent_again,
        "unchanged": one.unchanged,
        "left": one.left,
    }
