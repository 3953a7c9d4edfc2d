"""What is kept of texts that others published: their figures with source, day and verdict, for each place."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from cakupan.basics.refused import Refused
from cakupan.intake.persons import holds_number_of_person
from cakupan.regions.tree import NATION, is_within
from cakupan.statements import Claim
from cakupan.statements.conflicting import Published, published_of
from cakupan.statements.spans import Span
from cakupan_app.work.check import checked_text
from cakupan_app.work.code import code_version
from cakupan_app.work.rights import OBSERVE, Actor
from cakupan_app.work.texts_sent import NotSent, TextSent
from cakupan_app.work.trail import Telling, note, untold

if TYPE_CHECKING:
    from cakupan_app.ledger.models import PublishedText as Line

KEPT, WITHDRAWN = "text_kept", "text_withdrawn"  # as the trail calls them
_LONGEST, _LONGEST_ADDRESS = 150, 500
_OF_A_CLAIM = ("kind", "unit", "as_of", "place", "place_code", "segment", "quote", "qualifier")


@dataclass(frozen=True, slots=True)
class KeptText:
    """A text as it is kept: by its hash, with what it claims; the text itself is not."""

    id: int
    sha256: str
    name: str
    source: str
    url: str
    published_on: date | None
    place: str
    verdict: str
    figures: tuple[Published, ...]
    kept_at: datetime
    kept_by: str

    @property
    def places(self) -> frozenset[str]:
        """By code: what was said of it, and the places of its figures."""
        return _places(self.place, (one.claim.place_code for one in self.figures))


@dataclass(frozen=True, slots=True)
class Observed:
    """What became of one text: `kept`, `unchanged` where it is kept already, or `refused` with the problem."""

    name: str
    status: Literal["kept", "unchanged", "refused"]
    sha256: str = ""
    verdict: str = ""
    claims: int = 0
    problem: Refused | None = None


def sha256_of(text: str) -> str:
    """By what a text is known: its words, however they were wrapped."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def observe(
    sent: Iterable[TextSent | NotSent], *, at: datetime, by: str, told: Callable[[int], None] = lambda _: None
) -> tuple[Observed, ...]:
    """Check each text and keep what it claims: all of them, or where one cannot be written none; what is refused or
    kept already does not keep the others out. `told` hears how many were read."""
    found: list[tuple[Observed, dict[str, Any] | None]] = []
    known = {one.sha256 for one in kept_texts()}
    for number, one in enumerate(sent, start=1):
        found.append(_read(one, known, at, by))
        known.add(found[-1][0].sha256)
        told(number)
    _write([columns for _, columns in found if columns is not None])
    return tuple(one for one, _ in found)


def keep(actor: Actor, sent: TextSent, *, whole: str, at: datetime) -> Observed:
    """As `observe`, of one text, by somebody who may keep those of its places (`_refuse_unless_theirs`), in the
    workspace about the area `whole`; else NotAllowed. It stands on the trail."""
    actor.refuse_unless_anywhere(OBSERVE)
    observed, columns = _read(sent, {one.sha256 for one in kept_texts()}, at, actor.email)
    if observed.problem is not None:
        raise observed.problem
    if columns is not None:
        _refuse_unless_theirs(actor, _places(sent.place, (one["place_code"] for one in columns["claims"])), whole)

    def telling() -> None:
        note(actor, KEPT, at=at, area=sent.place, subject=observed.sha256[:12], figures=observed.claims)

    if columns is not None:
        _write([columns], telling)
    return observed


def _read(one: TextSent | NotSent, known: set[str], at: datetime, by: str) -> tuple[Observed, dict[str, Any] | None]:
    if isinstance(one, NotSent):
        return Observed(one.name, "refused", problem=one.problem), None
    try:
        words = {"name": _checked(one.name)[:_LONGEST], "source": _checked(one.source)[:_LONGEST]}
        words["url"] = _address(one.url)
    except Refused as problem:
        return Observed(one.name if problem.code == "text_url_unusable" else "–", "refused", problem=problem), None
    sha256 = sha256_of(one.text)
    if sha256 in known:
        return Observed(one.name, "unchanged", sha256), None
    checked = checked_text(one.text, published_on=one.published, place=one.place)
    figures = published_of(checked, sha256)
    columns = {
        **words,
        "sha256": sha256,
        "published_on": one.published_on,
        "place": one.place,
        "verdict": checked.verdict,
        "claims": [_document(figure) for figure in figures],
        "read_by": code_version(),
        "kept_at": at,
        "kept_by": by,
    }
    return Observed(one.name, "kept", sha256, checked.verdict, len(figures)), columns


def _checked(words: str) -> str:
    """What somebody says of a text, tidied; Refused where it holds the number of a person."""
    told = " ".join(words.replace("\0", "").split())
    if holds_number_of_person(told):
        raise Refused("text_words_hold_number")
    return told


