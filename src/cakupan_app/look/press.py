"""A press text in words: a few sentences, each with the letter of the note that says what its figures mean."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cakupan.basics.refused import Fact
from cakupan_app.look.documents import area_title, definition_document
from cakupan_app.look.told import meaning_sentences
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.statements.press import Aim, Press, Standing


@dataclass(frozen=True, slots=True)
class PressText:
    """A press text: its headline, its sentences, and its notes, each with its letter."""

    headline: str
    sentences: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]

    @property
    def body(self) -> str:
        """Headline and sentences, as they go out."""
        return "\n\n".join([self.headline, " ".join(self.sentences)])

    @property
    def whole(self) -> str:
        """The text with its notes, ready to copy."""
        return "\n\n".join([self.body, "\n".join(f"[{letter}] {note}" for letter, note in self.notes)])


class _Notes:
    """The notes of a text by what they say: the same said twice has one letter."""

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}

    def letter(self, note: str) -> str:
        """The letter of a note. Letters, because a digit behind a figure would be read as a figure."""
        return self._letters.setdefault(note, "abcdefghijklmnopqrstuvwxyz"[len(self._letters) % 26])

    def all(self) -> tuple[tuple[str, str], ...]:
        return tuple((letter, note) for note, letter in self._letters.items())


def press_text(voice: Voice, press: "Press", area: str) -> PressText:
    """The text in the language of the voice."""
    notes = _Notes()
    facts: dict[str, Fact] = {"place": area_title(area), "month": str(press.now.definition.month)}
    return PressText(_headline(voice, press, facts), tuple(_sentences(voice, press, facts, notes)), notes.all())


def _headline(voice: Voice, press: "Press", facts: Mapping[str, Fact]) -> str:
    now = press.now
    if now.rate is None:
        return voice.text("press_headline_members", **facts, members=now.members)
    return voice.text("press_headline", **facts, rate=now.rate)


def _sentences(voice: Voice, press: "Press", facts: Mapping[str, Fact], notes: _Notes) -> Iterator[str]:
    now, then = press.now, press.then
    yield _noted(_stands(voice, now, facts), notes.letter(_meaning(voice, now)))
    if then is not None:
        earlier = {**facts, "month": str(then.definition.month)}
        yield _noted(_stood(voice, then, earlier), notes.letter(_meaning(voice, then)))
        if now.members > then.members:
            yield voice.text("press_grown", grown=now.members - then.members)
    if press.segments:
        told = tuple(voice.text("press_segment", segment=name, members=count) for name, count in press.segments)
        yield voice.text("press_segments", segments=told)
    if now.uncovered:
        yield voice.text("press_uncovered", uncovered=now.uncovered, **facts)
    for aim in press.aims:
        yield _noted(_aim(voice, aim), notes.letter(_aim_note(voice, aim)))


def _stands(voice: Voice, now: "Standing", facts: Mapping[str, Fact]) -> str:
    if now.rate is None:
        return voice.text("press_members", **facts, members=now.members)
    code = "press_stands_estimated" if now.estimated else "press_stands"
    return voice.text(code, **facts, rate=now.rate, members=now.members, potential=now.potential)


def _stood(voice: Voice, then: "Standing", facts: Mapping[str, Fact]) -> str:
    if then.rate is None:
        return voice.text("press_members_then", **facts, members=then.members)
    return voice.text("press_stood", **facts, rate=then.rate, members=then.members, potential=then.potential)


def _aim(voice: Voice, aim: "Aim") -> str:
    target = aim.target
    code = "press_needed" if aim.needed else "press_reached"
    code = f"{code}_too" if aim.another else code
    return voice.text(code, rate=target.rate, year=str(target.year), needed=aim.needed)


def _aim_note(voice: Voice, aim: "Aim") -> str:
    target, used = aim.target, aim.denominator
    by = target.set_by or voice.text("source_unnamed")
    return voice.text("press_aim_note", target=target.id, by=by, denominator=used.name if used else "–")


def _meaning(voice: Voice, standing: "Standing") -> str:
    return " ".join(meaning_sentences(voice, standing.definition))


def _noted(sentence: str, letter: str) -> str:
    """The sentence with the letter of its note before its full stop."""
    return f"{sentence.removesuffix('.')} [{letter}]."


def press_document(voices: Sequence[Voice], press: "Press", area: str, verdicts: Mapping[str, str]) -> dict[str, Any]:
    """A press text in each language, with the definition of its figures and what it leaves out."""
    first = voices[0]
    return {
        "area": area,
        "area_name": area_title(area),
        "month": press.now.definition.month,
        "members": press.now.members,
        "potential": press.now.potential,
        "rate": press.now.rate,
        "texts": [_in_language(voice, press, area, verdicts.get(voice.lang)) for voice in voices],
        "definition": definition_document(press.now.definition, first),
        "silent": [{"code": one.code, "message": first.text(one.code, **one.facts)} for one in press.silent],
    }


def _in_language(voice: Voice, press: "Press", area: str, verdict: str | None) -> dict[str, Any]:
    text = press_text(voice, press, area)
    return {
        "lang": voice.lang,
        "headline": text.headline,
        "sentences": list(text.sentences),
        "notes": [{"letter": letter, "note": note} for letter, note in text.notes],
        "text": text.whole,
        "verdict": verdict,
    }
