"""How well the checker reads press texts that nobody tuned on: claims, places, times, verdicts, repairs, and its speed.

    python benchmarks/statements.py [--show]

Three sets: texts by pattern (press.toml), texts written by hand (tests/statements/texts), and the labelled statements
beside the project where they are there, these also read with the place that they are said to be about (`--area`). A
third of each, by hash, is held out: counted but never shown; of the statements beside the project a sixth, for half of
what was held out there has been looked at since. A naive baseline, regular expressions with exact arithmetic, stands
beside it.
"""

import argparse
import hashlib
import json
import os
import re
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.press import FAULTS, PATTERNS, Label, Labelled, is_held_out, read_marked, texts
from cakupan.statements import Checked, Claim, check_text
from cakupan_app.work.check import checked_text
from cakupan_app.work.texts_sent import published_told

ROOT = Path(__file__).parents[1]
BY_HAND = ROOT / "tests" / "statements" / "texts"
CASES = Path(os.environ.get("CAKUPAN_CASES", ROOT.parent / "shared" / "cases")) / "statements-dev.jsonl"
_SOUND = ("consistent", "rounding_only")
_TEXTS, _WORDS = 1_000, 500


@dataclass(frozen=True)
class Answer:
    """What a checker makes of a text; `repair` is the first it proposes, as the quote of a figure and its value."""

    claims: Sequence[Claim]
    verdict: str
    repair: tuple[str, Decimal] | None = None


