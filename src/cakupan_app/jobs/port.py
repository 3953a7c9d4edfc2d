"""Which long work there is and how it is asked for: a page names it, and does not know who does it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from cakupan.basics.refused import Refused
from cakupan_app.jobs.alive import is_alive
from cakupan_app.work.rights import PUBLISH, Actor

if TYPE_CHECKING:
    from cakupan_app.work.orders import Order
    from cakupan_app.work.planning import Wanted

State = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is; `outcome` is what came of it (plain JSON), once it is done, and `part` what it is at till
    then, where it says so."""

    state: State
    outcome: Any = None
    part: str | None = None


def receive(upload: int) -> None:
    """Have an upload read; asked for twice, it is answered once all the same."""
    from cakupan_app.jobs.tasks import receive_upload

    receive_upload.enqueue(upload)


def publish(actor: Actor, area: str) -> str:
    """Have a snapshot built and published; the name of the job. NotAllowed where the actor may not."""
    from cakupan_app.jobs.tasks import publish_snapshot

    actor.refuse_unless(PUBLISH, area)
    return publish_snapshot.enqueue(actor.email).id


def order(order: "Order") -> str:
    """Have a file made; the name of the job: that of the same order, where it is still waiting. Whoever asks has
    checked that it may be had."""
    from django_tasks_db.models import DBTaskResult

    from cakupan_app.jobs.tasks import make_file

    asked = {"args": [order.as_json()], "kwargs": {}}
    waiting = DBTaskResult.objects.ready().filter(task_path=make_file.module_path, args_kwargs=asked).first()
    return str(waiting.pk) if waiting else make_file.enqueue(order.as_json()).id


def order_of(job: str) -> "Order":
    """What a job makes; Refused where there is none of this name that makes a file."""
    from django_tasks_db.models import DBTaskResult

    from cakupan_app.jobs.tasks import make_file
    from cakupan_app.work.orders import Order

    found = DBTaskResult.objects.filter(pk=job, task_path=make_file.module_path).first()
    if found is None:
        raise Refused("job_unknown")
    return Order(**found.args_kwargs["args"][0])


def plan(wanted: "Wanted") -> str:
    """Have a plan worked out and kept; the name of the job: that of the same wish, where it is still waiting. Whoever
    asks has checked that it may be wanted."""
    from django_tasks_db.models import DBTaskResult

    from cakupan_app.jobs.tasks import make_plan

    asked = {"args": [wanted.as_json()], "kwargs": {}}
    waiting = DBTaskResult.objects.ready().filter(task_path=make_plan.module_path, args_kwargs=asked).first()
    return str(waiting.pk) if waiting else make_plan.enqueue(wanted.as_json()).id


def plan_of(job: str) -> "Wanted":
    """What a job plans; Refused where there is none of this name that plans."""
    from django_tasks_db.models import DBTaskResult

    from cakupan_app.jobs.tasks import make_plan
    from cakupan_app.work.planning import Wanted

    found = DBTaskResult.objects.filter(pk=job, task_path=make_plan.module_path).first()
    if found is None:
        raise Refused("job_unknown")
    return Wanted(**found.args_kwargs["args"][0])


def progress_of(job: str) -> Progress:
    """How far a job is; Refused where there is none of this name."""
    from django_tasks import default_task_backend
    from django_tasks.exceptions import TaskResultDoesNotExist

    try:
        result = default_task_backend.get_result(job)
    except TaskResultDoesNotExist:
        raise Refused("job_unknown") from None
    state: State = _STATES[result.status.value]
    if state == "running" and not any(map(is_alive, result.worker_ids[-1:])):
        state = "failed"  # told so at once; the table of jobs says it at the next look of a worker
    if state == "done":
        return Progress(state, result.return_value)
    return Progress(state, part=_part_of(job) if state == "running" else None)


def _part_of(job: str) -> str | None:
    """What a running job says that it is at."""
    from django_tasks_db.models import DBTaskResult

    said = DBTaskResult.objects.filter(pk=job).values_list("return_value", flat=True).first()
    return said.get("part") if isinstance(said, dict) else None


_STATES: dict[str, State] = {"READY": "waiting", "RUNNING": "running", "SUCCESSFUL": "done", "FAILED": "failed"}