def _address(words: str) -> str:
    """A web address, to be followed from a page; Refused where it is none."""
    told = _checked(words)
    if told and (len(told) > _LONGEST_ADDRESS or not told.startswith(("https://", "http://"))):
        raise Refused("text_url_unusable", url=told[:60])
    return told


def _write(rows: Sequence[Mapping[str, Any]], telling: Telling = untold) -> None:
    from django.db import transaction

    from cakupan_app.ledger.later import make_tables
    from cakupan_app.ledger.models import PublishedText as Line

    make_tables()
    with transaction.atomic():
        for columns in rows:
            Line.objects.create(**columns)
        telling()


def withdraw(id_: int, *, at: datetime, by: str, telling: Telling = untold) -> KeptText:
    """Take a text out of the series again; its line stays. Refused where there is none, or it was taken out before."""
    from django.db import transaction

    from cakupan_app.ledger.models import PublishedText as Line

    found = next((one for one in kept_texts() if one.id == id_), None)
    if found is None:
        raise Refused("published_text_unknown", id=id_)
    with transaction.atomic():
        about = {"sha256": found.sha256, "name": found.name, "verdict": found.verdict, "read_by": code_version()}
        Line.objects.create(**about, claims=[], kept_at=at, kept_by=by, withdraws_id=id_)
        telling()
    return found


def withdraw_as(actor: Actor, id_: int, *, whole: str, at: datetime) -> KeptText:
    """As `withdraw`, by somebody who may keep texts of its places, as `keep`; else NotAllowed. It stands on the
    trail."""
    actor.refuse_unless_anywhere(OBSERVE)
    found = next((one for one in kept_texts() if one.id == id_), None)
    if found is None:
        raise Refused("published_text_unknown", id=id_)
    _refuse_unless_theirs(actor, found.places, whole)
    telling = partial(note, actor, WITHDRAWN, at=at, area=found.place, subject=found.sha256[:12])
    return withdraw(id_, at=at, by=actor.email, telling=telling)


def may_withdraw(actor: Actor, text: KeptText, whole: str) -> bool:
    """Whether `withdraw_as` would let them."""
    return all(actor.may(OBSERVE, area) for area in _areas(text.places, whole))


def _refuse_unless_theirs(actor: Actor, places: frozenset[str], whole: str) -> None:
    for area in sorted(_areas(places, whole)):
        actor.refuse_unless(OBSERVE, area)


def _areas(places: frozenset[str], whole: str) -> frozenset[str]:
    """The areas in each of which somebody needs the right, to keep a text of these places or to take it out.

    Of several places the right is needed in each: whoever takes a text out takes away every figure in it. A place
    outside the workspace, and none at all, are the business of whoever keeps texts for the workspace as a whole.
    """
    return frozenset(one if is_within(one, whole) else whole for one in places or {whole})


def _places(told: str, of_figures: Iterable[str | None]) -> frozenset[str]:
    """The places of a text by code: the one that was said of it, and those of its figures."""
    return frozenset(one for one in (told, *of_figures) if one)


def kept_texts() -> tuple[KeptText, ...]:
    """Every text that is kept and was not taken out, in the order they were."""
    from cakupan_app.ledger.later import rows_of
    from cakupan_app.ledger.models import PublishedText as Line

    rows = rows_of(Line)
    gone = {one.withdraws_id for one in rows if one.withdraws_id is not None}
    return tuple(_kept(one) for one in rows if one.withdraws_id is None and one.pk not in gone)


def published_texts(within: str = NATION) -> tuple[Published, ...]:
    """What all kept texts claim of `within` and what lies in it; of everywhere, unless an area is named."""
    return tuple(
        figure
        for text in kept_texts()
        for figure in text.figures
        if within == NATION or (figure.claim.place_code is not None and is_within(figure.claim.place_code, within))
    )


def _kept(line: "Line") -> KeptText:
    about = {"source": line.source or line.name, "url": line.url, "published_on": line.published_on}
    figures = tuple(_published(one, line.sha256, about) for one in line.claims)
    return KeptText(
        line.pk, line.sha256, line.name, line.source, line.url, line.published_on, line.place, line.verdict,
        figures, line.kept_at, line.kept_by,
    )  # fmt: skip


def _document(one: Published) -> dict[str, Any]:
    """A figure as the ledger keeps it; decimals as text, so that none is rounded."""
    told = {name: getattr(one.claim, name) for name in _OF_A_CLAIM}
    bounds = {name: str(getattr(one.bounds, name)) for name in ("point", "low", "high", "step")}
    return {**told, "value": str(one.claim.value), "span": list(one.claim.span), "bounds": bounds, "fares": one.verdict}


def _published(told: Mapping[str, Any], text: str, about: Mapping[str, Any]) -> Published:
    value = Decimal(told["value"])
    whole = int(value) if value == value.to_integral_value() else value
    claim = Claim(**{name: told[name] for name in _OF_A_CLAIM}, value=whole, span=tuple(told["span"]))
    bounds = Span(**{name: Decimal(number) for name, number in told["bounds"].items()})
    return Published(claim, bounds, text, verdict=told["fares"], **about)
