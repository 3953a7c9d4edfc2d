"""`cakupan link`: two files in, one file out, and nothing written where anything is wrong."""

import csv
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from math import exp
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from xlsxwriter import Workbook

from cakupan.basics.refused import Refused
from cakupan.identity import match
from cakupan_app.look.words import LANGUAGES, say, sentences
from cakupan_app.work import people_files
from cakupan_app.work.readers import Readers

Command = Callable[..., Any]
REGISTER = [
    ["nik", "nama", "tanggal lahir", "jenis kelamin", "desa", "kecamatan"],
    ["1606010505809001", "Budi Santoso", "1980-05-05", "L", "Sungai Medak", "Sekayu"],
    ["1606014605829001", "Siti Aminah", "1982-05-06", "P", "Bailangu", "Sekayu"],
    ["1606011212709009", "Joko Umar", "1970-12-12", "L", "Bailangu", "Sekayu"],
]
LISTED = [
    ["NIK", "Nama Lengkap", "Tgl Lahir", "L/P", "Desa", "Kecamatan"],
    ["1606010505809001", "BUDI SANTOSO, SE", "05-05-1980", "L", "Sungai Medak", "Sekayu"],
    ["", "St. Aminah", "06-05-1982", "P", "Bailangu", "Sekayu"],
    ["1606010101909003", "Rahmat Hidayat", "01-01-1990", "L", "Bailangu", "Sekayu"],
    ["160601460582900", "SITI AMINAH", "06-05-1982", "P", "", "Sekayu"],
]


@pytest.fixture(autouse=True, scope="module")
def linked_once() -> Iterator[None]:
    """What the same two lists come to is found once: asked is here how they are read and what is told of them."""
    known: dict[str, match.Matched] = {}
    match_lists = match.match_lists

    def remembered(listed: Any, register: Any, engine: Any, **options: Any) -> match.Matched:
        key = repr([*(engine.run(table.order_by("id")).to_pylist() for table in (listed, register)), options])
        if key not in known:
            known[key] = match_lists(listed, register, engine, **options)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(match, "match_lists", remembered)
        yield


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return text_file(tmp_path / "daftar.csv", LISTED), text_file(tmp_path / "register.csv", REGISTER)


