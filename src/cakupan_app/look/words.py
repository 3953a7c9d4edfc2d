"""Which sentence a code becomes, in Indonesian and in English."""

import string
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal, cast

from cakupan.basics.month import Month, parse_month
from cakupan.basics.refused import Fact, Facts
from cakupan.reports.voice import UNSAID
from cakupan_app.look.citations import cited
from cakupan_app.look.dimensions import CALLED

Lang = Literal["id", "en"]
LANGUAGES: tuple[Lang, ...] = ("id", "en")
_LOCALES: Mapping[Lang, str] = {"id": "id_ID", "en": "en_GB"}


def say(code: str, facts: Facts, lang: Lang) -> str:
    """The sentence for `code` in `lang`, with `facts` set in. A code without an entry is a mistake of ours: KeyError.

    Format specs in a sentence: `{x:n}` whole number with thousands marks, `{x:signed}` the same with its sign,
    `{x:pct}` per cent as printed, `{x:percent}` the same without its sign, where the word follows, `{x:points}`
    percentage points with their sign, `{x:rp}` rupiah, `{x:rp_short}` the same to three figures with its scale word,
    as a picture has room for, `{x:month}` and `{x:day}` written out, `{x:list}` a list with "and", `{x:area}` an area's
    name with its code, `{x:areas}` a list of them, `{x:months}` a list of months, of many the first and the last,
    `{x:by}` one or several ways of telling members apart as an option takes them, `{x:kind}` what a kind of list is
    called, `{x:headings}` one or several headings, `{x:right}` what somebody may do, `{x:cited}` where something comes
    from, `{x:sure}` how sure that is, `{x:stage}` an aim of a plan, `{x:row|rows}` the one word where x is 1 and the
    other where it is not; `{x}` as it is.

    >>> say("pace_told", {"per_month": 2017, "since": "2024-12"}, "en")
    'Since December 2024 coverage has grown by 2,017 workers a month.'
    """
    return _Formatter(lang).vformat(sentences()[code][lang], (), cast(Mapping[str, Any], facts))


def say_to_sender(code: str, facts: Facts, lang: Lang) -> str:
    """As `say`, in the words for whoever sent the file, where those for the office do not fit (`to_sender.toml`).

    >>> say_to_sender("file_empty", {"name": "usulan.xlsx"}, "en")
    'The file is empty: it holds nothing at all. Send it again.'
    """
    own = f"{code}_to_sender"
    return say(own if own in sentences() else code, facts, lang)


def say_on_page(code: str, facts: Facts, lang: Lang) -> str:
    """As `say`, in the words of a page where those of the command line name a command (`<code>_on_page`)."""
    own = f"{code}_on_page"
    return say(own if own in sentences() else code, facts, lang)


@cache
def sentences() -> Mapping[str, Mapping[Lang, str]]:
    """Every sentence by code, from the TOML files beside this module (one file for each room)."""
    found: dict[str, Mapping[Lang, str]] = {}
    for entry in files(__package__).joinpath("sentences").iterdir():
        if entry.name.endswith(".toml"):
            for code, texts in tomllib.loads(entry.read_text(encoding="utf-8")).items():
                if code in found:
                    raise ValueError(f"the sentence {code} stands in two files; one must go")
                found[code] = texts
    return found


class _Formatter(string.Formatter):
    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        return shown(value, format_spec, self.lang)


def shown(value: Fact | Month | Iterable[str], spec: str, lang: Lang) -> str:
    """One fact as people of `lang` read it; `spec` as in `say`. An unknown spec is a mistake of ours: KeyError."""
    if value is None:
        return "–"
    if value == UNSAID:
        return UNSAID
    if "|" in spec:
        one, more = spec.split("|")
        return one if value == 1 else more
    return _SHOWN[spec](value, _LOCALES[lang])


_MINUS = "−"  # as wide as a plus, and never broken off its number; Babel writes a hyphen


_GROUPED: Mapping[str, str] = {"id_ID": ".", "en_GB": ","}
_MARKS: Mapping[str, Mapping[int, int]] = {"id_ID": str.maketrans(".,", ",."), "en_GB": {}}


def _number(value: Any, locale: str) -> str:
    if type(value) is int:  # as Babel writes it; a long list has a row number in each of 200,000 sentences
        return f"{value:,}".replace(",", _GROUPED[locale]).replace("-", _MINUS)
    if isinstance(value, str):  # several numbers, where a receipt tells of several rows at once
        return value
    from babel.numbers import format_decimal

    return format_decimal(value, format="#,##0.######", locale=locale).replace("-", _MINUS)


def _signed(value: Any, locale: str) -> str:
    return f"{_MINUS if value < 0 else '+'}{_number(abs(value), locale)}"


def _points(value: Any, locale: str) -> str:
    return f"{_MINUS if value < 0 else '+'}{_percent(abs(value), locale).removesuffix(' %')}"


def _percent(value: Any, locale: str) -> str:
    # as many decimals as the figure came with: 48.20 and 48.2 are different claims about precision
    share = Decimal(str(value))
    places = max(0, -int(share.as_tuple().exponent))
    # as Babel writes it, in a fraction of its time: a table of villages has hundreds of them
    return f"{share:,.{places}f} %".translate(_MARKS[locale]).replace("-", _MINUS)


