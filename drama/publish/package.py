"""Package: what goes with a finished episode: tags, chapters, transcripts, and the manifest that seals it."""

from __future__ import annotations

import json
import platform
from functools import lru_cache
from importlib import metadata
from typing import TYPE_CHECKING

from drama import __version__
from drama.audio import id3
from drama.model import NARRATOR_SHOWN, SPEECH, Episode
from drama.publish import transcript
from drama.system import files
from drama.timecode import seconds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from drama.model import Cast, Clip, Cue, Loudness, Script, Take, Timeline, Voice

SCHEMA = "drama-manifest/1"
SYNTHETIC = "Synthetic speech: the voices of this episode were made by a computer."
WITH_HUMANS = "Partly synthetic speech: some voices of this episode were made by a computer."
GENRE = "Audio Drama"
_LIBRARIES = (
    "espeakng-loader",
    "imageio-ffmpeg",
    "kokoro-onnx",
    "num2words",
    "numpy",
    "onnxruntime",
    "piper-tts",
    "pydub",
    "pyttsx3",
    "soundfile",
    "soxr",
)


def tags(script: Script, timeline: Timeline, takes: Sequence[Take | None], album: str = "") -> id3.Tags:
    """Return what the episode's file says of itself; synthetic voices are named as such."""
    human = [take.human for take in takes if take]
    comment = "" if human and all(human) else WITH_HUMANS if any(human) else SYNTHETIC
    return id3.Tags(
        title=script.title,
        artist=script.author,
        album=album,
        track=script.key.lstrip("0") or "0" if script.key.isdigit() else "",
        genre=GENRE,
        comment=comment,
        encoder=f"drama {__version__}",
        chapters=chapters(timeline),
    )


def chapters(timeline: Timeline) -> tuple[id3.Chapter, ...]:
    """Return the chapters of a timeline, each up to the next, the last up to the end."""
    starts = [_ms(mark.start) for mark in timeline.marks]
    ends = [*starts[1:], _ms(timeline.frames)]
    return tuple(
        id3.Chapter(start_ms=start, end_ms=end, title=mark.title)
        for start, end, mark in zip(starts, ends, timeline.marks, strict=False)
    )


def _ms(frames: int) -> int:
    return round(seconds(frames) * 1000)


def spoken(script: Script, timeline: Timeline) -> tuple[transcript.Spoken, ...]:
    """Return what is spoken when, in order: one for each clip of a cue with words."""
    cues = {cue.number: cue for cue in script.cues}
    return tuple(
        transcript.Spoken(
            speaker=speaker(cues[clip.cue]),
            text=cues[clip.cue].text,
            start_s=seconds(clip.start),
            end_s=seconds(clip.start + clip.frames),
        )
        for clip in speech(timeline)
    )


def speech(timeline: Timeline) -> tuple[Clip, ...]:
    """Return the clips that are takes."""
    return tuple(clip for clip in timeline.clips if clip.bus in SPEECH)


def speaker(cue: Cue) -> str:
    """Return who speaks a cue, for people to read."""
    return cue.speaker if cue.kind == "line" else NARRATOR_SHOWN


def package(
    script: Script,
    cast: Cast,
    timeline: Timeline,
    takes: Sequence[Take | None],
    episode: Path,
    folder: Path,
    loudness: Loudness,
    *,
    preset: str,
    inputs: Mapping[str, str],
    made: int = 0,
) -> Episode:
    """Return the finished episode after writing its transcripts, chapters and, last of all, its manifest.

    `inputs` are hashes of what it was made from, by name; `made` counts the takes spoken in this run. Each
    file is written whole or not at all: with a manifest that names it, everything else is in place.
    """
    lines = spoken(script, timeline)
    (folder / "manifest.json").unlink(missing_ok=True)
    files.write_text(folder / "transcript.vtt", transcript.webvtt(lines), durable=False)
    files.write_text(folder / "transcript.srt", transcript.srt(lines), durable=False)
    files.write_text(folder / "transcript.txt", transcript.plain(lines, script.title), durable=False)
    files.write_text(folder / "chapters.json", _json(_chapters(script, timeline)), durable=False)
    manifest = {
        "schema": SCHEMA,
        "story": {
            "key": script.key,
            "title": script.title,
            "author": script.author,
            "sha256": script.sha256,
        },
        "episode": {
            "file": episode.name,
            "bytes": episode.stat().st_size,
            "duration_s": round(seconds(timeline.frames), 3),
            "preset": preset,
            "integrated_lufs": round(loudness.integrated_lufs, 2),
            "true_peak_dbtp": round(loudness.true_peak_dbtp, 2),
            "range_lu": round(loudness.range_lu, 2),
        },
        "inputs": dict(inputs),
        "versions": versions(),
        "voices": {"narrator": _voice(cast.narrator)} | {name: _voice(one) for name, one in cast.voices},
        "cues": _cues(script, timeline, takes),
    }
    files.write_text(folder / "manifest.json", _json(manifest))
    return Episode(path=episode, duration_s=seconds(timeline.frames), loudness=loudness, spoken=made)


def _chapters(script: Script, timeline: Timeline) -> dict[str, object]:
    """Return the chapters as the Podcasting 2.0 namespace has them (jsonChapters 1.2)."""
    entries = [
        {"startTime": chapter.start_ms / 1000, "endTime": chapter.end_ms / 1000, "title": chapter.title}
        for chapter in chapters(timeline)
    ]
    about = {"title": script.title} | ({"author": script.author} if script.author else {})
    return {"version": "1.2.0", **about, "chapters": entries}


def _cues(script: Script, timeline: Timeline, takes: Sequence[Take | None]) -> list[dict[str, object]]:
    """Return every cue that sounds, with its times and how loud it lies in the mix."""
    cues = {cue.number: cue for cue in script.cues}
    levels = {take.key: take.lufs for take in takes if take}
    return [
        {
            "number": clip.cue,
            "kind": cues[clip.cue].kind,
            "speaker": speaker(cues[clip.cue]) if clip.source in levels else "",
            "start_s": round(seconds(clip.start), 4),
            "end_s": round(seconds(clip.start + clip.frames), 4),
            "bus": clip.bus,
            "take" if clip.source in levels else "sound": clip.source,
            "mix_lufs": round(max(-200.0, levels[clip.source]) + clip.gain_db, 2)
            if clip.source in levels
            else None,
        }
        for clip in timeline.clips
        if clip.cue in cues
    ]


def _voice(voice: Voice) -> dict[str, object]:
    return {
        "engine": voice.engine,
        "voice": voice.name,
        "rate": voice.rate,
        "pitch": voice.pitch,
        "volume_db": voice.volume_db,
        "seat": voice.seat,
        "options": dict(voice.options),
    }


def versions() -> dict[str, str]:
    """Return the versions of what has a hand in the sound; libraries that aren't installed are left out."""
    found = {"drama": __version__, "python": platform.python_version()}
    return found | {name: version for name in _LIBRARIES if (version := _installed(name))}


@lru_cache(maxsize=len(_LIBRARIES))
def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
