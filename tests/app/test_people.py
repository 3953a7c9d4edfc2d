"""From extracts, lists and payments of people to published figures: right, the same again, and no NIK anywhere."""

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import made_up
from cakupan.synthetic.truth import expected, expected_by
from made_up import Regency

Command = Callable[..., Any]

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("people")]
ALLOWED = made_up.SIZE / 1000  # a tenth of a point of coverage


@pytest.fixture
def copied(regency: Regency, workspace: Path) -> Path:
    """The published workspace, to be changed."""
    return regency.copied_to(workspace.parent)


def asked(cakupan: Command, workspace: Path, *arguments: str) -> dict[str, Any]:
    answer = cakupan("coverage", "--area", "16.06", *arguments, "--json", "--workspace", workspace)
    document: dict[str, Any] = answer.json
    return document


@pytest.mark.parametrize("month", ["2023-12", "2024-12", "2025-03", "2025-07"])
def test_the_figure_is_within_a_tenth_of_a_point_of_the_truth(cakupan: Command, regency: Regency, month: str) -> None:
    answer = asked(cakupan, regency.workspace, "--month", month)
    truth = expected(regency.truth, {file.sha256 for file in regency.files})[month]
    assert abs(answer["rows"][0]["members"] - truth) <= ALLOWED
    assert answer["evidence"] == "linked"
    assert {other["evidence"] for other in answer["other_evidence"]} == {"extract", "recap"}
    assert answer["definition"]["attribution"] == "domicile"


@pytest.mark.long
def test_as_known_before_the_last_extract_only_the_files_known_then_count(cakupan: Command, regency: Regency) -> None:
    day = date(2025, 8, 9)
    answer = asked(cakupan, regency.workspace, "--month", "2025-05", "--known-on", str(day))
    truth = expected(regency.truth, {file.sha256 for file in regency.files if file.known_on <= day})
    assert abs(answer["rows"][0]["members"] - truth["2025-05"]) <= ALLOWED
    later = asked(cakupan, regency.workspace, "--month", "2025-07", "--known-on", str(day))
    assert (later["rows"], later["missing"][0]["code"]) == ([], "members_missing")


@pytest.mark.parametrize("dimension", ["village", "district", "segment", "payer", "sex", "age"])
def test_rows_and_the_unplaced_add_up_to_the_total(cakupan: Command, regency: Regency, dimension: str) -> None:
    answer = asked(cakupan, regency.workspace, "--month", "2025-07", "--by", dimension)
    assert sum(row["members"] for row in answer["rows"]) == answer["total"]["members"]
    assert len(answer["rows"]) > 1


@pytest.mark.parametrize("column", ["village", "segment", "payer"])
def test_each_part_is_close_to_its_truth(cakupan: Command, regency: Regency, column: str) -> None:
    answer = asked(cakupan, regency.workspace, "--month", "2024-12", "--by", column)
    truth = expected_by(regency.truth, {file.sha256 for file in regency.files}, column)
    true = {part: many for (month, part), many in truth.items() if month == "2024-12"}
    ours = {row[column]: row["members"] for row in answer["rows"] if not row["unplaced"]}
    off = sum(abs(ours.get(part, 0) - many) for part, many in true.items())
    unplaced = sum(row["members"] for row in answer["rows"] if row["unplaced"])
    assert off - unplaced <= 2 * ALLOWED


@pytest.mark.parametrize("by", ["", "village", "district", "occupation", "decile", "kecamatan,pekerjaan"])
def test_the_uncovered_told_apart_in_any_way_add_up(cakupan: Command, regency: Regency, by: str) -> None:
    answer = uncovered(cakupan, regency.workspace, *(("--by", by) if by else ()))
    total = answer["total"]
    on_lists = total["on_lists"]
    assert total["named"] + sum(many for name, many in on_lists.items() if name not in ASIDE) == on_lists["everybody"]
    assert 100 < total["named"] < 160 < on_lists["member"]
    assert total["unknown"]["value"] == total["potential"] - total["members"] - total["named"]
    if by:
        for name in on_lists:
            assert sum(row["on_lists"][name] for row in answer["rows"]) == on_lists[name]
        assert sum(row["named"] for row in answer["rows"]) == total["named"]


