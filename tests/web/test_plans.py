"""The room of plans: asked for by a form, worked out by a worker, shown, compared, and taken out as lists."""

import csv
import io
import time

import pytest
import requests
from openpyxl import load_workbook

from .conftest import DISTRICT, REGENCY, Site
from .test_api import ask, token_of

SEED = "2026-01-05 Sekayu"


def typed(called: str, **told: str) -> dict[str, object]:
    form = {"name": called, "until": "2026-06", "fund-apbd_regency": "Rp60 juta", "fund-csr": "1.500.000", "seed": SEED}
    return {**form, **told}


def sent(site: Site, role: str, form: dict[str, object], area: str = REGENCY) -> requests.Response:
    return site.post(role, f"/en/desk/plans/{area}/", form, area=area)


def made_plan(site: Site, role: str, area: str = REGENCY, name: str = "Rencana uji", **told: str) -> int:
    """The id of a plan that a worker made, waited for on its page as somebody without JavaScript would."""
    # a plan of a district is wanted by whoever has the role in the whole regency, as the cast's things are
    asked = site.post(role, f"/en/desk/plans/{area}/", typed(name, **told))
    assert asked.status_code == 302, asked.text
    for _ in range(480):
        page = site.get(role, asked.headers["Location"])
        if page.status_code == 302:
            return int(page.headers["Location"].rstrip("/").rsplit("/", 1)[1])
        assert "hx-get" in page.text, page.text
        time.sleep(0.25)
    pytest.fail("the plan was not made")


@pytest.fixture(scope="module")
def kept(site: Site) -> tuple[int, int]:
    """Two plans of the budget holder, the second with twice the money."""
    small = made_plan(site, "budget_holder", name="Anggaran kecil")
    return small, made_plan(site, "budget_holder", name="Anggaran besar", **{"fund-apbd_regency": "120.000.000"})


@pytest.mark.parametrize(
    ("path", "words"), [("/en/desk", "Rp100,000,000 more in"), ("/desk", "Tambahan Rp100.000.000 pada")]
)
def test_a_plan_says_what_it_does_and_what_each_rupiah_buys(
    site: Site, kept: tuple[int, int], path: str, words: str
) -> None:
    page = site.get("budget_holder", f"{path}/plans/{REGENCY}/{kept[0]}/")
    assert page.status_code == 200
    assert words in page.text
    assert page.text.count('role="img"') >= 4
    assert page.text.count("<tbody>") >= page.text.count('role="img"') + 3
    assert "Anggaran kecil" in site.get("approver", f"{path}/plans/{REGENCY}/").text


def test_two_plans_stand_side_by_side_with_their_differences(site: Site, kept: tuple[int, int]) -> None:
    page = site.get("budget_holder", f"/en/desk/plans/{REGENCY}/compare/?first={kept[0]}&second={kept[1]}")
    assert page.status_code == 200
    assert "“Anggaran besar” spends Rp" in page.text
    assert page.text.count('role="img"') == 2
    alike = site.get("budget_holder", f"/en/desk/plans/{REGENCY}/compare/?first={kept[0]}&second={kept[0]}")
    assert "alike in every figure" in alike.text


def test_a_plan_out_of_sight_is_as_none(site: Site, kept: tuple[int, int]) -> None:
    for path in (f"{REGENCY}/{kept[0]}/", f"{DISTRICT}/{kept[0]}/"):
        assert site.get("budget_holder", f"/desk/plans/{path}", area=DISTRICT).status_code in (403, 404)
        assert site.post("budget_holder", f"/desk/plans/{path}quotas/", {}, area=DISTRICT).status_code in (403, 404)
    assert site.get("budget_holder", f"/desk/plans/{REGENCY}/999999/").status_code == 404
    assert site.get("agency_officer", f"/desk/plans/{REGENCY}/{kept[0]}/").status_code in (403, 404)
    assert site.get(None, f"/desk/plans/{REGENCY}/{kept[0]}/").status_code == 302


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"fund-apbd_regency": "banyak"}, "cannot be read as whole rupiah"),
        ({"seed": " "}, "publish it first"),
        ({"fund-apbd_regency": "", "fund-csr": ""}, "at least one fund"),
        ({"name": " "}, "Give this plan a name"),
        ({"name": "anggaran KECIL"}, "Anggaran kecil"),
        ({"until": "2019-01"}, "A plan"),
        ({"until": "kapan"}, "kapan"),
        ({"floors": "16.06.99 = 3"}, "16.06.99"),
        ({"floors": "16.06.04"}, "16.06.04"),
        ({"accept-csr": "140 %"}, "share"),
    ],
)
def test_what_cannot_be_planned_is_said_and_what_was_typed_stays(
    site: Site, kept: tuple[int, int], told: dict[str, str], says: str
) -> None:
    page = sent(site, "budget_holder", typed("Rencana lain", **told))
    assert page.status_code == 422
    alert = page.text.split('role="alert"', 1)[1].split("</div>", 1)[0]
    assert says.casefold() in alert.casefold()
    assert "--fund" not in alert
    assert "seed" in told or f'value="{SEED}"' in page.text
    assert sent(site, "auditor", typed("Rencana lain", **told)).status_code == 403


