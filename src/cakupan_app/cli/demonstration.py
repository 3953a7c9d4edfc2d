"""The command that shows everything at once: demo."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan_app.cli.face import DONE, Face, answers, now, who

if TYPE_CHECKING:
    from cakupan_app.work.demonstration import Shown

HERE = Path("demo") / "workspace"


@answers
def demo(
    *,
    face: Face,
    no_serve: Annotated[bool, typer.Option("--no-serve")] = False,
    workspace: Annotated[Path, typer.Option("--workspace")] = HERE,
) -> int:
    from cakupan_app.work.demonstration import demonstrate

    del no_serve  # there is no page to serve yet, so both ways end after the headline
    with face.busy("demonstrating"):
        shown = demonstrate(workspace, at=now(), by=who())
    document = _document(face, shown)
    face.answer(document, lambda: _page(face, shown))
    return DONE


def _document(face: Face, shown: "Shown") -> dict[str, Any]:
    from cakupan_app.cli.figures import coverage_document

    first, last = (coverage_document(face, answer) for answer in (shown.first, shown.last))
    return {**last, "rows": [*first["rows"], *last["rows"]], "snapshot": shown.snapshot, "sha256": shown.sha256}


def _page(face: Face, shown: "Shown") -> None:
    from cakupan_app.cli.asking import tell_gap
    from cakupan_app.cli.checking import tell_checked
    from cakupan_app.cli.figures import headline, tell_beside

    typer.echo(face.text("demo_title"))
    typer.echo()
    headline(face, shown.first, with_meaning=False)
    headline(face, shown.last)
    tell_beside(face, shown.last)
    typer.echo()
    tell_gap(face, shown.gap, shown.pace)
    typer.echo()
    tell_checked(face, shown.article)
    typer.echo()
    typer.echo(face.text("demo_next", path=str(shown.root), files=str(shown.files)))


COMMANDS = {"demo": demo}
