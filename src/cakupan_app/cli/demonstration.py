"""The command that shows everything at once: demo."""

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Refused
from cakupan_app.cli.face import DONE, Face, answers, now, who
from cakupan_app.look.documents import area_title

if TYPE_CHECKING:
    from cakupan_app.work.demonstration import Shown

_SEED = 1
_SIZE = "regency"
_SIZES = {"regency": 213_582}  # as many workers as Musi Banyuasin has
_LATER = ("1m", "10m", "150m")  # with the national scale


@answers
def demo(
    *,
    face: Face,
    size: Annotated[str, typer.Option("--size")] = _SIZE,
    seed: Annotated[int, typer.Option("--seed", min=0)] = _SEED,
    no_serve: Annotated[bool, typer.Option("--no-serve")] = False,
    workspace: Annotated[Path | None, typer.Option("--workspace")] = None,
) -> int:
    from cakupan_app.work.demonstration import Asked, demonstrate

    workers = _workers(size)
    another = "-".join(name for name in (size if size != _SIZE else "", str(seed) if seed != _SEED else "") if name)
    root = workspace or Path("demo") / (f"workspace-{another}" if another else "workspace")
    with face.busy("demonstrating") as update:
        shown = demonstrate(
            root,
            asked=Asked(seed, workers),
            at=now(),
            by=who(),
            report=lambda code, facts: update(face.text(code, **facts)),
        )
    document = _document(face, shown)
    face.answer(document, lambda: _page(face, shown))
    return DONE if no_serve or face.as_json else _serve(face, shown.root)


def _serve(face: Face, root: Path) -> int:
    """Open the made-up regency as a site, in a process of its own: it takes other settings than a command."""
    from cakupan_app.work.demonstration_cast import CAST, PASSWORD, make_cast

    make_cast(root, at=now())
    typer.echo(face.text("demo_cast", password=PASSWORD))
    for one in CAST:
        typer.echo(f"  {one.email:38} {face.text(f'role_{one.role}')}, {area_title(one.area)}")
    command = [sys.executable, "-m", "cakupan_app", "serve", "--workspace", str(root), "--lang", face.lang]
    try:
        return subprocess.call(command)  # noqa: S603  our own program
    except KeyboardInterrupt:
        return DONE


def _workers(size: str) -> int:
    """How many potential workers are asked for, by a word or by their number."""
    if size in _LATER:
        raise Refused("size_later", text=size, known=tuple(_SIZES))
    if not size.isascii() or not (size.isdigit() or size in _SIZES):
        raise Refused("size_unknown", text=size, known=tuple(_SIZES))
    workers = _SIZES[size] if size in _SIZES else int(size)
    if workers > max(_SIZES.values()):
        raise Refused("size_later", text=size, known=tuple(_SIZES))
    return workers


def _document(face: Face, shown: "Shown") -> dict[str, Any]:
    from cakupan_app.cli.building import built_document
    from cakupan_app.look.documents import coverage_document

    first, last = (coverage_document(face, answer) for answer in (shown.first, shown.last))
    built = built_document(face, shown.built)
    told = {name: built[name] for name in ("snapshot", "sha256", "seconds", "stages")}
    return {**last, "rows": [*first["rows"], *last["rows"]], **told}


def _page(face: Face, shown: "Shown") -> None:
    from cakupan_app.cli.asking import tell_gap
    from cakupan_app.cli.checking import tell_checked
    from cakupan_app.cli.figures import headline, tell_beside, tell_other_evidence
    from cakupan_app.look.checked import checked_document

    typer.echo(face.text("demo_title"))
    typer.echo()
    headline(face, shown.first, with_meaning=False)
    headline(face, shown.last)
    tell_beside(face, shown.last)
    tell_other_evidence(face, shown.last)
    typer.echo()
    tell_gap(face, shown.gap, shown.pace)
    typer.echo()
    tell_checked(face, checked_document(face, shown.article.name, shown.article.checked))
    typer.echo()
    typer.echo(face.text("demo_next", path=str(shown.root), files=str(shown.files)))


COMMANDS = {"demo": demo}
