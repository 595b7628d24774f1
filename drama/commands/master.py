"""`drama master`: finished episodes for another shop or station, from the mix that was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.commands import render

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.console import Console


def run(
    console: Console,
    *,
    stories: Sequence[str] | None,
    project: Path | None,
    jobs: int | None,
    preset: str,
) -> None:
    """Master each story's episode; what a render would first have to do is done, too."""
    render.run(
        console, stories=stories, project=project, jobs=jobs, preset=preset, dry_run=False, stems=False
    )
