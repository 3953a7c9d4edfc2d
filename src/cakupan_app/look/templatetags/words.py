"""Words and figures in templates: `{% say "code" x=1 %}` and `{{ value|n }}`, in the language of the page."""

from datetime import datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.translation import get_language

from cakupan_app.look.told import target_named
from cakupan_app.look.words import Lang, say, say_on_page, sentences, shown

register = template.Library()

_WIB = "Asia/Jakarta"


def page_language() -> Lang:
    """The language that the page is written in: Indonesian, unless English was asked for."""
    return "en" if (get_language() or "id").startswith("en") else "id"


@register.simple_tag(name="say")
def say_tag(code: str, **facts: Any) -> str:
    """The sentence for `code`; escaped by the template as any other text."""
    return say(code, facts, page_language())


@register.simple_tag(name="say_if")
def say_if(code: str, **facts: Any) -> str:
    """As `say`; nothing where there is no such sentence."""
    return say(code, facts, page_language()) if code in sentences() else ""


def _filter(name: str, spec: str) -> None:
    register.filter(name, lambda value: shown(value, spec, page_language()))


for _name, _spec in {
    "n": "n",
    "signed": "signed",
    "pct": "pct",
    "points": "points",
    "rp": "rp",
    "rp_short": "rp_short",
    "month": "month",
    "day": "day",
    "area": "area",
    "list": "list",
    "kind": "kind",
}.items():
    _filter(_name, _spec)


@register.filter
def moment(at: datetime | None) -> str:
    """A day and time of this country's west (WIB), as written in the page's language; a dash where there is none."""
    if at is None:
        return "–"
    from babel.dates import format_datetime, get_timezone

    locale = {"id": "id_ID", "en": "en_GB"}[page_language()]
    written = format_datetime(at, "d MMM y HH.mm" if locale == "id_ID" else "d MMM y HH:mm", get_timezone(_WIB), locale)
    return f"{written} WIB"


@register.filter
def worded(thing: Any) -> str:
    """The sentence of anything that has a code and facts: a refusal, a finding, something missing."""
    return say_on_page(thing.code, thing.facts, page_language())


register.filter("target_named", target_named)


@register.filter
def unprompted(field: BoundField) -> str:
    """A form's field without words in it: its label stands above it, and allauth's own words are others."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def entry(mapping: Any, key: Any) -> Any:
    """What `mapping` holds under `key`; nothing where it holds nothing."""
    return mapping.get(key) if mapping else None


@register.filter
def unlocalized(value: Any) -> str:
    """A number as HTML has it: with a point, whatever the language."""
    return str(value)


@register.simple_tag(takes_context=True)
def changed(context: Any, **told: Any) -> str:
    """The address of this page with some of its query changed; what is empty goes."""
    query = context["request"].GET.copy()
    for name, value in told.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"
