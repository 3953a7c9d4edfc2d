"""The commands that run and keep the site: serve, worker, user."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cakupan.basics.refused import Refused
from cakupan_app.cli.face import DONE, HERE, Face, WorkspaceOption, answers, asked_area, now, who

if TYPE_CHECKING:
    from granian.server.common import AbstractServer

_SETTINGS = "cakupan_app.site.web"
_PORT = 8000
_PROCESSES = 2
_PAUSE = 1.0  # seconds before a worker that died is followed by another
_PATIENCE = 30.0  # seconds in which a worker may end what it is doing
_THREADS = 4  # of one process: who waits for a slow phone does not make others wait


@answers
def serve(
    *,
    face: Face,
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = _PORT,
    address: Annotated[str, typer.Option("--address")] = "127.0.0.1",
    processes: Annotated[int, typer.Option("--processes", min=1)] = _PROCESSES,
    workspace: WorkspaceOption = HERE,
) -> int:
    _set_up(face, workspace)
    from cakupan_app.work import site_config

    face.tell("site_served", url=f"http://{address}:{port}/")
    if address not in site_config.HERE and site_config.read_config().hosts == site_config.HERE:
        face.tell("site_hosts_unsaid")
    with _working():
        _server(address, port, processes).serve()
    return DONE


@answers
def worker(*, face: Face, workspace: WorkspaceOption = HERE) -> int:
    _set_up(face, workspace)
    from cakupan_app.jobs.working import work

    face.tell("site_working")
    work()
    return DONE


@answers
def user(
    email: Annotated[str, typer.Argument(metavar="EMAIL")],
    *,
    face: Face,
    role: Annotated[str | None, typer.Option("--role")] = None,
    area: Annotated[str | None, typer.Option("--area")] = None,
    name: Annotated[str, typer.Option("--name")] = "",
    reset: Annotated[bool, typer.Option("--reset")] = False,
    close: Annotated[bool, typer.Option("--close")] = False,
    workspace: WorkspaceOption = HERE,
) -> int:
    if sum((role is not None, reset, close)) != 1 or (role is None and (area or name)):
        raise Refused("user_one_of")
    _set_up(face, workspace)
    if role is None:
        return _changed_account(face, email, close=close)
    from cakupan_app.work.accounts import make_account
    from cakupan_app.work.rights import Assigned
    from cakupan_app.work.workspace import open_workspace

    place = asked_area(area).code if area else open_workspace(workspace).area
    password = _password(face, email, name)
    made = make_account(email, name or email, password, [Assigned(role, place)], by=who(), at=now())
    document = {"email": made.email, "role": role, "area": place}
    face.answer(document, lambda: face.say("user_made", email=made.email, role=role, area=place))
    return DONE


def _changed_account(face: Face, email: str, *, close: bool) -> int:
    """An account opened again with a new password, or closed, by whoever runs the machine."""
    from cakupan_app.work import recovery

    if close:
        told = recovery.close_here(email, by=who(), at=now())
    else:
        known = recovery.account_here(email)
        told = recovery.reset_here(email, _password(face, known.email, known.name), by=who(), at=now())
    document = {"email": told.email, "open": told.is_active}
    face.answer(document, lambda: face.say("user_closed" if close else "user_reset", email=told.email))
    return DONE


def _set_up(face: Face, workspace: Path) -> None:
    """Take the settings of the site, bring its tables up to date and lay out its files."""
    os.environ["CAKUPAN_WORKSPACE"] = str(workspace.absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = _SETTINGS
    from cakupan_app.work.workspace import open_workspace

    open_workspace(workspace)
    from cakupan_app.jobs.setting_up import set_up

    with face.busy("site_setting_up"):
        set_up()


def _password(face: Face, email: str, name: str) -> str:
    """The new password of an account: from the environment, else asked for twice."""
    import getpass

    told = os.environ.get("CAKUPAN_PASSWORD")
    if told is None:
        told = getpass.getpass(face.text("user_password") + " ")
        if getpass.getpass(face.text("user_password_again") + " ") != told:
            raise Refused("passwords_differ")
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from cakupan_app.ledger.models import User

    try:
        validate_password(told, User(email=email, name=name))
    except ValidationError as problem:
        raise Refused("password_weak", problem=" ".join(problem.messages)) from None
    return told


@contextmanager
def _working() -> Iterator[None]:
    """Workers beside the site, for as long as it is served: one that dies is followed by another."""
    from cakupan_app.jobs.working import WORKERS

    served = Event()
    running: dict[tuple[str, ...], subprocess.Popen[bytes]] = {}

    def keep(queues: tuple[str, ...]) -> None:
        while not served.is_set():
            running[queues] = subprocess.Popen([sys.executable, "-m", "cakupan_app.jobs.working", *queues])  # noqa: S603
            running[queues].wait()
            served.wait(_PAUSE)

    threads = [Thread(target=keep, args=(queues,), daemon=True) for queues in WORKERS]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        served.set()
        for beside in running.values():
            beside.terminate()
        for thread in threads:
            thread.join(_PATIENCE)


def _server(address: str, port: int, processes: int) -> "AbstractServer[Any]":
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    return Granian(
        "cakupan_app.site.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=_THREADS,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    )


COMMANDS = {"serve": serve, "worker": worker, "user": user}
