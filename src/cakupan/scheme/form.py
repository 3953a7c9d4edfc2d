"""Whether an office's own reading has the form that the rule has, so that whoever asks for it can use it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from cakupan.basics.refused import Refused
from cakupan.scheme.entry import Entry

TESTS = ("at_least", "at_most", "one_of", "none_of", "within", "is")
FIELDS = ("age", "citizen", "home", "occupation", "member_segment", "decile", "social_aid", "place_in_household", "sex")
_RULE = {"field", "test", "against"}
_ROUNDINGS = ("half_up", "up", "down")
_PAYS = ("has", "by_wording", "has_not", "unknown")
_OF_FIELD: Mapping[str, type] = {
    "age": int,
    "decile": int,
    "place_in_household": int,
    "citizen": bool,
    "social_aid": bool,
}


def refuse_other_form(entry: Entry, shipped: Entry | None, file: str) -> None:
    """Refused where `entry` of the file `file` has another unit or form than `shipped`, that of the same id."""
    if shipped is not None and entry.unit != shipped.unit:
        raise Refused("law_unit_differs", file=file, entry=entry.id, unit=entry.unit, wanted=shipped.unit)
    if entry.unit == "rule" or shipped is None:
        if entry.unit != "rule" or not is_rule(entry.value):
            raise Refused("law_rule_unreadable", file=file, entry=entry.id, fields=FIELDS, tests=TESTS)
        return
    if not _same_form(entry, shipped):
        raise Refused("law_form_differs", file=file, entry=entry.id, wanted=_described(shipped.value))


def is_rule(value: Any) -> bool:
    """Whether `value` is a rule of eligibility: a field, a test, and what it is tested against.

    >>> is_rule({"field": "age", "test": "at_most", "against": 60}), is_rule({"field": "age", "test": "at_most"})
    (True, False)
    """
    if not isinstance(value, Mapping) or set(value) != _RULE:
        return False
    field, test, against = value["field"], value["test"], value["against"]
    if field not in FIELDS or test not in TESTS:
        return False
    if against is None:
        return True
    return _fits_test(field, test, against)


def _fits_test(field: str, test: str, against: Any) -> bool:
    kind = _OF_FIELD.get(field, str)
    if test in ("at_least", "at_most"):
        return kind is int and (type(against) is int or (field == "age" and _is_working_age(against)))
    if test in ("one_of", "none_of"):
        return isinstance(against, tuple) and bool(against) and all(type(one) is kind for one in against)
    if test == "within":
        return field == "home" and (isinstance(against, str) or against == {"asked": "area"})
    return type(against) is kind


def _is_working_age(against: Any) -> bool:
    return against in ({"working_age": "youngest"}, {"working_age": "oldest"})


def _same_form(entry: Entry, shipped: Entry) -> bool:
    value = entry.value
    if value is None:
        return True
    if entry.id == "contribution_rounding":
        return value in _ROUNDINGS
    if entry.id == "bpu_discount_payers":
        return isinstance(value, Mapping) and all(isinstance(p, str) and said in _PAYS for p, said in value.items())
    if entry.id == "bpu_income_classes":
        return _rises(value)
    if entry.id == "bpu_reentry":
        return value in ("new_spell", "continues")
    if entry.id.endswith("_tiers"):
        return _are_tiers(value)
    return _alike(value, shipped.value)


def _rises(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and list(value) == sorted(set(value))


def _are_tiers(value: Any) -> bool:
    """Steps that rise, the last without an end: a contract of any value is in one of them."""
    if not isinstance(value, tuple) or not value:
        return False
    if not all(isinstance(one, Mapping) and set(one) == {"up_to", "percent"} for one in value):
        return False
    bounds = [one["up_to"] for one in value]
    if bounds[-1] is not None or not all(type(one) is int and one > 0 for one in bounds[:-1]):
        return False
    return not bounds[:-1] or _rises(tuple(bounds[:-1]))


def _alike(value: Any, shipped: Any) -> bool:
    if shipped is None:
        return not isinstance(value, Mapping | tuple)
    if isinstance(shipped, Mapping):
        if not isinstance(value, Mapping) or set(value) != set(shipped):
            return False
        return all(_alike(value[key], shipped[key]) for key in shipped)
    if isinstance(shipped, tuple):
        return isinstance(value, tuple) and bool(value) and all(_alike(one, shipped[0]) for one in value)
    if isinstance(shipped, int | Decimal) and not isinstance(shipped, bool):
        return isinstance(value, int | Decimal) and not isinstance(value, bool) and value >= 0
    return type(value) is type(shipped)


def _described(shipped: Any) -> str:
    if isinstance(shipped, Mapping):
        return "{" + ", ".join(f"{key}: …" for key in shipped) + "}"
    if isinstance(shipped, tuple):
        return f"[{_described(shipped[0])}, …]"
    return "…" if shipped is None else str(shipped)
