"""What is made and where it is put: a regency as received files in one folder, and the truth in another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.synthetic.rates import POTENTIAL, Rates

SMALLEST = 2_000  # below this a village has no list and the shares leave nobody over
AREA = "16.06"


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file to be received: as what kind, for which month (extracts only), known on which day."""

    path: Path
    kind: str
    month: Month | None
    known_on: date
    sha256: str

    @property
    def name(self) -> str:
        return self.path.name


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: the files in the order in which they are to be received, and where the truth lies."""

    files: tuple[MadeFile, ...]
    truth: Path
    potential: int
    active: dict[str, int]  # truly active people by month, when everything is known


def make_regency(
    folder: Path,
    truth: Path,
    *,
    seed: int,
    size: int = POTENTIAL,
    area: str = AREA,
    rates: Rates | None = None,
    report: Callable[[str], None] = lambda _: None,
) -> Made:
    """Write a made-up regency `area` of `size` potential workers into `folder`, and what is true of it into `truth`.

    The same arguments give the same bytes. `report` is told the name of each file as it is written. Refused: a size
    too small to make sense of, an area that is no regency, a truth that would lie among the files.
    """
    if size < SMALLEST:
        raise Refused("synthetic_too_small", size=size, smallest=SMALLEST)
    if area.count(".") != 1:
        raise Refused("synthetic_not_a_regency", area=area)
    if truth.absolute().is_relative_to(folder.absolute()):
        raise Refused("synthetic_truth_among_files", path=str(truth))
    from cakupan.synthetic.files import write_files

    return write_files(folder, truth, seed=seed, size=size, area=area, rates=rates or Rates(), report=report)
