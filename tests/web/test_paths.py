"""Each role's main path in a real browser, from the door to done: on SQLite, and on PostgreSQL as an office runs it."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

import made_up
from databases import postgres

from .conftest import DISTRICT, OTHER_DISTRICT, PASSWORD, REGENCY, ROLES, Site, address, copied, served
from .test_browser import browser

__all__ = ["browser", "postgres"]

VILLAGE = f"{DISTRICT}.2010"
_PEOPLE = ("members-2024-12.csv", "members-2025-07.csv", "usulan-160604")
_FIGURES = ("penyebut.csv", "sasaran.csv", "rekap-cabang.csv", "keluarga-per-desa.csv")


@pytest.fixture(
    scope="module",
    params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.long])],
    ids=["sqlite", "postgresql"],
)
def own(
    request: pytest.FixtureRequest, published: made_up.Regency, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A site of this module's own, on either database."""
    folder = tmp_path_factory.mktemp("paths")
    if request.param == "sqlite":
        workspace = copied(published, folder)
        with served(workspace) as url:
            yield Site(url, workspace)
        return
    database: Callable[[], str] = request.getfixturevalue("postgres")
    url_of_database = database()
    _published_on(url_of_database, published, folder / "workspace")
    with served(folder / "workspace", DATABASE_URL=url_of_database) as url:
        yield Site(url, folder / "workspace")


def _published_on(database: str, published: made_up.Regency, workspace: Path) -> None:
    """The figures and some of the lists, received and published by the command line with the ledger on a server."""
    told = {**os.environ, "DATABASE_URL": database, "CAKUPAN_WORKSPACE": str(workspace), "CAKUPAN_PASSWORD": PASSWORD}

    def cakupan(*words: object) -> None:
        command = [sys.executable, "-m", "cakupan_app", *map(str, words)]
        done = subprocess.run(command, env=told, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), (words, done.stderr)

    cakupan("init", "--area", REGENCY)
    for file in published.files:
        if file.name in _FIGURES or file.name.startswith(_PEOPLE):
            month = ["--month", file.month] if file.month else []
            cakupan("add", file.path, "--kind", file.kind, *month)
    cakupan("build")
    for role in ROLES:
        for area in (REGENCY, DISTRICT):
            cakupan("user", address(role, area), "--role", role, "--area", area, "--name", f"Contoh {role}")


