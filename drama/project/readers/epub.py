"""EPUB 2 and 3: the spine in order, titles from the contents where a chapter has none, notes left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.model import About
from drama.project.readers import html
from drama.project.readers.containers import Container
from drama.project.readers.html_walk import Walk
from drama.project.readers.manuscript import Manuscript, cleaned

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

    from drama.project.readers.manuscript import Page

_CONTAINER = "META-INF/container.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_DRM = frozenset({"META-INF/encryption.xml", "META-INF/rights.xml", "META-INF/sinf.xml"})
_FONT_KEYS = (b"http://www.idpf.org/2008/embedding", b"http://ns.adobe.com/pdf/enc#RC")
_MOST_COVER_BYTES = 20_000_000
_NOTE_FILES = re.compile(r"(?:^|[/_-])(?:foot|end)?notes?(?:[-_.]?\d+)?\.x?html?$", re.IGNORECASE)


def read(path: Path) -> Page:
    """Return a book: every document of its spine, with its package's metadata and its cover."""
    with Container(path) as book:
        return _read(book)


def _read(book: Container) -> Page:
    _check_locks(book)
    package_name = _package(book)
    package = book.xml(package_name)
    items = {str(one.get("id")): one for one in _all(package, "item")}
    about = _about(package)
    titles = _titles(book, package_name, package, items)
    script = Manuscript(path=str(book.path))
    walk = Walk(script, title=about.title, author=about.author, book=True)
    for sheet in items.values():
        name = book.resolved(package_name, str(sheet.get("href") or ""))
        if name and str(sheet.get("media-type")) == "text/css":
            walk.styles = walk.styles.and_of(book.read(name).decode("utf-8", "replace"))
    read = 0
    for reference in _all(package, "itemref"):
        item = items.get(str(reference.get("idref")))
        if item is None or str(item.get("media-type")) not in _PAGES:
            continue
        name = book.resolved(package_name, str(item.get("href") or ""))
        if not name:
            script.notes.append(f"{item.get('href')} is in the book's order and not in the book")
            continue
        _document(book, walk, name, titles, item)
        read += 1
    if not read:
        raise book.refusal("it names no text to read")
    return script.page(walk.told(about), _cover(book, package_name, package, items))


def _document(book: Container, walk: Walk, name: str, titles: dict[str, str], item: etree._Element) -> None:
    root = html.tree(book.read(name), book.path, name)
    script, title = walk.script, titles.get(name, "")
    _mark_headings(root, name, titles)
    is_nav = "nav" in str(item.get("properties") or "").split()
    kind = "contents" if is_nav else "note" if _NOTE_FILES.search(name) else ""
    headed = any(html.local(one)[:1] == "h" and html.local(one)[1:].isdigit() for one in root.iter())
    text = "" if headed or kind or not title else cleaned("".join(map(str, root.itertext())))
    if len(text) > 400 and not text.lower()[: len(title) + 200].count(title.lower()):
        script.add(title, "heading", level=1)
    if kind:
        walk.unspoken.append(kind)
    walk.document(root)
    if kind:
        walk.unspoken.pop()


def _mark_headings(root: etree._Element, name: str, titles: dict[str, str]) -> None:
    """Make a heading of each paragraph that the contents lead to and whose words are those of its entry."""
    for place in [one for one in root.iter() if one.get("id") and f"{name}#{one.get('id')}" in titles]:
        for one in (place, *place.iterancestors("{*}p", "{*}div", "p", "div")):
            if html.local(one) not in ("p", "div"):
                continue
            if _bare("".join(map(str, one.itertext()))) == _bare(titles[f"{name}#{place.get('id')}"]):
                one.tag = str(one.tag).removesuffix(html.local(one)) + "h2"
                break


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def _check_locks(book: Container) -> None:
    """Refuse a book whose text is encrypted; obfuscated fonts are allowed."""
    for name in sorted(_DRM & book.names):
        content = book.read(name)
        if name.endswith("encryption.xml") and any(key in content for key in _FONT_KEYS):
            continue
        if b"EncryptedData" in content or not name.endswith("encryption.xml"):
            raise book.refusal("it is locked (DRM): only the shop's own programs can open it")


def _package(book: Container) -> str:
    if _CONTAINER in book.names:
        for one in _all(book.xml(_CONTAINER), "rootfile"):
            name = str(one.get("full-path") or "")
            if name in book.names:
                return name
    name = next((one for one in sorted(book.names) if one.endswith(".opf")), "")
    if not name:
        raise book.refusal("it has no package file (.opf): it is no EPUB")
    return name


