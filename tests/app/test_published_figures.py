"""Texts held against what the workspace knows, texts written from it, and texts of others kept as a series."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.statements import check_text
from cakupan_app.look.press import press_text
from cakupan_app.look.voice import Voice
from cakupan_app.work.observe import keep, kept_texts, may_withdraw, withdraw_as
from cakupan_app.work.rights import Actor, Assigned, NotAllowed
from cakupan_app.work.texts_sent import TextSent
from cakupan_app.work.workspace import open_workspace
from few_people import ANALYST, AT, opened
from made_up import Regency

from .test_check import TEXT

Command = Callable[..., Any]
DAY = ("--published-on", "2025-09-20")
KEYS = {"file", "verdict", "claims", "findings"}  # CLI.md: fields may be joined by others, never renamed


def told(cakupan: Command, tmp_path: Path, text: str, *more: str) -> Any:
    (tmp_path / "berita.txt").write_text(text, encoding="utf-8")
    answer = cakupan("check", tmp_path / "berita.txt", "--against", *(more or DAY), "--json", "--lang", "en")
    assert answer.json.keys() == {*KEYS, "against"}
    return answer


def test_the_article_agrees_with_what_was_known_and_its_gap_with_another_target(
    published: Command, tmp_path: Path
) -> None:
    answer = told(published, tmp_path, TEXT)
    against = answer.json["against"]
    assert (answer.status, against["agrees"], against["differs"]) == (1, 7, 0)
    (gap,) = (one for one in against["claims"] if "21.311" in one["message"])
    assert "muba-2025" in gap["known"]["what"]
    (rate,) = (one for one in against["claims"] if "48,26" in one["message"])
    assert (rate["known"]["value"], rate["known"]["sources"]) == ("48.2620", ["kantor cabang", "BPS 2025"])
    assert rate["known"]["definition"]["denominator"]["id"] == "potensi-bps-2025"


@pytest.mark.parametrize(
    ("printed", "outcome", "because"),
    [
        ("cakupan {} 48,26 persen", "agrees", "exact"),
        ("cakupan {} 41,65 persen", "differs", "time"),  # December's, under July
        ("cakupan {} 84,26 persen", "differs", "slip"),
        ("di {} 103.709 pekerja terlindungi", "differs", "slip"),
        ("di {} 120.000 pekerja terlindungi", "differs", "value"),
        ("potensi pekerja di {} 322.580 orang", "differs", "value"),
    ],
)
def test_a_figure_is_told_how_it_differs(
    published: Command, tmp_path: Path, printed: str, outcome: str, because: str
) -> None:
    text = f"Per Juli 2025 {printed.format('Kabupaten Musi Banyuasin')}."
    answer = told(published, tmp_path, text)
    (one,) = answer.json["against"]["claims"]
    assert (one["outcome"], one["because"]) == (outcome, because)
    assert answer.status == (1 if outcome == "differs" else 0)


def test_another_denominator_explains_a_difference(published: Command, tmp_path: Path) -> None:
    more = "penyebut,wilayah,nilai,tahun data,definisi,sumber\nsakernas,16.06,322580,2024,bekerja,BPS Sakernas\n"
    (tmp_path / "sakernas.csv").write_text(more, encoding="utf-8")
    assert published("add", tmp_path / "sakernas.csv", "--kind", "workforce", "--known-on", "2025-09-19").status == 0
    text = "Per Juli 2025 cakupan di Kabupaten Musi Banyuasin 31,95 persen."
    (one,) = told(published, tmp_path, text).json["against"]["claims"]
    assert (one["outcome"], one["because"]) == ("differs", "definition")
    assert "sakernas" in one["message"]
    # the day before it was not known yet
    (one,) = told(published, tmp_path, text, "--published-on", "2025-09-18").json["against"]["claims"]
    assert one["because"] == "value"


def test_a_day_on_which_nothing_was_known_is_said(published: Command, tmp_path: Path) -> None:
    against = told(published, tmp_path, TEXT, "--published-on", "2025-08-02").json["against"]
    assert [one["code"] for one in against["findings"]] == ["against_known_later"]
    assert against["known_on"] == "2025-09-18"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Per Juli 2025 cakupan di Kabupaten Garut 48,26 persen.", "outside this workspace"),
        ("Per Mei 2019 cakupan di Kabupaten Musi Banyuasin 48,26 persen.", "no figure of that month"),
        ("Per Juli 2025 di Kabupaten Musi Banyuasin 12.345 nelayan terlindungi.", "no figure of that group"),
        ("Per Juli 2025 cakupan di Desa Sukamaju 48,26 persen.", "no place"),
    ],
)
def test_what_cannot_be_compared_says_why(published: Command, tmp_path: Path, text: str, why: str) -> None:
    (one,) = told(published, tmp_path, text).json["against"]["claims"]
    assert (one["outcome"], one["known"]) == ("unknown", None)
    assert why in one["message"]


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_press_text_is_consistent_and_agrees_with_its_snapshot(published: Command, tmp_path: Path, lang: str) -> None:
    out = tmp_path / "rilis.txt"
    asked = ("--area", "16.06", "--month", "2025-07", "--lang", lang)
    assert published("press", *asked, "--out", out).status == 0
    answer = published("check", out, "--against", *DAY, "--json")
    assert (answer.status, answer.json["verdict"]) == (0, "consistent")
    against = answer.json["against"]
    assert (against["differs"], against["unknown"]) == (0, 0)
    assert {claim["kind"] for claim in answer.json["claims"]} >= {
        "coverage_rate",
        "gap_workers",
        "target_rate",
        "growth",
    }
    document = published("press", *asked, "--json").json
    assert document["definition"]["denominator"]["id"] == "potensi-bps-2025"
    assert [one["lang"] for one in document["texts"]] == [lang, "en" if lang == "id" else "id"]
    assert all(one["verdict"] == "consistent" for one in document["texts"])
    assert all(f"[{note['letter']}]" in one["text"] for one in document["texts"] for note in one["notes"])


def test_a_press_text_tells_nothing_that_the_public_is_not_shown(regency: Regency) -> None:
    from cakupan_app.work import ask
    from cakupan_app.work.press import PressQuestion, press

    month = Month(2025, 7)
    with opened(regency.workspace) as served:
        shown = served.answer(ask.coverage, ask.CoverageQuestion("16.06", month, ("district",), public=True))
        hidden = [row for row in shown.rows if row.hidden and row.area]
        open_to_all = [row for row in shown.rows if not row.hidden and row.area and row.members]
        assert open_to_all
        for row in hidden[:2]:
            with pytest.raises(Refused, match="press_nothing_shown"):
                served.answer(press, PressQuestion(row.area, month))
        for row in open_to_all[:3]:
            found = served.answer(press, PressQuestion(row.area, month))
            assert (found.now.members, found.aims, found.segments) == (row.members, (), ())
            for lang in ("id", "en"):
                assert check_text(press_text(Voice(lang), found, row.area).whole).verdict == "consistent"  # type: ignore[arg-type]


def test_a_month_without_figures_has_no_press_text(published: Command) -> None:
    answer = published("press", "--area", "16.06", "--month", "2019-07", "--json")
    assert (answer.status, answer.json["code"]) == (2, "press_nothing_shown")


TABLE = (
    "teks;tempat;tanggal;sumber;tautan\n"
    '"Per Juli 2025 cakupan 48,26 persen.";Musi Banyuasin;18-09-2025;Harian A;https://a.example/1\n'
    '"Per Juli 2025 cakupan di Kabupaten Musi Banyuasin 49,1 persen.";;2025-09-20;Harian B;https://b.example/2\n'
    '"";;;Harian C;\n'
    '"Per Juli 2025 cakupan 50 persen.";;kapan;Harian D;\n'
    '"Per Juli 2025 cakupan 50 persen.";;;Harian E;javascript:alert(1)\n'
)


def test_a_table_of_texts_becomes_a_series_with_sources_and_conflicts(published: Command, tmp_path: Path) -> None:
    (tmp_path / "kliping.csv").write_text(TABLE, encoding="utf-8-sig")
    answer = published("observe", tmp_path / "kliping.csv", "--json", "--lang", "en")
    assert (answer.status, answer.json["kept"], answer.json["refused"]) == (1, 2, 3)
    (place,) = answer.json["places"]
    assert (place["place_code"], place["texts"]) == ("16.06", 2)
    assert [(one["value"], one["source"], one["published_on"]) for one in place["figures"]] == [
        (48.26, "Harian A", "2025-09-18"),
        (49.1, "Harian B", "2025-09-20"),
    ]
    (conflict,) = answer.json["conflicts"]
    assert {one["url"] for one in conflict["figures"]} == {"https://a.example/1", "https://b.example/2"}
    again = published("observe", tmp_path / "kliping.csv", "--json").json
    assert (again["kept"], again["unchanged"]) == (0, 2)
    # a text that is checked is held against those that are kept
    text = "Per Juli 2025 cakupan di Kabupaten Musi Banyuasin 48,3 persen."
    (found,) = told(published, tmp_path, text).json["against"]["conflicts"]
    assert [one["value"] for one in found["figures"]] == [48.26, 48.3, 49.1]


def test_a_series_is_exported_and_a_text_taken_out_again(published: Command, tmp_path: Path) -> None:
    folder = tmp_path / "teks"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.html").write_text("<p>Per Juli 2025 cakupan di Kabupaten Garut 53,7 persen.</p>", encoding="utf-8")
    (folder / "c.jpg").write_bytes(b"\xff\xd8\xff")
    out = tmp_path / "deret.csv"
    assert published("observe", folder, "--out", out).status == 0
    rows = list(csv.DictReader(StringIO(out.read_text(encoding="utf-8-sig"))))
    assert {row["Kode tempat"] for row in rows} == {"16.06", "32.05"}
    assert {row["Dalam teksnya"] for row in rows} >= {"selaras", "bertentangan"}
    within = published("observe", "--area", "16.06", "--json").json
    assert [one["place_code"] for one in within["places"]] == ["16.06"]
    assert published("observe", "--withdraw", "1", "--json").json["places"][0]["place_code"] == "32.05"
    assert published("observe", "--withdraw", "1", "--json").json["code"] == "published_text_unknown"


PLACED = "Per Juli 2025 cakupan di Kabupaten Musi Banyuasin 48,26 persen."
UNPLACED = "Per Juli 2025 cakupan 48,26 persen."


@pytest.mark.parametrize(
    ("place", "text", "theirs"),
    [
        ("16.06.01", UNPLACED, True),
        ("16.06.01", PLACED, False),  # of the regency as well
        ("16.06.02", UNPLACED, False),
        ("32.05", UNPLACED, False),
        ("", UNPLACED, False),
    ],
)
def test_a_text_is_for_whoever_keeps_those_of_all_its_places(
    published: Command, workspace: Path, place: str, text: str, theirs: bool
) -> None:
    whole = open_workspace(workspace).area
    district = Actor("sekayu@contoh.id", "Sekayu", (Assigned("analyst", "16.06.01"),))
    sent = TextSent("Berita", text, place)
    if not theirs:
        with pytest.raises(NotAllowed, match="not_allowed_there"):
            keep(district, sent, whole=whole, at=AT)
    assert keep(district if theirs else ANALYST, sent, whole=whole, at=AT).status == "kept"
    (kept,) = kept_texts()
    assert (may_withdraw(district, kept, whole), may_withdraw(ANALYST, kept, whole)) == (theirs, True)
    if not theirs:
        with pytest.raises(NotAllowed, match="not_allowed_there"):
            withdraw_as(district, kept.id, whole=whole, at=AT)
    withdraw_as(district if theirs else ANALYST, kept.id, whole=whole, at=AT)
    assert kept_texts() == ()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("kosong", None, "texts_none_in_folder"),
        ("tabel.csv", b"a,b\n1,2\n", "texts_without_column"),
        ("tabel.csv", b"teks\n", "texts_none_in_table"),
        ("tabel.csv", b"", "texts_without_column"),
        ("tabel.xlsx", b"PK", "reading_failed"),
        ("tiada.csv", None, "file_missing"),
    ],
)
def test_what_holds_no_texts_is_refused(
    published: Command, tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    elif "." not in name:
        (tmp_path / name).mkdir()
    answer = published("observe", tmp_path / name, "--json")
    assert (answer.status, answer.json["code"]) == (2, code)
