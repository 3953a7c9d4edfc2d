"""The rooms about people: each opens for whom it should, and is closed to strangers by list as by id."""

import re
from io import BytesIO
from pathlib import Path

import pytest
import requests
from openpyxl import load_workbook

from .conftest import DISTRICT, OTHER_DISTRICT, REGENCY, ROLES, Site, fetched

NOBODY_SO = "0" * 32


def workers_in(site: Site, area: str) -> list[str]:
    """Persons whom lists place in an area, as the analyst of the regency sees them."""
    page = site.get("analyst", f"/en/desk/uncovered/{area}/?people=1")
    assert page.status_code == 200
    return re.findall(r"/desk/workers/([0-9a-f]{32})/", page.text)


def asked(site: Site, role: str, person: str, area: str = REGENCY) -> requests.Response:
    """The page of a worker, once whoever asks has said what for."""
    return site.get(role, f"/en/desk/workers/{person}/", area=area)


def last_line(site: Site) -> str:
    """The last line of the trail, as an auditor takes it out; that it was taken out is the line after it."""
    return site.post("auditor", "/en/desk/trail/export/", {}).content.decode("utf-8-sig").splitlines()[1]


SEE_PEOPLE = {"district_verifier", "analyst", "approver", "agency_officer", "auditor"}


@pytest.mark.parametrize(
    ("path", "opens"),
    [
        (f"/desk/uncovered/{DISTRICT}/", set(ROLES)),
        ("/desk/repairs/", SEE_PEOPLE),
        ("/desk/workers/", SEE_PEOPLE),
        ("/desk/review/", {"district_verifier", "analyst", "agency_officer"}),
        ("/desk/users/", {"administrator"}),
        ("/desk/trail/", {"auditor", "administrator"}),
    ],
)
@pytest.mark.parametrize("area", [REGENCY, DISTRICT])
def test_a_room_opens_for_the_roles_that_have_its_right(site: Site, path: str, opens: set[str], area: str) -> None:
    found = {role for role in ROLES if site.get(role, path, area=area).status_code == 200}
    assert found == opens
    refused = {site.get(role, path, area=area).status_code for role in set(ROLES) - opens}
    assert refused <= {403}
    assert site.get(None, path).status_code == 302


# ---- the uncovered


def test_the_uncovered_are_counted_for_all_and_named_on_request(site: Site) -> None:
    counts = site.get("budget_holder", "/en/desk/uncovered/16.06/?people=1").text
    assert "Named on a list, not covered" in counts
    assert "/desk/workers/" not in counts.partition("<main")[2]
    assert "/desk/workers/" not in site.get("analyst", "/en/desk/uncovered/16.06/").text.partition("<main")[2]
    assert workers_in(site, REGENCY)


def test_a_nik_in_the_list_is_masked(site: Site) -> None:
    page = site.get("analyst", "/en/desk/uncovered/16.06/?people=1").text.partition("<main")[2]
    assert "******" in page
    assert not re.search(r"\b\d{16}\b", page)


def test_the_same_seed_draws_the_same_people(site: Site) -> None:
    first, again, other = (
        re.findall(
            r"/desk/workers/([0-9a-f]{32})/",
            site.get("analyst", f"/desk/uncovered/16.06/?people=1&sample=5&seed={seed}").text,
        )
        for seed in (3, 3, 4)
    )
    assert len(first) == 5
    assert first == again != other


@pytest.mark.parametrize("path", ["/desk/uncovered/16.06.06/", "/desk/uncovered/16.06/"])
def test_the_uncovered_of_another_district_are_refused(site: Site, path: str) -> None:
    assert site.get("analyst", path, area=DISTRICT).status_code == 403


@pytest.mark.parametrize(("query", "status"), [("?month=2031-01", 400), ("?month=x", 404), ("?page=x&people=1", 200)])
def test_a_bad_question_about_the_uncovered_is_refused(site: Site, query: str, status: int) -> None:
    assert site.get("analyst", f"/desk/uncovered/16.06/{query}").status_code == status


