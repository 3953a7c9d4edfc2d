"""What a long sheet of an XLSX holds column by column, where its XML leaves no doubt; the same as cell by cell.

Lists of hundreds of thousands of rows are written by programs, each cell like the next:
`<c r="A2" s="1" t="s"><v>15</v></c>`, or with its text inside, `<c r="A2" t="inlineStr"><is><t>Siti</t></is></c>`. Such
a sheet is read with a few passes over its bytes; any other is left to calamine, and so is every value that is not a
plain text: only the different ones are shown to it.
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
_ITEM = re.compile(rb"<si>(.*?)</si>", re.DOTALL)
_PLAIN = "^<t>[^<&]*</t>$"
# what readers take in different ways
_LOOSE = r"^<t>\s|\s</t>$|^<t></t>$|_x[0-9a-fA-F]{4}_|\r"


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """Texts as a workbook holds them; of an `odd` one (by number) the XML stands in place of the text."""

    texts: "pa.Array"
    odd: "Ints"


@dataclass(frozen=True, slots=True, eq=False)
class PlainSheet:
    """The cells of a sheet: for each column and row the number of a text, from `len(texts)` on that of a sample, or -1
    where it is blank. Each sample is the attributes and the content of a cell."""

    codes: "NDArray[np.int32]"
    texts: "pa.Array"
    samples: tuple[tuple[str, str], ...]

    def sample_rows(self) -> bytes:
        """A sheet, as XML, of each sample in a row of its own, and a last row that is not blank."""
        cells = (
            f'<row r="{row}"><c r="A{row}" {attributes}>{content}</c></row>'
            for row, (attributes, content) in enumerate((*self.samples, ('t="n"', "<v>0</v>")), 1)
        )
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        return f'<worksheet xmlns="{space}"><sheetData>{"".join(cells)}</sheetData></worksheet>'.encode()


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """The filled cells of a part of a sheet: where they stand, and the number of a shared text, or _NUMBER or _INLINE;
    of the numbers their styles and values, of the others their own texts, as XML."""

    rows: "Ints"
    columns: "Ints"
    codes: "Ints"
    styles: "Ints"
    numbers: "pa.Array"
    inline: "pa.DictionaryArray"


_NUMBER, _INLINE = -1, -2


def shared_texts(raw: bytes) -> Texts | None:
    """The shared texts of a workbook in their order; None where they cannot be told apart without a parser."""
    import pyarrow as pa

    found = _ITEM.findall(raw)
    return None if len(found) != raw.count(b"<si") else _told(pa.array(found, pa.binary()))


def _told(contents: "pa.Array") -> Texts | None:
    """The texts that `<t>...</t>` and its like hold; None where they are no UTF-8."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        written = contents.cast(pa.string())
    except pa.ArrowInvalid:
        return None
    plain = pc.and_not(pc.match_substring_regex(written, _PLAIN), pc.match_substring_regex(written, _LOOSE))
    if not len(written) or pc.all(plain).as_py():
        return Texts(pc.utf8_slice_codeunits(written, 3, -4), np.array([], np.int64))
    texts = pc.if_else(plain, pc.utf8_slice_codeunits(written, 3, -4), written)
    return Texts(texts, (~plain.to_numpy(zero_copy_only=False)).nonzero()[0])


