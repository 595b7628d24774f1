"""Masters: a story mastered for another shop or station, beside its episode, a file a chapter where they ask.

They lie in output/KEY/PRESET/ with a note of what they were made from; the episode stays as it is.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from drama.errors import Problem, UsageError
from drama.master import master
from drama.master import preset as preset_of
from drama.mix import forget_sounds
from drama.model import Loudness
from drama.produce import render
from drama.project import safe_name
from drama.publish import chapters, package, publication
from drama.system import files as system_files
from drama.timecode import seconds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from drama.audio import id3
    from drama.master import Preset
    from drama.model import Script, Timeline
    from drama.produce.prepare import Prepared
    from drama.produce.render import Plan
    from drama.produce.session import Session
    from drama.settings import Timing

SCHEMA = "drama-masters/1"
ABOUT = ("report.html", "report.json", "timeline.png", "timeline.svg")
"""What inspection writes of one file of several, after the file's stem."""
_NOTE = "masters.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one file of a preset holds."""

    name: str
    """The file's."""
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
    """True when they were found as they have to be."""


def make(session: Session, prepared: Prepared, preset: str) -> Masters:
    """Return a story's files for a preset; fresh ones are left alone, and those of former chapters removed.

    What was recorded and mixed before is used. EngineError when the preset can't be met.
    """
    planned = render.plan(session, prepared, preset=preset)
    folder = folder_of(session, prepared, preset)
    note = _read(folder)
    if _is_fresh(note, planned, folder):
        return Masters(files=tuple(_found(folder, one) for one in note["files"]), fresh=True)
    settings, play = planned.wanted.settings, prepared.script
    wanted = preset_of(preset, settings.custom)
    staged = render.stage(session, prepared, planned)
    every = parts(play, staged.timeline, wanted, settings.timing)
    made = publication(play, staged.timeline, staged.takes, render.shelf_of(session, prepared))
    tags = package.tags(made)
    kept = render.mixes(session, play.key)
    (folder / _NOTE).unlink(missing_ok=True)
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
    for gone in {str(one["file"]) for one in note.get("files", ())} - {part.name for part in every}:
        path = folder / safe_name(gone)
        for name in (path.name, *(f"{path.stem} {about}" for about in ABOUT)):
            (folder / name).unlink(missing_ok=True)
    content = {
        "schema": SCHEMA,
        "preset": preset,
        "inputs": planned.wanted.inputs(),
        "files": [_entry(one) for one in files],
    }
    system_files.write_text(
        folder / _NOTE, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    )
    return Masters(files=tuple(files), fresh=False)


def check_fresh(session: Session, prepared: Prepared, planned: Plan, preset: str) -> None:
    """Raise UsageError unless the preset's files are there and what would be made now."""
    folder = folder_of(session, prepared, preset)
    if not _is_fresh(_read(folder), planned, folder):
        key = prepared.script.key
        message = f"there is no fresh {preset} master of {key}"
        raise UsageError(Problem(message=message, hint=f"drama master {key} --preset {preset}"))


def folder_of(session: Session, prepared: Prepared, preset: str) -> Path:
    """Return the folder in which a preset's files of a story lie."""
    return session.project.output(prepared.script.key) / preset


def parts(play: Script, timeline: Timeline, wanted: Preset, timing: Timing) -> tuple[Part, ...]:
    """Return what a preset's files hold: the whole, or a chapter each, with head and tail as it asks."""
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
    return tuple(
        Part(
            name=f"{safe_name(f'{number:0{digits}} {chapter.title}')}.{wanted.kind}",
            title=chapter.title,
            timeline=chapter.timeline,
        )
        for number, chapter in enumerate(found, start=1)
    )


def _tags(tags: id3.Tags, part: Part, track: str) -> id3.Tags:
    return replace(tags, title=part.title, album=tags.title, track=track, chapters=())


def _read(folder: Path) -> dict[str, Any]:
    path = folder / _NOTE
    try:
        note = json.loads(system_files.read_text(path)) if path.exists() else {}
    except ValueError:
        return {}
    return note if isinstance(note, dict) and note.get("schema") == SCHEMA else {}


def _is_fresh(note: Mapping[str, Any], planned: Plan, folder: Path) -> bool:
    if note.get("inputs") != planned.wanted.inputs():
        return False
    made = [(folder / str(one["file"]), one.get("sha256")) for one in note["files"]]
    return all(path.is_file() and system_files.digest_of(path) == digest for path, digest in made)


def _entry(one: Mastered) -> dict[str, object]:
    return {
        "file": one.path.name,
        "bytes": one.path.stat().st_size,
        "sha256": system_files.digest_of(one.path),
        "duration_s": round(one.duration_s, 3),
        "integrated_lufs": round(one.loudness.integrated_lufs, 2),
        "true_peak_dbtp": round(one.loudness.true_peak_dbtp, 2),
        "range_lu": round(one.loudness.range_lu, 2),
    }


def _found(folder: Path, entry: Mapping[str, Any]) -> Mastered:
    names = ("integrated_lufs", "true_peak_dbtp", "range_lu")
    loudness = Loudness(**{name: entry[name] for name in names})
    return Mastered(path=folder / entry["file"], duration_s=entry["duration_s"], loudness=loudness)
