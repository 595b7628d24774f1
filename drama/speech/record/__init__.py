"""Record: has the engines speak, in parallel, every utterance whose take the store lacks.

The plan finds what is missing and its cost, the scheduler has it spoken, and verification refuses answers
that can't be right.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from drama.model import Take
from drama.progress import Silent
from drama.speech.known_takes import KnownTakes
from drama.speech.phonemes import plain
from drama.speech.record.plan import (
    CALIBRATION,
    Cost,
    calibrations,
    check,
    costs,
    known_levels,
    missing,
    plan,
    voice_of,
)
from drama.speech.record.scheduler import Job, lines_at_once, speak_all
from drama.speech.record.verification import ATTEMPTS, verify

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.errors import Place
    from drama.model import Utterance
    from drama.progress import Progress
    from drama.speech.engines import Engines
    from drama.speech.take_store import Entry, Store

__all__ = [
    "ATTEMPTS",
    "CALIBRATION",
    "Cost",
    "check",
    "costs",
    "lines_at_once",
    "missing",
    "plan",
    "record",
    "verify",
]


def record(
    utterances: Sequence[Utterance | None],
    store: Store,
    engines: Engines,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    places: Sequence[Place | None] = (),
    memory: Path | None = None,
) -> tuple[Take | None, ...]:
    """Return one take for each utterance, None for None; all of them are whole in the store.

    Up to `jobs` are spoken at once (one a core when None), in the order of the story; the takes don't
    depend on it. Each is stored as soon as it is finished. Raises InputError for voices that the
    engines refuse, before anything is spoken; EngineError with the lines that failed twice, once
    the others are done. `memory` is the file that records which takes were read whole before.
    """
    progress = progress or Silent()
    check(utterances, engines, places)
    levels_of = calibrations(utterances, engines)
    everything = [*utterances, *levels_of.values()]
    keys = plan(everything, engines)
    there = store.having(keys)
    first: dict[Utterance, int] = {}
    for i, utterance in enumerate(utterances):
        if utterance is not None:
            first.setdefault(voice_of(utterance), i)
    todo: dict[str, Job] = {}
    entries: dict[str, Entry] = {}
    known = KnownTakes(memory)
    for i, (utterance, key) in enumerate(zip(everything, keys, strict=True)):
        if utterance is None or key is None or key in todo or key in entries:
            continue
        if key in there:
            try:
                entries[key] = store.entry(key, known)
                continue
            except KeyError:
                pass
        index = i if i < len(utterances) else -1
        turn = i if i < len(utterances) else first[voice_of(utterance)]
        todo[key] = Job(key=key, utterance=utterance, index=index, turn=turn)
    known.keep()
    if todo:
        progress.start("record", len(todo))
        entries |= speak_all(
            list(todo.values()), store, engines, jobs or os.cpu_count() or 1, progress, places
        )
    levels = known_levels(utterances, engines) | {
        voice: entries[key].lufs
        for voice, key in zip(levels_of, keys[len(utterances) :], strict=True)
        if key is not None
    }
    return tuple(
        None
        if utterance is None or key is None
        else _take(entries[key], plain(utterance.text), levels[voice_of(utterance)])
        for utterance, key in zip(utterances, keys, strict=False)
    )


def _take(entry: Entry, said: str, voice_lufs: float) -> Take:
    return Take(
        key=entry.key,
        frames=entry.frames,
        lufs=entry.lufs,
        voice_lufs=voice_lufs,
        lead=entry.lead,
        trail=entry.trail,
        said=said,
        words=entry.words,
    )
