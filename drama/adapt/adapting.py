"""Adapt: from prose to a script, with who says what and without losing a word."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from drama.adapt import cues, plays
from drama.adapt.decision.attribute import attribute
from drama.adapt.text import headings, structure
from drama.model import Script
from drama.progress import Silent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from drama.adapt.decision.attribute import Attribution
    from drama.adapt.text.structure import Block
    from drama.model import Quotation, Story
    from drama.progress import Progress

_NOBODY = Silent()
_TITLE_LABEL = re.compile(r"(?:title|story)[*_\s]*:\s*", re.IGNORECASE)
_AUTHOR_LABEL = re.compile(
    r"(?:(?:an?\s+)?[\w\s-]{0,24}?\bby\b|author|writer)[*_\s]*:?\s+(?P<author>\S.*)", re.IGNORECASE
)
_HASH = re.compile(r"(?=.*\d)[0-9a-f]{8,}")
_NUMBER_BEFORE_TITLE = re.compile(r"^[\W_]*\d+(?!\d)[\W_]*(?=\S)")


def adapt(
    story: Story,
    progress: Progress = _NOBODY,
    settle: Callable[[str, Sequence[Block], Attribution], Attribution] | None = None,
) -> Script:
    """Return a story as a script whose cues, joined, are the story's words.

    `settle` takes the story's text, its blocks and its attribution, and returns another attribution.
    """
    progress.start("adapt", 0)
    text = story.told
    blocks = structure.read(text, story.passages)
    if plays.is_play(story):
        found = plays.attribution(story)
    else:
        found = attribute(text, blocks)
        if settle is not None:
            found = settle(text, blocks, found)
    scenes = cues.scenes(text, blocks, found, cues.unspoken(story))
    title, author = story.about.title or _title(story, blocks), story.about.author or _author(text, blocks)
    return Script(
        key=story.key,
        title=title,
        author=author,
        sha256=story.sha256,
        characters=cues.characters(found),
        scenes=scenes,
        numbered=sum(len(scene.cues) for scene in scenes),
        about=replace(story.about, title="", author=""),
    )


def quotations(story: Story) -> tuple[Quotation, ...]:
    """Return a story's quotations in order, with offsets into its text."""
    if plays.is_play(story):
        return plays.attribution(story).quotations
    return attribute(story.told, structure.read(story.told, story.passages)).quotations


def _title(story: Story, blocks: Sequence[Block]) -> str:
    """Return the title above the story, or else its file's name without the number."""
    for block in blocks:
        if block.kind == "title":
            title = cues.heading(story.told[block.start : block.end])
            return headings.of_user(title)[0] or _TITLE_LABEL.sub("", title, count=1)
    name = _NUMBER_BEFORE_TITLE.sub("", story.name.replace("_", " ")).strip()
    if name and not name.isdecimal() and not _HASH.fullmatch(name):
        return name
    return f"Story {int(story.key)}" if story.key.isdecimal() else story.key


def _author(text: str, blocks: Sequence[Block]) -> str:
    for block in (block for block in blocks if block.kind == "byline"):
        line = cues.heading(text[block.start : block.end])
        match = _AUTHOR_LABEL.fullmatch(line)
        if match or headings.INITIALS.fullmatch(line):
            return match["author"].strip() if match else line
    title = next((block for block in blocks if block.kind == "title"), None)
    return headings.of_user(text[title.start : title.end])[1] if title else ""
