"""What a long sheet of an XLSX holds column by column, where its XML leaves no doubt; the same as cell by cell.

Lists of hundreds of thousands of rows are written by programs, each cell like the next:
`<c r="A2" s="1" t="s"><v>15</v></c>`. Such a sheet is read with a few passes over its bytes; any other is left to
calamine, and so is every value that is not a text: only the different ones are shown to it.
"""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cakupan.intake.calamined import MOST_CELLS, cell_of
from cakupan.intake.refusals import BrokenFile
from cakupan.intake.sheet import Column, Sheet, column_of, column_of_encoded

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Flags = NDArray[np.bool_]
    Ints = NDArray[np.int64]

_BLOCK = 2**22
_MOST_SAMPLES = 200_000  # with more different numbers nothing is won
_LONGEST_VALUE = 30  # bytes of a number
_BEFORE, _AFTER = b"<sheetData>", b"</sheetData>"
_STRING = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
_LOOSE = re.compile(rb"<t>\s|[^>]\s</t>|<t>\s*</t>|_x[0-9a-fA-F]{4}_|\r")  # what readers take in different ways
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


@dataclass(frozen=True, slots=True, eq=False)
class PlainSheet:
    """The cells of a sheet: for each column and row the number of a shared text, from `first_sample` on that of a
    sample, or -1 where it is blank. Each sample is a style and a number as written."""

    codes: "NDArray[np.int32]"
    first_sample: int
    samples: tuple[tuple[int, str], ...]

    def sample_rows(self) -> bytes:
        """A sheet, as XML, of each sample in a row of its own."""
        cells = (
            f'<row r="{row}"><c r="A{row}" s="{style}"><v>{text}</v></c></row>'
            for row, (style, text) in enumerate(self.samples, 1)
        )
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        return f'<worksheet xmlns="{space}"><sheetData>{"".join(cells)}</sheetData></worksheet>'.encode()


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """The filled cells of a part of a sheet: where they stand, and the shared text, or -1; of those the value."""

    rows: "Ints"
    columns: "Ints"
    shared: "Ints"
    styles: "Ints"
    texts: "pa.Array"


def shared_texts(raw: bytes) -> "pa.Array | None":
    """The shared texts of a workbook in their order; None where some are not plain: set in runs, with odd blanks."""
    import pyarrow as pa

    found = _STRING.findall(raw)
    if len(found) != raw.count(b"<si>") or len(found) != raw.count(b"<si") or _LOOSE.search(raw):
        return None
    texts = b"\0".join(found).decode("utf-8").split("\0") if found else []
    if b"&" in raw:
        try:
            texts = [_unescaped(text) if "&" in text else text for text in texts]
        except ValueError:
            return None
    return pa.array(texts, pa.string())


def _unescaped(text: str) -> str:
    if text.count("&") != len(_REFERENCE.findall(text)):
        raise ValueError("no reference of XML")
    return _REFERENCE.sub(
        lambda found: _NAMED[found[3]] if found[3] else chr(int(found[1], 16) if found[1] else int(found[2])),
        text,
    )


def plain_sheet(raw: bytes, texts: int, name: str) -> PlainSheet | None:
    """What the XML of a sheet holds, where there are so many shared texts; None where only a parser may say.

    BrokenFile where its cells lie so far apart that they cannot be held.
    """
    import numpy as np

    start, end = raw.find(_BEFORE) + len(_BEFORE), raw.rfind(_AFTER)
    if start < len(_BEFORE) or end < 0 or len(raw) - end < 32 or b"<!" in raw[:start] or raw.find(b"<!", start) >= 0:
        return None
    found = np.frombuffer(raw, np.uint8)
    with ThreadPoolExecutor(2) as threads:  # numpy works outside Python
        parts = list(threads.map(lambda span: _cells_in(found, *span), _spans(raw, start, end)))
    whole = [part for part in parts if part is not None]
    return _assembled(whole, texts, name) if whole and len(whole) == len(parts) else None


def _spans(raw: bytes, start: int, end: int) -> Sequence[tuple[int, int]]:
    """Where the parts of the rows begin and end, none within a row."""
    spans = []
    while start < end:
        cut = raw.find(b"</row>", min(start + _BLOCK, end), end)
        after = end if cut < 0 else cut + len(b"</row>")
        spans.append((start, after))
        start = after
    return spans


