"""Values of a batch: its plan, its report, and the interfaces that it needs."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol

from drama.errors import BatchError
from drama.errors import Place as Position

if TYPE_CHECKING:
    from drama.batch.ledger import Entry
    from drama.errors import DramaError, Problem
    from drama.project import StoryFile
    from drama.system import processes

State = Literal["fresh", "made", "failed", "not begun"]


class Runner(Protocol):
    """Distributes tasks to workers: a Pool, workers.run_here, or a cluster's."""

    def __call__(
        self, tasks: Sequence[processes.Task], work: processes.Work, *, jobs: int, heard: processes.Heard
    ) -> Generator[processes.Outcome, None, None]:
        """Yield the outcome of each task as it ends; stop all when closed."""
        ...


class Place(Protocol):
    """The storage of a collection, of which a batch has a working copy."""

    def put_papers(self) -> None:
        """Upload scripts and voices.yaml, after casting."""
        ...

    def work(self, preset: str | None) -> processes.Work:
        """Return the work that renders a story on a worker; it returns a Rendered."""
        ...

    def content(self, entry: StoryFile) -> object:
        """Return that work's input for a story, as a task's content."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A story and what the batch is going to do with it."""

    key: str
    name: str
    fresh: bool
    """True when nothing about it has changed since its episode was finished."""
    left: bool = False
    """True for a story that failed, hasn't changed since, and is skipped on request (`only_changed`)."""
    why: str = ""
    size: int = 0
    """Bytes of the story's file."""
    fault: Problem | None = None
    """Why its file can't be read, where that was looked into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a batch is going to do, in the order of the collection."""

    stories: tuple[Planned, ...]
    limit: int | None = None
    """The most stories to start; None for all."""
    pace_s: float | None = None
    """Estimated seconds for a byte of story, with all processes together; None where unknown."""
    guessed: bool = False
    """True when nothing has been made here yet, so that the pace was measured on another machine."""

    @property
    def open(self) -> tuple[Planned, ...]:
        """The stories to do: those that aren't known to be fresh."""
        return tuple(planned for planned in self.stories if not (planned.fresh or planned.left))

    @property
    def unreadable(self) -> tuple[Planned, ...]:
        """Those of them whose files can't be read."""
        return tuple(planned for planned in self.open if planned.fault)

    @property
    def now(self) -> tuple[Planned, ...]:
        """Those of them that are started, up to the limit."""
        return self.open[: self.limit]

    @property
    def seconds(self) -> float | None:
        """Estimated time for these; None where unknown."""
        return None if self.pace_s is None else self.pace_s * sum(planned.size for planned in self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How one story of a batch ended."""

    key: str
    name: str
    state: State
    entry: Entry | None = None
    """Its record in the ledger afterwards; None when it has none."""
    error: DramaError | None = None
    details: str = ""
    """The traceback, when the error is a bug of ours or the system refused something."""
    decisions: int = 0
    """How many on a script that was rendered now wait for a person."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why it failed, each problem with the story's number before it."""
        found = self.error.problems if self.error else ()
        return tuple(
            replace(problem, message=f"{self.key}: {problem.message}", place=problem.place or Position())
            for problem in found
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How a batch ended, in the order of the collection."""

    stories: tuple[Ended, ...]
    wall_s: float

    def in_state(self, state: State) -> tuple[Ended, ...]:
        """Return the stories that ended in this state."""
        return tuple(ended for ended in self.stories if ended.state == state)

    def check(self) -> None:
        """Raise BatchError with the reasons of every story that failed."""
        problems = [problem for ended in self.in_state("failed") for problem in ended.problems]
        if problems:
            raise BatchError(*problems)


class Watcher(Protocol):
    """Receives the progress of a batch; the console shows it."""

    def planned(self, plan: Plan) -> None:
        """Receive the plan, before anything is done."""

    def under_way(self, key: str, stage: str, done: int, total: int) -> None:
        """Receive the progress of a story's stage; total is 0 when its length isn't known."""

    def note(self, message: str) -> None:
        """Receive a remark for the user, in one line."""

    def ended(self, ended: Ended, count: int, total: int, left_s: float) -> None:
        """Receive how a story ended, the `count`th of `total`; `left_s` is the estimate for the others."""


class Unwatched:
    """A Watcher that ignores everything."""

    def planned(self, plan: Plan) -> None:
        """Ignore the plan."""

    def under_way(self, key: str, stage: str, done: int, total: int) -> None:
        """Ignore the stage."""

    def note(self, message: str) -> None:
        """Ignore the message."""

    def ended(self, ended: Ended, count: int, total: int, left_s: float) -> None:
        """Ignore the end."""
