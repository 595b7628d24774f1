"""Record: every utterance through its engine to a take, in parallel; what the store has stays."""

from __future__ import annotations

import os
import queue
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from drama.errors import DramaError, EngineError, InputError, Place, Problem
from drama.model import Take
from drama.progress import Silent
from drama.speech.engine import Speech
from drama.speech.engines.hosted import Hosted
from drama.speech.phonemes import plain
from drama.speech.take_store import COMMON, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drama.model import Utterance
    from drama.progress import Progress
    from drama.speech.engine import Engine
    from drama.speech.engines import Engines
    from drama.speech.take_store import Entry, Store

CALIBRATION = "The quick brown fox jumps over the lazy dog, while zinc and jade vases quiver below my window."
"""What each voice speaks once, at each rate and pitch, for its level."""
ATTEMPTS = 2
_FAILURES_AT_MOST = 10
"""After so many lost lines the engine is not to be helped, and the rest isn't tried."""
_RATES_HZ = (4_000, 384_000)
"""Sample rates that speech may have; another is a damaged header."""
_BEAT_S = 0.3
"""Length of a line without a letter or digit: a silent beat, which no engine is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    key: str
    utterance: Utterance
    index: int
    """Of the first cue that wants it; −1 for a calibration."""


def plan(utterances: Sequence[Utterance | None], engines: Engines) -> tuple[str | None, ...]:
    """Return the key of each utterance's take, None where nothing is spoken; raises as check() does."""
    check(utterances, engines)
    fingerprints: dict[tuple[str, str], str] = {}
    keys: list[str | None] = []
    for utterance in utterances:
        if utterance is None:
            keys.append(None)
            continue
        which = (utterance.engine, utterance.voice)
        if which not in fingerprints:
            fingerprints[which] = engines[utterance.engine].fingerprint(utterance.voice)
        common = COMMON if utterance.text == CALIBRATION else ""
        keys.append(common + key_of(utterance, fingerprints[which]))
    return tuple(keys)


def missing(utterances: Sequence[Utterance | None], store: Store, engines: Engines) -> tuple[int, ...]:
    """Return the indices of the utterances that would have to be spoken; nothing is spoken or read."""
    keys = plan(utterances, engines)
    there = store.having(keys)
    return tuple(i for i, key in enumerate(keys) if key is not None and key not in there)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a service would be sent, and what it would charge."""

    engine: str
    characters: int
    dollars: float
    """By the price in the engine's settings; 0 when none is set there."""


def costs(utterances: Sequence[Utterance | None], store: Store, engines: Engines) -> tuple[Cost, ...]:
    """Return what each engine that charges would cost for what the store lacks, calibrations included.

    An engine that charges has a method cost(utterances), which returns characters and dollars.
    """
    asked: dict[str, list[Utterance]] = {}
    everything = [*utterances, *_calibrations(utterances).values()]
    for i in missing(everything, store, engines):
        if (utterance := everything[i]) is not None:
            asked.setdefault(utterance.engine, []).append(utterance)
    return tuple(
        Cost(engine=name, characters=characters, dollars=dollars)
        for name, wanted in sorted(asked.items())
        if (cost := getattr(engines[name], "cost", None))
        for characters, dollars in [cost(list(dict.fromkeys(wanted)))]
    )


def check(
    utterances: Iterable[Utterance | None], engines: Engines, places: Sequence[Place | None] = ()
) -> None:
    """Raise InputError with every voice and option that its engine refuses, each at its first place."""
    problems: list[Problem] = []
    seen = set()
    for i, utterance in enumerate(utterances):
        if utterance is None:
            continue
        voice = replace(utterance, text="")
        if voice in seen:
            continue
        seen.add(voice)
        try:
            engines[utterance.engine].check(utterance)
        except InputError as error:
            place = places[i] if i < len(places) else None
            problems += [replace(p, place=p.place or place) for p in error.problems]
    if problems:
        raise InputError(*dict.fromkeys(problems))


def record(
    utterances: Sequence[Utterance | None],
    store: Store,
    engines: Engines,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    places: Sequence[Place | None] = (),
) -> tuple[Take | None, ...]:
    """Return one take for each utterance, None for None; all of them whole in the store.

    Up to `jobs` are spoken at once (as many as there are cores, when None), the longest first; the takes
    don't depend on it. Each is kept as soon as it is finished. Raises InputError for voices that the engines
    refuse, before anything is spoken; EngineError naming the lines that failed twice, when the others are
    done.
    """
    progress = progress or Silent()
    check(utterances, engines, places)
    calibrations = _calibrations(utterances)
    everything = [*utterances, *calibrations.values()]
    keys = plan(everything, engines)
    there = store.having(keys)
    todo: dict[str, _Job] = {}
    entries: dict[str, Entry] = {}
    for i, (utterance, key) in enumerate(zip(everything, keys, strict=True)):
        if utterance is None or key is None or key in todo or key in entries:
            continue
        if key in there:
            try:
                entries[key] = store.entry(key)
                continue
            except KeyError:
                pass
        todo[key] = _Job(key=key, utterance=utterance, index=i if i < len(utterances) else -1)
    if todo:
        progress.start("record", len(todo))
        entries |= _speak_all(
            list(todo.values()), store, engines, jobs or os.cpu_count() or 1, progress, places
        )
    levels = {
        voice: entries[key].lufs
        for voice, key in zip(calibrations, keys[len(utterances) :], strict=True)
        if key is not None
    }
    return tuple(
        None if utterance is None or key is None else _take(entries[key], levels[_voice_of(utterance)])
        for utterance, key in zip(utterances, keys, strict=False)
    )


