"""Markup of other formats that comes as a plain text: named, with the way to convert it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from drama.errors import InputError
from drama.project import story_file

if TYPE_CHECKING:
    from pathlib import Path

    from drama.model import Story

FB2 = """<?xml version="1.0" encoding="UTF-8"?>
<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0">
<body><section><p>"Late," said Ines.</p></section></body></FictionBook>"""
DOCBOOK = """<!DOCTYPE book PUBLIC "-//OASIS//DTD DocBook XML V4.5//EN" "docbookx.dtd">
<book><chapter><para>"Late," said Ines.</para></chapter></book>"""
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><p>"Late," said Ines.</p></text></TEI>'
LATEX = "\\documentclass{article}\n\\begin{document}\n``Late,'' said Ines.\n\\end{document}\n"
CHAPTER = "\\chapter{One}\n\n``Late,'' said Ines. She \\emph{never} came.\n"
JSON = '{"title": "The Mill", "text": "Late, said Ines."}'


def read(folder: Path, text: str) -> Story:
    path = folder / "007 mill.txt"
    path.write_text(text, encoding="utf-8")
    return story_file.read(path)


@pytest.mark.parametrize(
    ("text", "what", "way"),
    [
        (FB2, "a FictionBook (FB2)", "`pandoc -s -f fb2 -t html '007 mill.txt' -o '007 mill.html'`"),
        (DOCBOOK, "DocBook", "-f docbook"),
        (TEI, "XML (<TEI>)", "give the story as text, HTML"),
        (LATEX, "LaTeX", "-f latex"),
        (CHAPTER, "LaTeX", "-f latex"),
        (JSON, "JSON", "give the story as text, HTML"),
    ],
    ids=["FB2", "DocBook", "TEI", "LaTeX", "a chapter of LaTeX", "JSON"],
)
def test_another_format_under_the_name_of_a_text_is_refused_with_the_way_to_convert_it(
    tmp_path: Path, text: str, what: str, way: str
) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    [problem] = caught.value.problems
    assert problem.message == f"this is {what}, not a plain text"
    assert way in problem.hint


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('#+TITLE: The Mill\n\n* One\n\n"Late," said /Ines/.\n', "Org"),
        ('The Mill\n========\n\n.. note:: A draft.\n\n"Late," said *Ines*.\n', "reStructuredText"),
        ("== The Mill ==\n\n'''Ines''' was ''late''.\n\n\"Late,\" said Ines.\n", "a wiki"),
        ('= The Mill\nA. B.\n:toc:\n\n== One\n\n"Late," said _Ines_.\n', "AsciiDoc"),
    ],
    ids=["Org", "reStructuredText", "a wiki", "AsciiDoc"],
)
def test_light_markup_of_another_format_is_read_with_a_note(tmp_path: Path, text: str, what: str) -> None:
    assert any(note.startswith(f"this has the markup of {what},") for note in read(tmp_path, text).notes)


@pytest.mark.parametrize(
    "text",
    [
        '<p>"Late," said Ines.</p>\n<p>"Very."</p>',
        '<?xml version="1.0"?>\n<!DOCTYPE html>\n<html><body><p>"Late," said Ines.</p></body></html>',
        '{A note} was pinned there. "C:\\\\emphasis {x}," said Ines.',
        '[b]The Mill[/b]\n\n"Late," said Ines.',
        ".. and then she left.\n\n\"Late,\" said Ines. [[Tobias]] knew. ''Well,'' he said.",
        "= = =\n\nTwo = two, said Ines.\n\n#1 of 3\n",
    ],
    ids=["tags", "XHTML", "braces", "a forum's tags", "dots", "signs"],
)
def test_prose_and_formats_that_are_read_are_nothing_foreign(tmp_path: Path, text: str) -> None:
    assert not any("markup of" in note for note in read(tmp_path, text).notes)
