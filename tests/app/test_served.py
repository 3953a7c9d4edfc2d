"""A process that serves many: what it keeps of its answers, how much memory it takes, and an engine that dies."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.coverage.known import known_about
from cakupan_app.work import ask
from cakupan_app.work.change import ChangeQuestion, change
from cakupan_app.work.revisions import SeriesQuestion
from cakupan_app.work.shelf import NOT_KEPT, Shelf
from cakupan_app.work.view import View
from cakupan_app.work.workspace import ENGINES

Command = Callable[..., Any]
JUNE = (
    "nik,nama,tanggal lahir,jenis kelamin,desa,kecamatan,segmen,kpj,lunas sampai\n"
    "1606010101809003,Budi Santoso,1980-01-01,L,Kayu Ara,Sekayu,BPU,26133068503,2025-12-31\n"
)


@pytest.fixture
def served(cakupan: Command, workspace: Path, tmp_path: Path) -> Iterator[Any]:
    from cakupan_app.work.served import Served
    from cakupan_app.work.workspace import open_workspace

    (tmp_path / "june.csv").write_text(JUNE, encoding="utf-8")
    told = ("--kind", "members", "--month", "2025-06", "--known-on", "2025-07-05")
    for words in (("init", "--area", "16.06"), ("add", str(tmp_path / "june.csv"), *told), ("build",)):
        assert cakupan(*words).status == 0
    opened = Served(open_workspace(workspace), memory=600)
    yield opened
    opened.close()


def limit_of(view: View, _question: str) -> str:
    rows = view.engine._bare.sql("SELECT current_setting('memory_limit')").fetchall()  # type: ignore[attr-defined]
    return str(rows[0][0])


def dies(view: View, _question: str) -> None:
    view.engine.close()  # type: ignore[attr-defined]
    view.engine.run(view.cube)


def refuses(_view: View, _question: str) -> None:
    raise Refused("area_unknown", text="x")


def test_engines_share_the_memory_of_a_process_and_one_that_died_is_followed_by_another(served: Any) -> None:
    assert served.answer(limit_of, "") == served.answer(limit_of, "again") == "190.7 MiB"  # a third of 600 MB
    with served.workspace.engine() as another:
        assert limit_of(View({}, (), another, None, None, 0), "") == "190.7 MiB"  # type: ignore[arg-type]
    first = served._engine
    with pytest.raises(Refused):
        served.answer(refuses, "")
    assert served._engine is first  # nothing is wrong with it
    with pytest.raises(Refused, match="table_unreadable"):
        served.answer(dies, "")
    assert served.answer(ask.months_told, "16.06") == (Month(2025, 6),)
    assert served.look(lambda view, _workspace, area: ask.months_told(view, area), "16.06") == (Month(2025, 6),)


def test_so_many_engines_are_beside_those_of_snapshots_and_the_next_one_waits(served: Any) -> None:
    workspace, waits = served.workspace, Event()

    def asks() -> None:
        with workspace.engine_beside():
            waits.set()

    with ExitStack() as others:
        for _ in range(ENGINES):
            others.enter_context(workspace.engine_beside())
        thread = Thread(target=asks)
        thread.start()
        assert not waits.wait(0.3)
    assert waits.wait(10)
    thread.join()


def test_a_question_across_snapshots_is_counted_once(served: Any) -> None:
    counted: list[str] = []

    def asked(_workspace: object, question: SeriesQuestion, _at: object) -> str:
        counted.append(question.area)
        return "answered"

    assert [served.answer_across(asked, SeriesQuestion("16.06")) for _ in range(2)] == ["answered"] * 2
    assert counted == ["16.06"]


def test_what_is_known_about_an_area_is_fetched_once_and_answers_as_if_fetched_for_each_question(
    served: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    area, month = "16.06", Month(2025, 6)
    questions = [
        (ask.gap, ask.GapQuestion(area, month, since=Month(2025, 5))),
        (ask.coverage, ask.CoverageQuestion(area, month)),
        (change, ChangeQuestion(area, Month(2025, 5), month)),
        (ask.coverage, ask.CoverageQuestion(area, month, by=("district",))),
        (ask.coverage, ask.CoverageQuestion(area, month, by=("segment",))),
        (ask.coverage, ask.CoverageQuestion("16.06.01", month)),
    ]
    fetched: list[str] = []

    def counted(*told: Any, **options: Any) -> Any:
        fetched.append(told[3])
        return known_about(*told, **options)

    monkeypatch.setattr(ask, "known_about", counted)
    together = [served.answer(asked, question) for asked, question in questions]
    assert fetched == [area, area, area, "16.06.01"]  # three questions about the whole, and one for each of the others
    with ask.view(served.workspace, at=datetime.now(UTC), number=1) as alone:
        assert [asked(alone, question) for asked, question in questions] == together


def test_answers_are_kept_as_far_as_their_bytes_have_room() -> None:
    shelf = Shelf(room=1_000)
    for name in "abc":
        shelf.put(name, name * 400)
    assert [shelf.get(name) is NOT_KEPT for name in "abc"] == [True, False, False]
    shelf.get("b")
    shelf.put("c", "c" * 450)  # in place of what lay there
    shelf.put("d", "d" * 400)
    assert [shelf.get(name) is NOT_KEPT for name in "bcd"] == [True, False, False]
    shelf.put("whole", "x" * 2_000)
    assert shelf.get("whole") is NOT_KEPT
    assert shelf.get("d") == "d" * 400
