"""A voice: sentences, numbers and refusals in one language; every face speaks with one."""

from dataclasses import dataclass

from cakupan.basics.refused import Fact, Refused
from cakupan_app.look.words import Lang, say, say_on_page, shown


@dataclass(frozen=True, slots=True)
class Voice:
    """Words in the language asked for."""

    lang: Lang

    def text(self, code: str, /, **facts: Fact) -> str:
        return say(code, facts, self.lang)

    def shown(self, value: Fact, spec: str) -> str:
        return shown(value, spec, self.lang)

    def worded(self, refusal: Refused) -> str:
        return say(refusal.code, refusal.facts, self.lang)


class PageVoice(Voice):
    """The voice of a page: it tells nobody to type a command."""

    def text(self, code: str, /, **facts: Fact) -> str:
        return say_on_page(code, facts, self.lang)

    def worded(self, refusal: Refused) -> str:
        return say_on_page(refusal.code, refusal.facts, self.lang)
