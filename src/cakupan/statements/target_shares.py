"""What share of a target in people has been reached, where the words call it that."""

from collections.abc import Iterator

from cakupan.statements.book import Book, Equation, facts_of, span_for
from cakupan.statements.lexicon import lexicon
from cakupan.statements.readings import Reading
from cakupan.statements.spans import HUNDRED

_BEHIND = 24  # characters
_AROUND = 4  # figures


def shares_of_target(book: Book, share: Reading) -> Iterator[Equation]:
    """ "Dari target 22.000 peserta terealisasi 9.460, capaiannya 43 persen dari target": all told in one sentence."""
    if not _is_said_of_target(book, share):
        return
    near = book.read.readings[max(0, share.number - _AROUND) : share.number + _AROUND]
    here = [each for each in near if each.sentence == share.sentence and each.claim.unit == "people"]
    goals = [each for each in here if each.claim.kind == "target_workers"]
    parts = [each for each in here if each.claim.kind in ("covered_workers", "sponsored_workers")]
    if len(goals) == 1 and len(parts) == 1:
        computed = HUNDRED * span_for(parts[0]) / span_for(goals[0])
        facts = facts_of(share=share, part=parts[0], whole=goals[0])
        yield Equation("part_of_whole", share, (parts[0], goals[0]), computed, facts)


def _is_said_of_target(book: Book, share: Reading) -> bool:
    """ "53 persen dari target" """
    end = min(book.read.sentences.all[share.sentence].end, share.claim.span[1] + _BEHIND)
    said = book.read.words.between(share.claim.span[1], end)[:2]
    lists = lexicon().lists
    return len(said) > 1 and said[0] in lists["from_words"] | {"of"} and said[1] in lists["aims_of"]
