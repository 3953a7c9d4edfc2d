"""Which indicators there are: each with the five fields of Satu Data, its source, and how its value comes about."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from cakupan.basics.refused import Refused
from cakupan.workforce.denominator import Denominator

Text = Mapping[str, str]  # the same in each language

LANGUAGES = ("id", "en")
FIELDS = ("concept", "definition", "classification", "measure", "unit")
SURE = ("A", "B", "C", "M", "not found")
_KEYS = {"id", "name", *FIELDS, "source", "rujukan", "sure", "codes", "computes", "needs", "sdmx"}
_REGULATED = dict(zip(FIELDS, ("konsep", "definisi", "klasifikasi", "ukuran", "satuan"), strict=True))


class UnknownIndicator(Refused):
    """No indicator has this id or code."""


class IndicatorUnusable(ValueError):
    """An entry of the register does not say what an entry must: a mistake of ours, or of who overrides it."""


@dataclass(frozen=True, slots=True)
class Computation:
    """How a value comes about: the figure by name, and what narrows it (`members:segment=BPU`)."""

    figure: str
    narrowed: Mapping[str, str]

    def __str__(self) -> str:
        told = ",".join(f"{name}={value}" for name, value in self.narrowed.items())
        return f"{self.figure}:{told}" if told else self.figure


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. Either `computes` says how its value comes about, or `needs` what has to be there before.

    `codes` are those of standards that speak of it; `sdmx` its place in the ILO's dataflow; `sure` as in DOMAIN.md.
    `rujukan` is `source` in Indonesian, as the metadata document has it.
    """

    id: str
    name: Text
    concept: Text
    definition: Text
    classification: Text
    measure: Text
    unit: Text
    source: str
    sure: str
    codes: tuple[str, ...] = ()
    computes: Computation | None = None
    needs: tuple[str, ...] = ()
    sdmx: Mapping[str, str] = field(default_factory=dict)
    rujukan: str = ""


@cache
def indicators() -> tuple[Indicator, ...]:
    """Every indicator of this release, in the order in which a report shows them, from `indicators.toml`."""
    return indicators_from(_register())


@cache
def _register() -> str:
    return (files("cakupan.coverage") / "indicators.toml").read_text(encoding="utf-8")


def indicators_from(toml: str) -> tuple[Indicator, ...]:
    """The indicators that a text in the form of `indicators.toml` states. Raises `IndicatorUnusable`."""
    found = tuple(_indicator(entry) for entry in tomllib.loads(toml)["indicator"])
    ids = [one.id for one in found]
    if len(set(ids)) < len(ids):
        raise IndicatorUnusable(f"an id stands twice among {ids}")
    return found


def _indicator(entry: Mapping[str, Any]) -> Indicator:
    name = str(entry.get("id", "?"))
    texts = {key: entry.get(key, {}) for key in ("name", *FIELDS)}
    untold = [
        key for key, text in texts.items() if set(text) != set(LANGUAGES) or not all(map(str.strip, text.values()))
    ]
    if untold or not entry.get("source"):
        raise IndicatorUnusable(f"{name} does not say in both languages: {untold or ['source']}")
    if entry.get("sure") not in SURE or ("computes" in entry) == ("needs" in entry) or set(entry) - _KEYS:
        raise IndicatorUnusable(f"{name} must say how sure it is, and either what it computes or what it needs")
    return Indicator(
        **{key: value for key, value in entry.items() if key not in ("computes", "needs", "codes")},
        codes=tuple(entry.get("codes", ())),
        computes=computation(entry["computes"]) if "computes" in entry else None,
        needs=tuple(entry.get("needs", ())),
    )


def computation(text: str) -> Computation:
    """What a text such as `members:segment=BPU` names.

    >>> computation("members:segment=BPU").narrowed
    {'segment': 'BPU'}
    """
    figure, _, told = text.partition(":")
    pairs = (part.partition("=") for part in told.split(",") if part)
    return Computation(figure, {name.strip(): value.strip() for name, _, value in pairs})


def indicator(asked: str, among: Iterable[Indicator] | None = None) -> Indicator:
    """The indicator with this id, or with this code of a standard. Raises `UnknownIndicator` with the nearest ids.

    Dots, dashes and spaces stand for one another, and the standard that a code is of may be left out.

    >>> indicator("06.02.021").id, indicator("1-3-1").id
    ('pbpu-06-02-021', 'sdg-1-3-1-injury')
    """
    every = tuple(indicators() if among is None else among)
    names = {name.casefold(): one for one in every for name in (*one.codes, one.id)}
    wanted = asked.strip().casefold()
    loosely = {found.id: found for name, found in names.items() if _loose(name) == _loose(wanted)}
    if wanted not in names and len(loosely) == 1:
        return next(iter(loosely.values()))
    if wanted not in names:
        near = get_close_matches(wanted, names, n=3, cutoff=0.4)
        told = tuple(dict.fromkeys(names[name].id for name in near)) or tuple(one.id for one in every)
        raise UnknownIndicator("indicator_unknown", text=asked, known=told)
    return names[wanted]


def _loose(name: str) -> str:
    """A name without what people write differently: `SDG 1.3.1` and `1-3-1` are the same."""
    parts = re.findall(r"[0-9a-z]+", name)
    numbers = [part for part in parts if part[0].isdigit()]
    return "-".join(numbers if numbers and parts[-len(numbers) :] == numbers else parts)


def satu_data(one: Indicator) -> Mapping[str, Any]:
    """The indicator as a metadata document: the standard's five fields named as in Perpres 39/2019, then the rest."""
    return {
        "kode": one.id,
        "nama": one.name,
        **{_REGULATED[key]: getattr(one, key) for key in FIELDS},
        "kode_rujukan": list(one.codes),
        "sdmx": dict(one.sdmx),
        "sumber_rujukan": one.rujukan or one.source,
        "tingkat_keyakinan": one.sure,
        "cara_hitung": str(one.computes) if one.computes else None,
        "memerlukan": list(one.needs),
    }


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    return {kind: tuple(told["words"]) for kind, told in tomllib.loads(_register())["of"].items()}


def counts_of(denominator: Denominator) -> str | None:
    """Whom a denominator counts by its id and definition: `potential`, `labour_force`, `employed`; None: not told.

    The words stand in `indicators.toml`; the first kind of which one is found is it, because `potensi tenaga kerja
    yang bekerja` is still a potential.

    >>> counts_of(Denominator("sakernas-bekerja", "16.06", "2024", 322_580, definition="penduduk 15+ yang bekerja"))
    'employed'
    """
    said = f"{denominator.id} {denominator.definition or ''}".casefold().replace("-", " ").replace("_", " ")
    return next((kind for kind, words in _words().items() if any(word in said for word in words)), None)
