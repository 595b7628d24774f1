"""Markdown (CommonMark with tables): its front matter as facts, links as their text, notes out of speech."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from drama.project.readers import encodings, front_matter, html
from drama.project.readers.html_walk import Walk
from drama.project.readers.manuscript import Manuscript

if TYPE_CHECKING:
    from pathlib import Path

    from drama.project.readers.manuscript import Page

_METADATA = re.compile(
    r"\A(?P<facts>(?:title|author|subtitle|date|base header level|language)[^\S\n]*:"
    r"[^\S\n]*\S[^\n]*\n"
    r"(?:(?:[A-Za-z][\w ]{1,40}:|[^\S\n]+\S)[^\n]*\n){1,40})(?:[^\S\n]*\n|\Z)",
    re.IGNORECASE,
)
"""MultiMarkdown's, which Scrivener writes: two lines or more without a fence, up to the first blank one."""
_COMMENT = re.compile(r"\{>>(?P<critic>[^{}]{0,2000})<<\}|%%(?P<obsidian>(?:[^%]|%(?!%)){1,2000})%%")
"""CriticMarkup's and Obsidian's."""
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{1,200}\|)?(?P<words>[^\[\]|\n]{1,200})\]\]")
_MARKED = re.compile(r"==(?P<words>[^=\n]{1,400})==")
"""A text marker's, in Obsidian and others."""
_ATTRIBUTES = re.compile(
    r"[^\S\n]*\{(?:[^\S\n]*(?:[#.][\w:.-]+|[\w-]+=(?:\"[^\"\n]*\"|[^\s{}\"]+))){1,10}[^\S\n]*\}"
)
"""Pandoc's, of a heading, a picture or a span."""
_PAGE_END = re.compile(
    r"^[^\S\n]*\\(?:newpage|pagebreak|clearpage|cleardoublepage)(?:\{\})?[^\S\n]*$", re.MULTILINE
)
_NOTE = re.compile(r"^\[\^[^\]\n]{1,40}\]:[^\n]*(?:\n(?:[ \t]+[^\n]*)?)*", re.MULTILINE)
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]")


def read(path: Path) -> Page:
    """Return the story in a Markdown file; its front matter becomes facts and isn't spoken."""
    source, notes = encodings.load(path)
    front = front_matter.find(source)
    metadata = None if front else _METADATA.match(source)
    about = front.about if front else front_matter.about(metadata["facts"] if metadata else "")
    facts = front.facts if front else metadata["facts"] if metadata else ""
    body = source[front.end if front else metadata.end() if metadata else 0 :]
    script = Manuscript(path=str(path), notes=[*notes])
    script.leave_out(facts, "front matter")
    comments = [one["critic"] or one["obsidian"] for one in _COMMENT.finditer(body)]
    body = _PAGE_END.sub("", _ATTRIBUTES.sub("", _COMMENT.sub("", body)))
    body = _MARKED.sub(r"\g<words>", _WIKI_LINK.sub(r"\g<words>", body))
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
