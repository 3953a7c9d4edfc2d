"""How an answer leaves: as plain JSON values, marked by the snapshot that it rests on, paged where it is long."""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import wraps
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import Field

from cakupan import regions
from cakupan.basics.month import Month, parse_month
from cakupan.basics.refused import Refused
from cakupan_app.api.schemas import Problem
from cakupan_app.look.at_hand import served
from cakupan_app.look.voice import Voice
from cakupan_app.work.code import code_version
from cakupan_app.work.rights import SEE_FIGURES, Actor

Row = TypeVar("Row")

PROBLEMS: dict[Any, Any] = {frozenset({400, 401, 403, 404, 409, 422, 429}): Problem, 304: None}
MOST = 500
_LARGEST = 2**31
_MONTH = r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$"
MonthAsked = Annotated[str, Field(pattern=_MONTH, examples=["2025-07"])]
Named = Annotated[str | None, Field(min_length=1, max_length=100)]


class Paged(Schema):
    """Which part of a long list is asked for."""

    limit: int = Field(100, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=_LARGEST)


class OfSnapshot(Schema):
    """What every question about a figure may say: of which snapshot; without one, of the one in force."""

    snapshot: int | None = Field(None, ge=1, le=_LARGEST)


class OfMonth(OfSnapshot):
    """What every question about the figure of a month says: which month, and against whom."""

    month: MonthAsked
    denominator: Named = None


def plain(document: Any) -> Any:
    """A document in the values that JSON has: months, days and decimals become text."""
    return json.loads(json.dumps(document, default=_text))


def _text(value: Any) -> str:
    if isinstance(value, Decimal | Month | Path | date):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in an answer")


def actor_of(request: HttpRequest) -> Actor:
    """Whom the token speaks for."""
    found: Actor = request.auth  # type: ignore[attr-defined]
    return found


def voice_of(request: HttpRequest) -> Voice:
    """The language of sentences in the answer, by `Accept-Language`."""
    asked = request.headers.get("Accept-Language", "id").strip().lower()
    return Voice("en" if asked.startswith("en") else "id")


def refuse_unless_figures(request: HttpRequest, code: str) -> None:
    """NotAllowed where the token may not see figures of the area; Refused where there is no such area."""
    actor_of(request).refuse_unless(SEE_FIGURES, code)
    regions.area(code)


def published(asked: OfSnapshot) -> int | None:
    """The snapshot that a question names, None for the one in force; Refused where there is none of that number."""
    number, known = asked.snapshot, served().workspace.snapshots.numbers()
    if number is not None and number not in known:
        raise Refused("snapshot_unknown", number=number, known=tuple(map(str, known)))
    return number


def month_of(text: str) -> Month:
    """The month that a parameter names; Refused where it names none."""
    month = parse_month(text)
    if not isinstance(month, Month):
        raise Refused(month.code, text=text[:20])
    return month


def some_of(allowed: Sequence[str]) -> str:
    """The pattern of a parameter that names some of `allowed`, separated by commas."""
    one = "|".join(allowed)
    return f"^(({one})(,({one}))*)?$"


def page_of(rows: Sequence[Row], asked: Paged) -> dict[str, Any]:
    """A part of a long list, with how long it is."""
    return {"count": len(rows), "items": rows[asked.offset : asked.offset + asked.limit]}


def marked(view: Callable[..., Any]) -> Callable[..., Any]:
    """An answer with an ETag: the same snapshot, decisions, code, question and asker give the same answer, so whoever
    has it already is told so (304)."""

    @wraps(view)
    def answering(request: HttpRequest, response: HttpResponse, *args: Any, **options: Any) -> Any:
        tag = _tag(request)
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Vary"] = "Authorization, Accept-Language"
        if tag in [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]:
            return HTTPStatus.NOT_MODIFIED, None
        return view(request, response, *args, **options)

    return answering


def _tag(request: HttpRequest) -> str:
    from cakupan_app.work.served import told_since

    actor = actor_of(request)
    said = (
        served().number(), *told_since(), code_version(), request.get_full_path(), voice_of(request).lang,
        actor.email, actor.within, actor.assigned,
    )  # fmt: skip
    return f'"{hashlib.sha256(repr(said).encode()).hexdigest()[:32]}"'
