"""What is hidden of an area: of a regency by itself, of an area above it from what its regencies hide."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cakupan.basics.month import Month
from cakupan.coverage.cells import Known
from cakupan.coverage.hiding import SMALL, Cell, Hiding, hiding_of
from cakupan.coverage.public_tables import PLACES, PublicTable, public_tables
from cakupan.coverage.total import codes_below
from cakupan.regions.levels import PROVINCE, REGENCY
from cakupan.regions.tree import is_within


def hiding_about(known: Known, area: str) -> Hiding:
    """The decision on every public table of `area`, in all months that `known` holds (`known_in_public`).

    A regency's is its own, whoever asks. What an area of several regencies shows must follow from what those show,
    because the people are the same:

    - a total is shown where the total of every area in it is, and where its own tables allow it;
    - a place is shown where its regency shows it; people of no place, where every regency shows its own;
    - any other table is withheld unless each area directly below shows all of the same, or no area in it has one;
    - a table that counts any place otherwise than the regency does is withheld.
    """
    months = sorted({month for _, month in known.cells})
    return _decided(known, area, months, {}).hiding


@dataclass(frozen=True, slots=True)
class _Decided:
    """An area's tables as counted, by month and what they are told apart by, and what is shown of them."""

    tables: Mapping[tuple[Month, str], PublicTable]
    hiding: Hiding

    def shows_total(self, area: str, month: Month) -> bool:
        return self.hiding.shows((area, month, "", None))

    def shows_all(self, area: str, month: Month, by: str) -> bool:
        table = self.tables[month, by]
        return (area, month, by) not in self.hiding.withheld and all(
            self.hiding.shows((area, month, by, row)) for row in table.rows
        )


def _decided(known: Known, area: str, months: Sequence[Month], found: dict[str, _Decided]) -> _Decided:
    if area not in found:
        told = public_tables(known, area, [month for month in months if known.speaks_of(area, month)])
        tables = {(table.month, table.by): table for table in told}
        if len(area) >= REGENCY:
            found[area] = _Decided(tables, hiding_of(told))
        else:
            inside = sorted(code for code in _public_areas(known) if code != area and is_within(code, area))
            below = {code: _decided(known, code, months, found) for code in inside}
            found[area] = _Decided(tables, _Above(area, tables, below).hiding())
    return found[area]


def _public_areas(known: Known) -> frozenset[str]:
    """The provinces and regencies that anything is known of, or of a place in them."""
    codes = {code for code, _ in known.cells if code[0] != "0"}
    return frozenset({code[:PROVINCE] for code in codes} | {code[:REGENCY] for code in codes if len(code) >= REGENCY})


@dataclass(frozen=True, slots=True)
class _Above:
    """An area of several regencies, its own tables, and what was decided on each province and regency in it."""

    area: str
    tables: Mapping[tuple[Month, str], PublicTable]
    below: Mapping[str, _Decided]

    def hiding(self) -> Hiding:
        # Places are their regencies' affair; a nation's at once would be eighty thousand.
        own = hiding_of(replace(one, rows={}) if one.by in PLACES else one for one in self.tables.values())
        shown: set[Cell] = set()
        withheld: set[tuple[str, Month, str]] = set()
        for (month, by), table in self.tables.items():
            total = own.shows((self.area, month, "", None)) and self._total_follows(month)
            if not by:
                cells: Iterable[Cell] | None = [(self.area, month, "", None)] if total else ()
            elif by in PLACES:
                cells = self._places(table, total)
            else:
                same = total and self._rows_follow(table)
                cells = [cell for cell in own.shown if cell[1:3] == (month, by)] if same else None
            if cells is None and table.rows:
                withheld.add((self.area, month, by))
            shown |= set(cells or ())
        return Hiding(frozenset(shown), own.small, withheld=frozenset(withheld))

    def _counted(self, month: Month, by: str = "") -> Iterator[tuple[str, _Decided]]:
        """The areas inside that have such a table."""
        for code, one in self.below.items():
            table = one.tables.get((month, by))
            if table is not None and (table.rows if by else table.total):
                yield code, one

    def _total_follows(self, month: Month) -> bool:
        """Whether the total gives away no total in it: every one is shown, and what they leave is not small."""
        total = self.tables[month, ""].total
        told = dict(self._counted(month))
        if total is None or not all(one.shows_total(code, month) for code, one in told.items()):
            return False
        parts = (_members(told[code], month) for code in codes_below(self.area) if code in told)
        return total.members - sum(parts) not in SMALL

    def _rows_follow(self, table: PublicTable) -> bool:
        told = dict(self._counted(table.month, table.by))
        if not told:
            return True
        nobody = {code for code, one in self._counted(table.month) if not _members(one, table.month)}
        return set(codes_below(self.area)) <= {*told, *nobody} and all(
            one.shows_all(code, table.month, table.by) for code, one in told.items()
        )

    def _places(self, table: PublicTable, total: bool) -> Sequence[Cell] | None:
        """The rows that their regencies show; None where one is counted otherwise than there."""
        shown: list[Cell] = []
        for row, count in table.rows.items():
            if row is None:
                continue
            regency = self.below.get(row[:REGENCY])
            counted = regency.tables[table.month, table.by].rows.get(row) if regency else None
            if regency is None or counted is None or counted.members != count.members:
                return None
            if regency.hiding.shows((row[:REGENCY], table.month, table.by, row)):
                shown.append((self.area, table.month, table.by, row))
        rest = table.rows.get(None)
        if rest is not None and total and rest.members not in SMALL and self._rests_shown(table):
            shown.append((self.area, table.month, table.by, None))
        return shown

    def _rests_shown(self, table: PublicTable) -> bool:
        told = ((code, one) for code, one in self._counted(table.month, table.by) if len(code) == REGENCY)
        return all(
            one.hiding.shows((code, table.month, table.by, None))
            for code, one in told
            if None in one.tables[table.month, table.by].rows
        )


def _members(one: _Decided, month: Month) -> int:
    total = one.tables[month, ""].total
    return total.members if total else 0
