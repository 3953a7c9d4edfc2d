"""Whether the intervals of estimated potentials hold what they promise, on made-up regencies with known villages."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from io import BytesIO

import pyarrow.csv as pc

from cakupan.basics.month import Month
from cakupan.synthetic import figures
from cakupan.synthetic.make import AREA
from cakupan.synthetic.rates import POTENTIAL, Rates
from cakupan.synthetic.regency import make_people_and_members, stream
from cakupan.workforce.allocate import Allocation, allocate, lists_in_use
from cakupan.workforce.denominator import Denominator, Weight
from cakupan.workforce.rules import named_rule

SEEDS = range(1, 6)
SIZES = (2_000, 20_000, POTENTIAL)
OFF = (0.0, 0.08, 0.12, 0.15, 0.30)  # how far the list of families is off; the rule allows for 0.15
MONTH = Month(2025, 7)


def held(seed: int, size: int, off: tuple[float, ...]) -> Mapping[float, tuple[int, int]]:
    """Of so many villages, in how many the true potential lies within the interval: by how far the list is off."""
    regency = make_people_and_members(AREA, size, Rates(), seed)
    codes = [area.code for area in regency.villages.areas]
    true = Counter(codes[village] for village in regency.people.village.tolist())
    found = {}
    for share in off:
        rates = replace(regency.rates, families_off=share)
        allocated = _allocated(figures.families(replace(regency, rates=rates), stream(seed, "families")), size)
        estimates = {code: allocated.of(code) for code in codes}
        told = [(true[code], one) for code, one in estimates.items() if one is not None]
        if sum(one.value for _, one in told) + allocated.unplaced != size:
            raise AssertionError("villages and unplaced do not add up")
        found[share] = sum(one.low <= truth <= one.high for truth, one in told), len(told)
    return found


def _allocated(content: bytes, size: int) -> Allocation:
    rule = named_rule("families", MONTH)
    text = pc.ConvertOptions(column_types={"wilayah": "string", "tahun data": "string"})
    rows = pc.read_csv(BytesIO(content), convert_options=text).to_pylist()
    weights = [Weight("families", row["penyebut"], row["wilayah"], row["tahun data"], row["nilai"]) for row in rows]
    listed = lists_in_use(weights, rule.weight, AREA, None, MONTH)
    found = allocate(Denominator("potensi-bps-2025", AREA, "2025", size), {}, listed, rule)
    if not isinstance(found, Allocation):
        raise TypeError(found.code)
    return found


def main() -> list[str]:
    """For each size and noise the share of villages whose true potential lies within the interval, over all seeds."""
    rule = named_rule("families", MONTH)
    lines = [f"intervals of the rule {rule.id} ({rule.version}), stated level {rule.level} %, spread {rule.spread}"]
    for size in SIZES:
        counts = [held(seed, size, OFF) for seed in SEEDS]
        for off in OFF:
            inside = sum(one[off][0] for one in counts)
            villages = sum(one[off][1] for one in counts)
            share = Fraction(inside, villages) * 100
            allowed = "within the rule" if Fraction(str(off)) <= rule.spread else "more than the rule allows for"
            lines.append(
                f"{size:>7,} workers, list off by {off:.2f}: {float(share):5.1f} % of {villages:,} ({allowed})"
            )
    return lines


if __name__ == "__main__":
    print("\n".join(main()))
