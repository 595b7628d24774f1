"""Adapt and cast a whole collection, so that every character has a voice before the first word is spoken."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

from drama.batch import stat_cache
from drama.batch.work import AdaptStory, common_of
from drama.errors import DramaError
from drama.produce import open_session, read_voices
from drama.produce import prepare as produce_prepare
from drama.system import locks, processes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drama.adapt import Server
    from drama.batch.ledger import Ledger
    from drama.batch.values import Runner, Watcher
    from drama.cast import Casting
    from drama.produce import Session, attributing
    from drama.project import Part, Project, StoryFile

FEW = 4
"""Up to this many stories are adapted in this process: starting workers would take longer."""


def prepare(
    project: Project,
    ledger: Ledger,
    stories: Sequence[StoryFile],
    *,
    preset: str | None,
    jobs: int,
    runner: Runner,
    watcher: Watcher,
    attributor: Server | attributing.Nobody | None = None,
) -> dict[str, processes.Outcome]:
    """Return the outcomes of the stories that can't be adapted; all others have a script and a cast since.

    An attributor is asked about the doubtful lines of the stories that are adapted. Stories that haven't
    changed since they were last cast aren't read. One batch at a time does this for a collection; another one
    waits, and finds it done. When a person saves voices.yaml meanwhile, casting starts again, so that their
    changes are never overwritten.
    """
    with locks.held(project.cache / "locks" / "casting", wait=True):
        while True:
            with open_session(project) as session:
                todo = _unprepared(project, ledger, stories, common_of(session, preset).digest)
                work = AdaptStory(project=project, keep=True, attributor=attributor)
                castings, failures = _cast(session, todo, work, jobs=jobs, runner=runner, watcher=watcher)
                if read_voices(project.voices).text == session.file.text:
                    produce_prepare.keep_cast(session, castings)
                    _remember(session, ledger, todo, castings, failures, preset)
                    return failures
            watcher.note("voices.yaml was changed meanwhile: casting again")


def _unprepared(
    project: Project, ledger: Ledger, stories: Sequence[StoryFile], common: str
) -> list[StoryFile]:
    known, now = ledger.prepared(), time.time()
    if gone := known.keys() - {entry.key for entry in stories}:
        ledger.forget(gone)
    marks = ((entry, stat_cache.of_inputs(project, entry, common, now)) for entry in stories)
    return [entry for entry, mark in marks if not mark or known.get(entry.key) != mark]


def _cast(
    session: Session,
    todo: Sequence[StoryFile],
    work: AdaptStory,
    *,
    jobs: int,
    runner: Runner,
    watcher: Watcher,
) -> tuple[dict[str, Casting], dict[str, processes.Outcome]]:
    """Adapt stories in parallel and cast them in the collection's order, each as soon as its turn comes."""
    tasks = [
        processes.Task(key=entry.key, weight=len(todo) - i, content=entry) for i, entry in enumerate(todo)
    ]
    chosen = runner if len(tasks) > FEW else processes.run_here
    ended: dict[str, processes.Outcome] = {}
    failures: dict[str, processes.Outcome] = {}
    castings: dict[str, Casting] = {}
    turn = 0
    if tasks:
        watcher.under_way("", "adapt", 0, len(tasks))
    with closing(chosen(tasks, work, jobs=jobs, heard=processes.unheard)) as outcomes:
        for arrived in outcomes:
            ended[arrived.key] = arrived
            while turn < len(todo) and todo[turn].key in ended:
                outcome = ended.pop(todo[turn].key)
                turn += 1
                watcher.under_way("", "adapt", turn, len(todo))
                if outcome.error is None:
                    outcome = _cast_one(session, outcome, castings, watcher)
                if outcome.error is not None:
                    failures[outcome.key] = outcome
    return castings, failures


def _cast_one(
    session: Session, outcome: processes.Outcome, castings: dict[str, Casting], watcher: Watcher
) -> processes.Outcome:
    for note in outcome.value.notes:
        watcher.note(f"{outcome.key}: {note}")
    try:
        casting = session.director.cast(outcome.value.script)
    except DramaError as error:
        return processes.Outcome(key=outcome.key, error=error)
    for note in casting.notes:
        watcher.note(f"{outcome.key}: {note}")
    if casting.entries or casting.own or casting.narrator:
        castings[outcome.key] = casting
    return outcome


def _remember(
    session: Session,
    ledger: Ledger,
    todo: Sequence[StoryFile],
    castings: Mapping[str, Casting],
    failures: dict[str, processes.Outcome],
    preset: str | None,
) -> None:
    """Store the new stamps; stories that the new entries don't affect stay as fresh as before."""
    before = common_of(session, preset).digest
    with open_session(session.project) as reopened:
        after, now = common_of(reopened, preset).digest, time.time()
    if after != before:
        ledger.restamp(before, after, but=_touched(ledger, [p for c in castings.values() for p in c.entries]))
    marks = {
        entry.key: stat_cache.of_inputs(session.project, entry, after, now)
        for entry in todo
        if entry.key not in failures
    }
    ledger.prepare({key: mark for key, mark in marks.items() if mark})


def _touched(ledger: Ledger, parts: Sequence[Part]) -> set[str]:
    """Return the stories with a character whose name shares a word with a new entry's names."""
    words = {
        word for part in parts for name in (part.name, *part.aliases) for word in name.casefold().split()
    }
    return {
        key for key, character in ledger.characters() if not words.isdisjoint(character.casefold().split())
    }
