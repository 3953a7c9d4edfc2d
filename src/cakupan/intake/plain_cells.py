"""Which cells a part of a sheet's XML holds, found by passes over its bytes; nothing where only a parser may say.

The cells are `<c r="A2" s="1" t="s"><v>15</v></c>` or `<c r="A2" t="inlineStr"><is><t>Siti</t></is></c>`, each filled
or blank, and between them there is nothing but the tags of rows.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Flags = NDArray[np.bool_]
    Ints = NDArray[np.int64]

_LONGEST_VALUE = 30  # bytes of a number
_ATTRIBUTES = re.compile(rb'(?:\s+[\w:.]+="[^"<>&]*")*/?')
NUMBER, INLINE = -1, -2


@dataclass(frozen=True, slots=True, eq=False)
class PlainCells:
    """The filled cells of a part of a sheet: where they stand, and the number of a shared text, or NUMBER or INLINE;
    of the numbers their styles and values, of the others their own texts, as XML."""

    rows: "Ints"
    columns: "Ints"
    codes: "Ints"
    styles: "Ints"
    numbers: "pa.Array"
    inline: "pa.DictionaryArray"


def plain_cells(raw: "Bytes", start: int, end: int) -> PlainCells | None:
    """The cells between two places of `raw`, which begin and end between rows."""
    import numpy as np

    here = raw[start : end + 32]  # what is looked at may lie behind the last tag
    tags, ends = ((here[: end - start] == ord(sign)).nonzero()[0] for sign in "<>")
    kinds = here[tags + 1]
    if not np.isin(kinds, list(b"c/rvit")).all() or not _is_tidy(here, tags, ends, kinds):
        return None
    values, texts = ((kinds == ord(letter)).nonzero()[0] for letter in "vt")
    begun = np.concatenate([values - 1, texts - 2])  # the cells that hold something
    if not len(begun) or begun.min() < 0 or not _blanks_are_empty(here, tags, ends, kinds == ord("c"), begun):
        return None
    valued, told = _valued(here, tags, values), _inline(here, tags, texts)
    return None if valued is None or told is None else _together(valued, told)


def _is_tidy(here: "Bytes", tags: "Ints", ends: "Ints", kinds: "Bytes") -> bool:
    """Whether only a value or a text stands between two tags, each that opens is closed, and rows hold all cells."""
    import numpy as np

    if len(ends) != len(tags) or not len(tags) or tags[0] or (ends < tags).any() or (ends[:-1] > tags[1:]).any():
        return False
    hold = np.isin(kinds[:-1], list(b"vt"))
    if not (hold | (tags[1:] == ends[:-1] + 1)).all():
        return False
    shut, opening = kinds == ord("/"), (kinds != ord("/")) & (here[ends - 1] != ord("/"))
    closed, named = 0, here[tags + 2]
    for name in ("row", "c", "v", "is", "t"):
        closing = shut & (named == ord(name[0]))
        closed += int(closing.sum())
        if (opening & (kinds == ord(name[0]))).sum() != closing.sum() or not _all(here, tags[closing], f"</{name}>"):
            return False
    rows = kinds == ord("r")
    depth = np.cumsum((rows & opening).astype(np.int64) - (shut & (named == ord("r"))))
    turns = bool(np.isin(depth, (0, 1)).all()) and depth[-1] == 0 and bool((depth[kinds == ord("c")] == 1).all())
    return turns and closed == shut.sum() and _are_rows(here, tags[rows], ends[rows])


def _are_rows(here: "Bytes", tags: "Ints", ends: "Ints") -> bool:
    """Whether each tag is `<row r="1">`, with whatever other attributes."""
    _, at = _numbers(here, tags + 8, 7)
    if not _all(here, tags, '<row r="') or not _all(here, at, '"') or (at == tags + 8).any():
        return False
    others = _slices(here, at + 1, ends).unique().to_pylist()
    return all(_ATTRIBUTES.fullmatch(one) for one in others)


def _together(valued: PlainCells, told: PlainCells) -> PlainCells:
    import numpy as np

    rows, columns, codes = (
        np.concatenate([getattr(part, name) for part in (valued, told)]) for name in ("rows", "columns", "codes")
    )
    return PlainCells(rows, columns, codes, valued.styles, valued.numbers, told.inline)


def _blanks_are_empty(here: "Bytes", tags: "Ints", ends: "Ints", cells: "Flags", begun: "Ints") -> bool:
    """Whether each cell that is not `begun` is as a cell is written, and holds nothing."""
    if not cells[begun].all():
        return False
    blank = cells.copy()
    blank[begun] = False
    at = blank.nonzero()[0]
    if not len(at):
        return True
    placed = _placed(here, tags[at]) if at[-1] + 1 < len(tags) else None
    if placed is None:
        return False
    closed = here[ends[at] - 1] == ord("/")
    last = ends[at] - closed  # where the attributes end, and a type may still stand before it
    typed = (here[placed[-1]] == ord(" ")) & (here[placed[-1] + 1] == ord("t")) & (here[last - 1] == ord('"'))
    return bool(((placed[-1] == last) | typed).all()) and _all(here, tags[at[~closed] + 1], "</c>")


def _valued(here: "Bytes", tags: "Ints", values: "Ints") -> PlainCells | None:
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
    codes = np.full(len(start), NUMBER, np.int64)
    codes[of_texts] = numbers
    return PlainCells(rows, columns, codes, styles[others], _slices(here, start[others], ended[others]), _nothing())


def _inline(here: "Bytes", tags: "Ints", texts: "Ints") -> PlainCells | None:
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
    return PlainCells(rows, columns, np.full(len(rows), INLINE, np.int64), nothing, _no_bytes(), written)


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
