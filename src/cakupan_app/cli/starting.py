"""Commands that begin and inspect a workspace: init, verify, doctor."""

from pathlib import Path
from typing import Annotated

import typer

from cakupan_app.cli.face import DONE, FALLS_SHORT, HERE, Face, WorkspaceOption, answers, asked_area, now


@answers
def init(*, face: Face, area: Annotated[str, typer.Option("--area")], workspace: WorkspaceOption = HERE) -> int:
    from cakupan_app.work.workspace import create

    created = create(workspace, asked_area(area).code, at=now())
    document = {
        "workspace": str(created.root),
        "area": created.area.code,
        "area_name": created.area.title,
        "key": str(created.key),
        "key_is_new": created.key_is_new,
    }
    code = "workspace_made" if created.key_is_new else "workspace_made_with_old_key"
    facts = {"area": created.area.title, "path": str(created.root), "key": str(created.key)}
    face.answer(document, lambda: typer.echo(face.text(code, **facts)))
    return DONE


@answers
def verify(*, face: Face, workspace: WorkspaceOption = HERE) -> int:
    from cakupan_app.work.inspect import verify as inspect
    from cakupan_app.work.workspace import open_workspace

    with face.busy("verifying"):
        found = inspect(open_workspace(workspace))
    findings = [
        {"code": finding.code, "severity": finding.severity, "message": face.text(finding.code, **finding.facts)}
        for finding in found.findings
    ]
    document = {"sound": found.sound, "checked": dict(found.checked), "findings": findings}

    def page() -> None:
        for finding in findings:
            typer.echo(f"{_MARKS[finding['severity']]} {finding['message']}")
        typer.echo(face.text("verified" if found.sound else "verified_damaged", **found.checked))

    face.answer(document, page)
    return DONE if found.sound else FALLS_SHORT


@answers
def doctor(*, face: Face, workspace: WorkspaceOption = HERE) -> int:
    from cakupan_app.work.inspect import examine

    findings = [
        {"code": finding.code, "severity": finding.severity, "message": face.text(finding.code, **finding.facts)}
        for finding in examine(Path(workspace))
    ]
    well = all(finding["severity"] != "error" for finding in findings)

    def page() -> None:
        for finding in findings:
            typer.echo(f"{_MARKS[finding['severity']]} {finding['message']}")

    face.answer({"well": well, "findings": findings}, page)
    return DONE if well else FALLS_SHORT


_MARKS = {"error": "[!]", "warning": "[?]", "info": "[✓]"}
COMMANDS = {"init": init, "verify": verify, "doctor": doctor}