def _calibrations(utterances: Iterable[Utterance | None]) -> dict[Utterance, Utterance]:
    """Return what each voice at each rate and pitch speaks once, for its level."""
    return {_voice_of(u): replace(u, text=CALIBRATION) for u in utterances if u is not None}


def _voice_of(utterance: Utterance) -> Utterance:
    return replace(utterance, text="")


def _take(entry: Entry, voice_lufs: float) -> Take:
    return Take(
        key=entry.key,
        frames=entry.frames,
        lufs=entry.lufs,
        voice_lufs=voice_lufs,
        lead=entry.lead,
        trail=entry.trail,
    )


def _speak_all(
    jobs: list[_Job],
    store: Store,
    engines: Engines,
    workers: int,
    progress: Progress,
    places: Sequence[Place | None],
) -> dict[str, Entry]:
    """Speak and keep every job; threads take the longest first and hand back entries or errors."""
    done: queue.SimpleQueue[tuple[_Job, Entry | DramaError | BaseException]] = queue.SimpleQueue()
    stop = threading.Event()
    hosts: list[Hosted] = []
    started = 0
    by_engine: dict[str, list[_Job]] = {}
    for job in sorted(jobs, key=lambda job: (-len(job.utterance.text), job.key)):
        by_engine.setdefault(job.utterance.engine, []).append(job)
    try:
        for name, its_jobs in sorted(by_engine.items()):
            engine = engines[name]
            if engine.parallel == "process":
                hosts.append(engine := Hosted(engine, engines.settings(name)))
            waiting: queue.SimpleQueue[_Job] = queue.SimpleQueue()
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
    """Return how many lines an engine is asked for at once, so that so many cores are busy and no more.

    One more than the cores where processes of its own speak: while one's samples are stored, another speaks.
    """
    if engine.parallel == "serial":
        return 1
    return int(getattr(engine, "at_once", cores + (not getattr(engine, "computes_here", False))))


def _work(
    engine: Engine,
    store: Store,
    waiting: queue.SimpleQueue[_Job],
    done: queue.SimpleQueue[tuple[_Job, Entry | BaseException]],
    stop: threading.Event,
) -> None:
    while not stop.is_set():
        try:
            job = waiting.get_nowait()
        except queue.Empty:
            return
        try:
            speech = _speak(job.utterance, engine)
            done.put((job, store.add(job.key, job.utterance, speech)))
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits, and raised there
            done.put((job, error))


def _collect(
    count: int,
    done: queue.SimpleQueue[tuple[_Job, Entry | BaseException]],
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


def _speak(utterance: Utterance, engine: Engine) -> Speech:
    """Return a good take, from the second attempt if need be; EngineError when both are bad."""
    if not any(c.isalnum() for c in plain(utterance.text)):
        return Speech(samples=np.zeros(round(_BEAT_S * 22_050), np.float32), rate_hz=22_050)
    for attempt in range(ATTEMPTS):
        try:
            speech = engine.speak(utterance)
            fault = verify(speech, utterance)
        except EngineError:
            if attempt == ATTEMPTS - 1:
                raise
            continue
        if not fault:
            return speech
    raise EngineError(Problem(message=fault, hint="try other words, or another voice for this line"))


def verify(speech: Speech, utterance: Utterance) -> str:
    """Return what is wrong with an engine's answer, or an empty string.

    A length is plausible between 50 characters a second and half a second a character (one and a half for
    characters beyond ASCII, which engines may spell out), at rate 1, with 3 s to spare.
    """
    samples = speech.samples
    if samples.dtype != np.float32 or samples.ndim != 1 or not _RATES_HZ[0] <= speech.rate_hz <= _RATES_HZ[1]:
        return f"it answered {samples.dtype} of shape {samples.shape} at {speech.rate_hz} Hz"
    if not len(samples) or not np.isfinite(samples).all() or float(np.abs(samples).max()) < 1e-4:
        return "it answered silence"
    length_s = len(samples) / speech.rate_hz
    text = plain(utterance.text)
    ascii_count = sum(c.isascii() for c in text)
    letters = sum(c.isalnum() and c.isascii() for c in text)
    shortest_s = letters / 50.0 / utterance.rate
    longest_s = 3.0 + (ascii_count * 0.5 + (len(text) - ascii_count) * 1.5) / utterance.rate
    if not shortest_s <= length_s <= longest_s:
        return f"it took {length_s:.1f} s, where {shortest_s:.1f} to {longest_s:.1f} s are plausible"
    return ""
