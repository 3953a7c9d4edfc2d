"""Which shapes of sentence tell what a figure is: "N dari M", "dari X menjadi Y", "P persen dari N"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cakupan.basics.month import MONTH_NUMBERS
from cakupan.statements.aimed_words import aimed_by
from cakupan.statements.all_of_them import AllOfThem
from cakupan.statements.lexicon import Family, GapReading, lexicon
from cakupan.statements.mentions import Mention
from cakupan.statements.sentences import Sentences
from cakupan.statements.words import Words

_COMPLETED = 9  # words
NEAR = 80  # characters between two figures that one phrase may hold
_OF = frozenset(("dari", "of"))


@dataclass(frozen=True, slots=True)
class Told:
    """What the words around a mention tell: its family, and for a gap which readings they allow."""

    family: Family
    gap: frozenset[GapReading] = frozenset()
    carried: bool = False
    listed: bool = False  # told only by the list it stands in
    score: float = 0.0  # how loudly the words say so
    heard: bool = False  # told by the tagger alone
    plain: bool = False  # told so plainly that nothing the tagger hears overrules it


_TIMED = 5  # words: "dari Desember 2024 yang sebesar"


class Shapes:
    """The shapes around the figures of one text; `told` is what has been told of the figures so far."""

    def __init__(
        self, text: str, words: Words, sentences: Sentences, mentions: Sequence[Mention], told: Sequence[Told | None]
    ) -> None:
        self._text, self._words, self._sentences = text, words, sentences
        self._mentions, self._told = mentions, told
        self._all = AllOfThem(text, words, sentences, mentions)

    def of_pair(self, number: int, mention: Mention) -> Iterator[tuple[Family, float]]:
        """ "N dari M": the first is covered, the second what it is a part of."""
        if self.is_level(number, mention):
            return
        last = self._mentions[number - 1] if number else None
        if last is not None and last.unit == "rupiah" and last.sentence == mention.sentence:
            yield from self._for_money(number, last, mention)
        if last is not None and self._is_part_of(last, mention):
            yield "potential", 1.6  # with what "dari" says: "34.780 pekerja dari 92.404 pekerja telah terdaftar"
        if self._all.are_to_be_covered(mention):
            yield "potential", 2.6
        if self._all.is_said_of_workers(number, mention):
            yield "potential", 1.2
        if self._all.is_measure(number, mention):
            yield "potential", 2.4
        if last is not None and self._text[last.end : mention.start].strip() == "/" and counted(last) == "people":
            yield "potential", 2.6
        yield from self._behind_of(number, last, mention)
        yield from self._before_of(number, mention)

    def _for_money(self, number: int, last: Mention, mention: Mention) -> Iterator[tuple[Family, float]]:
        """Heads behind an amount: those whom it was paid out to, or those whom it pays for."""
        between = self._words.between(last.end, mention.start)
        told = self._told[number - 1]
        paid_out = told is not None and told.family == "benefit"
        to_whom = lexicon().lists["on_behalf"] | {"kepada"}
        if paid_out and len(between) <= 6 and to_whom.intersection(between[-2:]):
            yield "none", 4.0  # "JHT Rp19,1 miliar kepada 2.114 peserta"
        if not paid_out and len(between) <= 4 and lexicon().lists["on_behalf"].intersection(between[-1:]):
            yield "sponsored", 2.6  # "Rp504 juta untuk 2.500 pemetik teh"

    def _behind_of(self, number: int, last: Mention | None, mention: Mention) -> Iterator[tuple[Family, float]]:
        """What "dari" right before a figure makes of it: a whole; an earlier count where it is dated or has grown."""
        floor = max(self._from(mention, 40), last.end if last is not None else 0)
        before = self._words.between(floor, mention.start)[-5:]
        if before[-1:] == ["from"] and self._grown_from(number):
            yield "coverage", 1.7  # "an increase of 1,612 from 6,464 people"
        whom = lexicon().lists["of_whom"]
        of = max(
            (at for at, word in enumerate(before) if word in _OF and not whom.intersection(before[at + 1 : at + 3])),
            default=None,
        )
        if of is None or lexicon().lists["purses"].intersection(before[of:]):
            return  # "dari DBHCHT dilindungi 4.150 buruh tani"
        if of and self._opens_no_whole(before[of - 1]):
            return
        formerly = dated(before[of:]) or bool(lexicon().lists["earlier"].intersection(before[of:]))
        if formerly or self._earlier(mention) or self._grown_from(number) or self._shrinks(number):
            yield "coverage", 1.7
            return
        if self._all.are_enrolled(mention):
            yield "coverage", 2.4
            return
        between = self._text[self._from(mention, 40) : mention.start]
        apart = any(mark in between[between.casefold().rfind(before[of]) :] for mark in ";,(")
        if not apart and (before[of] == "dari" or self._counted_before(number)):
            members = mention.noun is not None and mention.noun.family == "coverage" and not mention.noun.trails
            opens = members and self._opens(number)  # "Dari 144.000 peserta, 118.000 merupakan pekerja formal"
            yield ("coverage", 1.2) if opens else ("potential", 1.7)

    def _before_of(self, number: int, mention: Mention) -> Iterator[tuple[Family, float]]:
        """What a rate, or "dari" and a whole, right behind a figure makes of it: covered workers."""
        following = self._mentions[number + 1] if number + 1 < len(self._mentions) else None
        if following is None or following.sentence != mention.sentence:
            return
        if following.unit == "percent" and any(self.rate_of(number + 1, following)):
            yield "coverage", 1.2
        if following.unit not in ("people", "none") or (mention.noun and mention.noun.family == "sponsored"):
            return
        if self.goes_to(number + 1, following):
            return
        gap = self._words.between(mention.end, following.start)
        if not gap and self._text[mention.end : following.start].strip() == "/":
            yield "coverage", 2.6
        if len(gap) <= 6 and _OF.intersection(gap):
            yield "coverage", 2.6 if len(gap) <= 3 else 1.9

    def _is_part_of(self, last: Mention, mention: Mention) -> bool:
        between = self._words.between(last.end, mention.start)
        of = bool(between) and between[0] in _OF and len(between) <= 2
        here = last.sentence == mention.sentence and counted(last) == "people"
        return here and of and last.figure.value < mention.figure.value

    def _opens(self, number: int) -> bool:
        """Whether no figure stands before in the sentence."""
        return not number or self._mentions[number - 1].sentence != self._mentions[number].sentence

    def _counted_before(self, number: int) -> bool:
        """Whether people or a rate stand before in the sentence: else "premiums of 12,095 workers" opens no whole."""
        last = self._mentions[number - 1] if number else None
        here = last is not None and last.sentence == self._mentions[number].sentence
        return here and last is not None and last.unit in ("people", "none", "percent")

    def _completes_a_gap(self, number: int, mention: Mention) -> bool:
        """ "Gap terhadap target 70 persen disebut 15 persen", "kekurangan untuk memenuhi target itu 164.780 orang"."""
        last, told = (self._mentions[number - 1], self._told[number - 1]) if number else (None, None)
        lists, floor = lexicon().lists, self._from(mention, 2 * NEAR)
        aim = last is not None and last.end > floor and told is not None and told.family == "target"
        if mention.unit in ("percent", "points") and not aim:
            return False  # "selisih ke target 37 persen": the target itself
        if last is not None and last.end > floor:
            if told is None or told.family != "target":
                floor = last.end
            elif lists["both_words"].intersection(self._words.between(last.end, mention.start)):
                return False
        clause = self._words.between(floor + self._text[floor : mention.start].rfind(";") + 1, mention.start)
        at = max((place for place, word in enumerate(clause) if word in lists["gap_words"]), default=None)
        return at is not None and bool(lists["aims_of"].intersection(clause[at:])) and len(clause) - at <= _COMPLETED

    def aimed(self, number: int, mention: Mention) -> Iterator[tuple[Family, float]]:
        """ "Untuk tembus 76 persen" is a target, "kudu menambah 156.768 orang" a gap: by their grammar alone."""
        if self._completes_a_gap(number, mention):
            yield "gap", 4.5
        yield from aimed_by(self._words.between(self._from(mention, 60), mention.start), counted(mention))

    def _from(self, mention: Mention, reach: int) -> int:
        """So many characters before a figure, but not out of its sentence."""
        return max(self._sentences.all[mention.sentence].start, mention.start - reach)

    def rate_of_change(self, number: int, mention: Mention) -> bool:
        """ "Naik dari 18.250 menjadi 21.900, atau 20 persen": what the two levels differ by."""
        if mention.unit not in ("percent", "points") or number < 2:
            return False
        last = self._mentions[number - 1]
        between = self._words.between(last.end, mention.start)
        level = self._told[number - 2]
        here = last.sentence == mention.sentence and self.goes_to(number - 2, self._mentions[number - 2])
        here = here and (level is None or level.family != "potential")
        again = bool(lexicon().lists["again"].intersection(between[-1:])) or self._text.endswith("(", 0, mention.start)
        return here and counted(last) == "people" and again

    def rate_of(self, number: int, mention: Mention) -> Iterator[tuple[Family, float]]:
        """ "41 persen dari total 7,9 juta pekerja": a share of a count of workers is mostly coverage."""
        following = self._mentions[number + 1] if number + 1 < len(self._mentions) else None
        if mention.unit != "percent" or following is None or following.sentence != mention.sentence:
            return
        gap = self._words.between(mention.end, following.start)
        if _OF.intersection(gap[:1]) and len(gap) <= 6:
            yield ("coverage" if following.unit in ("people", "none") else "share"), 0.9

    def _shrinks(self, number: int) -> bool:
        """Whether a larger count stands before a bare one: "42.217 orang dari 29.647" says what it was before."""
        last = self._mentions[number - 1] if number else None
        here = self._mentions[number]
        counts = last is not None and last.unit == "people" and here.unit == "none" and last.sentence == here.sentence
        return counts and last is not None and last.figure.value > here.figure.value

    def _grown_from(self, number: int) -> bool:
        """Whether the figure before is a growth: "naik 10,29 persen dari 55,38 juta"."""
        told = self._told[number - 1] if number else None
        return (
            told is not None
            and told.family == "growth"
            and self._mentions[number - 1].sentence == self._mentions[number].sentence
        )

    def _earlier(self, mention: Mention) -> bool:
        """Whether "tahun sebelumnya" or the like stands right behind the figure."""
        edge = min(mention.end + 24, self._sentences.all[mention.sentence].end)
        behind = self._words.between(mention.end, edge)[:2]
        return bool(lexicon().lists["earlier"].intersection(behind))

    def _opens_no_whole(self, word: str) -> bool:
        lists = lexicon().lists
        return word in lists["changed"] or word in lists["not_whole"]

    def is_level(self, number: int, mention: Mention) -> bool:
        """Whether the figure is an end of "dari 38,2 persen pada 2024 menjadi 44,7 persen"."""
        if self.goes_to(number, mention) or self._comes_to(number) or self._grew_from_here(number):
            return True
        return number > 0 and self.goes_to(number - 1, self._mentions[number - 1])

    def _grew_from_here(self, number: int) -> bool:
        """ "Naik 4,11 poin dari 34,13 persen": behind a change stands what it began with."""
        last, told = (self._mentions[number - 1], self._told[number - 1]) if number else (None, None)
        mention = self._mentions[number]
        if last is None or told is None or told.family != "growth" or last.sentence != mention.sentence:
            return False
        between = list(self._words.between(last.end, mention.start))
        led = bool(between) and between[0] in lexicon().lists["comparing_words"]
        timed = led and dated(between[1:3]) and len(between) <= _TIMED
        at_once = last.unit == "points" and between in (["dari"], ["from"])
        return mention.unit == "percent" and last.unit in ("points", "percent") and (at_once or timed)

    def _comes_to(self, number: int) -> bool:
        """ "Rose by 5,000 to 103,079", "bertambah 5.000, totalnya 103.079": behind a change stands what it led to."""
        last, told = (self._mentions[number - 1], self._told[number - 1]) if number else (None, None)
        mention, lists = self._mentions[number], lexicon().lists
        if last is None or told is None or told.family != "growth" or last.sentence != mention.sentence:
            return False
        between = self._words.between(last.end, mention.start)
        at_once = len(between) <= 2 and bool(lists["to_words"].intersection(between[-1:]))
        total = bool({"totalnya", "jumlahnya", "seluruhnya"}.intersection(between[-2:]))
        return mention.unit != "points" and (at_once or total)

    def comes_from(self, last: Mention, mention: Mention) -> bool:
        """ "menjadi 2,16 juta pekerja dari 2 juta": both are levels of one thing."""
        lists = lexicon().lists
        if counted(last) != counted(mention) or mention.start - last.end > NEAR:
            return False
        between = self._words.between(last.end, mention.start)
        before = self._words.between(self._from(last, 20), last.start)[-2:]
        return bool(lists["from_words"].intersection(between[-2:]) and lists["to_words"].intersection(before))

    def goes_to(self, number: int, mention: Mention) -> bool:
        following = self._mentions[number + 1] if number + 1 < len(self._mentions) else None
        if following is None or following.sentence != mention.sentence or counted(following) != counted(mention):
            return False
        if ";" in self._text[mention.end : following.start] or self._is_whole_of_rate(number, mention):
            return False
        before = self._words.between(self._from(mention, 30), mention.start)[-2:]
        between = self._words.between(mention.end, following.start)
        lists = lexicon().lists
        near = following.start - mention.end <= NEAR
        return (
            near
            and bool(lists["from_words"].intersection(before))
            and bool(lists["to_words"].intersection(between[-3:]))
            and not lists["negations"].intersection(between[-3:])  # "dari 64 ribu pekerja, yang ikut belum sampai 12"
        )

    def _is_whole_of_rate(self, number: int, mention: Mention) -> bool:
        """ "9 persen dari 233.000 pekerja": of all, and no level that something rose from."""
        last = self._mentions[number - 1] if number else None
        if last is None or last.unit != "percent" or last.sentence != mention.sentence or counted(mention) != "people":
            return False
        between = self._words.between(last.end, mention.start)
        told = self._told[number - 1]
        return between[:1] == ["dari"] and len(between) <= 3 and not (told is not None and told.family == "growth")

    def of_target(self, number: int, mention: Mention) -> bool:
        """ "92 persen dari target" is a share; "28 persen dari target 48 persen" is coverage beside a target."""
        behind = self._words.between(mention.end, mention.end + 30)[:3]
        if not _OF.intersection(behind[:1]) or not lexicon().lists["aims_of"].intersection(behind):
            return False
        following = self._mentions[number + 1] if number + 1 < len(self._mentions) else None
        if following is None or following.sentence != mention.sentence or following.unit != "percent":
            return True
        return following.start - mention.end > NEAR


def counted(mention: Mention) -> str:
    return "people" if mention.unit == "none" else mention.unit


def dated(words: Sequence[str]) -> bool:
    """Whether a month or a year stands among the words: "dari Desember 2022 yang tercatat" opens no whole."""
    return any(word in MONTH_NUMBERS or (len(word) == 4 and word.isdigit()) for word in words)
