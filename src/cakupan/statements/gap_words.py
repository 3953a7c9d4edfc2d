"""Which gaps the words around a figure allow: all who are not covered, or those missing to a target."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from cakupan.statements.hearing import HALF, REACH, Hearing
from cakupan.statements.lexicon import Cue, GapReading, lexicon
from cakupan.statements.mentions import Mention
from cakupan.statements.sentences import Sentences
from cakupan.statements.shapes import Told
from cakupan.statements.words import Hit, Words

_PLAINLY = 2.0
_NUMBER = re.compile(r"\d[\d.,]*")


class GapWords:
    """The words for gaps in one text; `told` is what has been told of the figures so far."""

    def __init__(
        self,
        text: str,
        words: Words,
        sentences: Sentences,
        mentions: Sequence[Mention],
        told: Sequence[Told | None],
        hearing: Hearing,
    ) -> None:
        self._text, self._words, self._sentences = text, words, sentences
        self._mentions, self._told, self._hearing = mentions, told, hearing

    def readings(self, mention: Mention, unit: str) -> frozenset[GapReading]:
        """Which gaps the words allow: all who are not covered, or those missing to the target."""
        sentence = self._sentences.all[mention.sentence]
        first = bisect_left(self._hearing.starts_of_hits, max(sentence.start, mention.start - REACH))
        last = bisect_left(self._hearing.starts_of_hits, min(sentence.end, mention.end + REACH))
        cues = [(hit, cue) for hit in self._hearing.hits[first:last] for cue in hit.tags if unit in cue.units]
        uncovered = any(
            (cue.uncovered or (cue.family == "coverage" and hit.start >= mention.end and self._hearing.denied(hit)))
            and self._close(hit, mention)
            and not self._is_of_the_next(hit, mention)
            for hit, cue in cues
        )
        wanted = any(cue.family == "gap" and not cue.uncovered and self._close(hit, mention) for hit, cue in cues)
        wanted = wanted or (mention.noun is not None and mention.noun.family == "gap")  # "52,800 more workers"
        # a target is mostly a rate: its words count whatever the unit of the gap
        near = [hit for hit in self._hearing.hits[first:last] if not self._contrasts(mention, hit)]
        target = any(_is_aim(cue) or _names_target(hit) for hit in near for cue in hit.tags)
        target = target or (not uncovered and self._after_a_target(mention))
        target = target or (wanted and not uncovered and self._goes_on_from_target(mention, cues))
        needed = not uncovered and any(
            cue.family == "gap"
            and hit.end <= mention.start
            and lexicon().lists["need_words"].intersection(hit.phrase.split())
            for hit, cue in cues
        )
        if needed:
            return frozenset(("to_target",))  # "butuh 118.560 peserta baru": what is needed is needed for a target
        readings: set[GapReading] = set()
        if uncovered:
            readings.add("uncovered")
        if target and not uncovered:
            return frozenset(("to_target",))
        if (wanted and target) or not uncovered:
            readings.add("to_target")
        if not uncovered and not target:
            readings.add("uncovered")
        return frozenset(readings)

    def _contrasts(self, mention: Mention, hit: Hit[Cue]) -> bool:
        """ "11.604 pekerja yang belum terdaftar, padahal target 30 persen": a target, but not what they lack."""
        behind = self._words.between(mention.end, hit.start) if hit.start > mention.end else ()
        return bool(lexicon().lists["contrast"].intersection(behind))

    def _after_a_target(self, mention: Mention) -> bool:
        """Whether a target stands before in the sentence: "untuk tembus 76 persen kudu menambah ..."."""
        near = range(max(0, len(self._told) - 3), len(self._told))
        told = (self._told[at] for at in near if self._mentions[at].sentence == mention.sentence)
        return any(each is not None and each.family == "target" for each in told)

    def _goes_on_from_target(self, mention: Mention, cues: Sequence[tuple[Hit[Cue], Cue]]) -> bool:
        """ "Target 2025: 40 persen. Kekurangan: 8.000 orang"; what is left ("sisanya") is left of all."""
        if mention.sentence == 0 or any(hit.phrase in lexicon().lists["left_over"] for hit, _ in cues):
            return False
        last = self._sentences.all[mention.sentence - 1]
        first, end = (bisect_left(self._hearing.starts_of_hits, edge) for edge in (last.start, last.end))
        return any(
            cue.family == "target" and cue.before > 2 for hit in self._hearing.hits[first:end] for cue in hit.tags
        )

    def _is_of_the_next(self, hit: Hit[Cue], mention: Mention) -> bool:
        """ "10.572 pekerja bukan mustahil karena 797 RW dan 3.617 RT belum semuanya terdaftar": of another figure."""
        return len(_NUMBER.findall(self._text[mention.end : hit.start])) > 1

    def _close(self, hit: Hit[Cue], mention: Mention) -> bool:
        between = (hit.end, mention.start) if hit.end <= mention.start else (mention.end, hit.start)
        return between[1] - between[0] <= 2 * HALF and ";" not in self._text[between[0] : between[1]]


def _is_aim(cue: Cue) -> bool:
    """Whether a word speaks of a target, and not merely of what must be ("yang harus dirangkul")."""
    return cue.family == "target" and (cue.before > _PLAINLY or cue.after > 0)


def _names_target(hit: Hit[Cue]) -> bool:
    """Whether a phrase for a gap says to what: "selisih menuju target"."""
    return any(word.startswith(("target", "sasaran")) for word in hit.phrase.split())
