"""What is heard besides voices, over stories: measured in the mix and in the finished files, printed as JSON.

The share of time with a place heard, speech over ambience, loudness range, whispers and shouts line by line,
how much an ambience repeats, pieces and seconds of music, how loud effects peak, what mono loses.
Stories must be rendered before.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from drama.audio import meters
from drama.master import preset as preset_of
from drama.mix import SPEECH_LUFS, bus_energies, heard_whole
from drama.model import SPEECH
from drama.produce import open_session, prepare, render
from drama.project import layout
from drama.qc.file_checks import Heard
from drama.qc.voice_separation import STANDS_OUT_LU, level_lufs
from drama.timecode import HOUSE_RATE_HZ, seconds

if TYPE_CHECKING:
    from drama.model import Clip, Script, Timeline
    from drama.produce import Session
    from drama.produce.render import Staged
    from drama.project import StoryFile
    from drama.settings import Levels

HEARD_LUFS = SPEECH_LUFS - 31.0
"""An ambience at this level in the mix, or over it, is heard: 8 LU over the room tone."""
WINDOW = 300
"""Cells of 10 ms in which speech is compared with what lies under it."""
LAGS_S = (2.0, 120.0)
ENVELOPE_HZ = 8_000


def only(timeline: Timeline, clips: list[Clip]) -> Timeline:
    return replace(timeline, clips=tuple(clips))


def over_speech(speech: np.ndarray, bus: np.ndarray) -> list[float]:
    """Return speech over a bus in each 3 s with half a second of speech or more, in LU; silence apart."""
    heard = speech > speech.max(initial=0.0) * 1e-4
    found = []
    for at in range(0, len(speech), WINDOW // 2):
        cells = np.flatnonzero(heard[at : at + WINDOW]) + at
        if len(cells) >= 50 and bus[cells].mean() > 1e-12:
            found.append(10 * math.log10(float(speech[cells].mean()) / float(bus[cells].mean())))
    return found


def repetition(sound: np.ndarray) -> float:
    """Return the highest autocorrelation at any lag of LAGS_S of a mono sound, over what overlaps."""
    step = HOUSE_RATE_HZ // ENVELOPE_HZ
    short = sound[: len(sound) // step * step].reshape(-1, step).mean(axis=1)
    rate = HOUSE_RATE_HZ / step
    size = 1 << (2 * len(short) - 1).bit_length()
    spectrum = np.abs(np.fft.rfft(short, size)) ** 2
    together = np.fft.irfft(spectrum, size)[: len(short)]
    power = np.concatenate([[0.0], np.cumsum(short**2)])
    lags = np.arange(round(LAGS_S[0] * rate), min(round(LAGS_S[1] * rate), len(short) - round(10 * rate)))
    if not len(lags):
        return 0.0
    both = np.sqrt((power[-1] - power[lags]) * power[len(short) - lags])
    return float(np.max(together[lags] / np.maximum(both, 1e-12)))


def directed(script: Script, speech: list[Clip], cells: meters.Energies) -> dict[str, list[float]]:
    """Return how far each whispered and shouted line lies from plain ones' median in the file, in LU."""
    cues = {cue.number: cue for cue in script.cues}
    plain = [level_lufs(clip, cells) for clip in speech if not cues[clip.cue].how]
    usual = float(np.median([level for level in plain if math.isfinite(level)]))
    found: dict[str, list[float]] = {way: [] for way in STANDS_OUT_LU}
    for clip in speech:
        for way in STANDS_OUT_LU:
            if way in cues[clip.cue].how and math.isfinite(level := level_lufs(clip, cells)):
                found[way].append(round(level - usual, 1))
    return found


def peaks(staged: Staged, levels: Levels, kind: str) -> list[float]:
    """Return the highest sample of each effect, or of every fourth line, as it lies in the mix, in dBFS."""
    buses = SPEECH if kind == "speech" else ("effects",)
    found = []
    chosen = [clip for clip in staged.timeline.clips if clip.bus in buses]
    for clip in chosen[:: 4 if kind == "speech" else 1]:
        own = tuple((max(0, at - clip.start), level_db) for at, level_db in clip.automation)
        alone = only(replace(staged.timeline, frames=clip.frames), [replace(clip, start=0, automation=own)])
        sound = heard_whole(alone, staged.source, levels)
        found.append(round(20 * math.log10(max(1e-6, float(np.abs(sound).max()))), 1))
    return found


def measure(session: Session, entry: StoryFile) -> dict[str, object]:
    """Return the figures of one rendered story."""
    prepared = prepare.cast_story(session, prepare.adapt_story(session, entry))
    planned = render.plan(session, prepared)
    staged, settings = render.stage(session, prepared, planned), planned.wanted.settings
    timeline, levels = staged.timeline, settings.levels
    speech = [clip for clip in timeline.clips if clip.bus in SPEECH]
    beds = [clip for clip in timeline.clips if clip.bus == "ambience" and clip.cue]
    effects = [clip for clip in timeline.clips if clip.bus == "effects"]
    music = [clip for clip in timeline.clips if clip.bus == "music"]
    buses = bus_energies(timeline, staged.source, levels=levels)
    alone = bus_energies(only(timeline, beds), staged.source, levels=levels)["ambience"]
    tenths = alone[: len(alone) // 10 * 10].reshape(-1, 10).mean(axis=1)
    said = buses["narration"] + buses["dialogue"]
    over = over_speech(said, buses["ambience"])
    ambience = heard_whole(only(timeline, beds), staged.source, levels).mean(axis=1) if beds else np.zeros(1)
    wanted = preset_of(settings.preset, settings.custom)
    heard = Heard(session.project.episode(prepared.script.key, f".{wanted.kind}"), wanted)
    starts = sorted(clip.start for clip in effects)
    return {
        "story": prepared.script.key,
        "length_s": round(seconds(timeline.frames)),
        "place_heard": round(float((meters.loudness(tenths) >= HEARD_LUFS).mean()), 2),
        "speech_over_ambience_lu": [round(min(over), 1), round(float(np.median(over)), 1)] if over else None,
        "range_lu": round(heard.reading.range_lu, 1),
        "loudness_lufs": round(heard.reading.integrated_lufs, 1),
        "mono": next(check.value for check in heard.checks() if check.name == "mono fold"),
        **directed(prepared.script, speech, heard.cells),
        "repetition": round(repetition(ambience), 2),
        "music": [len(music), round(seconds(sum(clip.frames for clip in music)))],
        "effects": len(effects),
        "nearest_onsets_s": round(min((seconds(b - a) for a, b in pairwise(starts)), default=99.0), 2),
        "effects_peak_dbfs": max(peaks(staged, levels, "effects"), default=None),
        "speech_peak_dbfs": round(float(np.percentile(peaks(staged, levels, "speech"), 95)), 1),
        "sounds": dict(Counter(cue.text for cue in prepared.script.cues if cue.is_sound)),
    }


def main() -> int:
    """Return 0 when every story could be measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stories", nargs="*", help="as for drama render; all when left out")
    parser.add_argument("--project", type=Path, default=Path(), help="the collection's folder")
    asked = parser.parse_args()
    project = layout.find(asked.project, asked.project, asked.stories)
    session = open_session(project)
    try:
        for entry in project.select(asked.stories) if asked.stories else project.stories():
            print(json.dumps(measure(session, entry)), flush=True)
    finally:
        session.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
