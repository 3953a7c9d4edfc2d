"""The command that writes lists to fill in: template."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.month import day_in_jakarta
from cakupan_app.cli.face import DONE, Face, answers, asked_area, now

if TYPE_CHECKING:
    from cakupan_app.work.forms import FormRequest, WrittenForms


@answers
def template(
    *,
    face: Face,
    kind: Annotated[str, typer.Option("--kind")],
    area: Annotated[str, typer.Option("--area")],
    out: Annotated[Path, typer.Option("--out")],
    each: Annotated[str | None, typer.Option("--each")] = None,
    round_: Annotated[str | None, typer.Option("--round")] = None,
    prefill: Annotated[Path | None, typer.Option("--prefill")] = None,
) -> int:
    from cakupan_app.look.words import say
    from cakupan_app.work.answering import Voice
    from cakupan_app.work.forms import request_of, write_forms

    today = day_in_jakarta(now())
    request = request_of(kind, asked_area(area).code, round_, each, prefill, today)
    with face.busy("template_writing") as update:
        written = write_forms(
            request,
            out,
            Voice(say, face.lang),
            made_on=today,
            update=lambda number, count: update(face.text("template_writing_one", number=number, count=count)),
        )
    face.answer(_document(request, written), lambda: _page(face, request, written, out))
    return DONE


def _document(request: "FormRequest", written: "WrittenForms") -> dict[str, Any]:
    return {
        "kind": request.form.kind,
        "area": request.area,
        "round": request.round,
        "files": [{"area": one.area, "path": one.path, "people": one.people} for one in written.files],
        "index": written.index,
        "left_out": written.left_out,
    }


def _page(face: Face, request: "FormRequest", written: "WrittenForms", out: Path) -> None:
    facts = {"round": request.round, "area": request.area, "title": request.form.titles[face.lang]}
    if written.index:
        face.say("template_written_many", **facts, count=len(written.files), path=str(out), index=written.index.name)
    else:
        face.say("template_written", **facts, path=str(written.files[0].path))
    if request.prefill:
        face.say("template_prefilled", people=sum(one.people for one in written.files), left_out=written.left_out)


COMMANDS = {"template": template}
