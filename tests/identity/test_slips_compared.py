"""What counts as one slip between two numbers, beside a plain twin in Python."""

import ibis
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from cakupan.identity.compare import _one_slip
from tables import engine

DIGITS = "1606010505809001"


@st.composite
def numbers_written_anew(draw: st.DrawFn) -> str:
    """The number with up to three digits changed, dropped, doubled or swapped with the next."""
    text = list(DIGITS)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text) - 2))
        match draw(st.sampled_from(("change", "drop", "double", "swap"))):
            case "change":
                text[at] = draw(st.sampled_from("0123456789"))
            case "drop":
                del text[at]
            case "double":
                text.insert(at, text[at])
            case _:
                text[at : at + 2] = reversed(text[at : at + 2])
    return "".join(text)


def one_slip(ours: str, theirs: str) -> bool:
    """Whether changing, dropping or adding one digit, or swapping two neighbours, or nothing makes the other."""
    places = range(len(ours))
    made = {ours, *(ours[:at] + ours[at + 1 :] for at in places)}
    made |= {ours[:at] + digit + ours[at + 1 :] for at in places for digit in "0123456789"}
    made |= {ours[:at] + digit + ours[at:] for at in range(len(ours) + 1) for digit in "0123456789"}
    made |= {ours[:at] + ours[at + 1] + ours[at] + ours[at + 2 :] for at in places[:-1]}
    return theirs in made


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(numbers_written_anew(), numbers_written_anew()), min_size=40, max_size=80))
def test_a_slip_is_one_digit_or_two_neighbours_swapped(pairs: list[tuple[str, str]]) -> None:
    columns = dict(zip(("ours", "theirs"), map(list, zip(*pairs, strict=True)), strict=True))
    table = engine().table(pa.table({"at": range(len(pairs)), **columns}))
    found = engine().run(table.select("at", slip=_one_slip(table["ours"], table["theirs"])).order_by(ibis._["at"]))
    assert found["slip"].to_pylist() == [one_slip(*pair) for pair in pairs]