def plain_sheet(raw: bytes, shared: Texts, name: str) -> PlainSheet | None:
    """What the XML of a sheet holds; None where only a parser may say.

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
    return _assembled(whole, shared, name) if whole and len(whole) == len(parts) else None


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
    import numpy as np

    here = raw[start : end + 32]  # what is looked at may lie behind the last tag
    tags = (here[: end - start] == ord("<")).nonzero()[0]
    kinds = here[tags + 1]
    if not np.isin(kinds, list(b"c/rvit")).all():
        return None
    values, texts = ((kinds == ord(letter)).nonzero()[0] for letter in "vt")
    begun = np.concatenate([values - 1, texts - 2])  # the cells that hold something
    if not len(begun) or begun.min() < 0 or not _blanks_are_empty(here, tags, kinds == ord("c"), begun):
        return None
    valued, told = _valued(here, tags, values), _inline(here, tags, texts)
    return None if valued is None or told is None else _together(valued, told)


def _together(valued: _Cells, told: _Cells) -> _Cells:
    import numpy as np

    rows, columns, codes = (
        np.concatenate([getattr(part, name) for part in (valued, told)]) for name in ("rows", "columns", "codes")
    )
    return _Cells(rows, columns, codes, valued.styles, valued.numbers, told.inline)


def _blanks_are_empty(here: "Bytes", tags: "Ints", cells: "Flags", begun: "Ints") -> bool:
    """Whether each cell that is not `begun` holds nothing, and each tag of a row is one."""
    import numpy as np

    if not cells[begun].all():
        return False
    blank = cells.copy()
    blank[begun] = False
    at = blank.nonzero()[0]
    if len(at) and at[-1] + 1 >= len(tags):
        return False
    following = tags[at + 1] if len(at) else at
    closed = (here[following - 1] == ord(">")) & (here[following - 2] == ord("/"))
    ended = (here[following + 1] == ord("/")) & (here[following + 2] == ord("c"))
    rows = tags[here[tags + 1] == ord("r")]
    return bool((closed | ended).all()) and bool(np.all(here[rows + 2] == ord("o")))


def _valued(here: "Bytes", tags: "Ints", values: "Ints") -> _Cells | None:
    """The cells `<c r="A1" s="1" t="s"><v>15</v></c>`, of which style and type may be missing; None where one is
    otherwise."""
    import numpy as np

    if len(values) and values[-1] + 2 >= len(tags):
        return None
    begins, opened, ended, left = (tags[values + step] for step in (-1, 0, 1, 2))
    fits = _all(here, opened, "<v>") and _all(here, ended, "</v>") and _all(here, left, "</c>")
    placed = _placed(here, begins) if fits else None
    if placed is None:
        return None
    rows, columns, styles, at = placed
    typed = here[at] == ord(" ")
    shared = typed & (here[at + 4] == ord("s"))
    well = shared | (here[at + 4] == ord("n"))
    for step, letter in ((1, "t"), (2, "="), (3, '"'), (5, '"')):
        well &= here[at + step] == ord(letter)
    at = np.where(typed, at + 6, at)
    if not (well | ~typed).all() or not _all(here, at, ">") or not (at + 1 == opened).all():
        return None
    start, of_texts, others = opened + 3, shared.nonzero()[0], (~shared).nonzero()[0]
    numbers, after = _numbers(here, start[of_texts], 7)
    longest = (ended - start)[others].max(initial=0)
    if not (after == ended[of_texts]).all() or not (ended > start).all() or longest > _LONGEST_VALUE:
        return None
    codes = np.full(len(start), _NUMBER, np.int64)
    codes[of_texts] = numbers
    return _Cells(rows, columns, codes, styles[others], _slices(here, start[others], ended[others]), _nothing())


def _inline(here: "Bytes", tags: "Ints", texts: "Ints") -> _Cells | None:
    """The cells `<c r="A1" s="1" t="inlineStr"><is><t>Siti</t></is></c>`, of which the style may be missing, and their
    text be marked as kept with its blanks; None where one is otherwise."""
    import numpy as np

    if len(texts) and texts[-1] + 3 >= len(tags):
        return None
    begins, opened, told, ended, left, last = (tags[texts + step] for step in range(-2, 4))
    fits = _all(here, opened, "<is>") and _all(here, told, "<t") and _all(here, ended, "</t>")
    fits = fits and _all(here, left, "</is>") and _all(here, last, "</c>") and bool((told == opened + 4).all())
    placed = _placed(here, begins) if fits and (left == ended + 4).all() else None
    if placed is None:
        return None
    rows, columns, _, at = placed
    if not _all(here, at, ' t="inlineStr">') or not (at + 15 == opened).all():
        return None
    marked = told[here[told + 2] != ord(">")]
    if not _all(here, marked, '<t xml:space="preserve">'):
        return None
    written = _slices(here, told, ended + 4).dictionary_encode()
    nothing = np.array([], np.int64)
    return _Cells(rows, columns, np.full(len(rows), _INLINE, np.int64), nothing, _no_bytes(), written)


def _placed(here: "Bytes", begins: "Ints") -> "tuple[Ints, Ints, Ints, Ints] | None":
    """Of each cell `<c r="A1" s="1"` the row, the column, the style (0 where it has none), and where that ends."""
    import numpy as np

    if not _all(here, begins, '<c r="'):
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
    if not styled.any():
        return rows, columns - 1, np.zeros(len(at), np.int64), at
    styles, after = _numbers(here, np.where(styled, at + 4, at), 5)
    well = (here[at + 2] == ord("=")) & (here[at + 3] == ord('"')) & (here[after] == ord('"')) & (after > at + 4)
    if not (well | ~styled).all():
        return None
    return rows, columns - 1, np.where(styled, styles, 0), np.where(styled, after + 1, at)


def _slices(here: "Bytes", start: "Ints", end: "Ints") -> "pa.Array":
    """The bytes from each start to its end, which lie one after the other."""
    import numpy as np
    import pyarrow as pa

    if not len(start):
        return _no_bytes()
    bounds = np.stack([start, end], axis=1).reshape(-1).astype(np.int32)
    buffers = [None, pa.py_buffer(bounds), pa.py_buffer(here)]
    with_gaps = pa.BinaryArray.from_buffers(pa.binary(), len(bounds) - 1, buffers)
    return with_gaps.take(pa.array(np.arange(0, len(bounds), 2)))


def _no_bytes() -> "pa.Array":
    import pyarrow as pa

    return pa.array([], pa.binary())


def _nothing() -> "pa.DictionaryArray":
    return _no_bytes().dictionary_encode()


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


def _all(here: "Bytes", at: "Ints", text: str) -> bool:
    """Whether `text` stands at every place."""
    return all(bool((here[at + step] == ord(letter)).all()) for step, letter in enumerate(text))


def _assembled(parts: Sequence[_Cells], shared: Texts, name: str) -> PlainSheet | None:
    import numpy as np
    import pyarrow as pa

    rows, columns, codes, styles = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("rows", "columns", "codes", "styles")
    )
    height, width = int(rows.max()), int(columns.max()) + 1
    if height * width > MOST_CELLS:
        raise BrokenFile("file_too_large", name=name)
    inline = _combined([part.inline for part in parts])
    own = _told(inline.dictionary)
    if own is None or codes.max() >= len(shared.texts):
        return None
    texts = pa.concat_arrays([shared.texts, own.texts])
    codes[codes == _INLINE] = len(shared.texts) + inline.indices.to_numpy()
    numbers = codes == _NUMBER
    pairs, samples = _number_samples(styles, pa.chunked_array([part.numbers for part in parts], pa.binary()))
    odd = np.intersect1d(np.concatenate([shared.odd, own.odd + len(shared.texts)]), codes)
    if len(samples) + len(odd) > _MOST_SAMPLES or not all(map(_is_number, samples)):
        return None
    codes[numbers] = len(texts) + pairs
    if len(odd):
        standing = np.arange(len(texts) + len(samples))
        standing[odd] = len(standing) + np.arange(len(odd))
        codes = standing[codes]
        samples += [('t="inlineStr"', f"<is>{content}</is>") for content in texts.take(pa.array(odd)).to_pylist()]
    grid = np.full(width * height, -1, np.int32)
    grid[columns * height + rows - 1] = codes
    if int((grid >= 0).sum()) != len(codes):  # two cells in one place
        return None
    return PlainSheet(grid.reshape(width, height), texts, tuple(samples))


def _combined(parts: "Sequence[pa.DictionaryArray]") -> "pa.DictionaryArray":
    import pyarrow as pa

    found = pa.chunked_array(parts).unify_dictionaries().combine_chunks()
    return found if isinstance(found, pa.DictionaryArray) else found.chunk(0)


def _number_samples(styles: "Ints", written: "pa.ChunkedArray") -> "tuple[Ints, list[tuple[str, str]]]":
    """Of each number which sample it is: the different pairs of a style and what is written."""
    import pyarrow as pa

    values = written.combine_chunks().dictionary_encode()
    many = len(values.dictionary) + 1
    pairs = pa.array(styles * many + values.indices.to_numpy()).dictionary_encode()
    known = [value.decode("ascii", "replace") for value in values.dictionary.to_pylist()]
    told = (divmod(pair, many) for pair in pairs.dictionary.to_pylist())
    return pairs.indices.to_numpy(), [(f's="{style}"', f"<v>{known[value]}</v>") for style, value in told]


def _is_number(sample: tuple[str, str]) -> bool:
    return re.fullmatch(r"<v>-?[0-9.]+(?:[eE][-+]?[0-9]+)?</v>", sample[1]) is not None


def sheet_of_plain(name: str, plain: PlainSheet, values: Sequence[Any], *, hidden: bool) -> Sheet:
    """The sheet, once the value of each sample is known; without the blank rows at its end."""
    unique = plain.texts.dictionary_encode()  # some programs share a text twice
    with ThreadPoolExecutor(2) as threads:
        columns = tuple(threads.map(lambda codes: _column(codes, unique, values), plain.codes))
    used = max((int(filled[-1]) + 1 for column in columns if len(filled := column.codes.nonzero()[0])), default=0)
    return Sheet(name, used, tuple(Column(each.codes[:used], each.distinct) for each in columns), hidden=hidden)


def _column(codes: "NDArray[np.int32]", texts: "pa.DictionaryArray", values: Sequence[Any]) -> Column:
    import numpy as np
    import pyarrow as pa

    first_sample = len(texts)
    numbered = np.append(texts.indices.to_numpy(), np.arange(len(values)) + first_sample).astype(np.int32)
    encoded = pa.array(numbered[codes], mask=codes < 0).dictionary_encode()
    of_text = encoded.dictionary.to_numpy() < first_sample
    if of_text.all():
        return column_of_encoded(encoded.indices, texts.dictionary.take(encoded.dictionary))
    cells = [
        texts.dictionary[code].as_py() if text else values[code - first_sample]
        for code, text in zip(encoded.dictionary.to_pylist(), of_text.tolist(), strict=True)
    ]
    distinct = column_of([*cells, None], cell_of)
    return Column(distinct.codes[encoded.indices.fill_null(len(cells)).to_numpy()], distinct.distinct)
