"""Scheduler: sends jobs to the engines in parallel and stores each take as soon as it is spoken.

Jobs go in the order of the story, so that its beginning can be heard while the rest is still spoken. The
longest first would end at most one line's length sooner.
"""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drama.errors import DramaError, EngineError, Place, Problem
from drama.speech.engines.hosted import Hosted
from drama.speech.phonemes import plain
from drama.speech.record.verification import verified
from drama.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drama.model import Utterance
    from drama.progress import Progress
    from drama.speech.engine import Engine
    from drama.speech.engines import Engines
    from drama.speech.take_store import Entry, Store

_LINES_MEASURED = 10
_WORTH_TELLING_S = 20.0
_FAILURES_AT_MOST = 10
"""After so many failed lines the engine is given up, and the rest isn't tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A take that is to be made."""

    key: str
    utterance: Utterance
    index: int
    """Index of the first cue that needs it; −1 for a calibration."""
    turn: int
    """As index, and for a calibration that of its voice's first cue."""


def speak_all(
    jobs: list[Job],
    store: Store,
    engines: Engines,
    workers: int,
    progress: Progress,
    places: Sequence[Place | None],
) -> dict[str, Entry]:
    """Speak and store every job; threads take them in order and return entries or errors by a queue."""
    done: queue.SimpleQueue[tuple[Job, Entry | DramaError | BaseException]] = queue.SimpleQueue()
    stop = threading.Event()
    hosts: list[Hosted] = []
    by_engine: dict[str, list[Job]] = {}
    for job in sorted(jobs, key=lambda job: (job.turn, job.key)):
        by_engine.setdefault(job.utterance.engine, []).append(job)
    for name in sorted(by_engine):
        engines.speaking(name)  # a forbidden engine is reported before anything is spoken
    try:
        for name, its_jobs in sorted(by_engine.items()):
            engine = engines[name]
            if engine.capabilities.parallel == "process":
                hosts.append(engine := Hosted(engine, engines.settings(name)))
            waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
            for job in its_jobs:
                waiting.put(job)
            for _ in range(min(lines_at_once(engine, workers), len(its_jobs))):
                arguments = (engine, store, waiting, done, stop)
                threading.Thread(target=_work, args=arguments, name=f"record {name}", daemon=True).start()
        entries = _collect(jobs, done, progress, places)
    except BaseException:
        stop.set()
        engines.close()
        raise
    else:
        _rest(engines[name] for name in by_engine)
        return entries
    finally:
        stop.set()
        for host in hosts:
            host.close()


def _rest(engines: Iterable[Engine]) -> None:
    for engine in engines:
        if rest := getattr(engine, "rest", None):
            rest()


def lines_at_once(engine: Engine, cores: int) -> int:
    """Return how many lines an engine is asked for at once, so that it keeps so many cores busy.

    One more than the cores where other processes compute: while one's samples are stored, another speaks.
    """
    able = engine.capabilities
    if able.parallel == "serial":
        return 1
    return able.at_once or cores + (not able.computes_here)


def _work(
    engine: Engine,
    store: Store,
    waiting: queue.SimpleQueue[Job],
    done: queue.SimpleQueue[tuple[Job, Entry | BaseException]],
    stop: threading.Event,
) -> None:
    while not stop.is_set():
        try:
            job = waiting.get_nowait()
        except queue.Empty:
            return
        try:
            speech = verified(job.utterance, engine)
            done.put((job, store.add(job.key, job.utterance, speech)))
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits, and raised there
            done.put((job, error))


class _Pace:
    """How fast lines are spoken, told once, after the first ten."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._words = sum(_words(job) for job in jobs)
        self._done, self._lines = 0, 0
        self._began_s = time.monotonic()

    def after(self, job: Job) -> str:
        """Return what to say after a line; empty unless it is the tenth and much is left."""
        self._done, self._lines = self._done + _words(job), self._lines + 1
        words_a_second = self._done / max(1e-3, time.monotonic() - self._began_s)
        left_s = (self._words - self._done) / words_a_second
        if self._lines != _LINES_MEASURED or left_s < _WORTH_TELLING_S:
            return ""
        return f"record: {60 * words_a_second:.0f} words a minute, about {clock(left_s)} left"


def _words(job: Job) -> int:
    return max(1, len(job.utterance.text.split()))


def _collect(
    jobs: Sequence[Job],
    done: queue.SimpleQueue[tuple[Job, Entry | BaseException]],
    progress: Progress,
    places: Sequence[Place | None],
) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    pace = _Pace(jobs)
    for _ in range(len(jobs)):
        job, result = done.get()
        if isinstance(result, EngineError):
            place = places[job.index] if 0 <= job.index < len(places) else None
            problems += [_named(problem, job.utterance, place) for problem in result.problems]
            if len(problems) >= _FAILURES_AT_MOST:
                break
        elif isinstance(result, BaseException):
            raise result
        else:
            entries[job.key] = result
            progress.step()
            if said := pace.after(job):
                progress.note(said)
    if problems:
        raise EngineError(*problems)
    return entries


def _named(problem: Problem, utterance: Utterance, place: Place | None) -> Problem:
    text = plain(utterance.text)
    text = text if len(text) <= 60 else text[:59] + "…"
    message = f"engine {utterance.engine}, voice {utterance.voice}: {problem.message}; in the line “{text}”"
    return replace(problem, message=message, place=problem.place or place)
