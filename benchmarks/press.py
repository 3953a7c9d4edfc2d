"""Labelled press texts by the thousand: patterns of many wordings, other places and figures, and faults planted.

Every figure is written as `{kind=value@time#place|as printed}`, from which text and labels are made, so a label never
rests on what the checker reads. The patterns are split by the hash of their name: what is held out is held out with
its wording.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from math import ceil
from pathlib import Path
from random import Random
from typing import Any

from cakupan.regions.tree import Area, area
from cakupan.statements import Publication

PATTERNS = tomllib.loads(Path(__file__).with_name("press.toml").read_text(encoding="utf-8"))
KINDS: Mapping[str, tuple[str, str]] = {
    "r": ("coverage_rate", "percent"), "n": ("covered_workers", "people"), "d": ("potential_workers", "people"),
    "t": ("target_rate", "percent"), "T": ("target_workers", "people"), "g": ("gap_workers", "people"),
    "gr": ("growth", "percent"), "gp": ("growth", "people"), "s": ("sponsored_workers", "people"),
    "bud": ("budget", "rupiah"), "con": ("contribution", "rupiah/month"), "cony": ("contribution", "rupiah"),
    "ben": ("benefit", "rupiah"), "op": ("other", "percent"), "on": ("other", "people"),
}  # fmt: skip
_SLOT_KINDS = {
    "r": "r", "r0": "r", "r2": "r", "n": "n", "n0": "n", "n2": "n", "a": "n", "b": "n", "c": "n", "d": "d", "d2": "d",
    "t": "t", "t2": "t", "nat": "t", "T": "T", "g": "g", "gnat": "g", "u": "g", "p": "op", "w": "op", "dp": "gr",
    "dq": "gr", "dn": "gp", "s": "s", "i": "con", "y": "cony", "B": "bud",
}  # fmt: skip
_MARK = re.compile(r"\{(\w+)=([\d.]+)(?:@([^#|{}/]*(?:\|[\d-]+)*))?(?:#([^|{}/]*))?(?:/([^|{}]*))?\|([^{}]*)\}")
_SLOT = re.compile(r"\{(\w+)(?:@([^#{} ]*))?(?:#([^{} ]+))?(?: ([^{}]+))?\}")
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MONTHS_ID = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
_SCALED = ("n", "d", "u", "n0", "dn", "d2", "n2")
_PLACES = (
    "16.06", "16.07", "18.71", "35.24", "32.74", "73.13", "14.72", "33.12", "52.03", "53.08", "61.12", "63.03", "64.08",
    "71.74", "72.03", "74.04", "75.02", "81.71", "11.05", "12.18", "13.12", "15.04", "17.02", "19.05", "21.03", "33.74",
    "34.04", "36.73", "51.04", "62.02", "16", "18", "35", "52", "63", "73", "14", "51", "64", "15",
)  # fmt: skip
_SHARED_NAMES = ("Banjar", "Bangka Barat")  # a name alone may mean a city of the same name
_Planted = tuple[dict[str, Decimal], list[tuple[str, Decimal]]]
NATIONAL_2025 = Decimal("52.15")
FAULTS = (
    "other_target", "gap_to_100", "digits_swapped", "digit_dropped", "factor_ten", "mark_misplaced", "truncated",
    "regional_for_national", "points_for_percent", "day_for_month",
)  # fmt: skip


_PLANTED = {
    "other_target": 8, "gap_to_100": 8, "regional_for_national": 12, "points_for_percent": 12, "day_for_month": 8,
}  # fmt: skip


@dataclass(frozen=True)
class Label:
    """A claim as a careful reader labels it; `times` are those he would accept."""

    kind: str
    value: Decimal
    unit: str
    times: tuple[str | None, ...]
    place_code: str | None
    quote: str
    span: tuple[int, int]
    slot: str = ""
    span_free: bool = False


@dataclass(frozen=True)
class Labelled:
    """A text with its claims, the verdicts a careful reader would give, and the planted fault with its repair."""

    id: str
    text: str
    published_on: date | Publication | None
    claims: tuple[Label, ...]
    verdicts: tuple[str, ...]
    fault: str | None = None
    repairs: tuple[tuple[str, Decimal], ...] = ()
    """Each as the quote of the figure that is mended and its right value."""
    held_out: bool = False
    about: str = ""
    """The area that somebody says it is about; empty where nobody does."""


def read_marked(
    marked: str, *, place: str | None, as_of: str | None, kinds: Mapping[str, tuple[str, str]] = KINDS
) -> tuple[str, tuple[Label, ...]]:
    """The text and the labels of a marked text."""
    text, labels, last = "", [], 0
    for found in _MARK.finditer(marked):
        text += marked[last : found.start()]
        last = found.end()
        slot, value, times, where, other_unit, quote = found.groups()
        kind, unit = kinds[slot]
        unit = other_unit or unit
        accepted = tuple(None if each in ("-", "") else each for each in (times or as_of or "-").split("|"))
        code = place if where is None else None if where == "-" else where
        labels.append(Label(kind, Decimal(value), unit, accepted, code, quote, (len(text), len(text) + len(quote))))
        text += quote
    return text + marked[last:], tuple(labels)


def is_held_out(name: str) -> bool:
    """A third, by the hash of the pattern's or the text's name."""
    return int(hashlib.sha256(f"{name} held".encode()).hexdigest(), 16) % 3 == 0


def texts(seed: int = 7, each: int = 8, faults: Sequence[str] = FAULTS) -> Iterator[Labelled]:
    """`each` true texts for every pattern, and as many for every fault that its figures can bear."""
    for pattern in PATTERNS["pattern"]:
        slots = {found[1] for found in _SLOT.finditer(pattern["text"])}
        for number in range(each):
            yield _text(pattern, None, _draw(seed, pattern["id"], number), number)
        for fault in faults:
            if _bears(slots, fault):
                for number in range(_PLANTED.get(fault, each // 3 + 1)):
                    text = _text(pattern, fault, _draw(seed, pattern["id"], fault, number), number)
                    if text.repairs:
                        yield text


def _draw(*seed: object) -> Random:
    return Random(" ".join(map(str, seed)))  # noqa: S311  (made-up texts, the same every time)


def _bears(slots: set[str], fault: str) -> bool:
    rate = {"n", "d", "r"} <= slots
    match fault:
        case "other_target" | "gap_to_100":
            return {"n", "d", "t", "g"} <= slots
        case "digits_swapped" | "digit_dropped" | "factor_ten" | "mark_misplaced":
            return rate
        case "truncated":
            return rate
        case "regional_for_national":
            return "nat" in slots
        case "points_for_percent":
            return {"r", "r0", "dp"} <= slots
        case "day_for_month":
            return "i" in slots
    return False


def _truth(rng: Random) -> dict[str, Decimal]:
    d = rng.choice([rng.randint(20_000, 100_000), rng.randint(100_000, 450_000), rng.randint(400_000, 3_000_000)])
    n = int(d * rng.uniform(0.12, 0.49))
    n0 = int(n * rng.uniform(0.7, 0.96))
    a, b = int(n * rng.uniform(0.4, 0.6)), int(n * rng.uniform(0.15, 0.3))
    r, r0 = _cents(100 * Decimal(n) / d), _cents(100 * Decimal(n0) / d)
    t = _target(rng, r)
    d2 = rng.randint(20_000, 600_000)
    n2 = int(d2 * rng.uniform(0.12, 0.7))
    s = rng.randint(900, 40_000)
    i = 16_800
    values: dict[str, Any] = {
        "d": d, "n": n, "n0": n0, "a": a, "b": b, "c": n - a - b, "r": r, "r0": r0, "t": t,
        "t2": t + rng.randint(2, 8), "T": round(t * d / 100), "g": ceil(t * d / 100) - n, "u": d - n, "p": t - r,
        "w": _cents(100 - 100 * Decimal(n) / d), "dp": r - r0, "dn": n - n0,
        "dq": _cents(100 * Decimal(n - n0) / n0), "d2": d2, "n2": n2, "r2": _cents(100 * Decimal(n2) / d2), "s": s,
        "i": i, "y": 12 * i, "B": s * i * 12, "nat": NATIONAL_2025, "gnat": ceil(NATIONAL_2025 * d / 100) - n,
    }  # fmt: skip
    return {name: Decimal(value) for name, value in values.items()}


def _target(rng: Random, r: Decimal) -> Decimal:
    above = r + Decimal(rng.randint(300, 2800)) / 100
    return above if rng.random() < 0.6 else Decimal(int(above) + 1)


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _text(pattern: Mapping[str, Any], fault: str | None, rng: Random, number: int) -> Labelled:
    lang = pattern.get("lang", "id")
    year, month = pattern.get("only_year") or rng.choice([2023, 2024, 2025]), rng.randint(3, 12)
    values = _truth(rng)
    slots = [found[1] for found in _SLOT.finditer(pattern["text"])]
    rounded = fault is None and rng.random() < 0.25
    printed, repairs = _planted(values, slots, fault, rng)
    style = _style(rng, lang, rounded)
    place = area(rng.choice(_PLACES))
    other = area(rng.choice([code for code in _PLACES if code[:2] != place.code[:2]]))
    press = _Print(style, values, printed, dict(repairs), _times(year, month), place.code, other.code, fault)
    words = _words(rng, lang, year, month, (place, other))
    marked = re.sub(r"\[([PRMZYN])\]", lambda found: words[found[1]], _SLOT.sub(press.slot, pattern["text"]))
    marked = _between_fillers(_misworded(marked, fault, style), rng, lang)
    kinds = {**KINDS, **{name: KINDS[kind] for name, kind in _SLOT_KINDS.items()}}
    if fault == "day_for_month":
        kinds["i"] = ("contribution", "rupiah")
    text, labels = read_marked(marked, place=place.code, as_of=f"{year}-{month:02d}", kinds=kinds)
    quotes = press.quotes
    unsure = {quotes.get(name) for name in pattern.get("skip_span", ())}
    labels = tuple(replace(label, span_free=label.quote in unsure) for label in labels)
    if fault == "points_for_percent":
        quotes["dp"] = quotes["dp"].replace(style.points, style.percent_word)
    mended = tuple((quotes[name], value) for name, value in repairs)
    return Labelled(
        f"{pattern['id']}-{fault or 'true'}-{number}", text, date(year, month, 27), labels,
        _verdicts(fault, slots, style), fault, mended, is_held_out(pattern["id"]),
    )  # fmt: skip


def _times(year: int, month: int) -> Mapping[str, str]:
    return {
        "M": f"{year}-{month:02d}", "Y": str(year), "Z": f"{year - 1}-12", "N": str(year + 1),
        "E": f"{year}-12", "-": "-",
    }  # fmt: skip


def _words(rng: Random, lang: str, year: int, month: int, places: tuple[Area, Area]) -> Mapping[str, str]:
    months = _MONTHS_EN if lang == "en" else _MONTHS_ID
    return {
        "P": _named(rng, places[0], lang), "R": _named(rng, places[1], lang),
        "M": f"{months[month - 1]} {year}", "Z": f"{months[11]} {year - 1}",
        "Y": str(year), "N": str(year + 1),
    }  # fmt: skip


def _misworded(marked: str, fault: str | None, style: "_Style") -> str:
    """The text with the wrong words of a fault that is one of words."""
    if fault == "day_for_month":
        return re.sub(r"(per (?:orang per )?|setiap )bulan", r"\1hari", marked).replace("per month", "per day")
    if fault == "points_for_percent":
        return marked.replace(style.points, style.percent_word)
    return marked


def _between_fillers(marked: str, rng: Random, lang: str) -> str:
    """The text with paragraphs about other subjects around it."""
    filler = PATTERNS["filler"][lang]
    before, after = rng.sample(filler, 2), rng.sample(filler, 2)
    paragraphs = [*before[: rng.randint(0, 1)], marked, *after[: rng.randint(0, 2)]]
    return rng.choice(["\n\n", " "]).join(paragraphs) if "\n" not in marked else "\n\n".join(paragraphs)


@dataclass
class _Print:
    """The figures of one text as its author prints them; `quotes` is what stands in the text for each slot."""

    style: "_Style"
    values: Mapping[str, Decimal]
    printed: Mapping[str, Decimal]
    mended: Mapping[str, Decimal]
    times: Mapping[str, str]
    place: str
    other: str
    fault: str | None
    quotes: dict[str, str] = field(default_factory=dict)

    def slot(self, found: re.Match[str]) -> str:
        """The marked figure of one slot of a pattern."""
        name, when, where, noun = found.groups()
        value = self.printed.get(name, self.values[name])
        figure = self.style.write(name, value, marks=self.fault == "mark_misplaced" and name in self.mended)
        self.quotes[name] = f"{figure} {noun}" if noun else figure
        at = "|".join(self.times.get(each, each) for each in (when or "M").split("|"))
        code = {None: self.place, "R": self.other, "-": "-"}[where]
        return f"{{{name}={self.style.value(name, value)}@{at}#{code}|{self.quotes[name]}}}"


def _named(rng: Random, place: Area, lang: str) -> str:
    """An area as press texts write it."""
    bare = place.title.removeprefix("Kabupaten ").removeprefix("Kota ").removeprefix("Provinsi ")
    title = place.title.removesuffix(bare).strip()
    if lang == "en":
        return {"Kabupaten": f"{bare} Regency", "Kota": f"{bare} City", "Provinsi": f"{bare} Province"}[title]
    if title == "Kota" or bare in _SHARED_NAMES or rng.random() < 0.6:
        return place.title
    return bare if title == "Provinsi" or rng.random() < 0.7 else f"Kab. {bare}"


def _verdicts(fault: str | None, slots: Sequence[str], style: "_Style") -> tuple[str, ...]:
    match fault:
        case "gap_to_100" | "day_for_month":
            return ("mislabel", "contradiction")
        case "regional_for_national" | "points_for_percent":
            return ("consistent", "mislabel")
        case "truncated":
            return ("rounding_only",)
        case None:
            pass
        case _:
            return ("contradiction",)
    have = set(slots)
    checked = [
        {"n", "d", "r"}, {"n", "d", "u"}, {"r0", "r", "dp"}, {"n0", "n", "dn"}, {"r", "t", "p"}, {"n0", "n", "dq"},
        {"s", "i", "B"}, {"i", "y"}, {"n", "a", "b", "c"},
    ]  # fmt: skip
    if not any(needed <= have for needed in checked):
        return ("not_checkable",)
    return ("consistent", "rounding_only") if style.scaled else ("consistent",)


def _planted(values: Mapping[str, Decimal], slots: Sequence[str], fault: str | None, rng: Random) -> _Planted:
    """The figures that are printed instead of the true ones, and the repairs that are right."""
    n, d, r = values["n"], values["d"], values["r"]
    match fault:
        case "other_target":
            while (other := _target(rng, r)) == values["t"]:
                pass
            return {"g": Decimal(ceil(other * d / 100)) - n}, [("t", other)]
        case "gap_to_100":
            return {"g": d - n}, [("g", values["g"])]
        case "digits_swapped":
            name = rng.choice([each for each in ("n", "d", "r") if each in slots])
            return _swapped(values, name, rng)
        case "digit_dropped":
            name = rng.choice(["n", "d", "r"])
            return _dropped(values, name, rng)
        case "factor_ten":
            name = rng.choice(["n", "d"])
            wrong = values[name] * 10 if rng.random() < 0.6 else (values[name] / 10).to_integral_value(ROUND_DOWN)
            # divided by ten the last digit is lost, and any of ten will do
            return {name: wrong}, [(name, values[name]), *((name, wrong * 10 + last) for last in range(10))]
        case "mark_misplaced":
            name = rng.choice(["n", "d"])
            return {}, [(name, values[name])] if values[name] >= 10_000 else []
        case "truncated":
            cut = (100 * n / d).quantize(Decimal("0.01"), ROUND_DOWN)
            return ({"r": cut}, [("r", r)]) if cut != r else ({}, [])
        case "regional_for_national":
            wrong = values["t"] if values["t"] != NATIONAL_2025 else values["t"] + 1
            return {"nat": wrong, "gnat": Decimal(ceil(wrong * d / 100)) - n}, [("nat", NATIONAL_2025)]
        case "points_for_percent":
            return {}, [("dp", values["dp"]), ("dp", _cents(100 * values["dp"] / values["r0"]))]
        case "day_for_month":
            return {}, [("i", values["i"])]
    return {}, []


def _swapped(values: Mapping[str, Decimal], name: str, rng: Random) -> _Planted:
    step = Decimal("0.01") if name == "r" else Decimal(1)
    digits = str(int(values[name] / step))
    # in the last places a swap is no more than a rounding
    ways = [at for at in range(min(3, len(digits) - 1)) if abs(int(digits[at]) - int(digits[at + 1])) > 1]
    ways = [at for at in ways if not (at == 0 and digits[1] == "0")]
    if not ways:
        return {}, []
    at = rng.choice(ways)
    wrong = Decimal(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]) * step
    return {name: wrong}, [(name, values[name])]


def _dropped(values: Mapping[str, Decimal], name: str, rng: Random) -> _Planted:
    step = Decimal("0.01") if name == "r" else Decimal(1)
    digits = str(int(values[name] / step))
    if name == "r":  # 31,36 printed 31,6
        kept = digits[:-2] + digits[-1]
        wrong = Decimal(kept) / 10
        telling = abs(wrong - values[name]) > Decimal("0.2") and kept[-1] != "0"
        return ({name: wrong}, [(name, values[name])]) if telling else ({}, [])
    at = rng.randrange(1, 4)
    wrong = Decimal(digits[:at] + digits[at + 1 :])
    return {name: wrong}, [(name, values[name])]


@dataclass(frozen=True)
class _Style:
    """How one author writes figures."""

    lang: str
    percent: str
    points: str
    decimal: str
    scaled: bool

    @property
    def percent_word(self) -> str:
        """What stands where "poin persen" should."""
        return " percent" if self.lang == "en" else " persen"

    def value(self, name: str, value: Decimal) -> Decimal:
        """The value as printed: rounded where this author writes millions."""
        if not self._in_millions(name, value):
            return value
        return (value / 10_000).quantize(Decimal(1), ROUND_HALF_UP) * 10_000

    def _in_millions(self, name: str, value: Decimal) -> bool:
        return self.scaled and name in _SCALED and value >= 1_000_000

    def write(self, name: str, value: Decimal, *, marks: bool = False) -> str:
        """The figure as this author writes it; with `marks` its thousands mark stands one place off."""
        english = self.lang == "en"
        value = self.value(name, value)
        unit = KINDS[_SLOT_KINDS[name]][1]
        if unit == "percent":
            return f"{value:f}".replace(".", self.decimal) + (self.points if name in ("dp", "p") else self.percent)
        grouped = f"{int(value):,}" if english else f"{int(value):,}".replace(",", ".")
        if unit.startswith("rupiah"):
            return f"Rp{grouped}"
        if marks:
            digits = str(int(value))
            return digits[:-4] + ("," if english else ".") + digits[-4:]
        if self._in_millions(name, value):
            number = f"{value / 1_000_000:.2f}"
            return f"{number} million" if english else f"{number.replace('.', ',')} juta"
        return grouped


def _style(rng: Random, lang: str, rounded: bool) -> _Style:
    if lang == "en":
        return _Style("en", rng.choice([" percent", " per cent", "%"]), " percentage points", ".", rounded)
    percent = rng.choice([" persen", " persen", "%", " %"])
    return _Style("id", percent, " poin persen", "." if rng.random() < 0.1 else ",", rounded)
