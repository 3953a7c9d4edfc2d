"""Which part figures could play in an equation: the quotient of two counts, a part, a whole, a sum."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cakupan.statements.mentions import Mention

_STRETCH = 400  # figures
_NEAR = 8  # figures on either side that may belong to one equation
_LEAST = 100  # smaller counts fit too much by chance
_HALF = 0.51  # of the last printed place, and what a float may lose
_ROLES = ("quotient", "part of quotient", "whole of quotient", "sum", "part of sum", "sum of rates", "part of rates")


def roles_of(mentions: Sequence[Mention]) -> list[list[str]]:
    """For each figure the parts it could play with two others near it; linear in the number of figures."""
    roles: list[list[str]] = []
    for start in range(0, len(mentions), _STRETCH):  # a long text in stretches: every three near each other are tried
        begin, end = max(0, start - 2 * _NEAR), start + _STRETCH + 2 * _NEAR
        found: NDArray[np.bool_] = np.zeros((len(mentions[begin:end]), len(_ROLES)), dtype=bool)
        if len(found) > 2:
            _find(mentions[begin:end], found)
        kept = found[start - begin : start - begin + _STRETCH]
        roles += [[f"role {_ROLES[role]}" for role in np.flatnonzero(row)] for row in kept]
    return roles


def _find(mentions: Sequence[Mention], found: NDArray[np.bool_]) -> None:
    count = len(mentions)
    value = np.array([float(mention.figure.value) for mention in mentions])
    step = np.array([float(mention.figure.step) for mention in mentions])
    counted = np.array([mention.unit in ("people", "none") for mention in mentions])
    rate = np.array([mention.unit == "percent" for mention in mentions])
    offsets = np.concatenate([np.arange(-_NEAR, 0), np.arange(1, _NEAR + 1)])
    near = np.arange(count)[:, None] + offsets
    inside = (near >= 0) & (near < count)
    near = np.clip(near, 0, count - 1)
    one, other = near[:, :, None], near[:, None, :]
    pairs = inside[:, :, None] & inside[:, None, :] & (one != other)
    here = np.arange(count)[:, None, None]

    people = pairs & counted[one] & counted[other]
    smaller = people & (value[one] < value[other]) & (value[one] >= _LEAST) & rate[here]
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = 100 * value[one] / value[other]
        slack = step[here] * _HALF + quotient * (step[one] / value[one] + step[other] / value[other]) / 2
    fits = smaller & (np.abs(quotient - value[here]) <= slack)
    _mark(found, fits, one, other, (0, 1, 2))

    slack = np.maximum(step[here], np.maximum(step[one], step[other])) * _HALF
    adds = np.abs(value[here] - value[one] - value[other]) <= slack
    sums = people & counted[here] & (value[here] >= 2 * _LEAST) & adds
    _mark(found, sums, one, other, (3, 4, 4))
    rates = pairs & rate[one] & rate[other] & rate[here] & adds
    _mark(found, rates, one, other, (5, 6, 6))


def _mark(
    found: NDArray[np.bool_],
    fits: NDArray[np.bool_],
    one: NDArray[np.intp],
    other: NDArray[np.intp],
    roles: tuple[int, int, int],
) -> None:
    """Notes for the figures of every fitting three which part each plays."""
    at, first, second = np.nonzero(fits)
    found[at, roles[0]] = True
    found[one[at, first, 0], roles[1]] = True
    found[other[at, 0, second], roles[2]] = True
