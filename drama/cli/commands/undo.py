"""`drama undo`: take back the last edit that was made on the page, in the script and in voices.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.cli.commands.choosing import choose
from drama.produce import journal

if TYPE_CHECKING:
    from pathlib import Path

    from drama.cli.console import Console


def run(console: Console, *, story: str, steps: int, project: Path | None) -> None:
    """Undo so many edits, the last one first; UsageError where there is none, or its words have changed."""
    collection, entries = choose([story], project)
    done = []
    try:
        for _ in range(steps):
            entry = journal.undo(collection, entries[0].key)
            done.append(entry.said)
            console.result(f"undone: {entry.said}")
    finally:
        console.data({"undone": done, "left": len(journal.read(collection.journal(entries[0].key)))})
