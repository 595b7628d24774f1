"""`drama script`: adapt stories and write their scripts, a person's edits kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama import produce
from drama.commands.choosing import choose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.console import Console


def run(console: Console, *, stories: Sequence[str] | None, project: Path | None) -> None:
    """Adapt each story again, merge what a person changed, write the script and say what is in it."""
    house, entries = choose(stories, project)
    studio = produce.open_studio(house, progress=console)
    results = []
    for entry in entries:
        adapted = produce.adapt_story(studio, entry, again=True)
        produce.keep_script(studio, adapted)
        for note in adapted.notes:
            console.say(note)
        lines = [cue for cue in adapted.script.cues if cue.kind == "line"]
        counts = {character.name: 0 for character in adapted.script.characters}
        for cue in lines:
            counts[cue.speaker] = counts.get(cue.speaker, 0) + 1
        who = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
        path = house.script(entry.key)
        size = f"{len(adapted.script.cues)} cues, {len(lines)} lines"
        console.result(f"{path}: {size} ({who or 'nobody speaks'})")
        results.append({"key": entry.key, "path": path, "state": adapted.state, "lines": counts})
    console.data({"scripts": results})
