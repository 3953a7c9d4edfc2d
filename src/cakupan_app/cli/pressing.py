"""The command that writes a press text: press."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan_app.cli.asking import AreaOption, MonthOption
from cakupan_app.cli.face import (
    DONE,
    FALLS_SHORT,
    HERE,
    Face,
    WorkspaceOption,
    answers,
    asked_area,
    asked_month,
    asked_view,
    tell_aside,
)
from cakupan_app.look.voice import Voice
from cakupan_app.look.words import LANGUAGES

if TYPE_CHECKING:
    from cakupan.statements.press import Press


@answers
def press(
    *,
    face: Face,
    area: AreaOption,
    month: MonthOption,
    since: Annotated[str | None, typer.Option("--since")] = None,
    out: Annotated[Path | None, typer.Option("--out")] = None,
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.work import press as work
    from cakupan_app.work.outputs import put

    question = work.PressQuestion(asked_area(area).code, asked_month(month), asked_month(since) if since else None)
    with asked_view(face, workspace, None, None) as view:
        found = work.press(view, question)
    document = _document(face, found, question.area)
    own = next(one for one in document["texts"] if one["lang"] == face.lang)
    if out:
        put(out, f"{own['text']}\n".encode())

    def page() -> None:
        if not out:
            face.write(own["text"])
            face.write("")
        for one in document["silent"]:
            tell_aside(one["message"])
        face.tell("press_verdict", verdict=face.text(f"verdict_{own['verdict']}"))
        face.tell("press_checked_with")

    face.answer(document, page)
    faulty = any(one["verdict"] in ("contradiction", "mislabel") for one in document["texts"])
    return FALLS_SHORT if faulty else DONE


def _document(face: Face, found: "Press", area: str) -> dict[str, Any]:
    from cakupan.statements import check_text
    from cakupan_app.look.press import press_document, press_text

    voices = [face, *(Voice(lang) for lang in LANGUAGES if lang != face.lang)]
    day = found.now.definition.known_on
    verdicts: dict[str, str] = {
        voice.lang: check_text(press_text(voice, found, area).whole, published_on=day).verdict for voice in voices
    }
    return press_document(voices, found, area, verdicts)


COMMANDS = {"press": press}
