"""Plot: an episode's timeline as a picture: a track for each voice and bed, waveforms, scenes, loudness."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drama.audio import gain, meters
from drama.errors import Problem, UsageError
from drama.model import NARRATOR_SHOWN, SPEECH
from drama.system import distribution, files
from drama.timecode import HOUSE_RATE_HZ, clock, seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from drama.audio import Sound
    from drama.model import Clip, Script, Timeline

SUFFIXES = (".png", ".svg")
BED_TRACKS = ("effects", "ambience", "music")
LOUDNESS_LUFS = (-36.0, -10.0)
FULL_DBFS = -6.0
"""Peak level in the mix at which a line fills its track; whispers are drawn smaller than shouts."""
_COLOURS = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#997700", "#44aa99", "#cc6644")
"""Paul Tol's bright scheme, which colour-blind readers can distinguish, too."""
_BED_COLOUR = {"effects": "#b05a2c", "ambience": "#7a9e7e", "music": "#8d79b8"}
_INCHES_A_MINUTE = 1.6
_WIDTH_INCHES = (11.0, 48.0)
_CHARACTER = 0.0052
"""Width of a small letter as a share of the time axis."""
_COLUMNS_A_SECOND = 8


def plot(
    script: Script,
    timeline: Timeline,
    source: Callable[[str], Sound],
    cells: meters.Energies,
    stem: Path,
    target_lufs: float | None = None,
) -> tuple[Path, ...]:
    """Return the PNG and the SVG that were drawn, named `stem` with their suffixes.

    `source` reads takes for their waveforms; `cells` are the K-weighted energies of the episode or its mix.
    UsageError when matplotlib isn't installed.
    """
    figure = _figure(script, timeline, source, cells, target_lufs)
    paths = tuple(stem.with_name(stem.name + suffix) for suffix in SUFFIXES)
    for path in paths:
        with files.replacing(path) as unfinished:
            metadata = {"Date": None} if path.suffix == ".svg" else {"Software": None}
            figure.savefig(unfinished, metadata=metadata, dpi=110)
    return paths


def _figure(
    script: Script,
    timeline: Timeline,
    source: Callable[[str], Sound],
    cells: meters.Energies,
    target_lufs: float | None,
) -> Figure:
    try:
        # Heavy, and only needed here: the command line starts without it.
        import matplotlib as mpl  # noqa: PLC0415
        from matplotlib.figure import Figure as NewFigure  # noqa: PLC0415
    except ModuleNotFoundError as error:
        hint = distribution.install_command("plot")
        raise UsageError(
            Problem(message="drawing needs matplotlib, which isn't installed", hint=hint)
        ) from error
    mpl.rcParams["svg.hashsalt"] = "drama"
    tracks = _tracks(script, timeline)
    minutes = seconds(timeline.frames) / 60
    width = min(_WIDTH_INCHES[1], max(_WIDTH_INCHES[0], minutes * _INCHES_A_MINUTE))
    figure = NewFigure(figsize=(width, 2.6 + 0.5 * len(tracks)), layout="constrained")
    over, below = figure.subplots(2, 1, sharex=True, height_ratios=(1.5, max(1.0, 0.5 * len(tracks))))
    _draw_loudness(over, cells, target_lufs)
    _draw_tracks(below, script, timeline, source, tracks)
    _draw_scenes(over, below, script, timeline)
    over.set_title(script.title, loc="left", fontweight="bold")
    return figure


def _tracks(script: Script, timeline: Timeline) -> list[str]:
    """Return the names of the tracks from top to bottom: narrator, voices by their first line, beds."""
    cues = {cue.number: cue for cue in script.cues}
    speakers = dict.fromkeys(
        cues[clip.cue].speaker or NARRATOR_SHOWN
        for clip in timeline.clips
        if clip.bus in SPEECH and clip.cue in cues
    )
    voices = sorted(speakers, key=lambda name: name != NARRATOR_SHOWN)
    return voices + [bus for bus in BED_TRACKS if any(clip.bus == bus for clip in timeline.clips)]


def _draw_loudness(axes: Axes, cells: meters.Energies, target_lufs: float | None) -> None:
    """Draw short-term loudness over time, each value at the centre of its 3 s window."""
    levels = meters.short_term_lufs(cells)
    at_s = np.arange(len(levels)) / 10 + 1.5
    low, high = LOUDNESS_LUFS
    axes.fill_between(at_s, np.maximum(levels, low), low, color="#9db7d5", linewidth=0)
    if target_lufs is not None:
        axes.axhline(
            target_lufs, color="#b00020", linewidth=0.8, linestyle="--", label=f"{target_lufs:g} LUFS"
        )
        axes.legend(loc="lower right", fontsize=8)
    axes.set_ylim(low, high)
    axes.set_ylabel("loudness, LUFS\nin 3 s")
    axes.grid(visible=True, axis="y", linewidth=0.3)


