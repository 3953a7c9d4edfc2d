"""The bridge between our count and a recap with five differences planted in it at once: is each found, and its size?

The recaps are made from the truth beside the files, membership by membership, in numpy: nothing of the tally or of the
search enters. Our count is that of the published snapshot, with our own linkage.
"""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cakupan.basics.month import Month
from cakupan.basics.nik import Nik, parse_nik
from cakupan.synthetic.calendar import first_days, number_of
from cakupan.synthetic.memberships import BPU, GRACE, PU, SEGMENTS
from cakupan.synthetic.truth import first_of, memberships_as_known, spoken_by

if TYPE_CHECKING:
    from cakupan.coverage.bridge import Recap
    from cakupan.coverage.ways import Group

AREA = "16.06"


@dataclass(frozen=True)
class Planted:
    """How a made-up branch counts; as it stands, as we do."""

    day: int = 31
    memberships: bool = False
    lapsed: bool = False
    died: bool = False
    numbered_only: bool = False
    left_out: str | None = None
    shifted: tuple[str, str, int] | None = None
    misprinted: str | None = None


FIVE = Planted(20, memberships=True, lapsed=True, numbered_only=True, left_out="Jakon")
CASES: Sequence[tuple[Month, Planted]] = (
    (Month(2025, 6), FIVE),
    (Month(2025, 7), replace(FIVE, day=25)),
    (Month(2025, 2), replace(FIVE, day=10, left_out="PMI")),
    (Month(2024, 12), replace(FIVE, left_out=None, shifted=("BPU", "PU", 2_345))),
    (Month(2024, 10), replace(FIVE, day=15, memberships=False)),
    (Month(2025, 5), replace(FIVE, lapsed=False, died=True, left_out=None, shifted=("Jakon", "PU", 700))),
    (Month(2024, 6), replace(FIVE, day=5, left_out=None, misprinted="PU")),
)


def main(seeds: Sequence[int] = (1,)) -> list[str]:
    """Lines of a report, for one made-up regency after another."""
    return [line for seed in seeds for line in (f"seed {seed}", *(f"  {one}" for one in _regency(seed)))]


def _regency(seed: int) -> Iterator[str]:
    from benchmarks.regency import make, publish

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make(root, str(seed))
        publish(root, root / "workspace")
        yield from cases(root / "workspace", root / "files", root / "truth")


def cases(workspace: Path, files: Path, truth: Path) -> Iterator[str]:
    """Each case, and at the end how many of all planted differences were found."""
    import pyarrow.parquet as pq

    from cakupan_app.cli.face import now
    from cakupan_app.ledger.connection import start_django

    start_django()
    from cakupan.coverage.ways import groups_about
    from cakupan_app.work import ask
    from cakupan_app.work.workspace import open_workspace

    told = pq.read_table(truth / "files.parquet").to_pylist()
    rows = memberships_as_known(truth, {file["sha256"] for file in told})
    tried = found = exact = 0
    with ask.view(open_workspace(workspace), at=now()) as view:
        for month, planted in CASES:
            here = _of_month(rows, month, [files / file["name"] for file in told])
            groups = groups_about(view.table("tally"), view.engine, AREA, month)
            for line, hit, right in _case(here, groups, month, planted):
                tried, found, exact = tried + (hit is not None), found + bool(hit), exact + bool(right)
                yield line
    yield f"planted differences found: {found} of {tried}, with the exact size: {exact}"


def _case(
    rows: Mapping[str, Any], groups: "Sequence[Group]", month: Month, planted: Planted
) -> Iterator[tuple[str, bool | None, bool | None]]:
    from cakupan.coverage.bridge import bridge_of
    from cakupan.coverage.recap_rules import recap_rules

    recap, sizes = _recap(rows, month, planted)
    bridge = bridge_of(groups, recap, recap_rules(), AREA, month)
    lines = {line.option: line for line in bridge.lines}
    off = sum(abs(each) for each in bridge.unexplained.by_segment.values())
    yield f"{month}: ours {bridge.ours:,}, recap {bridge.theirs:,}, difference {bridge.difference:,}", None, None
    for option, (size, named) in sizes.items():
        line = lines.pop(option, None)
        hit = line is not None and _names_it(line.facts, named)
        shown = f"{_size(line):,} ({line.sure})" if line else "–"
        right = hit and line is not None and _size(line) == size
        yield f"  {option} {named or ''}: planted {size:,}, found {shown}{'' if hit else ' NOT FOUND'}", hit, right
    for option, line in lines.items():
        yield f"  {option}: claimed {line.persons:,} ({line.sure}), NOT PLANTED", None, None
    yield f"  unexplained: {bridge.unexplained.persons:,}, by segment {off:,} in all", None, None
    if bridge.ours + sum(line.persons for line in (*bridge.lines, bridge.unexplained)) != bridge.theirs:
        raise RuntimeError("the lines of a bridge do not add up")