def _cells_in(raw: "Bytes", start: int, end: int) -> _Cells | None:

    here = raw[start : end + 32]  # what is looked at may lie behind the last tag
    tags = (here[: end - start] == ord("<")).nonzero()[0]
    kinds = here[tags + 1]
    cells, values, closing = kinds == ord("c"), (kinds == ord("v")).nonzero()[0], kinds == ord("/")
    if not (cells | closing | (kinds == ord("v")) | (kinds == ord("r"))).all() or not len(values):
        return None
    if len(values) and (values[0] < 1 or values[-1] + 2 >= len(tags)):
        return None
    begins, opened, ended, left = (tags[values + step] for step in (-1, 0, 1, 2))
    fits = cells[values - 1].all() and closing[values + 1].all() and closing[values + 2].all()
    fits = fits and _all(here, opened + 2, ">") and _all(here, ended + 2, "v") and _all(here, left + 2, "c")
    if not fits or not _blanks_are_empty(here, tags, cells, values):
        return None
    return _parsed(here, begins, opened, ended)


def _blanks_are_empty(here: "Bytes", tags: "Ints", cells: "Flags", values: "Ints") -> bool:
    """Whether each cell without a value holds nothing else, and each tag of a row is one."""
    import numpy as np

    blank = cells.copy()
    blank[values - 1] = False
    at = blank.nonzero()[0]
    if len(at) and at[-1] + 1 >= len(tags):
        return False
    following = tags[at + 1] if len(at) else at
    closed = (here[following - 1] == ord(">")) & (here[following - 2] == ord("/"))
    ended = (here[following + 1] == ord("/")) & (here[following + 2] == ord("c"))
    rows = tags[here[tags + 1] == ord("r")]
    return bool((closed | ended).all()) and bool(np.all(here[rows + 2] == ord("o")))


def _parsed(here: "Bytes", begins: "Ints", opened: "Ints", ended: "Ints") -> _Cells | None:
    """The cells `<c r="A1" s="1" t="s">`, of which style and type may be missing; None where one is otherwise."""
    import numpy as np

    if not all(_all(here, begins + step, letter) for step, letter in enumerate('<c r="')):
        return None
    at = begins + 6
    columns = np.zeros(len(at), np.int64)
    for _ in range(3):
        letters = (here[at] >= ord("A")) & (here[at] <= ord("Z"))
        columns = np.where(letters, columns * 26 + here[at] - 64, columns)
        at = at + letters
    rows, at = _numbers(here, at, 7)
    if not _all(here, at, '"') or not columns.all() or not rows.all():
        return None
    at = at + 1
    styled = (here[at] == ord(" ")) & (here[at + 1] == ord("s"))
    styles, after = _numbers(here, np.where(styled, at + 4, at), 5)
    styled_well = (here[at + 2] == ord("=")) & (here[at + 3] == ord('"')) & (here[after] == ord('"')) & (after > at + 4)
    if not (styled_well | ~styled).all():
        return None
    at = np.where(styled, after + 1, at)
    typed = here[at] == ord(" ")
    shared = typed & (here[at + 4] == ord("s"))
    well = shared | (here[at + 4] == ord("n"))
    for step, letter in ((1, "t"), (2, "="), (3, '"'), (5, '"')):
        well &= here[at + step] == ord(letter)
    if not (well | ~typed).all():
        return None
    at = np.where(typed, at + 6, at)
    if not _all(here, at, ">") or not (at + 1 == opened).all():
        return None
    return _valued(here, _Cells(rows, columns - 1, shared, np.where(styled, styles, 0), None), opened + 3, ended)


def _valued(here: "Bytes", cells: _Cells, start: "Ints", end: "Ints") -> _Cells | None:
    import numpy as np

    shared = cells.shared.nonzero()[0]
    others = (cells.shared == 0).nonzero()[0]
    numbers, after = _numbers(here, start[shared], 7)
    lengths = end[others] - start[others]
    if not (after == end[shared]).all() or not (end > start).all() or lengths.max(initial=0) > _LONGEST_VALUE:
        return None
    codes = np.full(len(start), -1, np.int64)
    codes[shared] = numbers
    texts = _texts(here, start[others], lengths)
    return _Cells(cells.rows, cells.columns, codes, cells.styles[others], texts)


