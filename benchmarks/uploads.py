"""Many operators send their lists at once to a live site: none is lost, none doubled, every one answered; and how long.

    python -m benchmarks.uploads [--operators 50] [--rows 500] [--workers 1]

On SQLite; on PostgreSQL where DATABASE_URL names an empty database.
"""

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import requests

from cakupan import regions

_AREA = "16.06"
_PASSWORD = "kolam-ikan-biru-7"  # noqa: S105  of made-up operators
_PATIENCE = 900  # seconds in which the last is to be answered
_DAYS, _MONTHS, _YEARS = 28, 12, 40


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who sends a list for their village, signed in."""

    village: regions.Area
    number: int
    session: requests.Session
    key: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """When an operator knew that the list had arrived, when it was answered, and how."""

    arrived: float
    answered: float
    page: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 1 where a list was lost, doubled or not answered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operators", type=int, default=50)
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--workers", type=int, default=1, help="one comes with the site, the others stand beside it")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        villages = regions.areas_at("village", _AREA)[: asked.operators]
        _make(workspace, villages)
        with _Served(workspace, asked.workers) as url, ThreadPoolExecutor(asked.operators) as threads:
            operators = [_signed_in(url, village, number) for number, village in enumerate(villages)]
            gate = threading.Barrier(len(operators))
            outcomes = list(threads.map(lambda one: _send(url, one, asked.rows, gate), operators))
        return _told(outcomes, asked.operators, asked.rows)


def _make(workspace: Path, villages: Sequence[regions.Area]) -> None:
    os.environ["CAKUPAN_WORKSPACE"] = str(workspace)
    from cakupan_app.work.workspace import create

    now = datetime.now(UTC)
    create(workspace, _AREA, at=now)
    from cakupan_app.work.accounts import make_account
    from cakupan_app.work.rights import Assigned

    for number, village in enumerate(villages):
        role = [Assigned("village_operator", village.code)]
        make_account(_address(number), f"Operator {number}", _PASSWORD, role, by="benchmark", at=now)


def _address(number: int) -> str:
    return f"operator{number}@contoh.id"


class _Served:
    """`cakupan serve` with further workers beside it, until the block ends."""

    def __init__(self, workspace: Path, workers: int) -> None:
        self._further = workers - 1
        self._beside: list[subprocess.Popen[bytes]] = []
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self._port = int(taken.getsockname()[1])
        self._command = [sys.executable, "-m", "cakupan_app", "serve", "--port", str(self._port)]
        self._environment = {**os.environ, "CAKUPAN_WORKSPACE": str(workspace), "CAKUPAN_SECOND_FACTOR": "0"}

    def __enter__(self) -> str:
        self._process = subprocess.Popen(self._command, env=self._environment, stdout=subprocess.DEVNULL)
        url = f"http://127.0.0.1:{self._port}"
        for _ in range(1200):
            try:
                requests.get(url + "/account/login/", timeout=60)
                self._start_workers()
                return url
            except requests.RequestException:
                time.sleep(0.25)
        self.__exit__()
        raise RuntimeError("the site did not open")

    def _start_workers(self) -> None:
        command = [sys.executable, "-m", "cakupan_app", "worker"]
        self._beside = [subprocess.Popen(command, env=self._environment) for _ in range(self._further)]

    def __exit__(self, *_: object) -> None:
        for process in (*self._beside, self._process):
            process.terminate()
            process.wait(60)


def _signed_in(url: str, village: regions.Area, number: int) -> Operator:
    session = requests.Session()
    page = session.get(url + "/account/login/", timeout=60).text
    told = {"login": _address(number), "password": _PASSWORD, "csrfmiddlewaretoken": _token(page)}
    session.post(url + "/account/login/", data=told, timeout=60, allow_redirects=False)
    return Operator(village, number, session, str(uuid.uuid4()))


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if not found:
        raise RuntimeError("the page has no form")
    return found.group(1)


def _send(url: str, operator: Operator, rows: int, gate: threading.Barrier) -> Outcome:
    """Send the list, every second operator twice, as a page does whose answer was lost; then look until it is read."""
    content = _list_of(operator, rows)
    gate.wait()
    began = time.perf_counter()
    for _ in range(1 + operator.number % 2):
        data = {"csrfmiddlewaretoken": operator.session.cookies["csrftoken"], "key": operator.key, "straight": "1"}
        data |= {"kind": "nominations", "area": operator.village.code}
        file = {"file": ("usulan.csv", content)}
        sent = operator.session.post(
            url + "/en/desk/files/send/", data=data, files=file, timeout=300, allow_redirects=False
        )
        if sent.status_code != requests.codes.found:
            return Outcome(time.perf_counter() - began, 0.0, f"not taken: {sent.status_code}")
    arrived = time.perf_counter() - began
    while time.perf_counter() - began < _PATIENCE:
        page = operator.session.get(f"{url}/en/desk/files/sent/{operator.key}/", timeout=300).text
        if "hx-get" not in page:
            return Outcome(arrived, time.perf_counter() - began, page)
        time.sleep(1)
    return Outcome(arrived, 0.0, "never answered")


def _list_of(operator: Operator, rows: int) -> bytes:
    """A list of made-up people, no two of them alike in all lists together."""
    district = regions.area(regions.parent_of(operator.village.code))
    lines = ["nik,nama,tanggal lahir,desa,kecamatan"]
    year, round_ = 1955 + operator.number % _YEARS, operator.number // _YEARS
    for row in range(rows):
        day, month = row % _DAYS + 1, row // _DAYS % _MONTHS + 1
        serial = 9001 + round_ * 100 + row // (_DAYS * _MONTHS)
        nik = f"160604{day:02}{month:02}{year % 100:02}{serial}"
        name = f"CONTOH {_letters(operator.number)} {_letters(row)}"
        lines.append(f"{nik},{name},{day:02}-{month:02}-{year},{operator.village.name},{district.name}")
    return "\n".join(lines).encode()


def _letters(number: int) -> str:
    return "".join("BCDFGHJKLM"[int(digit)] + "aeiouaeiou"[int(digit)] for digit in f"{number:03}").upper()


def _told(outcomes: Sequence[Outcome], operators: int, rows: int) -> int:
    """The times, and whether all is there exactly once."""
    from cakupan_app.ledger.models import Receipt, Upload, UploadAnswer

    accepted = sum(one.accepted for one in Receipt.objects.all())
    found = {
        "uploads": (Upload.objects.count(), operators),
        "answers": (UploadAnswer.objects.count(), operators),
        "accepted answers": (UploadAnswer.objects.filter(status="accepted").count(), operators),
        "receipts": (Receipt.objects.count(), operators),
        "rows accepted": (accepted, operators * rows),
        "operators told": (sum("Accepted." in one.page for one in outcomes), operators),
    }
    for name, (count, wanted) in found.items():
        print(f"{name}: {count:,} of {wanted:,}")
    arrived, answered = ([getattr(one, name) for one in outcomes] for name in ("arrived", "answered"))
    print(f"arrived: median {median(arrived):.1f} s, last {max(arrived):.1f} s")
    print(f"answered: median {median(answered):.1f} s, last {max(answered):.1f} s")
    return int(any(count != wanted for count, wanted in found.values()))


if __name__ == "__main__":
    sys.exit(main())
