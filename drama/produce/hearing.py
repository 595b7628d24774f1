"""Verified takes: a recogniser hears every take of a story, and misheard lines are spoken again.

Another take is another reading, as the edit `retake` makes it (drama.produce.script_edits): a line spoken by
a deterministic engine differs only when it is asked for otherwise. The best of three is entered in the
script, so that it does not depend on a cache.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from drama.produce import prepare, render
from drama.produce.script_edits import apply
from drama.speech import hearing, record
from drama.system import files, json_values
from drama.timecode import HOUSE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from drama.model import Cue, Script
    from drama.produce.prepare import Adapted
    from drama.produce.session import Session
    from drama.project import Project


TAKES = 3
"""Most takes of a line, the first included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardLine:
    """A line that wasn't understood when it was first spoken."""

    cue: int
    speaker: str
    """Empty for the narrator."""
    best: hearing.Understanding
    """Of the take that is kept."""
    take: int
    """Which take is kept, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misheard:
    """A line that no take made understood, as it is remembered."""

    cue: int
    text: str
    heard: str
    """What the recogniser wrote of the best take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a recogniser heard of a story."""

    script: Script
    """With the readings of the takes that are kept."""
    heard: int
    """How many lines were listened to."""
    lines: tuple[HeardLine, ...]
    """Those that weren't understood at once, in order."""


def verify(session: Session, adapted: Adapted, ears: hearing.Ears) -> Verified:
    """Return what is heard of a story's takes, after speaking misheard lines again, up to TAKES in all.

    Takes that don't exist are spoken first; people's recordings are left alone. EngineError when an engine or
    the recogniser fails.
    """
    memory = _Memory(_memory_path(session.project, adapted.script.key), ears)
    try:
        first = _hear(session, adapted, memory, None)
        best, chosen = _again(session, adapted, memory, first)
        memory.misheard = tuple(
            Misheard(cue=number, text=one.text, heard=one.heard)
            for number, (one, _) in best.items()
            if not one.understood
        )
    finally:
        memory.keep()  # also what was heard before a server failed
    speakers = {cue.number: cue.speaker for cue in adapted.script.cues}
    return Verified(
        script=_with(adapted.script, chosen),
        heard=len(first),
        lines=tuple(
            HeardLine(cue=n, speaker=speakers.get(n, ""), best=best[n][0], take=best[n][1])
            for n, one in first.items()
            if not one.understood
        ),
    )


def misheard(project: Project, script: Script) -> tuple[Misheard, ...]:
    """Return the lines that weren't understood when a story was last heard, and whose words are the same."""
    words = {cue.number: cue.text for cue in script.cues}
    try:
        content = json_values.parsed(_memory_path(project, script.key).read_text(encoding="utf-8"))
        lines = tuple(Misheard(**one) for one in content["misheard"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(line for line in lines if words.get(line.cue) == line.text)


def _memory_path(project: Project, key: str) -> Path:
    return project.cache / "heard" / f"{key}.json"


def _again(
    session: Session, adapted: Adapted, memory: _Memory, first: Mapping[int, hearing.Understanding]
) -> tuple[dict[int, tuple[hearing.Understanding, int]], dict[int, Cue]]:
    """Speak misheard lines again; return the best of each line with its take, and the cues of other takes."""
    best = {number: (one, 1) for number, one in first.items()}
    chosen: dict[int, Cue] = {}
    script = adapted.script
    editable = {cue.number for cue in script.cues}
    for take in range(2, TAKES + 1):
        again = [n for n, (one, _) in best.items() if not one.understood and n in editable]
        if not again:
            break
        for number in again:
            script = apply(script, {"kind": "retake", "cue": number}).script
        spoken = {cue.number: cue for cue in script.cues}
        for number, one in _hear(session, replace(adapted, script=script), memory, again).items():
            if one.faults < best[number][0].faults:
                best[number], chosen[number] = (one, take), spoken[number]
    return best, chosen


def _with(script: Script, cues: dict[int, Cue]) -> Script:
    """Return a script with these cues in place of those of the same numbers."""
    scenes = (
        replace(scene, cues=tuple(cues.get(cue.number, cue) for cue in scene.cues)) for scene in script.scenes
    )
    return replace(script, scenes=tuple(scenes)) if cues else script


def _hear(
    session: Session, adapted: Adapted, memory: _Memory, only: Collection[int] | None
) -> dict[int, hearing.Understanding]:
    """Return what is heard of each line, or of those numbers, by cue; they are spoken where need be."""
    prepared = prepare.cast_story(session, adapted)
    asked = [
        utterance if only is None or cue.number in only else None
        for cue, utterance in zip(prepared.script.cues, render.plan(session, prepared).asked, strict=True)
    ]
    made = record.record(asked, session.store, session.engines, jobs=session.jobs, progress=session.progress)
    names = [name for person in adapted.script.characters for name in (person.name, *person.aliases)]
    names += [entry.term for entry in (*session.file.lexicon, *adapted.script.lexicon)]
    lines = [
        (cue, take.key) for cue, take in zip(prepared.script.cues, made, strict=True) if take is not None
    ]
    session.progress.start("hear", len(lines))
    found = {}
    for cue, key in lines:
        found[cue.number] = hearing.compare(cue.text, memory.heard(session, key), names)
        session.progress.step()
    return found


class _Memory:
    """What a recogniser heard of each take, kept in the cache: a take is heard once."""

    def __init__(self, path: Path, ears: hearing.Ears) -> None:
        self._path, self._ears = path, ears
        self._heard: dict[str, str] = {}
        self.misheard: tuple[Misheard, ...] = ()
        try:
            content = json_values.parsed(path.read_text(encoding="utf-8"))
            if content["ears"] == ears.name:
                self._heard = dict(content["heard"])
        except (OSError, ValueError, KeyError, TypeError):
            pass  # damaged or missing: everything is heard again

    def heard(self, session: Session, key: str) -> str:
        if key not in self._heard:
            self._heard[key] = self._ears.hear(session.store.samples(key), HOUSE_RATE_HZ)
        return self._heard[key]

    def keep(self) -> None:
        content = {
            "ears": self._ears.name,
            "heard": self._heard,
            "misheard": [asdict(one) for one in self.misheard],
        }
        files.write_text(self._path, json.dumps(content, ensure_ascii=False, sort_keys=True), durable=False)