def _draw_tracks(
    axes: Axes, script: Script, timeline: Timeline, source: Callable[[str], Sound], tracks: Sequence[str]
) -> None:
    cues = {cue.number: cue for cue in script.cues}
    rows = {name: len(tracks) - 1 - i for i, name in enumerate(tracks)}
    char_s = seconds(timeline.frames) * _CHARACTER
    labelled = dict.fromkeys(rows, 0.0)
    """Where the last label of each row ends, in seconds."""
    named: set[int] = set()
    for clip in timeline.clips:
        if not clip.cue:
            continue  # room tone is everywhere
        cue = cues.get(clip.cue)
        name = clip.bus if clip.bus in BED_TRACKS else (cue.speaker if cue else "") or NARRATOR_SHOWN
        if clip.bus in BED_TRACKS:
            _draw_bed(axes, clip, rows[name])
            label, at_s = _label(clip), seconds(clip.start)
            long_s = (len(label) + 2) * char_s
            at_s = min(at_s, seconds(timeline.frames) - long_s)
            if clip.cue not in named and at_s >= labelled[name]:
                axes.text(at_s, rows[name], f" {label}", fontsize=7, va="center", ha="left", clip_on=True)
                labelled[name] = at_s + long_s
                named.add(clip.cue)  # else a later section of the same bed has room for it
        else:
            _draw_wave(axes, clip, source, rows[name], _COLOURS[tracks.index(name) % len(_COLOURS)])
    axes.set_yticks(list(rows.values()), list(rows))
    axes.set_ylim(-0.6, len(tracks) - 0.4)
    axes.set_xlim(0, seconds(timeline.frames))
    step_s = _tick_s(seconds(timeline.frames))
    axes.set_xticks(np.arange(0.0, seconds(timeline.frames), step_s))
    axes.xaxis.set_major_formatter(lambda value, _: clock(value))
    axes.tick_params(axis="y", length=0)
    for row in rows.values():
        axes.axhline(row - 0.5, color="#dddddd", linewidth=0.5)


def _tick_s(duration_s: float) -> float:
    """Return the seconds between two ticks of the time axis: about a dozen ticks at round times."""
    return next((step for step in (5, 10, 30, 60, 120, 300, 600, 1800) if duration_s / step <= 14), 3600)


def _draw_wave(axes: Axes, clip: Clip, source: Callable[[str], Sound], row: int, colour: str) -> None:
    """Draw a clip's waveform at its level in the mix: its peaks, one column an eighth of a second."""
    sound = source(clip.source)[clip.offset : clip.offset + clip.frames]
    columns = max(2, round(seconds(clip.frames) * _COLUMNS_A_SECOND))
    peaks = np.array([float(np.abs(part).max(initial=0.0)) for part in np.array_split(sound, columns)])
    height = 0.45 * np.minimum(1.0, peaks * gain(clip.gain_db - FULL_DBFS))
    at_s = seconds(clip.start) + np.linspace(0.0, seconds(clip.frames), columns)
    axes.fill_between(at_s, row - height, row + height, color=colour, linewidth=0)


def _draw_bed(axes: Axes, clip: Clip, row: int) -> None:
    """Draw a bed as a band whose height is its level, fades and ducking included, over 30 dB."""
    points = clip.automation or ((clip.start, 0.0),)
    highest = max(level for _, level in points)
    at = np.unique(
        np.clip(
            [
                clip.start,
                clip.start + clip.fade_in,
                clip.start + clip.frames - clip.fade_out,
                clip.start + clip.frames,
                *(place for place, _ in points),
            ],
            clip.start,
            clip.start + clip.frames,
        )
    )
    level_db = np.interp(at, [place for place, _ in points], [level - highest for _, level in points])
    height = 0.42 * np.clip(1.0 + level_db / 30.0, 0.05, 1.0)
    if clip.fade_in:
        height[0] = 0.0
    if clip.fade_out:
        height[-1] = 0.0
    at_s = at / HOUSE_RATE_HZ
    axes.fill_between(at_s, row - height, row + height, color=_BED_COLOUR[clip.bus], alpha=0.8, linewidth=0)


def _label(clip: Clip) -> str:
    return clip.source.rpartition("/")[2].partition(":")[2] or clip.source.rpartition("/")[2]


def _draw_scenes(over: Axes, below: Axes, script: Script, timeline: Timeline) -> None:
    """Draw the beginnings of chapters, and each scene's place along the bottom, without overlaps."""
    starts: dict[int, int] = {}
    for clip in timeline.clips:
        if clip.bus in SPEECH:
            starts.setdefault(clip.cue, clip.start)
    end_s, char_s = 0.0, seconds(timeline.frames) * _CHARACTER
    for scene in script.scenes:
        start = min((starts[cue.number] for cue in scene.cues if cue.number in starts), default=None)
        if start is None:
            continue
        at_s, place = seconds(start), scene.place or scene.time
        below.axvline(at_s, color="#999999", linewidth=0.5)
        if place and at_s >= end_s:
            over.text(
                at_s, LOUDNESS_LUFS[0] + 0.5, f" {place}", fontsize=7, va="bottom", ha="left", clip_on=True
            )
            end_s = at_s + (len(place) + 2) * char_s
    for mark in timeline.marks:
        for axes in (over, below):
            axes.axvline(seconds(mark.start), color="#444444", linewidth=0.8, linestyle=":")
        over.text(
            seconds(mark.start),
            LOUDNESS_LUFS[1] - 0.5,
            f" {mark.title}",
            fontsize=8,
            va="top",
            ha="left",
            clip_on=True,
        )
