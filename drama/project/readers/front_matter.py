"""Front matter between fences, as Markdown's programs write it: YAML's "---" or TOML's "+++"."""

from __future__ import annotations

import re
from typing import NamedTuple

from drama.model import About

_FENCED = re.compile(
    r"\A(?P<fence>---|\+\+\+)[^\S\n]*\n(?P<facts>(?:[^\n]*\n){0,60}?)(?:(?P=fence)|\.\.\.)[^\S\n]*(?:\n|\Z)"
)
_ENTRY = re.compile(r"(?:[A-Za-z_][\w .-]{0,40}\s*[:=]|[\s#\[\]-]|\Z)")
"""How a line of it begins: a key, a comment, a list, or what continues the line above."""
_FACT = re.compile(
    r"^(?P<name>[A-Za-z_]{2,20})[^\S\n]*[:=][^\S\n]*(?P<value>\S[^\n]*|(?:\n[^\S\n]*-[^\S\n]+[^\n]+){1,20})$",
    re.MULTILINE,
)
_NAMES = {
    "title": "title", "subtitle": "subtitle", "author": "author", "authors": "author", "series": "series",
    "part": "part", "language": "language", "lang": "language", "year": "year", "date": "year",
    "publisher": "publisher", "description": "description", "summary": "description",
}  # fmt: skip


class FrontMatter(NamedTuple):
    """A text's front matter."""

    facts: str
    """The lines between the fences."""
    end: int
    """Offset behind the second fence."""
    about: About


def find(text: str) -> FrontMatter | None:
    """Return the front matter that a text begins with; None where none is, or where it isn't one of keys."""
    match = _FENCED.match(text)
    if match is None or not all(map(_ENTRY.match, match["facts"].split("\n"))):
        return None
    return (
        FrontMatter(match["facts"], match.end(), about(match["facts"]))
        if _FACT.search(match["facts"])
        else None
    )


def about(facts: str) -> About:
    """Return what lines of keys and values say of a story."""
    found = {
        _NAMES[fact["name"].lower()]: _value(fact["value"].strip())
        for fact in _FACT.finditer(facts)
        if fact["name"].lower() in _NAMES
    }
    year = re.search(r"\d{4}", found.pop("year", ""))
    return About(**found, year=year.group() if year else "")


def _value(written: str) -> str:
    """Return a value without quotation marks; several, in brackets or each behind a dash, with commas."""
    if written.startswith("- "):
        several = [line.strip().removeprefix("-") for line in written.split("\n")]
    else:
        several = written.strip("[]").split(",") if written.startswith("[") else [written]
    return ", ".join(one.strip().strip("\"'").strip() for one in several)
