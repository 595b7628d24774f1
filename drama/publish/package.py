"""Package: what goes with a finished episode: tags, chapters, transcripts, and the manifest that seals it."""

from __future__ import annotations

import json
import platform
from functools import lru_cache
from importlib import metadata
from typing import TYPE_CHECKING, Any

from drama import __version__
from drama.audio import id3
from drama.english import of_clip
from drama.model import NARRATOR_SHOWN, SPEECH
from drama.publish import transcript
from drama.publish.pictures import picture_kind
from drama.publish.publication import plain
from drama.speech import engines
from drama.system import files
from drama.timecode import seconds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from drama.model import Cast, Clip, Cue, Loudness, Script, Take, Timeline, Voice
    from drama.publish.publication import Publication

SCHEMA = "drama-manifest/1"
SYNTHETIC = "Synthetic speech: the voices of this episode were made by a computer."
WITH_HUMANS = "Partly synthetic speech: some voices of this episode were made by a computer."
ISO_639_2 = {
    "en": "eng", "de": "deu", "fr": "fra", "es": "spa", "it": "ita", "pt": "por", "nl": "nld", "pl": "pol",
    "sv": "swe", "da": "dan", "nb": "nob", "no": "nor", "fi": "fin", "ru": "rus", "uk": "ukr", "el": "ell",
    "cs": "ces", "hu": "hun", "tr": "tur", "ar": "ara", "he": "heb", "hi": "hin", "ja": "jpn", "ko": "kor",
    "zh": "zho", "la": "lat", "ga": "gle", "cy": "cym",
}  # fmt: skip
"""Language codes: ID3 uses the three-letter ones."""
_LIBRARIES = (
    "espeakng-loader",
    "imageio-ffmpeg",
    "kokoro-onnx",
    "lameenc",
    "num2words",
    "numpy",
    "onnxruntime",
    "piper-tts",
    "praat-parselmouth",
    "pydub",
    "pyttsx3",
    "soundfile",
    "soxr",
)


def tags(made: Publication) -> id3.Tags:
    """Return the tags of the episode's file; synthetic voices are declared."""
    book = made.book
    said = {"none": "", "some": WITH_HUMANS, "all": SYNTHETIC}[made.synthetic]
    return id3.Tags(
        title=book.title,
        artist=book.author,
        album=book.album,
        track=book.track,
        genre=book.genre,
        year=book.year,
        language=ISO_639_2.get(book.language.split("-")[0].lower(), "und"),
        # Audiobook players show the comment as the book's description.
        comment="\n\n".join(part for part in (book.description, said, _voices(made)) if part),
        encoder=f"drama {__version__}",
        album_artist=book.author,
        narrator=book.narrator,
        subtitle=book.subtitle,
        series=book.series,
        part=book.part,
        publisher=book.publisher,
        description=book.description,
        copyright=book.copyright,
        chapters=tuple(
            id3.Chapter(start_ms=round(one.start_s * 1000), end_ms=round(one.end_s * 1000), title=one.title)
            for one in made.chapters
        ),
        cover=book.cover if picture_kind(book.cover) else b"",
    )


def _voices(made: Publication) -> str:
    """Return the credit of the synthetic voices, which licences such as CC BY demand; empty without any."""
    return f"Voices: {'; '.join(made.voices)}." if made.voices else ""


def chapters(timeline: Timeline) -> tuple[id3.Chapter, ...]:
    """Return the chapters of a timeline; each ends where the next begins, the last at the end."""
    starts = [_ms(mark.start) for mark in timeline.marks]
    ends = [*starts[1:], _ms(timeline.frames)]
    return tuple(
        id3.Chapter(start_ms=start, end_ms=end, title=mark.title)
        for start, end, mark in zip(starts, ends, timeline.marks, strict=False)
    )


def _ms(frames: int) -> int:
    return round(seconds(frames) * 1000)