def test_those_over_65_are_of_working_age_by_sakernas(cakupan: Command, regency: Regency) -> None:
    usual, asked = (uncovered(cakupan, regency.workspace, "--ages", ages) for ages in ("enrolment", "sakernas"))
    assert usual["total"]["on_lists"]["too_old"] > 0
    assert (asked["ages"]["oldest"], asked["total"]["on_lists"]["too_old"]) == (None, 0)
    assert asked["total"]["named"] == usual["total"]["named"] + usual["total"]["on_lists"]["too_old"]
    page = cakupan("uncovered", *ASKED_FOR, "--ages", "sakernas", "--lang", "en", "--workspace", regency.workspace)
    assert "there is no upper age" in page.out


def test_members_counted_in_another_village_than_their_list_names_widen_both_ranges(
    cakupan: Command, regency: Regency
) -> None:
    rows = uncovered(cakupan, regency.workspace, "--by", "village")["rows"]
    here, there = (sum(row["misplaced"][side] for row in rows) for side in ("named_here", "counted_here"))
    assert here == there > 0
    page = cakupan("uncovered", *ASKED_FOR, "--by", "village", "--lang", "en", "--workspace", regency.workspace)
    assert f"who are counted in another: {here};" in page.out


@pytest.mark.long
def test_a_register_names_people_and_tells_their_occupation_and_who_has_died(cakupan: Command, copied: Path) -> None:
    before = uncovered(cakupan, copied)["total"]
    heads = "nik,nama,tanggal lahir,desa,kecamatan,pekerjaan,tanggal meninggal\n"
    lines = (
        "1606014101909991,Zuleha Qomariah,1990-01-01,Kayu Ara,Sekayu,NELAYAN/PERIKANAN,",
        "1606014101909992,Xaverius Wartono,1990-01-01,Kayu Ara,Sekayu,astronot,2025-07-03",
        "1606014101129993,Yusnaini Fitriah,2012-01-01,Kayu Ara,Sekayu,PELAJAR/MAHASISWA,",
    )
    (copied.parent / "penduduk.csv").write_text(heads + "\n".join(lines) + "\n", encoding="utf-8")
    added = cakupan("add", copied.parent / "penduduk.csv", "--kind", "population", "--json")
    assert added.json["files"][0]["accepted"] == 3
    assert cakupan("build").status == 0
    answer = uncovered(cakupan, copied, "--by", "occupation")
    more = {name: many - before["on_lists"][name] for name, many in answer["total"]["on_lists"].items()}
    assert more == dict.fromkeys(more, 0) | {"everybody": 3, "died": 1, "too_young": 1}
    assert answer["total"]["named"] == before["named"] + 1
    assert answer["total"]["members"] == before["members"]
    dead = next(row for row in answer["rows"] if row["occupation"] == "other_unlisted")
    assert (dead["named"], dead["on_lists"]["died"]) == (0, 1)


ASIDE = ("everybody", "perhaps_members")
ASKED_FOR = ("--area", "16.06", "--month", "2025-07")


def uncovered(cakupan: Command, workspace: Path, *asked: str) -> dict[str, Any]:
    arguments = ("uncovered", "--area", "16.06", "--month", "2025-07", *asked, "--json", "--workspace", workspace)
    document: dict[str, Any] = cakupan(*arguments).json
    return document


@pytest.mark.parametrize(("lang", "said"), [("id", "belum terlindungi: "), ("en", "not covered: ")])
def test_the_page_of_the_uncovered_never_adds_the_two_measures(
    cakupan: Command, regency: Regency, lang: str, said: str
) -> None:
    asked = ("uncovered", "--area", "16.06", "--month", "2025-07", "--lang", lang, "--workspace", regency.workspace)
    total = uncovered(cakupan, regency.workspace)["total"]
    answer = cakupan(*asked)
    assert (answer.status, f"{said}{total['named']}" in answer.out) == (0, True)
    assert str(total["named"] + total["unknown"]["value"]) not in answer.out.replace(".", "").replace(",", "")
    apart = cakupan(*asked, "--by", "kecamatan,pekerjaan")
    assert (apart.status, "Kecamatan Sekayu" in apart.out) == (1, True)


