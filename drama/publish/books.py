"""Several stories as one book: their timelines one after another, and their words and chapters with them."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from drama.model import Mark, Timeline
from drama.publish.publication import Chapter
from drama.timecode import STEP_FRAMES, frames, seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.publish.publication import Book, Publication

GAP_S = 2.5
"""Quiet between two stories, in seconds."""
SEPARATOR = "\n"
"""Between the number of a story and the name of its source."""


def timeline(parts: Sequence[Timeline]) -> Timeline:
    """Return one timeline of several, with a pause between two.

    A clip's source is named by its story: its index, SEPARATOR, the source's own name. Cues have number 0, as
    those of different stories are the same.
    """
    clips, marks = [], []
    for index, (part, start) in enumerate(zip(parts, _starts(parts), strict=True)):
        for clip in part.clips:
            points = tuple((at + start, level_db) for at, level_db in clip.automation)
            source = f"{index}{SEPARATOR}{clip.source}"
            clips.append(replace(clip, cue=0, start=clip.start + start, source=source, automation=points))
        marks += [Mark(start=mark.start + start, title=mark.title) for mark in part.marks]
    length = _starts(parts)[-1] + parts[-1].frames
    return Timeline(clips=tuple(clips), frames=length, marks=tuple(marks), rate_hz=parts[0].rate_hz)


def publication(made: Sequence[Publication], parts: Sequence[Timeline], book: Book) -> Publication:
    """Return one publication of several stories, whose timelines are `parts`.

    A story's chapters are called "Story: Chapter"; one with a single chapter is one called as the story is.
    """
    starts_s = [seconds(start) for start in _starts(parts)]
    lines, chapters = [], []
    number = 0
    for one, start_s in zip(made, starts_s, strict=True):
        for line in one.lines:
            number += 1
            lines.append(
                replace(line, number=number, start_s=line.start_s + start_s, end_s=line.end_s + start_s)
            )
        chapters += [
            Chapter(
                title=_named(one, chapter), start_s=chapter.start_s + start_s, end_s=chapter.end_s + start_s
            )
            for chapter in one.chapters
        ]
    ends = [*(chapter.start_s for chapter in chapters[1:]), starts_s[-1] + made[-1].duration_s]
    synthetic = {one.synthetic for one in made}
    return replace(
        made[0],
        book=book,
        lines=tuple(lines),
        chapters=tuple(replace(one, end_s=end) for one, end in zip(chapters, ends, strict=True)),
        duration_s=starts_s[-1] + made[-1].duration_s,
        credits=tuple(dict.fromkeys(credit for one in made for credit in one.credits)),
        synthetic=synthetic.pop() if len(synthetic) == 1 else "some",
        voices=tuple(dict.fromkeys(voice for one in made for voice in one.voices)),
    )


def _starts(parts: Sequence[Timeline]) -> list[int]:
    """Return the frame at which each part begins: a whole step of the timeline."""
    gap = frames(GAP_S)
    lengths = (-(-(part.frames + gap) // STEP_FRAMES) * STEP_FRAMES for part in parts[:-1])
    return [0, *accumulate(lengths)]


def _named(one: Publication, chapter: Chapter) -> str:
    if len(one.chapters) == 1 or chapter.title in ("", one.book.title):
        return one.book.title
    return f"{one.book.title}: {chapter.title}"
