"""ODT: the document's content walked in order; styles give italics, headings and rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drama.model import About
from drama.project.readers.containers import Container
from drama.project.readers.html import local
from drama.project.readers.manuscript import Draft, Manuscript, cleaned, raised

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml import etree

    from drama.project.readers.manuscript import Page

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SKIPPED = frozenset(
    [
        "annotation",
        "annotation-end",
        "tracked-changes",
        "sequence-decls",
        "forms",
        "frame",
        "page-number",
        "bookmark",
        "soft-page-break",
        "variable-decls",
        "user-field-decls",
        "script",
        "change",
        "change-start",
        "change-end",
        "bibliography-mark",
    ]
)
_INDEXES = frozenset(
    ["table-of-content", "illustration-index", "table-index", "alphabetical-index", "bibliography"]
)
_DEEPEST = 200


@dataclass(slots=True)
class _Styles:
    parents: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """Display names."""
    italic: dict[str, bool] = field(default_factory=dict)
    bold: dict[str, bool] = field(default_factory=dict)
    raised: dict[str, bool] = field(default_factory=dict)
    """Whether text stands small above the line."""
    levels: dict[str, int] = field(default_factory=dict)

    def add(self, root: etree._Element) -> None:
        for one in root.iter(f"{_STYLE}style"):
            name = str(one.get(f"{_STYLE}name"))
            self.parents[name] = str(one.get(f"{_STYLE}parent-style-name") or "")
            self.names[name] = str(one.get(f"{_STYLE}display-name") or name).replace("_20_", " ")
            level = str(one.get(f"{_STYLE}default-outline-level") or "")
            if level.isdigit() and int(level):
                self.levels[name] = int(level)
            for look in one.iter(f"{_STYLE}text-properties"):
                if look.get(f"{_FO}font-style"):
                    self.italic[name] = look.get(f"{_FO}font-style") != "normal"
                if look.get(f"{_STYLE}text-position"):
                    where = str(look.get(f"{_STYLE}text-position"))
                    self.raised[name] = where.startswith("super") or where[0] in "123456789"
                if look.get(f"{_FO}font-weight"):
                    self.bold[name] = str(look.get(f"{_FO}font-weight")) in (
                        "bold",
                        "600",
                        "700",
                        "800",
                        "900",
                    )

    def line(self, name: str) -> Iterator[str]:
        """Yield a style and those it inherits from."""
        for _ in range(20):
            if not name:
                return
            yield name
            name = self.parents.get(name, "")

    def look(self, name: str, of: dict[str, bool]) -> bool | None:
        return next((of[one] for one in self.line(name) if one in of), None)

    def called(self, name: str) -> set[str]:
        return {self.names.get(one, one).lower() for one in self.line(name)}


@dataclass(slots=True)
class _Walk:
    styles: _Styles
    draft: Draft = field(default_factory=Draft)
    notes: list[str] = field(default_factory=list)
    italic: bool = False
    bold: bool = False
    raised: bool = False
    unspoken: str = ""
    depth: int = 0

    def visit(self, element: etree._Element) -> None:
        tag = local(element)
        if tag in _SKIPPED or not tag or self.depth > _DEEPEST:
            return
        self.depth += 1
        if tag in ("p", "h"):
            self._paragraph(element, tag)
        elif tag == "note":
            body = next((one for one in element if local(one) == "note-body"), None)
            self.notes.append(cleaned(" ".join(map(str, body.itertext()))) if body is not None else "")
        elif tag == "table-row":
            self._row(element)
        elif tag in _INDEXES:
            before, self.unspoken = self.unspoken, "contents"
            self._inside(element)
            self.unspoken = before
        elif tag == "span":
            self._span(element)
        elif tag in ("line-break",):
            self._text("\n")
        elif tag in ("s", "tab"):
            self._text(" ")
        else:
            self._inside(element)
        self.depth -= 1

    def _inside(self, element: etree._Element) -> None:
        inline = local(element) in ("p", "h", "span", "a", "meta", "ruby-base", "ruby")
        if inline:
            self._text(" ".join(f".{element.text or ''}.".split())[1:-1])
        for child in element:
            self.visit(child)
            if inline:
                self._text(" ".join(f".{child.tail or ''}.".split())[1:-1])

    def _text(self, text: str) -> None:
        if text:
            self.draft.runs.append((raised(text) if self.raised else text, self.italic, self.bold))

    def _span(self, element: etree._Element) -> None:
        name = str(element.get(f"{_TEXT}style-name") or "")
        before = self.italic, self.bold, self.raised
        italic, bold = self.styles.look(name, self.styles.italic), self.styles.look(name, self.styles.bold)
        self.italic = self.italic if italic is None else italic
        self.bold = self.bold if bold is None else bold
        self.raised = self.raised or bool(self.styles.look(name, self.styles.raised))
        self._inside(element)
        self.italic, self.bold, self.raised = before

    def _paragraph(self, element: etree._Element, tag: str) -> None:
        name = str(element.get(f"{_TEXT}style-name") or "")
        called = self.styles.called(name)
        self.italic = bool(self.styles.look(name, self.styles.italic)) and tag == "p"
        self.bold = bool(self.styles.look(name, self.styles.bold)) and tag == "p"
        self._inside(element)
        self.italic = self.bold = False
        level = str(element.get(f"{_TEXT}outline-level") or "1")
        if "horizontal line" in called:
            self.draft.runs.clear()
            self.draft.entries.append(("rule", 0, ""))
        elif self.unspoken:
            self.draft.end(f"matter {self.unspoken}")
        elif "title" in called:
            self.draft.end("title")
        elif tag == "h" or (
            levels := [self.styles.levels[one] for one in self.styles.line(name) if one in self.styles.levels]
        ):
            self.draft.end("heading", int(level) if tag == "h" and level.isdigit() else levels[0])
        elif "caption" in called:
            self.draft.end("matter caption")
        elif called & {"header", "footer", "page number"}:
            self.draft.end("matter page furniture")
        else:
            self.draft.end()

    def _row(self, row: etree._Element) -> None:
        cells = [cleaned(" ".join(map(str, one.itertext()))) for one in row if local(one) == "table-cell"]
        text = ", ".join(cell for cell in cells if cell)
        if text:
            self.draft.runs.append((text if text.endswith((".", "!", "?")) else f"{text}.", False, False))
            self.draft.end("row")


def read(path: Path) -> Page:
    """Return the story in an OpenDocument text; pictures, comments and deleted text are left out."""
    with Container(path) as document:
        if "content.xml" not in document.names:
            raise document.refusal("it is no OpenDocument text: content.xml is missing")
        if "META-INF/manifest.xml" in document.names and b"encryption-data" in document.read(
            "META-INF/manifest.xml"
        ):
            raise document.refusal("it is locked with a password")
        content = document.xml("content.xml")
        styles = _Styles()
        if "styles.xml" in document.names:
            styles.add(document.xml("styles.xml"))
        styles.add(content)
        about = _about(document)
    walk = _Walk(styles)
    for body in (one for one in content.iter() if local(one) == "body"):
        walk.visit(body)
    script = Manuscript(path=str(path))
    walk.draft.to(script)
    for note in walk.notes:
        script.leave_out(note, "note")
    if walk.notes:
        count = len(walk.notes)
        script.notes.append(f"{count} mark{'s' * (count > 1)} of notes taken out")
    return script.page(about)


def _about(document: Container) -> About:
    if "meta.xml" not in document.names:
        return About()
    facts = {
        local(one): cleaned("".join(map(str, one.itertext()))) for one in document.xml("meta.xml").iter()
    }
    return About(
        title=facts.get("title", ""),
        author=facts.get("initial-creator", "") or facts.get("creator", ""),
        language=facts.get("language", ""),
        description=facts.get("description", ""),
    )
