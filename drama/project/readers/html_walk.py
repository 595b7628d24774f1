"""A page's elements walked in order: paragraphs, headings, verse and breaks; what isn't story left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from drama.english import is_ornament
from drama.project.readers import directions
from drama.project.readers import html_elements as elements
from drama.project.readers import html_kinds as kinds
from drama.project.readers.html_styles import Styles
from drama.project.readers.manuscript import LONGEST_VERSE_LINE, cleaned, marked, raised

if TYPE_CHECKING:
    from lxml import etree

    from drama.model import About, PassageKind
    from drama.project.readers.manuscript import Manuscript


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
    stanza: list[str] = field(default_factory=list)
    """Lines of verse that had a paragraph each, since the last stanza ended."""
    letter: int = 0
    titling: int = 0
    """Within a group of headings."""
    depth: int = 0
    note_marks: int = 0
    page_marks: int = 0
    gaps_break: bool = False
    """Whether an empty paragraph is rare enough to mean a scene break."""
    book: bool = False
    """Whether the pages are a book's, whose footers are signatures and not furniture."""
    speaker: str = ""
    """Of the line that is read, in a play."""
    how: tuple[str, ...] = ()
    only_heading: bool = False
    """Whether the page has one heading of the first level."""
    styles: Styles = field(default_factory=Styles)
    """Of the book's style sheets; a page's own are added."""
    archive: bool = False
    """Whether Archive of Our Own made the page."""
    main: etree._Element | None = None
    """The part of a saved page that holds the story; the rest is furniture."""
    facts: dict[str, str] = field(default_factory=dict)

    def document(self, root: etree._Element) -> None:
        """Walk over a page."""
        of_the_book = self.styles
        for sheet in [one for one in root.iter() if elements.name_of(one) == "style"]:
            self.styles = self.styles.and_of("".join(map(str, sheet.itertext())))
        paragraphs = [one for one in root.iter() if elements.name_of(one) == "p"]
        empty = sum(elements.is_empty(one) for one in paragraphs)
        self.gaps_break = 0 < empty <= max(3, 0.12 * len(paragraphs))
        self.only_heading = sum(elements.name_of(one) == "h1" for one in root.iter()) == 1
        self.archive = self.archive or elements.is_archive(root)
        main = None if self.book else elements.main(root, len(paragraphs))
        if main is not None:
            self.unspoken.append("page furniture")
            self.main = main
        self._visit(root)
        self._flush()
        self._end_stanza()
        if self.main is not None:
            self.unspoken.remove("page furniture")
            self.main = None
        self.styles = of_the_book

    def told(self, about: About) -> About:
        """Return the book's metadata, completed from its pages; note what was taken out."""
        for count, one, more in (
            (self.note_marks, "mark of a note", "marks of notes"),
            (self.page_marks, "page number", "page numbers"),
        ):
            if count:
                self.script.notes.append(f"{count} {one if count == 1 else more} taken out")
        own = self.archive and not self.book  # the head of an archive's page names the archive
        facts = {name: text for name, text in self.facts.items() if own or not getattr(about, name)}
        return replace(about, **facts) if facts else about

    def _visit(self, element: etree._Element) -> None:
        tag = elements.name_of(element)
        words = elements.words_of(element)
        if not tag or tag in kinds.SKIPPED or elements.is_hidden(element):
            return
        if self._is_mark(element, tag, words):
            return
        if self.depth > kinds.DEEPEST:
            self.runs.append((" ".join(map(str, element.itertext())), False, False))
            return
        self.depth += 1
        if self.speaker and words & kinds.DIRECTION:
            self._direction(element, own=tag in kinds.BLOCKS)
        elif tag in kinds.HEADINGS:
            self._heading(element, kinds.HEADINGS[tag], words)
        elif tag == "hr" or (words & kinds.BREAKS and not "".join(map(str, element.itertext())).strip()):
            self._flush()
            self._end_stanza()
            self.script.rule()
        elif tag == "br":
            self.runs.append(("\n", False, False))
        elif tag == "img":
            self._picture(element)
        elif tag in kinds.BLOCKS:
            self._block(element, tag, words)
        else:
            self._inline(element, tag)
        self.depth -= 1

    def _picture(self, element: etree._Element) -> None:
        """Add a drop capital; other pictures aren't read."""
        alt = str(element.get("alt") or "").strip()
        if len(alt) == 1 and alt.isalpha():
            self.runs.append((alt, False, False))

    def _is_mark(self, element: etree._Element, tag: str, words: frozenset[str]) -> bool:
        """Return whether an element is the mark of a note or of a page, and count it."""
        if words & kinds.PAGE_MARKS:
            self.page_marks += 1
            return True
        if words & kinds.BACK_LINKS or (tag == "a" and kinds.BACK_LINK.match(str(element.get("href") or ""))):
            return True
        if words & kinds.NOTE_MARKS or (tag == "a" and self._points_to_note(element)):
            self.note_marks += not self.unspoken
            return True
        return False

    def _points_to_note(self, element: etree._Element) -> bool:
        text = "".join(map(str, element.itertext())).strip()
        if "#" not in str(element.get("href") or "") or not kinds.MARK_TEXT.fullmatch(text):
            return False
        parent = element.getparent()
        raised = (parent is not None and elements.name_of(parent) == "sup") or any(
            elements.name_of(one) == "sup" for one in element
        )
        return raised or text[0] in "[({*†‡§"

    def _block(self, element: etree._Element, tag: str, words: frozenset[str]) -> None:
        self._flush()
        if tag in ("p", "div") and words & kinds.PERSONA and self._called(element):
            return
        if element is self.main:
            self.unspoken.clear()
        left_out = self._left_out(element, tag, words)
        verse, letter = bool(words & kinds.VERSE), bool(words & kinds.LETTER)
        group = tag == "hgroup" or (
            tag == "header" and any(elements.name_of(one) in kinds.HEADINGS for one in element)
        )
        if left_out:
            self.unspoken.append(left_out)
        self.verse += verse
        self.letter += letter
        self.titling += group
        if self.archive:
            self._note_facts(element, tag, words)
        self._inside(element, tag)
        self._flush(words)
        if verse:
            self._end_stanza()
        if element is self.main:
            self.unspoken.append("page furniture")
        self.titling -= group
        self.letter -= letter
        self.verse -= verse
        if left_out:
            self.unspoken.pop()

    def _inside(self, element: etree._Element, tag: str) -> None:
        """Walk over the content of a block."""
        if tag == "tr" and not elements.is_layout(element):
            self._row(element)
        elif tag == "pre":
            self._pre(element)
        elif tag == "p":
            self._inline(element, tag)
            if self.gaps_break and elements.is_empty(element):
                self.script.rule()
        else:
            self._children(element)

    def _left_out(self, element: etree._Element, tag: str, words: frozenset[str]) -> str:
        """Return what kind of matter begins with an element; empty for story."""
        if self.archive and (found := self._archived(element, words)):
            return found
        if tag == "nav" or (tag == "footer" and not self.book) or (tag == "aside" and "sidebar" in words):
            return "contents" if words & {"toc"} else "page furniture"
        if any(kinds.NOTE_ID.fullmatch(word) for word in words):
            return "note"
        if not self.unspoken and tag in kinds.LISTS and elements.is_linked(element, tag):
            return "contents"
        return next((kinds.LEFT_OUT[word] for word in sorted(words) if kinds.LEFT_OUT.get(word)), "") or (
            "caption" if tag == "figcaption" else ""
        )

    def _archived(self, element: etree._Element, words: frozenset[str]) -> str:
        """Return what kind of matter an element of an archive's page is; empty for story."""
        if "preface" in words:
            return "author's note" if "chapter" in words else "front matter"
        if "afterword" in words:
            return "back matter"
        if words & {"meta", "endnotes", "notes", "summary"} or elements.is_archive_note(element):
            return "" if "front matter" in self.unspoken else "author's note"
        return ""

    def _children(self, element: etree._Element) -> None:
        self._text(element.text)
        for child in element:
            self._visit(child)
            self._text(child.tail)

    def _text(self, text: str | None) -> None:
        if text:
            plain = elements.unescaped(text)
            self.runs.append((" ".join(f".{plain}.".split())[1:-1], self.italic > 0, self.bold > 0))

    def _inline(self, element: etree._Element, tag: str) -> None:
        italic, bold = self._styled(element, tag)
        self.italic += italic
        self.bold += bold
        if tag == "sup" and not len(element):
            self._text(raised(element.text or ""))
        else:
            self._children(element)
        self.bold -= bold
        self.italic -= italic

    def _styled(self, element: etree._Element, tag: str) -> tuple[bool, bool]:
        """Return whether an element is italic and bold: by its name, its own style, or its classes'."""
        style, names = str(element.get("style") or ""), str(element.get("class") or "").split()
        return (
            tag in kinds.ITALIC or bool(kinds.SLANTED.search(style)) or self.styles.are_italic(tag, names),
            tag in kinds.BOLD or bool(kinds.HEAVY.search(style)) or self.styles.are_bold(tag, names),
        )

    def _heading(self, element: etree._Element, level: int, words: frozenset[str]) -> None:
        self._flush()
        self._end_stanza()
        self.speaker, self.how = "", ()
        self._children(element)
        text = cleaned(self._rendered(marks=False).replace("\n", " "))
        self.runs.clear()
        chapter = self.archive and self.unspoken[-1:] == ["author's note"] and "landmark" not in words
        if self.archive and self.unspoken[-1:] == ["front matter"] and (level == 1 or "title" in words):
            self.facts.setdefault("title", text)
        if self.archive and "byline" in words:
            self.facts.setdefault("author", re.sub(r"^by\s+", "", text))
        if self.archive and "landmark" in words:
            self.script.leave_out(text, "page furniture")
        elif self.unspoken and not chapter:
            self.script.leave_out(text, self.unspoken[-1])
        elif self._is_title(text, words, level):
            self.script.add(text, "title")
            self.facts.setdefault("title", kinds.TITLE_LABEL.sub("", text))
        else:
            self.script.add(text, "heading", level=level)

    def _is_title(self, text: str, words: frozenset[str], level: int) -> bool:
        if any(one.kind != "byline" for one in self.script.passages):
            return False
        if self.title:
            return elements.plain(text) == elements.plain(self.title)
        return ("title" in words and "chapter" not in words) or (level == 1 and self.only_heading)

    def _row(self, row: etree._Element) -> None:
        """Add a row of a table as a sentence, a comma between two cells; in a play, as a speaker's line."""
        first = row[0] if len(row) else None
        if first is not None and len(row) == 2 and elements.words_of(first) & kinds.PERSONA:
            self.speaker = directions.name_in_lower_case(cleaned("".join(map(str, first.itertext()))))
            self._children(row[1])
            self._flush()
            self.speaker, self.how = "", ()
            return
        cells = [
            cleaned(" ".join(map(str, one.itertext())))
            for one in row
            if elements.name_of(one) in ("td", "th")
        ]
        text = ", ".join(cell for cell in cells if cell)
        if text:
            self._put(text if text.endswith(kinds.ENDED) else f"{text}.")

    def _called(self, element: etree._Element) -> bool:
        """Take a paragraph that names who speaks the next ones; return whether it is one."""
        name = cleaned("".join(map(str, element.itertext()))).rstrip(".: ")
        if self.unspoken or not 0 < len(name) <= kinds.LONGEST_NAME:
            return False
        self.speaker, self.how = directions.name_in_lower_case(name), ()
        return True

    def _direction(self, element: etree._Element, *, own: bool) -> None:
        """Leave a direction within a line out; its words tell how what follows is spoken.

        One that is a paragraph of its own is the narrator's.
        """
        self._flush()
        text = "".join(map(str, element.itertext()))
        if own:
            self.script.add(text)
            return
        self.script.leave_out(text, "direction")
        self.how = directions.meant(text)

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
        if not self.verse:
            self._end_stanza()
        if self.titling and not self.unspoken:
            self.script.add(text, "heading", level=2)
            return
        if words & {"byline", "author"} and not self.unspoken and len(text) < 90:
            self.script.add(text, "byline")
            return
        for part in re.split(r"\n\s*\n", text):
            for one in [part] if self.verse else elements.turns(part):
                self._put(one)

    def _put(self, text: str) -> None:
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        if not lines:
            return
        if self.unspoken or self.speaker or len(lines) > 1:
            self._end_stanza()
        if self.unspoken:
            self.script.leave_out(" ".join(lines), self.unspoken[-1])
        elif self.speaker:
            self.script.add(" ".join(lines), "line", speaker=self.speaker, how=self.how)
        elif len(lines) == 1 and not self.verse:
            self._paragraph(lines[0])
        elif self.verse and len(lines) == 1:
            self.stanza.append(lines[0])
        elif self.verse or (len(lines) > 2 and all(len(line) <= LONGEST_VERSE_LINE for line in lines)):
            self.script.add("\n".join(lines), "verse")
        elif all(len(line) > LONGEST_VERSE_LINE for line in lines[:-1]):
            for line in lines:
                self._paragraph(line)
        else:
            self._paragraph(" ".join(lines))

    def _end_stanza(self) -> None:
        """Add the lines of verse that had a paragraph each as one stanza."""
        if self.stanza:
            self.script.add("\n".join(self.stanza), "verse")
            self.stanza.clear()

    def _paragraph(self, text: str) -> None:
        if is_ornament(text):
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
        before = element.getprevious()
        label = cleaned("".join(map(str, before.itertext()))) if before is not None else ""
        if "byline" in words:
            self.facts.setdefault("author", re.sub(r"^by\s+", "", text))
        elif tag == "blockquote" and label.startswith("Summary"):
            self.facts.setdefault("description", text)
        elif tag == "dd":
            if label.startswith("Series") and (part := re.match(r"Part (\S+) of (.+)", text)):
                self.facts.setdefault("part", part[1])
                self.facts.setdefault("series", part[2])
            elif label.startswith("Language"):
                self.facts.setdefault("language", "en" if text.startswith("English") else text)
