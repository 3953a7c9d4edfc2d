"""What somebody writes about money, shares and floors: options, fields of forms, and files of funds."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from cakupan.basics.figures import Figure, parse_count, parse_figure
from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.basics.rupiah import Rupiah
from cakupan.intake.masking import told
from cakupan.intake.vocabulary import vocabulary
from cakupan.membership.occupations import UNLISTED, occupation_of
from cakupan_app.work.letters import content_of, masked_path
from cakupan_app.work.plan_asked import FloorAsked, FundAsked, month_in

_KEYS = {
    "fund": (*(one.name for one in fields(FundAsked)), "from", "until"),
    "floor": ("area", "heads"),
}


_NO_CENTS = re.compile(r"(?<=[0-9]),-\s*$")  # as on receipts: Rp5.000.000,-


@dataclass(frozen=True, slots=True)
class FundsTold:
    """What a file of funds says."""

    funds: tuple[FundAsked, ...] = ()
    floors: tuple[FloorAsked, ...] = ()


def pair_told(option: str, text: str) -> tuple[str, str]:
    """The two sides of `apbd=9072000000`. Refused where one is blank."""
    name, mark, value = text.partition("=")
    if not (name.strip() and mark and value.strip()):
        raise Refused("plan_pair_unreadable", option=option, text=told(text))
    return name.strip(), value.strip()


def amount_told(fund: str, text: str) -> Rupiah:
    """Whole rupiah as somebody writes them: `9072000000`, `Rp9.072.000.000,-`, `Rp9,07 miliar`. Refused for anything
    else, and for a dot before three digits and a scale ("9.072 juta"), which two people read a thousandfold apart.

    >>> amount_told("apbd", "Rp9,072 miliar"), amount_told("apbd", "Rp9.072.000.000,-")
    (9072000000, 9072000000)
    """
    found = parse_figure(_NO_CENTS.sub("", text))
    if not isinstance(found, Figure) or found.unit not in ("none", "rupiah") or found.value < 0:
        raise Refused("plan_amount_unreadable", fund=fund[:40], text=told(text))
    if found.value != found.value.to_integral_value():
        raise Refused("plan_amount_unreadable", fund=fund[:40], text=told(text))
    # "9.072 juta" is nine thousand million in a budget, nine million to a calculator: a guess is off a thousandfold
    if found.other is not None and found.scale and "." in text:
        low, high = sorted((int(found.value), int(found.other)))
        raise Refused("plan_amount_ambiguous", fund=fund[:40], text=told(text), first=low, second=high)
    return int(found.value)


def share_told(fund: str, text: str) -> Fraction:
    """A share of the names on a list: `0.85`, `0,85`, `85%`, `85`. Refused for none, and for more than all.

    >>> share_told("apbd", "0,85"), share_told("apbd", "85 %"), share_told("apbd", "1")
    (Fraction(17, 20), Fraction(17, 20), Fraction(1, 1))
    """
    found = parse_figure(text)
    if not isinstance(found, Figure) or found.unit not in ("none", "percent"):
        raise Refused("plan_share_unreadable", fund=fund[:40], text=told(text))
    share = Fraction(found.value if found.unit == "none" and found.value <= 1 else found.value / Decimal(100))
    # 1,5 without its sign is a slip of the pen for 0,15 or 15 % rather than one and a half in a hundred
    unsure = found.unit == "none" and 1 < found.value < 10
    if unsure or not 0 < share <= 1:
        raise Refused("plan_share_unreadable", fund=fund[:40], text=told(text))
    return share


def heads_told(name: str, text: str) -> int:
    """People, with thousands marks or without."""
    found = parse_count(text)
    if not isinstance(found, int):
        raise Refused("plan_heads_unreadable", name=name[:40], text=told(text))
    return found


def with_own(funds: Iterable[FundAsked], field: str, own: Mapping[str, Any]) -> tuple[FundAsked, ...]:
    """The funds, those named in `own` with that value of `field`. Refused for a name that no fund has."""
    found = tuple(funds)
    for name in own:
        if name not in {one.id for one in found}:
            raise Refused("plan_fund_unasked", fund=name[:40], known=tuple(one.id for one in found))
    return tuple(replace(one, **{field: own[one.id]}) if one.id in own else one for one in found)


def funds_in(path: Path) -> FundsTold:
    """The funds and floors of a TOML file: `[[fund]]` with what `FundAsked` has (and `from`, `until` for its months),
    `[[floor]]` with `area` and `heads`. Refused for what cannot be read, with the key and the ones there are."""
    try:
        read = tomllib.loads(content_of(path).decode("utf-8-sig"))
    except ValueError:
        raise Refused("plan_funds_unreadable", path=masked_path(path)) from None
    _check_keys(read, _KEYS, path)
    for name, known in _KEYS.items():
        rows = read.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
            raise Refused("plan_funds_unreadable", path=masked_path(path))
        for one in rows:
            _check_keys(one, known, path)
    try:
        funds = tuple(_fund(one) for one in read.get("fund", []))
        floors = tuple(FloorAsked(str(one["area"]), heads_told(str(one["area"]), str(one["heads"])))
                       for one in read.get("floor", []))  # fmt: skip
    except (KeyError, TypeError, ValueError):
        raise Refused("plan_funds_unreadable", path=masked_path(path)) from None
    return FundsTold(funds, floors)


def _check_keys(read: Mapping[str, Any], known: Iterable[str], path: Path) -> None:
    strange = sorted(set(read) - set(known))
    if strange:
        raise Refused("plan_funds_key_unknown", path=masked_path(path), key=told(strange[0]), known=tuple(known))


def _fund(read: Mapping[str, Any]) -> FundAsked:
    id_ = str(read["id"])
    one = FundAsked(id_, amount_told(id_, str(read["amount"])), payer=_word("payer", read.get("payer")) or "")
    own: dict[str, Any] = {name: int(read[name]) for name in ("minimum_batch", "least_months") if name in read}
    own |= {name: amount_told(id_, str(read[name])) for name in ("once", "monthly") if name in read}
    own |= {name: tuple(map(str, read[name])) for name in ("villages", "districts", "segments") if name in read}
    own |= {name: tuple(month_in(str(month)) for month in read[name]) for name in ("months", "starts") if name in read}
    if "acceptance" in read:
        own["acceptance"] = share_told(id_, str(read["acceptance"]))
    if "occupations" in read:
        own["occupations"] = tuple(occupation_told(str(one)) for one in read["occupations"])
    if "deciles" in read:
        own["deciles"] = tuple(int(one) for one in read["deciles"])
    for name in ("new_only", "one_per_household"):
        if name in read:
            own[name] = _truth(read[name])
    if "from" in read or "until" in read:
        own["months"] = _between(month_in(str(read["from"])), month_in(str(read["until"])))
    return replace(one, **own)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):  # "false" in quotation marks would be true
        raise TypeError(value)
    return value


def _between(first: Month, last: Month) -> tuple[Month, ...]:
    return tuple(first + number for number in range(last - first + 1))


def occupation_told(text: str) -> str:
    """The code of an occupation, by its code or as it is usually written. Refused for one that the list lacks."""
    from cakupan.planning.defaults import hazards_supposed

    if text in hazards_supposed().value:
        return text
    found = occupation_of(text)
    if found is None or found == UNLISTED:
        raise Refused("plan_occupation_unknown", text=told(text))
    return found


def _word(name: str, text: str | None) -> str | None:
    """A word of a vocabulary by its code or any spelling."""
    if text is None:
        return None
    found = vocabulary(name).find(text) or vocabulary(name).find(text.replace("_", " "))
    if found is None or found.word is None:
        from cakupan.scheme.unit_cost import PAYERS

        raise Refused("contribution_payer_unknown", payer=told(text), known=PAYERS)
    return found.word
