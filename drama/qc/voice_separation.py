"""Voice separation: level, evenness and pitch of an episode's voices, and the distances between them."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drama.audio import k_weighting, lufs, voiceprint
from drama.cast import PITCH_APART_ST, TIMBRE_APART, Sound, distance
from drama.model import NARRATOR_SHOWN
from drama.qc.file_checks import PLACES, Check
from drama.timecode import HOUSE_RATE_HZ, seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from drama.audio import meters, samples
    from drama.model import Clip, Script

LISTENED_S = 15.0
"""Length of speech compared for each voice: the length for which the distances were calibrated."""
LEAST_S = 5.0
"""A voice with less speech isn't compared."""
STANDS_OUT_LU = {"whispered": (-8.0, -4.0), "shouted": (3.0, 6.0)}
"""Trade practice is −4 to −3 and +2 to +3; a take's own level and the limiter widen the ranges."""
_VOICED_RANGE = 1e-4
"""Cells more than 40 dB under a line's loudest are pauses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardVoice:
    """One voice of an episode, measured on its lines without a direction."""

    name: str
    lines: int
    level_lufs: float
    """Median of the lines' levels in the finished file."""
    spread_lu: float
    """Standard deviation of these levels."""
    f0_hz: float
    """Median pitch of the compared speech; 0 when there was too little."""
    timbre: tuple[float, ...] = ()


def level_lufs(clip: Clip, cells: meters.Energies) -> float:
    """Return the loudness of a file where a clip is, without pauses; −inf for silence."""
    begin, end = (round(seconds(at) * k_weighting.CELLS_HZ) for at in (clip.start, clip.start + clip.frames))
    span = cells[begin:end]
    loud = span[span > span.max(initial=0.0) * _VOICED_RANGE]
    return lufs(float(loud.mean())) if len(loud) else float("-inf")


def voices(
    script: Script, speech: Sequence[Clip], source: Callable[[str], samples.Sound], cells: meters.Energies
) -> tuple[HeardVoice, ...]:
    """Return each voice that has plain lines, the one with the most lines first.

    A plain line has no direction and has its character's most frequent treatment; a robot always has one.
    `source` reads takes, (frames,) at HOUSE_RATE_HZ; `cells` are the finished file's energies.
    """
    cues = {cue.number: cue for cue in script.cues}
    by_name: dict[str, list[Clip]] = defaultdict(list)
    for clip in speech:
        if not cues[clip.cue].how:
            by_name[cues[clip.cue].speaker or NARRATOR_SHOWN].append(clip)
    for name, clips in by_name.items():
        ((usual, _),) = Counter(clip.treatment for clip in clips).most_common(1)
        by_name[name] = [clip for clip in clips if clip.treatment == usual]
    ranked = sorted(by_name.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(_voice(name, clips, source, cells) for name, clips in ranked)


def _voice(
    name: str, clips: Sequence[Clip], source: Callable[[str], samples.Sound], cells: meters.Energies
) -> HeardVoice:
    levels = [level for clip in clips if np.isfinite(level := level_lufs(clip, cells))]
    heard = Sound()
    listened = list(itertools.islice(clips, _enough(clips)))
    if sum(clip.frames for clip in listened) >= LEAST_S * HOUSE_RATE_HZ:
        parts = [source(clip.source)[clip.offset : clip.offset + clip.frames] for clip in listened]
        found = voiceprint(np.concatenate(parts), HOUSE_RATE_HZ)
        heard = Sound(f0_hz=found.f0_hz, timbre=found.timbre)
    return HeardVoice(
        name=name,
        lines=len(clips),
        level_lufs=round(float(np.median(levels)), 1) if levels else -200.0,
        spread_lu=round(float(np.std(levels)), 2) if levels else 0.0,
        f0_hz=round(heard.f0_hz, 1),
        timbre=heard.timbre,
    )


def _enough(clips: Sequence[Clip]) -> int:
    """Return how many of the first clips it takes to reach LISTENED_S; all or more when they don't."""
    lengths = np.cumsum([clip.frames for clip in clips])
    return int(np.searchsorted(lengths, LISTENED_S * HOUSE_RATE_HZ)) + 1


def apart(script: Script, heard: Sequence[HeardVoice]) -> Check:
    """Return the check that the voices of each scene are distinguishable; two that aren't are a warning."""
    known = {one.name: Sound(f0_hz=one.f0_hz, timbre=one.timbre) for one in heard if one.timbre}
    near = []
    for one, other in sorted(_together(script)):
        if one in known and other in known:
            found = distance(known[one], known[other])
            near.append((found.total, f"{one} and {other}", found))
    closest = min(near, key=lambda pair: pair[0], default=None)
    alike = [names for _, names, found in near if not found.apart]
    return Check(
        name="voices apart",
        about="characters of one scene with 5 s to say: pitch and timbre of their takes",
        value=f"{closest[1]}: {closest[2].pitch_st:.1f} semitones, timbre {closest[2].timbre:.0f}"
        if closest
        else "nobody to compare",
        limit=f"at least {PITCH_APART_ST:g} semitones, or a timbre of {TIMBRE_APART:g}",
        passes=True,
        warns=bool(alike),
    )


def _together(script: Script) -> set[tuple[str, str]]:
    """Return the pairs of names that speak in one scene; the narrator with everybody."""
    pairs: set[tuple[str, str]] = set()
    for scene in script.scenes:
        names = sorted({cue.speaker or NARRATOR_SHOWN for cue in scene.cues if cue.is_speech})
        pairs.update(itertools.combinations(names, 2))
    return pairs


def directed(script: Script, speech: Sequence[Clip], cells: meters.Energies) -> Iterator[Check]:
    """Yield the checks of whispers and shouts: their level against the plain lines of all voices."""
    cues = {cue.number: cue for cue in script.cues}
    by_way: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for clip in speech:
        how, level = cues[clip.cue].how, level_lufs(clip, cells)
        way = next((word for word in how if word in STANDS_OUT_LU), "")
        if np.isfinite(level) and (way or not how):
            by_way[way].append((seconds(clip.start), level))
    plain = by_way.pop("", [])
    usual = float(np.median([level for _, level in plain])) if plain else 0.0
    for way, lines in sorted(by_way.items() if plain else ()):
        least, most = STANDS_OUT_LU[way]
        middle = float(np.median([level for _, level in lines])) - usual
        stands_out = least <= middle <= most
        yield Check(
            name=f"{way} lines",
            about="level in the file against lines that are merely said, in the median",
            value=f"{middle:+.1f} LU",
            limit=f"{least:+g} to {most:+g} LU",
            passes=True,
            warns=not stands_out,
            places_s=() if stands_out else tuple(round(at, 2) for at, _ in lines[:PLACES]),
        )
