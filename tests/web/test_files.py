"""Files by the site: sent, looked into, read, answered, decided about; and nothing of it by a stranger."""

import re
import time
import uuid
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import requests

from cakupan import regions

from .conftest import DISTRICT, OTHER_DISTRICT, Site, fetched

VILLAGE = f"{DISTRICT}.2010"
HEADINGS = "nik,nama,jenis kelamin,tanggal lahir,desa,kecamatan\n"
SEND = "/en/desk/files/send/"


def listed(*niks: str) -> str:
    return HEADINGS + "".join(f"{nik},WARGA CONTOH,L,12-05-1987,Bukit Selabu,Batang Hari Leko\n" for nik in niks)


def send(
    site: Site, content: str, role: str = "analyst", area: str = DISTRICT, button: str = "straight", **told: str
) -> tuple[requests.Response, str]:
    key = told.pop("key", str(uuid.uuid4()))
    data = {"key": key, "kind": "nominations", "month": "", "area": area, button: "1", **told}
    file = {"file": ("usulan 1606041205879001.csv", content.encode())}
    return site.post(role, SEND, data, area=DISTRICT, files=file), key


def answered(site: Site, key: str, role: str = "analyst") -> str:
    for _ in range(1200):
        page = site.get(role, f"/en/desk/files/sent/{key}/", area=DISTRICT)
        assert page.status_code == 200, page.text
        if "hx-get" not in page.text:
            return page.text
        time.sleep(0.25)
    raise AssertionError("the upload was not answered")


def file_in(page: str) -> str:
    found = re.search(r"/en/desk/files/([0-9a-f]{64})/", page)
    assert found, page
    return found.group(1)


def test_a_file_is_sent_read_answered_and_listed_without_a_whole_nik(site: Site) -> None:
    sent, key = send(site, listed("1606041205879011", "160604"))
    assert (sent.status_code, sent.headers["Location"]) == (302, f"/en/desk/files/sent/{key}/")
    page = answered(site, key)
    assert "Accepted." in page
    assert "1606041205879011" not in page
    assert "1606041205879001" not in page, "a NIK in the name of a file"
    lines = site.get("analyst", "/en/desk/files/", area=DISTRICT).text
    assert file_in(page) in lines
    assert file_in(page) not in site.get("analyst", "/en/desk/files/?status=held", area=DISTRICT).text


def test_nothing_of_a_file_lies_in_the_clear(site: Site) -> None:
    _, key = send(site, listed("1606041205879012"))
    answered(site, key)
    kept = [path for path in site.workspace.rglob("*") if path.is_file() and b"1606041205879012" in path.read_bytes()]
    assert not kept


def test_the_same_page_sent_twice_is_one_upload(site: Site) -> None:
    _, key = send(site, listed("1606041205879013"))
    again, _ = send(site, listed("1606041205879013"), key=key)
    assert again.headers["Location"] == f"/en/desk/files/sent/{key}/"
    assert "Accepted." in answered(site, key)
    stranger, _ = send(site, listed("1606041205879013"), key=key, role="district_verifier")
    assert stranger.status_code == 404


def test_a_file_is_looked_into_before_it_is_sent_and_its_columns_are_chosen(site: Site) -> None:
    content = listed("1606041205879014").replace("kecamatan", "kecamatan,catatan").replace("Leko\n", "Leko,petani\n")
    sent, key = send(site, content, button="look")
    draft = sent.headers["Location"]
    page = site.get("analyst", draft, area=DISTRICT).text
    assert "Read as" in page and "catatan" in page and "1606041205879014" not in page
    chosen = {f"column_{at}": name for at, name in enumerate(("nik", "name", "sex", "birth", "village", "district"))}
    again = site.post("analyst", draft, {**chosen, "column_6": "occupation", "look": "1"}, area=DISTRICT)
    assert again.headers["Location"] == draft
    page = site.get("analyst", draft, area=DISTRICT).text
    assert re.search(r'name="column_6">.*?value="occupation" selected', page, re.DOTALL)
    done = site.post("analyst", draft, {**chosen, "column_6": "occupation", "send": "1"}, area=DISTRICT)
    assert done.headers["Location"] == f"/en/desk/files/sent/{key}/"
    assert "catatan → occupation" in answered(site, key)
    assert site.get("district_verifier", draft, area=DISTRICT).status_code == 404


