"""Masters: a story mastered for another shop or station, beside its episode, in chapters if required.

They are in output/KEY/PRESET/ with a record of what they were made from. The episode is not changed.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from drama.errors import Problem, UsageError
from drama.master import master
from drama.master import preset as preset_of
from drama.mix import forget_sounds
from drama.model import Loudness
from drama.produce import deliverables, prepare, render
from drama.project import safe_name
from drama.publish import chapters, package, publication
from drama.timecode import seconds

if TYPE_CHECKING:
    from drama.audio import id3
    from drama.master import Preset
    from drama.model import Script, Timeline
    from drama.produce.prepare import Prepared
    from drama.produce.render import Plan
    from drama.produce.session import Session
    from drama.settings import Timing

SAMPLE = "Retail sample"
ABOUT = ("report.html", "report.json", "timeline.png", "timeline.svg")
"""Files that quality control writes for each of several masters, named after the master's stem."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The content of one file of a preset."""

    name: str
    """The file's name."""
    title: str
    timeline: Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Mastered:
    """One finished file."""

    path: Path
    duration_s: float
    loudness: Loudness


@dataclass(frozen=True, slots=True, kw_only=True)
class Masters:
    """A preset's files of a story, in order."""

    files: tuple[Mastered, ...]
    fresh: bool
    """True when they were found up to date."""


def make(session: Session, prepared: Prepared, preset: str) -> Masters:
    """Return a story's files for a preset; fresh ones are left alone, those of former chapters removed.

    Existing takes and cached mixes are reused. EngineError when the preset can't be met.
    """
    prepared = prepared_for(session, prepared, preset)
    planned = render.plan(session, prepared, preset=preset)
    folder = folder_of(session, prepared, preset)
    inputs = planned.wanted.inputs()
    there = deliverables.found(folder, preset, inputs)
    if there is not None:
        return Masters(files=tuple(_found(one) for one in there.files), fresh=True)
    settings, play = planned.wanted.settings, prepared.script
    wanted = preset_of(preset, settings.custom)
    staged = render.stage(session, prepared, planned)
    every = parts(play, staged.timeline, wanted, settings.timing, prepared.adapted.script)
    made = publication(play, staged.timeline, staged.takes, render.shelf_of(session, prepared))
    tags = package.tags(made)
    kept = render.mixes(session, play.key)
    earlier = {str(one["file"]) for one in deliverables.read(folder, preset).get("files", ())}
    deliverables.unseal(folder, preset)
    files = []
    for number, part in enumerate(every, start=1):
        whole = part.timeline == staged.timeline
        mixed = staged.mixed(session, part.timeline, kept if whole else kept / "chapter", settings)
        own = _tags(tags, part, f"{number}/{len(every)}") if wanted.by_chapter else tags
        path = folder / part.name
        try:
            loudness = master(mixed, wanted, path, own, jobs=session.jobs, progress=session.progress)
        finally:
            forget_sounds(mixed)
        files.append(Mastered(path=path, duration_s=seconds(part.timeline.frames), loudness=loudness))
    shutil.rmtree(kept / "chapter", ignore_errors=True)
    for gone in earlier - {part.name for part in every}:
        for about in ABOUT:
            (folder / safe_name(f"{Path(gone).stem} {about}")).unlink(missing_ok=True)
    deliverables.seal(folder, preset, inputs, [_file(one) for one in files])
    return Masters(files=tuple(files), fresh=False)


def prepared_for(session: Session, prepared: Prepared, preset: str) -> Prepared:
    """Return a story as a preset's files have it: a shop that takes chapters wants credits as own files."""
    wanted = preset_of(preset, session.file.settings.figures.custom)
    return prepare.apart(session, prepared) if wanted.by_chapter else prepared


def check_fresh(session: Session, prepared: Prepared, planned: Plan, preset: str) -> None:
    """Raise UsageError unless the preset's files exist and are what a render would make now."""
    folder = folder_of(session, prepared, preset)
    if deliverables.found(folder, preset, planned.wanted.inputs()) is None:
        key = prepared.script.key
        message = f"there is no fresh {preset} master of {key}"
        raise UsageError(Problem(message=message, hint=f"drama master {key} --preset {preset}"))


def folder_of(session: Session, prepared: Prepared, preset: str) -> Path:
    """Return the folder of a preset's files of a story."""
    return session.project.output(prepared.script.key) / preset


def parts(
    play: Script, timeline: Timeline, wanted: Preset, timing: Timing, story: Script
) -> tuple[Part, ...]:
    """Return the content of a preset's files: the whole, or chapters with the preset's head and tail.

    `play` is `story` with credits. After the chapters comes the retail sample.
    """
    if not wanted.by_chapter:
        return (Part(name=f"{play.key}.{wanted.kind}", title=play.title, timeline=timeline),)
    edges = chapters.Edges(
        head_s=min(max(timing.head_s, wanted.head_s[0]), wanted.head_s[1]),
        tail_s=min(max(timing.tail_s, wanted.tail_s[0]), wanted.tail_s[1]),
        quiet_head_s=wanted.head_s[0],
        quiet_tail_s=wanted.tail_s[0],
        air_db=wanted.air_db,
    )
    found = chapters.split(play, timeline, edges)
    digits = max(2, len(str(len(found))))
    sample = chapters.sample(story, timeline, edges)
    named = tuple(
        Part(
            name=f"{safe_name(f'{number:0{digits}} {chapter.title}')}.{wanted.kind}",
            title=chapter.title,
            timeline=chapter.timeline,
        )
        for number, chapter in enumerate(found, start=1)
    )
    return (*named, Part(name=f"{SAMPLE}.{wanted.kind}", title=SAMPLE, timeline=sample.timeline))


def _tags(tags: id3.Tags, part: Part, track: str) -> id3.Tags:
    return replace(tags, title=part.title, album=tags.title, track=track, chapters=())


def _file(one: Mastered) -> deliverables.File:
    facts = {
        "duration_s": round(one.duration_s, 3),
        "integrated_lufs": round(one.loudness.integrated_lufs, 2),
        "true_peak_dbtp": round(one.loudness.true_peak_dbtp, 2),
        "range_lu": round(one.loudness.range_lu, 2),
    }
    return deliverables.File(path=one.path, facts=tuple(sorted(facts.items())))


def _found(one: deliverables.File) -> Mastered:
    names = ("integrated_lufs", "true_peak_dbtp", "range_lu")
    loudness = Loudness(**{name: one.fact(name) for name in names})
    return Mastered(path=one.path, duration_s=one.fact("duration_s"), loudness=loudness)
