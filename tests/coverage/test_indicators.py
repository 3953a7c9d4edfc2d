"""Each indicator says what Satu Data asks for, in both languages, and how its value comes about or what it needs."""

from dataclasses import replace

import pytest

from cakupan.coverage.indicators import (
    FIELDS,
    LANGUAGES,
    SURE,
    Indicator,
    IndicatorUnusable,
    UnknownIndicator,
    counts_of,
    indicator,
    indicators,
    indicators_from,
    satu_data,
)
from cakupan.workforce.denominator import Denominator
from cakupan_app.look.words import say, sentences
from cakupan_app.work.indicators import FIGURES, NARROWING

pytestmark = pytest.mark.duckdb_only

every = pytest.mark.parametrize("one", indicators(), ids=lambda one: one.id)

PRESENTED = {  # DOMAIN.md 1.5, what branches show; and the standards
    "total-workers", "active-members", "coverage", "not-covered", "members-pu", "members-bpu", "members-jakon", "firms",
    "firm-workers", "non-asn-covered", "extreme-poor-members", "extreme-poor-coverage", "village-ecosystem",
    "teachers-covered", "claims-count", "claims-rupiah", "additions", "regulations", "licence-check",
    "ucj", "rpjmn-coverage", "sdg-1-3-1-injury", "pbpu-06-02-021",
}  # fmt: skip


def test_the_presentation_list_and_the_standards_are_all_there() -> None:
    assert {one.id for one in indicators()} == PRESENTED


@every
def test_the_five_fields_stand_in_both_languages(one: Indicator) -> None:
    for name in ("name", *FIELDS):
        texts = getattr(one, name)
        assert set(texts) == set(LANGUAGES), name
        assert all(text.strip() for text in texts.values()), name
    assert one.source
    assert one.sure in SURE


@every
def test_every_entry_resolves_to_the_figure_it_computes_or_to_what_it_needs(one: Indicator) -> None:
    if one.computes is None:
        assert one.needs
        for need in one.needs:
            assert all(say(f"indicator_needs_{need}", {}, lang) for lang in LANGUAGES)
        return
    assert FIGURES[one.computes.figure].__module__ == "cakupan_app.work.indicators"
    assert set(one.computes.narrowed) <= set(NARROWING)
    kind = one.computes.narrowed.get("of")
    assert kind is None or f"indicator_without_{kind}" in sentences()


def test_every_need_that_has_a_sentence_is_needed_by_somebody() -> None:
    told = {code for code in sentences() if code.startswith("indicator_needs_")}
    assert told == {f"indicator_needs_{need}" for one in indicators() for need in one.needs}


@every
def test_the_metadata_document_names_the_fields_as_the_regulation_does(one: Indicator) -> None:
    document = satu_data(one)
    assert list(document)[:7] == ["kode", "nama", "konsep", "definisi", "klasifikasi", "ukuran", "satuan"]
    assert document["definisi"] == one.definition
    assert document["cara_hitung"] or document["memerlukan"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("ucj", "ucj"),
        (" UCJ ", "ucj"),
        ("06.02.021", "pbpu-06-02-021"),
        ("sdg 8.8.1.(a)", "pbpu-06-02-021"),
        ("SDG 1.3.1", "sdg-1-3-1-injury"),
    ],
)
def test_an_indicator_is_found_by_its_id_or_the_code_of_a_standard(asked: str, found: str) -> None:
    assert indicator(asked).id == found


def test_an_unknown_indicator_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownIndicator) as refusal:
        indicator("coverag")
    assert "coverage" in refusal.value.facts["known"]  # type: ignore[operator]


def test_the_sdg_indicator_has_its_place_in_the_dataflow_of_the_ilo() -> None:
    assert indicator("SDG 1.3.1").sdmx["dataflow"] == "SDG_0131_SEX_SOC_RT"


ENTRY = """
[[indicator]]
id = "x"
name = { id = "a", en = "a" }
concept = { id = "a", en = "a" }
definition = { id = "a", en = "a" }
classification = { id = "a", en = "a" }
measure = { id = "a", en = "a" }
unit = { id = "a", en = "a" }
source = "a"
sure = "M"
computes = "members:segment=BPU"
"""


def test_an_entry_as_it_must_be_is_taken() -> None:
    (one,) = indicators_from(ENTRY)
    assert (one.id, str(one.computes)) == ("x", "members:segment=BPU")


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ('unit = { id = "a", en = "a" }', ""),
        ('unit = { id = "a", en = "a" }', 'unit = { id = "a", en = " " }'),
        ('unit = { id = "a", en = "a" }', 'unit = { id = "a" }'),
        ('source = "a"', 'source = ""'),
        ('sure = "M"', 'sure = "perhaps"'),
        ('computes = "members:segment=BPU"', ""),
        ('computes = "members:segment=BPU"', 'computes = "members"\nneeds = ["claims"]'),
        ('sure = "M"', 'sure = "M"\nunits = "a"'),
        ('computes = "members:segment=BPU"', f'computes = "members"\n{ENTRY}'),
    ],
)
def test_an_entry_that_lacks_something_is_refused(line: str, instead: str) -> None:
    with pytest.raises(IndicatorUnusable):
        indicators_from(ENTRY.replace(line, instead))


PLAIN = Denominator("x", "16.06", "2025", 100)


@pytest.mark.parametrize(
    ("id", "definition", "kind"),
    [
        ("potensi-bps-2025", "potensi tenaga kerja", "potential"),
        ("sakernas-bekerja", "penduduk 15+ yang bekerja", "employed"),
        ("sakernas-2025", "angkatan kerja", "labour_force"),
        ("semesta_pbpu", None, "potential"),
        ("potensi-2025", "penduduk bekerja yang memenuhi syarat", "potential"),
        ("sensus", "rumah tangga", None),
        ("sensus", None, None),
    ],
)
def test_a_denominator_says_by_its_words_whom_it_counts(id: str, definition: str | None, kind: str | None) -> None:
    assert counts_of(replace(PLAIN, id=id, definition=definition)) == kind
