"""A file that comes in by the site: sealed, read once, answered once, whatever happens to whoever reads it."""

import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest

from cakupan.basics.refused import Refused
from cakupan.intake import Kind
from cakupan_app.work import sent_files, uploads
from cakupan_app.work.rights import Actor, Assigned, NotAllowed, actor_of
from cakupan_app.work.sweep import sweep
from cakupan_app.work.uploads import Sent, read_upload, take_in, unanswered
from cakupan_app.work.workspace import Workspace, create, open_workspace
from few_people import publish

NOW = datetime(2025, 9, 20, 3, 0, tzinfo=UTC)
VILLAGE, OTHER = "16.06.04.2010", "16.06.06.2001"
LIST = "nik,nama,jenis kelamin,tanggal lahir\n1606041205879001,WARGA CONTOH,L,12-05-1987\n"


@pytest.fixture
def opened(workspace: Path) -> Workspace:
    create(workspace, "16.06", at=NOW)
    return open_workspace(workspace)


def operator(role: str = "village_operator", area: str = VILLAGE) -> Actor:
    from cakupan_app.work.accounts import make_account

    return actor_of(make_account(f"{role}@contoh.id", "Contoh", "x", [Assigned(role, area)], by="test", at=NOW))


def sent(**other: object) -> Sent:
    told: dict[str, object] = {"key": uuid4(), "name": "usulan.csv", "kind": Kind.NOMINATIONS, "month": None}
    return Sent(**{**told, "area": VILLAGE, **other})


def put(workspace: Workspace, actor: Actor, one: Sent, content: str = LIST) -> tuple[object, list[int]]:
    asked: list[int] = []
    return take_in(workspace, actor, one, content.encode(), NOW, asked.append), asked


def later() -> Callable[[], datetime]:
    return lambda: NOW + timedelta(minutes=5)


def test_what_is_sent_lies_sealed_is_read_and_is_answered(opened: Workspace) -> None:
    from cakupan_app.ledger.models import TrailLine

    upload, asked = put(opened, operator(), sent())
    assert asked == [upload.pk] == list(unanswered())
    assert not [path for path in opened.layout.root.rglob("*") if path.is_file() and b"CONTOH" in path.read_bytes()]
    read_upload(opened, asked[0], later())
    upload.refresh_from_db()
    answer = upload.answer
    assert (answer.status, answer.document["accepted"]) == ("accepted", 1)
    assert "1606041205879001" not in str(answer.document) and "CONTOH" not in str(answer.document)
    assert [line.action for line in TrailLine.objects.order_by("number")][-2:] == ["sent", "received"]


def test_the_same_key_is_the_same_upload_and_somebody_elses_is_none(opened: Workspace) -> None:
    one, actor = sent(), operator()
    first, _ = put(opened, actor, one)
    again, asked = put(opened, actor, one)
    assert (again, asked) == (first, [])
    with pytest.raises(Refused) as refusal:
        put(opened, operator("district_verifier", "16.06.04"), one)
    assert refusal.value.code == "upload_unknown"


def test_another_file_under_a_key_that_was_used_is_another_upload_and_is_sent_once_too(opened: Workspace) -> None:
    one, actor = sent(), operator()
    first, _ = put(opened, actor, one)
    other = LIST.replace("1606041205879001", "1606041205879002")
    second, asked = put(opened, actor, one, other)
    assert (second.pk != first.pk, second.key != first.key, asked) == (True, True, [second.pk])  # type: ignore[attr-defined]
    assert put(opened, actor, one, other) == (second, [])
    assert put(opened, actor, one) == (first, [])


def test_nobody_sends_for_an_area_of_others(opened: Workspace) -> None:
    with pytest.raises(NotAllowed):
        put(opened, operator(), sent(area=OTHER))