def spoken(script: Script, timeline: Timeline, takes: Sequence[Take | None]) -> tuple[transcript.Spoken, ...]:
    """Return the spoken text with its times, in order: one for each clip of a cue with words."""
    cues = {cue.number: cue for cue in script.cues}
    made = {take.key: take for take in takes if take}
    return tuple(_spoken(cues[clip.cue], clip, made[clip.source]) for clip in speech(timeline))


def _spoken(cue: Cue, clip: Clip, take: Take) -> transcript.Spoken:
    text, start_s, end_s = plain(cue.text), seconds(clip.start), seconds(clip.start + clip.frames)
    return transcript.Spoken(
        speaker=speaker(cue),
        text=text,
        start_s=start_s,
        end_s=end_s,
        cue=cue.number,
        words_s=of_clip(text, clip, take),
    )


def speech(timeline: Timeline) -> tuple[Clip, ...]:
    """Return the clips that are takes."""
    return tuple(clip for clip in timeline.clips if clip.bus in SPEECH)


def speaker(cue: Cue) -> str:
    """Return the display name of a cue's speaker."""
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
) -> dict[str, Any]:
    """Return the manifest after writing transcripts, chapters and, last of all, the manifest itself.

    `inputs` are hashes of what it was made from, by name. Each file is written atomically; once the manifest
    exists, all files that it names do. Another process that makes the same episode at the same moment may
    remove it again, which is why it is returned and not read back.
    """
    lines = spoken(script, timeline, takes)
    (folder / "manifest.json").unlink(missing_ok=True)
    files.write_text(folder / "transcript.vtt", transcript.webvtt(lines), durable=False)
    files.write_text(folder / "transcript.srt", transcript.srt(lines), durable=False)
    files.write_text(folder / "transcript.json", transcript.segments(lines), durable=False)
    files.write_text(folder / "transcript.txt", transcript.plain(lines, script.title), durable=False)
    files.write_text(folder / "chapters.json", _json(_chapters(script, timeline)), durable=False)
    companions = ("transcript.vtt", "transcript.srt", "transcript.json", "transcript.txt", "chapters.json")
    manifest: dict[str, Any] = {
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
            "sha256": files.digest_of(episode),
            "duration_s": round(seconds(timeline.frames), 3),
            "preset": preset,
            "integrated_lufs": round(loudness.integrated_lufs, 2),
            "true_peak_dbtp": round(loudness.true_peak_dbtp, 2),
            "range_lu": round(loudness.range_lu, 2),
        },
        "files": {name: files.digest_of(folder / name) for name in companions},
        "inputs": dict(inputs),
        "versions": versions(),
        "voices": {"narrator": _voice(cast.narrator)} | {name: _voice(one) for name, one in cast.voices},
        "cues": _cues(script, timeline, takes),
    }
    files.write_text(folder / "manifest.json", _json(manifest))
    return manifest


def _chapters(script: Script, timeline: Timeline) -> dict[str, object]:
    """Return the chapters in the format of the Podcasting 2.0 namespace (jsonChapters 1.2)."""
    entries = [
        {"startTime": chapter.start_ms / 1000, "endTime": chapter.end_ms / 1000, "title": chapter.title}
        for chapter in chapters(timeline)
    ]
    about = {"title": script.title} | ({"author": script.author} if script.author else {})
    return {"version": "1.2.0", **about, "chapters": entries}


def _cues(script: Script, timeline: Timeline, takes: Sequence[Take | None]) -> list[dict[str, object]]:
    """Return every audible cue, with its times and its level in the mix."""
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
    origin, licence = engines.attribution(voice.engine, voice.name)
    return {
        "engine": voice.engine,
        "voice": voice.name,
        "rate": voice.rate,
        "pitch": voice.pitch,
        "volume_db": voice.volume_db,
        "seat": voice.seat,
        "options": dict(voice.options),
        "origin": origin,
        "licence": licence,
    }


def versions() -> dict[str, str]:
    """Return the versions of all that affects the sound; libraries that aren't installed are left out."""
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
