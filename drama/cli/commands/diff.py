"""`drama diff`: how a script differs from what drama would make of the story now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt import review
from drama.cli.commands.choosing import choose_or_all
from drama.produce import open_session, prepare

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.cli.console import Console


def run(console: Console, *, stories: Sequence[str] | None, project: Path | None) -> None:
    """Print each story's differences; nothing is written."""
    collection, entries = choose_or_all(stories, project)
    results = {}
    with open_session(collection, progress=console) as session:
        for entry in entries:
            adapted = prepare.adapt_story(session, entry)
            text = review.diff(adapted.script, prepare.own_adaptation(session, adapted))
            results[entry.key] = text.splitlines()
            if text:
                console.result(f"{entry.key} {adapted.script.title}")
                console.result("\n".join(f"  {line}" for line in text.splitlines()))
            else:
                console.result(f"{entry.key} {adapted.script.title}: as drama would make it")
    console.data({"differences": results})
