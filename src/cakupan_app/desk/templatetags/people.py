"""What pages about people show of a cell or a line: a number with stars, a place by its name, an action in words."""

from typing import Any

from django import template

from cakupan.basics.nik import masked
from cakupan_app.look.documents import area_title
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.words import say, sentences
from cakupan_app.work.seeing import purpose_parts

register = template.Library()
_LONG = (32, 64)  # letters of a person's id and of a SHA-256


@register.filter
def nik_masked(nik: str | None) -> str:
    """A NIK of which place and end can be read; a dash where there is none."""
    return masked(nik) if nik else "–"


@register.filter
def place(code: str) -> str:
    return area_title(code)


@register.filter
def trail_action(action: str) -> str:
    """What an action of the trail is called; one that has no words yet as it is written."""
    code = f"trail_did_{action}"
    return say(code, {}, page_language()) if code in sentences() else action


@register.filter
def fact_name(name: str) -> str:
    """What a detail of a line is called; one that has no words yet as it is written."""
    code = f"trail_fact_{name}"
    return say(code, {}, page_language()) if code in sentences() else name


@register.filter
def fact_value(value: Any) -> str:
    """A detail of a line: a role, an answer, a list by its word, a refusal as it is said; of persons how many; anything
    else as it is."""
    if isinstance(value, list):
        return str(len(value))
    if isinstance(value, bool):
        return say("trail_yes" if value else "trail_no", {}, page_language())
    told = (f"{kind}_{value}" for kind in ("trail_list", "role", "review_answer", "revision_kind", "files"))
    code = next((one for one in told if one in sentences()), None)
    lang = page_language()
    if (
        code is None
        and "{" not in (sentence := sentences().get(str(value), {}).get(lang, "{"))
        and sentence.endswith(".")
    ):
        return sentence  # of a refusal that needs no facts: the trail keeps none
    return say(code, {}, lang) if code else str(value)


@register.filter
def subject_cut(subject: str) -> str:
    """What a line is about; of a hash or a person's id as much as a table has room for, beside what it was for."""
    return subject[:12] if len(subject) in _LONG and not set(subject) - set("0123456789abcdef") else subject


@register.filter
def purpose_said(purpose: str) -> str:
    """A purpose as the trail has it, in words."""
    if not purpose:
        return ""
    code, text = purpose_parts(purpose)
    told = say(f"purpose_{code}", {}, page_language())
    return text if code == "other" and text else f"{told}: {text}" if text else told
