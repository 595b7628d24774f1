"""Runs tasks in a pool of worker processes: a worker's death costs its task one attempt and no other task."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Protocol

from drama.errors import DramaError, EngineError, Problem
from drama.system import files

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    Heard = Callable[[str, object], None]
    """Receives a task's key and each message of its work; it should be quick, since other messages wait."""

DEATHS_AT_MOST = 3
"""After this many deaths of its worker a task fails."""
_LAST_WORDS_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One piece of work."""

    key: str
    weight: float = 1.0
    """Its duration relative to the others; the heaviest are begun first."""
    content: Any = None
    """The work's input besides the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a task ended."""

    key: str
    value: Any = None
    """What the work returned; None when it failed."""
    error: DramaError | None = None
    details: str = ""
    """The traceback, when the error is a bug of ours or the system refused something."""


class Work(Protocol):
    """The function applied to a task; it is pickled to the workers."""

    def __call__(self, task: Task, cores: int, tell: Callable[[object], None]) -> Any:
        """Return the result of a task, using up to `cores` cores; `tell` sends a message to the caller."""
        ...


def unheard(_key: str, _told: object) -> None:
    """Ignore a task's messages."""


class Pool:
    """Worker processes that are reused by successive runs; use it in a `with` block."""

    def __init__(self, *, deaths_at_most: int = DEATHS_AT_MOST) -> None:
        """Start no process yet: processes start when there are tasks for them."""
        self._deaths_at_most = deaths_at_most
        self._crew: list[_Worker] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_exception: object) -> None:
        for worker in self._crew:
            worker.leave()
        for worker in self._crew:
            worker.close()
        self._crew.clear()

    def run(
        self, tasks: Sequence[Task], work: Work, *, jobs: int, heard: Heard = unheard
    ) -> Generator[Outcome, None, None]:
        """Yield the outcome of each task as it ends, in `jobs` processes at most; closing it stops them all.

        Longest-processing-time-first (LPT) scheduling: the heaviest tasks go first, on one core each. The
        last tasks may use every core, so that none idles; so may one that outlasts all waiting ones on the
        other workers. A task whose worker dies is retried, and fails with an EngineError after
        `deaths_at_most` deaths. An exception other than DramaError becomes a BugError, with its traceback in
        the outcome's details.
        """
        waiting = deque(sorted(tasks, key=lambda task: (-task.weight, task.key)))
        deaths = dict.fromkeys((task.key for task in waiting), 0)
        while len(self._crew) < min(jobs, len(waiting)):
            self._crew.append(_Worker())
        try:
            while waiting or any(worker.task for worker in self._crew):
                for worker in self._crew[:jobs]:
                    if waiting and worker.task is None:
                        heaviest = waiting.popleft()
                        worker.begin(work, heaviest, cores=_cores(heaviest, waiting, jobs))
                ready = set(wait([worker.pipe for worker in self._crew if worker.task]))
                for i, worker in enumerate(self._crew):
                    task = worker.task
                    if worker.pipe not in ready or task is None:
                        continue
                    try:
                        kind, content = worker.pipe.recv()
                    except (EOFError, OSError):
                        fault = worker.close()
                        self._crew[i] = _Worker()
                        deaths[task.key] += 1
                        if deaths[task.key] < self._deaths_at_most:
                            waiting.appendleft(task)
                        else:
                            yield Outcome(key=task.key, error=_poison(task.key, deaths[task.key], fault))
                        continue
                    if kind == "told":
                        heard(task.key, content)
                    else:
                        worker.task = None
                        yield content
        finally:
            self._stop_busy()

    def _stop_busy(self) -> None:
        for worker in [worker for worker in self._crew if worker.task is not None]:
            worker.close()
            self._crew.remove(worker)


def _cores(task: Task, waiting: Iterable[Task], jobs: int) -> int:
    weights = [other.weight for other in waiting]
    last = len(weights) < jobs or task.weight * (jobs - 1) > sum(weights)
    return jobs if last else 1


def run_here(
    tasks: Sequence[Task], work: Work, *, jobs: int, heard: Heard = unheard
) -> Generator[Outcome, None, None]:
    """Yield the same outcomes as run(), in this process: one task after another, each with all cores."""
    for task in sorted(tasks, key=lambda task: (-task.weight, task.key)):
        yield attempt(work, task, jobs, _Teller(task.key, heard))


@dataclass(frozen=True, slots=True)
class _Teller:
    key: str
    heard: Heard

    def __call__(self, told: object) -> None:
        self.heard(self.key, told)


def attempt(work: Work, task: Task, cores: int, tell: Callable[[object], None]) -> Outcome:
    """Run a task in this process and return its outcome; it raises nothing but an interruption."""
    try:
        return Outcome(key=task.key, value=work(task, cores, tell))
    except DramaError as error:
        return Outcome(key=task.key, error=error)
    except (OSError, MemoryError) as error:
        return Outcome(key=task.key, error=files.refusal(error), details=traceback.format_exc())
    except Exception as error:  # noqa: BLE001 - the batch worker's edge: one story's bug is not the others'
        bug = BugError(Problem(message=f"a bug of ours: {type(error).__name__}: {error}"))
        return Outcome(key=task.key, error=bug, details=traceback.format_exc())


class BugError(DramaError):
    """An error that no user can fix (exit code 3)."""

    exit_code = 3


def _poison(key: str, deaths: int, fault: str) -> EngineError:
    message = f"its worker process died {deaths} times ({fault}); it is set aside"
    return EngineError(Problem(message=message, hint=f"drama render {key} -v shows where"))


class _Worker:
    """A process that runs one task after another, and the pipe to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.task: Task | None = None
        self.pipe: Connection[Any, Any]
        self.pipe, theirs = context.Pipe()
        # Not a daemon: a daemonic process may not have the speech engine's process as a child.
        self._process: SpawnProcess = context.Process(target=_serve, args=(theirs,), daemon=False)
        with _deaf_to_ctrl_c():
            self._process.start()
        theirs.close()

    def begin(self, work: Work, task: Task, *, cores: int) -> None:
        """Send the worker a task; a dead worker is noticed when its answer is read."""
        self.task = task
        try:
            self.pipe.send((work, task, cores))
        except OSError:
            return

    def leave(self) -> None:
        """Make the process end: an idle one ends by itself, a busy one is terminated."""
        if self.task is not None:
            self._process.terminate()
        self.pipe.close()

    def close(self) -> str:
        """End the process, gracefully if it idles, and return how it ended."""
        self.leave()
        self._process.join(_LAST_WORDS_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        code = self._process.exitcode or 0
        return f"signal {-code}" if code < 0 else f"exit code {code}"


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Have processes that are started in the block get no SIGINT until they say how they handle it.

    A signal mask is inherited (signal(7)). Else Ctrl-C during a worker's imports would print a traceback.
    """
    if os.name != "posix":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection[Any, Any]) -> None:
    """Run tasks until the pipe closes. The parent handles Ctrl-C; when it dies, this process ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.name == "posix":  # what this process starts is to hear it again
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()
    told = threading.Lock()

    def say(kind: str, content: object) -> None:
        with told:
            pipe.send((kind, content))

    while True:
        try:
            work, task, cores = pipe.recv()
        except (EOFError, OSError):
            return
        say("done", attempt(work, task, cores, lambda content: say("told", content)))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
