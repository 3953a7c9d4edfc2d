"""What workers and inhabitants are made up of, what a region gives to the nation's rate: figures that are no coverage.

"Pekerja formal sekitar 27.610 orang, 35,33 persen dari total pekerja", "67,78 persen berusia produktif, 103,1 ribu
jiwa", "andil Bangka Belitung terhadap capaian nasional 0,87 persen", "71 persen di antaranya pekerja formal", "ekonomi
tumbuh 6,3 persen". Told plainly: nothing that is heard around them overrules it.
"""

from bisect import bisect_left
from collections.abc import Sequence

from cakupan.statements.lexicon import Cue, Family, lexicon
from cakupan.statements.mentions import Mention
from cakupan.statements.sentences import Sentences
from cakupan.statements.shapes import Told
from cakupan.statements.words import Hit, Words

_SPEAKS = 1.2  # what a phrase of coverage says at the least
_SAME = 6  # words between a count and its rate: "atau hanya sekitar"
_GROWS = 7  # words before a change in which its subject stands
_GIVES = 16  # words between "andil" and its rate
_WHOSE, _REACH = 8, 90  # words and characters behind "di antaranya"
_AGE_BEFORE, _AGE_BEHIND = 50, 60  # characters around a rate in which an age is told


class MakeUp:
    """The figures of one text that tell of what a whole is made up of; `cues` are its phrases that speak of figures."""

    def __init__(
        self, text: str, words: Words, sentences: Sentences, mentions: Sequence[Mention], cues: Sequence[Hit[Cue]]
    ) -> None:
        self._text, self._words, self._sentences, self._mentions = text, words, sentences, mentions
        self._covered = [hit.start for hit in cues if any(_is_of_coverage(cue) for cue in hit.tags)]

    def told(self, told: Sequence[Told | None]) -> list[Told | None]:
        """What has been told, with these figures told anew."""
        found = list(told)
        for number, mention in enumerate(self._mentions):
            if (family := self._of(number, mention, found)) is not None:
                found[number] = Told(family, plain=True)
        return found

    def _of(self, number: int, mention: Mention, told: Sequence[Told | None]) -> Family | None:
        if mention.labels:
            return None
        if mention.unit in ("percent", "points"):
            if self._grows_elsewhere(mention):
                return "none"
            if self._is_given_to_the_nation(number, mention) or self._is_share_of_members(mention):
                return "share"
            return "share" if self._is_share_of_workers(number, mention, told) or self._is_of_an_age(mention) else None
        if mention.unit not in ("people", "none"):
            return None
        if self._goes_with_an_age(number, mention, told):
            return "population"
        return "potential" if self._is_kind_of_worker(number, mention) else None

    def _clause(self, number: int, mention: Mention) -> Sequence[str]:
        """The words from the figure before in its sentence to the one behind, or to where its part of it ends."""
        here = self._sentences.all[mention.sentence]
        before = self._mentions[number - 1].end if number else 0
        behind = self._mentions[number + 1].start if number + 1 < len(self._mentions) else here.end
        start = max(here.start, before, self._text.rfind(";", here.start, mention.start) + 1)
        edge = min(here.end, behind)
        stops = [at for mark in ",;" if (at := self._text.find(mark, mention.end, edge)) >= 0]
        return self._words.between(start, min([edge, *stops]))

    def _of_coverage(self, sentence: int) -> bool:
        here = self._sentences.all[sentence]
        at = bisect_left(self._covered, here.start)
        if at < len(self._covered) and self._covered[at] < here.end:
            return True
        return bool(lexicon().lists["who_is_covered"].intersection(self._words.between(here.start, here.end)))

    def _is_kind_of_worker(self, number: int, mention: Mention) -> bool:
        """ "Pekerja formal sekitar 27.610 orang" in a sentence that says nothing of who is covered."""
        if self._of_coverage(mention.sentence) or not self._has_whole(mention.sentence):
            return False
        return bool(lexicon().lists["kinds_of_work"].intersection(self._clause(number, mention)))

    def _has_whole(self, sentence: int) -> bool:
        """Whether a sentence speaks of all workers: "dari total pekerja", "of the total"."""
        here = self._sentences.all[sentence]
        return bool(lexicon().lists["all_words"].intersection(self._words.between(here.start, here.end)))

    def _is_share_of_workers(self, number: int, mention: Mention, told: Sequence[Told | None]) -> bool:
        """The rate right behind such a count."""
        last = told[number - 1] if number else None
        if last is None or last.family != "potential" or not last.plain:
            return False
        between = self._words.between(self._mentions[number - 1].end, mention.start)
        return self._mentions[number - 1].sentence == mention.sentence and len(between) <= _SAME

    def _is_of_an_age(self, mention: Mention) -> bool:
        here = self._sentences.all[mention.sentence]
        if self._of_coverage(mention.sentence):
            return False
        start, end = max(here.start, mention.start - _AGE_BEFORE), min(here.end, mention.end + _AGE_BEHIND)
        said = self._words.between(start, end)
        return bool(lexicon().lists["of_an_age"].intersection(said))

    def _goes_with_an_age(self, number: int, mention: Mention, told: Sequence[Told | None]) -> bool:
        """ "67,78 persen berusia produktif, yaitu sekitar 103,1 ribu jiwa"."""
        if not number or self._mentions[number - 1].sentence != mention.sentence:
            return False
        last = told[number - 1]
        aged = last is not None and last.family == "share" and last.plain
        return aged and self._is_of_an_age(self._mentions[number - 1]) and not self._is_kind_of_worker(number, mention)

    def _grows_elsewhere(self, mention: Mention) -> bool:
        """ "Sementara ekonominya tumbuh 6,3 persen", "penduduk provinsi itu bertambah 3,8 persen per tahun"."""
        here = self._sentences.all[mention.sentence]
        floor = max(here.start, *(self._text.rfind(mark, here.start, mention.start) + 1 for mark in ",;"))
        said = self._words.between(floor, mention.start)[-_GROWS:]
        lists = lexicon().lists
        grows = lists["grows"].intersection(said)
        stems = lists["what_else_grows"]
        subject = any(word.removesuffix("nya") in stems for word in said)
        return bool(grows) and subject and not lists["who_works"].intersection(said)

    def _is_given_to_the_nation(self, number: int, mention: Mention) -> bool:
        """ "Sumbangan Riau bagi pencapaian UCJ Indonesia 1,94 persen", "1,26% terhadap capaian nasional"."""
        clause = self._clause(number, mention)[-2 * _GIVES :]
        lists = lexicon().lists
        if lists["makes_it"].intersection(clause):
            return False  # "kontribusi Riau membuat cakupan nasional mencapai 41,94 persen"
        return bool(lists["gives"].intersection(clause)) and bool(lists["the_nation"].intersection(clause))

    def _is_share_of_members(self, mention: Mention) -> bool:
        """ "71 persen di antaranya pekerja formal": what the members before are made up of."""
        here = self._sentences.all[mention.sentence]
        behind = list(self._words.between(mention.end, min(here.end, mention.end + _REACH))[:_WHOSE])
        opened = "_".join(behind[:2])
        lists = lexicon().lists
        of_them = behind[:1] and (behind[0] in lists["of_them"] or opened in lists["of_them"])
        # "40 persen di antaranya pekerja formal yang terlindungi" are covered
        of_members = lists["kinds_of_members"].intersection(behind) and not lists["who_is_covered"].intersection(behind)
        return bool(of_them and of_members)


def _is_of_coverage(cue: Cue) -> bool:
    return cue.family in ("coverage", "sponsored", "gap") and max(cue.before, cue.after) >= _SPEAKS
