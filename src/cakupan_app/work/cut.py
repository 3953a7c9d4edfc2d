"""A list that the database counts and cuts, so that whoever shows a page of it reads that page."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

Row = TypeVar("Row")


class Cut(Sequence[Row]):
    """A list of which `part` reads what stands from one place up to another; its length is counted, and reads none."""

    __slots__ = ()

    @abstractmethod
    def part(self, begins: int, ends: int) -> Sequence[Row]: ...

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...

    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        if isinstance(at, slice):
            begins, ends, step = at.indices(len(self))
            return self.part(begins, ends)[::step]
        place = range(len(self))[at]  # IndexError where there is none; from the end where `at` is negative
        return self.part(place, place + 1)[0]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.part(0, len(self)))
