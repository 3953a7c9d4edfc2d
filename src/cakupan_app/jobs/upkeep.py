"""What workers look after beside their work: jobs that a killed worker left, and what has been kept long enough."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

from django.conf import settings

from cakupan_app.jobs import port
from cakupan_app.jobs.alive import alone, clear_away, is_alive
from cakupan_app.jobs.setting_up import clear_other_versions, draw_public_pages
from cakupan_app.work.shelving import shelve_readings
from cakupan_app.work.workspace import open_workspace

_log = logging.getLogger(__name__)


_FIRST = 5.0  # seconds after which a worker looks for the first time: who opens the site goes first


def look_after(ended: Event, seconds: float, *, draws: bool) -> Thread:
    """Look after the site every so many seconds until it `ended`, beside a job that may take hours. `draws`: also draw
    the pages for everybody that are not drawn yet, and read what an update of the program reads anew, so that nobody
    waits for them."""
    thread = Thread(target=_look_after, args=(ended, seconds, draws), daemon=True)
    thread.start()
    return thread


def _look_after(ended: Event, seconds: float, draws: bool) -> None:
    from django.db import connection

    pruned_on, shelved, pause = None, not draws, min(_FIRST, seconds)
    while not ended.wait(pause):
        pause = seconds
        _did(take_up_again)
        today = datetime.now(UTC).date()
        if pruned_on != today and all([_did(prune), _did(clear_away), _did(_clear_other_versions)]):
            pruned_on = today
        if draws:
            _did(draw_public_pages)
        shelved = shelved or _did(_shelve)
    connection.close()


def _did(duty: Callable[[], object]) -> bool:
    """Whether it could be done; what could not holds up no other duty, and is tried again at the next look."""
    from django.db import close_old_connections

    try:
        close_old_connections()
        duty()
    except Exception:  # a database that is away for a moment is there at the next look
        _log.exception("looking after the site")
        return False
    return True


def take_up_again() -> int:
    """Tell the jobs of killed workers as failed, and have every upload read that nobody reads or will read; how many.

    One that a living worker has begun stays with it, however long that takes.
    """
    with alone("looking") as nobody_else:
        if not nobody_else:
            return 0
        _tell_killed()
        waiting = _unanswered_by_nobody()
        for number in waiting:
            port.receive(number)
        return len(waiting)


def _tell_killed() -> None:
    from django_tasks_db.models import DBTaskResult

    for job in DBTaskResult.objects.running():
        if not any(map(is_alive, job.worker_ids[-1:])):
            # one that ended between the two looks keeps what came of it
            running = DBTaskResult.objects.running().filter(pk=job.pk)
            running.update(status="FAILED", finished_at=datetime.now(UTC), exception_class_path="killed", traceback="")


def _unanswered_by_nobody() -> list[int]:
    from django_tasks_db.models import DBTaskResult

    from cakupan_app.jobs.tasks import receive_upload
    from cakupan_app.work.uploads import unanswered

    # first the uploads: one that is answered between the two looks is read once more, which changes nothing, while the
    # other way round one that came in between would be read by two workers at once
    found = unanswered()
    jobs = DBTaskResult.objects.filter(task_path=receive_upload.module_path, status__in=("READY", "RUNNING"))
    taken = {job["args"][0] for job in jobs.values_list("args_kwargs", flat=True)}
    return [number for number in found if number not in taken]


def prune() -> None:
    """Forget jobs that ended, sessions that are over and attempts to sign in, in time."""
    from allauth.usersessions.models import UserSession
    from axes.models import AccessAttempt
    from django.contrib.sessions.models import Session
    from django.core.management import call_command

    days = settings.KEPT_DAYS
    call_command("prune_db_task_results", queue_name="*", min_age_days=days, verbosity=0)
    call_command("clearsessions")
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    call_command("axes_reset_logs", age=days, stdout=_Nowhere())
    AccessAttempt.objects.filter(attempt_time__lt=datetime.now(UTC) - timedelta(days=days)).delete()


def _shelve() -> None:
    shelve_readings(open_workspace(settings.CONFIG.workspace), datetime.now(UTC))


def _clear_other_versions() -> None:
    clear_other_versions(settings.KEPT_DAYS)


class _Nowhere:
    """Where a command writes what nobody reads."""

    def write(self, text: str) -> None:
        """Take a line."""
