"""Which targets the nation is known to have, by year."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files

UCJ_KNOWN = ("2025",)
_LEADING = "UCJ"  # of a year's national targets the one that coverage in the press is held against


@cache
def national_targets() -> Mapping[str, tuple[Decimal, ...]]:
    """The nation's known target rates by year, that of UCJ first."""
    rows = tomllib.loads(files(__package__).joinpath("known.toml").read_text(encoding="utf-8"))["national"]
    found: dict[str, list[Decimal]] = {}
    for row in sorted(rows, key=lambda row: (row["year"], row["of"] != _LEADING)):
        found.setdefault(row["year"], []).append(Decimal(row["rate"]))
    return {year: tuple(rates) for year, rates in found.items()}