def test_an_earlier_plan_s_question_stands_in_the_form(site: Site, kept: tuple[int, int]) -> None:
    page = site.get("budget_holder", f"/desk/plans/{REGENCY}/?like={kept[1]}").text
    assert 'value="120.000.000"' in page
    assert f'value="{SEED}"' in page


def test_quotas_name_nobody_and_add_up(site: Site, kept: tuple[int, int]) -> None:
    told = ask(site, f"areas/{REGENCY}/plans/{kept[0]}", token_of(site, "budget_holder")).json()
    page = site.post("budget_holder", f"/en/desk/plans/{REGENCY}/{kept[0]}/quotas/", {"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(page.content.decode("utf-8-sig"))))
    assert sum(int(row["Quota of people"]) for row in rows) == told["newly_covered"] + told["renewed"]
    assert sum(int(row["Cost (rupiah)"]) for row in rows) == told["cost"]
    assert "NIK" not in page.text
    trail = site.get("auditor", "/en/desk/trail/?action=exported").text
    assert "quotas of a plan" in trail


def test_the_list_of_names_has_reasons_and_shows_no_more_than_one_may_see(site: Site, kept: tuple[int, int]) -> None:
    page = f"/en/desk/plans/{REGENCY}/{kept[0]}/names/"
    assert site.post("budget_holder", page, {"purpose": ""}).status_code == 400
    assert site.post("approver", page, {"purpose": "decree 12"}).status_code == 403
    mine = _names(site.post("budget_holder", page, {"purpose": "decree 12 of 2026", "whom": ""}))
    whole = _names(site.post("analyst", page, {"purpose": "decree 12 of 2026", "whom": ""}))
    assert [row["Key of the person"] for row in mine] == [row["Key of the person"] for row in whole]
    listed = {"Within the quota", "In reserve, should somebody not be accepted"}
    for row, seen in zip(mine, whole, strict=True):
        assert row["Reason"] == seen["Reason"] != ""
        assert bool(row["Full name"]) == (row["Reason"] in listed)
        assert "*" in row["NIK of the person"] or not row["NIK of the person"]
        assert not row["Born on"]
    assert any(seen["NIK of the person"].isdigit() for seen in whole)
    trail = site.get("auditor", "/en/desk/trail/").text
    assert "decree 12 of 2026" in trail
    assert "number of the plan" in trail


def _names(answer: requests.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    headings, *rows = load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(headings, ("" if cell is None else cell for cell in row), strict=True)) for row in rows]


def test_a_program_asks_for_a_plan_and_reads_it(site: Site) -> None:
    headers = token_of(site, "budget_holder")
    body = {"name": "Dari program", "until": "2026-06", "funds": [{"payer": "apbd_regency", "amount": 50_000_000}]}
    unseeded = requests.post(f"{site.url}/api/v1/areas/{REGENCY}/plans", json=body, headers=headers, timeout=120)
    assert (unseeded.status_code, unseeded.json()["code"]) == (409, "plan_seed_needed")
    body["seed"] = SEED
    url = f"{site.url}/api/v1/areas/{REGENCY}/plans"
    asked = requests.post(url, json=body, headers=headers, timeout=120)
    assert asked.status_code == 202, asked.text
    for _ in range(480):
        told = requests.get(f"{url}/made/{asked.json()['job']}", headers=headers, timeout=120).json()
        if told["state"] not in ("waiting", "running"):
            break
        time.sleep(0.25)
    plan = requests.get(f"{url}/{told['plan']}", headers=headers, timeout=120).json()
    assert plan["cost"] <= 50_000_000
    assert plan["cost"] == sum(row["cost"] for row in plan["rows"])
    assert requests.post(url, json=body, headers=headers, timeout=120).status_code == 409
    assert requests.post(url, json=body, headers=token_of(site, "auditor"), timeout=120).status_code == 403
