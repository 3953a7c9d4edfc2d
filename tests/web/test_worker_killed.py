"""A worker that is killed half-way: another follows it, and what it had begun is answered all the same."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

import made_up

from .conftest import DISTRICT, Site, copied, served

LIST = "nik,nama\n" + "".join(f"160604{day:02}05879041,WARGA CONTOH {'ABCDEFGHI'[day // 4]}\n" for day in range(1, 29))


def worker_of(site: int, queue: str) -> int:
    """The process that works at a queue beside a site that is served."""
    told = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(site)], capture_output=True, text=True, check=True)
    (found,) = [line for line in told.stdout.splitlines() if "jobs.working" in line and queue in line]
    return int(found.split()[0])


@pytest.mark.long
def test_what_a_killed_worker_had_begun_is_answered_once_and_a_killed_publication_told_as_failed(
    published: made_up.Regency, tmp_path: Path
) -> None:
    site = served(copied(published, tmp_path))
    with site as url:
        asked = Site(url, site.workspace)
        asked.as_("analyst", DISTRICT)
        reads, publishes = (worker_of(site.process.pid, queue) for queue in ("default", "publications"))
        key = str(uuid.uuid4())
        data = {"key": key, "kind": "nominations", "month": "", "area": DISTRICT, "straight": "1"}
        sent = asked.post("analyst", "/en/desk/files/send/", data, DISTRICT, files={"file": ("usulan.csv", LIST)})
        assert sent.status_code == 302
        time.sleep(0.4)  # long enough for it to have been begun, too short to be done
        os.kill(reads, signal.SIGKILL)
        assert "Accepted." in _ended(asked, "analyst", f"/en/desk/files/sent/{key}/", DISTRICT)
        assert worker_of(site.process.pid, "default") != reads
        begun = asked.post("approver", "/en/desk/files/publish/", {}).headers["Location"]
        _until_something_writes(site.workspace)
        os.kill(publishes, signal.SIGKILL)
        page = _ended(asked, "approver", begun)
        assert "The count stopped half-way." in page
        assert re.search(r'<form method="post" action="/en/desk/files/publish/">', page)
        again = asked.post("approver", "/en/desk/files/publish/", {}).headers["Location"]
        assert "is in force" in _ended(asked, "approver", again)


def _until_something_writes(workspace: Path) -> None:
    for _ in range(6000):
        try:
            with FileLock(workspace / "lock", blocking=False):
                time.sleep(0.01)
        except Timeout:
            return
    raise AssertionError("nothing was begun")


def _ended(site: Site, role: str, path: str, area: str = "16.06") -> str:
    for _ in range(1200):
        page = site.get(role, path, area).text
        if "hx-get" not in page:
            return page
        time.sleep(0.25)
    raise AssertionError(f"{path} has not ended")


def test_what_nobody_works_at_is_taken_up_again_and_what_is_over_forgotten(
    published: made_up.Regency, tmp_path: Path
) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cakupan_app.site.web"}
    environment["CAKUPAN_WORKSPACE"] = str(copied(published, tmp_path))
    script = Path(__file__).with_name("upkeep_tried.py")
    done = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "nobody_reads_it": [1, ["READY"]],
        "it_is_queued": [0, ["READY"]],
        "a_living_worker_reads_it": [0, ["RUNNING"], "running"],
        "its_worker_is_gone": ["failed", 1, ["FAILED", "READY"]],
        "without_a_start": ["FAILED", "FAILED", "READY"],
        "pruned": [["FAILED", "READY"], [0, 0], 1],
    }
