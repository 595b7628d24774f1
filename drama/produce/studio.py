"""What studios and actors get of a story: projects for audio workstations, stems, play scripts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import soundfile

from drama.master import export_sounds
from drama.produce.deliverables import File
from drama.project import safe_name
from drama.publish import labels, play_script, reaper, timeline_otio
from drama.system import files, pdf

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.model import Clip, Cue
    from drama.produce.finished import Work

NAMED_WORDS = 8
"""Of a cue, in the name of its item."""


def play(work: Work) -> Sequence[File]:
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
        words = " ".join(cue.text.split()[:NAMED_WORDS]) if cue else ""
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


def reaper_project(work: Work) -> Sequence[File]:
    folder = work.folder / "reaper"
    items, media = _items(work, folder)
    path, base = folder / f"{work.made.key}.rpp", folder / f"{work.made.key}.baseline.json"
    files.write_text(path, reaper.project(items, work.staged.timeline, work.made.book.title))
    files.write_text(base, reaper.baseline(items, work.made.key))
    return [*media, File(path=path), File(path=base)]


def otio(work: Work) -> Sequence[File]:
    folder = work.folder / "otio"
    items, media = _items(work, folder)
    path = folder / f"{work.made.key}.otio"
    files.write_text(path, timeline_otio.timeline(items, work.made))
    return [*media, File(path=path)]


def stems(work: Work) -> Sequence[File]:
    """Return a WAV for each speaker and kind of sound, from 0:00, which sum to the mix, and one of M&E."""
    timeline, cues = work.staged.timeline, {cue.number: cue for cue in work.prepared.script.cues}
    groups: dict[str, list[Clip]] = {}
    for clip in timeline.clips:
        groups.setdefault(_track(cues.get(clip.cue)), []).append(clip)
    beds = [clip for name in ("Effects", "Ambience", "Music", "Air") for clip in groups.get(name, ())]
    if beds:
        groups["M&E"] = sorted(beds, key=lambda clip: (clip.start, clip.bus, clip.cue))
    made = []
    work.session.progress.start("stems", len(groups))
    for name, clips in groups.items():
        path = work.folder / "stems" / f"{safe_name(name)}.wav"
        blocks = work.staged.sounds(work.session, replace(timeline, clips=tuple(clips)), work.settings)
        export_sounds(blocks, timeline.frames, timeline.rate_hz, path, name)
        work.session.progress.step()
        made.append(File(path=path))
    names_of = [one.path.name for one in made if one.path.stem != safe_name("M&E")]
    label, listed = work.folder / "stems" / "labels.txt", work.folder / "stems" / "stems.lof"
    files.write_text(label, labels.labels(work.made))
    files.write_text(listed, labels.files(names_of))
    return [*made, File(path=label), File(path=listed)]
