"""`drama watch`: render again whenever a file of a story is saved."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from drama.cli.commands import render
from drama.cli.commands.choosing import choose
from drama.errors import DramaError
from drama.project import watching

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.cli.console import Console


def run(console: Console, *, stories: Sequence[str] | None, project: Path | None, jobs: int | None) -> None:
    """Render the stories, then each again when its text, script, recordings or voices.yaml change."""
    collection, entries = choose(stories, project)
    keys = [entry.key for entry in entries]
    _render(console, keys, collection.root, jobs)
    # What a render itself writes is seen before watching begins, and again after each one.
    watch = watching.Watch(collection, episodes=False)
    console.say("watching; Ctrl-C ends it")
    while _waited():
        changed = watch.changed()
        if changed is None:
            continue
        touched = [key for key in keys if key in changed.keys or watching.ALL in changed.keys]
        if touched:
            _render(console, touched, collection.root, jobs)
            watch.changed()


def _waited() -> bool:
    """Wait a moment; return False when that was interrupted, which is the way to end."""
    try:
        time.sleep(watching.EVERY_S)
    except KeyboardInterrupt:
        return False
    return True


def _render(console: Console, keys: Sequence[str], project: Path, jobs: int | None) -> None:
    """Render stories; what is wrong with one is told, and the others are made."""
    for key in keys:
        try:
            render.run(
                console, stories=[key], project=project, jobs=jobs, preset=None, dry_run=False, stems=False
            )
        except DramaError as error:
            console.error(error)
