"""Which way a change goes: by the words around it, else by the times of the levels it lies between."""

from collections.abc import Iterable

from cakupan.statements.lexicon import lexicon
from cakupan.statements.readings import Reading, TextRead

_AROUND = 200  # characters
_BEHIND = 3  # words
_FALLS, _RISES = "falls", "rises"


def direction(read: TextRead, change: Reading, low: Reading, high: Reading) -> tuple[bool, bool]:
    """Whether a change is a fall, the higher of its levels being the earlier; and whether the text is clear about it.

    Words count for more than times, which may be carried from elsewhere; where the two disagree nothing is clear.
    """
    said, dated = _said(read, change), _dated(low, high)
    if said is None:
        return bool(dated), dated is not None
    return said, dated is None or said == dated


def _said(read: TextRead, change: Reading) -> bool | None:
    """The way that the nearest word before a change tells, else one right behind: "20 percent lower"."""
    sentence = read.sentences.all[change.sentence]
    start, end = change.claim.span
    before = read.words.between(max(sentence.start, start - _AROUND), start)
    behind = read.words.between(end, min(sentence.end, end + _AROUND))[:_BEHIND]
    told = _told(reversed(before))
    return _told(behind) if told is None else told


def _told(words: Iterable[str]) -> bool | None:
    lists = lexicon().lists
    return next((word in lists[_FALLS] for word in words if word in lists[_FALLS] or word in lists[_RISES]), None)


def _dated(low: Reading, high: Reading) -> bool | None:
    """The way that the times tell: that before "2024" is of 2023, that behind "sebelumnya" of a time before."""
    a, b = low.claim.as_of, high.claim.as_of
    if low.timed and high.timed and a and b and not (a.startswith(b) or b.startswith(a)):
        return b < a
    return high.earlier if low.earlier != high.earlier else None
