"""HTML: saved pages, Project Gutenberg's, Archive of Our Own's, and the chapters of an EPUB."""

from __future__ import annotations

import codecs
import re
from html.entities import html5
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html

from drama.errors import InputError, Place, Problem
from drama.model import About
from drama.project.readers.html_walk import Walk
from drama.project.readers.manuscript import Manuscript, cleaned
from drama.system import files

if TYPE_CHECKING:
    from pathlib import Path

    from drama.project.readers.manuscript import Page

_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?[^>]*>", re.IGNORECASE)
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31};)")
_KEPT = frozenset({b"amp;", b"lt;", b"gt;", b"quot;", b"apos;"})
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_HEADS = (
    "title",
    "author",
    "dc.title",
    "dc.creator",
    "dcterms.title",
    "dcterms.creator",
    "description",
    "og:title",
)


def read(path: Path) -> Page:
    """Return the story in a page: without its furniture, links as their text, notes left out of speech."""
    content = files.read_bytes(path)
    root = tree(content, path)
    script = Manuscript(path=str(path))
    about = _about(root)
    walk = Walk(script, title=about.title, author=about.author)
    walk.document(root)
    about = walk.told(about)
    return script.page(about)


def tree(content: bytes, path: Path, name: str = "") -> etree._Element:
    """Return a page as a tree: strictly where it is XHTML, or else as browsers read it; nothing is fetched.

    InputError for one in which nothing can be found.
    """
    if b"<!ENTITY" in content[:4096]:
        raise _nothing(path, name, "it defines entities, which no page needs")
    head = content.lstrip()[:400].lower()
    if b"http://www.w3.org/1999/xhtml" in head or head.startswith(b"<?xml"):
        plain = _ENTITY.sub(_character, _DOCTYPE.sub(b"", content, count=1))
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(plain, parser)
        except (etree.XMLSyntaxError, ValueError):
            pass  # not well-formed after all: read as browsers do
    lenient = lxml_html.HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True, encoding=_encoding(content)
    )
    try:
        found = lxml_html.document_fromstring(content, parser=lenient)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise _nothing(path, name, "there is nothing to read in it") from error
    return found


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    named = _CHARSET.search(content[:4096])
    wanted = named[1].decode("ascii").lower() if named else ""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        guessed = ("", "utf-8", "utf8", "iso-8859-1", "latin1", "us-ascii")
        return "cp1252" if wanted in guessed or not _is_known(wanted) else wanted
    return "utf-8"


def _is_known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True


def _character(match: re.Match[bytes]) -> bytes:
    """Return a named character as a numbered one, which any encoding of the page can hold."""
    if match[1] in _KEPT:
        return match.group()
    found = html5.get(match[1].decode("ascii"), "")
    return "".join(f"&#{ord(one)};" for one in found).encode() if found else b"&amp;" + match[1]


def _about(root: etree._Element) -> About:
    """Return the metadata in the page's head."""
    facts: dict[str, str] = {}
    for element in root.iter():
        tag = local(element)
        if tag == "body":
            break
        if tag == "title":
            facts.setdefault("page", cleaned("".join(map(str, element.itertext()))))
        elif tag == "meta":
            name = str(element.get("name") or element.get("property") or "").lower()
            if name in _HEADS:
                facts.setdefault(name, cleaned(str(element.get("content") or "")))
    title = facts.get("dc.title") or facts.get("dcterms.title") or facts.get("og:title", "")
    author = facts.get("dc.creator") or facts.get("dcterms.creator") or facts.get("author", "")
    language = next(
        (
            str(one.get("lang") or one.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
            for one in [root]
        ),
        "",
    )
    return About(title=title, author=author, language=language, description=facts.get("description", ""))


def local(element: etree._Element) -> str:
    """Return an element's name in lower case without its namespace; empty for other nodes."""
    return element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else ""


def _nothing(path: Path, name: str, why: str) -> InputError:
    what = f"its part {name!r}" if name else "the page"
    return InputError(
        Problem(
            message=f"{what} can't be read: {why}",
            place=Place(path=str(path)),
            hint="give the story as plain text",
        )
    )
