"""Pictures of the main pages, on a phone and on a desk: `python -m benchmarks.screens` writes them into docs/screens.

A made-up regency is made and served; whoever signs in is one of its cast. They are made to be looked at.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests
from playwright.sync_api import Browser, Page, sync_playwright

from cakupan_app.work.demonstration_cast import CAST, PASSWORD

ROOT = Path(__file__).parents[1]
_PORT = 8377
_SIZES = {"360": (360, 1800), "1440": (1440, 1500)}
_PAGES = (
    ("public-home", None, "/"),
    ("public-villages", None, "/villages/"),
    ("public-method", None, "/method/"),
    ("public-home-en", None, "/en/"),
    ("sign-in", None, "/account/login/"),
    ("overview", "analyst", "/desk/areas/16.06/"),
    ("uncovered", "analyst", "/desk/uncovered/"),
    ("files", "analyst", "/desk/files/"),
    ("send", "analyst", "/desk/files/send/"),
    ("repairs", "analyst", "/desk/repairs/"),
    ("review", "analyst", "/desk/review/"),
    ("agreed", "analyst", "/desk/agreed/16.06/"),
    ("bridge", "agency_officer", "/agency/bridge/16.06/"),
    ("definitions", "analyst", "/desk/definitions/"),
    ("sources", "analyst", "/desk/sources/"),
    ("users", "administrator", "/desk/users/"),
    ("trail", "auditor", "/desk/trail/"),
    ("worker-form", "village_operator", "/village/worker/"),
)


def main(size: int, out: Path) -> None:
    """Serve a regency of that many workers and look at each page, by day and, on the desk, by night."""
    found = shutil.which("chromium")
    if found is None:
        raise SystemExit("chromium is not installed (Debian: apt install chromium)")
    folder = Path(tempfile.mkdtemp(prefix="cakupan-screens-"))
    out.mkdir(parents=True, exist_ok=True)
    served = _serve(folder / "workspace", size)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
            for width, (wide, high) in _SIZES.items():
                for name, role, path in _PAGES:
                    _look(browser, role, path, (wide, high), out / f"{name}-{width}.png")
            _look(browser, "analyst", "/desk/areas/16.06/", _SIZES["1440"], out / "overview-dark-1440.png", "dark")
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
    from cakupan_app.work.demonstration_cast import make_cast

    make_cast(workspace, at=datetime.now(UTC))
    served = subprocess.Popen([*command, "serve", "--port", str(_PORT), "--workspace", str(workspace)], env=told)
    for _ in range(300):
        try:
            requests.get(f"http://127.0.0.1:{_PORT}/account/login/", timeout=5)
            return served
        except requests.ConnectionError:
            time.sleep(0.2)
    served.terminate()
    raise SystemExit("the site did not open")


def _look(
    browser: Browser, role: str | None, path: str, size: tuple[int, int], file: Path, theme: str = "light"
) -> None:
    wide, high = size
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{_PORT}",
        viewport={"width": wide, "height": 800},
        color_scheme="dark" if theme == "dark" else "light",
    )
    page = context.new_page()
    if role:
        _sign_in(page, role)
    page.goto(path)
    if "/account/purpose/" in page.url:
        page.select_option("#purpose", "correction")
        page.click("main button")
    page.wait_for_load_state("networkidle")
    tall = min(high, int(page.evaluate("document.documentElement.scrollHeight")))
    page.screenshot(path=str(file), full_page=True, clip={"x": 0, "y": 0, "width": wide, "height": tall})
    context.close()


def _sign_in(page: Page, role: str) -> None:
    email = next(one.email for one in CAST if one.role == role)
    page.goto("/account/login/")
    page.fill("#id_login", email)
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    page.wait_for_url(re.compile(r"/(desk|village|agency)/"))


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--size", type=int, default=20_000)
    options.add_argument("--out", type=Path, default=ROOT / "docs" / "screens")
    asked = options.parse_args()
    main(asked.size, asked.out)
