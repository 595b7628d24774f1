"""DOCX by mammoth, which finds headings, emphasis and notes by their styles and writes HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mammoth

from drama.model import About
from drama.project.readers import html
from drama.project.readers.containers import Container
from drama.project.readers.html_walk import Walk
from drama.project.readers.manuscript import Manuscript, cleaned

if TYPE_CHECKING:
    from pathlib import Path

    from drama.project.readers.manuscript import Page

_DOCUMENT = "word/document.xml"
_MOST_TEXT_BYTES = 30_000_000
"""Of the document's XML, some 600,000 words; mammoth holds it in memory many times over."""
_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
p[style-name='Author'] => p.byline:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='Image Caption'] => p.caption:fresh
p[style-name='Table Caption'] => p.caption:fresh
p[style-name='Horizontal Line'] => hr:fresh
p[style-name^='TOC '] => p.toc:fresh
p[style-name^='toc '] => p.toc:fresh
r[style-name='Emphasis'] => em
r[style-name='Subtle Emphasis'] => em
r[style-name='Intense Emphasis'] => em
r[style-name='Strong'] => strong
b => strong
i => em
u =>
strike =>
comment-reference =>
"""


def read(path: Path) -> Page:
    """Return the story in a Word document; its pictures, comments, headers and footers are left out."""
    with Container(path) as document:
        if _DOCUMENT not in document.names:
            raise document.refusal("it is no Word document: word/document.xml is missing")
        about = _about(document)
        for name in sorted(one for one in document.names if one.startswith("word/") and one.endswith(".xml")):
            content = document.read(name)
            if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:100_000]:
                raise document.refusal(f"its part {name!r} defines entities, which no such file needs")
            if len(content) > _MOST_TEXT_BYTES:
                raise document.refusal(f"its part {name!r} is too large; give the book in several files")
        try:
            with path.open("rb") as file:
                page = mammoth.convert_to_html(
                    file,
                    style_map=_STYLES,
                    convert_image=mammoth.images.img_element(_no_picture),
                    ignore_empty_paragraphs=False,
                    external_file_access=False,
                ).value
        except Exception as error:
            raise document.refusal(f"the document is damaged: {str(error)[:100]}") from error
    script = Manuscript(path=str(path))
    walk = Walk(script, title=about.title, author=about.author)
    if page.strip():
        walk.document(html.tree(f"<html><body>{page}</body></html>".encode(), path))
    return script.page(walk.told(about))


def _no_picture(_: Any) -> dict[str, str]:
    return {"src": ""}


def _about(document: Container) -> About:
    if "docProps/core.xml" not in document.names:
        return About()
    facts = {
        html.local(one): cleaned("".join(map(str, one.itertext())))
        for one in document.xml("docProps/core.xml").iter()
    }
    title = facts.get("title", "")
    return About(
        title="" if title.lower() in _NO_TITLES else title,
        author="" if facts.get("creator", "").lower() in _NOBODY else facts.get("creator", ""),
        language=facts.get("language", ""),
        description=facts.get("description", ""),
    )


_NO_TITLES = frozenset({"", "word document", "document", "untitled", "document1", "microsoft word document"})
_NOBODY = frozenset(
    {"", "user", "author", "administrator", "admin", "python-docx", "unknown", "microsoft office user"}
)
