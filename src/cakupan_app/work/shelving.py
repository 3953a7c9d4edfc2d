"""After an update: what this version reads from the files in force, before somebody waits for it."""

from datetime import datetime

from cakupan.basics.month import day_in_jakarta
from cakupan.intake.received import holds_people
from cakupan_app.work.in_force import received_files, sources_accepted_by
from cakupan_app.work.reading import reader
from cakupan_app.work.workspace import Workspace


def shelve_readings(workspace: Workspace, at: datetime) -> None:
    """Read each file of people in force that the shelf does not hold as this version reads it.

    Whoever sends a list is told which of its rows are known already, from all files before it: another version reads
    these anew, and the first list after an update would wait for all of them. One file at a time, so that others who
    write come in between.
    """
    files = received_files(workspace, sources_accepted_by(day_in_jakarta(at)))
    read = reader(workspace, keeps=True)
    with workspace.engine() as engine:
        for file in files:
            if holds_people(file.kind):
                with workspace.writing(), engine.forgetting():
                    read(file, engine)
