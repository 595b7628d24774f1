"""What an element of a page is: by its name, type, role, class, id and content."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from drama.project.readers import html_kinds as kinds
from drama.project.readers.manuscript import cleaned

if TYPE_CHECKING:
    from lxml import etree


def name_of(element: etree._Element) -> str:
    return element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else ""


def words_of(element: etree._Element) -> frozenset[str]:
    """Return what an element's type, role, class and id say that it is."""
    said = (element.get(name) for name in (kinds.TYPE, "epub:type", "role", "class", "id"))
    return frozenset(word.lower() for one in said if one for word in str(one).split())


def is_archive(root: etree._Element) -> bool:
    """Return whether Archive of Our Own made a page: a download, a part of its EPUB, or one as shown."""
    names = {str(one.get("id")) for one in root.iter() if one.get("id")}
    if "workskin" in names or len(names & kinds.ARCHIVE) > 1:
        return True
    return bool(names & kinds.ARCHIVE) and any(
        "archiveofourown.org/" in str(one.get("href") or "") for one in root.iter()
    )


def is_archive_note(element: etree._Element) -> bool:
    """Return whether an element is a note there: its first line says so, whatever its classes became."""
    if name_of(element) != "div":
        return False
    first = next((one for one in element if name_of(one) not in kinds.HEADINGS), None)
    said = "" if first is None or name_of(first) != "p" else "".join(map(str, first.itertext()))
    return cleaned(said).lower().rstrip(":") in kinds.ARCHIVE_NOTES


def main(root: etree._Element, paragraphs: int) -> etree._Element | None:
    """Return the part of a saved page with most of its paragraphs, if it is marked as the main one."""
    named = [one for one in root.iter() if str(one.get("id") or "") in kinds.MAIN_IDS]
    tagged = [one for one in root.iter() if name_of(one) in kinds.MAIN_TAGS or one.get("role") == "main"]
    for found in (named, tagged):
        if len(found) == 1 and sum(name_of(one) == "p" for one in found[0].iter()) * 2 >= paragraphs:
            return found[0]
    return None


def is_linked(element: etree._Element, named: str) -> bool:
    """Return whether a list, or a paragraph, consists of links to other places of the same book."""
    linked = sum(
        len("".join(map(str, one.itertext())))
        for one in element.iter()
        if name_of(one) == "a" and (target := str(one.get("href") or "")) and "://" not in target
    )
    length = len("".join("".join(map(str, element.itertext())).split()))
    return linked > (0.8 if named == "p" else 0.4) * length > 0


def is_hidden(element: etree._Element) -> bool:
    return (
        element.get("hidden") is not None
        or str(element.get("aria-hidden") or "") == "true"
        or bool(kinds.HIDDEN.search(str(element.get("style") or "")))
    )


def is_empty(element: etree._Element) -> bool:
    return not "".join(map(str, element.itertext())).strip("\u00a0 \t\r\n") and not any(
        name_of(one) in ("img", "svg", "hr", "a") for one in element.iter()
    )


def is_layout(row: etree._Element) -> bool:
    """Return whether a table's row only lays a page out: it has one cell, or cells of paragraphs."""
    cells = [one for one in row if name_of(one) in ("td", "th")]
    return len(cells) < 2 or any(
        name_of(one) in ("p", "div", "table") and len("".join(map(str, one.itertext()))) > 200
        for cell in cells
        for one in cell.iter()
    )


def plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().lower()


_ESCAPED_TWICE = re.compile(
    r"&(?:[lr][sd]quo|quot|[mn]dash|hellip|nbsp|amp|apos|#\d{2,5}|#x[0-9a-f]{2,5});", re.IGNORECASE
)
_ENDED = re.compile(r"[.!?…:—–-][*_]*[\"'”’»)]*[*_]*$")
_OPENED = tuple('"“«‘„')


def unescaped(text: str) -> str:
    """Return a text whose marks were escaped twice, "&amp;ldquo;" in the file, with the marks themselves."""
    return html.unescape(text) if _ESCAPED_TWICE.search(text) else text


def turns(text: str) -> list[str]:
    """Return the lines of a paragraph that is a talk; any other paragraph whole.

    In a talk each of three lines or more ends with its sentence, and one begins with a quotation mark.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    talk = (
        len(lines) > 2 and any(line.startswith(_OPENED) for line in lines) and all(map(_ENDED.search, lines))
    )
    return lines if talk else [text]
