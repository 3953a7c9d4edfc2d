"""Which long work there is and how it is asked for: a page names it, and does not know who does it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from cakupan.basics.refused import Refused
from cakupan_app.jobs.alive import is_alive
from cakupan_app.work.rights import PUBLISH, Actor

if TYPE_CHECKING:
    from django_tasks.base import Task

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
    """Have a file made; the name of the job (`_asked_for`). Whoever asks has checked that it may be had."""
    from cakupan_app.jobs.tasks import make_file

    return _asked_for(make_file, order.as_json())


def order_of(job: str) -> "Order":
    """What a job makes; Refused where there is none of this name that makes a file."""
    from cakupan_app.jobs.tasks import make_file
    from cakupan_app.work.orders import Order

    return Order(**_wish_of(make_file, job))


def plan(wanted: "Wanted") -> str:
    """Have a plan worked out and kept; the name of the job (`_asked_for`). Whoever asks has checked that it may be
    wanted."""
    from cakupan_app.jobs.tasks import make_plan

    return _asked_for(make_plan, wanted.as_json())


def plan_of(job: str) -> "Wanted":
    """What a job plans; Refused where there is none of this name that plans."""
    from cakupan_app.jobs.tasks import make_plan
    from cakupan_app.work.planning import Wanted

    return Wanted(**_wish_of(make_plan, job))


def _asked_for(task: "Task[Any, Any]", wish: Mapping[str, Any]) -> str:
    """The name of a job of this wish: one that is still waiting, else a new one."""
    from django_tasks_db.models import DBTaskResult

    same = {"args": [wish], "kwargs": {}}
    waiting = DBTaskResult.objects.ready().filter(task_path=task.module_path, args_kwargs=same).first()
    return str(waiting.pk) if waiting else task.enqueue(wish).id


def _wish_of(task: "Task[Any, Any]", job: str) -> Mapping[str, Any]:
    from django_tasks_db.models import DBTaskResult

    found = DBTaskResult.objects.filter(pk=job, task_path=task.module_path).first()
    if found is None:
        raise Refused("job_unknown")
    wish: Mapping[str, Any] = found.args_kwargs["args"][0]
    return wish


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
