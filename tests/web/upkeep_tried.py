"""What a worker looks after, tried with the settings of the site on the workspace that they name; told as JSON."""

import json
import sys
from datetime import UTC, datetime, timedelta
from threading import Event
from time import sleep
from uuid import uuid4

import django

django.setup()

from allauth.usersessions.models import UserSession  # noqa: E402  models need the settings
from axes.models import AccessAttempt  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from cakupan_app.jobs import port, upkeep  # noqa: E402
from cakupan_app.jobs.alive import living  # noqa: E402
from cakupan_app.jobs.setting_up import set_up  # noqa: E402
from cakupan_app.ledger.models import Upload, User  # noqa: E402

LONG_AGO = datetime.now(UTC) - timedelta(days=15)


def jobs() -> list[str]:
    return sorted(DBTaskResult.objects.values_list("status", flat=True))


def begun(worker: str) -> DBTaskResult:
    job = DBTaskResult.objects.ready().first()
    assert job is not None
    job.claim(worker)
    return job


set_up()
told = {"sha256": "0" * 64, "name": "a.csv", "kind": "nominations", "month": "", "area": "16.06", "shape": {}}
upload = Upload.objects.create(key=uuid4(), made_at=LONG_AGO, made_by=User.objects.first(), **told)

found = {"nobody_reads_it": (upkeep.take_up_again(), jobs())}
found["it_is_queued"] = (upkeep.take_up_again(), jobs())
with living("a" * 32):
    job = begun("a" * 32)
    found["a_living_worker_reads_it"] = (upkeep.take_up_again(), jobs(), port.progress_of(str(job.pk)).state)
found["its_worker_is_gone"] = (port.progress_of(str(job.pk)).state, upkeep.take_up_again(), jobs())

begun("b" * 32)
ended = Event()
thread = upkeep.look_after(ended, 0.05, draws=False)
for _ in range(200):
    if jobs() == ["FAILED", "FAILED", "READY"]:
        break
    sleep(0.05)
ended.set()
thread.join(5)
found["without_a_start"] = jobs()

DBTaskResult.objects.failed().filter(pk=job.pk).update(finished_at=LONG_AGO)
Session.objects.create(session_key="over", session_data="", expire_date=LONG_AGO)
UserSession.objects.create(user=User.objects.first(), ip="127.0.0.1", session_key="over", user_agent="")
for at in (LONG_AGO, datetime.now(UTC)):
    attempt = AccessAttempt.objects.create(username=f"{at:%d}@contoh.id", failures_since_start=1)
    AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=at)
upkeep.prune()
sessions = [one.objects.filter(session_key="over").count() for one in (Session, UserSession)]
found["pruned"] = (jobs(), sessions, AccessAttempt.objects.count())
sys.stdout.write(json.dumps(found))
