"""Which rows of a list that came later are rows that were quarantined before: mended, or sent once more."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Literal

from cakupan.intake.quarantined import Person

By = Literal["place", "person", "nik"]

_HEAD = 10  # digits of a NIK: place and birth; one slip lies before them or behind
_NIK = 16


def same_rows(
    before: Sequence[Person], later: Sequence[Person], done: Container[int] = ()
) -> Mapping[int, tuple[int, By]]:
    """For places in `before` the place in `later` that is the same row, and what told it.

    `person`: name, birth date and village agree, as far as both tell them, the name and one of the others at least.
    `nik`: the NIKs are one slip apart at most, and the names share a word where both are told. A row is never
    guessed: where two rows fit, or one fits two, there is no pair. Months must agree where both tell one. Places of
    `before` that are `done` come behind the others of the same evidence, and before all of a weaker one.
    """
    found: dict[int, tuple[int, By]] = {}
    order = [(by, candidates, late) for by, candidates in _EVIDENCE for late in (False, True)]
    for by, candidates, late in order:
        taken = {place for place, _ in found.values()}
        left = [at for at in range(len(before)) if at not in found and (at in done) is late]
        free = [at for at in range(len(later)) if at not in taken]
        pairs = list(candidates([(at, before[at]) for at in left], [(at, later[at]) for at in free]))
        for at, place in _only_ones(pairs):
            found[at] = (place, by)
    return found


def _only_ones(pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    ours: dict[int, set[int]] = {}
    theirs: dict[int, set[int]] = {}
    for at, place in pairs:
        ours.setdefault(at, set()).add(place)
        theirs.setdefault(place, set()).add(at)
    return ((at, place) for at, place in dict.fromkeys(pairs) if len(ours[at]) == len(theirs[place]) == 1)


Numbered = Sequence[tuple[int, Person]]


def _by_person(before: Numbered, later: Numbered) -> Iterator[tuple[int, int]]:
    named: dict[str, list[tuple[int, Person]]] = {}
    for place, person in later:
        if person.name:
            named.setdefault(person.name, []).append((place, person))
    for at, one in before:
        for place, other in named.get(one.name or "", ()):
            if _agree(one, other):
                yield at, place


def _agree(one: Person, other: Person) -> bool:
    pairs = ((one.birth, other.birth), (one.village, other.village))
    told = [ours == theirs for ours, theirs in pairs if ours is not None and theirs is not None]
    return bool(told) and all(told) and _same_month(one, other)


def _same_month(one: Person, other: Person) -> bool:
    return one.month is None or other.month is None or one.month == other.month


def _by_nik(before: Numbered, later: Numbered) -> Iterator[tuple[int, int]]:
    heads: dict[str, list[tuple[int, Person]]] = {}
    tails: dict[str, list[tuple[int, Person]]] = {}
    for place, person in later:
        if person.nik and len(person.nik) == _NIK:
            heads.setdefault(person.nik[:_HEAD], []).append((place, person))
            tails.setdefault(person.nik[_HEAD:], []).append((place, person))
    for at, one in before:
        nik = one.nik or ""
        if not _NIK - 1 <= len(nik) <= _NIK + 1:
            continue
        near = [*heads.get(nik[:_HEAD], ()), *tails.get(nik[_HEAD - _NIK :], ())]
        for place, other in near:
            if one_slip_apart(nik, other.nik or "") and _alike(one, other) and _same_month(one, other):
                yield at, place


def _alike(one: Person, other: Person) -> bool:
    """Whether the names share a word, or one is not told."""
    return one.name is None or other.name is None or bool(set(one.name.split()) & set(other.name.split()))


def one_slip_apart(one: str, other: str) -> bool:
    """Whether two numbers are equal, or become so by one character written wrong, left out, added, or swapped with
    the next.

    >>> one_slip_apart("1234", "1243"), one_slip_apart("1234", "124"), one_slip_apart("1234", "4321")
    (True, True, False)
    """
    if one == other:
        return True
    if len(one) == len(other):
        wrong = [at for at in range(len(one)) if one[at] != other[at]]
        swapped = len(wrong) == 2 and wrong[1] - wrong[0] == 1 and one[wrong[0]] == other[wrong[1]]
        return len(wrong) == 1 or (swapped and one[wrong[1]] == other[wrong[0]])
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return len(longer) - len(shorter) == 1 and any(
        longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer))
    )


_EVIDENCE: tuple[tuple[By, Callable[[Numbered, Numbered], Iterator[tuple[int, int]]]], ...] = (
    ("person", _by_person),
    ("nik", _by_nik),
)
