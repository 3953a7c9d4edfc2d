"""The room of published figures: a text pasted or uploaded, marked where it stands; a press text; what is kept."""

import re

import pytest
import requests

from .conftest import DISTRICT, REGENCY, Site
from .test_api import token_of

TEXT = (
    "Per Juli 2025 cakupan di Kabupaten Musi Banyuasin 48,26 persen, yaitu 103.079 pekerja terdaftar dari potensi "
    "213.582 pekerja. Masih kurang 21.311 peserta untuk mencapai target 52,15 persen pada tahun 2025."
)


@pytest.mark.parametrize(
    ("path", "words"),
    [("/en/desk", ("the likeliest first", "differs from our data")), ("/desk", ("bertentangan", "lebih dulu"))],
)  # fmt: skip
def test_a_text_is_shown_with_its_figures_marked_and_what_would_make_them_right(
    site: Site, path: str, words: tuple[str, ...]
) -> None:
    page = site.post("analyst", f"{path}/check/", {"text": TEXT, "published_on": "2025-09-20"})
    assert page.status_code == 200
    assert page.text.count('<mark class="figure') == 5
    assert 'class="figure figure--bad"' in page.text
    assert [word for word in words if word not in page.text] == []
    assert "58,24 %" in page.text or "58.24 %" in page.text
    shown = re.search(r'<div class="card text-shown">(.*?)</div>', page.text, re.DOTALL)
    assert shown
    plain = re.sub(r"<span.*?</span>(?:\)</span>)?|<[^>]+>", "", shown[1])
    assert plain.replace("()", "") == TEXT


def test_a_file_is_checked_like_what_is_pasted_and_nothing_is_kept(site: Site) -> None:
    files = {"file": ("berita.html", f"<p>{TEXT}</p>".encode())}
    page = site.post("auditor", "/en/desk/check/", {"text": ""}, files=files)
    assert page.text.count('<mark class="figure') == 5
    assert "berita.html" in page.text
    assert 'name="keep"' not in page.text  # an auditor keeps no texts
    assert "berita.html" not in site.get("analyst", "/en/desk/published/").text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"text": " "}, "There is no text yet"),
        ({"text": "a" * 200_001}, "at most 200,000"),
        ({"text": TEXT, "published_on": "kapan"}, "kapan"),
        ({"text": TEXT, "place": "Negeri Antah"}, "Negeri Antah"),
        ({"text": TEXT, "url": "javascript:alert(1)", "keep": "1"}, "no web address"),
        ({"text": TEXT, "source": "NIK 1606010101809003", "keep": "1"}, "looks like a NIK"),
    ],
)
def test_what_cannot_be_checked_is_refused_in_a_sentence(site: Site, data: dict[str, object], says: str) -> None:
    page = site.post("analyst", "/en/desk/check/", data)
    assert page.status_code == 422
    assert says in page.text


def test_who_may_not_see_an_area_is_told_nothing_of_it(site: Site) -> None:
    page = site.post("analyst", "/en/desk/check/", {"text": TEXT}, area=DISTRICT)
    assert page.status_code == 200
    assert "you may not see figures of that area" in page.text
    assert "differs by" not in page.text


def test_a_text_is_kept_shown_by_place_exported_and_taken_out_again(site: Site) -> None:
    told = {"text": TEXT, "name": "Berita satu", "source": "Harian A", "url": "https://a.example/1", "keep": "1"}
    assert site.post("auditor", "/desk/check/", told).status_code == 403
    kept = site.post("analyst", "/en/desk/check/", told)
    assert (kept.status_code, kept.headers["Location"]) == (302, "/en/desk/published/")
    page = site.get("analyst", "/en/desk/published/").text
    assert "Kabupaten Musi Banyuasin" in page
    assert 'role="img"' in page
    series = site.get("auditor", "/en/desk/published/16.06/").text
    assert series.count("https://a.example/1") == 5
    for form, mark in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("json", b"{")):
        answer = site.post("analyst", "/en/desk/published/export/", {"format": form})
        assert (answer.status_code, answer.content.startswith(mark)) == (200, True)
    listed = requests.get(
        f"{site.url}/api/v1/areas/16.06/published", headers=token_of(site, "analyst", REGENCY), timeout=60
    ).json()
    assert listed["count"] == 5
    assert {one["source"] for one in listed["items"]} == {"Harian A"}
    trail = site.get("auditor", "/en/desk/trail/").text
    assert "kept a published text" in trail
    number = re.search(r"/en/desk/published/texts/(\d+)/withdraw/", page)
    assert number
    assert "/withdraw/" not in site.get("analyst", "/en/desk/published/", area=DISTRICT).text
    refused = site.post("analyst", number[0], {}, area=DISTRICT)
    assert (refused.status_code, "Your role does not include this" in refused.text) == (403, True)
    assert site.post("analyst", number[0], {}).status_code == 302
    assert "Berita satu" not in site.get("analyst", "/en/desk/published/").text


def test_a_press_text_stands_ready_in_both_languages_and_its_draft_agrees(site: Site) -> None:
    page = site.get("budget_holder", "/en/desk/press/16.06/?month=2025-07").text
    texts = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert len(texts) == 2
    for text in texts:
        draft = site.post("budget_holder", "/en/desk/check/", {"text": text.replace("&quot;", '"'), "place": "16.06"})
        assert "The figures agree" in draft.text
        assert " 0 differ" in draft.text
    assert site.get("analyst", "/en/desk/press/16.06/?month=1999-01").status_code == 400


def test_a_program_has_a_text_checked(site: Site) -> None:
    asked = {"text": TEXT, "published_on": "2025-09-20"}
    headers = token_of(site, "analyst", REGENCY)
    told = requests.post(f"{site.url}/api/v1/check", json=asked, headers=headers, timeout=60).json()
    assert (told["verdict"], len(told["claims"]), len(told["against"]["claims"])) == ("contradiction", 5, 5)
    alone = requests.post(f"{site.url}/api/v1/check", json={**asked, "against": False}, headers=headers, timeout=60)
    assert alone.json()["against"] is None
    wrong = requests.post(f"{site.url}/api/v1/check", json={"text": ""}, headers=headers, timeout=60)
    assert wrong.status_code == 422
