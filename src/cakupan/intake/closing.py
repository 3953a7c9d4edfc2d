"""Which rows below the data close a sheet: place and day, who signs, notes."""

import re
from collections.abc import Collection, Sequence

from cakupan.intake.folding import fold
from cakupan.intake.sheet import Sheet, text_of

_SIGNER_LINES = 3  # below an office: what more it is called, a name, a rank
_OFFICE = (
    r"(?:kepala|sekretaris|bupati|wali ?kota|gubernur|camat|lurah|kades|kaur|kasi|bendahara|ketua|direktur|pimpinan|"
    r"koordinator|pendamping|petugas|operator|penanggung jawab|head of)\b"
)
_SIGNED = re.compile(
    r"(?:mengetahui|menyetujui|disetujui|diperiksa|dibuat|disusun|disahkan|dilaporkan|ttd|tanda tangan|"
    r"yang (?:membuat|menyatakan|mengusulkan|melaporkan)|hormat kami|"
    rf"signed|approved|prepared|acknowledged)\b|{_OFFICE}|"
    # "An" alone begins names of people, and so may PJ
    rf"(?:pj|plt|plh|an|a n|ub|u b) {_OFFICE}|(?:plt|plh|a n|ub|u b)$"
)
_STAFF = re.compile(r"(?:nip|nrp|niap|nipd)(?: [\dx ]*)?")
_STAFF_NUMBER = re.compile(r"\d{8}\s*\d{6}\s*\d\s*\d{3}")
_PLACE_AND_DAY = re.compile(r"[^\d,]+,\s*(?:tgl\.?|tanggal)?\s*[\d._…]*\s*[a-z]+\s+\d{4}", re.IGNORECASE)
_NOTE = re.compile(
    r"(?:catatan|keterangan|dicetak|demikian|per tanggal|notes?|printed|sumber data)\b|(?:halaman|hal|page) \d|"
    r"data (?:per|sementara|diolah|dari|yang|ini)\b"
)
_LABELLED_NOTE = re.compile(r"\*|(?:ket|sumber|data|source)\b[^:]*:", re.IGNORECASE)


def closing_rows(sheet: Sheet, rows: Sequence[int], ours: Collection[int]) -> list[int]:
    """Those of the last rows of a sheet that close it; `ours` are the columns (from 0) that say something to us.

    What shows itself as such is set aside, with the names below it in the same column, and so is a row that says
    nothing in a column of ours. Any other row may be a damaged one of data.
    """
    closed: list[int] = []
    left: dict[int, int] = {}  # how many lines about a signer may yet follow in a column
    for row in rows:
        texts = {at: text_of(cell).strip() for at, cell in enumerate(sheet.row(row)) if cell is not None}
        said = {at: text for at, text in texts.items() if any(map(str.isalnum, text))}
        others = [at for at, text in said.items() if not closes(text)]
        if not any(at in ours for at in others) or all(left.get(at) for at in others):
            closed.append(row)
            left |= {at: _lines_below(text, left.get(at, 0)) for at, text in said.items()}
    return closed


def _lines_below(text: str, left: int) -> int:
    """How many more lines of a column may be about who signs there, once it says this."""
    if is_staff_number(text):
        return 0
    return _SIGNER_LINES if _signs(text) else max(0, left - 1)


def closes(text: str) -> bool:
    """Whether a text at the end of a sheet shows itself as no data: who signs, where and when, a note."""
    return _signs(text) or is_staff_number(text) or bool(_LABELLED_NOTE.match(text.strip()) or _NOTE.match(fold(text)))


def is_staff_number(text: str) -> bool:
    """Whether a text is the number of a civil servant who signs, with or without its label."""
    return bool(_STAFF_NUMBER.fullmatch(text.strip()) or _STAFF.fullmatch(fold(text)))


def _signs(text: str) -> bool:
    return bool(_SIGNED.match(fold(text)) or _PLACE_AND_DAY.fullmatch(text.strip()))
