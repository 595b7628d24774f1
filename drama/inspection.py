"""Inspection: a finished episode looked at again: measured for its report, drawn as its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama import encoder, meters, produce
from drama.errors import Problem, UsageError
from drama.master import preset as preset_of
from drama.plot import plot
from drama.report import report
from drama.reportpage import write

if TYPE_CHECKING:
    from pathlib import Path

    from drama.produce import Plan, Prepared, Studio
    from drama.report import Report


def inspect(studio: Studio, prepared: Prepared, *, preset: str | None = None) -> Report:
    """Return the report of an episode as it lies in output/, and write it beside it as page and as JSON.

    UsageError when there is no episode, or one that is no longer what a render would make.
    """
    planned = _fresh(studio, prepared, preset)
    settings = planned.wanted.settings
    wanted = preset_of(settings.preset, settings.custom)
    key = prepared.script.key
    episode = studio.house.episode(key, f".{wanted.kind}")
    staged = produce.stage(studio, prepared, planned)
    found = report(
        prepared.script,
        staged.timeline,
        staged.takes,
        episode,
        staged.source,
        settings,
        wanted,
        jobs=studio.jobs,
    )
    write(found, studio.house.output(key), f"../{episode.name}")
    return found


def draw(studio: Studio, prepared: Prepared, *, preset: str | None = None) -> tuple[Path, ...]:
    """Return the pictures of an episode's timeline, written beside it; UsageError as inspect() raises it."""
    planned = _fresh(studio, prepared, preset)
    settings = planned.wanted.settings
    key = prepared.script.key
    wanted = preset_of(settings.preset, settings.custom)
    staged = produce.stage(studio, prepared, planned)
    meter = meters.Meter(wanted.rate_hz, wanted.channels)
    for block in encoder.decode(
        studio.house.episode(key, f".{wanted.kind}"), wanted.rate_hz, wanted.channels
    ):
        meter.push(block)
    stem = studio.house.output(key) / "timeline"
    return plot(prepared.script, staged.timeline, staged.source, meter.cells(), stem, wanted.loudness_lufs)


def _fresh(studio: Studio, prepared: Prepared, preset: str | None) -> Plan:
    """Return the plan of an episode that is there and needs nothing done."""
    planned = produce.plan(studio, prepared, preset=preset)
    if not planned.fresh:
        message = f"the episode of {prepared.script.key} isn't fresh: {planned.reasons[0]}"
        hint = f"drama render {prepared.script.key}"
        raise UsageError(Problem(message=message, hint=hint))
    return planned
