"""Markup of other formats in what is called a plain text: told by its beginning, and named with the way out.

None of it is read here. What would be spoken tag by tag (XML, LaTeX, JSON) is refused; light markup of a
wiki or a documentation tool is mostly silent, so that a note on it is enough.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from drama.errors import InputError, Place, Problem

if TYPE_CHECKING:
    from pathlib import Path

CONVERTIBLE = frozenset(
    (".fb2", ".tex", ".dbk", ".org", ".rst", ".wiki", ".mediawiki", ".textile", ".typ", ".ipynb")
)
"""Endings of files that pandoc turns into HTML (its manual, option --from)."""
_HEAD = 20_000
_XML = re.compile(
    r"\s*(?:<\?xml\b|<!DOCTYPE\s+(?!html\b)\w|<(?:FictionBook|TEI|book|article)\b[^>]{0,300}\bxmlns)"
)
_ROOT = re.compile(r"<(?P<name>[A-Za-z_][\w.:-]{0,60})[\s/>]")
_DOCBOOK = re.compile(r"DocBook|docbook\.org", re.IGNORECASE)
_LATEX = re.compile(
    r"^\s*\\(?:documentclass|usepackage|begin\{document\}|(?:part|chapter|(?:sub){0,2}section)\*?[\[{])"
    r"|\\(?:emph|text(?:it|bf|sc)|footnote)\{",
    re.MULTILINE,
)
_JSON = re.compile(r'\s*(?:\{|\[\s*\{)\s*"[^"\n]{0,80}"\s*:')
_LIGHT = (
    (
        "org",
        "Org",
        re.compile(r"^#\+(?:title|author|begin_\w+|options|startup)\b", re.IGNORECASE | re.MULTILINE),
    ),
    ("rst", "reStructuredText", re.compile(r"^\.\. (?:[\w-]{2,30}::|_[^\n:]{1,60}:)", re.MULTILINE)),
    ("mediawiki", "a wiki", re.compile(r"'''[^'\n]{1,200}'''")),
    ("", "AsciiDoc", re.compile(r"\A\s*= \S[^\n]*\n(?:[^\n]+\n){0,3}:[\w-]{1,30}:", re.MULTILINE)),
)


def check(text: str, path: Path) -> tuple[str, ...]:
    """Return a note where a text has another format's light markup; InputError where it is another format."""
    head = text[:_HEAD]
    if _XML.match(head):
        raise _refusal(path, *_of_xml(head))
    if _LATEX.search(head):
        raise _refusal(path, "LaTeX", "latex")
    if _JSON.match(head):
        raise _refusal(path, "JSON", "")
    for name, what, marks in _LIGHT:
        if marks.search(head):
            return (
                f"this has the markup of {what}, some of which is taken for words: {_converted(path, name)}",
            )
    return ()


def _of_xml(head: str) -> tuple[str, str]:
    """Return what an XML file is, and pandoc's name for it; "" where it has none."""
    root = _ROOT.search(head)
    name = root["name"] if root else ""
    if name == "FictionBook":
        return "a FictionBook (FB2)", "fb2"
    if _DOCBOOK.search(head):
        return "DocBook", "docbook"
    return f"XML (<{name}>)" if name else "XML", ""


def _refusal(path: Path, what: str, name: str) -> InputError:
    message = f"this is {what}, not a plain text"
    return InputError(Problem(message=message, place=Place(path=str(path)), hint=_converted(path, name)))


def _converted(path: Path, name: str) -> str:
    """Return how to convert a file of a format that pandoc calls `name`; "" for one that it doesn't know."""
    if not name:
        return "give the story as text, HTML, EPUB or DOCX"
    old, new = shlex.quote(path.name), shlex.quote(f"{path.stem}.html")
    return f"convert it, `pandoc -s -f {name} -t html {old} -o {new}`, and take the old file away"
