"""The list of a plan's people as a file that leaves the workspace: where it may be written, and on what condition."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cakupan.basics.refused import Refused
from cakupan_app.store import durable
from cakupan_app.work.letters import masked_path
from cakupan_app.work.plan_people import PlanPerson, with_names
from cakupan_app.work.seeing import Looking, seeing
from cakupan_app.work.trail import EXPORTED
from cakupan_app.work.view import View
from cakupan_app.work.workspace import Workspace

WORKBOOK = ".xlsx"
KINDS = (".csv", WORKBOOK)


def check_names_file(path: Path, *, named: bool) -> None:
    """Refuses a file that no list can be written to; and for a list with NIK anything but a workbook, as the site does:
    Excel opens a NIK in a text as a number and keeps fifteen digits."""
    # a folder that is not there is a slip of the pen more often than a wish
    if path.suffix.casefold() not in KINDS or path.is_dir() or not path.parent.exists():
        raise Refused("plan_names_unwritable", path=masked_path(path))
    if named and path.suffix.casefold() != WORKBOOK:
        raise Refused("plan_names_need_workbook", path=masked_path(path))


def people_by_name(
    view: View, workspace: Workspace, looking: Looking, area: str, people: Sequence[PlanPerson], today: date
) -> Sequence[PlanPerson]:
    """The people by name, for a command at the machine itself, whose keys open the vault anyway: no right is asked
    there, but what for is said, and stands on the trail with everybody who is told."""
    seeing(looking, area, [one.person for one in people], action=EXPORTED, list="plan", rows=len(people))
    return with_names(view, workspace, people, today)


def write_names(path: Path, content: bytes) -> None:
    """Write the list. Refused where nothing can be written there."""
    try:
        durable.write(path, content)
    except OSError:
        raise Refused("plan_names_unwritable", path=masked_path(path)) from None
