"""What a worker does: it takes up what a killed one left, then does one job after the other until it is stopped."""

import os
import secrets
import sys
from collections.abc import Sequence
from threading import Event

_INTERVAL = 0.25  # seconds between two looks for work, where there was none
_LOOKED_AFTER = 60.0  # seconds between two looks for what a killed worker left, and for what is kept too long
UPLOADS, OTHER, PLANS = ("default",), ("publications", "files"), ("plans",)
WORKERS = UPLOADS, OTHER, PLANS
"""Queues as the workers beside the site share them: no file waits for a publication, no publication for files, and
neither for a plan, which may take many minutes."""


def work(queues: Sequence[str] = UPLOADS + OTHER + PLANS) -> None:
    """Work until stopped, at jobs of these queues; the settings of the site are loaded."""
    from django.core.management import call_command

    from cakupan_app.jobs.alive import NAME_LENGTH, living
    from cakupan_app.jobs.upkeep import look_after, take_up_again
    from cakupan_app.work.readers import readers

    readers().begin()
    worker, ended = secrets.token_hex(NAME_LENGTH // 2), Event()
    with living(worker):
        take_up_again()
        thread = look_after(ended, _LOOKED_AFTER, draws=OTHER[0] in queues)
        try:
            told = {"worker_id": worker, "queue_name": ",".join(queues)}
            call_command("db_worker", interval=_INTERVAL, startup_delay=False, verbosity=0, **told)
        finally:
            ended.set()
            thread.join(_INTERVAL)


def main(queues: Sequence[str]) -> None:
    """Work as a process of its own, at jobs of these queues."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cakupan_app.site.web")
    import django

    django.setup()
    work(queues)


if __name__ == "__main__":
    main(sys.argv[1:])
