"""A page's elements walked in order: paragraphs, headings, verse and breaks; what isn't story left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from drama.project.readers.manuscript import LONGEST_VERSE_LINE, cleaned, marked

if TYPE_CHECKING:
    from lxml import etree

    from drama.model import About, PassageKind
    from drama.project.readers.manuscript import Manuscript

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "head",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "audio",
        "video",
        "canvas",
        "button",
        "form",
        "input",
        "select",
        "textarea",
        "rp",
        "rt",
        "map",
        "datalist",
        "dialog",
        "progress",
        "meter",
        "base",
        "link",
        "meta",
        "param",
        "source",
        "track",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "header",
        "hgroup",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "html",
    ]
)
_ITALIC = frozenset(["em", "i", "cite", "dfn", "var"])
_BOLD = frozenset(["b", "strong"])
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_DEEPEST = 180
"""Elements nested deeper are read as text alone; real pages are never as deep."""
_LEFT_OUT = {
    "titlepage": "title page", "halftitlepage": "title page", "halftitle": "title page", "imprint": "imprint",
    "colophon": "colophon", "copyright-page": "copyright page", "copyright": "copyright page",
    "toc": "contents",
    "landmarks": "contents", "loi": "contents", "lot": "contents", "page-list": "contents", "index": "index",
    "bibliography": "bibliography", "footnote": "note", "footnotes": "note", "endnote": "note",
    "endnotes": "note", "rearnote": "note", "rearnotes": "note", "other-credits": "credits",
    "contributors": "credits", "doc-footnote": "note", "doc-endnotes": "note", "doc-endnote": "note",
    "doc-toc": "contents", "doc-index": "index", "doc-colophon": "colophon", "pg-boilerplate": "licence",
    "pgheader": "licence", "pgfooter": "licence", "pg-header": "licence", "pg-footer": "licence",
    "tnote": "transcriber's note", "transnote": "transcriber's note", "caption": "caption",
    "figcaption": "caption", "navigation": "page furniture", "breadcrumb": "page furniture",
    "sidebar": "page furniture", "cookie": "page furniture", "afterword": "", "preface": "",
}  # fmt: skip
"""Element types, roles, classes and ids that aren't story; "" where only the archive's pages mean it so."""
_BREAKS = frozenset(
    [
        "scenebreak",
        "scene-break",
        "section-break",
        "sectionbreak",
        "asterism",
        "separator",
        "divider",
        "ornament",
    ]
)
_PAGE_MARKS = frozenset(
    ["pagebreak", "doc-pagebreak", "pagenum", "pageno", "pagenumber", "page-number", "pb"]
)
_NOTE_MARKS = frozenset(
    ["noteref", "doc-noteref", "footnote-ref", "footnoteref", "fnanchor", "noteanchor", "footnote-anchor"]
)
_BACK_LINKS = frozenset(["doc-backlink", "backlink", "footnote-back", "footnote-backref"])
_BACK_LINK = re.compile(r"#(?:foot|end)note-ref-")
_NOTE_ID = re.compile(r"(?:foot|end)note-\d+")
_VERSE = frozenset(
    [
        "poem",
        "poetry",
        "verse",
        "stanza",
        "line-group",
        "z3998:poem",
        "z3998:verse",
        "z3998:song",
        "z3998:hymn",
        "z3998:lyrics",
        "poetry-container",
    ]
)
_LETTER = frozenset(["z3998:letter", "z3998:diary", "z3998:telegram", "letter"])
_MARK_TEXT = re.compile(r"[\[({]?(?:\d{1,3}|[*†‡§]{1,3}|[a-z])[\])}]?")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SLANTED = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_HEAVY = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_TYPE = "{http://www.idpf.org/2007/ops}type"
_ENDED = (".", "!", "?", "…", ":", ";", "”", '"', "’", "'")


@dataclass(slots=True)
class Walk:
    """The state of a walk over a page."""

    script: Manuscript
    title: str = ""
    """The book's title, where known: a heading with this text isn't a chapter's."""
    author: str = ""
    runs: list[tuple[str, bool, bool]] = field(default_factory=list)
    """Text with whether it is italic and bold, since the last paragraph."""
    italic: int = 0
    bold: int = 0
    unspoken: list[str] = field(default_factory=list)
    """Kinds of the enclosing matter, the innermost last."""
    verse: int = 0
    letter: int = 0
    titling: int = 0
    """Within a group of headings."""
    depth: int = 0
    note_marks: int = 0
    page_marks: int = 0
    gaps_break: bool = False
    """Whether an empty paragraph is rare enough to mean a scene break."""
    only_heading: bool = False
    """Whether the page has one heading of the first level."""
    archive: bool = False
    """Whether Archive of Our Own made the page."""
    facts: dict[str, str] = field(default_factory=dict)

    def document(self, root: etree._Element) -> None:
        """Walk over a page."""
        paragraphs = [one for one in root.iter() if _tag(one) == "p"]
        empty = sum(_is_empty(one) for one in paragraphs)
        self.gaps_break = 0 < empty <= max(3, 0.12 * len(paragraphs))
        names = {str(one.get("id")) for one in root.iter() if one.get("id")}
        self.only_heading = sum(_tag(one) == "h1" for one in root.iter()) == 1
        self.archive = {"preface", "chapters"} <= names or {"preface", "afterword"} <= names
        self._visit(root)
        self._flush()

    def told(self, about: About) -> About:
        """Return the book's metadata, completed from its pages; note what was taken out."""
        for count, one, more in (
            (self.note_marks, "mark of a note", "marks of notes"),
            (self.page_marks, "page number", "page numbers"),
        ):
            if count:
                self.script.notes.append(f"{count} {one if count == 1 else more} taken out")
        facts = {name: text for name, text in self.facts.items() if not getattr(about, name)}
        return replace(about, **facts) if facts else about

    def _visit(self, element: etree._Element) -> None:
        tag = _tag(element)
        words = _kinds(element)
        if not tag or tag in _SKIPPED or _is_hidden(element):
            return
        if self._is_mark(element, tag, words):
            return
        if self.depth > _DEEPEST:
            self.runs.append((" ".join(map(str, element.itertext())), False, False))
            return
        self.depth += 1
        if tag in _HEADINGS:
            self._heading(element, _HEADINGS[tag], words)
        elif tag == "hr" or (words & _BREAKS and not "".join(map(str, element.itertext())).strip()):
            self._flush()
            self.script.rule()
        elif tag == "br":
            self.runs.append(("\n", False, False))
        elif tag == "img":
            alt = str(element.get("alt") or "").strip()
            if len(alt) == 1 and alt.isalpha():  # a drop capital
                self.runs.append((alt, False, False))
        elif tag in _BLOCKS:
            self._block(element, tag, words)
        else:
            self._inline(element, tag)
        self.depth -= 1

    def _is_mark(self, element: etree._Element, tag: str, words: frozenset[str]) -> bool:
        """Return whether an element is the mark of a note or of a page, and count it."""
        if words & _PAGE_MARKS:
            self.page_marks += 1
            return True
        if words & _BACK_LINKS or (tag == "a" and _BACK_LINK.match(str(element.get("href") or ""))):
            return True
        if words & _NOTE_MARKS or (tag == "a" and self._points_to_note(element)):
            self.note_marks += not self.unspoken
            return True
        return False

    def _points_to_note(self, element: etree._Element) -> bool:
        text = "".join(map(str, element.itertext())).strip()
        if "#" not in str(element.get("href") or "") or not _MARK_TEXT.fullmatch(text):
            return False
        parent = element.getparent()
        raised = (parent is not None and _tag(parent) == "sup") or any(_tag(one) == "sup" for one in element)
        return raised or text[0] in "[({*†‡§"

    def _block(self, element: etree._Element, tag: str, words: frozenset[str]) -> None:
        self._flush()
        left_out = self._left_out(tag, words)
        verse, letter = bool(words & _VERSE), bool(words & _LETTER)
        group = tag == "hgroup" or (tag == "header" and any(_tag(one) in _HEADINGS for one in element))
        if left_out:
            self.unspoken.append(left_out)
        self.verse += verse
        self.letter += letter
        self.titling += group
        if self.archive:
            self._note_facts(element, tag, words)
        if tag == "tr" and not _is_layout(element):
            self._row(element)
        elif tag == "pre":
            self._pre(element)
        else:
            self._children(element)
            if tag == "p" and self.gaps_break and _is_empty(element):
                self.script.rule()
        self._flush(words)
        self.titling -= group
        self.letter -= letter
        self.verse -= verse
        if left_out:
            self.unspoken.pop()

    def _left_out(self, tag: str, words: frozenset[str]) -> str:
        """Return what kind of matter begins with an element; empty for story."""
        if self.archive:
            if words & {"preface", "afterword"}:
                return "front matter" if "preface" in words else "back matter"
            if words & {"meta", "endnotes", "notes"}:
                return "author's note"
        if tag in ("nav", "footer") or (tag == "aside" and not self.unspoken and words & {"sidebar", ""}):
            return "contents" if words & {"toc"} else "page furniture"
        if any(_NOTE_ID.fullmatch(word) for word in words):
            return "note"
        return next((_LEFT_OUT[word] for word in sorted(words) if _LEFT_OUT.get(word)), "") or (
            "caption" if tag == "figcaption" else ""
        )

    def _children(self, element: etree._Element) -> None:
        self._text(element.text)
        for child in element:
            self._visit(child)
            self._text(child.tail)

    def _text(self, text: str | None) -> None:
        if text:
            self.runs.append((" ".join(f".{text}.".split())[1:-1], self.italic > 0, self.bold > 0))

    def _inline(self, element: etree._Element, tag: str) -> None:
        style = str(element.get("style") or "")
        italic = tag in _ITALIC or bool(_SLANTED.search(style))
        bold = tag in _BOLD or bool(_HEAVY.search(style))
        self.italic += italic
        self.bold += bold
        self._children(element)
        self.bold -= bold
        self.italic -= italic

    def _heading(self, element: etree._Element, level: int, words: frozenset[str]) -> None:
        self._flush()
        self._children(element)
        text = cleaned(self._rendered(marks=False).replace("\n", " "))
        self.runs.clear()
        chapter = self.archive and self.unspoken[-1:] == ["author's note"]
        if self.archive and self.unspoken[-1:] == ["front matter"] and level == 1:
            self.facts.setdefault("title", text)
        if self.unspoken and not chapter:
            self.script.leave_out(text, self.unspoken[-1])
        elif self._is_title(text, words, level):
            self.script.add(text, "title")
            self.facts.setdefault("title", text)
        else:
            self.script.add(text, "heading", level=level)

    def _is_title(self, text: str, words: frozenset[str], level: int) -> bool:
        if any(one.kind != "byline" for one in self.script.passages):
            return False
        if self.title:
            return _plain(text) == _plain(self.title)
        return ("title" in words and "chapter" not in words) or (level == 1 and self.only_heading)

    def _row(self, row: etree._Element) -> None:
        """Add a row of a table as a sentence, a comma between two cells."""
        cells = [cleaned(" ".join(map(str, one.itertext()))) for one in row if _tag(one) in ("td", "th")]
        text = ", ".join(cell for cell in cells if cell)
        if text:
            self._put(text if text.endswith(_ENDED) else f"{text}.")

    def _pre(self, element: etree._Element) -> None:
        """Add preformatted text: lines of verse where they are short, or else paragraphs."""
        for part in re.split(r"\n\s*\n", "".join(map(str, element.itertext()))):
            self._put(part)

    def _flush(self, words: frozenset[str] = frozenset()) -> None:
        """Add the text since the last paragraph; two line breaks split it, and short lines count as verse."""
        text = self._rendered(marks=not self.titling)
        self.runs.clear()
        if not text.strip():
            return
        if self.titling and not self.unspoken:
            self.script.add(text, "heading", level=2)
            return
        if words & {"byline", "author"} and not self.unspoken and len(text) < 90:
            self.script.add(text, "byline")
            return
        for part in re.split(r"\n\s*\n", text):
            self._put(part)

    def _put(self, text: str) -> None:
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        if not lines:
            return
        if self.unspoken:
            self.script.leave_out(" ".join(lines), self.unspoken[-1])
        elif len(lines) == 1 and not self.verse:
            self._paragraph(lines[0])
        elif self.verse or (len(lines) > 2 and all(len(line) <= LONGEST_VERSE_LINE for line in lines)):
            self.script.add("\n".join(lines), "verse")
        elif all(len(line) > LONGEST_VERSE_LINE for line in lines[:-1]):
            for line in lines:
                self._paragraph(line)
        else:
            self._paragraph(" ".join(lines))

    def _paragraph(self, text: str) -> None:
        if set(text) <= set("*#~–—- ·•") and text.strip(" ") and len(text) < 20:
            self.script.rule()
            return
        kind: PassageKind = "letter" if self.letter else "paragraph"
        self.script.add(text, kind)

    def _rendered(self, *, marks: bool = True) -> str:
        return "".join(marked(self.runs) if marks else (text for text, _, _ in self.runs))

    def _note_facts(self, element: etree._Element, tag: str, words: frozenset[str]) -> None:
        """Take author, summary, series and language from the head of an archive's page."""
        if self.unspoken[-1:] != ["front matter"]:
            return
        text = cleaned(" ".join(map(str, element.itertext())))
        if "byline" in words:
            self.facts.setdefault("author", re.sub(r"^by\s+", "", text))
        elif tag == "blockquote":
            self.facts.setdefault("description", text)
        elif tag == "dd":
            label = (
                cleaned("".join(map(str, before.itertext())))
                if (before := element.getprevious()) is not None
                else ""
            )
            if label.startswith("Series") and (part := re.match(r"Part (\S+) of (.+)", text)):
                self.facts.setdefault("part", part[1])
                self.facts.setdefault("series", part[2])
            elif label.startswith("Language"):
                self.facts.setdefault("language", "en" if text.startswith("English") else text)


def _tag(element: etree._Element) -> str:
    return element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else ""


def _kinds(element: etree._Element) -> frozenset[str]:
    """Return what an element's type, role, class and id say that it is."""
    said = (element.get(name) for name in (_TYPE, "epub:type", "role", "class", "id"))
    return frozenset(word.lower() for one in said if one for word in str(one).split())


def _is_hidden(element: etree._Element) -> bool:
    return (
        element.get("hidden") is not None
        or str(element.get("aria-hidden") or "") == "true"
        or bool(_HIDDEN.search(str(element.get("style") or "")))
    )


def _is_empty(element: etree._Element) -> bool:
    return not "".join(map(str, element.itertext())).strip("\u00a0 \t\r\n") and not any(
        _tag(one) in ("img", "svg", "hr", "a") for one in element.iter()
    )


def _is_layout(row: etree._Element) -> bool:
    """Return whether a table's row only lays a page out: it has one cell, or cells of paragraphs."""
    cells = [one for one in row if _tag(one) in ("td", "th")]
    return len(cells) < 2 or any(
        _tag(one) in ("p", "div", "table") and len("".join(map(str, one.itertext()))) > 200
        for cell in cells
        for one in cell.iter()
    )


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().lower()