@pytest.fixture
def page(own: Site, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=own.url, locale="en-GB")
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def come_in(page: Page, role: str, area: str = REGENCY) -> None:
    page.goto("/en/account/login/")
    page.fill("#id_login", address(role, area))
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/en/desk/**")


def test_a_village_operator_enters_a_worker(page: Page) -> None:
    come_in(page, "village_operator", DISTRICT)
    page.goto("/en/village/worker/")
    page.fill("#nik", "1606041205879031")
    expect(page.locator("#nik_seen")).to_contain_text("12 May 1987")
    page.fill("#name", "WARGA CONTOH")
    page.select_option("#village", f"{DISTRICT}.2010")
    page.click("text=Send this worker")
    expect(page.locator("main")).to_contain_text("accepted", ignore_case=True, timeout=60_000)


def test_a_village_operator_without_a_signal_opens_the_form_enters_two_workers_and_both_go_once(page: Page) -> None:
    come_in(page, "village_operator", DISTRICT)
    page.goto("/en/village/worker/")
    page.evaluate("navigator.serviceWorker.ready")
    sent_before = page.locator("#sent tbody tr").count()
    kept_key = page.locator("[name=key]").input_value()

    page.context.set_offline(True)
    page.reload()
    expect(page.locator("main")).to_contain_text("This phone has no signal")
    expect(page.locator("#sent")).to_have_count(0)  # nobody whom one sent is kept on the phone
    for serial in ("9032", "9033"):
        assert page.locator("[name=key]").input_value() != kept_key
        page.fill("#nik", f"160604120587{serial}")
        page.fill("#name", "WARGA CONTOH")
        page.select_option("#village", f"{DISTRICT}.2010")
        page.click("text=Send this worker")
        expect(page.locator("[data-when=waiting]")).to_be_visible()
        page.reload()

    page.context.set_offline(False)  # the page that is open sends at once: were another opened, each might send one
    expect(page.locator("[data-when=sent]")).to_be_visible()
    expect(page.locator("[data-count]")).to_have_text("2")
    page.goto("/en/village/worker/")
    expect(page.locator("#sent tbody tr")).to_have_count(sent_before + 2)
    page.reload()
    expect(page.locator("#sent tbody tr")).to_have_count(sent_before + 2)


def test_a_worker_whom_the_site_does_not_take_stops_no_other_and_none_stays_after_signing_out(page: Page) -> None:
    come_in(page, "village_operator", DISTRICT)
    page.goto("/en/village/worker/")
    page.evaluate("navigator.serviceWorker.ready")
    village = page.locator("#village option").last
    page.context.set_offline(True)
    for serial, elsewhere in (("9036", True), ("9037", False)):
        page.fill("#nik", f"160604120587{serial}")
        page.fill("#name", f"WARGA {'LAIN' if elsewhere else 'CONTOH'}")
        village.evaluate("(one, code) => { one.value = code }", f"{OTHER_DISTRICT}.2001" if elsewhere else VILLAGE)
        village.evaluate("one => { one.selected = true }")
        page.click("text=Send this worker")
    page.context.set_offline(False)
    aside = page.locator("[data-aside]")
    expect(aside).to_contain_text("WARGA LAIN, 1606041205879036")
    expect(page.locator("[data-when=sent]")).to_be_visible()
    expect(page.locator("#sent tbody")).to_contain_text("160604******37")
    aside.get_by_role("button", name="Mend").click()
    expect(page.locator("#nik")).to_have_value("1606041205879036")
    page.select_option("#village", index=1)
    page.click("text=Send this worker")
    expect(page.locator("#sent tbody")).to_contain_text("160604******36")
    expect(aside).to_be_hidden()

    page.fill("#name", "WARGA YANG DIKETIK")
    told: list[str] = []
    page.evaluate("name => localStorage.setItem(name, '[{}]')", "cakupan-worker-0-queue")
    page.once("dialog", lambda asked: (told.append(asked.message), asked.dismiss()))
    page.click("text=Sign out")
    page.wait_for_function("() => true")
    assert told and told[0].startswith("1 on this phone")
    assert page.url.endswith("/village/worker/"), "who says no stays"
    page.once("dialog", lambda asked: asked.accept())
    page.click("text=Sign out")
    page.wait_for_url(lambda url: "/village/" not in url)
    assert page.evaluate("async () => [Object.keys(localStorage), await caches.keys()]") == [[], []]


def test_a_verifier_looks_into_a_file_before_it_is_sent(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "usulan.csv"
    file.write_text("nik,nama,tanggal lahir\n1606041205879032,WARGA CONTOH,12-05-1987\n", encoding="utf-8")
    come_in(page, "district_verifier", DISTRICT)
    page.goto("/en/desk/files/send/")
    page.set_input_files("#file", str(file))
    page.select_option("#kind", "nominations")
    page.click("button[name=look]")
    page.wait_for_url("**/drafts/**")
    page.click("main form button >> nth=-1")
    expect(page.locator("main")).to_contain_text("Accepted", timeout=60_000)


def test_an_analyst_reads_the_overview_of_a_month_and_of_a_district(page: Page) -> None:
    come_in(page, "analyst")
    page.goto("/en/desk/areas/16.06/")
    page.select_option("#month", "2025-07")
    page.click("form.filters button")
    expect(page.locator(".numeral")).to_contain_text("%")
    page.click("#places tbody a >> nth=0")
    expect(page.locator("h1")).to_contain_text("Kecamatan")


def test_an_approver_and_the_branch_agree_on_a_month(page: Page, own: Site, browser: Browser) -> None:
    come_in(page, "approver")
    _sign(page)
    other = browser.new_context(base_url=own.url).new_page()
    come_in(other, "agency_officer")
    _sign(other)
    expect(other.locator("main")).to_contain_text("Agreed")
    public = browser.new_context(base_url=own.url).new_page()
    for _ in range(20):
        public.goto("/en/revisions/")
        if "agreed by both offices" in public.inner_text("main"):
            return
        public.wait_for_timeout(500)
    raise AssertionError(public.inner_text("main"))


def _sign(page: Page) -> None:
    page.goto("/en/desk/agreed/16.06/2025-07/")
    page.fill("input[name=position]:visible", "Head of office")
    page.click("button[name=action][value=sign]")
    page.wait_for_load_state()


def test_the_branch_reads_why_its_recap_differs(page: Page) -> None:
    come_in(page, "agency_officer")
    page.goto("/en/agency/bridge/16.06/?month=2025-07")
    expect(page.locator("main svg").first).to_be_visible()


def test_a_budget_holder_sees_who_is_not_covered_and_nobody_by_name(page: Page) -> None:
    come_in(page, "budget_holder")
    page.goto("/en/desk/uncovered/16.06/?people=1")
    expect(page.locator("h1")).to_contain_text("Not covered")
    assert page.locator("a[href*='/desk/workers/']").count() == 0


def test_a_budget_head_compares_two_plans_on_a_tablet_and_takes_the_list_of_names(page: Page) -> None:
    page.set_viewport_size({"width": 768, "height": 1024})
    come_in(page, "budget_holder")
    page.click("nav.rooms a:has-text('Plans')")
    for name, amount in (("Sixty million", "Rp60 juta"), ("Twice that", "120.000.000")):
        page.goto("/en/desk/plans/16.06/")
        page.fill("#name", name)
        page.fill("#until", "2026-06")
        page.fill("#seed", "2026-01-05 Sekayu")
        page.fill("#fund-apbd_regency", amount)
        page.click("text=Work out and keep")
        expect(page.locator("h1")).to_have_text(name, timeout=120_000)
        page.wait_for_url(re.compile(r"/plans/16\.06/\d+/$"), timeout=120_000)
    page.click("text=Plans >> nth=0")
    page.click("form.filters button:has-text('Compare')")
    expect(page.locator("main")).to_contain_text("“Twice that” spends Rp")
    expect(page.locator("#worth")).to_have_text("What each rupiah buys")
    expect(page.locator("main")).to_contain_text("Rp100,000,000 more in APBD, regency")
    assert page.locator("main svg[role=img]").count() == 2
    page.click("main .card a:has-text('Twice that')")
    page.fill("#export-purpose", "decree 12 of 2026")
    with page.expect_download() as download:
        page.click("form:has(#export-purpose) button")
    book = load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    rows = list(book.worksheets[0].iter_rows(max_row=2, values_only=True))
    assert {"Full name", "Reason"} <= set(rows[0])
    assert "Within the quota" in rows[1]


def test_an_auditor_takes_the_trail_out(page: Page) -> None:
    come_in(page, "auditor")
    page.goto("/en/desk/trail/")
    with page.expect_download() as download:
        page.click("main form[method=post] button")
    assert "Who" in Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()[0]


def test_an_administrator_invites_somebody_who_comes_in(page: Page, own: Site, browser: Browser) -> None:
    come_in(page, "administrator")
    page.goto("/en/desk/users/")
    page.fill("#invite-email", "baru@contoh.id")
    page.fill("#invite-name", "Baru")
    form = page.locator("form:has(#invite-email)")
    form.locator("select[name=role]").select_option("auditor")
    form.locator("button").click()
    link = page.locator("main code").first.inner_text()
    guest = browser.new_context(base_url=own.url).new_page()
    guest.goto(link[link.index("/en/account/") if "/en/account/" in link else link.index("/account/") :])
    guest.fill("#id_password", "hujan-sore-9-jendela")
    guest.click("main form button")
    guest.wait_for_url("**/desk/**")
