"""The second engine, on Sail: the same tables, the same hashes, and what it refuses."""

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cakupan.basics.refused import Refused
from cakupan.engines import spark
from cakupan.engines.port import TableUnreadable, hand_over
from cakupan.engines.spark import SparkEngine
from cakupan_app.look.words import LANGUAGES, say
from oracles import examples
from sail import address, sail
from tables import arrow, duck

EVERY_KIND = pa.table(
    {
        "area": pa.array(["16.06", "16.07", None], pa.string()),
        "row": pa.array([2, None, 2**31 - 1], pa.int32()),
        # beyond what a float holds exactly, and beside a null
        "members": pa.array([2**63 - 1, None, -1], pa.int64()),
        "rate": pa.array([Decimal("52.15"), Decimal("-0.000001"), None], pa.decimal128(12, 6)),
        "known_on": pa.array([date(2025, 8, 1), None, date(1945, 8, 17)], pa.date32()),
        "paid": pa.array([True, None, False], pa.bool_()),
    }
)


@pytest.fixture
def engine() -> SparkEngine:
    return sail()


@pytest.mark.parametrize("handed", [EVERY_KIND, EVERY_KIND.slice(0, 0)], ids=["rows", "no row"])
def test_a_table_comes_back_from_spark_as_it_was_handed_over(engine: SparkEngine, handed: pa.Table) -> None:
    assert engine.run(engine.table(handed)).equals(handed)
    assert engine.run(engine.keep(engine.table(handed))).equals(handed)


@pytest.mark.parametrize("handed", [EVERY_KIND, EVERY_KIND.slice(0, 0)], ids=["rows", "no row"])
def test_both_engines_give_the_same_hash_and_read_what_the_other_wrote(handed: pa.Table, tmp_path: Path) -> None:
    hashes = {one.logical_hash(one.table(handed)) for one in (duck(), sail())}
    for writer, reader in ((duck(), sail()), (sail(), duck())):
        writer.write(writer.table(handed), tmp_path / "a.parquet")
        read = reader.read(tmp_path / "a.parquet")
        assert reader.run(read).equals(handed)
        hashes.add(reader.logical_hash(read))
    assert len(hashes) == 1


@settings(max_examples=examples(15), deadline=None)
@given(st.lists(st.none() | st.text(st.sampled_from("aZz1 .-'\"\\\té€𝄞\u0301\ufffd"), max_size=5), max_size=12))
def test_both_engines_sort_and_tell_any_text_the_same(texts: list[str | None]) -> None:
    handed = pa.table({"text": pa.array(texts, pa.string())})
    assert duck().logical_hash(duck().table(handed)) == sail().logical_hash(sail().table(handed))


def test_sums_and_means_have_the_same_hash_on_both_engines() -> None:
    drawn = ibis.memtable(arrow("rate | members\n1.5 | 7\n2.25 | 8\n2.5 | -3"))
    summed = drawn.agg(rate=drawn.rate.sum(), members=drawn.members.sum(), mean=drawn.rate.mean().round(2))
    made = [one.logical_hash(of) for one in (duck(), sail()) for of in (summed, one.keep(summed))]
    assert len(set(made)) == 1


def test_a_table_kept_by_spark_is_computed_once(engine: SparkEngine) -> None:
    drawn = engine.table(EVERY_KIND)
    kept = engine.keep(drawn.mutate(drawn=(ibis.random() * 1_000_000_000).cast("int64")).select("drawn"))
    assert engine.run(kept.order_by("drawn")).equals(engine.run(kept.order_by("drawn")))


def test_rows_come_from_spark_in_the_order_that_was_asked_for(engine: SparkEngine) -> None:
    drawn = engine.table(pa.table({"n": list(range(1000))}))
    assert engine.run(drawn.order_by(ibis.desc("n")))["n"].to_pylist() == list(range(999, -1, -1))


def test_a_result_goes_from_one_engine_to_the_other() -> None:
    given_away = duck().keep(duck().table(EVERY_KIND))
    taken = hand_over(given_away.filter(given_away.paid), duck(), sail())
    assert sail().run(taken.select("area", "members")).to_pylist() == [{"area": "16.06", "members": 2**63 - 1}]


def test_many_rows_go_over_and_come_back(engine: SparkEngine, tmp_path: Path) -> None:
    many = pa.table({"n": list(range(200_000)), "text": [f"teks {n % 97}" for n in range(200_000)]})
    there = hand_over(duck().table(many), duck(), engine)
    engine.write(there, tmp_path / "many.parquet")
    assert duck().logical_hash(duck().read(tmp_path / "many.parquet")) == engine.logical_hash(there)


def test_what_is_encrypted_stays_with_duckdb(engine: SparkEngine, tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    duck().write_encrypted(duck().table(EVERY_KIND), path, b"k" * 32)
    for refuse in (
        lambda: engine.write_encrypted(engine.table(EVERY_KIND), path, b"k" * 32),
        lambda: engine.read_encrypted(path, b"k" * 32),
    ):
        with pytest.raises(Refused) as refused:
            refuse()
        assert (refused.value.code, refused.value.facts) == ("vault_not_on_spark", {"name": "people.parquet"})
    with pytest.raises(TableUnreadable):
        engine.read(path)


def test_spark_takes_a_missing_or_damaged_table_for_unreadable(engine: SparkEngine, tmp_path: Path) -> None:
    (tmp_path / "damaged.parquet").write_bytes(b"not parquet at all")
    for name in ("damaged.parquet", "missing.parquet"):
        with pytest.raises(TableUnreadable):
            engine.read(tmp_path / name)


def test_a_session_of_its_own_opens_and_closes() -> None:
    with SparkEngine.connect(address()) as opened:
        assert opened.run(opened.table(EVERY_KIND)).num_rows == 3


REFUSALS = [
    pytest.param(None, "spark_address_missing", {}, id="none given"),
    pytest.param("", "spark_address_missing", {}, id="an empty one"),
    pytest.param("http://elsewhere:1", "spark_address_unreadable", {}, id="of something else"),
    pytest.param("sc://localhost:port", "spark_address_unreadable", {}, id="without a port"),
    pytest.param("sc://spark.example:1/;token=x", "spark_not_encrypted", {"address": "spark.example:1"}, id="in clear"),
    pytest.param("sc://127.0.0.1:1/;token=secret", "spark_unreachable", {"address": "127.0.0.1:1"}, id="of nobody"),
]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "_SECONDS_TO_ANSWER", 0.2)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(("given_address", "code", "facts"), REFUSALS)
def test_an_address_where_no_spark_answers_is_refused(
    given_address: str | None, code: str, facts: dict[str, str]
) -> None:
    with pytest.raises(Refused) as refused:
        SparkEngine.connect(given_address)
    assert (refused.value.code, refused.value.facts) == (code, facts)
    assert all("secret" not in say(code, facts, lang) for lang in LANGUAGES)


def test_without_its_client_spark_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql.connect.session", None)
    with pytest.raises(Refused) as refused:
        SparkEngine.connect("sc://127.0.0.1:1")
    assert refused.value.code == "spark_not_installed"
