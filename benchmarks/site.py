"""How fast the site answers: public pages beside an empty view of the same server, and an overview beside its queries.

`python -m benchmarks.site [--workers N] [--size PEOPLE]` makes a regency, serves it with granian, and asks it with wrk
(Debian's package of that name). Two servers run in turn: the site, and an application that has the site's middleware
and one view that answers nothing.
"""

import argparse
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

PASSWORD = "kolam-ikan-biru-7"  # noqa: S105  of nobody but the made-up people here
_SECONDS = 8
_LOOKS = 60
_PAGES = ("/", "/villages/", "/method/", "/downloads/village.csv")
_EMPTY = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "cakupan_app.site.web"
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
urlpatterns = [path("empty/", lambda request: HttpResponse(b"", content_type="text/html"))]
settings.ROOT_URLCONF = __name__
"""


def main(workers: int = 2, size: int = 20_000) -> list[str]:
    """The rate of each page, its share of the empty view's, the overview's times, and the memory of a worker."""
    folder = Path(tempfile.mkdtemp(prefix="cakupan-site-"))
    workspace = _made(folder, size)
    told = [f"a regency of {size:,} workers; granian with {workers} worker processes; wrk with 16 connections"]
    with _serving(folder, workspace, "empty_view:application", workers) as url:
        empty = _rate(f"{url}/empty/")
        told.append(f"{'an empty view':24} {empty:8,.0f} requests/s, with the same middleware")
    with _serving(folder, workspace, "cakupan_app.site.wsgi:application", workers) as url:
        told += [_page(path, _rate(url + path), empty) for path in _PAGES]
        told.append(_overview(url))
        told.append(f"memory: {_memory():,.0f} MB for each worker at most")
    shutil.rmtree(folder, ignore_errors=True)
    return told


def _page(path: str, rate: float, empty: float) -> str:
    verdict = "HOLDS" if rate >= empty / 2 else "FALLS SHORT of"
    return f"{path:24} {rate:8,.0f} requests/s, {rate / empty:.2f} of the empty view; {verdict} half"


def _made(folder: Path, size: int) -> Path:
    """A regency of that many workers, published, with an analyst, and everything laid out for serving."""
    workspace = folder / "workspace"
    told = {**os.environ, "CAKUPAN_PASSWORD": PASSWORD, "CAKUPAN_LANG": "en"}
    command = [sys.executable, "-m", "cakupan_app"]
    made = ["demo", "--no-serve", "--size", str(size)]
    analyst = ["user", "analyst@contoh.id", "--role", "analyst"]
    for words in (made, analyst):
        line = [*command, *words, "--workspace", str(workspace)]
        subprocess.run(line, env=told, check=True, capture_output=True)
    (folder / "empty_view.py").write_text(_EMPTY, encoding="utf-8")
    return workspace


@contextmanager
def _serving(folder: Path, workspace: Path, target: str, workers: int) -> Iterator[str]:
    port = _free_port()
    told = {**os.environ, "CAKUPAN_WORKSPACE": str(workspace), "CAKUPAN_SECOND_FACTOR": "0"}
    told |= {"DJANGO_SETTINGS_MODULE": "cakupan_app.site.web", "PYTHONPATH": os.pathsep.join([str(folder), *sys.path])}
    subprocess.run([sys.executable, "-m", "django", "draw_public_pages"], env=told, check=True)
    options = ["--interface", "wsgi", "--workers", str(workers), "--blocking-threads", "4", "--log-level", "critical"]
    command = [sys.executable, "-m", "granian", *options, "--host", "127.0.0.1", "--port", str(port), target]
    served = subprocess.Popen(command, env=told)
    try:
        _wait_for(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        served.terminate()
        served.wait()


def _rate(url: str) -> float:
    """Requests a second that wrk gets answered, after a second to get warm."""
    for seconds in (1, _SECONDS):
        told = subprocess.run(
            [shutil.which("wrk") or "wrk", "-t1", "-c16", f"-d{seconds}", url],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    if "Non-2xx" in told:
        raise SystemExit(f"{url} did not answer as it should: {told}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", told)
    return float(found.group(1)) if found else 0.0


def _overview(url: str) -> str:
    """The times of an overview once its answers are at hand: what is left are sign-in, rights, layout and pictures."""
    session = requests.Session()
    page = session.get(url + "/account/login/", timeout=60)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    told = {"login": "analyst@contoh.id", "password": PASSWORD, "csrfmiddlewaretoken": token.group(1) if token else ""}
    session.post(url + "/account/login/", data=told, timeout=60)
    took = []
    for look in range(_LOOKS + 10):
        begins = time.perf_counter()
        answer = session.get(url + "/desk/areas/16.06/", timeout=120)
        if answer.status_code != requests.codes.ok:
            raise SystemExit(f"the overview answered {answer.status_code}")
        if look >= 10:  # each worker has counted by then
            took.append(1000 * (time.perf_counter() - begins))
    most = statistics.quantiles(took, n=20)[-1]
    verdict = "HOLDS" if most <= 40 else "FALLS SHORT of"
    return f"overview beside its queries: median {statistics.median(took):.1f} ms, p95 {most:.1f} ms; {verdict} 40 ms"


def _memory() -> float:
    """The most that a process of granian holds, in MB."""
    held = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if b"granian" in place.read_bytes():
                status = (place.parent / "status").read_text()
                held.append(int(status.partition("VmRSS:")[2].split()[0]) / 1024)
        except (OSError, ValueError, IndexError):
            continue
    return max(held, default=0.0)


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            requests.get(url, timeout=5)
            return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--size", type=int, default=20_000)
    asked = options.parse_args()
    print("\n".join(main(asked.workers, asked.size)))
