"""Where in a picture a label stands: where it hides least of what is drawn and of the labels placed before it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """What a label takes up, in pixels from the upper left."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, spot: Spot) -> bool:
        return self.left <= spot[0] <= self.right and self.top <= spot[1] <= self.bottom

    def meets(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def within(self, other: "Box") -> bool:
        return other.left <= self.left and self.right <= other.right and other.top <= self.top <= other.bottom


@dataclass(slots=True)
class Placing:
    """The room for labels: `inside` is where they may stand, `drawn` what they had better not hide."""

    inside: Box
    drawn: Sequence[Spot]
    placed: list[Box] = field(default_factory=list)

    def place(self, choices: Iterable[Box]) -> Box:
        """The best of `choices`, the first of several as good; it is taken from then on."""
        best = min(choices, key=self._harm)
        self.placed.append(best)
        return best

    def _harm(self, box: Box) -> float:
        # two labels on each other cannot be read; one on a line can, thanks to its outline
        on_labels = sum(100 for other in self.placed if box.meets(other))
        outside = 0 if box.within(self.inside) else 1000
        return outside + on_labels + sum(box.holds(spot) for spot in self.drawn)


def along(start: Spot, end: Spot, every: float = 6) -> Iterable[Spot]:
    """Spots on the straight line between two, both among them."""
    (left, top), (right, bottom) = start, end
    steps = max(1, round(max(abs(right - left), abs(bottom - top)) / every))
    return [(left + (right - left) * step / steps, top + (bottom - top) * step / steps) for step in range(steps + 1)]
