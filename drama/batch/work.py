"""The work of a batch's workers on one story: adapt it, and later render it."""

from __future__ import annotations

import shutil
import threading
import time
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from drama.batch import stat_cache
from drama.batch.ledger import LEDGER, Entry, Ledger
from drama.errors import DramaError
from drama.master import preset as preset_of
from drama.produce import open_session, prepare, read_voices, render, waiting
from drama.speech import engines
from drama.system import fingerprint, locks

if TYPE_CHECKING:
    from collections.abc import Callable

    from drama.adapt import Server
    from drama.produce import Session, attributing, prepare, render
    from drama.project import Project, StoryFile
    from drama.speech import Store
    from drama.system import processes

    Tell = Callable[[object], None]

_TELL_EVERY_S = 0.25
_FIRST_PACE_S = 0.0014
"""Seconds a byte: a story of 1,500 words, 8,400 bytes, took one core of a virtual machine 12 s
(benchmarks/many.py speed)."""


@dataclass(frozen=True, slots=True)
class Busy:
    """Another process is rendering the story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A worker's progress in a stage of a story."""

    name: str
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A stage's remark."""

    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A story that a worker rendered, or found fresh."""

    entry: Entry
    fresh: bool
    notes: tuple[str, ...] = ()
    """Remarks of the stages; a local worker also sends them at once."""
    decisions: int = 0
    """How many on its script wait for a person; 0 for a story that was found fresh, whose weren't counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdaptStory:
    """Adapts stories; a task's content is its StoryFile."""

    project: Project
    keep: bool
    """Whether the script is written; a dry run doesn't."""
    attributor: Server | attributing.Nobody | None = None
    """Asked about doubtful lines; None to leave them to the rules."""

    def __call__(self, task: processes.Task, cores: int, tell: Tell) -> prepare.Adapted:
        """Return a story with its script, which is written to scripts/ with `keep`."""
        opened = session_of(self.project)
        session = replace(opened, jobs=cores, progress=_Telling(tell), attributor=self.attributor)
        adapted = prepare.adapt_story(session, task.content)
        if self.keep:
            prepare.keep_script(session, adapted)
        return adapted


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderStory:
    """Renders stories; a task's content is its StoryFile."""

    project: Project
    preset: str | None
    wait: bool
    """Whether to wait for a story that another process is rendering; otherwise Busy is returned."""
    store: Store | None = None
    """The store of takes; None for the project's own."""

    def __call__(self, task: processes.Task, cores: int, tell: Tell) -> Rendered | Busy:
        """Render a story and return its record for the ledger; Busy when another process renders it."""
        with locks.held(self.project.cache / "locks" / task.key, wait=self.wait) as mine:
            return self._render(task, cores, tell) if mine else Busy()

    def _render(self, task: processes.Task, cores: int, tell: Tell) -> Rendered:
        began, now = time.monotonic(), time.time()
        opened, telling = session_of(self.project), _Telling(tell)
        session = replace(opened, jobs=cores, progress=telling, store=self.store or opened.store)
        common = common_of(session, self.preset)
        inputs = stat_cache.of_inputs(self.project, task.content, common.digest, now)
        adapted = prepare.adapt_story(session, task.content)
        prepare.keep_script(session, adapted)
        prepared = prepare.cast_story(session, adapted)
        if prepared.casting.entries or prepared.casting.own:
            # Somebody was removed from voices.yaml meanwhile: this casting must not affect other stories.
            _session.cache_clear()
        mixed = render.mixes(session, task.key)
        try:
            made = render.make(session, prepared, preset=self.preset)
        except DramaError:
            # On a full disk, the pieces of a story that failed would keep all others from being finished.
            shutil.rmtree(mixed, ignore_errors=True)
            raise
        finally:
            if not locks.are_known(self.project.cache / "locks" / task.key):  # this process's own
                shutil.rmtree(mixed, ignore_errors=True)
        for note in made.notes:
            telling.note(note)
        stamp = stat_cache.joined(inputs, stat_cache.of_episode(self.project, task.key, common.suffix))
        entry = _entry(task.content.name, prepared, made)
        spent_s, warnings = time.monotonic() - began, len(telling.notes)
        entry = replace(entry, made_at=now, spent_s=spent_s, warnings=warnings, stamp=stamp)
        asked = 0 if made.fresh else len(waiting.waiting(self.project, adapted))
        return Rendered(entry=entry, fresh=made.fresh, notes=tuple(telling.notes), decisions=asked)


