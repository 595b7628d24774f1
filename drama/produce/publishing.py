"""Publish: a finished story for players, readers and editors, each format a deliverable of its own.

They are in output/KEY/published/; the feed and what it needs are in output/ itself.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import soundfile

from drama.audio import formats
from drama.errors import Problem, UsageError, did_you_mean
from drama.master import export_mix, master
from drama.master import preset as preset_of
from drama.mix import forget_sounds
from drama.produce import deliverables, render
from drama.produce.deliverables import Deliverable, File
from drama.project import safe_name
from drama.publish import (
    labels,
    package,
    play_script,
    publication,
    readalong_epub,
    readalong_page,
    reaper,
    shelf,
    timeline_otio,
)
from drama.system import files, pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from drama.model import Clip, Cue
    from drama.produce.prepare import Prepared
    from drama.produce.render import Plan, Staged
    from drama.produce.session import Session
    from drama.publish import Publication

_VERSION = "1"
"""Version of this module's output: a new one makes every deliverable stale."""
_NAMED_WORDS = 8
_OPUS_KBPS = 96
_M4B_KBPS = 96
_SYNTHETIC_NOTE = (
    "the voices are synthetic: Audible (ACX) takes no such book unless it has authorised it; Spotify, Google "
    "Play, Kobo and most podcast directories take it when it says so, as these files do"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A finished story and the folder for its published files."""

    session: Session
    prepared: Prepared
    planned: Plan
    staged: Staged
    made: Publication
    episode: Path
    folder: Path

    @property
    def stem(self) -> str:
        """The stem of files that contain the whole story."""
        return safe_name(f"{self.made.key} {self.made.book.title}".strip())


def names() -> tuple[str, ...]:
    """Return the formats that a story is published in, and the feed of a collection."""
    return (*_FORMATS, "feed")


def check(wanted: Sequence[str]) -> None:
    """Raise UsageError for an unknown format."""
    for name in wanted:
        if name not in names():
            hint = did_you_mean(name, names()) or f"the formats are {', '.join(names())}"
            raise UsageError(Problem(message=f"there is no format {name!r}", hint=hint))


def publish(session: Session, prepared: Prepared, wanted: Sequence[str]) -> tuple[Deliverable, ...]:
    """Return a story's deliverables in the order requested; fresh ones are left alone.

    The episode is rendered first where it isn't fresh. Raises EngineError and InputError as render.make does.
    """
    check(wanted)
    render.make(session, prepared)
    planned = render.plan(session, prepared)
    folder = session.project.output(prepared.script.key) / "published"
    work: Work | None = None
    done = []
    for name in wanted:
        inputs = planned.wanted.inputs() | {"format": f"{name} {_VERSION}"}
        there = deliverables.found(folder, name, inputs)
        if there is None:
            work = work or _work(session, prepared, planned, folder)
            deliverables.unseal(folder, name)
            session.progress.start(f"publish {name}", 1)
            made = _FORMATS[name](work)
            session.progress.step()
            notes = (_SYNTHETIC_NOTE,) if work.made.synthetic != "none" and name in ("m4b", "shelf") else ()
            there = deliverables.seal(folder, name, inputs, made, notes)
        done.append(there)
    return tuple(done)


def _work(session: Session, prepared: Prepared, planned: Plan, folder: Path) -> Work:
    staged = render.stage(session, prepared, planned)
    settings = planned.wanted.settings
    kind = preset_of(settings.preset, settings.custom).kind
    return Work(
        session=session,
        prepared=prepared,
        planned=planned,
        staged=staged,
        made=publication(prepared.script, staged.timeline, staged.takes, render.shelf_of(session, prepared)),
        episode=session.project.episode(prepared.script.key, f".{kind}"),
        folder=folder,
    )


def _audio(kind: formats.Kind, bitrate_kbps: int = 128) -> Callable[[Work], Sequence[File]]:
    def make(work: Work) -> Sequence[File]:
        return [_encoded(work, kind, bitrate_kbps)]

    return make


def _encoded(work: Work, kind: formats.Kind, bitrate_kbps: int) -> File:
    """Return the story at its preset's loudness, as a file of this kind."""
    session, settings = work.session, work.planned.wanted.settings
    own = preset_of(settings.preset, settings.custom)
    rates = formats.FORMATS[kind].rates_hz
    wanted = replace(
        own,
        name=f"{own.name}-{kind}",
        kind=kind,
        bitrate_kbps=bitrate_kbps if formats.FORMATS[kind].lossy else own.bitrate_kbps,
        rate_hz=own.rate_hz if own.rate_hz in rates else rates[0],
    )
    kept = render.mixes(session, work.made.key)
    mixed = work.staged.mixed(session, work.staged.timeline, kept, settings)
    path = work.folder / f"{work.stem}.{kind}"
    try:
        loudness = master(
            mixed, wanted, path, package.tags(work.made), jobs=session.jobs, progress=session.progress
        )
    finally:
        forget_sounds(mixed)
    facts = (
        ("duration_s", round(work.made.duration_s, 3)),
        ("integrated_lufs", round(loudness.integrated_lufs, 2)),
        ("true_peak_dbtp", round(loudness.true_peak_dbtp, 2)),
    )
    return File(path=path, facts=facts)


def _readable_audio(work: Work) -> tuple[Path, str]:
    """Return the audio of a read-along book and its media type; e-readers play MP3 and MP4."""
    kind = work.episode.suffix.lstrip(".")
    if kind in ("mp3", "m4b"):
        return work.episode, "audio/mpeg" if kind == "mp3" else "audio/mp4"
    return _encoded(work, "mp3", 128).path, "audio/mpeg"


def _epub(work: Work) -> Sequence[File]:
    sound, kind = _readable_audio(work)
    path = work.folder / f"{work.stem}.epub"
    modified = datetime.fromtimestamp(int(work.episode.stat().st_mtime), UTC)
    with files.replacing(path, durable=False) as unfinished:
        readalong_epub.write(work.made, sound, unfinished, modified=modified, kind=kind)
    if sound != work.episode:
        sound.unlink()
    return [File(path=path)]


def _page(work: Work) -> Sequence[File]:
    address = os.path.relpath(work.episode, work.folder).replace(os.sep, "/")
    kind = formats.FORMATS[_kind(work.episode)].media_type
    path = work.folder / f"{work.stem}.html"
    files.write_text(path, readalong_page.page(work.made, address, kind))
    return [File(path=path)]


def _kind(path: Path) -> formats.Kind:
    return next(kind for kind in formats.KINDS if path.suffix == f".{kind}")


def _shelf(work: Work) -> Sequence[File]:
    """Return an Audiobookshelf folder: the book as M4B, its cover and metadata.json."""
    folder = work.folder / "audiobookshelf"
    for name in shelf.folder(work.made, safe_name):
        folder /= name
    folder.mkdir(parents=True, exist_ok=True)
    book = _encoded(work, "m4b", _M4B_KBPS)
    path = folder / book.path.name
    shutil.copyfile(book.path, path)
    made = [replace(book, path=path), File(path=folder / "metadata.json")]
    files.write_text(made[1].path, shelf.metadata(work.made))
    if work.made.book.cover:
        suffix = "png" if work.made.book.cover.startswith(b"\x89PNG") else "jpg"
        made.append(File(path=folder / f"cover.{suffix}"))
        files.write_bytes(made[-1].path, work.made.book.cover)
    return made


def _play(work: Work) -> Sequence[File]:
    """Return the script for actors: Fountain, and radio layout as text, page and PDF."""
    script, stem = work.prepared.script, work.folder / f"{work.stem} script"
    text = play_script.radio(script)
    contents = {
        "fountain": play_script.fountain(script).encode("utf-8"),
        "txt": text.encode("utf-8"),
        "html": play_script.page(script).encode("utf-8"),
        "pdf": pdf.pdf(text, script.title or script.key),
    }
    made = []
    for suffix, content in contents.items():
        path = stem.with_name(f"{stem.name}.{suffix}")
        files.write_bytes(path, content)
        made.append(File(path=path))
    return made


def _items(work: Work, folder: Path) -> tuple[list[reaper.Item], list[File]]:
    """Return the timeline's clips as items, and their media, written to the folder as FLAC."""
    cues = {cue.number: cue for cue in work.prepared.script.cues}
    speech = {clip.source for clip in work.staged.timeline.clips if clip.bus in ("narration", "dialogue")}
    named: dict[str, str] = {}
    items, media = [], []
    for clip in work.staged.timeline.clips:
        cue = cues.get(clip.cue)
        if clip.source not in named:
            base = safe_name(f"{clip.cue:04} {_track(cue)}"[:60])
            named[clip.source] = f"media/{base}.flac"
            path = folder / named[clip.source]
            path.parent.mkdir(parents=True, exist_ok=True)
            with files.replacing(path, durable=False) as unfinished:
                samples = work.staged.source(clip.source).clip(-1.0, 1.0)
                soundfile.write(
                    unfinished, samples, work.staged.timeline.rate_hz, subtype="PCM_24", format="FLAC"
                )
            media.append(File(path=path))
        words = " ".join(cue.text.split()[:_NAMED_WORDS]) if cue else ""
        name = f"{clip.cue} {_track(cue)}: {words}"
        items.append(
            reaper.item(
                clip, name=name, track=_track(cue), file=named[clip.source], speech=clip.source in speech
            )
        )
    return items, media


def _track(cue: Cue | None) -> str:
    """Return the track of a cue's clips; room tone, which has no cue, is on the track "Air"."""
    if cue is None:
        return "Air"
    if cue.kind == "line":
        return cue.speaker
    names = {"narrator": "Narrator", "sound": "Effects", "ambience": "Ambience", "music": "Music"}
    return names.get(cue.kind, cue.kind)


def _reaper(work: Work) -> Sequence[File]:
    folder = work.folder / "reaper"
    items, media = _items(work, folder)
    path, base = folder / f"{work.made.key}.rpp", folder / f"{work.made.key}.baseline.json"
    files.write_text(path, reaper.project(items, work.staged.timeline, work.made.book.title))
    files.write_text(base, reaper.baseline(items, work.made.key))
    return [*media, File(path=path), File(path=base)]


def _otio(work: Work) -> Sequence[File]:
    folder = work.folder / "otio"
    items, media = _items(work, folder)
    path = folder / f"{work.made.key}.otio"
    files.write_text(path, timeline_otio.timeline(items, work.made))
    return [*media, File(path=path)]


def _stems(work: Work) -> Sequence[File]:
    """Return a WAV for each speaker and kind of sound, from 0:00, which sum to the mix, and one of M&E."""
    timeline, cues = work.staged.timeline, {cue.number: cue for cue in work.prepared.script.cues}
    groups: dict[str, list[Clip]] = {}
    for clip in timeline.clips:
        groups.setdefault(_track(cues.get(clip.cue)), []).append(clip)
    beds = [clip for name in ("Effects", "Ambience", "Music", "Air") for clip in groups.get(name, ())]
    if beds:
        groups["M&E"] = sorted(beds, key=lambda clip: (clip.start, clip.bus, clip.cue))
    settings = work.planned.wanted.settings
    kept = render.mixes(work.session, work.made.key) / "stem"
    made = []
    for name, clips in groups.items():
        mixed = work.staged.mixed(work.session, replace(timeline, clips=tuple(clips)), kept, settings)
        path = work.folder / "stems" / f"{safe_name(name)}.wav"
        export_mix(mixed, path, name)
        made.append(File(path=path))
    shutil.rmtree(kept, ignore_errors=True)
    names_of = [one.path.name for one in made if one.path.stem != safe_name("M&E")]
    label, listed = work.folder / "stems" / "labels.txt", work.folder / "stems" / "stems.lof"
    files.write_text(label, labels.labels(work.made))
    files.write_text(listed, labels.files(names_of))
    return [*made, File(path=label), File(path=listed)]


_FORMATS: dict[str, Callable[[Work], Sequence[File]]] = {
    "mp3": _audio("mp3"),
    "m4b": _audio("m4b", _M4B_KBPS),
    "opus": _audio("opus", _OPUS_KBPS),
    "flac": _audio("flac"),
    "wav": _audio("wav"),
    "epub": _epub,
    "html": _page,
    "shelf": _shelf,
    "script": _play,
    "stems": _stems,
    "reaper": _reaper,
    "otio": _otio,
}
"""Maps each format to the function that makes its files."""
