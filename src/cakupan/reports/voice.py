"""How a report finds its words: it names a code and the facts, and whoever asks for it words them in a language."""

from collections.abc import Callable
from typing import Literal

from cakupan.basics.refused import Facts

Lang = Literal["id", "en"]
Say = Callable[[str, Facts, Lang], str]
"""The sentence for a code with its facts, in a language. A code without a sentence is a KeyError."""

_WHILE_HELD = frozenset(
    ("counted_accepted", "marked_accepted", "marked_checked", "receipt_repair", "receipt_repair_in", "receipt_sum")
)


def while_held(say: Say) -> Say:
    """The same sentences about a file that is held: its good rows wait, none of them is accepted yet."""
    return lambda code, facts, lang: say(f"{code}_while_held" if code in _WHILE_HELD else code, facts, lang)


UNSAID = "…"
"""What stands for a fact, of whatever kind, that one row has and another has not."""
