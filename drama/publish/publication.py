"""A finished story for publishers: its words with their times, its chapters, its credits, its metadata."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from drama.english import EMPHASIS
from drama.model import NARRATOR_SHOWN, SPEECH
from drama.timecode import seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drama.model import Clip, Cue, Script, Take, Timeline
    from drama.project import Show

Synthetic = Literal["all", "some", "none"]
_HEADING = re.compile(r"^#{1,6}\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One cue as it is spoken: speaker, times, and words without the source's markup."""

    number: int
    """Number of its cue."""
    speaker: str
    text: str
    start_s: float
    end_s: float
    narrated: bool = False
    joined: bool = False
    """Whether it continues the paragraph of the line before."""
    heading: bool = False
    sure: float = 1.0
    """Probability that the speaker is right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of a publication from one heading to the next."""

    title: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Metadata of a file for listeners, players and shops; empty fields are left out."""

    title: str
    album: str = ""
    """The book or the show that it belongs to; its own title where it belongs to none."""
    author: str = ""
    narrator: str = ""
    subtitle: str = ""
    series: str = ""
    part: str = ""
    track: str = ""
    year: str = ""
    publisher: str = ""
    description: str = ""
    language: str = "en"
    """BCP 47."""
    genre: str = "Audio Drama"
    url: str = ""
    copyright: str = ""
    explicit: bool = False
    cover: bytes = field(default=b"", repr=False)
    """A JPEG or PNG picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A contributor."""

    name: str
    role: str
    """A word of the Podcasting 2.0 taxonomy: author, narrator, voice actor …"""
    of: str = ""
    """The character, for a voice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One finished story."""

    key: str
    book: Book
    lines: tuple[Line, ...]
    chapters: tuple[Chapter, ...]
    duration_s: float
    credits: tuple[Credit, ...] = ()
    synthetic: Synthetic = "all"
    voices: tuple[str, ...] = ()
    """Origin and licence of the synthetic voices, each as one phrase."""


def plain(text: str) -> str:
    """Return the words of a cue without the marks of emphasis and headings around them."""
    bare = _HEADING.sub("", text)
    for _ in range(3):
        stripped = EMPHASIS.sub(lambda match: match["said"], bare)
        if stripped == bare:
            break
        bare = stripped
    return bare


def paragraphs(lines: Iterable[Line]) -> list[list[Line]]:
    """Return lines by the paragraphs of the story."""
    found: list[list[Line]] = []
    for line in lines:
        if line.joined and found:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def within(lines: Iterable[Line], chapter: Chapter) -> tuple[Line, ...]:
    """Return the lines that begin in a chapter."""
    return tuple(line for line in lines if chapter.start_s <= line.start_s < chapter.end_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The metadata around a story: its show, its album and its cover."""

    album: str
    show: Show
    cover: bytes = field(default=b"", repr=False)
    voices: tuple[str, ...] = ()
    """As Publication.voices, of the whole cast."""


def publication(
    script: Script, timeline: Timeline, takes: Sequence[Take | None], shelf: Shelf
) -> Publication:
    """Return a finished story with its metadata: its own takes precedence over the show's."""
    human = [take.human for take in takes if take]
    synthetic: Synthetic = "none" if human and all(human) else "some" if any(human) else "all"
    cues = {cue.number: cue for cue in script.cues}
    clips = [clip for clip in timeline.clips if clip.bus in SPEECH and clip.cue in cues]
    starts = [mark.start for mark in timeline.marks]
    ends = [*starts[1:], timeline.frames]
    return Publication(
        key=script.key,
        book=_book(script, shelf, synthetic),
        lines=tuple(_line(cues[clip.cue], clip) for clip in clips),
        chapters=tuple(
            Chapter(title=mark.title or script.title, start_s=seconds(start), end_s=seconds(end))
            for mark, start, end in zip(timeline.marks, starts, ends, strict=False)
        ),
        duration_s=seconds(timeline.frames),
        credits=_credits(script, shelf, synthetic),
        synthetic=synthetic,
        voices=() if synthetic == "none" else shelf.voices,
    )


def _line(cue: Cue, clip: Clip) -> Line:
    return Line(
        number=cue.number,
        speaker=cue.speaker if cue.kind == "line" else NARRATOR_SHOWN,
        text=plain(cue.text),
        start_s=seconds(clip.start),
        end_s=seconds(clip.start + clip.frames),
        narrated=cue.kind != "line",
        joined=cue.joined,
        heading=bool({"title", "heading"}.intersection(cue.how)),
        sure=1.0 if cue.by_hand or cue.sure is None else cue.sure,
    )


def _book(script: Script, shelf: Shelf, synthetic: Synthetic) -> Book:
    about, show = script.about, shelf.show
    return Book(
        title=script.title or script.key,
        album=shelf.album,
        author=script.author or show.author,
        narrator=show.narrator or ("Synthetic voices" if synthetic != "none" else ""),
        subtitle=about.subtitle,
        series=about.series or show.series,
        part=about.part,
        track=str(int(script.key)) if script.key.isdigit() else "",
        year=about.year,
        publisher=about.publisher or show.publisher,
        description=about.description or show.description,
        language=about.language or show.language or "en",
        url=show.url,
        copyright=show.copyright,
        explicit=show.explicit,
        cover=shelf.cover,
    )


def _credits(script: Script, shelf: Shelf, synthetic: Synthetic) -> tuple[Credit, ...]:
    found = [Credit(name=script.author or shelf.show.author, role="author")]
    found.append(Credit(name=shelf.show.narrator, role="narrator"))
    if synthetic != "none":
        found.append(Credit(name="Synthetic voices", role="narrator"))
    return tuple(one for one in found if one.name)
