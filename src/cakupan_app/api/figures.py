"""The figures of pages for programs: coverage, gap, change, bridge, what was published, and what was agreed on."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from cakupan.coverage.change import DIMENSIONS as CHANGED_BY
from cakupan.coverage.definition import Attribution
from cakupan.coverage.figure import DIMENSIONS
from cakupan_app.api.answering import (
    PROBLEMS,
    MonthAsked,
    Named,
    OfMonth,
    OfSnapshot,
    Paged,
    marked,
    month_of,
    page_of,
    plain,
    published,
    refuse_unless_figures,
    some_of,
    voice_of,
)
from cakupan_app.api.schemas import Agreed, BridgeAnswer, ChangeAnswer, CoverageAnswer, GapAnswer, MonthTold
from cakupan_app.look.agreed import signed_document
from cakupan_app.look.at_hand import served
from cakupan_app.look.bridges import bridge_document
from cakupan_app.look.changes import change_document
from cakupan_app.look.dimensions import dimensions_named
from cakupan_app.look.documents import coverage_document
from cakupan_app.look.gap import gap_document
from cakupan_app.look.revisions import month_document
from cakupan_app.work import ask, revisions
from cakupan_app.work.agree import agreements
from cakupan_app.work.bridge import BridgeQuestion, bridged
from cakupan_app.work.change import ChangeQuestion, change
from cakupan_app.work.workspace import Workspace

router = Router(tags=["figures"])


class CoverageAsked(OfMonth):
    """A figure in parts, and by which attribution."""

    by: str = Field("", pattern=some_of(DIMENSIONS))
    attribution: Attribution | None = None


class GapAsked(OfMonth):
    """A gap: to which target, and how fast since when."""

    since: MonthAsked | None = None
    target: Named = None


class ChangeAsked(OfSnapshot):
    """A change between two months, in parts."""

    since: MonthAsked
    until: MonthAsked
    by: str = Field("", pattern=some_of(CHANGED_BY))


class BridgeAsked(Schema):
    """A bridge in a month."""

    month: MonthAsked


class Series(Schema):
    """A page of months, earliest first."""

    count: int
    items: list[MonthTold]


class Agreements(Schema):
    """Every month of an area that was signed."""

    count: int
    items: list[Agreed]


@router.get("/{code}/coverage", response={200: CoverageAnswer, **PROBLEMS}, summary="Coverage of an area in a month")
@marked
def coverage(
    request: HttpRequest,
    response: HttpResponse,  # noqa: ARG001
    code: str,
    asked: Query[CoverageAsked],
) -> Any:
    refuse_unless_figures(request, code)
    parts = dimensions_named(asked.by)
    question = ask.CoverageQuestion(code, month_of(asked.month), parts, asked.denominator, asked.attribution)
    answer = served().answer(ask.coverage, question, published(asked))
    return plain(coverage_document(voice_of(request), answer))


@router.get("/{code}/gap", response={200: GapAnswer, **PROBLEMS}, summary="The gap in its three readings")
@marked
def gap(
    request: HttpRequest,
    response: HttpResponse,  # noqa: ARG001
    code: str,
    asked: Query[GapAsked],
) -> Any:
    refuse_unless_figures(request, code)
    base = month_of(asked.since) if asked.since else None
    question = ask.GapQuestion(code, month_of(asked.month), asked.target, base, asked.denominator)
    found, pace = served().answer(ask.gap, question, published(asked))
    return plain(gap_document(voice_of(request), found, pace))


@router.get("/{code}/change", response={200: ChangeAnswer, **PROBLEMS}, summary="What drove the change")
@marked
def changed(
    request: HttpRequest,
    response: HttpResponse,  # noqa: ARG001
    code: str,
    asked: Query[ChangeAsked],
) -> Any:
    refuse_unless_figures(request, code)
    question = ChangeQuestion(code, month_of(asked.since), month_of(asked.until), dimensions_named(asked.by))
    return plain(change_document(voice_of(request), served().answer(change, question, published(asked))))


@router.get("/{code}/bridge", response={200: BridgeAnswer, **PROBLEMS}, summary="From our count to the branch's recap")
@marked
def bridge(request: HttpRequest, response: HttpResponse, code: str, asked: Query[BridgeAsked]) -> Any:  # noqa: ARG001
    refuse_unless_figures(request, code)
    found = served().answer(bridged, BridgeQuestion(code, month_of(asked.month)))
    return plain(bridge_document(voice_of(request), found))


@router.get("/{code}/series", response={200: Series, **PROBLEMS}, summary="What was published of each month")
@marked
def series(
    request: HttpRequest,
    response: HttpResponse,  # noqa: ARG001
    code: str,
    asked: Query[Paged],
) -> Any:
    refuse_unless_figures(request, code)
    told = served().answer_across(_series, revisions.SeriesQuestion(code))
    return plain(page_of([month_document(one) for one in told], asked))


@router.get("/{code}/agreements", response={200: Agreements, **PROBLEMS}, summary="What both offices signed")
@marked
def signed(
    request: HttpRequest,
    response: HttpResponse,  # noqa: ARG001
    code: str,
    asked: Query[Paged],
) -> Any:
    refuse_unless_figures(request, code)
    found = served().answer(agreements, code)
    return plain(page_of([signed_document(voice_of(request), one) for one in found], asked))


def _series(workspace: Workspace, question: revisions.SeriesQuestion, at: datetime) -> tuple[revisions.Told, ...]:
    return revisions.series(workspace, question, at=at)