def test_a_file_that_nobody_named_is_named_while_it_is_looked_into(site: Site) -> None:
    sent, key = send(site, listed("1606041205879041"), button="look", kind="")
    draft = sent.headers["Location"]
    assert "Choose the list" in site.get("analyst", draft, area=DISTRICT).text
    named = site.post("analyst", draft, {"kind": "nominations", "month": "", "look": "1"}, area=DISTRICT)
    assert named.headers["Location"] == draft
    assert "Read as" in site.get("analyst", draft, area=DISTRICT).text
    chosen = {f"column_{at}": name for at, name in enumerate(("nik", "name", "sex", "birth", "village", "district"))}
    site.post("analyst", draft, {**chosen, "send": "1"}, area=DISTRICT)
    assert "Accepted." in answered(site, key)


def test_a_held_file_is_accepted_and_taken_out_again_by_who_may(site: Site) -> None:
    _, key = send(site, listed("1606041205879015"), hold="on")
    page = answered(site, key)
    sha256 = file_in(page)
    assert "Held." in page
    accept, undo = (f"/en/desk/files/{sha256}/{action}/" for action in ("accept", "undo"))
    assert site.get("agency_officer", accept, area=DISTRICT).status_code == 403
    assert site.post("agency_officer", accept, {}, area=DISTRICT).status_code == 403
    assert site.get("analyst", accept, area=DISTRICT).status_code == 200
    assert "Held" in site.get("analyst", f"/en/desk/files/{sha256}/", area=DISTRICT).text, "a look decides nothing"
    assert site.post("analyst", accept, {}, area=DISTRICT).status_code == 302
    assert site.post("analyst", accept, {}, area=DISTRICT).status_code == 400, "it is accepted already"
    assert site.post("analyst", undo, {}, area=DISTRICT).status_code == 302
    assert "Taken out" in site.get("analyst", f"/en/desk/files/{sha256}/", area=DISTRICT).text
    assert site.get("analyst", f"/en/desk/files/{sha256}/burn/", area=DISTRICT).status_code == 404


def test_accepting_a_list_of_people_of_elsewhere_is_offered_to_who_may_alone(site: Site) -> None:
    _, key = send(site, listed("1606041205879061").replace("Bukit Selabu,Batang Hari Leko", "Kayu Ara,Sekayu"))
    page = f"/en/desk/files/{file_in(answered(site, key))}/"
    for status in ("Held.", "Taken out."):
        told = site.get("analyst", page, area=DISTRICT).text
        assert status in told and "It can be accepted only by somebody who accepts files for" in told
        assert f"{page}accept/" not in told
        assert f"{page}accept/" in site.get("analyst", page).text
        site.post("analyst", f"{page}undo/", {}, area=DISTRICT)
    assert site.post("analyst", f"{page}accept/", {}, area=DISTRICT).status_code == 403


def test_the_marked_file_and_the_receipt_go_back_to_the_sender(site: Site) -> None:
    _, key = send(site, listed("1606041205879016", "160604"))
    sha256 = file_in(answered(site, key))
    asked = site.post("analyst", f"/en/desk/files/{sha256}/marked/", {}, area=DISTRICT)
    marked = fetched(site, "analyst", asked, DISTRICT)
    assert marked.content.startswith(b"PK")
    for path in (asked.headers["Location"], f"{asked.headers['Location']}file/"):
        assert site.get("analyst", path).status_code == 404, "somebody else ordered it"
    assert "1606041205879001" not in marked.headers["Content-Disposition"]
    receipt = site.post("analyst", f"/en/desk/files/{sha256}/receipt/", {}, area=DISTRICT)
    assert "attachment" in receipt.headers["Content-Disposition"]
    assert "1606041205879016" not in receipt.text


