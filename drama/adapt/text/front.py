"""Find a story's front matter among its blocks: title, byline, the author's notes, and where it begins."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from drama.adapt.text import headings
from drama.adapt.text.headings import INITIALS, OPENING_QUOTE, SENTENCE_END, is_capital, is_titled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from drama.adapt.text.structure import Block, BlockKind

LINES = 16
"""Of a story's first lines or blocks, how many may be front matter."""
_LONGEST_TITLE = 90
_BYLINE = re.compile(
    r"[\s*_(\[–—-]*(?:(?:a\s+)?(?:story|tale|fanfic|fan\s+fiction|fic|novel|novella)\s+)?(?:written\s+)?by:?\s+(?P<name>\S.*)",
    re.IGNORECASE,
)
_BARE_BY = re.compile(
    r"[\s*_(\[–—-]*(?:(?:a\s+)?(?:story|tale|fanfic|fan\s+fiction|fic|novel|novella|play)\s+)?(?:written\s+)?by:?[\s*_–—-]*",
    re.IGNORECASE,
)
"""A line of a title page above the author's name."""
LABEL = re.compile(
    r"[\s*_]*(title|story|author|writer|rating|rated|summary|disclaimer|fandom|pairings?|characters?|genre|warnings?"
    r"|spoilers?|archive|series|date|notes?|a/?n|author['’]?s?\s+notes?|category|word\s*count|copyright|beta"
    r"|feedback|email|e-mail|status|setting|timeline)[*_]*\s*:",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"\s*(©|\(c\)|copyright\b)", re.IGNORECASE)

_DAY = re.compile(
    r"\W*(?:[a-z]+day,?\s+)?(?:the\s+)?(?:\d{1,2}(?:st|nd|rd|th)?(?:\s+of)?\s+MONTH|MONTH\s+\d{1,2}(?:st|nd|rd|th)?)\W*".replace(
        "MONTH", "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    ),
    re.IGNORECASE,
)
"""The day of a letter or of a diary; with a year it may as well be the author's."""


def marked(text: str, blocks: Sequence[Block], chapters: AbstractSet[int] = frozenset()) -> list[Block]:
    """Return the blocks with title, byline and the author's notes at the beginning marked as such.

    `chapters` has the starts of headings that the file gives one level; under a title they begin the story.
    """
    blocks = _with_authors(text, blocks)
    front = list(blocks)
    titled = bylined = False
    numbers = {headings.number(text[one.start : one.end]) for one in blocks if one.kind == "heading"}
    for i, block in enumerate(blocks[:LINES]):
        words = text[block.start : block.end].lstrip("# ")
        if block.kind in ("break", "title", "byline"):  # the last two as the file marks them
            titled, bylined = titled or block.kind == "title", bylined or block.kind == "byline"
            continue
        if _begins_story(block, words, numbers) or (titled and block.start in chapters):
            break
        following = next((text[b.start : b.end] for b in blocks[i + 1 : i + 3] if b.kind != "break"), "")
        kind = _front_kind(words, following, titled=titled, bylined=bylined)
        if kind is not None:
            front[i] = replace(block, kind=kind)
            titled, bylined = titled or kind == "title", bylined or kind == "byline"
        elif (titled or bylined) and i < 6 and _is_note(words):
            # Under a title and its byline stand notes such as "for Marit, who asked".
            front[i] = replace(block, kind="title" if block.kind == "heading" and not bylined else "byline")
        else:
            break
    return _without_gaps_at_front(front)


def _front_kind(words: str, following: str, *, titled: bool, bylined: bool) -> BlockKind | None:
    """Return "title" or "byline" for an early block by its words and what came before; None for neither."""
    label = LABEL.match(words)
    if label and label[1].lower() in {"title", "story"} and not titled:
        return "title"
    if label or _is_byline(words) or _COPYRIGHT.match(words):
        return "byline"
    if not titled and not bylined and _is_title(words, following):
        return "title"
    return "byline" if titled and not bylined and INITIALS.fullmatch(words) else None


def _begins_story(block: Block, words: str, numbers: AbstractSet[int]) -> bool:
    number = headings.number(words) if block.kind == "heading" else 0
    return (
        block.kind == "verse"
        or len(words) > 2 * _LONGEST_TITLE
        or headings.is_plain(words)
        or bool(headings.BARE_NUMBER.fullmatch(words) or _DAY.fullmatch(words))
        or (number > 0 and number + 1 in numbers)
    )


def _is_byline(words: str) -> bool:
    match = _BYLINE.fullmatch(" ".join(words.split())) if len(words) <= _LONGEST_TITLE else None
    if not match or words.rstrip().endswith(("!", "?", ",", ";", ":")):
        return False
    names = match["name"].split()
    if names[-1].endswith(".") and len(names[-1].strip(".")) > 2 and names[-1] not in {"Jr.", "Sr."}:
        return False
    return len(names) == 1 or (len(names) <= 7 and all(is_capital(name) or name == "&" for name in names))


def _is_title(words: str, following: str) -> bool:
    """Return whether the first paragraph is a title; with a byline under it, any capitalisation will do."""
    if len(words) > _LONGEST_TITLE or ("\n" in words and not words.isupper()):
        return False
    if _is_byline(following) or LABEL.match(following):
        return not re.search(r"[.,;:]['\"”’]*$", words) or words.endswith("...")
    if headings.is_plain(following) and headings.of_user(words)[0]:
        return True
    if words.startswith(OPENING_QUOTE) or ";" in words:  # the rows of a table
        return False
    return is_titled(words) and len(words.split()) <= 12 and not words.endswith(("!", "?", "…", "..."))


def _is_note(words: str) -> bool:
    return (
        len(words) <= _LONGEST_TITLE
        and not SENTENCE_END.search(words)
        and not words.startswith(OPENING_QUOTE)
    )


def _without_gaps_at_front(blocks: list[Block]) -> list[Block]:
    """Drop the blank gaps next to front matter: they separate it from the story, not two scenes."""
    kept = []
    for i, block in enumerate(blocks):
        beside = {b.kind for b in blocks[max(0, i - 1) : i + 2]} - {"break"}
        if block.kind == "break" and block.start == block.end and beside & {"title", "byline", "heading"}:
            continue
        kept.append(block)
    return kept


def _with_authors(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with each early "by" that has a line to itself and the name under it as one."""
    joined: list[Block] = []
    for i, block in enumerate(blocks):
        words = text[block.start : block.end]
        above = joined[-1] if joined and i <= LINES else None
        if above and _BARE_BY.fullmatch(text[above.start : above.end]) and _is_byline(f"by {words}"):
            joined[-1] = replace(above, kind="byline", end=block.end)
            continue
        joined.append(block)
    return joined


def is_alone(words: str) -> bool:
    """Return whether a line among the first is a paragraph of its own in any layout."""
    return _is_byline(words) or bool(_BARE_BY.fullmatch(words) or LABEL.match(words[:_LONGEST_TITLE]))
