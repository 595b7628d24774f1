"""Excerpt: a chapter, a scene or the first minute of a story, rendered by itself before the whole story."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drama.errors import Problem, UsageError
from drama.master import master
from drama.master import preset as preset_of
from drama.produce import render
from drama.publish import package, publication
from drama.timecode import STEP_FRAMES, frames, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from drama.model import Clip, Loudness, Scene, Timeline
    from drama.produce.prepare import Prepared
    from drama.produce.session import Session

WORDS_A_SECOND = 3.0
"""A fast reader's rate, by which the lines of the first N seconds are chosen before they are spoken."""
FADE_S = 1.0
"""How long the end of the first N seconds takes to fade, within them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which part of a story; exactly one of these is set."""

    chapter: int = 0
    """From 1; whatever comes before the first heading belongs to chapter 1."""
    scene: int = 0
    """From 1."""
    first_s: float = 0.0

    @property
    def name(self) -> str:
        """Used in the file's name."""
        if self.first_s:
            return f"first {self.first_s:g} s"
        return f"chapter {self.chapter}" if self.chapter else f"scene {self.scene}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A finished excerpt."""

    path: Path
    duration_s: float
    loudness: Loudness
    spoken: int


def make(session: Session, prepared: Prepared, part: Part, *, preset: str | None = None) -> Made:
    """Return a part of a story as a file in output/KEY/excerpts/; only its lines are spoken.

    Its takes are stored and reused for the whole story. UsageError for a part that doesn't exist.
    """
    cut = _cut(prepared, part)
    planned = render.plan(session, cut, preset=preset)
    missing = {key for key in planned.wanted.keys if key} - session.store.having(planned.wanted.keys)
    staged = render.stage(session, cut, planned)
    timeline = _opening(staged.timeline, part.first_s) if part.first_s else staged.timeline
    settings = planned.wanted.settings
    wanted = preset_of(settings.preset, settings.custom)
    key = prepared.script.key
    kept = render.mixes(session, key) / "excerpt"
    mixed = staged.mixed(session, timeline, kept, settings)
    title = f"{prepared.script.title or key}, {part.name}"
    named = replace(cut.script, title=title)
    made = publication(named, timeline, staged.takes, render.shelf_of(session, prepared))
    path = session.project.output(key) / "excerpts" / f"{key} {part.name}.{wanted.kind}"
    loudness = master(mixed, wanted, path, package.tags(made), jobs=session.jobs, progress=session.progress)
    return Made(path=path, duration_s=seconds(timeline.frames), loudness=loudness, spoken=len(missing))


def _cut(prepared: Prepared, part: Part) -> Prepared:
    """Return a story with only the scenes of a part; cues keep their numbers, and so their takes."""
    scenes = prepared.script.scenes
    if part.first_s:
        chosen = tuple(_first(scenes, part.first_s * WORDS_A_SECOND))
    elif part.scene:
        if part.scene > len(scenes):
            raise _missing(prepared, "scene", part.scene, len(scenes))
        chosen = (scenes[part.scene - 1],)
    else:
        chapters = list(_chapters(scenes))
        if part.chapter > len(chapters):
            raise _missing(prepared, "chapter", part.chapter, len(chapters))
        chosen = chapters[part.chapter - 1]
    numbers = {cue.number for scene in chosen for cue in scene.cues}
    pairs = zip(prepared.script.cues, prepared.utterances, strict=True)
    utterances = tuple(one for cue, one in pairs if cue.number in numbers)
    return replace(prepared, credited=replace(prepared.script, scenes=chosen), utterances=utterances)


def _opening(timeline: Timeline, length_s: float) -> Timeline:
    """Return the beginning of a timeline, faded at its end; one that is no longer than that as it is."""
    end, fade = frames(length_s) // STEP_FRAMES * STEP_FRAMES, frames(FADE_S)
    if timeline.frames <= end:
        return timeline
    clips = tuple(_ended(clip, end, fade) for clip in timeline.clips if clip.start < end)
    marks = tuple(mark for mark in timeline.marks if mark.start < end)
    return replace(timeline, clips=clips, frames=end, marks=marks)


def _ended(clip: Clip, end: int, fade: int) -> Clip:
    """Return what is heard of a clip until the end: of one that goes on there, the last second fades."""
    heard = min(clip.frames, end - clip.start)
    if heard == clip.frames:
        return clip
    return replace(clip, frames=heard, fade_in=min(clip.fade_in, heard), fade_out=min(fade, heard))


def _chapters(scenes: tuple[Scene, ...]) -> Iterator[tuple[Scene, ...]]:
    """Yield the scenes of each chapter, from one heading to the next."""
    chapter: list[Scene] = []
    headed = False
    for scene in scenes:
        if scene.title and headed:
            yield tuple(chapter)
            chapter = []
        headed = headed or bool(scene.title)
        chapter.append(scene)
    if chapter:
        yield tuple(chapter)


def _first(scenes: tuple[Scene, ...], words: float) -> Iterator[Scene]:
    left = words
    for scene in scenes:
        cues = []
        for cue in scene.cues:
            if left <= 0:
                break
            cues.append(cue)
            left -= len(cue.text.split()) if cue.is_speech else 0
        if cues:
            yield replace(scene, cues=tuple(cues))


def _missing(prepared: Prepared, what: str, number: int, count: int) -> UsageError:
    key = prepared.script.key
    message = f"story {key} has no {what} {number}"
    return UsageError(Problem(message=message, hint=f"it has {count} {what}{'s' * (count != 1)}"))
