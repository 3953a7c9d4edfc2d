"""Which names are the same when they are compared, and which are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.basics.names import fold_name
from cakupan.identity.normalise import _own_words, read_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muhammad Yusuf", "M. JUSOEF"),
        ("Abdurrahman", "Abd. Rahman"),
        ("Siti Nurhaliza", "Hj. St. Noer Haliza, S.Pd"),
        ("Nur Hayati", "NURHAYATI"),
        ("Hasan Udin", "Hasanuddin"),
        ("Fauzi", "Pauji"),
        ("Khadijah", "Kadijah"),
        ("Kgs. Ahmad Syarif", "Achmad Sarip"),
        ("Umar bin Salim", "UMAR"),
        ("Wayan Sudarma", "I Wayan Sudarma"),
    ],
)
def test_spellings_of_one_name_sound_alike(one: str, other: str) -> None:
    ours, theirs = read_name(one), read_name(other)
    assert ours is not None
    assert theirs is not None
    assert ours.sound == theirs.sound or ours.solid == theirs.solid


@pytest.mark.parametrize(("one", "other"), [("Hasan", "Husin"), ("Rina", "Rani"), ("Siti Aminah", "Siti Aisyah")])
def test_other_names_sound_otherwise(one: str, other: str) -> None:
    ours, theirs = read_name(one), read_name(other)
    assert ours is not None
    assert theirs is not None
    assert ours.sound != theirs.sound


@pytest.mark.parametrize("text", ["", " . ", "S.Pd.", "-"])
def test_what_holds_no_name_is_none(text: str) -> None:
    assert read_name(text) is None


@given(
    st.lists(
        st.sampled_from(
            ["budi", "h", "dr", "siti", "bin", "spd", "se", "se.", "mm", "alm", "santoso", "R", "haji", "ny"]
        ),
        max_size=4,
    )
)
def test_the_quick_way_to_fold_a_name_gives_what_folding_gives(words: list[str]) -> None:
    text = " ".join(words)
    if "bin" not in words:
        assert _own_words(text) == fold_name(text).split()