@dataclass
class Tally:
    """Counts over the texts of one part."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, labelled: Labelled, answer: Answer, tell: Callable[[str], None]) -> None:
        self._claims(labelled, answer, tell)
        self.counts["texts"] += 1
        right = answer.verdict in labelled.verdicts
        self.counts["verdict"] += right
        if not right:
            tell(f"verdict {answer.verdict}, not {'/'.join(labelled.verdicts)}")
        if set(labelled.verdicts) <= {*_SOUND}:
            self.counts["sound"] += 1
            self.counts["false_alarms"] += answer.verdict == "contradiction"
        if labelled.repairs:
            first = answer.repair in labelled.repairs
            self.counts[f"of {labelled.fault}"] += 1
            self.counts[f"first {labelled.fault}"] += first
            if not first:
                tell(f"repair {answer.repair}, not {labelled.repairs}")

    def _claims(self, labelled: Labelled, answer: Answer, tell: Callable[[str], None]) -> None:
        left = list(labelled.claims)
        for claim in answer.claims:
            match = _match(claim, left)
            if match is None:
                self.counts["extra"] += 1
                tell(f"extra {claim.kind} {claim.value} {claim.unit} {claim.quote!r}")
                continue
            left.remove(match)
            self.counts["matched"] += 1
            for name, right in _agreements(claim, match).items():
                self.counts[name] += right
                if not right:
                    wanted = {"span": match.quote, "place": match.place_code, "as_of": match.times}[name]
                    got = {"span": claim.quote, "place": claim.place_code, "as_of": claim.as_of}[name]
                    tell(f"{name} of {claim.quote!r}: {got}, not {wanted}")
        self.counts["missed"] += len(left)
        for missed in left:
            tell(f"missed {missed.kind} {missed.value} {missed.unit} {missed.quote!r}")

    def row(self) -> str:
        got = self.counts
        precision = got["matched"] / max(1, got["matched"] + got["extra"])
        recall = got["matched"] / max(1, got["matched"] + got["missed"])
        per_claim = [got[name] / max(1, got["matched"]) for name in ("span", "place", "as_of")]
        shares = [precision, recall, *per_claim, got["verdict"] / max(1, got["texts"])]
        alarms = 100 * got["false_alarms"] / max(1, got["sound"])
        return f"{got['texts']:5d}  " + "  ".join(f"{share:7.3f}" for share in shares) + f"  {alarms:10.1f} %"

    def repairs(self) -> Iterator[tuple[str, int, int]]:
        for fault in FAULTS:
            if self.counts[f"of {fault}"]:
                yield fault, self.counts[f"first {fault}"], self.counts[f"of {fault}"]


def main(*, show: bool = False, only: str | None = None) -> list[str]:
    """Lines of a report; `show` prints what was missed outside the held-out part."""
    sets = {"by pattern": list(texts()), "by hand": list(by_hand()), "dev": list(dev())}
    sets["dev, place told"] = list(dev(told=True))
    lines = [f"{'':32s}texts  precis.  recall   span     place    as of    verdict  false alarms"]
    repairs: list[str] = []
    for checker, read in (("", answer_of), ("naive, ", _naive)):
        for name, found in sets.items():
            for part in ("tuned on", "held out"):
                chosen = [each for each in found if each.held_out == (part == "held out")]
                if not chosen or (only and only != name):
                    continue
                tally = _tallied(chosen, read, show=show and part == "tuned on" and not checker)
                lines.append(f"{f'{checker}{name}, {part}':32s}{tally.row()}")
                if not checker:
                    repairs += [
                        f"  {f'{name}, {part}':24s}{fault:24s}{first:4d} of {of}"
                        for fault, first, of in tally.repairs()
                    ]
    return [*lines, "", "the right repair first, by kind of planted fault", *repairs, "", _speed()]


def _tallied(chosen: Iterable[Labelled], read: Callable[[Labelled], Answer], *, show: bool) -> Tally:
    tally = Tally()
    for labelled in chosen:
        told: list[str] = []
        tally.add(labelled, read(labelled), told.append)
        if show and told:
            print(f"{labelled.id}: {labelled.text}\n" + "".join(f"    {line}\n" for line in told))
    return tally


def by_hand() -> Iterator[Labelled]:
    """The texts written by hand, with figures marked as in press.py; a file may be held out, or seen, as a whole."""
    for path in sorted(BY_HAND.glob("*.toml")):
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        for number, entry in enumerate(read["text"]):
            text, claims = read_marked(entry["marked"], place=entry.get("place"), as_of=entry.get("as_of"))
            name = f"{path.stem}-{entry.get('id', number)}"
            repairs = tuple((quote, Decimal(value)) for quote, value in entry.get("repairs", ()))
            verdicts = entry["verdict"].split("|")
            yield Labelled(
                name, text, entry.get("published_on"), claims, tuple(verdicts), entry.get("fault"), repairs,
                read.get("held_out", is_held_out(name)),
            )  # fmt: skip


def dev(*, told: bool = False) -> Iterator[Labelled]:
    """The labelled statements beside the project; none in a clone that stands alone. `told`: with their place."""
    if not CASES.exists():
        return
    entries = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    kept = _kept([entry["id"] for entry in entries])
    for entry in entries:
        claims = tuple(
            Label(
                each["kind"], Decimal(str(each["value"])), each["unit"], (each["as_of"],), each["place_code"],
                each["quote"], tuple(each["span"]),
            )
            for each in entry["claims"]
        )  # fmt: skip
        yield Labelled(
            entry["id"], entry["text"], published_told(entry["date"] or ""), claims, (entry["verdict"],),
            held_out=entry["id"] in kept, about=(entry["place_code"] or "") if told else "",
        )  # fmt: skip


def _kept(identifiers: Sequence[str]) -> frozenset[str]:
    """The sixth of the statements that nobody has looked at: the lowest hashes among those divisible by three."""
    hashes = {int(hashlib.sha256(identifier.encode()).hexdigest(), 16): identifier for identifier in identifiers}
    drawn = sorted(number for number in hashes if number % 3 == 0)
    return frozenset(hashes[number] for number in drawn[: len(identifiers) // 6])


def answer_of(labelled: Labelled) -> Answer:
    checked = checked_text(labelled.text, published_on=labelled.published_on, place=labelled.about)
    return Answer(checked.claims, checked.verdict, first_repair(checked))


def first_repair(checked: Checked) -> tuple[str, Decimal] | None:
    """The first repair of the first finding that has one, as the quote of its figure and the value."""
    for finding in checked.findings:
        for repair in finding.repairs:
            return checked.claims[repair.claim].quote, Decimal(repair.value)
    return None


def _naive(labelled: Labelled) -> Answer:
    """Regular expressions and exact arithmetic: every percentage is coverage, every count is covered workers."""
    text = labelled.text
    counts = r"(\d{1,3}(?:[.,]\d{3})+)(?:\s(?:orang|pekerja|tenaga kerja|peserta|workers|people))?"
    found = [
        *_claims(text, r"(\d+(?:[.,]\d+)?)\s?(?:%|persen|per ?cent)", "coverage_rate", "percent", _decimal),
        *_claims(text, counts, "covered_workers", "people", _whole),
    ]
    rates = [float(claim.value) for claim in found if claim.unit == "percent"]
    heads = [float(claim.value) for claim in found if claim.unit == "people"]
    fits = [abs(100 * a / b - rate) < 0.005 for rate in rates for a in heads for b in heads if a < b]
    if not found or not fits:
        return Answer(found, "not_checkable" if found else "no_claim")
    return Answer(found, "consistent" if any(fits) else "contradiction")


def _claims(text: str, pattern: str, kind: Any, unit: str, read: Callable[[str], Any]) -> list[Claim]:
    return [
        Claim(kind, read(found[1]), unit, None, None, None, None, found[0], found.span(), None)
        for found in re.finditer(pattern, text)
    ]


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))


def _whole(text: str) -> int:
    return int(re.sub(r"[.,]", "", text))


def _match(claim: Claim, left: Sequence[Label]) -> Label | None:
    same = [
        each
        for each in left
        if each.kind == claim.kind and float(each.value) == float(claim.value) and each.unit == claim.unit
    ]
    return min(same, key=lambda each: abs(each.span[0] - claim.span[0]), default=None)


def _agreements(claim: Claim, label: Label) -> Mapping[str, bool]:
    return {
        "span": label.span == claim.span or (label.span_free and label.span[0] == claim.span[0]),
        "place": label.place_code == claim.place_code,
        "as_of": claim.as_of in label.times,
    }


def _speed() -> str:
    """Seconds for a thousand texts of 500 words: as the press writes them, and with figures in every sentence."""
    drawn = list(texts(each=2))
    dense = " ".join(each.text for each in drawn).split()
    plain = " ".join(f"{each.text} {' '.join(_plain_words())}" for each in drawn).split()
    lines = []
    for name, words in (("as the press writes", plain), ("figures in every sentence", dense)):
        made = [" ".join((words * 2)[at % len(words) :][:_WORDS]) for at in range(0, _TEXTS * 97, 97)]
        check_text(made[0])
        started = time.process_time()
        claims = sum(len(check_text(text).claims) for text in made)
        seconds = time.process_time() - started
        each = claims / _TEXTS
        lines.append(f"{_TEXTS} texts of {_WORDS} words, {name} ({each:.0f} claims each): {seconds:.1f} s on one core")
    return "\n".join(lines)


def _plain_words() -> list[str]:
    """A stretch of a press text without figures of the matter."""
    return [word for line in PATTERNS["filler"]["id"] if "{" not in line for word in line.split()][:120]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print what was missed outside the held-out part")
    parser.add_argument("--only", help="one set of texts")
    arguments = parser.parse_args()
    print("\n".join(main(show=arguments.show, only=arguments.only)))
