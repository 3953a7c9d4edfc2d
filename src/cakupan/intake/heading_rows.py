"""How a column is headed where its heading takes several rows: what stands above, joined with what stands below."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cakupan.intake.folding import fold
from cakupan.intake.shape import Columns
from cakupan.intake.sheet import Cell, text_of
from cakupan.intake.vocabulary import vocabulary

MOST_ROWS = 3

_LONGEST = 120  # letters: what is longer is a note, and no heading
_LONG_NUMBER = re.compile(r"\d{4}")  # a code, a year, a NIK: such rows are data or titles
_OF_OTHERS = re.compile(  # a group of columns about somebody else than the person of the row
    r"\b(?:ahli waris|kepala keluarga|kepala rumah tangga|kk|orang ?tua|ayah|bapak|ibu|suami|istri|isteri|pasangan|"
    r"wali|penanggung jawab|pendamping|petugas|penyuluh|pengusul|saksi|ketua|perwakilan|kerabat|kontak darurat|"
    r"heir|spouse|father|mother|guardian|head of household|emergency contact)\b"
)
_BIRTH_PARTS = (
    frozenset({"tgl", "tanggal", "hari", "hr", "day", "dd", "tg"}),
    frozenset({"bln", "bulan", "month", "mm", "bl"}),
    frozenset({"thn", "tahun", "th", "year", "yyyy", "yy"}),
)
_BIRTH = re.compile(
    r"(?:(?:tanggal|tgl|tempat|waktu)\b[a-z ]*)?(?:lahir|lhr|kelahiran)|(?:date of )?birth(?: date)?|dob|ttl"
)
_OF_BIRTH = re.compile(r"(?:lahir|lhr|kelahiran|birth|of birth)")
_SEXES = (
    frozenset({"l", "lk", "laki laki", "laki", "pria", "male"}),
    frozenset({"p", "pr", "perempuan", "wanita", "female"}),
)
_OF_SEX = re.compile(r"\b(?:kelamin|jk|j k|l p|sex|gender)\b")
_FILLING = re.compile(
    r"\b(?:jumlah|jml|total|peserta|pekerja|tenaga kerja|tk|orang|jiwa|aktif|segmen|segment|active|members?|workers?)\b"
)


@dataclass(frozen=True, slots=True)
class Headed:
    """How one column is headed: its texts from the top down, and the spellings to look it up by, the best first.

    `above` is a text that heads other columns too, `below` what tells this one from them.
    """

    title: str
    spellings: tuple[str, ...] = ()
    above: str = ""
    below: str = ""


def may_head(cells: Sequence[Cell]) -> bool:
    """Whether a row may be one of several of a heading: nothing but words, no code, no number, no day."""
    filled = [cell for cell in cells if cell is not None]
    return bool(filled) and all(
        isinstance(cell, str)
        and len(cell) <= _LONGEST
        and any(map(str.isalpha, cell))
        and not _LONG_NUMBER.search(cell)
        for cell in filled
    )


def headed_columns(rows: Sequence[Sequence[Cell]]) -> tuple[Headed, ...]:
    """How each column is headed by these rows, the upper of which may head several columns at once."""
    if len(rows) == 1:
        return tuple(_alone(cell) for cell in rows[0])
    width = max(map(len, rows))
    spread = [_spread(row, rows[at + 1 :], width) for at, row in enumerate(rows)]
    return tuple(_joined([row[at] for row in spread], _is_group(spread, at)) for at in range(width))


def divides_headings(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the last row says nothing but how headings above it are divided: words below blanks or below a group."""
    if len(rows) < 2:
        return False
    above, last = rows[-2], rows[-1]
    below_blank = [at for at, cell in enumerate(last) if cell is not None and above[at] is None]
    heads = [at for at, cell in enumerate(last) if cell is not None and above[at] is not None]
    groups = all(at + 1 < len(above) and above[at + 1] is None and last[at + 1] is not None for at in heads)
    return bool(below_blank) and len(below_blank) + len(heads) > 1 and groups


def _alone(cell: Cell) -> Headed:
    text = text_of(cell)
    return Headed(text, (text,) if isinstance(cell, str) else ())


def _spread(row: Sequence[Cell], below: Sequence[Sequence[Cell]], width: int) -> list[tuple[str, bool]]:
    """For each column what the row says of it, and whether in a cell of its own: a merged cell holds its text once."""
    said: list[tuple[str, bool]] = []
    text = ""
    for at in range(width):
        cell = row[at] if at < len(row) else None
        if cell is not None:
            text = text_of(cell).strip()
        elif not any(at < len(other) and other[at] is not None for other in below):
            text = ""  # nothing stands below: the group has ended
        said.append((text, cell is not None))
    return said


