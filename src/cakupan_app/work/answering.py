"""What a sender gets back for a file: the file itself, marked, and a receipt, as text and as a page to print."""

from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan import regions
from cakupan.basics.month import JAKARTA
from cakupan.basics.refused import Refused
from cakupan.intake import Reading
from cakupan.intake.content import Content, hash_of
from cakupan.reports.forms import forms
from cakupan.reports.labels import Label
from cakupan.reports.marked import marked_workbook
from cakupan.reports.receipt import ReceiptFacts, receipt_html, receipt_text
from cakupan.reports.voice import Lang, Say
from cakupan_app.work.corrections import mended_since
from cakupan_app.work.decide import the_one
from cakupan_app.work.judge import Desk
from cakupan_app.work.letters import Arrival
from cakupan_app.work.outputs import put
from cakupan_app.work.readers import readers
from cakupan_app.work.receive import Received, Terms
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan_app.ledger.history import Standing

_CODE = 8  # digits of a file's hash in the names of what is sent back: two files of one village are told apart
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*', "-") | dict.fromkeys(map(chr, range(32)), ""))
_LONGEST = 120  # letters of a name: a folder in a folder must stay within what Windows opens


@dataclass(frozen=True, slots=True)
class Voice:
    """In which language, and from which sentences, what is sent back is written."""

    say: Say
    lang: Lang

    def worded(self, refusal: Refused) -> str:
        return self.say(refusal.code, refusal.facts, self.lang)


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the answers to a file were written, and why one of them was not; a file of which nothing could be read has
    no marked workbook."""

    marked: Path | None = None
    receipt: Path | None = None
    page: Path | None = None
    error: Refused | None = None


def answer(
    workspace: Workspace,
    received: Received,
    arrival: Arrival,
    out: Path,
    terms: Terms,
    voice: Voice,
    label: Label | None = None,
) -> Answer:
    """Write the answers to a received file into the folder `out`, under names that Windows takes too.

    A file that was received before was answered before: what lies there is left as it is, unless rows of it were mended
    since. Whatever cannot be written
    is told in the answer itself: what was received stays so, and the next file has its turn.
    """
    base = _base(_named(label, received.name), received.reading.sha256 if received.reading else _code_of(arrival))
    marked = out / f"{base} - {voice.say('answer_marked', {}, voice.lang)}.xlsx" if received.reading else None
    receipts = _receipts(out, base, voice)
    if (
        received.status == "unchanged"
        and not received.mended
        and marked
        and all(path.exists() for path in (marked, *receipts))
    ):
        return Answer(marked, *receipts)
    failed = _mark(received, arrival, marked, voice) if marked else None
    facts = ReceiptFacts(
        name=_bare(received.name),
        status=received.status.value,
        at=terms.at.astimezone(JAKARTA),
        by=regions.area(workspace.area).title,
        reading=received.reading,
        title=title_of(label, voice.lang) if label else "",
        place=_place_of(label) if label else "",
        because=[voice.worded(one) for one in (received.error, *received.held_because, failed) if one],
        returned=marked.name if marked and not failed else "",
        news=_news(received, voice),
        code=_code_of_earlier(received),
    )
    return _answered(None if failed else marked, facts, receipts, voice, failed)


def _news(received: Received, voice: Voice) -> list[str]:
    """What a file brought beside rows of its own: repairs of earlier ones; or nothing that they do not have."""
    if received.judged is None:
        return []
    if received.status == "unchanged":
        earlier = tuple(f"{one.name} ({one.sha256[:12]})" for one in received.judged.received_in)
        return [voice.say("receipt_received_in", {"earlier": earlier}, voice.lang)]
    code = "receipt_mended_while_held" if received.status == "held" else "receipt_mended"
    return [
        voice.say(code, {"mended": one.mended, "name": one.name, "file": one.sha256[:12]}, voice.lang)
        for one in received.judged.corrects
        if one.mended
    ]


def _code_of_earlier(received: Received) -> str:
    """By which code the office finds the rows of a file that is not kept: that of the earlier one which has them."""
    kept_elsewhere = received.judged.received_in if received.judged and received.status == "unchanged" else ()
    return kept_elsewhere[0].sha256[:12] if kept_elsewhere else ""


def answer_unmatched(
    workspace: Workspace, arrival: Arrival, refusal: Refused, out: Path, terms: Terms, voice: Voice
) -> Answer:
    """Write a receipt for a file that was not received, because nobody knows whose list it is."""
    facts = ReceiptFacts(
        name=_bare(arrival.name),
        status="unmatched",
        at=terms.at.astimezone(JAKARTA),
        by=regions.area(workspace.area).title,
        because=[voice.worded(refusal)],
    )
    base = _base(arrival.name, _code_of(arrival))
    return _answered(None, facts, _receipts(out, base, voice), voice)


def _mark(received: Received, arrival: Arrival, marked: Path, voice: Voice) -> Refused | None:
    """Write the marked workbook, or say why there is none."""
    try:
        put(
            marked,
            _marked(
                arrival.content(), arrival.size, received.taken, _bare(received.name), voice, received.status == "held"
            ),
        )
    except Refused as refusal:
        return refusal
    return None


def _marked(content: Content, size: int, reading: Reading, name: str, voice: Voice, held: bool) -> bytes:
    """The marked workbook, made by a reader: it opens the sender's bytes. Refused where it cannot be made."""
    given = content, reading, name, voice.say, voice.lang, held
    try:
        return readers().call(marked_workbook, *given, name=name, size=size)
    except Refused as refusal:
        raise Refused("not_marked", name=name, problem=refusal.code) from None


