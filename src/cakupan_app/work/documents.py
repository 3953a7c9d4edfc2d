"""The running text of a page or a document: what a reader sees of HTML, and the paragraphs of a DOCX file.

Only the standard library is used, and no XML parser: a document comes from strangers, and an XML parser follows
what it says. Tables keep their rows, one a line, with bars between the cells, as the checker reads them.
"""

import html
import re
import zipfile
import zlib
from io import BytesIO

_HIDDEN = frozenset(("script", "style", "noscript", "template", "svg", "nav", "head", "iframe", "button"))
_BLOCKS = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "article", "section",
     "header", "footer", "blockquote", "figcaption", "main", "aside", "dt", "dd", "pre")
)  # fmt: skip
_CELLS = frozenset(("td", "th"))
_LOOKS_LIKE_HTML = re.compile(r"<(?:!doctype\s+html|html|body|p|div|article|table)\b", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z!?][\w:-]*)")
_BEGINNING = 4_000  # characters of a page in which its mark-up shows
_DOCX_PART = "word/document.xml"
_DOCX_TOKEN = re.compile(
    r"<w:t(?:\s[^>]*)?>(?P<text>[^<]*)</w:t>|(?P<tab><w:tab\s*/>)|(?P<line><w:br\b[^>]*/>)"
    r"|(?P<cell></w:tc>)|(?P<row></w:tr>)|(?P<paragraph></w:p>)|(?P<open><w:tc\b)"
)
_LARGEST_PART = 100_000_000  # characters of a document unpacked: one packed to grow further is no text


def looks_like_html(text: str) -> bool:
    """Whether a file's text is a web page."""
    return _LOOKS_LIKE_HTML.search(text[:_BEGINNING]) is not None


def text_of_html(page: str) -> str:
    """What a reader sees of a page: paragraphs on lines of their own, rows of tables with bars; no scripts or menus.

    Linear whatever the page: an element or a comment that never ends takes the rest with it.

    >>> text_of_html("<p>Cakupan <b>48,26</b> persen</p><script>1</script>")
    'Cakupan 48,26 persen'
    """
    pieces: list[str] = []
    at, in_cell = 0, False
    while at < len(page):
        start = page.find("<", at)
        pieces.append(html.unescape(" ".join(page[at : start if start >= 0 else None].split("\n"))))
        if start < 0:
            break
        at, tag, closing = _tag_at(page, start)
        if tag is None:
            pieces.append(page[start:at])
        elif tag in _HIDDEN and not closing:
            at = _after(page, f"</{tag}", at)
        elif tag in _CELLS:
            in_cell = not closing
            pieces.append(" | " if closing else " ")
        elif tag in _BLOCKS:
            pieces.append(" " if in_cell else "\n")
    return _tidied("".join(pieces))


def _tag_at(page: str, start: int) -> tuple[int, str | None, bool]:
    """Where the tag that begins at `start` ends, its name ("" for a comment, None for none), and whether it closes."""
    if page.startswith("<!--", start):
        end = page.find("-->", start)
        return (end + 3 if end >= 0 else len(page)), "", False
    found = _TAG.match(page, start)
    if found is None:
        return start + 1, None, False
    end = page.find(">", start)
    return (end + 1 if end >= 0 else len(page)), found[2].lower(), bool(found[1])


def _after(page: str, closing: str, at: int) -> int:
    """Behind the next closing tag of a hidden element; the end of the page where there is none."""
    found = re.compile(re.escape(closing) + r"[^>]*>", re.IGNORECASE).search(page, at)
    return found.end() if found else len(page)


def text_of_docx(content: bytes) -> str | None:
    """The paragraphs and tables of a DOCX file; None where it is none, is damaged or would unpack beyond measure."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            if packed.getinfo(_DOCX_PART).file_size > _LARGEST_PART:
                return None
            document = packed.read(_DOCX_PART).decode("utf-8", errors="replace")
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return None
    return _tidied("".join(_docx_pieces(document)))


def _docx_pieces(document: str) -> list[str]:
    pieces: list[str] = []
    in_cell = False
    for found in _DOCX_TOKEN.finditer(document):
        match found.lastgroup:
            case "text":
                pieces.append(html.unescape(found["text"]))
            case "open":
                in_cell = True
            case "cell":
                in_cell = False
                pieces.append(" | ")
            case "tab":
                pieces.append(" ")
            case _:
                pieces.append(" " if in_cell else "\n")
    return pieces


def _tidied(text: str) -> str:
    lines = (re.sub(r"(?:\s*\|\s*)+$", "", " ".join(line.split())) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
