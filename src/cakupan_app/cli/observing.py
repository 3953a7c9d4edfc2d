"""The command that keeps what others published: observe."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Refused
from cakupan_app.cli.columns import Columns, print_columns
from cakupan_app.cli.face import (
    DONE,
    FALLS_SHORT,
    HERE,
    Face,
    WorkspaceOption,
    answers,
    asked_area,
    now,
    tell_aside,
    who,
)

if TYPE_CHECKING:
    from cakupan.statements.series import PlaceSeries
    from cakupan_app.work.observe import Observed

_FORMS = (".csv", ".json")


@answers
def observe(
    texts: Annotated[Path | None, typer.Argument(metavar="[FOLDER|TABLE]")] = None,
    *,
    face: Face,
    area: Annotated[str | None, typer.Option("--area")] = None,
    out: Annotated[Path | None, typer.Option("--out")] = None,
    withdraw: Annotated[int | None, typer.Option("--withdraw")] = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan.regions.tree import NATION
    from cakupan.statements.conflicting import conflicts_of
    from cakupan.statements.series import series_of
    from cakupan_app.look.published import observed_document, series_document
    from cakupan_app.work import observe as work
    from cakupan_app.work.workspace import open_workspace

    if out and out.suffix.casefold() not in _FORMS:
        raise Refused("published_form_unknown", path=str(out), known=_FORMS)
    within = asked_area(area).code if area else NATION
    open_workspace(workspace)
    if withdraw is not None:
        gone = work.withdraw(withdraw, at=now(), by=who())
        face.tell("published_withdrawn", name=gone.name)
    found = _observed(face, texts) if texts else ()
    figures = work.published_texts(within)
    series, conflicts = series_of(figures), conflicts_of(figures)
    document = {
        "texts": [observed_document(face, one) for one in found],
        **{status: sum(one.status == status for one in found) for status in ("kept", "unchanged", "refused")},
        **series_document(face, series, conflicts),
    }
    if out:
        _export(face, out, series, document)
    face.answer(document, lambda: _page(face, found, series, document))
    return FALLS_SHORT if document["refused"] else DONE


def _observed(face: Face, texts: Path) -> "tuple[Observed, ...]":
    from cakupan_app.work.observe import observe as observed
    from cakupan_app.work.texts_sent import texts_in

    with face.busy("observing", path=str(texts)) as update:
        return observed(
            texts_in(texts), at=now(), by=who(), told=lambda count: update(face.text("observed_so_far", count=count))
        )


def _export(face: Face, out: Path, series: "tuple[PlaceSeries, ...]", document: dict[str, Any]) -> None:
    import json

    from cakupan_app.look.published import headings, rows_of
    from cakupan_app.look.sheets import as_csv
    from cakupan_app.work.outputs import put

    if out.suffix.casefold() == ".csv":
        content = as_csv(headings(face), rows_of(face, series))
    else:
        told = {name: document[name] for name in ("places", "conflicts")}
        content = json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()
    put(out, content)
    face.tell("published_written", path=str(out))


def _page(
    face: Face, found: "tuple[Observed, ...]", series: "tuple[PlaceSeries, ...]", document: dict[str, Any]
) -> None:
    for one in found:
        if one.problem is not None:
            tell_aside(f"{one.name}: {face.worded(one.problem)}")
    if found:
        face.say("observed", **{status: document[status] for status in ("kept", "unchanged", "refused")})
    if not series:
        face.say("published_nothing_yet")
        return
    names = [face.text(f"published_{name}") for name in ("place", "as_of", "fares")]
    numbers = [face.text(f"published_{name}") for name in ("latest", "texts")]
    print_columns(Columns(names, numbers, [_row(face, one) for one in series]))
    for told in document["conflicts"]:
        face.write(f"• {told['message']}")


def _row(face: Face, one: "PlaceSeries") -> list[str]:
    latest = one.latest_rate
    return [
        one.place,
        (latest.claim.as_of if latest else None) or "–",
        face.text(f"fares_{latest.verdict}") if latest else "–",
        " ".join(latest.claim.quote.split()) if latest else "–",
        face.shown(one.texts, "n"),
    ]


COMMANDS = {"observe": observe}
