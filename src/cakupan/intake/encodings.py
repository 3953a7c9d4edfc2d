"""In which encoding a text is written: the one in which all of it can be read, or all but a few broken bytes."""

import codecs
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from io import RawIOBase
from typing import TYPE_CHECKING, BinaryIO

from cakupan.intake.refusals import NotATable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

MENDED = "cakupan.mended"
"""The name under which Python knows what to do with bytes that are not of a text's encoding."""

_BLOCK = 2**22
_FEW_ZEROS = 3
_ESCAPED = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def _mend(error: UnicodeError) -> tuple[str, int]:
    """What stands for broken bytes: the letters of older Windows programs, for such cells are pasted in from them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    broken = error.object[error.start : error.end]
    wide = error.encoding.casefold().replace("_", "-").startswith("utf-16")
    return "" if wide else broken.decode("cp1252", "replace"), error.end


codecs.register_error(MENDED, _mend)


def encoding_of(file: BinaryIO, length: int, name: str) -> tuple[str, int]:
    """The encoding in which the first `length` bytes can be read, and how many of them are broken in it.

    UTF-8, UTF-16, or else cp1252, the code page of older Windows programs. A text is UTF-8 in spite of broken bytes
    where as many of its letters are sound ones of UTF-8; a zero in a text is a broken letter too. NotATable where no
    encoding fits, or where more than one letter in a hundred is a zero.
    """
    encoding, broken = _encoding_of(file, length, name)
    zeros = _zeros(file, length, encoding)
    if zeros > max(_FEW_ZEROS, length // 100):
        raise NotATable("file_is_binary", name=name)
    return encoding, broken + zeros


def _zeros(file: BinaryIO, length: int, encoding: str) -> int:
    if encoding.startswith("utf-16"):
        return sum(text.count("\0") for text in _decoded(file, length, encoding, "replace"))
    return sum(block.count(0) for block in _blocks(file, length))


def without_zeros(text: str) -> str:
    """The text with a mark that shows in the place of each zero, which stands for a letter that is lost."""
    return text.replace("\0", "\ufffd")


def _encoding_of(file: BinaryIO, length: int, name: str) -> tuple[str, int]:
    file.seek(0)
    found = _likely(file.read(min(length, 4_000)))
    if _fits(file, length, found):
        return found, 0
    if found.startswith("utf-16"):
        return found, sum(text.count("\ufffd") for text in _decoded(file, length, found, "replace"))
    sound = broken = 0
    for text in _decoded(file, length, found, "surrogateescape"):
        escaped = len(_ESCAPED.findall(text))
        sound, broken = sound + len(_BEYOND_ASCII.findall(text)) - escaped, broken + escaped
    if sound and sound >= broken:  # by chance letters of cp1252 hardly make a sound one of UTF-8
        return found, broken
    if _fits(file, length, "cp1252"):
        return "cp1252", 0
    raise NotATable("file_is_binary", name=name)


def _fits(file: BinaryIO, length: int, encoding: str) -> bool:
    try:
        for _ in _decoded(file, length, encoding, "strict"):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _decoded(file: BinaryIO, length: int, encoding: str, errors: str) -> Iterator[str]:
    decoder = getincrementaldecoder(encoding)(errors)
    left = length
    for block in _blocks(file, length):
        left -= len(block)
        yield decoder.decode(block, final=not left)


def _blocks(file: BinaryIO, length: int) -> Iterator[bytes]:
    file.seek(0)
    while length and (block := file.read(min(length, _BLOCK))):
        length -= len(block)
        yield block


def length_of(file: BinaryIO) -> int:
    """How many bytes a file has before the zeros that fill up its end, as some systems do to whole blocks."""
    end = file.seek(0, 2)
    while end:
        start = max(0, end - _BLOCK)
        file.seek(start)
        block = file.read(end - start)
        kept = block.rstrip(b"\0")
        if kept:
            # of UTF-16 the last letter may end with a zero
            filled = start + len(kept)
            return filled + (filled % 2 if len(block) > len(kept) and _is_wide(file) else 0)
        end = start
    return 0


def _is_wide(file: BinaryIO) -> bool:
    file.seek(0)
    return _likely(file.read(4_000)).startswith("utf-16")


def _likely(head: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if head.startswith(mark):
            return encoding
    head = head[:2_000]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(head) > 3 and head[start::2].count(0) * 4 > len(head) > head[1 - start :: 2].count(0) * 8:
            return encoding
    return "utf-8"


class Beginning(RawIOBase):
    """The first `length` bytes of a file."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        self._file, self._left = file, length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "Buffer") -> int:
        view = memoryview(buffer)
        piece = self._file.read(min(len(view), self._left))
        view[: len(piece)] = piece
        self._left -= len(piece)
        return len(piece)