def test_of_a_month_without_an_extract_nobody_is_called_uncovered(cakupan: Command, regency: Regency) -> None:
    answer = cakupan("uncovered", "--area", "16.06", "--month", "2025-08", "--json", "--workspace", regency.workspace)
    assert (answer.status, answer.json["total"]["named"], answer.json["rows"]) == (1, None, [])
    assert {one["code"] for one in answer.json["missing"]} == {"members_missing", "named_without_members"}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("--public",), "uncovered_not_public"),
        (("--by", "payer"), "dimension_unknown"),
        (("--ages", "bps"), "working_age_unknown"),
    ],
)
def test_what_cannot_be_asked_of_the_uncovered_is_refused(
    cakupan: Command, regency: Regency, asked: tuple[str, ...], code: str
) -> None:
    arguments = ("--area", "16.06", "--month", "2025-07", *asked, "--json", "--workspace", regency.workspace)
    answer = cakupan("uncovered", *arguments)
    assert (answer.status, answer.json["code"]) == (2, code)


@pytest.mark.long
def test_two_workspaces_agree_though_their_people_are_called_otherwise(regency: Regency, tmp_path: Path) -> None:
    first = made_up.manifest(regency.workspace)
    sha256 = made_up.publish(list(reversed(regency.files)), tmp_path / "other" / "workspace")
    assert sha256 == first["sha256"]
    here, there = (ids(root) for root in (regency.workspace, tmp_path / "other" / "workspace"))
    assert (len(here), here.isdisjoint(there)) == (len(there), True)


def ids(workspace: Path, number: int = 1) -> set[str]:
    spells: Any = made_up.manifest(workspace, number)["tables"]
    found = pq.read_table(workspace / "tables" / f"{spells['spells']['name']}.parquet")
    return set(found["person_id"].to_pylist())


def test_what_is_about_persons_is_encrypted_and_the_rest_names_nobody(regency: Regency) -> None:
    canaries = canaries_of(regency)
    assert min(map(len, canaries.values())) > 200
    for path in (path for path in regency.workspace.rglob("*") if path.is_file()):
        kind, content = path.parent.name, path.read_bytes()
        if kind in ("vault", "readings") and path.suffix == ".parquet":
            assert (content[:4], content[-4:]) == (b"PARE", b"PARE"), path.name  # what Parquet encryption begins with
        elif kind == "sources":
            assert content.startswith(b"age-encryption.org/v1"), path.name
        else:
            text = spoken_in(path) if kind == "tables" else content.decode("latin-1")
            for what, values in canaries.items():
                assert not any(value in text for value in values), (what, path.name)


