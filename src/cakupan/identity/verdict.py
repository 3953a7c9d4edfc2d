"""Which evidence makes two sightings one person: the passes and their probabilities."""

import tomllib
from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib.resources import files

from cakupan.engines.linker import Pass, Rules
from cakupan.identity.candidates import NEIGHBOURS, NUMBERS, REST
from cakupan.identity.compare import compared


@cache
def rules() -> Rules:
    """The passes of passes.toml, the most probable first, over every block: for two lists that are linked at once."""
    read = tomllib.loads(files(__package__).joinpath("passes.toml").read_text(encoding="utf-8"))
    passes = tuple(
        Pass(
            because=entry["because"],
            probability=Decimal(entry["probability"]),
            asks={name: frozenset(levels) for name, levels in entry.items() if name not in ("because", "probability")},
        )
        for entry in read["pass"]
    )
    ordered = tuple(sorted(passes, key=lambda one: one.probability, reverse=True))
    return Rules((*NUMBERS, *REST), compared, ordered, Decimal(read["match_from"]))


def certain_rules() -> Rules:
    """The passes over what both sides must bear in full: numbers, and numbers of one slip with name and birth."""
    numbered = ("same_nik", "same_nik_birth", "same_nik_alone", "same_nik_other_person", "repaired_nik")
    kept = tuple(one for one in rules().passes if one.because in numbered or "_kpj" in one.because)
    return replace(rules(), blocks=(*NUMBERS, *NEIGHBOURS), passes=kept)


def rest_rules() -> Rules:
    """The passes over name, birth, place and contact: for sightings whose number told nothing."""
    return replace(rules(), blocks=REST)