def test_a_list_is_taken_out_with_its_purpose_on_the_trail(site: Site) -> None:
    path = "/en/desk/uncovered/16.06/export/?month=2025-07"
    taken = site.post("analyst", path, {"purpose": "letter 560/12 on batch 2", "format": "csv"})
    assert taken.status_code == 200
    rows = list(load_workbook(BytesIO(taken.content)).worksheets[0].iter_rows(values_only=True))
    assert re.fullmatch(r"\d{16}", str(rows[1][0])) and isinstance(rows[1][0], str), "Excel would keep 15 digits of it"
    line = last_line(site)
    assert f"rows={len(rows) - 1}" in line
    assert "letter 560/12 on batch 2" in line


@pytest.mark.parametrize(
    ("role", "area", "path", "purpose", "status"),
    [
        ("analyst", REGENCY, "/desk/uncovered/16.06/export/", "", 400),
        ("analyst", DISTRICT, f"/desk/uncovered/{OTHER_DISTRICT}/export/", "letter 560/12", 403),
        ("district_verifier", REGENCY, "/desk/uncovered/16.06/export/", "letter 560/12", 403),
        ("analyst", REGENCY, "/desk/uncovered/98.76/export/", "letter 560/12", 403),
    ],
)
def test_nothing_is_taken_out_without_right_or_purpose(
    site: Site, role: str, area: str, path: str, purpose: str, status: int
) -> None:
    assert site.post(role, path, {"purpose": purpose}, area=area).status_code == status


# ---- a worker


def test_a_purpose_is_asked_before_anybody_is_shown(site: Site) -> None:
    person = workers_in(site, DISTRICT)[0]
    path, fresh = f"/en/desk/workers/{person}/", Site(site.url, site.workspace)
    asks = fresh.get("agency_officer", path, says=None).headers["Location"]
    assert "What do you look at people for?" in fresh.get("agency_officer", asks).text
    for none in ({"purpose": "any"}, {"purpose": "other"}):
        assert fresh.post("agency_officer", asks, none).status_code == 422
    said = fresh.post("agency_officer", asks, {"purpose": "complaint", "purpose_text": "letter 12"})
    assert (said.status_code, said.headers["Location"]) == (302, path)
    shown = fresh.get("agency_officer", path, says=None)
    assert "Where each fact came from" in shown.text
    assert "no-store" in shown.headers["Cache-Control"]
    line = last_line(site)
    assert person in line
    assert "looked" in line
    assert "complaint: letter 12" in line


def test_every_bar_of_a_time_line_is_a_row_of_a_table(site: Site) -> None:
    page = asked(site, "analyst", workers_in(site, DISTRICT)[0]).text
    told = re.search(r"<desc>(.*?)</desc>", page)
    assert told
    bars = [bar for lane in told.group(1).split("; ") for bar in lane.split(": ")[-1].split(", ")]
    table = page.partition('id="bars"')[2].partition("</table>")[0]
    assert table.count("<tr>") == len(bars) + 1


def test_a_worker_is_seen_where_lists_place_them_and_else_is_as_nobody(site: Site) -> None:
    here, there = workers_in(site, DISTRICT)[0], workers_in(site, OTHER_DISTRICT)[0]
    assert asked(site, "district_verifier", here, area=DISTRICT).status_code == 200
    for stranger in (there, NOBODY_SO, "x"):
        page = site.get("district_verifier", f"/en/desk/workers/{stranger}/", area=DISTRICT)
        assert page.status_code == 404
        assert "There is no such worker" in page.text
    assert site.get("administrator", f"/desk/workers/{here}/").status_code == 404


def test_who_looked_is_told_to_those_who_may_see_the_trail(site: Site) -> None:
    person = workers_in(site, DISTRICT)[0]
    asked(site, "analyst", person)
    heading = "Who looked at this person"
    assert heading in asked(site, "auditor", person).text
    assert heading not in asked(site, "analyst", person).text


