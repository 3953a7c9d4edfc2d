"""Which payers sponsor, for others than themselves and their own workers, and how a bill may name their money."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from cakupan.intake.folding import fold
from cakupan.intake.vocabulary import vocabulary


@cache
def sponsors() -> tuple[str, ...]:
    """The payers whose members are sponsored, as intake names them, from `sponsors.toml`.

    >>> "apbd_regency" in sponsors(), "self" in sponsors()
    (True, False)
    """
    return tuple(_told()["sponsors"])


@cache
def names_of_money() -> tuple[str, ...]:
    """Every way a fund is written that no person's name can be, folded, in capitals, without a year.

    >>> "DANA DESA" in names_of_money(), "APBD" in names_of_money(), "SITI AMINAH" in names_of_money()
    (True, True, False)
    """
    spelled = (text for text, word in vocabulary("payer").spellings.items() if word.word in sponsors())
    return tuple(sorted({text.upper() for text in (*spelled, *map(fold, _told()["money"]))}))


def _told() -> Mapping[str, Sequence[str]]:
    text = (files("cakupan.membership") / "sponsors.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
