"""Which collection and which stories a command is about."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from drama.errors import InputError, Problem, UsageError
from drama.project import layout, readable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drama.project import Project, StoryFile

_MOST_LISTED = 20


def choose(words: Sequence[str] | None, project: Path | None) -> tuple[Project, tuple[StoryFile, ...]]:
    """Return the collection and the stories that the words name; UsageError when they name none."""
    collection = layout.find(Path.cwd(), project, words or ())
    if not words:
        others = "; ".join(unreadable(problem) for problem in readable.unread(collection))
        hint = _listed(collection.stories()) + (f"; {others}" if others else "")
        raise UsageError(Problem(message="which story?", hint=hint))
    return collection, collection.select(words)


def choose_or_all(words: Sequence[str] | None, project: Path | None) -> tuple[Project, tuple[StoryFile, ...]]:
    """Return the collection and the stories that the words name, or all; UsageError when there are none."""
    collection = layout.find(Path.cwd(), project, words or ())
    entries = collection.select(words) if words else collection.stories()
    if not entries:
        others = "; ".join(unreadable(problem) for problem in readable.unread(collection))
        raise UsageError(
            Problem(
                message=f"there are no stories in {collection.stories_folder}", hint=others or _listed(())
            )
        )
    return collection, entries


def choose_project(project: Path | None) -> Project:
    """Return the collection that a command is about; UsageError when there is none here."""
    return layout.find(Path.cwd(), project, ())


class Trouble:
    """What is wrong with some of several stories; it is told once the others are done."""

    def __init__(self) -> None:
        self._problems: dict[Problem, None] = {}

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Keep an InputError of one story from ending the work on the others."""
        try:
            yield
        except InputError as error:
            self.add(*error.problems)

    def add(self, *problems: Problem) -> None:
        """Note problems that were found without an error."""
        self._problems |= dict.fromkeys(problems)

    def __bool__(self) -> bool:
        return bool(self._problems)

    def tell(self) -> None:
        """Raise InputError with every problem, each once, if there are any."""
        if self._problems:
            raise InputError(*self._problems)


def unreadable(problem: Problem) -> str:
    """Return what a list of stories says of a file that can't be read."""
    name = Path(problem.place.path).name if problem.place else "a file"
    return f"{name}: can't be read: {problem.message}" + (f" ({problem.hint})" if problem.hint else "")


def _listed(entries: Sequence[StoryFile]) -> str:
    if not entries:
        return "put a story into stories/, such as stories/001 My Story.txt"
    names = [entry.name for entry in entries[:_MOST_LISTED]]
    more = len(entries) - len(names)
    return "the stories are: " + ", ".join(names) + (f" and {more} more" if more else "")
