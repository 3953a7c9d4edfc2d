"""How often linkage is wrong where it was certain: which pairs somebody looks at again, and what their answers tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256

from cakupan.basics.ratio import rounded

CONFIDENCE = Fraction(95, 100)
_ENOUGH = 10  # answers of one stratum, while others of its sample wait
_PLACES = 4  # of a rate: a hundredth of a per cent


@dataclass(frozen=True, slots=True)
class Stratum:
    """The joined pairs of one `because`: how many there are, and of those looked at how many are one person (`right`),
    two (`wrong`), or left open by whoever looked (`unsure`). `waiting` of the sample nobody has looked at yet."""

    because: str
    pairs: int
    right: int = 0
    wrong: int = 0
    unsure: int = 0
    waiting: int = 0

    @property
    def answered(self) -> int:
        return self.right + self.wrong

    @property
    def tells(self) -> bool:
        """Whether its answers say anything of its other pairs: all of its sample are there, or enough of them. One of
        many may be any, and would weigh as much as a hundred."""
        return self.answered > 0 and (not self.waiting or self.answered >= _ENOUGH)


@dataclass(frozen=True, slots=True)
class LinkageError:
    """Which share of the joined pairs are two people: an estimate by a sample that reviewers looked at.

    `sampled` pairs were answered, of which `wrong` are two people; `unsure` were left open and are in no count.
    `rate` with the interval from `low` to `high` (95 %), as shares of 1. `reviewed` is the share of all joined pairs
    that stand in strata of which enough was answered (`Stratum.tells`): of the others nothing is known. `snapshot` is
    the one whose links were looked at.
    """

    sampled: int
    wrong: int
    unsure: int
    rate: Decimal
    low: Decimal
    high: Decimal
    reviewed: Decimal
    strata: tuple[Stratum, ...]
    snapshot: str | None = None


def shares_of(pairs: Mapping[str, int], size: int) -> Mapping[str, int]:
    """How many pairs of each stratum a sample of `size` looks at: half of it as the strata are large, half the same of
    each, because a rare reason may be wrong often and nobody would see it.

    Never more than there are; what one stratum lacks the largest of the others give.

    >>> shares_of({"same_nik": 9_000, "name_birth": 1_000, "same_kpj": 2}, 20)
    {'name_birth': 5, 'same_kpj': 2, 'same_nik': 13}
    """
    names = sorted(name for name, many in pairs.items() if many)
    every, size = sum(pairs.values()), min(size, sum(pairs.values()))
    wanted = {name: Fraction(size, 2) * (Fraction(pairs[name], every) + Fraction(1, len(names))) for name in names}
    found = {name: min(pairs[name], int(wanted[name])) for name in names}
    while sum(found.values()) < size:
        short = [name for name in names if found[name] < pairs[name]]
        neediest = max(short, key=lambda name: (wanted[name] - found[name], pairs[name], name))
        found[neediest] += 1
    return found


def drawn(ids: Mapping[str, Sequence[str]], size: int, seed: str) -> Mapping[str, tuple[str, ...]]:
    """The pairs (by id, for each stratum) that a sample of `size` looks at: by `seed` alone, whatever their order."""
    shares = shares_of({name: len(of_it) for name, of_it in ids.items()}, size)
    lots = {name: sorted(ids[name], key=lambda one: (_lot(seed, one), one)) for name in shares}
    return {name: tuple(lots[name][:many]) for name, many in shares.items()}


def _lot(seed: str, one: str) -> bytes:
    return sha256(f"{seed}\x1f{one}".encode()).digest()


def linkage_error(strata: Sequence[Stratum]) -> LinkageError | None:
    """The error rate that the answers tell; None where nobody answered enough (`Stratum.tells`).

    Each stratum weighs as many pairs as it has. The interval is Clopper and Pearson's, which promises too little rather
    than too much, for the number of pairs that would tell as much if they were drawn from all alike (Korn and Graubard
    1998, with Kish's count: 1 / sum of weight^2 / answers). Where the strata were drawn as they are large that is their
    number; where one large stratum had a single answer it would promise too much, so that one tells nothing yet.
    """
    told = [one for one in strata if one.tells]
    if not told:
        return None
    pairs = sum(one.pairs for one in told)
    weights = [Fraction(one.pairs, pairs) for one in told]
    rate = sum((w * Fraction(one.wrong, one.answered) for w, one in zip(weights, told, strict=True)), Fraction(0))
    alike = 1 / sum((w**2 / one.answered for w, one in zip(weights, told, strict=True)), Fraction(0))
    low, high = interval(rate * alike, alike)
    return LinkageError(
        sampled=sum(one.answered for one in told),
        wrong=sum(one.wrong for one in told),
        unsure=sum(one.unsure for one in strata),
        rate=rounded(rate, _PLACES),
        low=low,
        high=high,
        reviewed=rounded(Fraction(pairs, sum(one.pairs for one in strata)), _PLACES),
        strata=tuple(strata),
    )


def interval(wrong: Fraction, looked_at: Fraction) -> tuple[Decimal, Decimal]:
    """Between which shares the true one lies with a confidence of 95 %, if `wrong` of `looked_at` are wrong: exact for
    whole numbers (Clopper and Pearson 1934).

    >>> interval(Fraction(0), Fraction(100))
    (Decimal('0.0000'), Decimal('0.0362'))
    """
    from scipy.special import betaincinv

    tail = float((1 - CONFIDENCE) / 2)
    right = float(looked_at - wrong)
    low = betaincinv(float(wrong), right + 1, tail) if wrong > 0 else 0.0
    high = betaincinv(float(wrong) + 1, right, 1 - tail) if right > 0 else 1.0
    ends = (rounded(Fraction(float(end)).limit_denominator(10**9), _PLACES) for end in (low, high))
    return next(ends), next(ends)
