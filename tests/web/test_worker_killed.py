"""A worker that is killed half-way: another follows it, and what it had begun is answered all the same."""

import os
import signal
import subprocess
import time
import uuid
from pathlib import Path

import made_up

from .conftest import DISTRICT, Site, served

LIST = "nik,nama\n" + "".join(f"160604{day:02}05879041,WARGA CONTOH {'ABCDEFGHI'[day // 4]}\n" for day in range(1, 29))


def workers_of(site: int) -> list[int]:
    """The processes that work beside a site that is served."""
    told = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(site)], capture_output=True, text=True, check=True)
    return [int(line.split()[0]) for line in told.stdout.splitlines() if "cakupan_app.jobs.working" in line]


def test_what_a_killed_worker_had_begun_is_answered_once(published: made_up.Regency, tmp_path: Path) -> None:
    site = served(published.copied_to(tmp_path))
    with site as url:
        asked = Site(url, site.workspace)
        asked.as_("analyst", DISTRICT)
        (first,) = workers_of(site.process.pid)
        key = str(uuid.uuid4())
        data = {"key": key, "kind": "nominations", "month": "", "area": DISTRICT, "straight": "1"}
        sent = asked.post("analyst", "/en/desk/files/send/", data, DISTRICT, files={"file": ("usulan.csv", LIST)})
        assert sent.status_code == 302
        time.sleep(0.4)  # long enough for it to have been begun, too short to be done
        os.kill(first, signal.SIGKILL)
        for _ in range(240):
            page = asked.get("analyst", f"/en/desk/files/sent/{key}/", DISTRICT).text
            if "hx-get" not in page:
                break
            time.sleep(0.25)
        assert "Accepted." in page
        assert workers_of(site.process.pid) != [first]
