"""Which of the covered are paid for by somebody else, where only a sentence beside the figure says who pays."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from cakupan.statements.lexicon import lexicon
from cakupan.statements.mentions import Mention
from cakupan.statements.sentences import Sentences
from cakupan.statements.shapes import Told, counted
from cakupan.statements.words import Words

_OPENING = 40  # characters
_SUBJECT = 6  # words from who pays to whom


class Sponsors:
    """Who pays for whom in one text: `told` with the covered told as sponsored where a sentence says who pays."""

    def __init__(self, words: Words, sentences: Sentences, mentions: Sequence[Mention]) -> None:
        self._words, self._sentences, self._mentions = words, sentences, mentions
        self._by_sentence: dict[int, list[int]] = {}
        self._told: list[Told | None] = []
        for number, mention in enumerate(mentions):
            self._by_sentence.setdefault(mention.sentence, []).append(number)

    def told(self, told: Sequence[Told | None], allowed: Callable[[Mention], bool]) -> list[Told | None]:
        found = self._told = list(told)
        for sentence, numbers in self._by_sentence.items():
            counts = [number for number in numbers if self._may_be_paid_for(number, found)]
            counts = [number for number in counts if allowed(self._mentions[number])]
            if not counts or self._tells_coverage(numbers, found):
                continue
            for number in (*self._paid(sentence, counts), *self._of_the_paid_for(numbers, counts, found)):
                found[number] = replace(found[number] or Told("sponsored"), family="sponsored")
        for number, each in enumerate(found):
            if each and each.family == "sponsored" and self._is_part_of_its_group(number, found):
                found[number] = replace(each, family="coverage")
        nouns = {self._noun(number) for number, each in enumerate(found) if each and each.family == "sponsored"}
        for number, each in enumerate(found):
            if each and self._may_be_paid_for(number, found) and self._is_group(number) and self._noun(number) in nouns:
                numbers = self._by_sentence[self._mentions[number].sentence]
                if not self._tells_coverage(numbers, found):
                    found[number] = replace(each, family="sponsored")
        return found

    def _is_part_of_its_group(self, number: int, told: Sequence[Told | None]) -> bool:
        """ "Potensi pekerja rentan 38.400 orang, baru 6.100 pekerja rentan yang terlindungi": a part of all of them."""
        mention, known = self._mentions[number], lexicon().lists
        behind = self._words.between(mention.end, mention.end + _OPENING)[:3]
        if not known["is_covered"].intersection(behind):
            return False
        here = self._by_sentence[mention.sentence]
        return any(at < number and (each := told[at]) and each.family == "potential" for at in here)

    def _of_the_paid_for(self, numbers: Sequence[int], counts: Sequence[int], told: Sequence[Told | None]) -> list[int]:
        """ "Iuran bagi 60.000 pekerja rentan tahun 2025; hingga Mei yang sudah masuk 17.422 orang"."""
        found: list[int] = []
        if counts and self._is_added(self._mentions[counts[0]].sentence, told):
            return [number for number in counts if self._is_group(number)]
        if counts and self._goes_on_from(self._mentions[counts[0]].sentence, told):
            return [number for number in counts if not self._is_group(number)]
        for number in counts:
            before = [at for at in numbers if at < number and (each := told[at]) and each.family == "sponsored"]
            mention = self._mentions[number]
            smaller = any(self._mentions[at].figure.value > mention.figure.value for at in before)
            if smaller and not self._is_group(number) and self._is_done(before[-1], number):
                found.append(number)
        return found

    def _goes_on_from(self, sentence: int, told: Sequence[Told | None]) -> bool:
        """ "Angka itu naik dari tahun sebelumnya yang hanya 800 orang": of what the sentence before counted last."""
        start = self._sentences.starts[sentence]
        first = self._words.between(start, start + _OPENING)[:2]
        known = lexicon().lists
        pronoun = bool(known["figure_itself"].intersection(first[:1]))
        pronoun = pronoun and (first[0].endswith("nya") or bool(known["of_whom"].intersection(first[1:])))
        before = [at for at in self._by_sentence.get(sentence - 1, ()) if counted(self._mentions[at]) == "people"]
        return pronoun and bool(before) and (last := told[before[-1]]) is not None and last.family == "sponsored"

    def _is_added(self, sentence: int, told: Sequence[Told | None]) -> bool:
        """ "... telah diiurkan pemkab. Hingga akhir tahun ditambah 1.500 pengojek"."""
        here = self._sentences.all[sentence]
        adds = bool(lexicon().lists["adding"].intersection(self._words.between(here.start, here.end)))
        before = [at for at in self._by_sentence.get(sentence - 1, ()) if counted(self._mentions[at]) == "people"]
        return adds and bool(before) and (last := told[before[-1]]) is not None and last.family == "sponsored"

    def _is_done(self, whole: int, part: int) -> bool:
        between = self._words.between(self._mentions[whole].end, self._mentions[part].start)
        lists = lexicon().lists
        return bool(lists["done"].intersection(between)) and not lists["worker_words"].intersection(between)

    def _noun(self, number: int) -> str:
        return " ".join(self._words.between(self._mentions[number].core_end, self._mentions[number].end))

    def _may_be_paid_for(self, number: int, told: Sequence[Told | None]) -> bool:
        mention, here = self._mentions[number], told[number]
        if mention.noun is None or (here is not None and here.family != "coverage") or counted(mention) != "people":
            return False
        members = mention.noun.family == "coverage"
        behind = self._words.between(mention.end, mention.end + _OPENING)[:3]
        members = members or self._is_of_members(mention)
        alone = bool(lexicon().lists["pay_themselves"].intersection(behind))  # "1.845 nelayan ikut mandiri"
        members = members or alone
        return not members

    def _is_of_members(self, mention: Mention) -> bool:
        """ "Peserta di Kabupaten Wajo 103.079 orang": all members, not a group among them."""
        if self._noun_is_group(mention):
            return False
        before = self._words.between(self._sentences.starts[mention.sentence], mention.start)
        return bool(lexicon().lists["of_members"].intersection(before))

    def _noun_is_group(self, mention: Mention) -> bool:
        noun = self._words.between(mention.core_end, mention.end)
        return bool(noun) and not lexicon().lists["general_nouns"].issuperset(noun)

    def _tells_coverage(self, numbers: Sequence[int], told: Sequence[Told | None]) -> bool:
        """Whether a rate or a whole stands beside: the counts are then of all who are covered."""
        return any(
            (each := told[number]) is not None
            and (each.family == "potential" or (each.family == "coverage" and self._mentions[number].unit == "percent"))
            for number in numbers
        )

    def _paid(self, sentence: int, counts: Sequence[int]) -> Sequence[int]:
        """The counts of a sentence that it, or the one behind it, or the one before it, says are paid for."""
        wholes = counts if self._breaks_down(counts) else counts[-1:]
        group = any(self._is_group(number) for number in wholes)
        if self._pays(sentence + 1, group=group):
            return wholes
        if group and (self._is_funded(sentence) or self._is_funded(sentence + 1, alone=True)):
            return wholes
        if group and (self._pays(sentence - 1, group=True) or self._is_led_by_payer(counts[0])):
            return wholes
        return [number for number in counts if self._is_enrolled_by_payer(number)]

    def _breaks_down(self, counts: Sequence[int]) -> bool:
        if len(counts) < 2:
            return False
        first = self._words.first_from(self._mentions[counts[0]].end)
        last = self._words.first_from(self._mentions[counts[1]].start)
        return any(lexicon().breakdowns.at(self._words, index) is not None for index in range(first, last))

    def _is_group(self, number: int) -> bool:
        """Whether the noun names a group of its own, and not workers in general: "3.200 petani"."""
        return self._noun_is_group(self._mentions[number])

    def _pays(self, sentence: int, *, group: bool) -> bool:
        """Whether a sentence without a count of its own says who pays: "Seluruh iurannya ditanggung APBD"."""
        if not 0 <= sentence < len(self._sentences.all):
            return False
        if any(counted(self._mentions[number]) == "people" for number in self._by_sentence.get(sentence, ())):
            return False
        here, lists = self._sentences.all[sentence], lexicon().lists
        said = self._words.between(here.start, here.end)
        if not _names_payer(said) or lists["pay_themselves"].intersection(said):
            return False
        at = next((at for at, word in enumerate(said) if word in lists["premiums"]), None)
        if at is None:
            return bool(lists["paying"].intersection(said)) and len(said) <= _SUBJECT
        if said[at].endswith("nya") or group:
            return True
        if at + 1 == len(said):
            return bool(lists["paying"].intersection(said))
        return said[at + 1] in lists["of_those_before"]

    def _is_funded(self, sentence: int, *, alone: bool = False) -> bool:
        """Whether a sentence tells what is spent on a group, or out of which purse: "Rp370 juta agar 7.350 guru ...".

        `alone`: it must have no count of its own.
        """
        if sentence >= len(self._sentences.all):
            return False
        numbers = self._by_sentence.get(sentence, ())
        if alone and any(counted(self._mentions[number]) == "people" for number in numbers):
            return False
        here = self._sentences.all[sentence]
        said = self._words.between(here.start, here.end)
        spent = any((told := self._told[number]) is not None and told.family == "budget" for number in numbers)
        return spent or (not alone and bool(lexicon().lists["purses"].intersection(said)))

    def _is_led_by_payer(self, number: int) -> bool:
        """ "Pemkab Wajo menjamin 2.000 nelayan": a government protects a group by paying for it."""
        mention, lists = self._mentions[number], lexicon().lists
        start = self._sentences.starts[mention.sentence]
        before = self._words.between(start, mention.start)[-_SUBJECT:]
        return bool(lists["governments"].intersection(before)) and bool(lists["protects"].intersection(before[-2:]))

    def _is_enrolled_by_payer(self, number: int) -> bool:
        """ "3.000 pekerja didaftarkan ke BPJS Ketenagakerjaan oleh Baznas"."""
        mention, lists = self._mentions[number], lexicon().lists
        edge = self._sentences.all[mention.sentence].end
        if number + 1 < len(self._mentions):
            edge = min(edge, self._mentions[number + 1].start)
        behind = self._words.between(mention.end, edge)[: 2 * _SUBJECT]
        verb = next((at for at, word in enumerate(behind) if word in lists["enrolled_by"]), None)
        return verb is not None and _names_payer(behind[verb + 1 : verb + _SUBJECT])


def _names_payer(said: Sequence[str]) -> bool:
    known = lexicon().lists["payers"]
    return bool(known.intersection(said)) or any("_".join(pair) in known for pair in pairwise(said))
