"""Pictures of the main pages, on a phone and on a desk: `python -m benchmarks.screens` writes them into docs/screens.

A made-up regency is made and served; whoever signs in is one of its cast. They are made to be looked at.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import requests
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from cakupan_app.work.demonstration_cast import CAST, PASSWORD

ROOT = Path(__file__).parents[1]
_PORT = 8377
_SIZES = {"360": (360, 1800), "1440": (1440, 1500)}
WORKER = "a worker"  # whose id is known only once the regency is made: the first of the list of the uncovered
_PAGES = (
    ("public-home", None, "/"),
    ("public-villages", None, "/villages/"),
    ("public-method", None, "/method/"),
    ("public-revisions", None, "/revisions/"),
    ("public-downloads", None, "/downloads/"),
    ("public-home-en", None, "/en/"),
    ("public-villages-dark", None, "/villages/"),
    ("sign-in", None, "/account/login/"),
    ("overview", "analyst", "/desk/areas/16.06/"),
    ("overview-dark", "analyst", "/desk/areas/16.06/"),
    ("uncovered", "analyst", "/desk/uncovered/"),
    ("ahead", "analyst", "/desk/ahead/16.06/"),
    ("plans", "analyst", "/desk/plans/16.06/"),
    ("plan", "budget_holder", "/desk/plans/16.06/1/"),
    ("plan-dark", "budget_holder", "/desk/plans/16.06/1/"),
    ("plans-compared", "budget_holder", "/desk/plans/16.06/compare/?first=1&second=2"),
    ("explain", "analyst", "/desk/explain/"),
    ("programs", None, "/programs/"),
    ("files", "analyst", "/desk/files/"),
    ("send", "analyst", "/desk/files/send/"),
    ("repairs", "analyst", "/desk/repairs/"),
    ("workers", "analyst", "/desk/workers/"),
    ("worker", "analyst", WORKER),
    ("review", "analyst", "/desk/review/"),
    ("agreed", "analyst", "/desk/agreed/16.06/"),
    ("bridge", "agency_officer", "/agency/bridge/16.06/"),
    ("check", "analyst", "/desk/check/"),
    ("press", "analyst", "/desk/press/16.06/?month=2025-07"),
    ("published", "analyst", "/desk/published/"),
    ("definitions", "analyst", "/desk/definitions/"),
    ("glossary", "analyst", "/desk/glossary/"),
    ("sources", "analyst", "/desk/sources/"),
    ("snapshots-compared", "analyst", "/desk/snapshots/1/2/"),
    ("account", "analyst", "/account/"),
    ("users", "administrator", "/desk/users/"),
    ("trail", "auditor", "/desk/trail/"),
    ("worker-form", "village_operator", "/village/worker/"),
)


def main(size: int, out: Path, only: Sequence[str] = ()) -> None:
    """Serve a regency of that many workers and look at each page, or `only` at those named; some by night as well."""
    pages = [one for one in _PAGES if not only or one[0] in only]
    found = shutil.which("chromium")
    if found is None:
        raise SystemExit("chromium is not installed (Debian: apt install chromium)")
    folder = Path(tempfile.mkdtemp(prefix="cakupan-screens-"))
    out.mkdir(parents=True, exist_ok=True)
    served = _serve(folder / "workspace", size)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
            for role in dict.fromkeys(role for _, role, _ in pages):
                with _signed_in(browser, role) as page:
                    for name, _, path in (one for one in pages if one[1] == role):
                        _look(page, path, out, name, "dark" if name.endswith("-dark") else "light")
            browser.close()
    finally:
        served.terminate()
        served.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _serve(workspace: Path, size: int) -> "subprocess.Popen[bytes]":
    from datetime import UTC, datetime

    command = [sys.executable, "-m", "cakupan_app"]
    told = {**os.environ, "CAKUPAN_SECOND_FACTOR": "0"}
    made = [*command, "demo", "--no-serve", "--size", str(size), "--workspace", str(workspace)]
    subprocess.run(made, env=told, check=True, capture_output=True)
    _publish_again(command, workspace, told)
    for name, money in (("RKPD 2026", size * 42_000), ("RKPD 2026, tambah", size * 63_000)):
        asked = ["--area", "16.06", "--fund", f"apbd={money}", "--until", "2026-12", "--save", name]
        asked += ["--seed", "2026-01-05 Sekayu"]
        # 1: what was asked of it falls short, which is no fault
        plan = [*command, "plan", *asked, "--workspace", str(workspace)]
        done = subprocess.run(plan, env=told, capture_output=True, check=False)
        if done.returncode not in (0, 1):
            raise SystemExit(done.stderr.decode())
    from cakupan_app.work.demonstration_cast import make_cast

    make_cast(workspace, at=datetime.now(UTC))
    served = subprocess.Popen([*command, "serve", "--port", str(_PORT), "--workspace", str(workspace)], env=told)
    for _ in range(300):
        try:
            requests.get(f"http://127.0.0.1:{_PORT}/account/login/", timeout=5)
            return served
        except (requests.ConnectionError, requests.Timeout):
            time.sleep(0.2)
    served.terminate()
    raise SystemExit("the site did not open")


def _publish_again(command: list[str], workspace: Path, told: dict[str, str]) -> None:
    """A second snapshot, without the first of the extracts: so that two can be compared."""
    where = ["--workspace", str(workspace)]
    asked = [*command, "files", "--kind", "members", "--json", *where]
    files = json.loads(subprocess.run(asked, env=told, check=True, capture_output=True).stdout)["files"]
    first = min(files, key=lambda file: file["month"])
    for again in (["undo", first["sha256"]], ["build"]):
        subprocess.run([*command, *again, *where], env=told, check=True, capture_output=True)


@contextmanager
def _signed_in(browser: Browser, role: str | None) -> Iterator[Page]:
    """A page of one of the cast, who comes in by the door once; of the public, where no role is named."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{_PORT}")
    page = context.new_page()
    if role:
        page.goto("/account/login/")
        page.fill("#id_login", next(one.email for one in CAST if one.role == role))
        page.fill("#id_password", PASSWORD)
        page.click("main button")
        page.wait_for_url(re.compile(r"/(desk|village|agency)/"))
    yield page
    context.close()


def _look(page: Page, path: str, out: Path, name: str, theme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=theme)
    for width, (wide, high) in _SIZES.items():
        page.set_viewport_size({"width": wide, "height": 800})
        _open(page, _worker(page) if path == WORKER else path)  # anew: where a strip of rooms begins is decided once
        tall = min(high, int(page.evaluate("document.documentElement.scrollHeight")))
        clip: FloatRect = {"x": 0, "y": 0, "width": wide, "height": tall}
        page.screenshot(path=str(out / f"{name}-{width}.png"), full_page=True, clip=clip)


def _worker(page: Page) -> str:
    """The page of a worker: of the first whom the list of the uncovered names."""
    _open(page, "/desk/uncovered/16.06/?people=1")
    return page.locator("main a[href*='/desk/workers/']").first.get_attribute("href") or "/desk/workers/"


def _open(page: Page, path: str) -> None:
    page.goto(path)
    if "/account/purpose/" in page.url:  # asked before people are shown
        page.select_option("#purpose", "correction")
        page.click("main button")


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--size", type=int, default=20_000)
    options.add_argument("--out", type=Path, default=ROOT / "docs" / "screens")
    options.add_argument("--only", nargs="*", default=(), metavar="PAGE")
    asked = options.parse_args()
    main(asked.size, asked.out, asked.only)
