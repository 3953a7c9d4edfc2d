"""What a page says of a revision: one sentence for each file, rule and group of persons behind it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from cakupan.basics.refused import Fact
from cakupan_app.look.revisions import persons_document
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan_app.work.revisions import NamedChange, Revision

_MOST_FILES = 12
_NEVER_PERSONS = "revision_not_of_linked_persons"  # a recap never had persons to tell of


def revision_told(voice: Voice, one: "Revision") -> dict[str, Any]:
    """From which snapshot to which, by how many, and why, for a page."""
    from cakupan.coverage.revisions import difference

    return {
        "before": one.before,
        "after": one.after,
        "difference": difference(one.before, one.after),
        "reasons": tuple(_reasons(voice, one)),
    }


def _reasons(voice: Voice, one: "Revision") -> Iterable[str]:
    from cakupan.coverage.revisions import differs

    parts = differs(one.before, one.after)
    if parts:
        yield voice.text("revision_differs", parts=tuple(voice.text(f"revision_part_{part}") for part in parts))
    yield from files_told(voice, one.files)
    yield from rules_told(voice, one.rules.items(), one.code is not None)
    if one.persons:
        for part, many in persons_document(one.persons).items():
            if many and part != "difference":
                yield voice.text(f"revision_{part}", many=many)
    if one.missing and one.missing.code != _NEVER_PERSONS:
        yield voice.text(one.missing.code, **one.missing.facts)


def files_told(voice: Voice, files: "tuple[NamedChange, ...]", most: int = _MOST_FILES) -> Iterable[str]:
    """Each file that came or went, and how many more there are."""
    for named in files[:most]:
        yield voice.text(f"revision_{named.change.change}", **_file(voice, named))
    if len(files) > most:
        yield voice.text("revision_more_files", many=len(files) - most)


def rules_told(voice: Voice, rules: Iterable[tuple[str, tuple[str | None, str | None]]], code: bool) -> Iterable[str]:
    """Each counting rule that changed, and whether the program did."""
    for name, (before, after) in rules:
        yield voice.text("revision_rule", rule=name, before=before or "–", after=after or "–")
    if code:
        yield voice.text("revision_code")


def _file(voice: Voice, one: "NamedChange") -> dict[str, Fact]:
    from cakupan.intake.masking import told

    file = one.change.file
    month = voice.shown(file.month, "month") if file.month else voice.text("revision_no_month")
    names: dict[str, Fact] = {
        "name": told(one.name or file.sha256[:12]),
        "instead_of": told(one.instead_of) if one.instead_of else "–",
    }
    return {**names, "about": voice.text(f"revision_kind_{file.kind}"), "month": month, "known_on": one.known_on}
