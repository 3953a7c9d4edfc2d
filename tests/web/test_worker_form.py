"""One worker by a form: checked, sent once, received as any list; and seen by nobody but who sent them."""

import time
import uuid

import requests

from .conftest import DISTRICT, OTHER_DISTRICT, Site

PAGE = "/en/village/worker/"
VILLAGE = f"{DISTRICT}.2010"


def enter(site: Site, nik: str, role: str = "village_operator", **told: str) -> requests.Response:
    data = {"key": str(uuid.uuid4()), "nik": nik, "name": "Warga Contoh", "sex": "L", "birth": "1987-05-12"}
    headers = {"Accept": told.pop("accept", "text/html")}
    return site.post(role, PAGE, {**data, "village": VILLAGE, **told}, area=DISTRICT, headers=headers)


def sent(site: Site, role: str = "village_operator") -> str:
    for _ in range(240):
        page = site.get(role, PAGE + "sent/", area=DISTRICT).text
        if "every 2s" not in page:
            return page
        time.sleep(0.25)
    raise AssertionError("the worker was not answered")


def test_a_worker_is_sent_received_and_told_of_masked(site: Site) -> None:
    assert enter(site, "1606 0412 0587 9031").headers["Location"] == f"{PAGE}#sent"
    page = sent(site)
    assert "160604******31" in page and "W*** C***" in page and "Accepted" in page
    assert "1606041205879031" not in page and "Warga Contoh" not in page
    assert "160604******31" not in sent(site, "analyst"), "each sees whom they sent themselves"


def test_a_worker_sent_again_with_the_same_key_is_one_worker(site: Site) -> None:
    key = str(uuid.uuid4())
    told = {"key": key, "accept": "application/json"}
    assert [enter(site, "1606041205879032", **told).json() for _ in range(3)] == [{"key": key}] * 3
    assert sent(site).count("160604******32") == 1


def test_what_is_wrong_stands_at_its_field(site: Site) -> None:
    page = enter(site, "160604120587")
    assert page.status_code == 422
    assert "has only 12 digits" in page.text
    assert 'value="Warga Contoh"' in page.text, "what was typed stays"
    for told, field in (
        ({"name": " "}, "name"),
        ({"village": DISTRICT}, "village"),
        ({"birth": "2187-05-12"}, "birth"),
        ({"birth": "soon"}, "birth"),
        ({"sex": "X"}, "sex"),
    ):
        answer = enter(site, "1606041205879033", accept="application/json", **told)
        assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])


def test_a_nik_is_looked_at_while_it_is_typed_and_never_in_an_address(site: Site) -> None:
    def seen(**told: str) -> str:
        return site.post("village_operator", PAGE + "nik/", told, area=DISTRICT).text

    assert "Batang Hari Leko" in seen(nik="1606041205879034")
    assert "12 May 1987" in seen(nik="1606041205879034")
    assert "differs" in seen(nik="1606041205879034", sex="P")
    assert "has only 6 digits" in seen(nik="160604")
    assert seen(nik="").strip() == ""
    assert site.get("village_operator", PAGE + "nik/?nik=1606041205879034", area=DISTRICT).status_code == 405


def test_strangers_enter_nobody(site: Site) -> None:
    assert enter(site, "1606041205879035", village=f"{OTHER_DISTRICT}.2001").status_code == 403
    refused = enter(site, "1606041205879035", village=f"{OTHER_DISTRICT}.2001", accept="application/json").json()
    assert refused["code"] == "not_allowed_there" and refused["error"].endswith(".")
    for role in ("auditor", "budget_holder", "administrator", "approver"):
        assert site.get(role, PAGE).status_code == 403
        assert enter(site, "1606041205879035", role=role).status_code == 403
    assert site.get(None, PAGE).status_code == 302
    assert site.get(None, PAGE + "sent/").status_code == 302