def _rupiah(value: Any, locale: str) -> str:
    return f"{_MINUS if value < 0 else ''}Rp{_number(abs(value), locale)}"


_SCALES: Mapping[str, tuple[str, str, str]] = {
    "id_ID": ("juta", "miliar", "triliun"),
    "en_GB": ("million", "billion", "trillion"),
}
_FIGURES = 3  # of an amount that a picture has room for


def _rupiah_short(value: Any, locale: str) -> str:
    """An amount to three figures; below a million to the rupiah.

    >>> _rupiah_short(9_072_000_000, "id_ID"), _rupiah_short(250_000_000, "en_GB"), _rupiah_short(16_800, "id_ID")
    ('Rp9,07 miliar', 'Rp250 million', 'Rp16.800')
    >>> _rupiah_short(-999_999_999, "en_GB"), _rupiah_short(0, "id_ID")
    ('−Rp1 billion', 'Rp0')
    """
    amount = Decimal(abs(value))
    amount = amount.quantize(Decimal(1).scaleb(max(0, amount.adjusted() - _FIGURES + 1)))
    if amount < 10**6:
        return _rupiah(value, locale)
    step = min(2, (amount.adjusted() - 6) // 3)
    told = _number(amount / 10 ** (6 + 3 * step), locale)
    return f"{_MINUS if value < 0 else ''}Rp{told} {_SCALES[locale][step]}"


@lru_cache(maxsize=1000)
def _month(value: Any, locale: str) -> str:
    from babel.dates import format_date

    month = value if isinstance(value, Month) else parse_month(str(value))
    if not isinstance(month, Month):
        return str(value)
    return format_date(date(month.year, month.number, 1), "MMMM yyyy", locale=locale)


def _day(value: Any, locale: str) -> str:
    from babel.dates import format_date

    return format_date(date.fromisoformat(str(value)), "d MMMM yyyy", locale=locale)


def _list(value: Any, locale: str) -> str:
    from babel.lists import format_list

    return format_list([str(item) for item in value], locale=locale)


def _either(value: Any, locale: str) -> str:
    from babel.lists import format_list

    return format_list([str(item) for item in value], style="or", locale=locale)


def _area(value: Any, locale: str) -> str:
    del locale  # a place has one official name
    from cakupan import regions

    return f"{regions.area(value).title} ({value})" if regions.area_exists(value) else str(value)


def _areas(value: Any, locale: str) -> str:
    return _list([_area(code, locale) for code in value], locale)


def _kind(value: Any, locale: str) -> str:
    """What a list of this kind is called; any other word as it is."""
    found = sentences().get(f"revision_kind_{value}")
    return found[_lang(locale)] if found else str(value)


def _right(value: Any, locale: str) -> str:
    """What a right is called (roles.toml)."""
    return sentences()[f"right_{value}"][_lang(locale)]


def _headings(value: Any, locale: str) -> str:
    """Columns by the heading that a list in this language has; intake tells each with its English name first."""
    named = (value,) if isinstance(value, str) else tuple(value)
    return _list([one.split(" / ")[0 if locale == _LOCALES["en"] else -1] for one in named], locale)


def _lang(locale: str) -> Lang:
    return next(lang for lang in LANGUAGES if _LOCALES[lang] == locale)


def _months(value: Any, locale: str) -> str:
    told = [_month(one, locale) for one in value]
    if len(told) <= _MONTHS_NAMED:
        return _list(told, locale)
    return _MANY_MONTHS[locale].format(first=told[0], last=told[-1], count=len(told))


_MONTHS_NAMED = 4
_MANY_MONTHS = {
    "id_ID": "{first}, …, {last} ({count} bulan)",
    "en_GB": "{first}, …, {last} ({count} months)",
}


def _by(value: Any, locale: str) -> str:
    named = (value,) if isinstance(value, str) else tuple(value)
    return _list([CALLED.get(one, one) if locale == _LOCALES["id"] else one for one in named], locale)


def _worded(code: str, locale: str) -> str:
    return say(code, {}, next(lang for lang, told in _LOCALES.items() if told == locale))


_SHOWN: Mapping[str, Callable[[Any, str], str]] = {
    "": lambda value, _: str(value),
    "n": _number,
    "signed": _signed,
    "points": _points,
    "pct": _percent,
    "percent": lambda value, locale: _percent(value, locale).removesuffix(" %"),
    "rp": _rupiah,
    "rp_short": _rupiah_short,
    "month": _month,
    "day": _day,
    "list": _list,
    "either": _either,
    "area": _area,
    "areas": _areas,
    "months": _months,
    "by": _by,
    "kind": _kind,
    "headings": _headings,
    "right": _right,
    "cited": lambda value, locale: cited(str(value), locale[:2]),
    "sure": lambda value, locale: _worded(f"sure_{str(value).replace(' ', '_')}", locale),
    "stage": lambda value, locale: _worded(f"plan_stage_called_{value}", locale),
}