def text_file(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_row_of_the_list_is_answered_by_its_number(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "hasil.csv"
    answer = cakupan("link", *files, "--out", out, "--json")
    assert answer.status == 0
    rows = read(out)
    assert list(rows[0]) == ["list_row", "register_row", "probability", "verdict", "because"]
    assert [(row["list_row"], row["register_row"], row["verdict"]) for row in rows] == [
        ("1", "1", "match"),
        ("2", "2", "match"),
        ("3", "", "none"),
        ("4", "2", "match"),
    ]
    assert {name: answer.json[name] for name in ("list_rows", "register_rows", "match", "possible", "none")} == {
        "list_rows": 4,
        "register_rows": 3,
        "match": 3,
        "possible": 0,
        "none": 1,
    }
    assert sum(answer.json["passes"].values()) == 3
    looked_at = answer.json["looked_at"]
    assert looked_at["found"]["part"] <= looked_at["found"]["whole"] <= looked_at["pairs"]
    by_nik, by_kpj = looked_at["blocks"][:2]
    assert (by_nik["columns"], by_nik["found"], by_kpj["pairs"]) == (["nik"], None, 0)
    page = cakupan("link", *files, "--out", out, "--lang", "en").out
    assert "Pairs of rows that were compared" in page
    assert "sound of the name without spaces + village by the sound of its name" in page


def test_with_dedupe_rows_of_one_person_bear_one_number(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "hasil.csv"
    assert cakupan("link", *files, "--out", out, "--dedupe").status == 0
    assert [row["list_person"] for row in read(out)] == ["1", "2", "3", "2"]


WITH_OTHER_LINES = [
    ["Daftar calon peserta", "", "", "", "", ""],
    *LISTED[:2],
    ["", "", "", "", "", ""],
    LISTED[2],
    ["Jumlah", "", "", "", "", ""],
    *LISTED[3:],
]


def test_a_line_without_a_person_is_answered_and_the_others_keep_their_numbers(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path
) -> None:
    listed = text_file(tmp_path / "berjudul.csv", WITH_OTHER_LINES)
    out = tmp_path / "hasil.csv"
    answer = cakupan("link", listed, files[1], "--out", out, "--dedupe", "--json")
    told = {
        ("1", "1", "same_nik", "1"),
        ("2", "", "no_person", ""),
        ("3", "2", "name_birth_village", "2"),
        ("4", "", "no_person", ""),
        ("5", "", "nothing_near", "3"),
        ("6", "2", "repaired_nik", "2"),
    }
    for lang in LANGUAGES:  # why is told in words, to whoever opens the file
        cakupan("link", listed, files[1], "--out", out, "--dedupe", "--lang", lang)
        assert {(row["list_row"], row["register_row"], row["because"], row["list_person"]) for row in read(out)} == {
            (line, register, say(f"because_{code}", {}, lang), person) for line, register, code, person in told
        }
    counts = ("list_rows", "list_set_aside", "register_set_aside", "match", "none", "list_persons")
    assert [answer.json[name] for name in counts] == [4, 2, 0, 3, 1, 3]


def test_a_row_of_the_register_is_named_by_its_line(cakupan: Command, files: tuple[Path, Path], tmp_path: Path) -> None:
    register = text_file(tmp_path / "berjarak.csv", [*REGISTER[:2], [""] * 6, *REGISTER[2:]])
    out = tmp_path / "hasil.parquet"
    assert cakupan("link", files[0], register, "--out", out).status == 0
    assert pq.read_table(out)["register_row"].to_pylist() == [1, 3, None, 3]


def test_lines_of_a_second_sheet_follow_those_of_the_first(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path
) -> None:
    with Workbook(tmp_path / "daftar.xlsx") as book:
        for name, rows in {
            "A": [["Daftar"], *LISTED[:2]],
            "Catatan": [["catatan"]],
            "B": [LISTED[0], *LISTED[2:]],
        }.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    out = tmp_path / "hasil.csv"
    assert cakupan("link", tmp_path / "daftar.xlsx", files[1], "--out", out).status == 0
    assert [(row["list_row"], row["register_row"]) for row in read(out)] == [
        ("1", "1"),
        ("2", "2"),
        ("3", ""),
        ("4", "2"),
    ]


def test_of_tables_one_below_the_other_the_lines_go_on(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path
) -> None:
    with Workbook(tmp_path / "daftar.xlsx") as book:
        sheet = book.add_worksheet("A")
        rows = [["DESA SATU"], *LISTED[:2], [""], ["DESA DUA"], LISTED[0], *LISTED[2:]]
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    out = tmp_path / "hasil.csv"
    answer = cakupan("link", tmp_path / "daftar.xlsx", files[1], "--out", out, "--json")
    told = {row["list_row"]: row["register_row"] for row in read(out)}
    assert told == {"1": "1", "2": "", "3": "", "4": "", "5": "2", "6": "", "7": "2"}
    assert [answer.json[name] for name in ("list_rows", "list_set_aside")] == [4, 3]


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_page_says_how_many_lines_were_set_aside(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path, lang: str
) -> None:
    listed = text_file(tmp_path / "berjudul.csv", WITH_OTHER_LINES)
    answer = cakupan("link", listed, files[1], "--out", tmp_path / "hasil.csv", "--lang", lang)
    assert {"id": "2 baris daftar", "en": "2 lines of the list"}[lang] in " ".join(answer.out.split())


@pytest.mark.parametrize("asked", ["list", "out", "map", "mapped", "parquet"])
def test_an_error_tells_no_number_that_stands_in_a_file_name(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path, asked: str
) -> None:
    named = tmp_path / "1606010505809001.toml"
    listed, out, options = files[0], tmp_path / "hasil.csv", []
    if asked == "list":
        listed = named
    if asked == "out":
        out = named
    if asked == "map":
        options = ["--map", named]
    if asked == "mapped":
        listed = named.with_suffix(".xlsx")
        listed.write_bytes(b"%PDF-1.7")
        options = ["--map", tmp_path / "peta.json"]
        options[1].write_text('{"Nomor": "nik"}', encoding="utf-8")
    if asked == "parquet":
        listed = named
        named.write_bytes(b"PAR1 and no more")
    answer = cakupan("link", listed, files[1], "--out", out, *options, "--json")
    assert answer.status == 2
    assert "1606010505809001" not in answer.out + answer.err


def test_workbooks_and_parquet_are_read_and_parquet_is_written(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path
) -> None:
    with Workbook(tmp_path / "daftar.xlsx") as book:
        sheet = book.add_worksheet("Daftar")
        for at, row in enumerate(LISTED):
            sheet.write_row(at, 0, row)
    headings, *rows = REGISTER
    pq.write_table(
        pa.table({name: [row[at] for row in rows] for at, name in enumerate(headings)}), tmp_path / "register.parquet"
    )
    out, same = tmp_path / "hasil.parquet", tmp_path / "hasil.csv"
    assert cakupan("link", tmp_path / "daftar.xlsx", tmp_path / "register.parquet", "--out", out).status == 0
    assert cakupan("link", *files, "--out", same).status == 0
    told = pq.read_table(out).select(["list_row", "register_row", "verdict"]).to_pylist()
    assert [(str(row["list_row"]), str(row["register_row"] or ""), row["verdict"]) for row in told] == [
        (row["list_row"], row["register_row"], row["verdict"]) for row in read(same)
    ]


@pytest.mark.parametrize(
    "odd", [pa.array([9_000_000], pa.date32()), pa.array([0], pa.timestamp("us", "Bulan/Sabit"))], ids=["day", "zone"]
)
def test_a_cell_of_parquet_that_no_calendar_knows_is_no_fault_of_ours(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path, odd: pa.Array
) -> None:
    pq.write_table(pa.table({"nik": ["1606010505809001"], "nama": ["Budi"], "lahir": odd}), tmp_path / "aneh.parquet")
    answer = cakupan("link", tmp_path / "aneh.parquet", files[1], "--out", tmp_path / "hasil.csv", "--json")
    assert (answer.status, answer.json["code"]) == (2, "parquet_unreadable")


@pytest.mark.parametrize("kind", ["toml", "json"])
@pytest.mark.parametrize("book", [False, True], ids=["csv", "xlsx"])
def test_a_map_names_the_columns_of_unknown_headings(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path, kind: str, book: bool
) -> None:
    odd = [["Kolom A", "Kolom B", "Kolom C", "Kolom D", "Kolom E", "Kolom F"], *LISTED[1:]]
    listed = text_file(tmp_path / "aneh.csv", odd)
    if book:
        listed = tmp_path / "aneh.xlsx"
        with Workbook(listed) as made:
            for at, row in enumerate(odd):
                made.get_worksheet_by_name("A") or made.add_worksheet("A")
                made.get_worksheet_by_name("A").write_row(at, 0, row)
    columns = ["nik", "name", "birth", "sex", "village", "district"]
    means = dict(zip(odd[0], columns, strict=True))
    path = tmp_path / f"peta.{kind}"
    path.write_text(json.dumps(means) if kind == "json" else "\n".join(f'"{a}" = "{b}"' for a, b in means.items()))
    out = tmp_path / "hasil.csv"
    assert cakupan("link", listed, files[1], "--out", out, "--map", path).status == 0
    assert [row["register_row"] for row in read(out)] == ["1", "2", "", "2"]


def test_a_map_names_our_columns_in_either_language(cakupan: Command, files: tuple[Path, Path], tmp_path: Path) -> None:
    odd = text_file(tmp_path / "aneh.csv", [["A", "B", "C", "D", "E", "F"], *LISTED[1:]])
    path, out = tmp_path / "peta.json", tmp_path / "hasil.csv"
    words = ["NIK", "nama", "tanggal lahir", "jenis kelamin", "desa", "kecamatan"]
    path.write_text(json.dumps(dict(zip("ABCDEF", words, strict=True))))
    assert cakupan("link", odd, files[1], "--out", out, "--map", path).status == 0
    assert [row["register_row"] for row in read(out)] == ["1", "2", "", "2"]
    path.write_text('{"A": "sepatu"}')
    said = cakupan("link", odd, files[1], "--out", out, "--map", path).err
    assert "sepatu" in said and "tanggal lahir" in said and "birth" not in said


def test_a_file_without_a_column_for_names_is_called_a_list_of_people(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path
) -> None:
    odd = text_file(tmp_path / "aneh.csv", [["Tgl Lahir", "Desa", "Kecamatan", "L/P"], ["05-05-1980", "A", "B", "L"]])
    for lang, name in {"id": "daftar orang", "en": "a list of people"}.items():
        answer = cakupan("link", odd, files[1], "--out", tmp_path / "hasil.csv", "--lang", lang)
        assert answer.status == 2 and name in answer.err and "persons" not in answer.err


@pytest.mark.parametrize("lang", ["id", "en"])
def test_two_columns_of_one_meaning_are_named_and_no_option_that_link_does_not_have(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path, lang: str
) -> None:
    twice = text_file(tmp_path / "dua.csv", [["NIK", "Nama", "Nama"], ["1606010505809001", "Budi", "Budi Santoso"]])
    answer = cakupan("link", twice, files[1], "--out", tmp_path / "hasil.csv", "--lang", lang)
    assert answer.status == 2 and "Nama (C)" in answer.err and "--" not in answer.err


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_page_says_that_a_row_who_may_be_either_of_two_is_written_for_each(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path, lang: str
) -> None:
    twice = [*REGISTER, ["1606010505809505", *REGISTER[1][1:]]]
    register = text_file(tmp_path / "kembar.csv", twice)
    listed = text_file(tmp_path / "tanpa.csv", [LISTED[0], ["", *LISTED[1][1:]], *LISTED[2:]])
    out = tmp_path / "hasil.csv"
    said = {"id": "setiap baris daftar: 1.", "en": "each row of the list: 1."}[lang]
    assert said in cakupan("link", listed, register, "--out", out, "--lang", lang).out
    assert [row["list_row"] for row in read(out)] == ["1", "1", "2", "3", "4"]
    assert cakupan("link", listed, register, "--out", out, "--json").json["further"] == 1
    assert said not in cakupan("link", *files, "--out", out, "--lang", lang).out


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_page_says_what_was_found_in_both_languages(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path, lang: str
) -> None:
    answer = cakupan("link", *files, "--out", tmp_path / "hasil.csv", "--lang", lang)
    assert {"id": "3 cocok", "en": "3 match"}[lang] in answer.out


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("no list", "file_missing"),
        ("ending", "out_of_unknown_kind"),
        ("input", "out_is_input"),
        ("folder", "out_unwritable"),
        ("map", "map_unreadable"),
        ("map column", "map_column_unknown"),
        ("map heading", "map_fits_nothing"),
        ("parquet", "parquet_unreadable"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path, wrong: str, code: str
) -> None:
    listed, register = files
    out, means = tmp_path / "hasil.csv", tmp_path / "peta.toml"
    means.write_text({"map column": '"A" = "shoe"', "map heading": '"A" = "nik"'}.get(wrong, "="))
    if wrong == "no list":
        listed = tmp_path / "tiada.csv"
    if wrong == "parquet":
        listed.write_bytes(b"PAR1 and no more")
    if wrong == "ending":
        out = tmp_path / "hasil.doc"
    if wrong == "input":
        out = register
    if wrong == "folder":
        out = tmp_path / "ada.csv"
        out.mkdir()
    before = sorted(tmp_path.iterdir())
    options = ["--map", means] if wrong.startswith("map") else []
    answer = cakupan("link", listed, register, "--out", out, *options, "--json")
    assert (answer.status, answer.json["code"]) == (2, code)
    assert sorted(tmp_path.iterdir()) == before


def test_large_files_are_read_at_once_and_answered_alike(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outs = [tmp_path / "satu.csv", tmp_path / "dua.csv"]
    assert cakupan("link", *files, "--out", outs[0]).status == 0
    monkeypatch.setattr(people_files, "_LARGE", 1)
    assert cakupan("link", *files, "--out", outs[1]).status == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()


@pytest.mark.parametrize("at", [0, 1])
def test_a_large_file_that_is_no_list_is_refused(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    monkeypatch.setattr(people_files, "_LARGE", 1)
    files[at].write_bytes(b"PAR1 and no more")
    answer = cakupan("link", *files, "--out", tmp_path / "hasil.csv", "--json")
    assert (answer.status, answer.json["code"]) == (2, "parquet_unreadable")


def test_what_is_too_much_for_a_reader_is_read_after_all(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise Refused("reading_out_of_memory", name="", memory=1)

    monkeypatch.setattr(people_files, "_LARGE", 1)
    monkeypatch.setattr(Readers, "call", refused)
    assert cakupan("link", *files, "--out", tmp_path / "hasil.csv", "--json").json["match"] == 3


def test_no_name_and_no_nik_stands_in_the_answer(cakupan: Command, files: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "hasil.csv"
    answer = cakupan("link", *files, "--out", out)
    for text in (answer.out, answer.err, out.read_text(encoding="utf-8")):
        assert "Santoso" not in text
        assert "1606010505809001" not in text


ADDS = ("start", *(f"{name}_adds" for name in ("name", "common", "birth", "household", "sex", "nik")))
UNSURE = ["", "Aminatun", "06-05-1982", "P", "Bailangu", "Sekayu"]


@pytest.fixture
def weighed(cakupan: Command, files: tuple[Path, Path], tmp_path: Path) -> list[dict[str, str]]:
    """The weights of the list, with one more row that only may be somebody."""
    text_file(files[0], [*LISTED, UNSURE])
    out, weights = tmp_path / "hasil.csv", tmp_path / "alasan.csv"
    assert cakupan("link", *files, "--out", out, "--weights", weights).status == 0
    return read(weights)


def test_the_weights_of_every_answered_pair_add_up_to_the_logarithm_of_its_odds(
    weighed: list[dict[str, str]], tmp_path: Path
) -> None:
    answered = {row["list_row"]: row for row in read(tmp_path / "hasil.csv") if row["verdict"] != "none"}
    assert [row["list_row"] for row in weighed] == list(answered) == ["1", "2", "4", "5"]
    for row in weighed:
        total = sum(Decimal(row[name]) for name in ADDS)
        assert total == Decimal(row["sum"])
        if row["decided_by"] == "weights":
            probability = min(0.999, 1 / (1 + exp(-float(total))))
            assert float(answered[row["list_row"]]["probability"]) == pytest.approx(probability, abs=1e-4)
    assert answered["5"]["verdict"] == "possible"


def test_where_a_number_decides_the_weights_are_told_nevertheless(weighed: list[dict[str, str]]) -> None:
    first = weighed[0]
    assert (first["because"], first["decided_by"], first["nik"]) == ("same_nik", "number", "same")
    assert float(first["nik_adds"]) > 0


def test_no_name_and_no_nik_stands_in_the_weights(weighed: list[dict[str, str]], tmp_path: Path) -> None:
    text = (tmp_path / "alasan.csv").read_text(encoding="utf-8")
    assert weighed
    assert not any(word in text.casefold() for word in ("santoso", "siti", "aminah", "160601", "bailangu", "1982"))


def test_the_order_of_the_rows_decides_no_weight(
    cakupan: Command, files: tuple[Path, Path], weighed: list[dict[str, str]], tmp_path: Path
) -> None:
    ours, theirs = [*LISTED, UNSURE], REGISTER
    back = [text_file(tmp_path / f"{at}.csv", [rows[0], *rows[:0:-1]]) for at, rows in enumerate((ours, theirs))]
    assert cakupan("link", *back, "--out", tmp_path / "o.csv", "--weights", tmp_path / "w.csv").status == 0
    turned = {
        (len(ours) - int(row.pop("list_row")), len(theirs) - int(row.pop("register_row"))): row
        for row in read(tmp_path / "w.csv")
    }
    told = {(int(row["list_row"]), int(row["register_row"])): row for row in weighed}
    assert set(turned) == set(told)
    for pair, row in turned.items():
        assert row == {name: told[pair][name] for name in row}


def test_weights_are_named_by_line_and_written_as_parquet(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path
) -> None:
    listed = text_file(tmp_path / "berjudul.csv", WITH_OTHER_LINES)
    weights = tmp_path / "alasan.parquet"
    answer = cakupan("link", listed, files[1], "--out", tmp_path / "hasil.csv", "--weights", weights, "--json")
    assert answer.json["weights"] == str(weights)
    rows = pq.read_table(weights).to_pylist()
    assert [(row["list_row"], row["register_row"]) for row in rows] == [(1, 1), (3, 2), (6, 2)]


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_page_says_where_the_weights_are(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path, lang: str
) -> None:
    answer = cakupan("link", *files, "--out", tmp_path / "h.csv", "--weights", tmp_path / "alasan.csv", "--lang", lang)
    assert {"id": "Alasan setiap pasangan", "en": "Why each pair"}[lang] in answer.out


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("hasil.csv", "weights_is_out"),
        ("lain/../hasil.csv", "weights_is_out"),
        ("daftar.csv", "out_is_input"),
        ("alasan.doc", "out_of_unknown_kind"),
        ("ada.csv", "out_unwritable"),
        ("register.csv/alasan.csv", "out_unwritable"),
    ],
)
def test_weights_that_cannot_be_written_are_refused_by_their_option_and_nothing_is_written(
    cakupan: Command, files: tuple[Path, Path], tmp_path: Path, wrong: str, code: str, lang: str
) -> None:
    (tmp_path / "ada.csv").mkdir()
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    named = f"{tmp_path}/{wrong}"
    told = cakupan("link", *files, "--out", tmp_path / "hasil.csv", "--weights", named, "--json", "--lang", lang)
    assert (told.status, told.json["code"]) == (2, code)
    assert "--weights" in told.json["error"]
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


def test_every_reason_that_a_pair_is_given_has_words() -> None:
    from cakupan.identity.verdict import WEIGHED, passes

    assert {f"because_{code}" for code in (WEIGHED, *(one.because for one in passes()))} <= set(sentences())
