"""What was published of a month, and why it changed, as documents: the JSON of the command line and of the API."""

from typing import TYPE_CHECKING, Any

from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.coverage.revisions import Recount, Version
    from cakupan_app.work.revisions import NamedChange, Revision, Told


def month_document(one: "Told") -> dict[str, Any]:
    """A month of a series: what was first said, what is known now, and how far the two may be compared."""
    from cakupan.coverage.revisions import difference, differs

    return {
        "month": one.month,
        "first": version_document(one.first),
        "now": version_document(one.now),
        "difference": difference(one.first, one.now),
        "differs": differs(one.first, one.now),
        "revised": len(one.changes),
        "versions": [version_document(version) for version in one.versions],
    }


def version_document(one: "Version") -> dict[str, Any]:
    """What one snapshot said, with the definition it said it by."""
    from cakupan_app.look.documents import definition_document

    evidence = one.definition.evidence
    return {
        "snapshot": one.snapshot,
        "known_on": one.known_on,
        "members": one.figure.members,
        "potential": one.figure.potential,
        "rate": one.figure.ratio.percent() if one.figure.ratio else None,
        "evidence": evidence.value if evidence else None,
        "definition": definition_document(one.definition),
    }


def revision_document(voice: Voice, one: "Revision") -> dict[str, Any]:
    from cakupan.coverage.revisions import difference, differs
    from cakupan_app.look.documents import worded

    return {
        "from": one.before.snapshot,
        "to": one.after.snapshot,
        "members": difference(one.before, one.after),
        "differs": differs(one.before, one.after),
        "files": [file_document(named) for named in one.files],
        "rules": {name: {"before": before, "after": after} for name, (before, after) in one.rules.items()},
        "code": {"before": one.code[0], "after": one.code[1]} if one.code else None,
        "persons": persons_document(one.persons) if one.persons else None,
        "missing": worded(voice, [one.missing] if one.missing else []),
    }


def file_document(one: "NamedChange") -> dict[str, Any]:
    file = one.change.file
    return {
        "change": one.change.change,
        "name": one.name,
        "sha256": file.sha256,
        "kind": file.kind,
        "month": file.month or None,
        "area": file.area or None,
        "known_on": one.known_on,
        "instead_of": one.instead_of,
    }


def persons_document(one: "Recount") -> dict[str, int]:
    return {
        "came_in": one.came_in,
        "from_elsewhere": one.from_elsewhere,
        "went_out": one.went_out,
        "to_elsewhere": one.to_elsewhere,
        "found_one": one.found_one,
        "found_several": one.found_several,
        "other_segment": one.other_segment,
        "difference": one.difference,
    }
