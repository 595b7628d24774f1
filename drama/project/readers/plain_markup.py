"""Markup in plain texts, from where they were copied.

HTML's tags and named characters, a forum's tags in square brackets, and Markdown's links, pictures, comments
and front matter.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from drama.model import About, Matter
from drama.project.readers import front_matter

_MARKUP = re.compile(
    r"(?P<comment><!--.{0,4000}?-->)"
    r"|(?P<picture>!\[[^\[\]\n]{0,200}\]\([^()\n]{1,400}\))"
    r"|\[(?P<link>[^\[\]\n]{1,300})\]\((?:https?:|www\.|\.{0,2}/|\#|mailto:)[^()\s]{0,400}\)"
    r"|<(?:(?<=[^ \t]<)/(?P<shut>[a-zA-Z][a-zA-Z0-9]{0,9})\s*>"
    r"|(?P<tag>[a-zA-Z][a-zA-Z0-9]{0,9})(?:\s[^<>\n]{0,200})?/?>(?![ \t])"
    r"|(?P<void>[bh]r)\s*/?>)"
    r"|\[/?(?P<forum>[a-zA-Z]{1,8})(?:=[^\[\]\n]{1,200})?\]"
    r"|(?P<entity>&(?:\#\d{2,6}|\#[xX][0-9a-fA-F]{2,5}|[A-Za-z][A-Za-z0-9]{1,24});)",
    re.DOTALL,
)
_BECOMES = {
    "i": "*", "em": "*", "cite": "*", "b": "**", "strong": "**", "br": "\n", "p": "\n\n", "div": "\n\n",
    "blockquote": "\n\n", "center": "\n\n", "li": "\n", "ul": "\n", "ol": "\n", "hr": "*",
    "u": "", "s": "", "span": "", "font": "", "a": "", "small": "", "big": "", "sup": "", "sub": "", "tt": "",
    "strike": "", "del": "", "ins": "",
}  # fmt: skip
"""What each of HTML's tags is in a plain text; the prose speaks of one with a space on its inner side."""
_FORUM = {
    "b": "**", "i": "*", "u": "", "s": "", "center": "", "left": "", "right": "", "justify": "", "indent": "",
    "quote": "", "spoiler": "", "size": "", "color": "", "colour": "", "font": "", "url": "",
}  # fmt: skip
"""What a forum's tags are, where the text has both of a pair."""


@dataclass(slots=True)
class Markup:
    """What a plain text has of markup, in order; no two pieces overlap."""

    matter: list[Matter] = field(default_factory=list)
    targets: list[Matter] = field(default_factory=list)
    """Those of links, directly behind the linked words."""
    signs: list[tuple[int, str]] = field(default_factory=list)
    """Offsets, and the characters that stand there instead."""
    cuts: list[tuple[int, int]] = field(default_factory=list)
    """Segments to cut, so that what stands beside them is one word."""
    about: About = field(default_factory=About)


def find(text: str) -> Markup:
    """Return a text's markup, in time linear in its length."""
    found = Markup()
    front = front_matter.find(text)
    if front:
        found.about = front.about
        found.matter.append(Matter(start=0, end=front.end, kind="front matter", at=0))
    lowered = text.lower()
    paired = {name for name in _FORUM if f"[/{name}]" in lowered and re.search(rf"\[{name}[\]=]", lowered)}
    for match in _MARKUP.finditer(text, front.end if front else 0):
        _enter(match, paired, found)
    return found


def _enter(match: re.Match[str], paired: set[str], found: Markup) -> None:
    start, end = match.span()
    kind = match.lastgroup
    if kind in ("comment", "picture"):
        found.matter.append(Matter(start=start, end=end, kind=kind, at=start))
    elif kind == "link":
        found.cuts.append((start, start + 1))
        found.targets.append(Matter(start=match.end("link"), end=end, kind="link", at=end))
    elif kind == "entity":
        said = html.unescape(match[0])
        if len(said) == 1:
            _becomes(start, end, said if said.isprintable() else " ", found)
    elif kind in ("tag", "shut", "void") and match[kind].lower() in _BECOMES:
        _becomes(start, end, _BECOMES[match[kind].lower()], found)
    elif kind == "forum" and match["forum"].lower() in paired:
        _becomes(start, end, _FORUM[match["forum"].lower()], found)


def _becomes(start: int, end: int, said: str, found: Markup) -> None:
    found.signs += [(start + i, sign) for i, sign in enumerate(said)]
    found.cuts.append((start + len(said), end))


def signed(text: str, signs: list[tuple[int, str]]) -> str:
    """Return a text, of the same length, with other characters at some offsets."""
    parts, at = [], 0
    for offset, sign in signs:
        parts += [text[at:offset], sign]
        at = offset + 1
    return "".join([*parts, text[at:]])
