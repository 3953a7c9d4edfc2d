"""How many potential workers each area has in a month: its own count, or its share of the nearest count above it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cakupan.basics.month import Month
from cakupan.coverage.cells import Known
from cakupan.regions.tree import is_within, parent_of
from cakupan.workforce.allocate import Allocation, NotAllocated, allocate, lists_in_use
from cakupan.workforce.denominator import Denominator
from cakupan.workforce.rules import Rule, named_rule, rules_in

_Key = tuple[str, str | None, str]  # which denominator, of which segment and vintage


@dataclass(frozen=True, slots=True)
class Potentials:
    """What `known` says of potential workers in `month`. `rule`: by which to share out, unless the preferred one may.

    `made` keeps what was shared out, because every village of a regency asks for the same.
    """

    known: Known
    month: Month
    rule: Rule | None = None
    made: "dict[tuple[str, _Key], tuple[Allocation | NotAllocated, ...]]" = field(default_factory=dict)

    def of(
        self, denominator: str, area: str, segment: str | None = None, vintage: str | None = None
    ) -> Denominator | None:
        """The area's own count of `denominator`; where it has none, an estimate; None where neither is possible.

        Only of the `vintage` asked for, unless any will do.
        """
        own = self.own(denominator, area, segment, vintage)
        if own is not None:
            return own
        whole = self._above(denominator, area, segment, vintage)
        return self._share(whole, area) if whole else None

    def own(
        self, denominator: str, area: str, segment: str | None = None, vintage: str | None = None
    ) -> Denominator | None:
        found = self.known.denominator(denominator, area, self.month, segment)
        return found if found is not None and vintage in (None, found.vintage) else None

    def counted(self, denominator: str, area: str, segment: str | None = None) -> Denominator | None:
        """The count of the area, or of the nearest area above that has one."""
        own = self.own(denominator, area, segment)
        return own if own is not None else self._above(denominator, area, segment, None)

    def of_everyone(self, area: str) -> tuple[Denominator, ...]:
        """Every denominator of everyone in `area`, counted there or estimated."""
        ids = {one.id for place in self._climb(area) for one in self._here(place) if one.segment is None}
        found = (self.of(id, area) for id in sorted(ids))
        return tuple(one for one in found if one is not None)

    def rules_for(self, denominator: str, area: str) -> tuple[Rule, ...]:
        """The rules by which `denominator` can be estimated for `area`, the preferred one first."""
        found = replace(self, rule=None).of(denominator, area)
        if found is None or found.estimate is None:
            return ()
        return (found.estimate.rule, *(one.rule for one in found.estimate.others))

    def refused(self) -> tuple[NotAllocated, ...]:
        """Why counts that were to be shared out could not be: of every rule, in a fixed order."""
        found = (one for allocations in self.made.values() for one in allocations if isinstance(one, NotAllocated))
        return tuple(sorted(found, key=lambda one: (one.code, str(one.facts))))

    def _above(self, denominator: str, area: str, segment: str | None, vintage: str | None) -> Denominator | None:
        counts = (self.own(denominator, place, segment, vintage) for place in self._climb(area) if place != area)
        return next((one for one in counts if one is not None), None)

    def _share(self, whole: Denominator, area: str) -> Denominator | None:
        shares = [one.of(area) for one in self._allocations(whole) if isinstance(one, Allocation)]
        told = [share for share in shares if share is not None]
        speaking = next((one for one in told if self.rule in (None, one.rule)), None)
        if speaking is None:
            return None
        others = tuple(one for one in told if one is not speaking)
        return Denominator(
            id=whole.id,
            area=area,
            vintage=whole.vintage,
            value=speaking.value,
            segment=whole.segment,
            definition=whole.definition,
            estimate=replace(speaking, others=others),
        )

    def _allocations(self, whole: Denominator) -> tuple[Allocation | NotAllocated, ...]:
        key = (whole.area, (whole.id, whole.segment, whole.vintage))
        if key not in self.made:
            self.made[key] = tuple(self._allocated(whole, rule) for rule in rules_in(self.month))
        return self.made[key]

    def _allocated(self, whole: Denominator, rule: Rule) -> Allocation | NotAllocated:
        listed = lists_in_use(self.known.weights, rule.weight, whole.area, whole.segment, self.month)
        return allocate(whole, self._below(whole), listed, rule)

    def _below(self, whole: Denominator) -> Mapping[str, Denominator]:
        """The counts of the same denominator, segment and vintage in the areas below."""
        places = (place for place, when in self.known.denominators if when == self.month)
        below = (place for place in places if place != whole.area and is_within(place, whole.area))
        counts = ((place, self.own(whole.id, place, whole.segment, whole.vintage)) for place in below)
        return {place: one for place, one in counts if one is not None}

    def _here(self, area: str) -> tuple[Denominator, ...]:
        return self.known.denominators.get((area, self.month), ())

    def _climb(self, area: str) -> tuple[str, ...]:
        climbed = [area]
        while parent_of(climbed[-1]) != climbed[-1]:
            climbed.append(parent_of(climbed[-1]))
        return tuple(climbed)


def split_rule(asked: str | None, month: Month) -> tuple[str | None, Rule | None]:
    """The id and the rule that `potensi-bps-2025@keluarga` asks for. Raises `UnknownRule`."""
    if asked is None or "@" not in asked:
        return asked, None
    id, _, rule = asked.rpartition("@")
    return id, named_rule(rule, month)
