"""Scheduler: sends jobs to the engines in parallel and stores each take as soon as it is spoken.

The longest job goes first (LPT scheduling).
"""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drama.errors import DramaError, EngineError, Place, Problem
from drama.speech.engines.hosted import Hosted
from drama.speech.phonemes import plain
from drama.speech.record.verification import verified

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drama.model import Utterance
    from drama.progress import Progress
    from drama.speech.engine import Engine
    from drama.speech.engines import Engines
    from drama.speech.take_store import Entry, Store

_FAILURES_AT_MOST = 10
"""After so many failed lines the engine is given up, and the rest isn't tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A take that is to be made."""

    key: str
    utterance: Utterance
    index: int
    """Index of the first cue that needs it; −1 for a calibration."""


def speak_all(
    jobs: list[Job],
    store: Store,
    engines: Engines,
    workers: int,
    progress: Progress,
    places: Sequence[Place | None],
) -> dict[str, Entry]:
    """Speak and store every job; threads take the longest first and return entries or errors by a queue."""
    done: queue.SimpleQueue[tuple[Job, Entry | DramaError | BaseException]] = queue.SimpleQueue()
    stop = threading.Event()
    hosts: list[Hosted] = []
    started = 0
    by_engine: dict[str, list[Job]] = {}
    for job in sorted(jobs, key=lambda job: (-len(job.utterance.text), job.key)):
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
            started += len(its_jobs)
        entries = _collect(started, done, progress, places)
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


def _collect(
    count: int,
    done: queue.SimpleQueue[tuple[Job, Entry | BaseException]],
    progress: Progress,
    places: Sequence[Place | None],
) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for _ in range(count):
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
    if problems:
        raise EngineError(*problems)
    return entries


def _named(problem: Problem, utterance: Utterance, place: Place | None) -> Problem:
    text = plain(utterance.text)
    text = text if len(text) <= 60 else text[:59] + "…"
    message = f"engine {utterance.engine}, voice {utterance.voice}: {problem.message}; in the line “{text}”"
    return replace(problem, message=message, place=problem.place or place)
