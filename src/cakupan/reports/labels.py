"""Which form a returned file is (kind, area, round), whatever it is called now and whoever saved it again."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BufferedReader, BytesIO
from zipfile import BadZipFile, ZipFile
from zlib import crc32
from zlib import error as ZlibError  # noqa: N812  # a class, whatever zlib calls it

from cakupan.basics.refused import Refused
from cakupan.intake.content import Content, opened
from cakupan.regions import NATION, area_exists, is_within
from cakupan.reports.forms import form_worded, forms

VERSION = 1
PROPERTY = "cakupan"
"""The custom property of a workbook that carries its label."""

_MARK = "CAKUPAN"
_HIDDEN = "CAKUPAN-DATA"
_TOKEN = re.compile(
    rf"({_MARK}(?:-DATA)?):([a-z]+):(\d[\d.]*):([\w-]{{1,8}}):(\d[\d.]*):(\d+):([0-9a-f]{{4}})", re.ASCII
)
_SHEET_NAME = re.compile(r"(\d{2}(?:\.\d{2}){0,2}(?:\.\d{4})?) ([a-z]+)(?: ([\w-]{1,8}))?", re.ASCII)
_ROUND = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,7}")
_SHEET = re.compile(r"<(?:\w+:)?(?:sheet|table)\b[^<>]{0,2000}>")  # whole tags: who looks beyond one may look for ever
_NAME = re.compile(r'\b(?:table:)?name="([^"]*)"')
_OLE = b"\xd0\xcf\x11\xe0"
_HEAD = 2**20  # bytes of a text or a sheet, at whose top the label stands
_SEARCHED = 2**25  # bytes of what keeps the texts of all sheets together


class Carrier(StrEnum):
    """What of a file said which form it is, the most trusted first."""

    PROPERTIES = "properties"
    HIDDEN_SHEET = "hidden_sheet"
    VISIBLE_LINE = "visible_line"
    SHEET_NAME = "sheet_name"


class LabelsDisagree(Refused):
    """Two labels of one file name different forms: whose list it is, is not for us to guess."""


@dataclass(frozen=True, slots=True)
class Label:
    """Which form this is: its kind, the area that fills it in, its round, and within which area that was sent."""

    kind: str
    area: str
    round: str
    within: str
    version: int = VERSION

    @property
    def token(self) -> str:
        """The label as it is written into a file.

        >>> Label("nominations", "16.06.04.2010", "2026-1", "16.06").token
        'CAKUPAN:nominations:16.06.04.2010:2026-1:16.06:1:3b19'
        """
        return f"{_MARK}:{self.said}:{_check(self.said)}"

    @property
    def hidden_token(self) -> str:
        """The label as the hidden sheet carries it, so that the two are told apart wherever they are found."""
        return f"{_HIDDEN}:{self.said}:{_check(self.said)}"

    @property
    def sheet_name(self) -> str:
        """What the sheet of the list is called: the last carrier that a program leaves. Never more than 31 letters."""
        return f"{self.area} {forms()[self.kind].word} {self.round}"

    @property
    def said(self) -> str:
        """The label without the digits that check it."""
        return f"{self.kind}:{self.area}:{self.round}:{self.within}:{self.version}"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A file's label, and what of the file carried it."""

    label: Label
    carrier: Carrier


def parse_round(text: str) -> str:
    """The round as it is named; Refused where it would not fit into the name of a sheet."""
    if not _ROUND.fullmatch(text.strip()):
        raise Refused("round_unusable", text=text)
    return text.strip()


def label_of(content: Content, name: str) -> Labelled | None:
    """The label that a file carries, by the first carrier that has one; None where it carries none.

    Looked for are the custom properties, the hidden sheet, the visible line and the name of the sheet, in that order;
    the name of the file is not: it lies. LabelsDisagree where two of them name different kinds, areas or rounds, or
    where one was changed by hand. `name` is only spoken of.
    """
    found = list(_found_in(content))
    for carrier, label in found:
        if label is None:
            raise LabelsDisagree("label_damaged", name=name, carrier=carrier)
    labels = [(carrier, label) for carrier, label in found if label is not None]
    if not labels:
        return None
    carrier, first = min(labels, key=lambda one: list(Carrier).index(one[0]))
    for other_carrier, other in labels:
        if _differs(first, other):
            raise LabelsDisagree(
                "labels_disagree", name=name, first=_told(first), second=_told(other), by=carrier, other=other_carrier
            )
    return Labelled(first, carrier)


