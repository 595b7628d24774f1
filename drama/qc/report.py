"""Report: a finished episode measured and checked, every check with its limit and where to listen."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from drama.audio import Sound, alignment, meters
from drama.mix import bus_energies, performance_db, placed
from drama.model import SPEECH
from drama.qc import voice_separation
from drama.qc.file_checks import PLACES, Check, Heard
from drama.timecode import HALF_STEP_S, seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from drama.audio import alignment
    from drama.master import Preset
    from drama.model import Bus, Clip, Script, Take, Timeline
    from drama.qc.voice_separation import HeardVoice
    from drama.settings import Settings

SCHEMA = "drama-report/1"
AMBIENCE_LEAST_LU = 15.0
MUSIC_LEAST_LU = 10.0
"""Speech over beds: Torcoli et al., JAES 2019."""
SPREAD_MOST_LU = 1.5
NEIGHBOURS_MOST_DB = 6.0
PACE_FACTOR = 2.2
"""A line this much faster or slower than its voice's median is probably a bad take."""
_WINDOW = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardSound:
    """An effect, an ambience or a piece of music that the episode plays."""

    cue: int
    at_s: float
    kind: str
    """sound, ambience or music."""
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The measurements and checks of an episode."""

    key: str
    title: str
    preset: str
    duration_s: float
    checks: tuple[Check, ...]
    loudness_lufs: tuple[float, ...]
    """Short-term loudness of each second; −200 for silence."""
    found: tuple[alignment.Found, ...] = ()
    voices: tuple[HeardVoice, ...] = ()
    sounds: tuple[HeardSound, ...] = ()
    """In the order in which they begin."""

    @property
    def passes(self) -> bool:
        """Whether nothing fails."""
        return all(check.passes for check in self.checks)

    def as_json(self) -> dict[str, object]:
        """Return the content of report.json."""
        return {
            "schema": SCHEMA,
            "key": self.key,
            "title": self.title,
            "preset": self.preset,
            "duration_s": round(self.duration_s, 3),
            "passes": self.passes,
            "checks": [asdict(check) for check in self.checks],
            "short_term_lufs": list(self.loudness_lufs),
            "voices": [
                {
                    "name": one.name,
                    "lines": one.lines,
                    "level_lufs": one.level_lufs,
                    "spread_lu": one.spread_lu,
                    "f0_hz": one.f0_hz,
                }
                for one in self.voices
            ],
            "sounds": [asdict(one) for one in self.sounds],
            "lines": [
                {
                    "cue": one.cue,
                    "start_s": round(seconds(one.start), 3),
                    "correlation": round(one.correlation, 4),
                    "offset_ms": round(one.offset_ms, 2),
                }
                for one in self.found
            ],
        }


def report(
    script: Script,
    timeline: Timeline,
    takes: Sequence[Take | None],
    episode: Path,
    source: Callable[[str], Sound],
    settings: Settings,
    wanted: Preset,
    *,
    jobs: int | None = None,
) -> Report:
    """Return all measurements of a finished file against its timeline; InputError when it can't be read.

    The file is decoded twice and the buses are mixed again in memory; nothing is written.
    """
    heard = Heard(episode, wanted)
    buses = bus_energies(timeline, source, levels=settings.levels, jobs=jobs)
    speech = [clip for clip in timeline.clips if clip.bus in SPEECH]

    def alone(clip: Clip) -> Sound:
        return placed(source(clip.source), clip, settings.levels.room_db)

    found = alignment.verify(episode, timeline, alone)
    voices = voice_separation.voices(script, speech, source, heard.cells)
    checks = (
        *heard.checks(),
        _lines_found(found),
        *_beds(buses),
        *_levels(script, speech, takes, settings.levels.dynamics),
        *voice_separation.directed(script, speech, heard.cells),
        voice_separation.apart(script, voices),
        _gaps(speech, settings),
        _paces(script, speech),
    )
    return Report(
        key=script.key,
        title=script.title,
        preset=wanted.name,
        duration_s=heard.duration_s,
        checks=checks,
        loudness_lufs=tuple(round(float(level), 1) for level in meters.short_term_lufs(heard.cells)[::10]),
        found=found,
        voices=voices,
        sounds=tuple(_sounds(script, timeline)),
    )


def _sounds(script: Script, timeline: Timeline) -> Iterable[HeardSound]:
    """Yield each sound cue once, where it begins; one laid in sections begins with the first."""
    cues = {cue.number: cue for cue in script.cues if cue.is_sound}
    for clip in timeline.clips:
        cue = cues.pop(clip.cue, None)
        if cue is not None:
            yield HeardSound(
                cue=cue.number, at_s=round(seconds(clip.start), 2), kind=cue.kind, name=cue.text, why=cue.why
            )


def _lines_found(found: Sequence[alignment.Found]) -> Check:
    bad = [one for one in found if not one.is_good]
    lowest = min((one.correlation for one in found), default=1.0)
    return Check(
        name="lines found",
        about="each line looked for in the file by cross-correlation with its take",
        value=f"{len(found) - len(bad)} of {len(found)}, correlation {lowest:.2f} at lowest",
        limit=f"all, {alignment.CORRELATION_LEAST:g} or more, within {alignment.OFFSET_MOST_MS:g} ms",
        passes=not bad,
        places_s=tuple(round(seconds(one.start), 2) for one in bad[:PLACES]),
    )


def _beds(buses: dict[Bus, meters.Energies]) -> Iterable[Check]:
    """Yield the level of speech over the beds: in 3 s windows, where speech is heard."""
    speech = buses["narration"] + buses["dialogue"]
    heard = speech > speech.max(initial=0.0) * 1e-4
    limits: tuple[tuple[Bus, float], ...] = (("ambience", AMBIENCE_LEAST_LU), ("music", MUSIC_LEAST_LU))
    for bus, least_lu in limits:
        worst, places = math.inf, []
        for at in range(0, len(speech), _WINDOW // 2):
            cells = np.flatnonzero(heard[at : at + _WINDOW]) + at
            if len(cells) < 50:
                continue
            over_lu = 10.0 * math.log10(
                float(speech[cells].mean()) / max(1e-15, float(buses[bus][cells].mean()))
            )
            worst = min(worst, over_lu)
            if over_lu < least_lu:
                places.append(at / 100)
        yield Check(
            name=f"speech over {bus}",
            about="in every 3 s, where speech is heard",
            value=f"{worst:.1f} LU at least" if worst < 100 else f"no {bus}",
            limit=f"at least {least_lu:g} LU",
            passes=worst >= least_lu,
            places_s=tuple(places[:PLACES]),
        )


def _levels(
    script: Script, speech: Sequence[Clip], takes: Sequence[Take | None], dynamics: float
) -> Iterable[Check]:
    """Yield the level checks: the spread of each character's lines, and the steps between neighbours.

    Lines with directions are left out of the spread. The intended gains of the performance are subtracted.
    """
    meant_db = performance_db(script, dynamics)
    cues = {cue.number: cue for cue in script.cues}
    levels_of = {take.key: take.lufs for take in takes if take}
    by_speaker: dict[str, list[float]] = defaultdict(list)
    levels: list[tuple[float, float]] = []
    for clip in speech:
        level = levels_of.get(clip.source, -math.inf) + clip.gain_db - meant_db[clip.cue]
        if clip.treatment or not math.isfinite(level):
            continue
        cue = cues[clip.cue]
        if not cue.how:
            by_speaker[cue.speaker or "Narrator"].append(level)
        levels.append((seconds(clip.start), level))
    spreads = {name: float(np.std(values)) for name, values in by_speaker.items() if len(values) > 2}
    wide = {name: spread for name, spread in spreads.items() if spread > SPREAD_MOST_LU}
    worst = max(spreads, key=lambda name: spreads[name], default="")
    yield Check(
        name="spread of each voice",
        about="standard deviation of the levels of a character's lines",
        value=f"{spreads[worst]:.1f} LU ({worst})" if worst else "too few lines",
        limit=f"at most {SPREAD_MOST_LU:g} LU",
        passes=not wide,
    )
    jumps = [(b[0], abs(b[1] - a[1])) for a, b in pairwise(levels)]
    far = [at for at, jump in jumps if jump > NEIGHBOURS_MOST_DB]
    yield Check(
        name="neighbouring lines",
        about="difference in level from line to line",
        value=f"{max((jump for _, jump in jumps), default=0.0):.1f} dB at most",
        limit=f"at most {NEIGHBOURS_MOST_DB:g} dB",
        passes=not far,
        places_s=tuple(round(at, 2) for at in far[:PLACES]),
    )


def _gaps(speech: Sequence[Clip], settings: Settings) -> Check:
    """Return the check of the gaps between lines: no overlap beyond the limit; many equal gaps warn."""
    timing = settings.timing
    gaps = [(seconds(b.start), seconds(b.start - a.start - a.frames)) for a, b in pairwise(speech)]
    shortest = min(0.0, timing.cut_off_s * (1 + timing.jitter)) - HALF_STEP_S - 0.001
    odd = [at for at, gap in gaps if gap < shortest]
    values = [gap for _, gap in gaps] or [0.0]
    alike = len({round(value, 3) for value in values}) < len(values) / 2
    return Check(
        name="gaps",
        about="between one voice's end and the next one's beginning",
        value=f"{min(values):.2f} to {max(values):.2f} s, median {float(np.median(values)):.2f} s",
        limit=f"no overlap over {-timing.cut_off_s * 1000:.0f} ms, and no two alike",
        passes=not odd,
        warns=alike and len(values) > 4,
        places_s=tuple(round(at, 2) for at in odd[:PLACES]),
    )


def _paces(script: Script, speech: Sequence[Clip]) -> Check:
    """Return the check of lines much longer or shorter for their text than the same voice's others."""
    cues = {cue.number: cue for cue in script.cues}
    paces: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for clip in speech:
        letters = sum(c.isalnum() for c in cues[clip.cue].text)
        if letters >= 12:
            paces[cues[clip.cue].speaker].append((seconds(clip.start), seconds(clip.frames) / letters))
    odd = []
    for spoken in paces.values():
        usual = float(np.median([pace for _, pace in spoken]))
        odd += [at for at, pace in spoken if not usual / PACE_FACTOR <= pace <= usual * PACE_FACTOR]
    return Check(
        name="lengths",
        about="time for each letter, against the same voice's other lines",
        value=f"{len(odd)} implausible",
        limit=f"within a factor of {PACE_FACTOR:g}",
        passes=not odd,
        places_s=tuple(round(at, 2) for at in sorted(odd)[:PLACES]),
    )