def canaries_of(regency: Regency) -> dict[str, set[str]]:
    """What the July extract says of its people and nothing else says: their NIK, name, KPJ, day of birth."""
    lines = regency.file("members-2025-07.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(lines))
    names = {row["NAMA"] for row in rows if len(row["NAMA"].split()) > 2}
    births = {row["TANGGAL LAHIR"] for row in rows if row["TANGGAL LAHIR"]}
    iso = {f"{day[6:]}-{day[3:5]}-{day[:2]}" for day in births}
    return {
        "nik": {row["NIK"] for row in rows if re.fullmatch(r"\d{16}", row["NIK"])},
        "name": names,
        "kpj": {row["KPJ"] for row in rows if len(row["KPJ"]) > 10},
        "birth": {day for day in iso if day < "2005"},
    }


def spoken_in(path: Path) -> str:
    """Every cell of a published table, as text: once each, since a code stands in thousands of rows."""
    table = pq.read_table(path)
    return "\n".join({str(cell) for column in table.columns for cell in column.to_pylist()})


def test_no_command_says_aloud_who_is_on_a_list(cakupan: Command, regency: Regency, workspace: Path) -> None:
    cakupan("init", "--area", "16.06")
    added = cakupan("add", regency.file("members-2025-03.csv"), "--kind", "members", "--month", "2025-03")
    built = cakupan("build")
    seen = added.out + added.err + built.out + built.err
    for what, values in canaries_of(regency).items():
        assert not any(value in seen for value in values if len(value) > 9), what


@pytest.mark.long
def test_from_an_emptied_or_damaged_shelf_of_readings_the_same_is_built_and_every_row_is_told_of(
    cakupan: Command, copied: Path
) -> None:
    readings = sorted((copied / "readings").glob("*.parquet"))
    readings[0].write_bytes(b"damaged")
    for path in readings[1:5]:
        path.unlink()
    built = cakupan("build", "--known-on", "2025-09-20", "--json").json
    assert (built["snapshot"], built["new"]) == (1, False)
    assert cakupan("verify", "--json").json["findings"] == []
    names = [stage["name"] for stage in built["stages"]]
    assert {"intake", "identity", "extracts", "payments", "standing_linked", "standing_extract", "cube"} <= set(names)
    for stage in built["stages"]:
        assert stage["rows_in"] == stage["rows_out"] + sum(stage["reasons"].values()), stage["name"]


@pytest.mark.long
def test_who_is_called_otherwise_than_before_stands_beside_the_snapshot(cakupan: Command, copied: Path) -> None:
    first = sha256_of(copied, "members-2023-12.csv")
    assert cakupan("undo", first).status == 0  # everybody of that extract was first seen somewhere else now
    assert cakupan("build", "--json").json["new"]
    before, now = ids(copied), ids(copied, 2)
    moved = moves(copied, 2)
    assert len(moved) > 500
    assert {old for old, _ in moved} & now == set()  # nobody is called what somebody else was called
    assert before - now <= {old for old, _ in moved} | gone(copied)
    assert cakupan("verify").status == 0


@pytest.mark.long
def test_where_nobody_is_called_otherwise_nothing_stands_there(cakupan: Command, copied: Path) -> None:
    (copied.parent / "sasaran.csv").write_text("target,area,year,rate\nx,16.06,2026,60\n", encoding="utf-8")
    assert cakupan("add", copied.parent / "sasaran.csv", "--kind", "targets").status == 0
    assert cakupan("build", "--json").json["new"]
    assert (moves(copied, 2), ids(copied, 2)) == (set(), ids(copied))


def moves(workspace: Path, number: int) -> set[tuple[str, str]]:
    beside: Any = made_up.manifest(workspace, number)["beside"]
    table = pq.read_table(workspace / "tables" / f"{beside['person_moved']['name']}.parquet")
    return set(zip(table["old"].to_pylist(), table["new"].to_pylist(), strict=True))


def gone(workspace: Path) -> set[str]:
    """Those of the first snapshot whose every spell ended before the second month: known from that extract alone."""
    spells: Any = made_up.manifest(workspace)["tables"]
    table = pq.read_table(workspace / "tables" / f"{spells['spells']['name']}.parquet").to_pylist()
    last = {}
    for row in table:
        end = row["ends_month"] or "9999-12"
        last[row["person_id"]] = max(last.get(row["person_id"], ""), end)
    return {person for person, end in last.items() if end < "2024-01"}


@pytest.mark.long
def test_a_build_goes_on_where_it_can_no_longer_be_told_who_the_persons_were(cakupan: Command, copied: Path) -> None:
    vault: Any = made_up.manifest(copied)["vault"]
    (copied / "vault" / f"{vault['identifiers']}.parquet").write_bytes(b"damaged")
    assert cakupan("verify").status == 1
    again = cakupan("build", "--known-on", "2025-09-20", "--json").json
    assert (again["new"], again["sha256"]) == (True, made_up.manifest(copied)["sha256"])
    assert cakupan("build", "--known-on", "2025-09-20", "--json").json["new"] is False


def test_another_workspaces_key_is_refused_before_anything_is_written(cakupan: Command, copied: Path) -> None:
    from cakupan_app.store.keys import make_key

    copied.with_name("workspace.key").unlink()
    make_key(copied.with_name("workspace.key"))
    before = sorted(copied.rglob("*"))
    (copied.parent / "sasaran.csv").write_text("target,area,year,rate\nx,16.06,2026,60\n", encoding="utf-8")
    assert cakupan("add", copied.parent / "sasaran.csv", "--kind", "targets").status == 2
    assert sorted(copied.rglob("*")) == before


def sha256_of(workspace: Path, name: str) -> str:
    from cakupan_app.ledger.models import Receipt
    from cakupan_app.work.workspace import open_workspace

    open_workspace(workspace)
    return str(Receipt.objects.get(name=name).sha256)


@pytest.mark.long
def test_a_build_that_counts_on_spark_publishes_the_same(copied: Path) -> None:
    import sail

    environment = os.environ | {"CAKUPAN_SPARK_URL": sail.address(), "CAKUPAN_WORKSPACE": str(copied)}
    command = [sys.executable, "-m", "cakupan_app.cli", "build", "--engine", "spark", "--known-on", "2025-09-20"]
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    built = json.loads(done.stdout)
    assert (built["snapshot"], built["new"], built["sha256"]) == (1, False, made_up.manifest(copied)["sha256"])


def test_what_drove_the_change_adds_up_to_the_two_figures_and_to_those_of_each_part(
    cakupan: Command, regency: Regency
) -> None:
    for by in ("segment", "payer", "district", "village"):
        told = cakupan(
            *("change", "--area", "16.06", "--from", "2024-12", "--to", "2025-07", "--by", by, "--json"),
            *("--workspace", regency.workspace),
        ).json
        then, now = (
            asked(cakupan, regency.workspace, "--month", month, "--by", by) for month in ("2024-12", "2025-07")
        )
        assert told["difference"] == now["total"]["members"] - then["total"]["members"]
        assert told["sum"] == told["difference"] == sum(row["persons"] for row in told["reasons"])
        assert not told["missing"]
        points = [Decimal(row["points"]) for row in (*told["rows"], *told["reasons"])]
        assert {one.as_tuple().exponent for one in points} == {-2}
        assert sum(points) == 2 * Decimal(told["points"])
        for side, figures in (("from", then), ("to", now)):
            of_parts = {part[by]: part[side] for part in told["parts"] if part[side]}
            assert of_parts == {row[by]: row["members"] for row in figures["rows"] if row["members"]}
        for part in told["parts"]:
            rows = sum(row["persons"] for row in told["rows"] if row[by] == part[by])
            assert rows == part["difference"] == part["to"] - part["from"]


def test_the_sponsored_are_told_by_what_they_were(cakupan: Command, regency: Regency) -> None:
    told = cakupan(
        *("change", "--area", "16.06", "--from", "2024-12", "--to", "2025-07", "--json"),
        *("--workspace", regency.workspace),
    ).json["sponsored"]
    assert told["to"] == sum(told[name] for name in ("kept", "came", "taken_over", "joined", "returned"))
    assert told["from"] == sum(told[name] for name in ("kept", "went", "handed_on", "left"))
    assert told["net_new"] == told["joined"] + told["returned"] - told["left"] > 0


@pytest.mark.parametrize("attribution", ["nik", "work"])
def test_by_another_attribution_the_change_adds_up_to_its_own_figures(
    cakupan: Command, regency: Regency, attribution: str
) -> None:
    told = cakupan(
        *("change", "--area", "16.06", "--from", "2024-12", "--to", "2025-07", "--attribution", attribution),
        *("--json", "--workspace", regency.workspace),
    ).json
    assert told["definition"]["to"]["attribution"] == attribution
    assert told["sum"] == told["difference"]
    assert not [one for one in told["findings"] if one["code"] == "change_counts_others"]


@pytest.mark.parametrize("attribution", ["nik", "work"])
def test_another_attribution_says_what_it_changes(cakupan: Command, regency: Regency, attribution: str) -> None:
    told = asked(
        cakupan, regency.workspace, "--month", "2025-07", "--attribution", attribution, "--by", "district,segment"
    )
    change = told["attribution_change"]
    assert told["definition"]["attribution"] == attribution
    assert told["total"]["members"] == change["members"] == sum(row["members"] for row in told["rows"])
    lost, gained = (sum(flow["members"] for flow in change[name]) for name in ("lost", "gained"))
    assert change["members"] == change["by_domicile"] - lost + gained
    assert lost > 0
    page = cakupan("coverage", "--area", "16.06", "--month", "2025-07", "--attribution", attribution,
                   "--lang", "en", "--workspace", regency.workspace)  # fmt: skip
    assert "Counted here both ways" in page.out


@pytest.mark.parametrize("by", ["decile", "occupation", "segment,sex", "district,segment,age,decile"])
def test_what_lists_tell_and_any_combination_add_up_to_the_total(cakupan: Command, regency: Regency, by: str) -> None:
    answer = asked(cakupan, regency.workspace, "--month", "2025-07", "--by", by)
    assert sum(row["members"] for row in answer["rows"]) == answer["total"]["members"]


def additionality(cakupan: Command, regency: Regency, *more: str) -> dict[str, Any]:
    asked_for = ("additionality", "--area", "16.06", "--from", "2024-12", "--to", "2025-07", *more, "--json")
    document: dict[str, Any] = cakupan(*asked_for, "--workspace", regency.workspace).json
    return document


def test_what_the_money_changed_leads_from_the_sponsored_to_the_growth_of_the_figures(
    cakupan: Command, regency: Regency
) -> None:
    then, now = (asked(cakupan, regency.workspace, "--month", month) for month in ("2024-12", "2025-07"))
    for fund in ((), ("--fund", "APBD kabupaten"), ("--fund", "apbdes,dbh_sawit")):
        told = additionality(cakupan, regency, *fund)
        assert told["growth"] == now["total"]["members"] - then["total"]["members"]
        assert told["growth"] == sum(line["persons"] for line in told["bridge"] if not line["sum"])
        assert told["sponsored"] == sum(row["persons"] for row in told["outcomes"]) > 0
        assert not [one for one in told["findings"] if one["code"] == "change_counts_others"]


def test_the_money_is_what_the_payments_were_told_apart_in_any_way(cakupan: Command, regency: Regency) -> None:
    whole = additionality(cakupan, regency, "--fund", "apbd_regency")
    assert not whole["missing"]
    rupiah = sum(row["rupiah"] for row in whole["outcomes"])
    # every payment of this regency is for one membership, at one rate; what it was is read, never worked out
    assert rupiah == 16_800 * sum(row["months_paid"] for row in whole["outcomes"]) > 0
    for by in ("kode iuran", "fund", "desa", "kecamatan"):
        parts = additionality(cakupan, regency, "--fund", "apbd_regency", "--by", by)["rows"]
        assert sum(row["rupiah"] for row in parts) == rupiah, by
        assert sum(row["months"] for row in parts) == sum(row["months"] for row in whole["outcomes"]), by
    assert {row["because"] for row in whole["outcomes"] if row["persons"]} >= {"kept", "new"}


def test_the_page_of_what_the_money_changed_tells_the_story_in_both_languages(
    cakupan: Command, regency: Regency
) -> None:
    question = ("additionality", "--area", "16.06", "--from", "2024-12", "--to", "2025-07", "--by", "batch")
    at = ("--workspace", regency.workspace)
    assert "Diteruskan dana ini: " in cakupan(*question, *at).out
    page = cakupan(*question, *at, "--lang", "en")
    assert "were sponsored in December 2024 already" in page.out
    assert "not what would have happened without the money" in page.out
    assert page.status == 0


def test_what_was_paid_stands_beside_the_months_it_was_for_and_not_beside_those_unpaid(
    cakupan: Command, regency: Regency
) -> None:
    told = additionality(cakupan, regency)
    for row in told["outcomes"]:
        assert row["months"] <= row["months_paid"] + row["months_unpaid"]
    sums = {name: sum(row[name] for row in told["outcomes"]) for name in ("months_paid", "months_unpaid", "rupiah")}
    assert sums["months_unpaid"] > 0
    question = ("additionality", "--area", "16.06", "--from", "2024-12", "--to", "2025-07", "--lang", "en")
    page = cakupan(*question, "--workspace", regency.workspace).out
    assert f"Rp{sums['rupiah']:,} was paid for {sums['months_paid']:,} person-months" in page
    assert f"For {sums['months_unpaid']:,} more person-months no payment is known yet" in page


def test_change_and_additionality_say_one_net_new_and_how_many_sponsored_stand_in_other_rows(
    cakupan: Command, regency: Regency
) -> None:
    question = ("--area", "16.06", "--from", "2024-12", "--to", "2025-07", "--workspace", regency.workspace)
    change = cakupan("change", *question, "--by", "payer", "--json").json
    told = additionality(cakupan, regency)
    net = told["net_new"]
    assert net.pop("persons") == sum(net.values()) == change["sponsored"]["net_new"]
    by_payer = {part["payer"]: (part["from"], part["to"]) for part in change["parts"]}
    rows = [sum(counts[side] for payer, counts in by_payer.items() if payer in told["payers"]) for side in (0, 1)]
    aside = change["sponsored"]["in_other_row"]
    assert rows == [change["sponsored"][side] - aside[side] for side in ("from", "to")]
    assert told["in_other_row"] == aside["to"]
    page = cakupan("additionality", *question, "--lang", "en").out
    assert "Net new protection through sponsors, as `change` has it: " in page


def test_of_a_month_that_no_list_tells_of_nobody_says_what_the_money_changed(
    cakupan: Command, regency: Regency
) -> None:
    answer = cakupan(
        *("additionality", "--area", "16.06", "--from", "2023-06", "--to", "2025-07", "--json"),
        *("--workspace", regency.workspace),
    )
    assert (answer.status, answer.json["sponsored"], answer.json["bridge"]) == (1, None, [])
    assert [one["code"] for one in answer.json["missing"]] == ["additionality_needs_lists"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--fund", "employer"), "sponsor_unknown"),
        (("--fund", "APBD antah berantah"), "sponsor_unknown"),
        (("--by", "sex"), "additionality_dimension_unknown"),
        (("--to", "2024-12"), "additionality_months_reversed"),
    ],
)
def test_what_cannot_be_asked_about_the_money_is_refused(
    cakupan: Command, regency: Regency, more: tuple[str, ...], code: str
) -> None:
    asked_for = ("additionality", "--area", "16.06", "--from", "2024-12", "--to", "2025-07", *more, "--json")
    answer = cakupan(*asked_for, "--workspace", regency.workspace)
    assert (answer.status, answer.json["code"]) == (2, code)


def test_of_a_snapshot_of_an_older_version_nobody_is_called_uncovered(cakupan: Command, copied: Path) -> None:
    manifest = copied / "snapshots" / "1.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    for name in ("episodes", "named", "contributions", "crossed", "tally"):
        del told["tables"][name]
    listed = "\n".join(f"{name}\t{ref['says']}" for name, ref in sorted(told["tables"].items()))
    told["sha256"] = sha256(listed.encode()).hexdigest()
    manifest.write_text(json.dumps(told), encoding="utf-8")
    answer = uncovered(cakupan, copied)
    assert [one["code"] for one in answer["missing"]] == ["uncovered_needs_build"]
    assert answer["total"]["named"] is None
    for command in ("change", "additionality"):
        asked_for = (command, "--area", "16.06", "--from", "2024-12", "--to", "2025-07", "--workspace", copied)
        assert cakupan(*asked_for).status == 1
    figure = cakupan("coverage", "--area", "16.06", "--month", "2025-07", "--attribution", "nik", "--workspace", copied)
    assert figure.status == 1
    assert "build" in cakupan("bridge", "--area", "16.06", "--month", "2025-07", "--workspace", copied).err
