"""A refusal is a code with facts, wherever it was raised."""

import pickle
from pathlib import Path

from cakupan.basics.refused import Refused
from cakupan.engines.port import TableUnreadable


def test_a_refusal_is_the_same_in_another_process() -> None:
    for refusal in (Refused("month_unknown", month="Juli"), TableUnreadable(Path("tables") / "one.parquet")):
        again = pickle.loads(pickle.dumps(refusal))  # noqa: S301  our own bytes
        assert (type(again), again.code, again.facts) == (type(refusal), refusal.code, refusal.facts)