def _about(package: etree._Element) -> About:
    def first(name: str) -> str:
        return next(
            (text for one in _all(package, name) if (text := cleaned("".join(map(str, one.itertext()))))), ""
        )

    metas = {str(one.get("property") or one.get("name") or ""): one for one in _all(package, "meta")}

    def meta(name: str) -> str:
        one = metas.get(name)
        return (
            "" if one is None else cleaned(str(one.get("content") or "") or "".join(map(str, one.itertext())))
        )

    def refinement(name: str) -> dict[str, str]:
        return {
            str(one.get("refines") or "").lstrip("#"): cleaned("".join(map(str, one.itertext())))
            for one in _all(package, "meta")
            if one.get("property") == name
        }

    refined = refinement("title-type")
    by_type = {
        refined.get(str(one.get("id")), ""): cleaned("".join(map(str, one.itertext())))
        for one in _all(package, "title")
    }
    authors = [
        cleaned("".join(map(str, one.itertext())))
        for one in _all(package, "creator")
        if str(one.get("{http://www.idpf.org/2007/opf}role") or "aut") == "aut"
    ]
    # A collection may also be a set, such as a list of the hundred best novels.
    kind, position = refinement("collection-type"), refinement("group-position")
    series, part = next(
        (
            (cleaned("".join(map(str, one.itertext()))), position.get(key) or position.get("", ""))
            for one in _all(package, "meta")
            if one.get("property") == "belongs-to-collection"
            and kind.get(key := str(one.get("id") or ""), "series") == "series"
        ),
        ("", ""),
    )
    year = re.search(r"\d{4}", first("date"))
    description = re.sub(r"<[^>]{1,200}>", " ", first("description"))
    return About(
        title=by_type.get("main") or first("title"),
        subtitle=by_type.get("subtitle", ""),
        author=" and ".join(one for one in authors if one),
        series=series or meta("calibre:series"),
        part=part or meta("calibre:series_index").removesuffix(".0"),
        language=first("language"),
        year=year.group() if year else "",
        publisher=first("publisher"),
        description=cleaned(description),
    )


def _titles(
    book: Container, package_name: str, package: etree._Element, items: dict[str, etree._Element]
) -> dict[str, str]:
    """Return the titles of documents and of places in them (NAME#ID), as the book's contents have them."""
    found: dict[str, str] = {}
    nav = next((one for one in items.values() if "nav" in str(one.get("properties") or "").split()), None)
    if nav is not None and (name := book.resolved(package_name, str(nav.get("href") or ""))):
        for link in (
            one for one in html.tree(book.read(name), book.path, name).iter() if html.local(one) == "a"
        ):
            _note_title(book, name, str(link.get("href") or ""), "".join(map(str, link.itertext())), found)
    spine = next(iter(_all(package, "spine")), None)
    ncx = items.get(str(spine.get("toc") or "")) if spine is not None else None
    if ncx is not None and (name := book.resolved(package_name, str(ncx.get("href") or ""))):
        for point in _all(html.tree(book.read(name), book.path, name), "navpoint"):
            label = next((one for one in point.iter() if html.local(one) == "text"), None)
            content = next((one for one in point.iter() if html.local(one) == "content"), None)
            if label is not None and content is not None:
                _note_title(
                    book, name, str(content.get("src") or ""), "".join(map(str, label.itertext())), found
                )
    return found


def _note_title(book: Container, base: str, link: str, text: str, found: dict[str, str]) -> None:
    document, _, place = link.partition("#")
    name = book.resolved(base, document) if document else ""
    if name and cleaned(text):
        found.setdefault(f"{name}#{place}" if place else name, cleaned(text))


def _cover(
    book: Container, package_name: str, package: etree._Element, items: dict[str, etree._Element]
) -> bytes:
    """Return the book's cover; empty when it has none that is a JPEG or PNG."""
    named = {str(one.get("content")) for one in _all(package, "meta") if one.get("name") == "cover"}
    for key, item in items.items():
        kinds = str(item.get("properties") or "").split()
        if "cover-image" in kinds or (key in named and str(item.get("media-type", "")).startswith("image/")):
            name = book.resolved(package_name, str(item.get("href") or ""))
            content = book.read(name) if name else b""
            if content.startswith((b"\xff\xd8\xff", b"\x89PNG")) and len(content) <= _MOST_COVER_BYTES:
                return content
    return b""


def _all(root: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in root.iter() if html.local(one) == name]
