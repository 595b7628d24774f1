"""`drama plot`: the timelines of finished episodes as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.cli.commands.choosing import Trouble, choose
from drama.cli.commands.render import check_preset
from drama.produce import open_session, prepare
from drama.qc import inspect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.cli.console import Console


def run(console: Console, *, stories: Sequence[str] | None, project: Path | None, preset: str | None) -> None:
    """Draw each story's episode, or its masters for a preset, and print the paths of the pictures."""
    check_preset(preset)
    collection, entries = choose(stories, project)
    drawn, trouble = [], Trouble()
    with open_session(collection, progress=console) as session:
        for entry in entries:
            with trouble.noted():
                prepared = prepare.cast_story(session, prepare.adapt_story(session, entry))
                paths = inspect.draw(session, prepared, preset=preset)
                console.close()
                for path in paths:
                    console.result(str(path))
                drawn.append({"key": entry.key, "paths": [str(path) for path in paths]})
    console.data({"drawn": drawn})
    trouble.tell()
