"""What a long sheet of an XLSX holds column by column, where its XML leaves no doubt; the same as cell by cell.

Lists of hundreds of thousands of rows are written by programs, each cell like the next:
`<c r="A2" s="1" t="s"><v>15</v></c>`, or with its text inside, `<c r="A2" t="inlineStr"><is><t>Siti</t></is></c>`. Such
a sheet is read with a few passes over its bytes; any other is left to calamine, and so is every value that is not a
plain text: only the different ones are shown to it.
"""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from cakupan.intake.calamined import MOST_CELLS, cell_of
from cakupan.intake.plain_cells import INLINE, NUMBER, PlainCells, plain_cells
from cakupan.intake.refusals import BrokenFile
from cakupan.intake.sheet import Column, Sheet, column_of, column_of_encoded

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

_BLOCK = 2**22
_MOST_SAMPLES = 200_000  # with more different numbers nothing is won
_BEFORE, _AFTER = b"<sheetData>", b"</sheetData>"
_ITEM = re.compile(rb"<si>(.*?)</si>", re.DOTALL)
_MERGES = re.compile(rb"<mergeCells\b[^>]*>(?:<mergeCell\b[^<>]*/>)+</mergeCells>")
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
    where it is blank. Each sample is the attributes and the content of a cell; `merges` the XML of merged cells."""

    codes: "NDArray[np.int32]"
    texts: "pa.Array"
    samples: tuple[tuple[str, str], ...]
    merges: str = ""

    def sample_rows(self) -> bytes:
        """A sheet, as XML, of each sample in a row of its own, and a last row that is not blank."""
        cells = (
            f'<row r="{row}"><c r="A{row}" {attributes}>{content}</c></row>'
            for row, (attributes, content) in enumerate((*self.samples, ('t="n"', "<v>0</v>")), 1)
        )
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        return f'<worksheet xmlns="{space}"><sheetData>{"".join(cells)}</sheetData>{self.merges}</worksheet>'.encode()


def shared_texts(raw: bytes) -> Texts | None:
    """The shared texts of a workbook in their order; None where they cannot be told apart without a parser."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pa.array(_ITEM.findall(raw), pa.binary())
    if not len(found):
        return None if b"<si" in raw else _told(found)
    start, end = raw.find(b"<si>"), raw.rfind(b"</si>") + len(b"</si>")
    between = end - start - len(b"<si></si>") * len(found) - pc.sum(pc.binary_length(found)).as_py()
    return None if between or not _is_whole(raw[:start] + raw[end:]) else _told(found)


def _is_whole(rest: bytes) -> bool:
    """Whether what stands around the items is XML."""
    try:
        ElementTree.fromstring(rest)  # noqa: S314  # expat refuses entity bombs
    except (ElementTree.ParseError, LookupError, ValueError):
        return False
    return True


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
    if not _is_whole(raw[:start] + raw[end:]):
        return None
    found = np.frombuffer(raw, np.uint8)
    with ThreadPoolExecutor(2) as threads:  # numpy works outside Python
        parts = list(threads.map(lambda span: plain_cells(found, *span), _spans(raw, start, end)))
    whole = [part for part in parts if part is not None]
    sheet = _assembled(whole, shared, name) if whole and len(whole) == len(parts) else None
    merges = _MERGES.search(raw, end)
    return replace(sheet, merges=merges[0].decode("ascii", "replace")) if sheet and merges else sheet


def _spans(raw: bytes, start: int, end: int) -> Sequence[tuple[int, int]]:
    """Where the parts of the rows begin and end, none within a row."""
    spans = []
    while start < end:
        cut = raw.find(b"</row>", min(start + _BLOCK, end), end)
        after = end if cut < 0 else cut + len(b"</row>")
        spans.append((start, after))
        start = after
    return spans


def _assembled(parts: Sequence[PlainCells], shared: Texts, name: str) -> PlainSheet | None:
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
    codes[codes == INLINE] = len(shared.texts) + inline.indices.to_numpy()
    numbers = codes == NUMBER
    pairs, samples = _number_samples(styles, pa.chunked_array([part.numbers for part in parts], pa.binary()))
    odd = _standing(np.concatenate([shared.odd, own.odd + len(shared.texts)]), codes, len(texts))
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


def _standing(texts: "Ints", codes: "Ints", count: int) -> "Ints":
    """Which of these texts stands in some cell, each once and in their order. `codes`: those of numbers are below 0."""
    import numpy as np

    stands = np.zeros(count + 1, bool)  # the last place is that of numbers
    if len(texts):
        stands[np.maximum(codes, -1)] = True
    asked = np.zeros(count, bool)
    asked[texts] = True
    found: Ints = (stands[:-1] & asked).nonzero()[0]
    return found


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
