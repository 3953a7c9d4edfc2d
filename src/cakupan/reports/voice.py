"""How a report finds its words: it names a code and the facts, and whoever asks for it words them in a language."""

from collections.abc import Callable
from typing import Literal

from cakupan.basics.refused import Facts

Lang = Literal["id", "en"]
Say = Callable[[str, Facts, Lang], str]
"""The sentence for a code with its facts, in a language. A code without a sentence is a KeyError."""

UNSAID = "…"
"""What stands for a fact, of whatever kind, that one row has and another has not."""
