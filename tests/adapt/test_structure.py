"""The blocks of a story, whatever its layout."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from growth import LINEAR, growth
from hypothesis import given
from hypothesis import strategies as st

from drama.adapt.text.structure import LONGEST_PARAGRAPH, Block, read
from drama.english.tokenization import is_ornament

ONE = "The ferry left at six with nobody aboard but the two of them and a crate of lemons."
TWO = "By the time the fog lifted, the harbour had moved a mile to the left, or so it seemed."
THREE = '"Is that our island?" asked Maren, leaning out over the rail to see it better.'


def kinds(text: str) -> list[str]:
    return [block.kind for block in read(text)]


def found(text: str, kind: str) -> list[str]:
    return [text[b.start : b.end] for b in read(text) if b.kind == kind]


def wrapped(text: str, width: int = 40) -> str:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        f"{ONE}\n\n{TWO}\n\n{THREE}\n",
        f"{ONE}\n \t \n{TWO}\n   \n{THREE}",
        f"{ONE}\n{TWO}\n{THREE}",
        f"    {ONE}\n    {TWO}\n    {THREE}",
        f"{wrapped(ONE)}\n\n{wrapped(TWO)}\n\n{wrapped(THREE)}",
        "\n".join(f"   {wrapped(paragraph)}" for paragraph in (ONE, TWO, THREE)),
        "\n".join(wrapped(paragraph) for paragraph in (ONE, TWO, THREE)),
        f"{ONE}\n\n\n{TWO}\n\n\n{THREE}",
        "\n\n\n".join(wrapped(paragraph, 20).replace("\n", "\n\n") for paragraph in (ONE, TWO, THREE)),
    ],
    ids=[
        "blank lines", "blank lines with spaces", "single newlines", "indented single newlines", "wrapped",
        "wrapped and indented", "wrapped, neither indents nor blanks", "two blank lines", "double-spaced",
    ],
)  # fmt: skip
def test_three_paragraphs_are_found_in_every_layout(text: str) -> None:
    assert kinds(text) == ["paragraph"] * 3


@pytest.mark.parametrize(
    "ornament",
    [
        "***", "* * *", "*    *    *", "---", "- - -", "—", "~~~", "~", "#", "###", "⁂", "◆", "◆ ◆ ◆",
        "o0o", "oOo", "-o0o-", "~*~", "xXx", "x x x", "=====", "_____", "• • •", "<><><>", "+++", ". . .",
        "❦", "~ * ~ * ~",
    ],
)  # fmt: skip
def test_an_ornament_between_paragraphs_is_a_scene_break(ornament: str) -> None:
    assert kinds(f"{ONE}\n\n{ornament}\n\n{TWO}") == ["paragraph", "break", "paragraph"]


@pytest.mark.parametrize("word", ["Oooh", "xoxo", "XX", "I", "No", "1000", "000", "?!", "A", "Xo", ">"])
def test_a_word_is_no_ornament(word: str) -> None:
    assert not is_ornament(word)


def test_a_blank_gap_wider_than_usual_is_a_scene_break() -> None:
    text = f"{ONE}\n\n{TWO}\n\n{THREE}\n\n\n\n{TWO}"
    assert kinds(text) == ["paragraph", "paragraph", "paragraph", "break", "paragraph"]


def test_what_was_taken_out_between_two_paragraphs_is_no_scene_break() -> None:
    note = " " * len("[Footnote 1: For a week.]")
    text = f"THE LONG WET\n\nIt rained.\n\n{note}\n\nNobody minded.\n\nIt was a Tuesday.\n\nThe hens slept.\n"
    assert kinds(text).count("break") == 0
    assert kinds(text.replace(note, f"\n\n{note}")).count("break") == 1
    assert len(found(text.replace(f"\n\n{note}\n\n", f"\n{note}\n"), "paragraph")) == 4


def test_a_rare_blank_line_among_single_newlines_is_a_scene_break() -> None:
    text = f"{ONE}\n{TWO}\n{THREE}\n{ONE}\n{TWO}\n\n{THREE}\n{ONE}"
    assert kinds(text).index("break") == 5


@pytest.mark.parametrize(
    "heading",
    [
        "Chapter One", "CHAPTER II. The Rail", "Chapter 12: in which it rains", "IV.", "IV", "3", "Part 2",
        "PART THE FIRST", "## The Crate", "# Lemons", "THE CRATE OF LEMONS", "Prologue", "Epilogue: Ashore",
        "**Ashore**", "2. The Crate", "- 4 -", "Chapter Twenty-One", "Act III", "Day One", "Interlude",
        "CHAPTER IV.--The Hill.", "Chapter 3. The Weir.", "48 Chapter 44", "2: Chapter 2: The Rope",
        "Chapter 5½", "§ 2. The Inn",
    ],
)  # fmt: skip
def test_a_heading_is_known_by_its_form(heading: str) -> None:
    assert found(f"{ONE}\n\n{heading}\n\n{TWO}", "heading") == [heading]


@pytest.mark.parametrize(
    "line",
    [
        "From: Maren Aas", "SUBJECT: LEMONS", "To: the harbour master", "Dear Maren,", "P.S. Bring a knife.",
        "STOP!", "12 May", "Chapter one was dull.", "Part of it sank.", "Yours, Tove", '"NO!"',
        "Why?", "They waited", "THE END",
        "I saw it.", "The End",
    ],
)  # fmt: skip
def test_a_letters_head_or_a_short_sentence_is_no_heading(line: str) -> None:
    assert kinds(f"{ONE}\n\n{line}\n\n{TWO}") == ["paragraph"] * 3


def test_a_heading_without_a_blank_line_after_it_stands_alone() -> None:
    assert kinds(f"Chapter Two\n{wrapped(ONE)}\n\n{wrapped(TWO)}") == ["heading", "paragraph", "paragraph"]


def test_a_title_under_a_chapter_number_is_part_of_the_heading() -> None:
    assert kinds(f"VII\n\nThe Second Crate\n\n{ONE}\n\n{TWO}") == [
        "heading",
        "heading",
        "paragraph",
        "paragraph",
    ]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("", []),
        ("A Crate of Lemons", ["title"]),
        ("A Crate of Lemons\n\nby Tove Lund", ["title", "byline"]),
        ("A CRATE OF LEMONS\nBy Tove Lund", ["title", "byline"]),
        ("A Crate of Lemons\n\nby tovelund\n\nwritten before the storm", ["title", "byline", "byline"]),
        ("By Tove", ["byline"]),
        ("Dear Tove\n\n12 October", ["title", "paragraph"]),
        ("A Crate of Lemons\n\nT. H. Lund", ["title", "byline"]),
        ("Title: A Crate of Lemons\nAuthor: Tove\nRating: PG", ["title", "byline", "byline"]),
        ("A Crate of Lemons\n\nChapter One", ["title", "heading"]),
        ("Chapter One", ["heading"]),
        ("lemons, always lemons\n\nby Tove Lund", ["title", "byline"]),
        ("# A Crate of Lemons", ["title"]),
        ("A CRATE OF LEMONS\n\nby\n\nTove Lund", ["title", "byline"]),
        ("A Crate of Lemons\nby\nTove Lund", ["title", "byline"]),
        ("a crate of lemons\n\n\nA Story by\n\nT. H. Lund", ["title", "byline"]),
        ("_A Crate of Lemons_\n\nWritten by:\nTove Lund\n\nfor Marit", ["title", "byline", "byline"]),
    ],
    ids=[
        "none", "title", "both", "together", "note", "byline", "day of a letter", "initials", "labels",
        "chapter", "chapter alone", "lower case", "markdown", "by alone", "no blanks", "story by",
        "written by",
    ],
)  # fmt: skip
def test_front_matter_is_told_from_the_story(front: str, expected: list[str]) -> None:
    assert kinds(f"{front}\n\n{ONE}\n\n{TWO}\n\n{THREE}") == [*expected, *["paragraph"] * 3]


@pytest.mark.parametrize(
    "first", ["Rain.", '"Lemons!"', "By morning the fog had come back.", "It began with lemons"]
)
def test_a_short_first_sentence_is_no_title(first: str) -> None:
    assert kinds(f"{first}\n\n{ONE}\n\n{TWO}") == ["paragraph"] * 3


def test_a_text_without_a_printed_character_has_no_blocks() -> None:
    assert read(" \n\t\n") == ()


@given(
    st.lists(
        st.sampled_from(
            [ONE, TWO, THREE, wrapped(ONE), "***", "Chapter 2", "IV", "by Tove", "", " ", "x", "\n\n", "STOP"]
        )
        | st.text(alphabet="aB .\"'*#\n\t—é1", max_size=30)
    ).map("\n".join)
)
def test_every_printed_character_is_in_exactly_one_block(text: str) -> None:
    blocks = read(text)
    edges = [Block("break", 0, 0), *blocks, Block("break", len(text), len(text))]
    assert not any(text[a.end : b.start].strip() for a, b in pairwise(edges))
    assert all(a.end <= b.start for a, b in pairwise(edges))
    assert all(text[b.start : b.end] == text[b.start : b.end].strip() for b in blocks)


@pytest.mark.parametrize("unit", ["lemons and ", "x", '"Oh, ', "* ", "chapter 1 ", "A "])
def test_a_paragraph_takes_time_by_its_length(unit: str) -> None:
    def reading(length: int) -> Callable[[], object]:
        text = unit * (length // len(unit))
        return lambda: read(text)

    assert growth(reading, 250_000) < LINEAR
    assert {block.kind for block in read(unit * (1_000_000 // len(unit)))} == {"paragraph"}


def test_an_over_long_paragraph_is_cut_where_a_quotation_begins() -> None:
    text = 'The rain went on. "So it does," said Ida, and laughed. ' * 400
    blocks = read(text)
    assert len(blocks) > 1
    assert all(text[block.start] == '"' for block in blocks[1:])
    assert max(block.end - block.start for block in blocks) <= LONGEST_PARAGRAPH


@pytest.mark.parametrize("signature", ["I. Vale", "V. Hale", "C. Moor"])
def test_a_signature_whose_initial_is_a_numeral_is_no_heading(signature: str) -> None:
    assert found(f"{ONE}\n\nYours ever,\n\n{signature}\n\n{TWO}\n", "heading") == []


def test_a_numeral_before_a_title_is_a_heading_where_another_goes_on() -> None:
    text = f"{THREE}\n\nI. Fog\n\n{ONE}\n\nII. Lemons\n\n{TWO}\n"
    assert found(text, "heading") == ["I. Fog", "II. Lemons"]


@pytest.mark.parametrize(
    ("before", "numbers"),
    [
        ("", ("I. The Fog", "II. The Lemons")),
        ("A Crate of Lemons\n\nby\n\nTove Lund\n\n", ("I. The Fog", "II. The Lemons")),
        ("A Crate of Lemons\n\n", ("1. The Fog", "2. The Lemons")),
        ("A Crate of Lemons\n\n", ("I - Fog", "II - Lemons")),
        ("A Crate of Lemons\n\n", ("III. The Fog", "IV. The Lemons")),
    ],
    ids=["first of all", "title and author", "digits", "dashes", "from the third on"],
)
def test_the_first_of_numbered_headings_is_no_title(before: str, numbers: tuple[str, str]) -> None:
    text = f"{before}{numbers[0]}\n\n{ONE}\n\n{numbers[1]}\n\n{TWO}\n"
    assert found(text, "heading") == list(numbers)


@pytest.mark.parametrize(
    "sentence", ["I. I said it twice, I think.", "I. Not her, I.", "I. Me. The Captain.", "I. said nothing"]
)
def test_a_sentence_that_begins_with_i_is_no_heading(sentence: str) -> None:
    text = f"{sentence}\n\n{ONE}\n\nII. The Lemons\n\n{TWO}\n\nIII. The Fog\n\n{THREE}\n"
    assert found(text, "heading") == ["II. The Lemons", "III. The Fog"]


def test_a_number_right_above_a_title_is_a_heading() -> None:
    text = f"{ONE}\n\nI.\nThe Fog\n\n{TWO}\n\nII.\nThe Lemons\n\n{THREE}\n"
    assert found(text, "heading") == ["I.", "The Fog", "II.", "The Lemons"]
