"""The long work itself, as workers run it: which use case each job is."""

import logging
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django_tasks import TaskContext, task

from cakupan.basics.refused import Refused
from cakupan_app.jobs.setting_up import draw_public_pages
from cakupan_app.work.answering import Voice
from cakupan_app.work.workspace import Workspace, open_workspace

_log = logging.getLogger(__name__)  # tells of kind and place alone (site/logs.py)


@cache
def _workspace() -> Workspace:
    return open_workspace(settings.CONFIG.workspace)


def _now() -> datetime:
    return datetime.now(UTC)


@task
def receive_upload(upload: int) -> None:
    """Read an upload and answer it; of a ZIP, have every file in it read."""
    from cakupan_app.jobs.port import receive
    from cakupan_app.work.upload_parcels import read_or_unpack

    read_or_unpack(_workspace(), upload, _now, receive)


@task(queue_name="files")
def make_file(order: dict[str, Any]) -> dict[str, Any]:
    """Make a file that somebody ordered; how it is called and its hash, or why it could not be made."""
    from cakupan_app.work.orders import Order, make
    from cakupan_app.work.upload_answers import coded

    asked = Order(**order)
    try:
        return make(_workspace(), asked, Voice(import_string(settings.WORDS_FOR_SENDERS), asked.lang), _now())
    except Refused as refusal:
        return {"refused": coded(refusal)}
    except Exception as surprise:
        _log.exception("making a file")
        return {"refused": {"code": "upload_surprised", "facts": {"problem": type(surprise).__name__}}}


@task(queue_name="plans", takes_context=True)
def make_plan(context: TaskContext, wanted: dict[str, Any]) -> dict[str, Any]:
    """Work out a plan that somebody wants and keep it; its id, or why there is none. While it runs, the job says which
    part is being worked out."""
    from django_tasks_db.models import DBTaskResult

    from cakupan_app.work.planning import Wanted, plan_by
    from cakupan_app.work.upload_answers import coded

    def report(part: str) -> None:
        DBTaskResult.objects.filter(pk=context.task_result.id).update(return_value={"part": part})

    try:
        return plan_by(_workspace(), Wanted(**wanted), _now(), report)
    except Refused as refusal:
        return {"refused": coded(refusal)}
    except Exception as surprise:
        _log.exception("planning")
        return {"refused": {"code": "upload_surprised", "facts": {"problem": type(surprise).__name__}}}


@task(queue_name="publications")
def publish_snapshot(email: str) -> dict[str, Any]:
    """Build a snapshot in somebody's name; what came of it, or why it could not be."""
    from cakupan_app.work.publishing import publish_by

    try:
        told = publish_by(_workspace(), email, _now())
    except Refused as refusal:
        from cakupan_app.work.upload_answers import coded

        return {"refused": coded(refusal)}
    except Exception as surprise:
        # the table of jobs keeps what is raised with its text, and that may quote a cell
        _log.exception("publishing")
        return {"refused": {"code": "upload_surprised", "facts": {"problem": type(surprise).__name__}}}
    try:
        draw_public_pages()
    except Exception:  # it is published all the same: who opens a page draws it
        _log.exception("drawing the public pages")
    return told
