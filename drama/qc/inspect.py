"""Inspection: finished files measured for their reports and drawn as timelines."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drama.audio import ffmpeg, meters
from drama.errors import InputError, Problem
from drama.master import preset as preset_of
from drama.produce import deliver, render
from drama.qc.plot import plot
from drama.qc.report import report
from drama.qc.report_page import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from drama.master import Preset
    from drama.model import Script, Timeline
    from drama.produce import Session, prepare, render
    from drama.qc.report import Report
    from drama.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finished:
    """A finished file with its sources."""

    path: Path
    play: Script
    """The script, with the title of the file."""
    timeline: Timeline
    wanted: Preset
    settings: Settings
    staged: render.Staged
    folder: Path
    """Output folder; the names of the files written there begin with the prefix."""
    prefix: str


def inspect(session: Session, prepared: prepare.Prepared, *, preset: str | None = None) -> tuple[Report, ...]:
    """Return the report of an episode, or those of a preset's masters, each written beside its file.

    InputError when the file is missing or stale.
    """
    found = []
    for one in _finished(session, prepared, preset):
        made = report(
            one.play,
            one.timeline,
            one.staged.takes,
            one.path,
            one.staged.source,
            one.settings,
            one.wanted,
            jobs=session.jobs,
        )
        address = os.path.relpath(one.path, one.folder).replace(os.sep, "/")
        write(made, one.folder, address, f"{one.prefix}report")
        found.append(made)
    return tuple(found)


def draw(session: Session, prepared: prepare.Prepared, *, preset: str | None = None) -> tuple[Path, ...]:
    """Return the pictures of the same files' timelines, written beside them; InputError as inspect()."""
    paths: list[Path] = []
    for one in _finished(session, prepared, preset):
        wanted = one.wanted
        meter = meters.Meter(wanted.rate_hz, wanted.channels)
        for block in ffmpeg.decode(one.path, wanted.rate_hz, wanted.channels):
            meter.push(block)
        stem = one.folder / f"{one.prefix}timeline"
        paths += plot(one.play, one.timeline, one.staged.source, meter.cells(), stem, wanted.loudness_lufs)
    return tuple(paths)


def _finished(session: Session, prepared: prepare.Prepared, preset: str | None) -> Iterator[_Finished]:
    """Yield an episode, or each of a preset's masters."""
    prepared = deliver.prepared_for(session, prepared, preset) if preset else prepared
    planned = render.plan(session, prepared, preset=preset)
    settings, play = planned.wanted.settings, prepared.script
    wanted = preset_of(settings.preset, settings.custom)
    if preset is None:
        _check_fresh(prepared, planned)
    else:
        deliver.check_fresh(session, prepared, planned, preset)
    staged = render.stage(session, prepared, planned)
    if preset is None:
        folder = session.project.output(play.key)
        path = session.project.episode(play.key, f".{wanted.kind}")
        files = [(path, play.title, staged.timeline)]
    else:
        folder = deliver.folder_of(session, prepared, preset)
        every = deliver.parts(play, staged.timeline, wanted, settings.timing, prepared.adapted.script)
        files = [(folder / one.name, one.title, one.timeline) for one in every]
    for path, title, timeline in files:
        yield _Finished(
            path=path,
            play=replace(play, title=title),
            timeline=timeline,
            wanted=wanted,
            settings=settings,
            staged=staged,
            folder=folder,
            prefix=f"{path.stem} " if len(files) > 1 else "",
        )


def _check_fresh(prepared: prepare.Prepared, planned: render.Plan) -> None:
    """Raise InputError unless the episode exists and is fresh."""
    if not planned.fresh:
        message = f"the episode of {prepared.script.key} isn't fresh: {planned.reasons[0]}"
        hint = f"drama render {prepared.script.key}"
        raise InputError(Problem(message=message, hint=hint))
