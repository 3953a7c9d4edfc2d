"""PDF files made by hand: so many lines on so many pages, in one of the letters that every reader knows."""

from collections.abc import Sequence


def pdf_of(pages: Sequence[Sequence[str]], *, size: int = 11) -> bytes:
    """A PDF with these lines on its pages, top down; a page without lines is blank, as a picture is to who reads."""
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for place, lines in enumerate(pages):
        drawn = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
        stream = f"BT /F1 {size} Tf {size + 3} TL 50 780 Td\n{drawn}ET" if lines else "0 0 m 9 9 l S"
        about = "/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< {about} /Contents {5 + 2 * place} 0 R >>")
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
    return _written(objects)


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _written(objects: Sequence[str]) -> bytes:
    content, starts = b"%PDF-1.4\n", []
    for number, told in enumerate(objects, start=1):
        starts.append(len(content))
        content += f"{number} 0 obj\n{told}\nendobj\n".encode("cp1252")
    table = "".join(f"{start:010d} 00000 n \n" for start in starts)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return (
        content + f"{end}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF".encode()
    )