def _texts(here: "Bytes", start: "Ints", lengths: "Ints") -> "pa.Array":
    import numpy as np
    import pyarrow as pa

    offsets = np.zeros(len(start) + 1, np.int32)
    np.cumsum(lengths, out=offsets[1:])
    within = np.arange(int(offsets[-1])) + np.repeat(start - offsets[:-1], lengths)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(here[within].tobytes())]
    return pa.BinaryArray.from_buffers(pa.binary(), len(start), buffers)


def _numbers(here: "Bytes", at: "Ints", most: int) -> "tuple[Ints, Ints]":
    """The numbers of at most so many digits that begin there, and where they end."""
    import numpy as np

    found, going = np.zeros(len(at), np.int64), np.ones(len(at), bool)
    for _ in range(most):
        digits = here[at] - ord("0")  # of bytes: what is no digit comes out above 9
        going = going & (digits < 10)
        if not going.any():
            break
        found = np.where(going, found * 10 + digits, found)
        at = at + going
    return found, at


def _all(here: "Bytes", at: "Ints", letter: str) -> bool:
    return bool((here[at] == ord(letter)).all())


def _assembled(parts: Sequence[_Cells], texts: int, name: str) -> PlainSheet | None:
    import numpy as np
    import pyarrow as pa

    rows, columns, codes, styles = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("rows", "columns", "shared", "styles")
    )
    height, width = int(rows.max()), int(columns.max()) + 1
    if height * width > MOST_CELLS:
        raise BrokenFile("file_too_large", name=name)
    if codes.max() >= texts:
        return None
    written = pa.chunked_array([part.texts for part in parts], pa.binary()).combine_chunks().dictionary_encode()
    pairs = pa.array(styles * (len(written.dictionary) + 1) + written.indices.to_numpy()).dictionary_encode()
    if len(pairs.dictionary) > _MOST_SAMPLES:
        return None
    codes[codes < 0] = texts + pairs.indices.to_numpy()
    grid = np.full(width * height, -1, np.int32)
    grid[columns * height + rows - 1] = codes
    if int((grid >= 0).sum()) != len(codes):  # two cells in one place
        return None
    known = written.dictionary.to_pylist()
    samples = tuple(
        (pair // (len(known) + 1), known[pair % (len(known) + 1)].decode("ascii", "replace"))
        for pair in pairs.dictionary.to_pylist()
    )
    return PlainSheet(grid.reshape(width, height), texts, samples) if all(map(_is_number, samples)) else None


def _is_number(sample: tuple[int, str]) -> bool:
    return re.fullmatch(r"-?[0-9.]+(?:[eE][-+]?[0-9]+)?", sample[1]) is not None


def sheet_of_plain(name: str, plain: PlainSheet, texts: "pa.Array", values: Sequence[Any], *, hidden: bool) -> Sheet:
    """The sheet, once the shared texts and the value of each sample are known; without the blank rows at its end."""
    unique = texts.dictionary_encode()  # some programs share a text twice
    with ThreadPoolExecutor(2) as threads:
        columns = tuple(threads.map(lambda codes: _column(codes, plain, unique, values), plain.codes))
    used = max((int(filled[-1]) + 1 for column in columns if len(filled := column.codes.nonzero()[0])), default=0)
    return Sheet(name, used, tuple(Column(each.codes[:used], each.distinct) for each in columns), hidden=hidden)


def _column(
    codes: "NDArray[np.int32]", plain: PlainSheet, texts: "pa.DictionaryArray", values: Sequence[Any]
) -> Column:
    import numpy as np
    import pyarrow as pa

    numbered = np.append(texts.indices.to_numpy(), np.arange(len(values)) + plain.first_sample).astype(np.int32)
    encoded = pa.array(numbered[codes], mask=codes < 0).dictionary_encode()
    of_text = encoded.dictionary.to_numpy() < plain.first_sample
    if of_text.all():
        return column_of_encoded(encoded.indices, texts.dictionary.take(encoded.dictionary))
    cells = [
        texts.dictionary[code].as_py() if text else values[code - plain.first_sample]
        for code, text in zip(encoded.dictionary.to_pylist(), of_text.tolist(), strict=True)
    ]
    distinct = column_of([*cells, None], cell_of)
    return Column(distinct.codes[encoded.indices.fill_null(len(cells)).to_numpy()], distinct.distinct)
