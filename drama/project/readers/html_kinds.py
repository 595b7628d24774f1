"""What elements, types, roles and classes of a page mean."""

from __future__ import annotations

import re


def _words(said: str) -> frozenset[str]:
    return frozenset(said.split())


SKIPPED = _words(
    "script style head template noscript iframe object embed svg math audio video canvas button form "
    "input select textarea rp rt map datalist dialog progress meter base link meta param source track"
)
BLOCKS = _words(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer "
    "header hgroup li main nav ol p pre section summary table tbody td tfoot th thead tr ul html"
)
ITALIC = _words("em i cite dfn var")
BOLD = _words("b strong")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
DEEPEST = 180
"""Elements nested deeper are read as text alone; real pages are never as deep."""
LEFT_OUT = {
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
    "sidebar": "page furniture", "ad": "page furniture", "ads": "page furniture",
    "advert": "page furniture", "advertisement": "page furniture",
    "cookie": "page furniture", "afterword": "", "preface": "",
    "z3998:dramatis-personae": "cast list",
}  # fmt: skip
"""Element types, roles, classes and ids that aren't story; "" where only the archive's pages mean it so."""
BREAKS = _words("scenebreak scene-break section-break sectionbreak asterism separator divider ornament")
PAGE_MARKS = _words("pagebreak doc-pagebreak pagenum pageno pagenumber page-number pb")
NOTE_MARKS = _words("noteref doc-noteref footnote-ref footnoteref fnanchor noteanchor footnote-anchor")
BACK_LINKS = _words("doc-backlink backlink footnote-back footnote-backref")
BACK_LINK = re.compile(r"#(?:foot|end)note-ref-")
NOTE_ID = re.compile(r"(?:foot|end)note-\d+")
VERSE = _words(
    "poem poetry verse stanza line-group z3998:poem z3998:verse z3998:song z3998:hymn z3998:lyrics "
    "poetry-container"
)
LETTER = _words("z3998:letter z3998:diary z3998:telegram letter")
PERSONA = _words("z3998:persona persona speaker")
DIRECTION = _words("z3998:stage-direction stage-direction stagedirection stagedir")
LONGEST_NAME = 60
"""Characters of a name that has a paragraph of its own."""
MARK_TEXT = re.compile(r"[\[({]?(?:\d{1,3}|[*†‡§]{1,3}|[a-z])[\])}]?")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SLANTED = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
HEAVY = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
TYPE = "{http://www.idpf.org/2007/ops}type"
ENDED = (".", "!", "?", "…", ":", ";", "”", '"', "’", "'")
ARCHIVE = _words("preface chapters afterword")
"""Ids of the parts of a work in the files of Archive of Our Own; its live pages have "workskin"."""
ARCHIVE_NOTES = frozenset(
    {"notes", "summary", "chapter notes", "chapter summary", "chapter end notes", "end notes"}
)
"""What the first line of a note says there."""
LISTS = _words("p table ul ol dl")
"""What a table of contents is made of."""
MAIN_IDS = _words("workskin storytext")
MAIN_TAGS = _words("main article")
TITLE_LABEL = re.compile(r"(?:title|story)\s*:\s*", re.IGNORECASE)
