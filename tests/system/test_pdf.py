"""Text on paper: a PDF whose every object is where its table says, with every line on some page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drama.produce.sides_page import WIDTH
from drama.system.pdf import COLUMNS, LINES_A_PAGE, pdf

NAMED = re.compile(rb"\((?:[^()\\]|\\.)*\)(?= Tj T\*)", re.DOTALL)


def lines_of(document: bytes) -> list[list[str]]:
    """Return the lines of each page as a reader would show them."""
    pages = re.findall(rb"stream\n(.*?)\nendstream", document, re.DOTALL)
    return [
        [re.sub(rb"\\(.)", rb"\1", line[1:-1]).decode("cp1252") for line in NAMED.findall(page)]
        for page in pages
    ]


def test_every_object_is_where_the_table_says() -> None:
    document = pdf("One line.\n\n" * 200, "A title")
    start = int(re.search(rb"startxref\n(\d+)", document)[1])  # type: ignore[index]
    assert document[start:].startswith(b"xref\n")
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n", document)]
    assert [document[place:].split(b" ", 1)[0] for place in places] == [
        b"%d" % n for n in range(1, len(places) + 1)
    ]
    assert f"/Size {len(places) + 1}".encode() in document


def test_streams_are_as_long_as_they_say() -> None:
    found = re.findall(rb"/Length (\d+) >>\nstream\n(.*?)\nendstream", pdf("a (b) \\c", "t"), re.DOTALL)
    assert [int(length) for length, _ in found] == [len(content) for _, content in found] != []


@given(st.lists(st.text(alphabet="ab (é)\\“—", max_size=20), max_size=150))
def test_no_line_is_lost_and_no_page_is_too_long(lines: list[str]) -> None:
    pages = lines_of(pdf("\n".join(lines), ""))
    assert all(len(page) <= LINES_A_PAGE for page in pages)
    assert [line for page in pages for line in page if line] == [line for line in lines if line]


def test_a_block_of_lines_stays_on_one_page() -> None:
    block = "cue\nline"
    pages = lines_of(pdf("\n\n".join([block] * 60), ""))
    assert len(pages) > 1
    assert all(page.count("cue") == page.count("line") for page in pages)


@pytest.mark.parametrize(
    ("text", "shown"), [("Ines’s “Où?”—…", "Ines’s “Où?”—…"), ("Wałęsa, 你", "Wa?esa, ?")]
)
def test_letters_that_the_font_lacks_become_the_nearest(text: str, shown: str) -> None:
    assert lines_of(pdf(text, "")) == [[shown]]


def test_a_line_of_sides_fits_the_width() -> None:
    assert COLUMNS >= WIDTH
