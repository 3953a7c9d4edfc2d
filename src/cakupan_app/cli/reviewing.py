"""The command by which people decide what linkage leaves open, and look at what it was certain of: review."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Fact, Refused
from cakupan_app.cli.face import (
    DONE,
    HERE,
    Face,
    KnownOnOption,
    WorkspaceOption,
    answers,
    asked_area,
    asked_day,
    now,
    who,
)
from cakupan_app.cli.weighing import tell_waterfall, waterfall_document
from cakupan_app.look.linkage import error_document, error_sentence, percent

if TYPE_CHECKING:
    from cakupan_app.ledger.models import ReviewDecision
    from cakupan_app.ledger.reviews import Decided
    from cakupan_app.work.audit_links import Sample
    from cakupan_app.work.review import Queue
    from cakupan_app.work.reviewed_pairs import PairShown, Side
    from cakupan_app.work.workspace import Workspace

_ACTIONS = ("decide", "withdraw", "sample", "decisions")
_LIMIT = 20


@answers
def review(
    action: Annotated[str | None, typer.Argument(metavar="decide|withdraw|sample|decisions")] = None,
    pair: Annotated[str | None, typer.Argument(metavar="ID")] = None,
    answer: Annotated[str | None, typer.Argument(metavar="same|different|unsure")] = None,
    *,
    face: Face,
    area: Annotated[str | None, typer.Option("--area")] = None,
    limit: Annotated[int, typer.Option("--limit", min=0)] = _LIMIT,
    clear: Annotated[bool, typer.Option("--clear")] = False,
    by: Annotated[str | None, typer.Option("--by")] = None,
    known_on: KnownOnOption = None,
    note: Annotated[str, typer.Option("--note")] = "",
    size: Annotated[int | None, typer.Option("--size", min=1)] = None,
    seed: Annotated[int | None, typer.Option("--seed")] = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.work.review import Reviewer
    from cakupan_app.work.workspace import open_workspace

    words = [word for word in (pair, answer) if word is not None]
    _check_words(action, words)
    opened = open_workspace(workspace)
    # whoever decides about a person signs by name; for the rest it is enough who gave the command
    name = (by or "") if action == "decide" else (by or who())
    reviewer = Reviewer(name, who(), now(), asked_day(known_on), note)
    told: dict[str | None, Callable[[], None]] = {
        None: lambda: _queue(face, opened, area, limit, clear=clear),
        "decide": lambda: _decide(face, opened, words[0], words[1], reviewer),
        "withdraw": lambda: _withdraw(face, opened, words[0], reviewer),
        "sample": lambda: _sample(face, opened, size, seed, reviewer, clear=clear),
        "decisions": lambda: _decisions(face, opened),
    }
    told[action]()
    return DONE


def _check_words(action: str | None, words: list[str]) -> None:
    if action not in (None, *_ACTIONS):
        raise Refused("review_action_unknown", text=str(action), known=_ACTIONS)
    wanted = {"decide": 2, "withdraw": 1}.get(action or "", 0)
    if len(words) > wanted:
        raise Refused("too_many_words", words=" ".join(words[wanted:]))
    if len(words) < wanted:
        raise Refused(f"review_{action}_needs")


def _queue(face: Face, workspace: "Workspace", area: str | None, limit: int, *, clear: bool) -> None:
    from cakupan_app.work.review import queue

    code = asked_area(area).code if area else None
    found = queue(workspace, at=now(), area=code, limit=limit, clear=clear)
    document = {
        "snapshot": found.snapshot,
        "area": code,
        "masked": not clear,
        "waiting": found.waiting,
        "of_worth": found.of_worth,
        "pairs": [_pair(face, one) for one in found.pairs],
    }
    face.answer(document, lambda: _queue_page(face, found))


def _queue_page(face: Face, found: "Queue") -> None:
    face.say("review_waiting" if found.waiting else "review_none_waiting", count=found.waiting, worth=found.of_worth)
    for one in found.pairs:
        _tell_pair(face, one)
    _tell_note(face, found.pairs)
    if found.waiting > len(found.pairs):
        face.say("review_more", count=found.waiting - len(found.pairs))
    if found.pairs:
        face.say("review_how_to_decide", pair=found.pairs[0].id)


def _tell_pair(face: Face, one: "PairShown") -> None:
    face.write("")  # a pair is many lines: where the next begins must be seen
    facts: dict[str, Fact] = {"pair": one.id, "probability": percent(one.probability)}
    face.say("review_pair", 2, **facts, because=face.text(f"because_{one.because}"))
    if one.worth:
        face.say(f"review_worth_{one.worth.because}", 4, months=one.worth.months)
    for side in (one.left, one.right):
        face.write(_side_line(face, side), 4)
    if one.differs:
        face.say("review_differs", 4, columns=tuple(face.text(f"review_column_{name}") for name in one.differs))
    if one.waterfall:
        tell_waterfall(face, one.waterfall, 4)
    if one.answer:
        face.say("review_answered", 4, answer=face.text(f"review_answer_{one.answer}"))


def _tell_note(face: Face, pairs: "Sequence[PairShown]") -> None:
    if pairs:
        face.write("")
    if any(one.waterfall for one in pairs):
        face.say("weights_note")


def _side_line(face: Face, side: "Side") -> str:
    place = face.text("review_place", file=side.file[:12], sheet=side.sheet, row=side.row)
    if not side.told:
        return f"{place}: {face.text('review_row_gone')}"
    cells = (f"{face.text(f'review_column_{name}')} {_cell(name, text)}" for name, text in side.told.items())
    return f"{place}: {'; '.join(cells)}"


def _cell(name: str, text: str) -> str:
    from cakupan_app.look.documents import area_title

    return area_title(text) if name == "village" else text


def _pair(face: Face, one: "PairShown") -> dict[str, Any]:
    worth = one.worth
    told: dict[str, Any] = {
        "id": one.id,
        "probability": one.probability,
        "because": one.because,
        "because_text": face.text(f"because_{one.because}"),
        "left": _side(one.left),
        "right": _side(one.right),
        "differs": one.differs,
        "answer": one.answer,
        "weights": waterfall_document(face, one.waterfall) if one.waterfall else None,
    }
    if worth:
        told |= {"worth": worth.expected, "months": worth.months, "changes": worth.because}
    return told


def _side(side: "Side") -> dict[str, Any]:
    return {"file": side.file, "sheet": side.sheet, "row": side.row, "told": dict(side.told)}


def _decide(face: Face, workspace: "Workspace", pair: str, answer: str, reviewer: Any) -> None:
    from cakupan_app.work.review import decide

    made = decide(workspace, pair, _as_meant(answer), reviewer)
    _tell_decision(face, made, "review_decided")


def _withdraw(face: Face, workspace: "Workspace", pair: str, reviewer: Any) -> None:
    from cakupan_app.work.review import withdraw

    _tell_decision(face, withdraw(workspace, pair, reviewer), "review_withdrawn")


_MEANT = {"sama": "same", "beda": "different", "berbeda": "different", "ragu": "unsure"}  # as offices say it


def _as_meant(answer: str) -> str:
    word = answer.strip().casefold()
    return _MEANT.get(word, word)


def _tell_decision(face: Face, made: "ReviewDecision", code: str) -> None:
    facts: dict[str, Fact] = {"pair": made.pair, "signer": made.signer, "day": made.known_on}
    message = face.text(code, **facts, answer=face.text(f"review_answer_{made.answer}"))
    document = {
        "id": made.pair,
        "answer": made.answer,
        "known_on": made.known_on,
        "by": made.signer,
        "note": made.note or None,
        "withdrawn": made.withdraws_id is not None,
        "message": message,
    }
    face.answer(document, lambda: face.write(message))


def _decisions(face: Face, workspace: "Workspace") -> None:
    from cakupan_app.work.review import decisions

    found = decisions(workspace)
    document = {"decisions": [_decision(one, counted=counted) for one, counted in found]}
    face.answer(document, lambda: _decisions_page(face, document["decisions"]))


def _decision(one: "Decided", *, counted: bool | None) -> dict[str, Any]:
    made, gone = one.decision, one.withdrawal
    rows = {
        side: {name: getattr(made, f"{side}_{name}") for name in ("known_on", "file", "sheet", "row")}
        for side in ("left", "right")
    }
    return {
        "id": made.pair,
        "answer": made.answer,
        "known_on": made.known_on,
        "by": made.signer,
        "note": made.note or None,
        "made_at": made.made_at.isoformat(timespec="seconds"),
        "withdrawn": gone is not None,
        "withdrawn_on": gone.known_on if gone else None,
        "withdrawn_by": gone.signer if gone else None,
        "withdrawn_note": (gone.note or None) if gone else None,
        "counted": counted,
        **rows,
    }


def _decisions_page(face: Face, found: list[dict[str, Any]]) -> None:
    if not found:
        face.say("review_no_decisions")
    for one in found:
        facts = {"pair": one["id"], "signer": one["by"], "day": one["known_on"]}
        face.say("review_decision", **facts, answer=face.text(f"review_answer_{one['answer']}"))
        if one["note"]:
            face.write(one["note"], 2)
        if one["withdrawn"]:
            face.say("review_decision_withdrawn", 2, signer=one["withdrawn_by"], day=one["withdrawn_on"])
        elif one["counted"] is False:
            face.say("review_decision_not_built", 2)


def _sample(
    face: Face, workspace: "Workspace", size: int | None, seed: int | None, reviewer: Any, *, clear: bool
) -> None:
    from cakupan_app.work.audit_links import sample

    found = sample(workspace, size, seed, reviewer, clear=clear)
    document = {
        "snapshot": found.snapshot,
        "seed": found.seed,
        "size": found.size,
        "new": found.new,
        "masked": not clear,
        "open": found.open,
        "strata": [_stratum(one) for one in found.strata],
        "linkage_error": error_document(found.error) if found.error else None,
        "pairs": [_pair(face, one) for one in found.pairs],
    }
    face.answer(document, lambda: _sample_page(face, found))


def _stratum(one: Any) -> dict[str, Any]:
    counts = {"right": one.right, "wrong": one.wrong, "unsure": one.unsure}
    return {"because": one.because, "pairs": one.pairs, **counts}


def _sample_page(face: Face, found: "Sample") -> None:
    linked = sum(one.pairs for one in found.strata)
    face.say("review_sample", pairs=len(found.pairs), linked=linked, snapshot=found.snapshot, open=found.open)
    if found.error:
        face.write(error_sentence(face, found.error), 2)
    waiting = [one for one in found.pairs if one.answer is None]
    for one in waiting[:_LIMIT]:
        _tell_pair(face, one)
    _tell_note(face, waiting[:_LIMIT])
    if len(waiting) > _LIMIT:
        face.say("review_more", count=len(waiting) - _LIMIT)
    if waiting:
        face.say("review_how_to_decide", pair=waiting[0].id)


COMMANDS = {"review": review}