def test_of_a_file_of_which_no_row_is_good_the_marked_one_is_there_too(site: Site) -> None:
    _, key = send(site, listed("1606").replace("WARGA CONTOH", "ORANG CONTOH").replace("1987", "1990"))
    page = answered(site, key)
    assert "Refused." in page
    asked = site.post("analyst", f"/en/desk/files/sent/{key}/marked/", {}, area=DISTRICT)
    assert fetched(site, "analyst", asked, DISTRICT).content.startswith(b"PK")


def test_an_unreadable_file_is_answered_in_a_sentence(site: Site) -> None:
    _, key = send(site, "\x89PNG\r\n\x1a\n")
    assert "Refused." in answered(site, key)


def test_what_is_wrong_with_the_form_stands_on_the_form(site: Site) -> None:
    missing = {"key": str(uuid.uuid4()), "kind": "nominations", "area": DISTRICT, "straight": "1"}
    assert site.post("analyst", SEND, missing, area=DISTRICT).status_code == 422
    for told in ({"month": "Smarch"}, {"kind": "poems"}, {"key": "1"}):
        assert send(site, listed("1606041205879017"), **told)[0].status_code == 422
    assert send(site, "")[0].status_code == 422


def test_a_form_to_fill_in_is_known_again_when_it_comes_back(site: Site, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    form = site.get("analyst", f"/en/desk/files/forms/?kind=nominations&area={VILLAGE}&round=2026-1", area=DISTRICT)
    assert form.content.startswith(b"PK")
    (tmp_path / "form.xlsx").write_bytes(form.content)
    book = load_workbook(tmp_path / "form.xlsx")
    sheet = book.worksheets[0]
    heading = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).strip().startswith("NIK"))
    sheet.cell(heading.row + 2, heading.column, "1606041205879018")
    sheet.cell(heading.row + 2, heading.column + 1, "WARGA CONTOH")
    book.save(tmp_path / "form.xlsx")
    key = str(uuid.uuid4())
    data = {"key": key, "kind": "", "area": VILLAGE, "straight": "1"}
    file = {"file": ("apa saja.xlsx", (tmp_path / "form.xlsx").read_bytes())}
    assert site.post("analyst", SEND, data, area=DISTRICT, files=file).status_code == 302
    assert "Accepted." in answered(site, key)
    assert (
        site.get("analyst", f"/en/desk/files/forms/?kind=nominations&area={OTHER_DISTRICT}", area=DISTRICT).status_code
        == 403
    )


def test_a_form_for_each_village_comes_in_one_file(site: Site) -> None:
    assert "each_area" in site.get("analyst", "/en/desk/files/forms/", area=DISTRICT).text
    said = {"kind": "nominations", "area": DISTRICT, "round": "2026-1", "each": "village"}
    asked = site.post("analyst", "/en/desk/files/forms/each/", said, area=DISTRICT)
    packed = ZipFile(BytesIO(fetched(site, "analyst", asked, DISTRICT).content))
    assert f"{VILLAGE} Bukit Selabu - usulan 2026-1.xlsx" in packed.namelist()
    assert len(packed.namelist()) == len(regions.areas_at("village", DISTRICT)) + 1
    for other, status in (({"area": OTHER_DISTRICT}, 403), ({"each": "street"}, 404)):
        assert site.post("analyst", "/en/desk/files/forms/each/", said | other, area=DISTRICT).status_code == status


