"""`drama publish`: stories for players, readers and studios, and the collection's feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.cli.commands.choosing import choose_or_all
from drama.cli.commands.render import prepare
from drama.produce import feeding, open_session, publishing
from drama.system import locks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.cli.console import Console
    from drama.produce import Session
    from drama.project import StoryFile

_FEED = "feed"


def run(
    console: Console,
    *,
    stories: Sequence[str] | None,
    project: Path | None,
    jobs: int | None,
    formats: str,
    base_url: str | None,
) -> None:
    """Make each story's deliverables and print their files; the feed is over the whole collection."""
    wanted = [name for part in formats.split(",") if (name := part.strip().lower())]
    publishing.check(wanted)
    of_story = [name for name in wanted if name != _FEED]
    collection, entries = choose_or_all(stories, project)
    published: list[dict[str, object]] = []
    with open_session(collection, jobs=jobs, progress=console) as session:
        for entry in entries if of_story else ():
            published += _published(console, session, entry, of_story)
        if _FEED in wanted:
            fed = feeding.write(session, collection.stories(), base_url or "")
            for note in fed.notes:
                console.say(note)
            console.result(f"{fed.path}: {fed.items} episode{'s' * (fed.items != 1)}")
            published.append(
                {"format": _FEED, "items": fed.items, "files": [str(fed.path)], "notes": fed.notes}
            )
    console.data({"published": published})


def _published(
    console: Console, session: Session, entry: StoryFile, wanted: Sequence[str]
) -> list[dict[str, object]]:
    prepared = prepare(console, session, entry, keep=True)
    with locks.held(session.project.cache / "locks" / entry.key, wait=True):
        made = publishing.publish(session, prepared, wanted)
    console.close()
    results: list[dict[str, object]] = []
    for one in made:
        for note in one.notes:
            console.say(note)
        shown = one.files[:1] if len(one.files) > 4 else one.files
        for file in shown:
            more = f" and {len(one.files) - len(shown)} more files" if len(one.files) > len(shown) else ""
            console.result(f"{file.path}{more}{'; fresh' if one.fresh else ''}")
        paths = [str(file.path) for file in one.files]
        results.append({"key": entry.key, "format": one.name, "fresh": one.fresh, "files": paths})
    return results
