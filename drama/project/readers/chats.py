"""Chats and transcripts as programs write them out: who and when before each message.

[14/03/2024, 21:02:11] Maya: who's in?
14/03/2024, 21:02 - Maya: who's in?
Maya — Today at 9:02 PM (the message on the next line)
[21:02] <maya> who's in?

Times, and what the program says itself, aren't story; the names stand before a colon, as in a play.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.model import Matter

if TYPE_CHECKING:
    from drama.project.readers.plain_markup import Markup

LEAST = 3
"""Messages from which a text has a chat or a transcript in it."""
_DATE = (
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?\s+\d{4}|[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+\d{4}"
    r"|today|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:\s?[ap]\.?m\b\.?)?"
_WHEN = rf"(?:{_DATE},?\s+(?:at\s+)?)?{_TIME}"
_DRAWN = "[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]"
"""Pictures in a name."""
_NAME = rf"(?P<name>[^\W\d_][^:\n]{{0,39}}?)(?P<drawn>(?:\s?{_DRAWN})*)"
_BEFORE = re.compile(
    rf"^[^\S\n]*(?P<stamp>[\[(<]?{_WHEN}[\])>]?(?:[^\S\n]+[–—-])?[^\S\n]+)(?:(?P<tilde>~\s?)?{_NAME}:(?=\s))?",
    re.MULTILINE | re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"^[^\S\n]*{_NAME}(?P<stamp>[^\S\n]+(?:[–—-][^\S\n]+)?[\[(]?{_WHEN}[\])]?[^\S\n]*)(?P<end>\n)(?=[^\S\n]*\S)",
    re.MULTILINE | re.IGNORECASE,
)
_ANGLED = re.compile(
    rf"^[^\S\n]*(?P<stamp>[\[(]?{_WHEN}[\])]?[^\S\n]+)?"
    r"(?:(?P<open><[@+%~&]?)[\w\[\]{}`|^-]{1,30}(?P<shut>>)(?=[^\S\n]+\S)|\*(?=[^\S\n]+\w))",
    re.MULTILINE | re.IGNORECASE,
)
"""A line of IRC, <maya> who's in?, or an act: * maya looks."""
_NOTICE = re.compile(
    r"\W*(?:(?:media|image|video|audio|sticker|gif|document|contact card)\s+omitted"
    r"|this message was deleted|you deleted this message|missed (?:voice|video) call"
    r"|messages and calls are end-to-end encrypted\b.*|<attached: .*|\S+ \(file attached\))\W*",
    re.IGNORECASE,
)
"""Messages of the program's own."""


def enter(text: str, markup: Markup) -> None:
    """Enter the times of a text's messages, the pictures in names, and a program's notices."""
    before = list(_BEFORE.finditer(text))
    before = before if sum(match["name"] is not None for match in before) >= LEAST else []
    if before:
        for match in before:
            _enter_before(text, match, markup)
    angled = list(_ANGLED.finditer(text)) if text.count(">") >= LEAST else []
    if sum(match["open"] is not None for match in angled) >= LEAST:
        for match in angled:
            _enter_angled(match, markup, timed=not before)
    behind = [match for match in _BEHIND.finditer(text) if match["name"].istitle() or match["name"].islower()]
    if len(behind) >= LEAST and len({match["name"] for match in behind}) < len(behind):
        for match in behind:
            _enter_behind(match, markup)


def _enter_before(text: str, match: re.Match[str], markup: Markup) -> None:
    end = text.find("\n", match.end())
    end = end if end >= 0 else len(text)
    if _NOTICE.fullmatch(text, match.end(), end):
        markup.matter.append(
            Matter(start=match.start("stamp"), end=end, kind="chat notice", at=match.start("stamp"))
        )
        return
    _time(match, markup)
    for part in ("tilde", "drawn"):
        if match[part]:
            markup.cuts.append(match.span(part))


def _enter_angled(match: re.Match[str], markup: Markup, *, timed: bool) -> None:
    """Make "<maya> who's in?" a line "maya: who's in?", and begin a paragraph where its time stands."""
    start, end = match.span("stamp")
    if timed and match["stamp"]:
        markup.signs.append((start, "\n"))
        markup.targets.append(Matter(start=start + 1, end=end, kind="time", at=end))
    if match["open"]:
        markup.cuts.append(match.span("open"))
        markup.signs.append((match.start("shut"), ":"))


def _enter_behind(match: re.Match[str], markup: Markup) -> None:
    """Make a name with a time and the message under it one line: "Maya: who's in?"."""
    start = match.start("stamp")
    markup.signs += [(start, ":"), (match.start("end"), " ")]
    markup.targets.append(Matter(start=start + 1, end=match.end("stamp"), kind="time", at=match.end("stamp")))
    if match["drawn"]:
        markup.cuts.append(match.span("drawn"))


def _time(match: re.Match[str], markup: Markup) -> None:
    start, end = match.span("stamp")
    markup.targets.append(Matter(start=start, end=end, kind="time", at=end))