def test_every_file_of_a_zip_has_its_own_answer(site: Site) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("desa/usulan 1606041205879051.csv", listed("1606041205879051"))
        archive.writestr("lain.csv", listed("1606").replace("WARGA CONTOH", "ORANG LAIN").replace("1987", "1991"))
        archive.writestr("kosong.csv", "")
        archive.writestr("Thumbs.db", "x")
    key = str(uuid.uuid4())
    data = {"key": key, "kind": "nominations", "area": DISTRICT, "look": "1"}
    file = {"file": ("kiriman.zip", packed.getvalue())}
    sent = site.post("analyst", SEND, data, area=DISTRICT, files=file)
    assert sent.headers["Location"] == f"/en/desk/files/sent/{key}/", "there is nothing to choose for all of them"
    page = answered(site, key)
    assert "Unpacked." in page and "1606041205879051" not in page
    assert "kosong.csv: This file is empty" in page and "Thumbs.db" in page
    first, second = re.findall(r'href="/en/desk/files/sent/([0-9a-f-]{36})/">kiriman.zip/', page)
    assert "Accepted." in answered(site, first) and "Refused." in answered(site, second)
    assert "kiriman.zip/lain.csv" in site.get("analyst", "/en/desk/files/?status=refused", area=DISTRICT).text


def test_strangers_send_and_see_nothing(site: Site) -> None:
    sent, key = send(site, listed("1606041205879019"))
    sha256 = file_in(answered(site, key))
    assert send(site, listed("1606041205879020"), area=OTHER_DISTRICT)[0].status_code == 403
    for role in ("auditor", "budget_holder", "administrator"):
        assert site.get(role, "/desk/files/").status_code == 403
        assert site.get(role, SEND).status_code == 403
        assert site.get(role, f"/desk/files/{sha256}/").status_code == 404
        assert site.get(role, f"/desk/files/sent/{key}/").status_code == 404
    for path in ("/desk/files/", SEND, f"/desk/files/{sha256}/", "/desk/files/forms/"):
        assert site.get(None, path).status_code in (302, 404)
    assert site.get("analyst", f"/desk/files/{'0' * 64}/", area=DISTRICT).status_code == 404
    assert sent.status_code == 302


def test_a_file_of_the_whole_regency_is_none_to_a_district(site: Site) -> None:
    lines = site.get("analyst", "/desk/files/?kind=recap").text
    sha256 = re.search(r"/desk/files/([0-9a-f]{64})/", lines)
    assert sha256
    assert site.get("analyst", f"/desk/files/{sha256.group(1)}/", area=DISTRICT).status_code == 404
    assert site.get("analyst", f"/desk/files/{sha256.group(1)}/").status_code == 200


def test_only_who_may_publish_does(site: Site) -> None:
    assert site.post("analyst", "/desk/files/publish/", {}, area=DISTRICT).status_code == 403
    assert site.post("village_operator", "/desk/files/publish/", {}).status_code == 403
    assert site.get("analyst", f"/desk/files/publish/{uuid.uuid4()}/").status_code == 404


def test_no_request_holds_more_than_one_file_of_the_most_and_none_where_no_file_belongs(site: Site) -> None:
    told = {"kind": "nominations", "area": DISTRICT, "straight": "1"}

    def sent(*parts: bytes, path: str = SEND, role: str | None = "analyst") -> requests.Response:
        files = [("file", (f"{number}.csv", part)) for number, part in enumerate(parts)]
        return site.post(role, path, {**told, "key": str(uuid.uuid4())}, area=DISTRICT, files=files)

    assert sent(listed("1606041205879052").encode(), b"nik").status_code == 400
    large = sent(bytes(52 * 2**20))
    assert (large.status_code, "larger than" in large.text) == (413, True), large.text
    # a form that was made up, by whoever says that they are signed in
    said = {"sessionid": "x", "csrftoken": "a" * 32}
    door = requests.post(f"{site.url}/en/account/login/", files={"file": b"nik"}, cookies=said, timeout=60)
    assert (door.status_code, "This is not allowed" in door.text) == (403, True), door.text
    assert sent(b"nik", path="/en/account/tokens/").status_code == 403