def test_an_empty_file_and_one_that_is_too_large_are_refused(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = operator()
    monkeypatch.setattr(uploads, "MOST_MEGABYTES", 0)
    for content, code in (("", "upload_empty"), (LIST, "upload_too_large")):
        with pytest.raises(Refused) as refusal:
            put(opened, actor, sent(), content)
        assert refusal.value.code == code


def test_a_build_in_between_clears_nothing_away_that_waits(opened: Workspace) -> None:
    upload, _ = put(opened, operator(), sent())
    with opened.writing():
        sweep(opened)
    assert opened.sources.get(upload.sha256) == LIST.encode()


def test_a_worker_killed_before_its_answer_leaves_an_upload_that_is_answered_as_accepted(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    upload, _ = put(opened, operator(), sent())
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(uploads, "answer_upload", killed)
        read_upload(opened, upload.pk, later())
    assert unanswered() == (upload.pk,)
    read_upload(opened, upload.pk, later())
    upload.refresh_from_db()
    answer = upload.answer
    assert (answer.status, answer.document["accepted"], answer.document["repeated"]) == ("accepted", 1, 0)


def test_the_same_bytes_by_two_uploads_are_received_once(opened: Workspace) -> None:
    from cakupan_app.ledger.models import Receipt, UploadAnswer

    actor = operator()
    for _ in range(2):
        put(opened, actor, sent())
    for number in unanswered():
        read_upload(opened, number, later())
    assert list(UploadAnswer.objects.order_by("pk").values_list("status", flat=True)) == ["accepted", "unchanged"]
    assert Receipt.objects.count() == 1


def test_two_workers_at_one_upload_answer_it_once(opened: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from cakupan_app.ledger.models import Receipt, UploadAnswer

    upload, _ = put(opened, operator(), sent())
    answer = uploads.answer_upload

    def meanwhile(*told: object) -> None:
        monkeypatch.setattr(uploads, "answer_upload", answer)
        read_upload(opened, upload.pk, later())
        answer(*told)

    monkeypatch.setattr(uploads, "answer_upload", meanwhile)
    read_upload(opened, upload.pk, later())
    assert [one.status for one in UploadAnswer.objects.all()] == ["accepted"]
    assert Receipt.objects.count() == 1


def test_figures_from_who_may_not_decide_wait_for_somebody_who_may(opened: Workspace) -> None:
    content = "wilayah,bulan,peserta\n16.06.04.2010,2025-07,12\n"
    upload, _ = put(opened, operator(), sent(kind=Kind.RECAP), content)
    read_upload(opened, upload.pk, later())
    upload.refresh_from_db()
    assert upload.answer.status == "held"
    assert upload.answer.document["held_because"][0]["code"] == "held_for_decision"


def test_whom_a_list_takes_from_another_district_waits_for_who_decides_for_both(
    cakupan: Callable[..., object], workspace: Path, tmp_path: Path
) -> None:
    from cakupan_app.work.sent_files import decided

    publish(cakupan, tmp_path)
    opened, village = open_workspace(workspace), operator()
    theirs = "nik,nama,tanggal lahir\n1606010101809003,BUDI SANTOSO,01-01-1980\n"
    elsewhere = LIST.replace("lahir\n", "lahir,desa,kecamatan\n").replace("1987\n", "1987,Kayu Ara,Sekayu\n")
    for content, facts in ((theirs, (0, 2)), (elsewhere, (1, 0))):
        upload, _ = put(opened, village, sent(), content)
        read_upload(opened, upload.pk, later())
        upload.refresh_from_db()
        assert upload.answer.status == "held"
        (why,) = (one for one in upload.answer.document["held_because"] if one["code"] == "held_for_those_elsewhere")
        assert (why["facts"]["rows"], why["facts"]["people"], why["facts"]["within"]) == (*facts, "16.06")
        at = NOW + timedelta(minutes=9)
        with pytest.raises(NotAllowed):
            district = Actor("k@contoh.id", "K", (Assigned("district_verifier", "16.06.04"),))
            decided(opened, district, upload.sha256, "accept", at, tried=False)
        assert decided(opened, district, upload.sha256, "undo", at, tried=False).now == "undone"
        with pytest.raises(NotAllowed):  # who takes it out does not get it in by that
            decided(opened, district, upload.sha256, "accept", at, tried=False)
        analyst = Actor("a@contoh.id", "A", (Assigned("analyst", "16.06"),))
        assert decided(opened, analyst, upload.sha256, "accept", at, tried=False).now == "accepted"
    reported = "nik,nama,tanggal lahir,tanggal meninggal\n1606010301809007,ZAINAL ABIDIN,03-01-1980,2025-09-01\n"
    verifier = operator("district_verifier", "16.06.04")
    placed = reported.replace("meninggal\n", "meninggal,desa,kecamatan\n").replace(
        "09-01\n", "09-01,Bukit Selabu,Batang Hari Leko\n"
    )
    dead, _ = put(opened, verifier, sent(kind=Kind.DEATHS), placed)
    read_upload(opened, dead.pk, later())
    dead.refresh_from_db()
    assert [one["code"] for one in dead.answer.document["held_because"]] == ["held_for_those_elsewhere"]
    own, _ = put(opened, village, sent(), LIST.replace("9001", "9031"))
    read_upload(opened, own.pk, later())
    own.refresh_from_db()
    assert own.answer.status == "accepted"


def test_a_surprise_is_answered_by_its_kind_alone(opened: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def surprise(*_: object) -> None:
        raise ValueError("1606041205879001")

    upload, _ = put(opened, operator(), sent())
    monkeypatch.setattr(uploads, "receive", surprise)
    read_upload(opened, upload.pk, later())
    upload.refresh_from_db()
    assert upload.answer.document["error"] == {"code": "upload_surprised", "facts": {"problem": "ValueError"}}


def test_a_surprise_before_it_is_known_what_was_sent_is_answered_too(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cakupan_app.work import upload_parcels

    def surprise(*_: object) -> None:
        raise OSError("1606041205879001")

    upload, asked = put(opened, operator(), sent())
    monkeypatch.setattr(upload_parcels, "is_parcel", surprise)
    upload_parcels.read_or_unpack(opened, upload.pk, later(), asked.append)
    upload.refresh_from_db()
    assert upload.answer.document["error"] == {"code": "upload_surprised", "facts": {"problem": "OSError"}}
    assert unanswered() == ()


def test_a_heading_with_a_nik_is_kept_masked_and_known_again(opened: Workspace) -> None:
    from datetime import date

    from cakupan_app.ledger.models import ReadAs
    from cakupan_app.work.previews import look_into, shape_chosen

    content = LIST.replace("nama", "nama 1606041205879077")
    one, actor = sent(shape={"heading": [1, 1]}), operator()
    looked = look_into(opened, actor.email, one, content.encode(), date(2025, 9, 20))
    shape = shape_chosen(looked, sheet="", heading="1", chosen=("nik", "name", "sex", "birth"))
    assert ["nama 160604********77", "name"] in shape["columns"]
    upload, _ = put(opened, actor, sent(shape=shape), content)
    read_upload(opened, upload.pk, later())
    upload.refresh_from_db()
    assert upload.answer.status == "accepted", upload.answer.document
    assert upload.answer.document["tables"][0]["columns"]["nama 160604********77"] == "name"
    kept = [upload.shape, upload.answer.document, *ReadAs.objects.values_list("shape", flat=True)]
    assert "1606041205879077" not in str(kept)


def test_who_sends_a_file_of_the_regency_once_more_for_their_district_does_not_decide_about_it(
    opened: Workspace,
) -> None:
    from cakupan_app.work.files_told import files_told
    from cakupan_app.work.repairs import files_to_mend
    from cakupan_app.work.sent_files import files_seen

    content = f"{LIST}12,WARGA LAIN,L,12-05-1987\n"
    regent, district = operator("analyst", "16.06"), operator("district_verifier", "16.06.04")
    put(opened, regent, sent(area="16.06"), content)
    put(opened, district, sent(area="16.06.04"), content)
    for number in unanswered():
        read_upload(opened, number, later())
    assert [len(files) for files in (files_told(regent, "16.06"), files_to_mend(opened, regent).files)] == [1, 1]
    assert [len(files) for files in (files_told(district, "16.06"), files_to_mend(opened, district).files)] == [0, 0]
    assert {line.key is None for line in files_seen(opened, district)} == {False}, "of their own upload alone"


def test_why_rows_wait_is_counted_by_one_engine_for_all_files_and_kept_within_bounds(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cakupan_app.work import repairs

    analyst = operator("analyst", "16.06")
    for name in ("WARGA LAIN", "WARGA TIGA"):
        put(opened, analyst, sent(area="16.06"), f"{LIST}12,{name},L,12-05-1987\n")
    for number in unanswered():
        read_upload(opened, number, later())
    engines: list[object] = []
    read = repairs.rows_in_quarantine
    monkeypatch.setattr(repairs, "rows_in_quarantine", lambda *told: (engines.append(told[2]), read(*told))[1])
    monkeypatch.setattr(repairs, "_CODES", {})
    for _ in range(2):
        told = repairs.files_to_mend(opened, analyst).files
        assert [bool(file.reasons) for file in told] == [True, True]
    assert (len(engines), len(set(map(id, engines)))) == (2, 1)
    monkeypatch.setattr(repairs, "_CODES", {})
    monkeypatch.setattr(repairs, "_CODES_KEPT", 1)
    assert all(file.reasons for file in repairs.files_to_mend(opened, analyst).files)
    assert len(repairs._CODES) == 1


def test_a_zip_is_answered_by_its_files_and_one_that_would_fill_the_disk_is_refused(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connection

    from cakupan_app.store.sources import Sources
    from cakupan_app.work import upload_parcels

    put, while_writing = Sources.put, list[bool]()

    def noted(*told: object) -> str:
        while_writing.append(connection.in_atomic_block)
        return put(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(Sources, "put", noted)
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name in ("a.csv", "a.csv"):  # as one program or another packs them
            with warnings.catch_warnings(action="ignore"):
                archive.writestr(name, LIST)
    actor = operator()
    asked: list[int] = []
    upload = take_in(opened, actor, sent(name="kiriman.zip"), packed.getvalue(), NOW, asked.append)
    upload_parcels.read_or_unpack(opened, upload.pk, later(), asked.append)
    upload_parcels.read_or_unpack(opened, upload.pk, later(), asked.append)
    assert asked == [upload.pk, *unanswered()]
    assert while_writing == [False] * 3, "nobody waits to write while files are sealed"
    for number in unanswered():
        upload_parcels.read_or_unpack(opened, number, later(), asked.append)
    lines = sent_files.parcel_lines(upload)
    assert [(line.name, line.status) for line in lines] == [
        ("kiriman.zip/a.csv", "accepted"),
        ("kiriman.zip/a.csv", "unchanged"),
    ]
    monkeypatch.setattr(upload_parcels, "MOST_UNPACKED", 0)
    large = take_in(opened, actor, sent(name="kiriman.zip"), packed.getvalue(), NOW, asked.append)
    upload_parcels.read_or_unpack(opened, large.pk, later(), asked.append)
    large.refresh_from_db()
    assert (large.answer.status, large.answer.document["error"]["code"]) == ("refused", "archive_too_large")
    assert unanswered() == ()
