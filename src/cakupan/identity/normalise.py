"""Which forms of a written name are compared: its plain words, its sound, and its consonants."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from cakupan.basics.names import fold_name
from cakupan.intake.collecting import uncollected

# "b." is bin, "B." an initial
_FATHER = re.compile(r"(?<=\w)[\s.]+(?i:bin|binti|bt|bte|binte)\b[\s.]+|(?<=\w)\s+b\.\s*(?=\w)")
_TWICE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aiu]")
_INNER_H = re.compile(r"(?<=.)h")


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name as it is compared.

    `plain`: its words, families and old joins folded. `sound`: the sounds of its words, in order of the alphabet.
    `solid`: the sounds in the order written and without spaces. `bones`: the consonants of each sound.
    `words`: the sounds that say something, initials and words that everyone bears left out.
    """

    plain: str
    sound: str
    solid: str
    bones: str
    words: tuple[str, ...]


def read_name(text: str) -> Name | None:
    """The compared forms of a name as written; None where nothing but titles or marks was written.

    What follows bin or binti is the father's name: it does not make another person of one written without it.

    >>> read_name("MOCH. JOKO bin Salim") == read_name("Muhammad Joko, S.Pd")
    True
    >>> read_name("Abdurrahman").plain, read_name("Hj. St. Noerhajati").sound
    ('abdul rahman', 'nuraiati siti')
    >>> read_name("Ahmad b. Salim").plain, read_name("Ahmad B. Santoso").plain
    ('ahmad', 'ahmad b santoso')
    """
    tokens = _unfolded(_own_words(text))
    if not tokens:
        return None
    voices = [_voice(token) for token in tokens]
    sounds = [sound for sound, _, _ in voices]
    return Name(
        plain=" ".join(tokens),
        sound=" ".join(sorted(sounds)),
        solid="".join(sounds),
        bones=" ".join(sorted(bones for _, bones, _ in voices)),
        words=tuple(sorted({sound for sound, _, telling in voices if telling} or set(sounds))),
    )


@cache
def sound_of(token: str) -> str:
    """How a word sounds, whatever spelling it is written in; vowels are a, i and u.

    >>> sound_of("djoenaidi") == sound_of("junaedi"), sound_of("fatimah") == sound_of("patima")
    (True, True)
    """
    sounds = _words()["sounds"]
    heard = token
    if any(mark in token for mark in sounds["old"]):
        heard = "dj".join(part.replace("tj", "c").replace("j", "y") for part in token.split("dj"))
    for written, sound in sounds["replaced"]:
        heard = heard.replace(written, sound)
    heard = _TWICE.sub(r"\1", _INNER_H.sub("", heard))
    return heard or token


def words_of(text: str) -> frozenset[str]:
    """The sounds of a name's words that say something; none where it is no name."""
    name = read_name(text)
    return frozenset(name.words) if name else frozenset()


def name_table(texts: Iterable[str]) -> Mapping[str, Sequence[object]]:
    """The compared forms of each of these distinct texts, as columns beside `name`."""
    with uncollected():  # to look for cycles in a million names takes as long as to read them, and they hold none
        read = [(text, read_name(text)) for text in texts]
        known = [(text, name) for text, name in read if name is not None]
        return {
            "name": [text for text, _ in known],
            "plain": [name.plain for _, name in known],
            "sound": [name.sound for _, name in known],
            "solid": [name.solid for _, name in known],
            "bones": [name.bones for _, name in known],
            "words": [name.words for _, name in known],
        }


def _own_words(text: str) -> list[str]:
    """The folded words of a name, the father's left out."""
    words = text.casefold().split()
    if text.isascii() and all(map(_is_plain, words)):
        return words  # what folding would give, in a tenth of the time: most names are written so
    own = _FATHER.split(text, maxsplit=1)[0]
    return fold_name(own).split() or fold_name(text).split()


@cache
def _is_plain(word: str) -> bool:
    """Whether folding leaves this word as it is wherever it stands in a name: no title, degree or patronymic."""
    return word.isalpha() and all(fold_name(name) == name for name in (f"{word} nama", f"nama {word}", word))


def _unfolded(tokens: list[str]) -> list[str]:
    """The words of a name with families folded, joined begins apart, and broken ends joined."""
    dropped, before, behind = (_words()["other"][name] for name in ("dropped", "before", "behind"))
    while len(tokens) > 1 and tokens[0] in dropped:
        tokens = tokens[1:]
    joined: list[str] = []
    for place, token in enumerate(tokens):
        for part in _parts(token, place == len(tokens) - 1):
            if joined and (joined[-1] in before or part in behind):
                joined[-1] += part
            else:
                joined.append(part)
    return joined


@cache
def _parts(token: str, last: bool) -> tuple[str, ...]:
    """The words that one written word stands for: its family, or a begin and what was joined to it."""
    if len(token) > 2 or not last:  # a last word of one or two letters is an initial: "Siti M."
        token = _family().get(token, token)
    for begin, spellings in _words()["apart"].items():
        for spelling in sorted(spellings, key=len, reverse=True):
            rest = token.removeprefix(spelling)
            if rest != token and len(rest) > 2:
                return begin, rest
    return (token,)


@cache
def _voice(token: str) -> tuple[str, str, bool]:
    """The sound of a word, its first letter and consonants, and whether sharing it says something."""
    sound = sound_of(token)
    return sound, sound[:1] + _VOWELS.sub("", sound[1:]), len(token) > 1 and token not in _words()["other"]["little"]


@cache
def _family() -> Mapping[str, str]:
    return {spelling: name for name, spellings in _words()["families"].items() for spelling in spellings}


@cache
def _words() -> Mapping[str, Any]:
    read: Mapping[str, Any] = tomllib.loads(files(__package__).joinpath("names.toml").read_text(encoding="utf-8"))
    other = {name: frozenset(words) for name, words in read["other"].items()}
    return {**read, "other": other}