def _differs(one: Label, other: Label) -> bool:
    # the name of a sheet may have lost its round, and never said within what
    rounds = {one.round, other.round} - {""}
    return (one.kind, one.area) != (other.kind, other.area) or len(rounds) > 1


def _told(label: Label) -> str:
    return f"{label.kind} {label.area} {label.round}".strip()


def _check(said: str) -> str:
    """Four digits that show a label that was typed again or changed by hand."""
    return f"{crc32(said.encode('ascii')) & 0xFFFF:04x}"


def _found_in(content: Content) -> Iterator[tuple[Carrier, Label | None]]:
    with opened(content) as file:
        head = file.read(_HEAD)
        if not head.startswith(b"PK\x03\x04"):
            whole = head + file.read(_SEARCHED) if head.startswith(_OLE) else head
            yield from _in_texts(whole, _encodings_of(head))
            return
        try:
            yield from _in_archive(file)
        except (BadZipFile, ZlibError, OSError, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError):
            return  # a broken workbook is told of by whoever reads it


def _encodings_of(head: bytes) -> tuple[str, ...]:
    if head.startswith(_OLE):
        return "latin-1", "utf-16-le"  # an old workbook keeps short texts in one byte a letter, others in two
    return ("utf-16",) if head.startswith((b"\xff\xfe", b"\xfe\xff")) else ("latin-1",)


def _in_archive(file: BufferedReader | BytesIO) -> Iterator[tuple[Carrier, Label | None]]:
    """The labels of an XLSX, XLSM or ODS, from its parts as they are: no sheet is read for it."""
    with ZipFile(file) as archive:
        names = archive.namelist()

        def head_of(part: str, most: int = _SEARCHED) -> bytes:
            with archive.open(part) as stream:
                return stream.read(most)

        for part in ("docProps/custom.xml", "meta.xml"):
            if part in names:
                yield from ((Carrier.PROPERTIES, label) for _, label in _in_texts(head_of(part)))
        for part in names:
            if part.startswith(("xl/sharedStrings", "content.xml")):
                yield from _in_texts(head_of(part))
            elif part.startswith("xl/worksheets/sheet"):
                yield from _in_texts(head_of(part, _HEAD))
        about = next((part for part in ("xl/workbook.xml", "content.xml") if part in names), None)
        if about:
            yield from _in_sheet_names(_names_of_sheets(head_of(about).decode("utf-8", errors="ignore")))


def _in_texts(raw: bytes, encodings: Iterable[str] = ("utf-8",)) -> Iterator[tuple[Carrier, Label | None]]:
    for encoding in encodings:
        if _MARK.encode(encoding).removeprefix(b"\xff\xfe") not in raw and encoding != "utf-16":
            continue  # most files carry none, and to look for a word is quicker than to decode them
        text = raw.decode(encoding, errors="ignore")
        for mark, kind, area, round_, within, version, check in dict.fromkeys(_TOKEN.findall(text)):
            carrier = Carrier.HIDDEN_SHEET if mark == _HIDDEN else Carrier.VISIBLE_LINE
            label = Label(kind, area, round_, within, int(version))
            yield carrier, label if _check(label.said) == check and _known(label) else None


def _names_of_sheets(text: str) -> Iterator[str]:
    return (name[1] for tag in _SHEET.findall(text) if (name := _NAME.search(tag)))


def _in_sheet_names(names: Iterable[str]) -> Iterator[tuple[Carrier, Label | None]]:
    for name in names:
        found = _SHEET_NAME.fullmatch(name.strip())
        form = form_worded(found[2]) if found else None
        if found and form and area_exists(found[1]):
            yield Carrier.SHEET_NAME, Label(form.kind, found[1], found[3] or "", found[1])


def _known(label: Label) -> bool:
    return (
        label.kind in forms()
        and area_exists(label.area)
        and (area_exists(label.within) or label.within == NATION)
        and is_within(label.area, label.within)
    )
