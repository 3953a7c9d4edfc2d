"""The command that publishes: build."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Refused
from cakupan_app.cli.face import DONE, HERE, Face, KnownOnOption, WorkspaceOption, answers, asked_day, now

if TYPE_CHECKING:
    from cakupan.basics.stages import Stage
    from cakupan.engines.spark import SparkEngine
    from cakupan_app.work.build import Built


_ENGINES = ("duckdb", "spark")
_MADE = frozenset({"persons", "possible", "cells"})  # of what a stage made, what a reader of the page would ask for


@answers
def build(
    *,
    face: Face,
    known_on: KnownOnOption = None,
    engine: Annotated[str, typer.Option("--engine")] = "duckdb",
    workspace: WorkspaceOption = HERE,
) -> int:
    from cakupan_app.work.build import build as publish
    from cakupan_app.work.workspace import open_workspace

    if engine not in _ENGINES:
        raise Refused("engine_unknown", text=engine)
    with face.busy("building") as update:
        built = publish(
            open_workspace(workspace),
            at=now(),
            known_on=asked_day(known_on),
            counting=_spark if engine == "spark" else None,
            report=lambda stage: update(face.stage(stage)),
        )
    document = built_document(face, built)
    face.answer(document, lambda: _page(face, built, document["findings"]))
    return DONE


def _spark() -> "SparkEngine":
    """The Spark that the environment names."""
    from cakupan.engines.spark import SparkEngine

    return SparkEngine.connect(os.environ.get("CAKUPAN_SPARK_URL"))


def built_document(face: Face, built: "Built") -> dict[str, Any]:
    """The JSON document of `build` (CLI.md)."""
    return {
        "snapshot": built.snapshot.number,
        "sha256": built.snapshot.sha256,
        "known_on": built.snapshot.known_on,
        "new": built.new,
        "in_force": built.in_force,
        "seconds": round(built.seconds, 3),
        "stages": [
            _counted(stage) | {"reasons": dict(stage.reasons), "made": dict(stage.made)} for stage in built.stages
        ],
        "tables": {name: {"rows": ref.rows, "sha256": ref.says} for name, ref in built.snapshot.tables.items()},
        "findings": [worded_finding(face, finding) for finding in built.snapshot.findings],
    }


def worded_finding(face: Face, finding: Any) -> dict[str, Any]:
    """A finding as kept in a snapshot, with its sentence."""
    return {
        "code": finding["code"],
        "severity": finding["severity"],
        "message": face.text(finding["code"], **finding["facts"]),
    }


def _counted(stage: "Stage") -> dict[str, Any]:
    return {
        "name": stage.name,
        "rows_in": stage.rows_in,
        "rows_out": stage.rows_out,
        "seconds": round(stage.seconds, 3),
    }


def _page(face: Face, built: "Built", findings: Sequence[dict[str, Any]]) -> None:
    for stage in built.stages:
        face.write(face.stage(stage), 2)
        for reason, count in stage.reasons.items():
            if count:
                face.say("built_reason", 4, count=count, reason=face.text(f"reason_{reason}"))
        for name in sorted(_MADE.intersection(stage.made)):
            face.say(f"made_{name}", 4, count=stage.made[name])
    for finding in findings:
        face.write(f"[!] {finding['message']}")
    state = "in_force" if built.in_force else "kept_beside"
    code = f"built_{state}" if built.new else f"built_again_{state}"
    snapshot = built.snapshot
    face.say(code, number=snapshot.number, day=snapshot.known_on, sha=snapshot.sha256[:12])


COMMANDS = {"build": build}
