"""What stands around a figure, which part it could play, and how likely it is of each kind."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from benchmarks.statements import by_hand
from benchmarks.tagger import of_text

from cakupan.statements import check_text
from cakupan.statements.claims import heard_in
from cakupan.statements.context import Contexts
from cakupan.statements.mentions import Mention
from cakupan.statements.roles import roles_of
from cakupan.statements.tagger import NOT_A_CLAIM, tagger

DAY = date(2025, 8, 20)
TEXT = (
    "Hingga Juli 2025 pekerja Wajo yang terlindungi 103.079 orang atau 48,26 persen dari 213.582 pekerja. "
    "Upah minimum Wajo naik 6,5 persen. Targetnya 60 persen."
)


def _heard(text: str) -> tuple[Sequence[Mention], Contexts]:
    return heard_in(text, DAY)


def test_each_figure_is_of_some_kind_or_no_claim_and_together_that_is_certain() -> None:
    for likely in tagger().likelihoods(*_heard(TEXT)):
        assert sum(likely.values()) == pytest.approx(1, abs=1e-5)
        assert NOT_A_CLAIM in likely


def test_a_text_without_figures_has_no_likelihoods() -> None:
    assert tagger().likelihoods(*_heard("Bupati Wajo membuka rapat.")) == []


def test_the_same_text_is_heard_the_same_every_time() -> None:
    assert tagger().likelihoods(*_heard(TEXT)) == tagger().likelihoods(*_heard(TEXT))


def test_a_figure_is_told_by_what_stands_around_it_and_not_by_its_digits() -> None:
    other = TEXT.replace("103.079", "203.181").replace("213.582", "421.006")
    first = [max(each, key=lambda kind: each[kind]) for each in tagger().likelihoods(*_heard(TEXT))]
    again = [max(each, key=lambda kind: each[kind]) for each in tagger().likelihoods(*_heard(other))]
    assert first == again == ["covered_workers", "coverage_rate", "potential_workers", NOT_A_CLAIM, "target_rate"]


def test_the_weights_of_the_package_are_of_this_code() -> None:
    """Names that the code no longer gives, or gives otherwise, would leave the weights silent: learn them anew then."""
    told = known = right = figures = 0
    for labelled in [each for each in by_hand() if not each.held_out][::6]:
        lesson = of_text(labelled)
        names = [name for context in lesson.first() for name in context]
        told, known = told + len(names), known + sum(name in tagger().first.index for name in names)
        likely = tagger().likelihoods(*heard_in(labelled.text, labelled.published_on))
        right += sum(
            max(each, key=lambda kind: (each[kind], kind)) == kind
            for each, kind in zip(likely, lesson.kinds, strict=True)
        )
        figures += len(lesson.kinds)
    assert known > 0.6 * told
    assert right > 0.95 * figures


def test_words_are_heard_the_same_by_name_as_in_the_table_of_weights() -> None:
    """What is learned by name and what is looked up by place are one."""
    mentions, contexts = _heard(TEXT)
    heard, first = contexts.heard(0, len(mentions)), tagger().first
    likely = first.likelihoods(heard, [*zip(heard.seen, heard.seen_once, strict=True)])
    for number, seen in enumerate(zip(heard.seen, heard.seen_once, strict=True)):
        named = {**seen[0], **seen[1], **heard.named(number)}
        score = first.bias + sum(value * first.weights[first.index.get(name, 0)] for name, value in named.items())
        odds = np.exp(score - score.max())
        assert odds / odds.sum() == pytest.approx(likely[number], abs=1e-4)


def test_figures_that_come_out_as_quotient_or_sum_are_seen() -> None:
    mentions, _ = _heard("Di Wajo 103.079 dari 213.582 pekerja atau 48,26 persen, sisanya 110.503 pekerja.")
    roles = [{role.removeprefix("role ") for role in each} for each in roles_of(mentions)]
    assert roles == [
        {"part of quotient", "part of sum"},
        {"whole of quotient", "sum"},
        {"quotient"},
        {"part of sum"},
    ]


def test_a_rate_without_its_unit_is_one_where_its_sentence_has_rates() -> None:
    moved = check_text("Cakupan Jamsostek di Kabupaten Wajo bergerak dari 31,40 ke 36,95 persen.", published_on=DAY)
    assert [(claim.kind, float(claim.value)) for claim in moved.claims] == [
        ("coverage_rate", 31.4),
        ("coverage_rate", 36.95),
    ]
    assert check_text("Peserta Jamsostek di Wajo meraih nilai 31,40.", published_on=DAY).claims == ()


def test_the_rows_of_a_table_are_rates_where_its_caption_says_percent() -> None:
    rows = "1 | Kabupaten Sumbawa Barat | 71,40 || 2 | Kota Mataram | 58,12 || Provinsi NTB | 31,27"
    claims = check_text(f"Peringkat cakupan Jamsostek se-NTB, Juni 2025 (persen) || {rows}", published_on=DAY).claims
    assert [(claim.kind, float(claim.value), claim.place_code) for claim in claims] == [
        ("coverage_rate", 71.4, "52.07"),
        ("coverage_rate", 58.12, "52.71"),
        ("coverage_rate", 31.27, "52"),
    ]


def test_what_a_table_says_in_its_headings_is_not_overruled() -> None:
    table = "Wilayah | Pekerja | Peserta || Wajo | 213.582 | 103.079 || Bone | 402.118 | 150.203"
    kinds = [claim.kind for claim in check_text(table, published_on=DAY).claims]
    assert kinds == ["potential_workers", "covered_workers"] * 2


def test_a_rate_of_those_without_cover_is_never_one_of_coverage() -> None:
    text = (
        "Masih 51,74 persen pekerja di Kabupaten Wajo atau 110.503 orang yang belum terlindungi jaminan sosial "
        "ketenagakerjaan pada Juli 2025. Dari 213.582 pekerja, baru 103.079 orang yang menjadi peserta."
    )
    checked = check_text(text, published_on=DAY)
    assert checked.claims[0].kind == "other"
    assert checked.verdict == "consistent"


def test_a_long_text_heard_in_stretches_is_heard_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    mentions, contexts = _heard(TEXT)
    whole = tagger().likelihoods(mentions, contexts)
    monkeypatch.setattr("cakupan.statements.tagger._STRETCH", 2)
    monkeypatch.setattr("cakupan.statements.roles._STRETCH", 2)
    for one, other in zip(whole, tagger().likelihoods(*_heard(TEXT)), strict=True):
        assert one == pytest.approx(other, abs=1e-5)
