"""`drama diff`: how a script differs from what drama would make of the story now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt import review
from drama.cli.commands.choosing import Trouble, choose_or_all
from drama.produce import open_session, prepare

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.cli.console import Console
    from drama.produce import Session
    from drama.project import StoryFile


def run(console: Console, *, stories: Sequence[str] | None, project: Path | None) -> None:
    """Print each story's differences; nothing is written."""
    collection, entries = choose_or_all(stories, project)
    results, trouble = {}, Trouble()
    with open_session(collection, progress=console) as session:
        for entry in entries:
            with trouble.noted():
                results[entry.key] = _differences(console, session, entry)
    console.data({"differences": results})
    trouble.tell()


def _differences(console: Console, session: Session, entry: StoryFile) -> list[str]:
    adapted = prepare.adapt_story(session, entry)
    lines = review.diff(adapted.script, prepare.own_adaptation(session, adapted)).splitlines()
    about = f"{entry.key} {adapted.script.title}"
    console.result(about if lines else f"{about}: as drama would make it")
    for line in lines:
        console.result(f"  {line}")
    return lines