def _is_group(spread: Sequence[Sequence[tuple[str, bool]]], at: int) -> bool:
    """Whether a cell above this column heads the next one too."""
    return any(at + 1 < len(row) and row[at + 1][0] and not row[at + 1][1] for row in spread[:-1])


def _joined(said: Sequence[tuple[str, bool]], group: bool) -> Headed:
    parts: list[str] = []
    for text, _ in said:
        if text and (not parts or fold(text) != fold(parts[-1])):
            parts.append(text)
    if not any(own for _, own in said) or not parts:
        return Headed("")
    if len(parts) == 1:
        return Headed(parts[0], (parts[0],))
    above, below = " ".join(parts[:-1]), parts[-1]
    spellings = [" ".join(parts), " ".join(reversed(parts)), f"{parts[-2]} {below}", f"{below} {parts[-2]}"]
    if not of_others(above):
        spellings.append(below)
    if not group and said[-2][1]:
        spellings.append(parts[-2])  # what stands below it is a remark: (16 digit)
    return Headed(" ".join(parts), tuple(dict.fromkeys(spellings)), above, below)


def laid_out_columns(headed: Sequence[Headed], layout: Columns) -> Mapping[int, frozenset[str]]:
    """Our column for each column (from 0) of which the sender's layout speaks; none where it is not to be read."""
    said = {fold(heading): frozenset({column} - {""}) for heading, column in layout}
    spelt = {at: {*map(fold, (column.title, *column.spellings))} for at, column in enumerate(headed if said else ())}
    return {at: said[found] for at, folded in spelt.items() if (found := min(folded & said.keys(), default=None))}


def birth_parts(headed: Sequence[Headed]) -> tuple[int, ...]:
    """The columns of the day, the month and the year of birth, where it stands in three; else none."""
    found: list[list[int]] = [[], [], []]
    for at, column in enumerate(headed):
        for number, words in enumerate(_BIRTH_PARTS):
            if _birth_word(column) in words:
                found[number].append(at)
    return tuple(at[0] for at in found) if all(len(at) == 1 for at in found) else ()


def _birth_word(column: Headed) -> str:
    """The word that says which part of a birth date a column holds; empty where it holds none."""
    if not column.title:
        return ""
    if column.below:
        within = _BIRTH.fullmatch(fold(column.above).split(" tempat ")[-1]) or _BIRTH.search(fold(column.above))
        return fold(column.below) if within else ""
    words = fold(column.title).split(" ", 1)
    return words[0] if len(words) == 2 and _OF_BIRTH.fullmatch(words[1]) else ""


def sex_parts(headed: Sequence[Headed]) -> tuple[int, ...]:
    """The column of men and that of women, side by side, where a mark in one of the two says the sex; else none."""
    found = [[at for at, column in enumerate(headed) if _sex_word(column) in words] for words in _SEXES]
    beside = all(len(at) == 1 for at in found) and abs(found[0][0] - found[1][0]) == 1
    return tuple(at[0] for at in found) if beside else ()


def _sex_word(column: Headed) -> str:
    """The sex that heads a column, alone or below a heading of the sex; empty where none does."""
    if column.below:
        within = _OF_SEX.search(fold(column.above)) and not of_others(column.above)
        return fold(column.below) if within else ""
    return fold(column.title)


def births_under(headed: Sequence[Headed]) -> tuple[int, ...]:
    """The columns of days below a group of the birth: Tanggal beside Tempat, both below Tempat/Tanggal Lahir."""
    found = []
    for at, column in enumerate(headed):
        words = set(_birth_word(column).split()) if column.below and not of_others(column.above) else set[str]()
        among = [bool(words & part) for part in _BIRTH_PARTS]
        if among[0] and (len(words) == 1 or all(among)) and words <= frozenset().union(*_BIRTH_PARTS):
            found.append(at)
    return tuple(found)


def of_others(heading: str) -> bool:
    """Whether a heading says that its column is about somebody else than the person of the row."""
    return bool(_OF_OTHERS.search(fold(heading)))


def segments_of(headed: Sequence[Headed]) -> Mapping[int, str]:
    """The columns that are headed by a segment, with the segment; none unless there are two at least, all different."""
    found = {at: segment for at, column in enumerate(headed) if (segment := _segment(column))}
    return found if len(found) > 1 and len(set(found.values())) == len(found) else {}


def _segment(column: Headed) -> str | None:
    """The segment that a heading names besides words for people: "PU", "Peserta BPU", "Jakon (aktif)"."""
    if not column.title:
        return None
    known = vocabulary("segment")
    for text in (column.below, column.title):
        whole = known.find(text) if text and not column.above else None
        bare = " ".join(_FILLING.sub(" ", fold(f"{column.above} {column.below}" if column.above else text)).split())
        word = whole or known.find(bare)
        if word and word.word:
            return word.word
    return None