def _answered(
    marked: Path | None, facts: ReceiptFacts, paths: tuple[Path, Path], voice: Voice, failed: Refused | None = None
) -> Answer:
    text, page = paths
    try:
        put(text, receipt_text(facts, voice.say, voice.lang).encode("utf-8"))
        put(page, receipt_html(facts, voice.say, voice.lang).encode("utf-8"))
    except Refused as refusal:
        return Answer(marked, error=failed or refusal)
    return Answer(marked, text, page, failed)


def errors_of(workspace: Workspace, sha256: str, out: Path, voice: Voice) -> tuple[Reading, int]:
    """Write the marked workbook of a file that was received earlier; what its reading says comes back, and how many
    rows of it were mended since.

    Refused where no file, or more than one, has this hash, and where no workbook can be made or written as `out`.
    """
    if out.suffix.casefold() != ".xlsx":
        raise Refused("out_not_xlsx", path=str(out))
    book, reading, mended = marked_of(workspace, sha256, voice)
    put(out, book)
    return reading, mended


def marked_of(workspace: Workspace, sha256: str, voice: Voice) -> tuple[bytes, Reading, int]:
    """The marked workbook of a file that was received earlier, what its reading says, and how many rows of it were
    mended since. Refused as in `errors_of`."""
    standing = the_one(sha256)
    reading, book = marked_again(workspace, standing, voice)
    return book, reading, sum(len(one.rows) for one in mended_since(standing.receipt))


def marked_again(workspace: Workspace, standing: "Standing", voice: Voice) -> tuple[Reading, bytes]:
    """What the reading of a received file says, and its marked workbook; Refused where none can be made."""
    with Desk(workspace, keeps=False) as desk:
        receipt, reading = standing.receipt, desk.account(standing)
    content = workspace.sources.get(receipt.sha256)
    return reading, marked(content, reading, receipt.name, voice, held=standing.status == "held")


def marked(content: bytes, reading: Reading, name: str, voice: Voice, *, held: bool) -> bytes:
    """A file of these bytes with what is wrong in it marked; Refused where it cannot be made."""
    return _marked(content, len(content), reading, name, voice, held)


def receipt_again(workspace: Workspace, standing: "Standing", voice: Voice) -> bytes:
    """The receipt of a file that was received earlier, as a page to print: as it stands now."""
    with Desk(workspace, keeps=False) as desk:
        receipt, reading = standing.receipt, desk.account(standing)
    facts = ReceiptFacts(
        name=_bare(receipt.name),
        status=standing.status if standing.status in ("accepted", "held") else "refused",
        at=receipt.received_at.astimezone(JAKARTA),
        by=regions.area(workspace.area).title,
        reading=reading,
        place=f"{regions.area(receipt.area).title} ({receipt.area})" if receipt.area else "",
    )
    return receipt_html(facts, voice.say, voice.lang).encode("utf-8")


def _bare(name: str) -> str:
    """What its sender calls a file, without the parcel in which it came.

    >>> _bare("WhatsApp Chat.zip/usulan.xlsx")
    'usulan.xlsx'
    """
    return name.rpartition("/")[2]


def _base(name: str, code: str) -> str:
    """How what is sent back is named: names of which a NIK was masked are alike, their codes are not."""
    end = f" ({code[:_CODE]})" if code else ""
    return f"{safe_name(name)[: _LONGEST - len(end)]}{end}"


def _code_of(arrival: Arrival) -> str:
    """The hash of what a file says; of one that cannot be read, of its parcel with its place there."""
    with suppress(Refused, OSError):
        return hash_of(arrival.content())
    parcel = arrival.name
    with suppress(OSError):
        parcel = hash_of(arrival.path)
    return sha256(f"{parcel} {arrival.at}".encode()).hexdigest()


def _receipts(out: Path, base: str, voice: Voice) -> tuple[Path, Path]:
    name = f"{base} - {voice.say('answer_receipt', {}, voice.lang)}"
    return out / f"{name}.txt", out / f"{name}.html"


def title_of(label: Label, lang: Lang) -> str:
    """What a form is called: its list and its round."""
    title = forms()[label.kind].titles[lang]
    return f"{title[:1].lower()}{title[1:]} {label.round}".strip()


def form_name(label: Label) -> str:
    """How the file of a form is named: its code, its area, its list and its round.

    >>> form_name(Label("nominations", "16.06.04.2010", "2026-1", "16.06"))
    '16.06.04.2010 Bukit Selabu - usulan 2026-1'
    """
    area = regions.area(label.area)
    return safe_name(f"{area.code} {area.name} - {forms()[label.kind].word} {label.round}".strip())


def safe_name(text: str) -> str:
    """A name of a file that every system takes.

    >>> safe_name('Tanjung "A"/B. ')
    'Tanjung -A--B'
    """
    return text.translate(_FORBIDDEN)[:_LONGEST].rstrip(". ")


def _named(label: Label | None, name: str) -> str:
    return form_name(label) if label else Path(name).stem


def _place_of(label: Label) -> str:
    return f"{regions.area(label.area).title} ({label.area})"
