"""Markdown (CommonMark with tables): its front matter as facts, links as their text, notes out of speech."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from drama.model import About
from drama.project.readers import encodings, html
from drama.project.readers.html_walk import Walk
from drama.project.readers.manuscript import Manuscript

if TYPE_CHECKING:
    from pathlib import Path

    from drama.project.readers.manuscript import Page

_FRONT = re.compile(r"\A---[^\S\n]*\n(?P<facts>(?:[^\n]*\n){0,60}?)(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)")
_METADATA = re.compile(
    r"\A(?P<facts>(?:title|author|subtitle|date|base header level|language)[^\S\n]*:"
    r"[^\S\n]*\S[^\n]*\n"
    r"(?:(?:[A-Za-z][\w ]{1,40}:|[^\S\n]+\S)[^\n]*\n){1,40})(?:[^\S\n]*\n|\Z)",
    re.IGNORECASE,
)
"""MultiMarkdown's, which Scrivener writes: two lines or more without a fence, up to the first blank one."""
_COMMENT = re.compile(r"\{>>(?P<comment>[^{}]{0,2000})<<\}")
"""CriticMarkup's."""
_FACT = re.compile(r"^(?P<name>[A-Za-z_]{2,20}):[^\S\n]*(?P<value>\S[^\n]*)$", re.MULTILINE)
_NOTE = re.compile(r"^\[\^[^\]\n]{1,40}\]:[^\n]*(?:\n(?:[ \t]+[^\n]*)?)*", re.MULTILINE)
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]")
_NAMES = {
    "title": "title", "subtitle": "subtitle", "author": "author", "authors": "author", "series": "series",
    "part": "part", "language": "language", "lang": "language", "year": "year", "date": "year",
    "publisher": "publisher", "description": "description", "summary": "description",
}  # fmt: skip


def read(path: Path) -> Page:
    """Return the story in a Markdown file; its front matter becomes facts and isn't spoken."""
    source, notes = encodings.load(path)
    front = _FRONT.match(source) or _METADATA.match(source)
    facts = {
        _NAMES[fact["name"].lower()]: fact["value"].strip().strip("\"'[]").strip()
        for fact in _FACT.finditer(front["facts"] if front else "")
        if fact["name"].lower() in _NAMES
    }
    year = re.search(r"\d{4}", facts.pop("year", ""))
    about = About(**facts, year=year.group() if year else "")
    body = source[front.end() :] if front else source
    script = Manuscript(path=str(path), notes=[*notes])
    if front:
        script.leave_out(front["facts"], "front matter")
    comments = _COMMENT.findall(body)
    body = _COMMENT.sub("", body)
    asides = _NOTE.findall(body)
    body, marks = _NOTE_MARK.subn("", _NOTE.sub("", body))
    walk = Walk(script, title=about.title, author=about.author, note_marks=marks)
    page = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(body)
    if page.strip():
        walk.document(html.tree(f"<html><body>{page}</body></html>".encode(), path))
    for aside in asides:
        script.leave_out(aside, "note")
    for comment in comments:
        script.leave_out(comment, "comment")
    return script.page(walk.told(about))