def _size(line: Any) -> int:
    """Of a shift what was moved; of all else what it adds."""
    return int(line.facts["members"] if line.option == "booked_under" else line.persons)


def _names_it(facts: Mapping[str, Any], named: Any) -> bool:
    if "day" in facts:
        return bool(facts["first"] <= named <= facts["day"])
    if "source" in facts:
        return bool(f"{facts['source']} {facts['segment']}" == named)
    return bool(facts.get("segment") == named)


def _of_month(rows: Mapping[str, Any], month: Month, files: Sequence[Path]) -> Mapping[str, Any]:
    """The memberships listed in a month, with `numbered`: whether the file's row has a NIK that can be read."""
    here = rows["month"] == number_of(month)
    found = {name: column[here] for name, column in rows.items()}
    numbered = np.zeros(len(found["row"]), bool)
    for order in np.unique(found["order"]):
        of_file = found["order"] == order
        numbered[of_file] = _readable(files[order])[found["row"][of_file] - 2]
    return {**found, "numbered": numbered}


def _readable(path: Path) -> Any:
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        place = next(lines).index("NIK")
        return np.array([isinstance(parse_nik(line[place]), Nik) for line in lines])


def _recap(rows: Mapping[str, Any], month: Month, planted: Planted) -> tuple["Recap", Mapping[str, tuple[int, Any]]]:
    """The branch's recap, and of each planted difference its size and what it is about, in the bridge's order."""
    from cakupan.coverage.bridge import Recap

    now = Planted()
    before = _counts(rows, month, now)
    sizes: dict[str, tuple[int, Any]] = {}
    for option, field, named in (
        ("cut_off", "day", planted.day),
        ("memberships", "memberships", None),
        ("lapsed", "lapsed", None),
        ("died", "died", None),
        ("unnumbered", "numbered_only", None),
        ("left_out", "left_out", planted.left_out),
    ):
        if getattr(planted, field) != getattr(now, field):
            now = replace(now, **{field: getattr(planted, field)})
            after = _counts(rows, month, now)
            sizes[option] = sum(after.values()) - sum(before.values()), named
            before = after
    if planted.shifted:
        source, target, many = planted.shifted
        before = before | {source: before[source] - many, target: before[target] + many}
        sizes["booked_under"] = many, f"{source} {target}"
    if name := planted.misprinted:
        text = str(before[name])
        wrong = int(text[0] + text[2] + text[1] + text[3:])
        sizes["misprint"] = wrong - before[name], name
        before = before | {name: wrong}
    told = {name: many for name, many in before.items() if name != planted.left_out}
    return Recap("kantor cabang", sum(told.values()), told, {}), sizes


def _counts(rows: Mapping[str, Any], month: Month, planted: Planted) -> dict[str, int]:
    """What the branch counts, by segment."""
    number = number_of(month)
    last = int(first_days(np.array([number]))[0]) + planted.day - 1
    bpu, active = rows["segment"] == BPU, rows["active"].copy()
    firm = np.isin(rows["person"], rows["person"][active & (rows["segment"] == PU)])
    active &= ~(bpu & (rows["paid_until"] < number) & firm)  # an unpaid month of a worker in a firm is a move there
    counted = active.copy()
    if planted.lapsed:
        counted |= bpu & ~rows["died"] & ~rows["active"] & (rows["paid_until"] < number - GRACE)
    if planted.died:
        counted |= rows["died"]
    counted &= rows["began_on"] <= last
    if not planted.memberships:
        counted = _one_each(rows, counted, active)
    if planted.numbered_only:
        counted &= rows["numbered"]
    many = np.bincount(rows["segment"][counted], minlength=len(SEGMENTS))
    return {name: 0 if name == planted.left_out else int(many[at]) for at, name in enumerate(SEGMENTS)}


def _one_each(rows: Mapping[str, Any], counted: Any, active: Any) -> Any:
    """One membership of each person counted: an active one before others, then the one that speaks."""
    places = np.flatnonzero(counted)
    some = {name: column[places] for name, column in rows.items()}
    first = places[first_of(("month", "person"), some, (*spoken_by(some), ~active[places]))]
    one_each = np.zeros(len(counted), bool)
    one_each[first] = True
    return one_each


if __name__ == "__main__":
    print("\n".join(main([int(one) for one in sys.argv[1:]] or (1,))))