def test_a_search_finds_people_of_own_areas_and_its_words_stand_nowhere(site: Site) -> None:
    person = workers_in(site, DISTRICT)[0]
    shown = asked(site, "analyst", person).text
    (nik,) = set(re.findall(r'class="mono">(\d{16})<', shown)) or {""}
    if not nik:
        pytest.skip("this person has no NIK")
    site.get("district_verifier", "/en/desk/workers/", area=DISTRICT)
    site.get("analyst", "/en/desk/workers/")
    found = site.post("district_verifier", "/en/desk/workers/", {"text": nik}, area=DISTRICT)
    assert person in found.text
    assert nik not in last_line(site)
    elsewhere = site.post("district_verifier", "/en/desk/workers/", {"text": nik}, area=DISTRICT)
    assert elsewhere.status_code == 200
    strange = workers_in(site, OTHER_DISTRICT)[0]
    other = re.findall(r'class="mono">(\d{16})<', asked(site, "analyst", strange).text)
    if other:
        hidden = site.post("district_verifier", "/en/desk/workers/", {"text": other[0]}, area=DISTRICT)
        assert "/desk/workers/" + strange not in hidden.text
    assert site.post("analyst", "/desk/workers/", {"text": "a"}).status_code == 422
    assert site.post("budget_holder", "/desk/workers/", {"text": "siti"}).status_code == 403


# ---- repairs


def files_in(page: str) -> list[str]:
    return re.findall(r"/desk/repairs/([0-9a-f]{64})/", page)


def test_rows_to_mend_are_told_by_file_and_reason_and_are_masked(site: Site) -> None:
    page = site.get("analyst", "/en/desk/repairs/")
    file = files_in(page.text)[0]
    rows = site.get("analyst", f"/en/desk/repairs/{file}/")
    assert rows.status_code == 200
    assert "Rows in quarantine" in rows.text
    assert not re.search(r"\b\d{16}\b", rows.text.partition("<main")[2])
    assert "looked" in last_line(site)


def test_a_file_of_the_whole_regency_is_none_for_a_district(site: Site) -> None:
    of_the_district = files_in(site.get("analyst", "/desk/repairs/", area=DISTRICT).text)
    file = next(one for one in files_in(site.get("analyst", "/desk/repairs/").text) if one not in of_the_district)
    for path in (f"/desk/repairs/{file}/", f"/desk/repairs/{'0' * 64}/", "/desk/repairs/x/"):
        assert site.get("analyst", path, area=DISTRICT).status_code == 404
    assert site.post("analyst", f"/desk/repairs/{file}/workbook/", {}, area=DISTRICT).status_code == 404


def test_the_marked_workbook_is_for_those_who_send_or_decide(site: Site) -> None:
    file = files_in(site.get("analyst", "/desk/repairs/").text)[0]
    assert site.post("auditor", f"/desk/repairs/{file}/workbook/", {}).status_code == 403
    assert site.post("budget_holder", f"/desk/repairs/{file}/workbook/", {}).status_code == 403
    site.get("district_verifier", f"/desk/repairs/{file}/")
    book = site.post("district_verifier", f"/desk/repairs/{file}/workbook/", {})
    assert fetched(site, "district_verifier", book).content.startswith(b"PK")
    assert "exported" in last_line(site)


# ---- the trail


def test_a_district_auditor_reads_lines_of_the_district_alone(site: Site) -> None:
    workers_in(site, REGENCY)
    asked(site, "analyst", workers_in(site, DISTRICT)[0])
    lines = site.post("auditor", "/en/desk/trail/export/", {}, area=DISTRICT).content.decode("utf-8-sig").splitlines()
    areas = {line.split(",")[4] for line in lines[1:]}
    assert areas
    assert all(area.startswith(DISTRICT) for area in areas)


def test_the_trail_is_filtered_and_says_that_it_holds(site: Site) -> None:
    page = site.get("auditor", "/en/desk/trail/?action=searched&who=analyst")
    assert "The trail holds" in page.text
    assert site.get("auditor", "/desk/trail/?begins=2025-13-01").status_code == 400
    assert site.get("auditor", "/desk/trail/?area=98.76").status_code == 404
    assert site.get("auditor", "/desk/trail/?begins=2020-01-01&ends=2020-01-02").status_code == 200
    assert site.post("analyst", "/desk/trail/export/", {}).status_code == 403


def test_no_name_and_no_nik_stands_on_the_trail(site: Site) -> None:
    text = site.post("auditor", "/en/desk/trail/export/", {}).content.decode("utf-8-sig")
    assert not re.search(r"(?<![0-9a-f])\d{16}(?![0-9a-f])", text)


def test_nothing_of_people_stands_in_the_log(site: Site) -> None:
    log = (Path(site.workspace).parent / "serve.log").read_text(encoding="utf-8")
    assert not re.search(r"\d{16}|purpose|Traceback", log)
