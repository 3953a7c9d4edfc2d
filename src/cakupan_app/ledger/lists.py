"""Received files and uploads as lists that the database counts, orders and cuts: a page reads no more of a long ledger
than of a short one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from django.db.models import CharField, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from cakupan.regions.tree import NATION, is_within
from cakupan_app.ledger.history import ACTIONS, Standing
from cakupan_app.ledger.models import Action, Comeback, Decision, Receipt, Upload

WAITING = "waiting"  # the status of an upload that has no answer yet
RECEIPT, UPLOAD = "receipt", "upload"
Rows: TypeAlias = "QuerySet[Any]"
"""Of a table, with what a query adds to each row, which no field of its model is."""
Place = tuple[str, int]
"""RECEIPT or UPLOAD, and the number of its row."""


def receipts(areas: Iterable[str], whole: str, *, status: str | None = None, **told: str) -> Rows:
    """The latest receipt of each file about one of these `areas`, of one `status`, kind or month if these are told;
    where nobody said an area it is that of the workspace as a `whole`.

    Each has `ruling`, the number of the last decision about it, and `action`, what that says.
    """
    decisions = _rulings("pk")
    later = Receipt.objects.filter(sha256=OuterRef("sha256"), pk__gt=OuterRef("pk"))
    found = Receipt.objects.filter(_about(areas, whole), ~Exists(later), **told).annotate(
        ruling=Subquery(decisions.values("pk")[:1]), action=Subquery(decisions.values("action")[:1])
    )
    if status is None:
        return found
    return found.filter(action=ACTIONS[status]) if status in ACTIONS else found.none()


def standings_of(found: Iterable[Any]) -> Sequence[Standing]:
    """How these files stand, in their order; they come from `receipts`."""
    listed = list(found)
    decisions = Decision.objects.in_bulk([one.ruling for one in listed])
    return [Standing(one, decisions[one.ruling]) for one in listed]


def uploads(areas: Iterable[str], *, status: str | None = None, kind: str | None = None) -> Rows:
    """The uploads for one of these `areas` that are no received file: not read yet, refused, or nothing new."""
    found = Upload.objects.filter(_about(areas)).exclude(answer__status__in=("accepted", "held"))
    if kind is not None:
        found = found.filter(Q(kind=kind) | Q(kind="", answer__document__kind=kind))
    if status is None:
        return found
    return found.filter(answer=None) if status == WAITING else found.filter(answer__status=status)


def together(files: Rows, sent: Rows, begins: int, ends: int) -> Sequence[Place]:
    """Of both lists in one the places from `begins` up to `ends`: the last first, what came in together by name."""
    of_files = _placed(files, RECEIPT, "received_at")
    of_uploads = _placed(sent, UPLOAD, "made_at")
    rows = of_files.union(of_uploads, all=True).order_by("-at", "name", "sha256", "of", "number")[begins:ends]
    return [(of, number) for _, _, _, of, number in rows]


def in_quarantine(areas: Iterable[str], whole: str) -> Rows:
    """Of `receipts` those with quarantined rows that were not taken out again, each with `back`, how many of its rows
    came back, and `left`, how many did not; most left first."""
    # each counts the rows of one file: `came_back` of all of them would be gone through once for every file
    row = Concat(Cast("row", CharField()), Value("/"), F("sheet"), output_field=CharField())
    each = _accepted(Comeback.objects.filter(receipt=OuterRef("pk"))).values("receipt")
    each = each.annotate(rows=Count(row, distinct=True)).values("rows")
    found = receipts(areas, whole).exclude(quarantine="").exclude(action=Action.UNDO)
    found = found.annotate(back=Coalesce(Subquery(each), Value(0)))
    ordered: Rows = found.annotate(left=F("quarantined") - F("back")).order_by("-left", "name", "pk")
    return ordered


def came_back(found: "Collection[int] | Rows | None" = None) -> Rows:
    """Of each quarantined row, of the receipts `found` where they are said, the last line that says that it came back
    in a file that is accepted now."""
    lines = Comeback.objects.all() if found is None else Comeback.objects.filter(receipt__in=found)
    last = _accepted(lines).values("receipt", "sheet", "row").annotate(last=Max("pk"))
    return Comeback.objects.filter(pk__in=last.values("last"))


def _accepted(lines: Rows) -> Rows:
    """Of these lines those about rows that came back in a file that is accepted now; in no order."""
    ruled = lines.annotate(action=Subquery(_rulings("by").values("action")[:1]))
    accepted: Rows = ruled.filter(action=Action.ACCEPT).order_by()
    return accepted


def fates_of(found: Sequence[int]) -> Mapping[int, Mapping[str, int]]:
    """Of each of these receipts, by number, how many rows have each fate."""
    fates: dict[int, dict[str, int]] = {number: {} for number in found}
    counted = came_back(found).order_by().values_list("receipt", "fate").annotate(Count("pk"))
    for receipt, fate, rows in counted:
        fates[receipt][fate] = rows
    return fates


def fates_together(found: Rows) -> Mapping[str, int]:
    """How many rows of all these receipts have each fate."""
    of_them = came_back(found.order_by().values("pk")).order_by()
    return dict(of_them.values_list("fate").annotate(Count("pk")))


def _rulings(receipt: str) -> Rows:
    """The decisions about the receipt that a field of the outer query names, the one that rules first."""
    return Decision.objects.filter(receipt=OuterRef(receipt)).order_by("-known_on", "-pk")


def _placed(found: Rows, of: str, at: str) -> Rows:
    told = {"of": Value(of, CharField()), "at": F(at), "number": F("pk")}
    placed: Rows = found.order_by().annotate(**told).values_list("at", "name", "sha256", "of", "number")
    return placed


def _about(areas: Iterable[str], whole: str = "") -> Q:
    """Rows whose `area` is one of these or lies in it, as `rights.Actor.may` has it; with a `whole` those without an
    area too, for whom it lies in one."""
    found = Q(pk__in=())
    for area in areas:
        if area == NATION:
            return Q()
        found |= Q(area=area) | Q(area__startswith=f"{area}.")
        if whole and is_within(whole, area):
            found |= Q(area="")
    return found
