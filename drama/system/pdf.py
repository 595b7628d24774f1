"""Plain text as a PDF on A4 pages, in Courier: the font of typed scripts, built into every reader."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH_PT, _HEIGHT_PT = 595, 842
_MARGIN_PT = 42
_SIZE_PT = 10.5
_LEADING_PT = 13
LINES_A_PAGE = (_HEIGHT_PT - 2 * _MARGIN_PT) // _LEADING_PT - 2
"""Two lines of each page are reserved for its number."""
COLUMNS = int((_WIDTH_PT - 2 * _MARGIN_PT) / (0.6 * _SIZE_PT))
"""Characters per line: a Courier character is 0.6 of the font size wide (Adobe, Core 14 AFM files)."""


def pdf(text: str, title: str) -> bytes:
    """Return a text as a PDF (ISO 32000-1, version 1.4), its lines as they are, pages numbered.

    The built-in fonts cover Windows-1252: any other letter becomes its nearest equivalent, or "?".
    A block of lines without an empty line stays on one page where it fits.
    """
    pages = _pages(text)
    numbers = [4 + 2 * i for i in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in zip(numbers, pages, strict=True):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH_PT} {_HEIGHT_PT}]"
            f" /Contents {number + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        content = _content(lines, (number - 2) // 2, len(pages))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    objects.append(b"<< /Title %s >>" % _written(title))
    return _file(objects)


def _pages(text: str) -> list[list[str]]:
    """Return the lines of each page; blocks between empty lines stay together where they fit on a page."""
    pages: list[list[str]] = [[]]
    for block in text.strip("\n").split("\n\n"):
        lines = block.split("\n")
        if pages[-1] and len(pages[-1]) + 1 + len(lines) > LINES_A_PAGE:
            pages.append([])
        elif pages[-1]:
            pages[-1].append("")
        for line in lines:
            if len(pages[-1]) == LINES_A_PAGE:
                pages.append([])
            pages[-1].append(line)
    return pages


def _content(lines: Sequence[str], page: int, count: int) -> bytes:
    top = _HEIGHT_PT - _MARGIN_PT - _SIZE_PT
    rows = b"\n".join(b"%s Tj T*" % _written(line) for line in lines)
    number = _written(f"{page} / {count}".rjust(COLUMNS))
    return (
        f"BT /F1 {_SIZE_PT} Tf {_LEADING_PT} TL {_MARGIN_PT} {top} Td\n".encode()
        + rows
        + f"\nET BT /F1 {_SIZE_PT} Tf {_MARGIN_PT} {_MARGIN_PT} Td ".encode()
        + number
        + b" Tj ET"
    )


def _written(line: str) -> bytes:
    """Return a line as a PDF's string."""
    plain = b"".join(_letter(c) for c in unicodedata.normalize("NFC", line))
    for sign in (b"\\", b"(", b")"):
        plain = plain.replace(sign, b"\\" + sign)
    return b"(" + plain + b")"


def _letter(c: str) -> bytes:
    for form in (c, unicodedata.normalize("NFKD", c)[:1]):
        try:
            found = form.encode("cp1252")
        except UnicodeEncodeError:
            continue
        return found if found >= b" " else b" "
    return b"?"


def _file(objects: Sequence[bytes]) -> bytes:
    """Return objects as a PDF file: the first is the catalogue, the last the document's information."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        size - 1,
        start,
    )
    return bytes(out)
