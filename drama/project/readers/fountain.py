"""Fountain screenplays (fountain.io/syntax), which say who speaks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.model import About
from drama.project.readers import directions, encodings
from drama.project.readers.manuscript import Manuscript

if TYPE_CHECKING:
    from pathlib import Path

    from drama.project.readers.manuscript import Page

_SCENE = re.compile(r"(?:\.(?!\.)|(?:int|ext|est|i/e|int\./ext|int/ext)[. ])\s*(?P<place>.*)", re.IGNORECASE)
_NAME = re.compile(r"@?(?P<name>[^()\n]{1,50}?)\s*(?P<extension>(?:\([^)]*\)\s*)*)\^?\s*")
_TRANSITION = re.compile(
    r"[*_]*(?:[A-Z ]{2,30} TO:|FADE (?:IN|OUT|TO [A-Z ]{3,12})[.:]?|CUT TO [A-Z ]{3,12}[.:]?)[*_]*"
)
_TITLE_PAGE = re.compile(r"(?P<key>[A-Za-z][\w ]{1,24}):[^\S\n]*(?P<value>.*)")
_NOTE = re.compile(r"\[\[(?P<note>(?:[^\]]|\](?!\])){0,4000})\]\]|/\*(?P<cut>.{0,100000}?)\*/", re.DOTALL)


def read(path: Path) -> Page:
    """Return a screenplay: action for the narrator, dialogue with its speakers, directions left out."""
    source, notes = encodings.load(path)
    script = Manuscript(path=str(path), notes=[*notes])
    body, about = _title_page(source, script)
    for aside in _NOTE.finditer(body):
        script_note = (aside["note"] or aside["cut"] or "").strip()
        script.leave_out(script_note, "note")
    lines = _NOTE.sub("", body).split("\n")
    at = 0
    while at < len(lines):
        at = _element(lines, at, script)
    return script.page(about)


def _title_page(source: str, script: Manuscript) -> tuple[str, About]:
    """Return the text after the title page, and the title page's metadata."""
    head, blank, rest = source.lstrip("\n").partition("\n\n")
    if not blank or not _TITLE_PAGE.match(head) or _TRANSITION.fullmatch(head.strip()):
        return source, About()
    facts: dict[str, str] = {}
    key = ""
    for line in head.split("\n"):
        match = None if line.startswith((" ", "\t")) else _TITLE_PAGE.match(line)
        if match:
            key = match["key"].strip().lower()
        facts[key] = f"{facts.get(key, '')} {match['value'] if match else line}".strip()
    script.leave_out(head, "title page")
    bare = {name: " ".join(re.sub(r"[*_]", "", value).split()) for name, value in facts.items()}
    year = re.search(r"\d{4}", bare.get("draft date", "") or bare.get("copyright", ""))
    return rest, About(
        title=bare.get("title", ""),
        author=bare.get("author", bare.get("authors", "")),
        year=year.group() if year else "",
    )


def _element(lines: list[str], at: int, script: Manuscript) -> int:
    """Add the element that begins in a line; return the line after it."""
    line = lines[at].strip()
    alone = at == 0 or not lines[at - 1].strip()
    follows = at + 1 < len(lines) and bool(lines[at + 1].strip())
    if not line:
        return at + 1
    if re.fullmatch("={3,}", line):
        return at + 1
    if line.startswith("#"):
        script.add(line.lstrip("# "), "heading", level=min(6, len(line) - len(line.lstrip("#"))))
    elif line.startswith("="):
        script.leave_out(line.lstrip("= "), "synopsis")
    elif alone and (scene := _SCENE.fullmatch(line)):
        script.rule()
        script.leave_out(scene["place"] if line.startswith(".") else line, "scene heading")
    elif alone and (_TRANSITION.fullmatch(line) or (line.startswith(">") and not line.endswith("<"))):
        script.leave_out(line.lstrip("> "), "transition")
    elif line.startswith("~"):
        script.add(line.lstrip("~ "), "verse")
    elif alone and follows and not line.startswith("!") and _is_name(line):
        return _dialogue(lines, at, script)
    else:
        return _action(lines, at, script)
    return at + 1


def _is_name(line: str) -> bool:
    match = _NAME.fullmatch(line)
    if not match:
        return False
    return line.startswith("@") or (any(c.isalpha() for c in match["name"]) and match["name"].isupper())


def _action(lines: list[str], at: int, script: Manuscript) -> int:
    end = at
    while end < len(lines) and lines[end].strip():
        end += 1
    words = " ".join(line.strip().removeprefix("!") for line in lines[at:end])
    script.add(words.removeprefix(">").removesuffix("<").strip())
    return end


def _dialogue(lines: list[str], at: int, script: Manuscript) -> int:
    match = _NAME.fullmatch(lines[at].strip())
    name, extension = (match["name"], match["extension"]) if match else (lines[at].strip(), "")
    speaker = directions.name_in_lower_case(name.lstrip("@").strip())
    how = directions.meant(extension)
    at += 1
    said: list[str] = []
    while at < len(lines) and (lines[at].strip() or lines[at].startswith("  ")):
        line = lines[at].strip()
        if line.startswith("(") and line.endswith(")"):
            _say(script, said, speaker, how)
            script.leave_out(line, "direction")
            how = (*directions.meant(extension), *directions.meant(line))
        else:
            said.append(line.lstrip("~ "))
            how = (*how, "sung") if line.startswith("~") else how
        at += 1
    _say(script, said, speaker, how)
    return at


def _say(script: Manuscript, said: list[str], speaker: str, how: tuple[str, ...]) -> None:
    if any(said):
        script.add(" ".join(said), "line", speaker=speaker, how=how)
    said.clear()
