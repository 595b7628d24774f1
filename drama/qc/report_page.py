"""The report as a self-contained HTML page that plays the episode at the places of each check."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from drama.produce import pages
from drama.system import files
from drama.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.qc.report import Report

_WIDTH, _LEFT, _TOP, _BOTTOM = 400, 34, 10, 140
"""Geometry of the drawing, in its own units; on a phone a unit is one point, so that text is legible."""
_TOP_LUFS, _BOTTOM_LUFS = -5.0, -45.0
_GRID_LUFS = (-10.0, -20.0, -30.0, -40.0)


def write(report: Report, folder: Path, episode: str, name: str = "report") -> None:
    """Write NAME.json and NAME.html into a folder; the page plays the episode at this URL."""
    content = json.dumps(report.as_json(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    files.write_text(folder / f"{name}.json", content, durable=False)
    files.write_text(folder / f"{name}.html", page(report, episode), durable=False)


def page(report: Report, episode: str) -> str:
    """Return the report as one HTML page; a time plays the episode from a second before it."""
    failed = sum(not check.passes for check in report.checks)
    grid = [{"y": round(_height(lufs), 1), "label": f"{lufs:.0f}".replace("-", "−")} for lufs in _GRID_LUFS]
    return pages.page(
        "report.html",
        title=report.title,
        length=clock(report.duration_s),
        preset=report.preset,
        failed=failed,
        checks=report.checks,
        hear=[check for check in report.checks if not check.passes or check.warns],
        episode=quote(episode),
        curve=_curve(report.loudness_lufs),
        grid=grid,
        voices=report.voices,
        sounds=report.sounds,
        script=pages.page("listening.js"),
    )


def _height(lufs: float) -> float:
    """Return the position of a loudness in the drawing, from its top."""
    span = _TOP_LUFS - _BOTTOM_LUFS
    within = min(_TOP_LUFS, max(_BOTTOM_LUFS, lufs))
    return _TOP + (_BOTTOM - _TOP) * (_TOP_LUFS - within) / span


def _curve(levels: Sequence[float]) -> str:
    """Return short-term loudness over time as the points of a polyline."""
    step = (_WIDTH - _LEFT) / max(1, len(levels) - 1)
    return " ".join(f"{_LEFT + i * step:.1f},{_height(lufs):.1f}" for i, lufs in enumerate(levels))
