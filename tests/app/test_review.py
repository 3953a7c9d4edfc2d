"""What people decide about pairs of rows: it holds from the next build on, is known from its day, and can be undone."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from decimal import Decimal
from math import exp
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import binomtest

from cakupan_app.cli import main
from cakupan_app.work.reviewing import draw_sample
from few_people import ANALYST, AT, opened
from older_ledger import make_ledger_older

Command = Callable[..., Any]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("review")]
HEADS = "nik,nama,tanggal lahir,jenis kelamin,desa,kecamatan,segmen,kpj,lunas sampai\n"
JUNE = (
    "1606014101809001,Siti Aminah,1980-01-01,P,Kayu Ara,Sekayu,BPU,26133068501,2025-12-31\n"
    "1606014101809001,Wulan Dari,1991-03-04,P,Kayu Ara,Sekayu,BPU,26133068502,2025-12-31\n"
    "1606010101809003,Budi Santoso,1980-01-01,L,Kayu Ara,Sekayu,BPU,26133068503,2025-12-31\n"
    "1606010201809004,Agus Salim,1980-01-02,L,Kayu Ara,Sekayu,BPU,26133068504,2025-12-31\n"
)
JULY = JUNE.replace("Siti", "St.").replace("Santoso", "Santosa").replace("Agus", "H. Agus")
NOMINEES = (
    "nik,nama,tanggal lahir,jenis kelamin,desa,kecamatan\n"
    "1606010201809004,Darto Wiyono,1975-05-05,L,Kayu Ara,Sekayu\n"
    "1606010301809007,Zainal Abidin,1980-01-03,L,Kayu Ara,Sekayu\n"
)
LISTS = (
    ("n.csv", NOMINEES, ("--kind", "nominations", "--known-on", "2025-06-01")),
    ("june.csv", HEADS + JUNE, ("--kind", "members", "--month", "2025-06", "--known-on", "2025-07-05")),
    ("july.csv", HEADS + JULY, ("--kind", "members", "--month", "2025-07", "--known-on", "2025-08-05")),
)
BUILT, LATER = ("--known-on", "2025-08-10"), ("--known-on", "2025-08-20")
MONTH = ("--area", "16.06", "--month", "2025-07")
BY = ("--by", "Siti", *LATER)


def publish(root: Path, *, backwards: bool = False) -> None:
    here = ("--workspace", str(root))
    commands = [("init", "--area", "16.06")]
    for name, text, told in LISTS[::-1] if backwards else LISTS:
        root.parent.mkdir(parents=True, exist_ok=True)
        (root.parent / name).write_text(text, encoding="utf-8")
        commands.append(("add", str(root.parent / name), *told))
    for command in (*commands, ("build", *BUILT)):
        with pytest.raises(SystemExit) as left:
            main([*command, *here])
        assert left.value.code == 0, command


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("review") / "workspace"
    publish(root)
    return root


@pytest.fixture
def reviewed(made: Path, workspace: Path, cakupan: Command) -> Command:
    """A published workspace of its own for each test, in which two pairs wait."""
    shutil.copytree(made, workspace)
    shutil.copy(made.with_name("workspace.key"), workspace.with_name("workspace.key"))
    return cakupan


def waiting(cakupan: Command, *more: str) -> Any:
    return cakupan("review", "--json", *more).json


def twins(cakupan: Command) -> str:
    """The pair of two members on one NIK."""
    return str(next(one["id"] for one in waiting(cakupan)["pairs"] if one["changes"] == "counted_twice"))


def members(cakupan: Command, *more: str) -> int:
    count: int = cakupan("coverage", *MONTH, "--json", *more).json["total"]["members"]
    return count


def built(cakupan: Command, *more: str) -> Any:
    return cakupan("build", "--json", *(more or LATER)).json


def persons(document: Any) -> int:
    (identity,) = (stage for stage in document["stages"] if stage["name"] == "identity")
    count: int = identity["made"]["persons"]
    return count


def test_the_queue_shows_both_sides_masked_and_what_the_answer_is_worth(reviewed: Command) -> None:
    answer = reviewed("review", "--json")
    first, second = answer.json["pairs"]
    assert (answer.json["waiting"], answer.json["of_worth"], answer.json["masked"]) == (2, 2, True)
    assert (first["changes"], first["months"], first["worth"]) == ("counted_twice", 2, "0.600000")
    assert (second["changes"], second["differs"]) == ("called_uncovered", ["name", "birth"])
    assert first["left"]["told"]["nik"] == "160601********01"
    for told in (answer.out, reviewed("review").out, reviewed("review", "--lang", "en").out):
        assert not any(word in told for word in ("Wulan", "1606014101809001", "1991-03-04"))
    assert "Wulan Dari" in reviewed("review", "--clear").out
    assert waiting(reviewed, "--limit", "1")["pairs"] == [first]
    assert waiting(reviewed, "--area", "16.06.02")["waiting"] == 0
    assert waiting(reviewed, "--area", "16.06.01")["waiting"] == 2


def test_a_pair_shows_what_speaks_for_and_against_it(reviewed: Command) -> None:
    pair = waiting(reviewed)["pairs"][0]
    weights, steps = pair["weights"], pair["weights"]["steps"]
    assert {step["comparison"] for step in steps} == {"name", "common", "birth", "household", "sex", "nik"}
    sizes = [abs(float(step["adds"])) for step in steps]
    assert sizes == sorted(sizes, reverse=True)
    assert Decimal(weights["sum"]) == Decimal(weights["start"]) + sum(Decimal(step["adds"]) for step in steps)
    assert float(weights["probability"]) == pytest.approx(1 / (1 + exp(-float(weights["sum"]))), abs=1e-3)
    assert (weights["kpj"], {step["comparison"]: step["level"] for step in steps}["nik"]) == ("other", "same")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "id",
            (
                r"\+{5,} +NIK sama",
                r"-{3,} +nama berbeda",
                "tanpa bobot    KPJ berbeda",
                "Menurut timbangan ini, tanpa KPJ",
            ),
        ),
        (
            "en",
            (
                r"\+{5,} +the same NIK",
                r"-{3,} +another name",
                "no weight      another KPJ",
                "Weighed so, without the KPJ",
            ),
        ),
    ],
)
def test_the_page_words_and_draws_it_in_both_languages(reviewed: Command, lang: str, words: tuple[str, ...]) -> None:
    for asked in (("review",), ("review", "sample")):
        page = reviewed(*asked, "--lang", lang).out
        for word in words if asked == ("review",) else words[-1:]:
            assert re.search(word, page), asked
    assert "Wulan" not in page


@pytest.mark.long
def test_two_persons_that_somebody_says_are_one_are_one_after_the_next_build_until_it_is_withdrawn(
    reviewed: Command,
) -> None:
    pair, before = twins(reviewed), built(reviewed, *BUILT)
    decided = reviewed("review", "decide", pair, "same", *BY, "--json").json
    assert (decided["id"], decided["answer"], decided["by"]) == (pair, "same", "Siti")
    assert (waiting(reviewed)["waiting"], members(reviewed)) == (1, 4)
    after = built(reviewed)
    assert (after["new"], members(reviewed), persons(after)) == (True, 3, persons(before) - 1)
    assert waiting(reviewed)["waiting"] == 1
    assert members(reviewed, *BUILT) == 4  # what was known before the decision
    assert members(reviewed, *LATER) == 3
    assert reviewed("review", "withdraw", pair, "--known-on", "2025-08-21").status == 0
    again = built(reviewed, "--known-on", "2025-08-21")
    assert (again["sha256"], members(reviewed)) == (before["sha256"], 4)
    assert members(reviewed, *LATER) == 3
    (one,) = reviewed("review", "decisions", "--json").json["decisions"]
    assert (one["withdrawn"], one["withdrawn_on"], one["counted"]) == (True, "2025-08-21", False)
    assert twins(reviewed) == pair
    assert reviewed("verify").status == 0


@pytest.mark.long
def test_a_past_day_is_built_without_the_decisions_that_came_later(reviewed: Command) -> None:
    before = built(reviewed, *BUILT)["sha256"]
    assert reviewed("review", "decide", twins(reviewed), "same", *BY).status == 0
    assert built(reviewed)["sha256"] != before
    past = built(reviewed, *BUILT)
    assert (past["sha256"], past["new"]) == (before, False)


@pytest.mark.long
def test_two_rows_that_somebody_says_are_two_people_are_two_whatever_they_share(reviewed: Command) -> None:
    before = persons(built(reviewed, *BUILT))
    pair = reviewed("review", "sample", "--json").json["pairs"][0]["id"]
    assert reviewed("review", "decide", pair, "beda", *BY).status == 0
    assert persons(built(reviewed)) == before + 1
    assert pair not in {one["id"] for one in waiting(reviewed)["pairs"]}


@pytest.mark.long
def test_whoever_is_unsure_changes_nothing_and_the_pair_waits_no_more(reviewed: Command) -> None:
    pair, before = twins(reviewed), built(reviewed, *BUILT)["sha256"]
    assert reviewed("review", "decide", pair, "unsure", *BY).status == 0
    assert built(reviewed)["sha256"] == before
    assert [one["id"] != pair for one in waiting(reviewed)["pairs"]] == [True]
    assert reviewed("review", "decide", pair, "same", *BY).status == 0  # and may be sure later
    built(reviewed)
    assert members(reviewed) == 3


@pytest.mark.long
def test_two_workspaces_with_the_same_decisions_agree(reviewed: Command, tmp_path: Path) -> None:
    pair = twins(reviewed)
    other = tmp_path / "other" / "workspace"
    publish(other, backwards=True)
    hashes = []
    for here in ((), ("--workspace", str(other))):
        assert reviewed("review", "decide", pair, "same", *BY, *here).status == 0
        hashes.append(reviewed("build", *LATER, "--json", *here).json["sha256"])
        drawn = reviewed("review", "sample", "--size", "2", "--json", *here).json["pairs"]
        hashes.append([one["id"] for one in drawn])
    assert hashes[:2] == hashes[2:]


def test_a_figure_tells_how_often_its_links_are_wrong_or_that_nobody_looked(reviewed: Command) -> None:
    definition = reviewed("coverage", *MONTH, "--json").json["definition"]
    assert "linkage_error" not in definition
    assert "belum diperiksa" in definition["linkage_message"]
    assert "Nobody has checked the links" in reviewed("coverage", *MONTH, "--lang", "en").out
    sample = reviewed("review", "sample", *LATER, "--json").json
    assert (sample["new"], sample["open"], len(sample["pairs"]), sample["linkage_error"]) == (True, 3, 3, None)
    for one, answer in zip(sample["pairs"], ("same", "different", "same"), strict=True):
        assert reviewed("review", "decide", one["id"], answer, *BY).status == 0
    error = reviewed("coverage", *MONTH, "--json").json["definition"]["linkage_error"]
    exact = binomtest(1, 3).proportion_ci(confidence_level=0.95, method="exact")
    assert (error["sampled"], error["wrong"], error["rate"], error["snapshot"]) == (3, 1, "33.33", 1)
    assert (float(error["low"]), float(error["high"])) == pytest.approx((exact.low * 100, exact.high * 100), abs=0.006)
    assert "dari 3 yang diperiksa orang, 1 keliru" in reviewed("coverage", *MONTH).out
    assert "of 3 that people checked 1 was wrong" in reviewed("gap", *MONTH, "--lang", "en").out
    then = reviewed("coverage", *MONTH, "--json", *BUILT).json["definition"]
    assert "linkage_error" not in then
    assert "linkage_message" not in reviewed("coverage", *MONTH, "--evidence", "extract", "--json").json["definition"]


def test_a_sample_is_drawn_once_and_gone_on_with(reviewed: Command, workspace: Path) -> None:
    first = reviewed("review", "sample", "--size", "2", "--json").json
    assert [one["id"] for one in reviewed("review", "sample", "--json").json["pairs"]] == [
        one["id"] for one in first["pairs"]
    ]
    again = reviewed("review", "sample", "--size", "2", "--json").json
    assert (again["new"], again["pairs"]) == (False, first["pairs"])
    assert reviewed("review", "sample", "--size", "2", "--seed", "7", "--json").json["new"]
    assert reviewed("review", "sample", "--lang", "en").out.startswith("A sample of 2 of the 3 links")
    ledger = sqlite3.connect(workspace / "app.sqlite3")
    try:
        assert ledger.execute("SELECT count(*) FROM ledger_auditsample").fetchone() == (2,)
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            ledger.execute("DELETE FROM ledger_sampledpair")
    finally:
        ledger.close()


def lost(seed: int) -> None:
    """A sample of one pair whose rows are in no file that is in force."""
    from cakupan_app.ledger.models import AuditSample, SampledPair

    told = {"snapshot": 1, "sha256": "0" * 64, "size": 1, "known_on": AT.date(), "made_at": AT, "made_by": "test"}
    sample = AuditSample.objects.create(seed=seed, strata={"nik_name": 1}, **told)
    places = {"known_on": AT.date(), "file": "f" * 64, "sheet": "", "row": 2}
    sides = {f"{side}_{name}": value for side in ("left", "right") for name, value in places.items()}
    SampledPair.objects.create(sample=sample, pair="0" * 12, because="nik_name", probability=Decimal("0.99"), **sides)


def test_another_sample_is_drawn_where_the_rows_of_the_last_are_gone(reviewed: Command, workspace: Path) -> None:
    from cakupan_app.ledger.models import AuditSample

    reviewed("review", "sample", "--seed", "6")  # was looked at before, and is not what comes after the fifth
    with opened(workspace) as served:
        lost(seed=5)
        assert draw_sample(served, ANALYST, AT) == 3
        last = AuditSample.objects.latest("pk")
        assert (last.snapshot, last.seed, AuditSample.objects.count()) == (1, 7, 3)
        # while its pairs can be shown it goes on
        assert draw_sample(served, ANALYST, AT) == 3
        assert AuditSample.objects.count() == 3


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("decide", "PAIR", "same"), "signer_unnamed"),
        (("decide", "PAIR", "mungkin", *BY), "review_answer_unknown"),
        (("decide", "0" * 12, "same", *BY), "review_pair_unknown"),
        (("decide", "PAIR", *BY), "review_decide_needs"),
        (("decide", "PAIR", "same", "--by", "Siti", "--known-on", "2025-08-01"), "day_before_published"),
        (("withdraw", "PAIR"), "review_nothing_decided"),
        (("withdraw",), "review_withdraw_needs"),
        (("sampel",), "review_action_unknown"),
        (("decisions", "PAIR"), "too_many_words"),
    ],
)
def test_what_cannot_be_decided_is_refused_with_a_sentence(
    reviewed: Command, words: tuple[str, ...], code: str
) -> None:
    pair = twins(reviewed)
    for lang in ("id", "en"):
        answer = reviewed("review", *(pair if word == "PAIR" else word for word in words), "--json", "--lang", lang)
        assert (answer.status, answer.json["code"]) == (2, code)


def test_who_decides_otherwise_withdraws_first(reviewed: Command) -> None:
    pair = twins(reviewed)
    assert reviewed("review", "decide", pair, "same", *BY, "--note", "lihat KTP").status == 0
    again = reviewed("review", "decide", pair, "different", "--by", "Budi", "--json")
    assert (again.status, again.json["code"]) == (2, "review_decided_already")
    early = reviewed("review", "withdraw", pair, "--known-on", "2025-08-11", "--json")
    assert (early.status, early.json["code"]) == (2, "review_day_before")
    assert reviewed("review", "withdraw", pair, "--by", "Budi", *LATER).status == 0
    assert reviewed("review", "decide", pair, "different", "--by", "Budi", *LATER).status == 0
    page = reviewed("review", "decisions", "--lang", "en").out
    assert "one person, says Siti" in page
    assert "lihat KTP" in page
    assert "Taken back by Budi" in page
    assert "Not part of the published figures yet" in page


def test_nobody_changes_what_was_decided(reviewed: Command, workspace: Path) -> None:
    assert reviewed("review", "decide", twins(reviewed), "same", *BY).status == 0
    ledger = sqlite3.connect(workspace / "app.sqlite3")
    try:
        for change in ("UPDATE {} SET answer = 'different'", "DELETE FROM {}"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                ledger.execute(change.format("ledger_reviewdecision"))
    finally:
        ledger.close()


def test_a_ledger_older_than_reviews_answers_and_gets_their_tables_with_the_first(
    reviewed: Command, workspace: Path
) -> None:
    pair = twins(reviewed)
    make_ledger_older(workspace, than="0008")
    assert waiting(reviewed)["waiting"] == 2
    assert reviewed("review", "decisions", "--json").json["decisions"] == []
    assert "linkage_error" not in reviewed("coverage", *MONTH, "--json").json["definition"]
    assert reviewed("review", "decide", pair, "same", *BY).status == 0
    assert reviewed("verify").status == 0
