"""How many households each village has, and which cultures live there: stated rules, the same for every seed."""

from dataclasses import dataclass
from hashlib import sha256
from math import exp
from statistics import NormalDist

import numpy as np

from cakupan.regions import Area, areas_at
from cakupan.synthetic.calendar import Ints
from cakupan.synthetic.parts import parts

SPREAD = 0.5  # of the lognormal weight of a village
KELURAHAN = 2.4  # a kelurahan, which is a piece of a town, weighs so many desa
FARTHEST = 2.0  # standard deviations: no village is a giant or a hamlet


@dataclass(frozen=True, slots=True)
class Villages:
    """The villages of a regency, by code."""

    areas: tuple[Area, ...]
    districts: tuple[Area, ...]
    weights: tuple[float, ...]

    def shared_out(self, many: int) -> Ints:
        """`many` divided among the villages by weight, by the largest remainder."""
        return shared_out(many, self.weights)


def villages_of(area: str) -> Villages:
    """The villages of the regency `area` and their weights: lognormal by a hash of the code, kelurahan heavier."""
    found = areas_at("village", area)
    return Villages(found, areas_at("district", area), tuple(_weight(village) for village in found))


def cultures_of(village: Area) -> dict[str, float]:
    """The shares of the cultures in a village: transmigrant where a part of its name says so."""
    rules = parts()["settlement"]
    words = village.name.casefold()
    kind = "transmigrant" if any(marker in words for marker in rules["markers"]) else "native"
    shares: dict[str, float] = rules[kind]
    return shares


def shared_out(many: int, weights: tuple[float, ...]) -> Ints:
    exact = np.array(weights) * many / sum(weights)
    counts = np.floor(exact).astype(np.int64)
    short = many - int(counts.sum())
    # the remainders rounded, so that the last bit of a float never decides who gets one more
    ranked = np.lexsort((np.arange(len(counts)), -np.round(exact - counts, 9)))
    counts[ranked[:short]] += 1
    return counts


def _weight(village: Area) -> float:
    drawn = int.from_bytes(sha256(village.code.encode()).digest()[:6], "big")
    normal = NormalDist().inv_cdf((drawn + 0.5) / 2**48)
    return exp(SPREAD * max(-FARTHEST, min(FARTHEST, normal))) * (KELURAHAN if village.kind == "kelurahan" else 1.0)
