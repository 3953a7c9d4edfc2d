"""Which counts are of all workers, or of all who are enrolled, by the clause that they stand in."""

from collections.abc import Sequence

from cakupan.statements.lexicon import lexicon
from cakupan.statements.mentions import Mention
from cakupan.statements.sentences import Sentences
from cakupan.statements.words import Words

_NEAR = 80  # characters of one clause
_CLAUSE = 7  # words


class AllOfThem:
    """The clauses around the counts of one text."""

    def __init__(self, text: str, words: Words, sentences: Sentences, mentions: Sequence[Mention]) -> None:
        self._text, self._words, self._sentences, self._mentions = text, words, sentences, mentions

    def are_enrolled(self, mention: Mention) -> bool:
        """ "Dari 17.350 pekerja Natuna yang terdaftar di BPJS, 13.186 aktif": those who are enrolled."""
        tail = self._text[mention.end : min(mention.end + _NEAR, self._sentences.all[mention.sentence].end)]
        clause, comma, _ = tail.partition(",")
        said = self._words.between(mention.end, mention.end + len(clause))
        if not comma or "yang" not in said[:4] or any(mark in clause for mark in ";.:("):
            return False
        verb = said[said.index("yang") + 1 :]
        while verb and verb[0] in ("sudah", "telah"):
            verb = verb[1:]
        return bool(verb) and verb[0] in lexicon().lists["is_covered"] and not any(word.isdigit() for word in verb)

    def is_measure(self, number: int, mention: Mention) -> bool:
        """ "Dengan 489.200 pekerja di kabupaten itu, coverage mencapai 39,8 persen": what the rate behind is of."""
        following = self._mentions[number + 1] if number + 1 < len(self._mentions) else None
        if following is None or following.unit != "percent" or following.sentence != mention.sentence:
            return False
        start = self._sentences.starts[mention.sentence]
        before = self._words.between(start, mention.start)
        noun = " ".join(self._words.between(mention.core_end, mention.end))
        opens = not number or self._mentions[number - 1].sentence != mention.sentence
        measured = len(before) <= 4 and bool(lexicon().lists["measures"].intersection(before))
        return measured and opens and noun in lexicon().workers

    def are_to_be_covered(self, mention: Mention) -> bool:
        """ "Seluruh 18.711 petugas ditargetkan terlindungi": all of whom an aim is told."""
        lists, sentence = lexicon().lists, self._sentences.all[mention.sentence]
        before = self._words.between(self._from(mention, 16), mention.start)[-1:]
        behind = self._words.between(mention.end, sentence.end)[:8]
        return bool(lists["all_words"].intersection(before)) and bool(lists["to_be"].intersection(behind))

    def is_said_of_workers(self, number: int, mention: Mention) -> bool:
        """ "Padahal pekerja kota baja itu 181.500 orang": a clause that is of workers, and says no more of them."""
        floor = max(self._from(mention, _NEAR), self._mentions[number - 1].end if number else 0)
        clause = self._text[floor : mention.start]
        floor += max(clause.rfind(mark) + 1 for mark in ",;.:(")
        before = list(self._words.between(floor, mention.start))
        while before and before[0] in lexicon().lists["clause_openers"]:
            before = before[1:]
        workers = before[:1] == ["pekerja"] or before[:2] == ["tenaga", "kerja"] or before[:1] == ["workers"]
        plain = mention.noun is not None and mention.noun.family is None and not mention.labels
        if not workers or not plain or len(before) > _CLAUSE or "yang" in before:
            return False  # "pekerja yang ...": of those alone, whatever the words say of them
        first = self._words.first_from(floor)
        last = self._words.first_from(mention.start)
        known = lexicon()
        said = (known.cues.at(self._words, at) or known.segments.at(self._words, at) for at in range(first + 1, last))
        return not any(said)

    def _from(self, mention: Mention, reach: int) -> int:
        """So many characters before a figure, but not out of its sentence."""
        return max(self._sentences.all[mention.sentence].start, mention.start - reach)
