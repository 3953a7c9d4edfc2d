"""The bridge as it is asked for, on a small made-up regency."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import made_up
from made_up import Regency

Command = Callable[..., Any]
ASKED = ("--area", "16.06", "--month", "2025-05")

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("people")]


def test_the_people_of_the_tally_are_those_of_the_cube_in_every_place_and_month(regency: Regency) -> None:
    from cakupan_app.work import ask
    from cakupan_app.work.workspace import open_workspace

    with ask.view(open_workspace(regency.workspace), at=made_up.NOW) as view:
        tally, cube = view.table("tally"), view.cube
        people = tally.filter(tally["speaks"] & tally["state"].isin(["paid", "grace"]))
        for length in (5, 8):
            placed = people.filter(people["home"].length() >= length)
            counted = placed.group_by("month", "segment", area=placed["home"].left(length)).agg(
                members=placed["memberships"].sum()
            )
            cells = cube.filter(
                (cube["evidence"] == "linked")
                & (cube["measure"] == "persons")
                & (cube["grain"] == "segment")
                & (cube["area"].length() == length)
            )
            found, expected = (
                sorted((row["month"], row["area"], row["segment"], row["members"]) for row in of.to_pylist())
                for of in (
                    view.engine.run(counted),
                    view.engine.run(cells.select("month", "area", "segment", "members")),
                )
            )
            assert found == expected != []


@pytest.mark.parametrize("month", ["2024-02", "2025-05", "2025-07"])
def test_the_lines_lead_from_our_figure_to_the_recap(cakupan: Command, regency: Regency, month: str) -> None:
    asked = ("--area", "16.06", "--month", month, "--workspace", regency.workspace, "--json")
    answer = cakupan("bridge", *asked).json
    figures = cakupan("coverage", *asked).json
    assert answer["ours"] == figures["total"]["members"]
    recap = next(one for one in figures["other_evidence"] if one["evidence"] == "recap")
    assert answer["theirs"] == recap["members"]
    assert sum(line["persons"] for line in answer["lines"]) == answer["difference"]
    assert answer["lines"][-1]["kind"] == "unexplained"


def test_the_page_says_it_in_both_languages(cakupan: Command, regency: Regency) -> None:
    for lang, words in (("id", "Belum terjelaskan"), ("en", "Unexplained")):
        answer = cakupan("bridge", *ASKED, "--workspace", regency.workspace, "--lang", lang)
        assert words in answer.out


def test_a_way_of_counting_that_the_branch_states_is_applied(
    cakupan: Command, regency: Regency, tmp_path: Path
) -> None:
    path = tmp_path / "palembang.toml"
    path.write_text(
        '[[profile]]\nid = "palembang"\nrecaps = ["kantor cabang"]\nfrom = "2024-01"\nsource = "surat"\nsure = "B"\n'
        'measure = "memberships"\n',
        encoding="utf-8",
    )
    asked = ("bridge", *ASKED, "--workspace", regency.workspace, "--json", "--profiles")
    answer = cakupan(*asked, path).json
    assert answer["profile"]["id"] == "palembang"
    assert [line["sure"] for line in answer["lines"] if line["kind"] == "duplicate"] == ["stated"]
    refused = cakupan(*asked, tmp_path / "nowhere.toml")
    assert (refused.status, refused.json["code"]) == (2, "recap_rules_unreadable")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--area", "16.06", "--month", "2020-01"), "bridge_without_recap"),
        (("--area", "16.06", "--month", "2025-05", "--source", "bps"), "bridge_source_unknown"),
    ],
)
def test_what_cannot_be_bridged_is_refused_with_a_sentence(
    cakupan: Command, regency: Regency, arguments: tuple[str, ...], code: str
) -> None:
    answer = cakupan("bridge", *arguments, "--workspace", regency.workspace, "--json")
    assert (answer.status, answer.json["code"]) == (2, code)


@pytest.mark.long
def test_segments_that_a_recap_does_not_tell_are_unknown_and_not_zero(
    cakupan: Command, regency: Regency, tmp_path: Path
) -> None:
    workspace = regency.copied_to(tmp_path)
    told = tmp_path / "dinas.csv"
    told.write_text("wilayah,bulan,peserta,sumber\n16.06,2025-05,901,dinas\n", encoding="utf-8")
    assert cakupan("add", told, "--kind", "recap", "--workspace", workspace).status == 0
    assert cakupan("build", "--workspace", workspace).status == 0
    asked = ("bridge", *ASKED, "--source", "dinas", "--workspace", workspace)
    answer = cakupan(*asked, "--json").json
    assert (answer["theirs"], answer["theirs_by_segment"]) == (901, None)
    assert answer["lines"][-1]["by_segment"] is None
    for lang, sentence in (("id", "tidak menyebut segmen"), ("en", "does not tell segments")):
        page = cakupan(*asked, "--lang", lang).out
        assert sentence in page
        (theirs,) = (line for line in page.splitlines() if line.split()[:1] in (["Recap"], ["Rekap"]) and "901" in line)
        assert theirs.split()[1:] == ["901", *["–"] * len(answer["ours_by_segment"])]


def test_what_stays_unexplained_is_told_with_what_was_tried_and_with_nothing_invented(
    cakupan: Command, regency: Regency
) -> None:
    asked = ("bridge", "--area", "16.06", "--month", "2025-07", "--workspace", regency.workspace)
    answer = cakupan(*asked, "--json").json
    off = answer["unexplained_in_figures"]
    assert off == sum(map(abs, answer["lines"][-1]["by_segment"].values())) > 0
    assert {"cut_off", "memberships"} <= set(answer["tried"])
    assert all(not one["proven"] and one["unexplained_in_figures"] < off for one in answer["nearest"])
    for lang, words in (("id", "Sudah dicoba"), ("en", "Tried, and fitting no better than chance")):
        assert words in cakupan(*asked, "--lang", lang).out


def test_with_recaps_alone_the_file_that_is_missing_is_named(
    cakupan: Command, regency: Regency, tmp_path: Path
) -> None:
    workspace = tmp_path / "workspace"
    assert cakupan("init", "--area", "16.06", "--workspace", workspace).status == 0
    assert cakupan("add", regency.file("rekap-cabang.csv"), "--kind", "recap", "--workspace", workspace).status == 0
    assert cakupan("build", "--workspace", workspace).status == 0
    refused = cakupan("bridge", *ASKED, "--workspace", workspace, "--json")
    assert (refused.status, refused.json["code"]) == (2, "bridge_without_members")
    assert "--kind members --month 2025-05" in refused.json["error"]
    answer = cakupan("uncovered", *ASKED, "--by", "village", "--workspace", workspace, "--json").json
    assert [one["code"] for one in answer["missing"]] == ["denominator_missing", "named_without_members"]
    assert "--kind members --month 2025-05" in answer["missing"][-1]["message"]
