"""How well the checker reads the labelled press statements beside the project, with a naive baseline next to it.

    python benchmarks/statements_dev.py [--show]

A third of the texts, chosen by the hash of their id, is held out: it is counted but never shown, so that rules are
not fitted to it. `--show` lists what was missed in the other texts.
"""

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from cakupan.statements import Claim, check_text

CASES = Path(__file__).parents[2] / "shared" / "cases" / "statements-dev.jsonl"


@dataclass(frozen=True)
class Answer:
    """What a checker makes of a text."""

    claims: Sequence[Claim]
    verdict: str


@dataclass
class Tally:
    """Counts over the texts of one part."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, labelled: Mapping[str, Any], answer: Answer, show: bool) -> None:
        left = list(labelled["claims"])
        for claim in answer.claims:
            match = _match(claim, left)
            if match is None:
                self.counts["extra"] += 1
                _tell(show, labelled, "extra", f"{claim.kind} {claim.value} {claim.quote!r}")
                continue
            left.remove(match)
            self.counts["matched"] += 1
            for name, right in _agreements(claim, match).items():
                self.counts[name] += right
                if not right:
                    _tell(show, labelled, name, f"{claim.quote!r}: {getattr(claim, name, None)} | {match.get(name)}")
        self.counts["missed"] += len(left)
        for missed in left:
            _tell(show, labelled, "missed", f"{missed['kind']} {missed['value']} {missed['quote']!r}")
        self.counts["texts"] += 1
        self.counts["verdict"] += answer.verdict == labelled["verdict"]
        sound = labelled["verdict"] in ("consistent", "rounding_only")
        self.counts["false_alarms"] += sound and answer.verdict == "contradiction"
        if answer.verdict != labelled["verdict"]:
            _tell(show, labelled, "verdict", f"{answer.verdict} | {labelled['verdict']}")

    def row(self) -> str:
        got = self.counts
        precision = got["matched"] / max(1, got["matched"] + got["extra"])
        recall = got["matched"] / max(1, got["matched"] + got["missed"])
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        per_claim = [got[name] / max(1, got["matched"]) for name in ("span", "place_code", "as_of")]
        verdict = got["verdict"] / max(1, got["texts"])
        shares = [precision, recall, f1, *per_claim, verdict]
        return f"{got['texts']:5d}  " + "  ".join(f"{share:7.3f}" for share in shares) + f"  {got['false_alarms']:6d}"


def main(*, show: bool = False) -> list[str]:
    """Lines of a report; `show` prints what was missed outside the held-out part."""
    if not CASES.exists():
        return ["no ../shared beside this clone: the labelled texts are not part of the project"]
    texts = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    kept = held_out([labelled["id"] for labelled in texts])
    lines = [f"{'':24s}texts  precis.  recall   F1       span     place    as of    verdict  false alarms"]
    for name, checker in (("cakupan", _cakupan), ("naive baseline", _naive)):
        for part in ("tuned on", "held out"):
            tally = Tally()
            for labelled in texts:
                if (labelled["id"] in kept) == (part == "held out"):
                    tally.add(labelled, checker(labelled), show and part == "tuned on" and checker is _cakupan)
            lines.append(f"{name + ', ' + part:24s}{tally.row()}")
    return lines


def held_out(identifiers: Sequence[str]) -> frozenset[str]:
    """The third that rules are never fitted to: the lowest hashes among those divisible by three."""
    hashes = {int(hashlib.sha256(identifier.encode()).hexdigest(), 16): identifier for identifier in identifiers}
    drawn = sorted(number for number in hashes if number % 3 == 0)
    return frozenset(hashes[number] for number in drawn[: len(identifiers) // 3])


def _cakupan(labelled: Mapping[str, Any]) -> Answer:
    checked = check_text(labelled["text"], published_on=_day(labelled["date"]))
    return Answer(checked.claims, checked.verdict)


def _naive(labelled: Mapping[str, Any]) -> Answer:
    """Regular expressions and exact arithmetic: every percentage is coverage, every count is covered workers."""
    text = labelled["text"]
    found = [
        *_claims(text, r"(\d+(?:[.,]\d+)?)\s?(?:%|persen|per ?cent)", "coverage_rate", "percent", _decimal),
        *_claims(
            text,
            r"(\d{1,3}(?:[.,]\d{3})+)(?:\s(?:orang|pekerja|tenaga kerja|peserta))?",
            "covered_workers",
            "people",
            _whole,
        ),
    ]
    rates = [float(claim.value) for claim in found if claim.unit == "percent"]
    counts = [float(claim.value) for claim in found if claim.unit == "people"]
    fits = [abs(100 * a / b - rate) < 0.005 for rate in rates for a in counts for b in counts if a < b]
    verdict = (
        "no_claim" if not found else "not_checkable" if not fits else "consistent" if any(fits) else "contradiction"
    )
    return Answer(found, verdict)


def _claims(text: str, pattern: str, kind: Any, unit: str, read: Callable[[str], Any]) -> list[Claim]:
    return [
        Claim(kind, read(found[1]), unit, None, None, None, None, found[0], found.span(), None)
        for found in re.finditer(pattern, text)
    ]


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))


def _whole(text: str) -> int:
    return int(re.sub(r"[.,]", "", text))


def _day(text: str | None) -> date | None:
    parts = [int(part) for part in (text or "").split("-") if part]
    return date(*parts) if len(parts) == 3 else date(parts[0], parts[1], 15) if len(parts) == 2 else None


def _match(claim: Claim, left: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    same = [
        each
        for each in left
        if each["kind"] == claim.kind and float(each["value"]) == float(claim.value) and each["unit"] == claim.unit
    ]
    return min(same, key=lambda each: abs(each["span"][0] - claim.span[0]), default=None)


def _agreements(claim: Claim, labelled: Mapping[str, Any]) -> dict[str, bool]:
    return {
        "span": tuple(labelled["span"]) == tuple(claim.span),
        "place_code": labelled["place_code"] == claim.place_code,
        "as_of": labelled["as_of"] == claim.as_of,
    }


def _tell(show: bool, labelled: Mapping[str, Any], what: str, detail: str) -> None:
    if show:
        print(f"  {labelled['id']} {what}: {detail}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="list what was missed outside the held-out part")
    print("\n".join(main(show=parser.parse_args().show)))
