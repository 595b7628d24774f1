"""`drama pull`: what was changed in Reaper, back into the script."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from drama.produce import pulling
from drama.project import layout

if TYPE_CHECKING:
    from drama.cli.console import Console


def run(console: Console, *, file: Path, project: Path | None) -> None:
    """Print each change that was brought back, and what couldn't be."""
    collection = layout.find(file.resolve().parent if project is None else Path.cwd(), project)
    made = pulling.pull(collection, file)
    for change in made.changes:
        console.result(change)
    for note in made.notes:
        console.say(note)
    if not made.changes:
        console.result("nothing was changed")
    else:
        console.say(f"drama render {made.key} makes the episode with it")
    console.data({"key": made.key, "changes": made.changes, "notes": made.notes})