def enter(
    session: Session,
    story: StoryFile,
    prepared: prepare.Prepared,
    made: render.Made,
    *,
    preset: str | None,
    spent_s: float,
) -> None:
    """Record a story that was rendered by itself in the ledger, as a batch does.

    If voices.yaml changed since the session was opened, the record is made for its present content.
    """
    project, now = session.project, time.time()
    if read_voices(project.voices).text == session.file.text:
        common = common_of(session, preset)
    else:
        with open_session(project) as opened:
            common = common_of(opened, preset)
    inputs = stat_cache.of_inputs(project, story, common.digest, now)
    stamp = stat_cache.joined(inputs, stat_cache.of_episode(project, story.key, common.suffix))
    entry = replace(_entry(story.name, prepared, made), made_at=now, spent_s=spent_s, stamp=stamp)
    with Ledger(project.cache / LEDGER) as ledger:
        ledger.enter(() if made.fresh else (entry,), fresh=(entry,) if made.fresh else ())


def _entry(name: str, prepared: prepare.Prepared, made: render.Made) -> Entry:
    cast = prepared.cast
    voices = [("", cast.narrator.engine, cast.narrator.name)]
    voices += [(character, voice.engine, voice.name) for character, voice in cast.voices]
    return Entry(
        key=prepared.adapted.story.key,
        name=name,
        title=prepared.adapted.script.title,
        characters=len(prepared.adapted.story.text),
        spoken=made.spoken,
        duration_s=made.duration_s,
        integrated_lufs=made.loudness.integrated_lufs,
        true_peak_dbtp=made.loudness.true_peak_dbtp,
        voices=tuple(sorted(voices)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What all episodes of a run have in common."""

    digest: str
    """Digest of the inputs that they all depend on, for drama.batch.stat_cache."""
    suffix: str
    """Suffix of their files."""
    first_pace_s: float | None = None
    """Seconds of one process for a byte of story, before any was measured; None unless all voices are of the
    default engine."""


def common_of(session: Session, preset: str | None) -> Common:
    """Return what the episodes of a project have in common, with this preset or else that of voices.yaml."""
    file = session.file
    parts = (session.director.narrator, *file.characters)
    used = sorted({(part.engine or file.settings.engine, part.voice) for part in parts if part.voice})
    prints = [f"{engine} {voice} {_fingerprint(session, engine, voice)}" for engine, voice in used]
    sounds = stat_cache.of_folder(session.project.root / "sounds")
    settings = file.settings.figures
    kind = preset_of(preset or settings.preset, settings.custom).kind
    digest = stat_cache.shared(
        (*fingerprint.fingerprints(fingerprint.PACKAGE).values(), preset or "", file.text, sounds, *prints)
    )
    first_pace_s = _FIRST_PACE_S if file.engines_in_use == (engines.DEFAULT,) else None
    return Common(digest=digest, suffix=f".{kind}", first_pace_s=first_pace_s)


def _fingerprint(session: Session, engine: str, voice: str) -> str:
    try:
        return session.engines[engine].fingerprint(voice)
    except (DramaError, KeyError):
        return "?"  # the error is reported, with its place, when the voice is used


def session_of(project: Project) -> Session:
    """Return this thread's session for a project: the one that is open, unless voices.yaml has changed."""
    try:
        found = project.voices.stat()
        mark = f"{found.st_mtime_ns}:{found.st_size}:{found.st_ino}"
    except OSError:
        mark = ""
    return _session(project, mark, threading.get_ident())


@lru_cache(maxsize=4)
def _session(project: Project, _mark: str, _thread: int) -> Session:
    return open_session(project)


class _Telling:
    """A Progress that reports to the parent process, at most four times a second apart from new stages."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._stage, self._done, self._total, self._told_at = "", 0, 0, 0.0
        self.notes: list[str] = []

    def start(self, stage: str, total: int) -> None:
        self._stage, self._done, self._total = stage, 0, total
        self._say()

    def step(self, count: int = 1) -> None:
        self._done += count
        if time.monotonic() - self._told_at > _TELL_EVERY_S:
            self._say()

    def note(self, message: str) -> None:
        self.notes.append(message)
        self._tell(Note(message=message))

    def _say(self) -> None:
        self._told_at = time.monotonic()
        self._tell(Stage(name=self._stage, done=self._done, total=self._total))
