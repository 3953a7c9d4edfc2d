"""What the API answers with: the documents of the command line (CLI.md), described for programs.

Rates are decimal strings of per cent, so that no program rounds them; months are `2025-07`, days are ISO.
"""

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field


class Answer(Schema):
    """A document. Fields may be joined by others, never renamed (CLI.md)."""

    model_config = ConfigDict(extra="allow")


class Problem(Schema):
    """What went wrong, as RFC 9457 has it: `detail` is a sentence that says what and what to do next."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str


class Said(Answer):
    """Something missing or at odds, with its sentence."""

    code: str
    message: str


class Denominator(Answer):
    """What members are measured against."""

    id: str
    area: str
    value: int | None
    definition: str | None
    source: str | None
    vintage: int | str | None
    estimate: bool


class Definition(Answer):
    """Everything without which a figure is not one."""

    area: str
    month: str
    active_rule: str
    attribution: str
    measure: str
    denominator: Denominator | None
    known_on: str | None
    snapshot: int | None


class Row(Answer):
    """One figure of an area and month, or of a part of it."""

    area: str | None
    month: str
    members: int | None
    potential: int | None
    rate: str | None = Field(description="per cent, as a decimal string; null where unknown or hidden")
    estimate: bool
    hidden: bool


class CoverageAnswer(Answer):
    """Coverage with its definition."""

    definition: Definition
    evidence: str | None
    rows: list[Row]
    total: Row
    missing: list[Said]
    findings: list[Said]


class TargetGap(Answer):
    """What one target still needs."""

    id: str
    year: int
    rate: str
    needed: int | None
    per_month: int | None
    months_left: int


class GapAnswer(Answer):
    """The gap in its three readings."""

    definition: Definition
    area: str | None
    month: str
    members: int | None
    potential: int | None
    uncovered: int | None
    targets: list[TargetGap]
    pace: dict[str, Any] | None
    missing: list[Said]
    findings: list[Said]


class ChangeAnswer(Answer):
    """What drove the change between two months: rows whose persons add up to `difference`."""

    area: str
    rows: list[dict[str, Any]]
    reasons: list[dict[str, Any]]
    sum: int | None
    difference: int | None
    points: str | None
    missing: list[Said]
    findings: list[Said]


class BridgeAnswer(Answer):
    """From our count to a branch's recap: lines that add up to the difference."""

    area: str
    month: str
    source: str | None
    ours: int
    theirs: int
    difference: int
    lines: list[dict[str, Any]]
    unexplained: int


class MonthTold(Answer):
    """What was first said of a month, what is known now, and every version between."""

    month: str
    revised: int
    difference: int | None
    versions: list[dict[str, Any]]


class Agreed(Answer):
    """What offices signed of a month."""

    month: str
    state: str
    members: int | None
    now: int | None
    difference: int | None
    message: str


class Place(Schema):
    """An area."""

    code: str
    name: str
    title: str
    level: str


class Vintage(Schema):
    """A snapshot that was published."""

    number: int
    known_on: str
    in_force: bool
    sha256: str


class Me(Schema):
    """Whom the token speaks for, and what they may do where."""

    email: str
    name: str
    within: str | None
    rights: dict[str, list[str]]


class ForecastAnswer(GapAnswer):
    """Where an area's members go: the gap of the last known month, and what is expected after it."""

    until: str
    interval: int = Field(description="per cent of the drawn paths that lie between `low` and `high`")
    method: dict[str, Any] | None
    path: list[dict[str, Any]]
    flows: list[dict[str, Any]]
    groups: list[dict[str, Any]]


class LapsesAnswer(Answer):
    """Whose protection ends when: `members` are the people of all rows, `before`, `later` and `unknown`."""

    definition: Definition | None
    area: str
    month: str
    members: int
    ending: int
    before: int
    later: int
    unknown: int
    months: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    year_end: dict[str, Any] | None
    missing: list[Said]
    findings: list[Said]


class ContributionAnswer(Answer):
    """What is owed by month, in whole rupiah, and by which rules."""

    segment: str
    payer: str | None
    months: list[dict[str, Any]]
    total: int
    steps: list[dict[str, Any]]
    findings: list[Said]


class EligibilityAnswer(Answer):
    """Whether somebody may be enrolled: `yes`, `no` or `unknown`, the rule that decided so, and every rule asked."""

    area: str
    day: str
    eligible: str
    because: str | None
    steps: list[dict[str, Any]]
    not_asked: list[str]


class PlanKept(Answer):
    """A plan that was kept under a name, with its totals."""

    id: int
    name: str
    area: str
    snapshot: int | None
    known_on: str
    made_at: str
    until: str
    status: str
    cost: int
    newly_covered: int
    renewed: int
    lapses: int


class PlanAnswer(Answer):
    """A plan with all that stands beside it (CLI.md, `plan`): whole rupiah, people as counts, nobody by name."""

    version: int
    area: str
    status: str
    bound: int | None
    gap: str
    stages: list[dict[str, Any]]
    cost: int
    newly_covered: int
    renewed: int
    rows: list[dict[str, Any]]
    findings: list[Said]


class PlanMaking(Schema):
    """How far a plan is that was asked for: `plan` is its id once it is kept; `problem` says why there is none."""

    job: str
    state: str
    part: str | None
    plan: int | None
    problem: Said | None


class CheckAnswer(Answer):
    """What the figures of a text say of each other (CLI.md, check), and how they fare against what is known."""

    verdict: str
    claims: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    against: dict[str, Any] | None


class PublishedFigure(Answer):
    """A figure that others printed: as of when, by whom, how it fares in its text and against what is known."""

    place_code: str | None
    kind: str
    as_of: str | None
    value: float | int
    unit: str
    quote: str
    published_on: str | None
    source: str | None
    url: str | None
    fares: str
    known: str | None


class PublishedFigures(Schema):
    """A page of published figures, by kind and time."""

    count: int
    items: list[PublishedFigure]
