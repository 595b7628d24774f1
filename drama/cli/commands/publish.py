"""`drama publish`: stories for players, readers and studios, and the collection's feed."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from drama.cli.commands.choosing import Trouble, choose_or_all
from drama.cli.commands.render import prepare
from drama.cli.commands.wording import counted
from drama.produce import feeding, open_session, publishing
from drama.system import locks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from drama.cli.console import Console
    from drama.produce import Session, deliverables
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
    book: bool,
) -> None:
    """Make each story's deliverables, or those of one book, and print their files.

    The feed is over the whole collection. A story with an error keeps no other from being published, but
    a book that would lack one isn't made.
    """
    wanted = [name for part in formats.split(",") if (name := part.strip().lower())]
    of_story = [name for name in wanted if name != _FEED]
    publishing.check(wanted)
    publishing.check(of_story, book=book)
    collection, entries = choose_or_all(stories, project)
    published: list[dict[str, object]] = []
    trouble = Trouble()
    with open_session(collection, jobs=jobs, progress=console) as session:
        if _FEED in wanted:
            feeding.address_of(session, base_url or "")  # before all else is made
        if book and of_story:
            published += _bound(console, session, entries, of_story)
        for entry in entries if of_story and not book else ():
            with trouble.noted():
                published += _published(console, session, entry, of_story)
        if _FEED in wanted:
            fed = feeding.write(session, collection.stories(), base_url or "")
            for note in fed.notes:
                console.say(note)
            console.result(f"{fed.path}: {counted(fed.items, 'episode')}")
            published.append(
                {"format": _FEED, "items": fed.items, "files": [str(fed.path)], "notes": fed.notes}
            )
    console.data({"published": published})
    trouble.tell()


def _published(
    console: Console, session: Session, entry: StoryFile, wanted: Sequence[str]
) -> list[dict[str, object]]:
    prepared = prepare(console, session, entry, keep=True)
    with _locked(session, entry.key):
        made = publishing.publish(session, prepared, wanted)
    return _told(console, made, entry.key)


def _bound(
    console: Console, session: Session, entries: Sequence[StoryFile], wanted: Sequence[str]
) -> list[dict[str, object]]:
    every, trouble = [], Trouble()
    for entry in entries:
        with trouble.noted():
            every.append(prepare(console, session, entry, keep=True))
    trouble.tell()
    with ExitStack() as held:
        for key in sorted({entry.key for entry in entries}):
            held.enter_context(_locked(session, key))
        held.enter_context(_locked(session, publishing.BOOK))
        made = publishing.publish_book(session, every, wanted)
    return _told(console, made, " ".join(entry.key for entry in entries))


def _locked(session: Session, key: str) -> AbstractContextManager[object]:
    return locks.held(session.project.cache / "locks" / key, wait=True)


def _told(console: Console, made: Sequence[deliverables.Deliverable], key: str) -> list[dict[str, object]]:
    """Print the files of deliverables and return them as data."""
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
        results.append({"key": key, "format": one.name, "fresh": one.fresh, "files": paths})
    return results
