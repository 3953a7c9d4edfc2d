"""What every page knows: the language, who is signed in, and the rooms that they may enter."""

from typing import Any

from django.http import HttpRequest

from cakupan_app.look.navigation import rooms_for
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.work.rights import NOBODY


def site(request: HttpRequest) -> dict[str, Any]:
    # a page for everybody is drawn once: whoever happened to ask first is not on it
    for_everybody = getattr(request, "for_everybody", False)
    actor = NOBODY if for_everybody else getattr(request, "actor", NOBODY)
    lang = page_language()
    return {
        "lang": lang,
        "other_lang": "id" if lang == "en" else "en",
        "other_url": in_other_language(request.get_full_path(), lang),
        "actor": actor,
        "rooms": rooms_for(actor, request.path) if actor.email else (),
    }


def in_other_language(path: str, lang: str) -> str:
    """The same page in the other language: English pages stand under /en/.

    >>> in_other_language("/desk/?month=2025-07", "id"), in_other_language("/en/desk/", "en")
    ('/en/desk/?month=2025-07', '/desk/')
    """
    return "/" + path.removeprefix("/en").lstrip("/") if lang == "en" else f"/en{path}"
