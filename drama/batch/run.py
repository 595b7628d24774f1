"""The course of a batch: plan, adapt and cast them all, then render across stories."""

from __future__ import annotations

import time
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from drama.batch import stat_cache
from drama.batch.ledger import LEDGER, Entry, Ledger
from drama.batch.preparing import prepare
from drama.batch.selection import plan
from drama.batch.values import Ended, Report, Unwatched
from drama.batch.work import Busy, Note, Rendered, RenderStory, Stage, common_of, session_of
from drama.system import processes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from drama.adapt import Server
    from drama.batch.values import Place, Plan, Planned, Runner, State, Watcher
    from drama.produce import attributing
    from drama.project import Project, StoryFile
    from drama.system import processes

_ENTER_EVERY_S = 1.0
"""Interval of the writes to the ledger; after a crash unwritten stories are still found fresh."""


def batch(
    project: Project,
    stories: Sequence[StoryFile],
    *,
    jobs: int,
    watcher: Watcher | None = None,
    preset: str | None = None,
    fail_fast: bool = False,
    only_changed: bool = False,
    limit: int | None = None,
    runner: Runner | None = None,
    place: Place | None = None,
    attributor: Server | attributing.Nobody | None = None,
) -> Report:
    """Return how each story ended, after doing all that isn't fresh; its failures are in the report.

    The whole collection is adapted and cast before anything is spoken, so that voices don't depend on which
    stories are asked for, nor on their order. Then stories are rendered in `jobs` processes, or by another
    `runner`. With `fail_fast` none is started after the first failure; `limit` is the most stories to start.
    Finished stories are never lost, and a rerun does only the rest. A concurrent batch on the collection
    renders other stories than this one. With a `place` the folder is a working copy of a collection stored
    there. An `attributor`, or the one of voices.yaml, is asked from this machine, wherever stories are
    rendered. InputError when voices.yaml is invalid.
    """
    began = time.monotonic()
    watcher = watcher or Unwatched()
    with _swept(project), processes.Pool() as pool, Ledger(project.cache / LEDGER) as ledger:
        local: Runner = pool.run if jobs > 1 and len(stories) > 1 else processes.run_here
        runner = runner or local

        def planned() -> Plan:
            common = common_of(session_of(project), preset)
            return plan(project, stories, ledger, common, jobs=jobs, only_changed=only_changed, limit=limit)

        file = session_of(project).file
        asked = attributor != "none" and (attributor or file.settings.attributor)
        terms = {entry.term: repr(sorted(entry.say)) for entry in file.lexicon}
        ledger.note_lexicon(terms, time.time())
        course = _Course(project, stories, ledger, watcher, planned(), jobs)
        if course.waiting:
            everything = {entry.key: entry for entry in (*project.stories(), *stories)}
            failures = prepare(
                project, ledger, tuple(everything.values()),
                preset=preset, jobs=jobs, runner=local if place or asked else runner, watcher=watcher,
                attributor=attributor,
            )  # fmt: skip
            if place:
                place.put_papers()
            course.renew(planned(), common_of(session_of(project), preset).digest)
            with course:
                course.take_all(failures.values(), fail_fast=fail_fast)
                for wait in (False, True):
                    tasks = course.tasks(place)
                    if tasks and not (fail_fast and course.failed):
                        work = (
                            place.work(preset)
                            if place
                            else RenderStory(project=project, preset=preset, wait=wait)
                        )
                        with closing(runner(tasks, work, jobs=jobs, heard=course.heard)) as outcomes:
                            course.take_all(outcomes, fail_fast=fail_fast)
        return Report(stories=course.report(), wall_s=time.monotonic() - began)


@contextmanager
def _swept(project: Project) -> Iterator[None]:
    """Remove what killed writers left, before the block and after it: workers may be killed."""
    project.sweep()
    try:
        yield
    finally:
        project.sweep()


class _Course:
    """The waiting stories and the outcomes, which go to the ledger every second and at the end."""

    def __init__(
        self,
        project: Project,
        stories: Sequence[StoryFile],
        ledger: Ledger,
        watcher: Watcher,
        todo: Plan,
        jobs: int,
    ) -> None:
        self._house = project
        self._files = {entry.key: entry for entry in stories}
        self._ledger = ledger
        self._watcher = watcher
        self._why = {story.key: story.why for story in todo.open}
        self._pending: list[Entry] = []
        self._fresh: list[Entry] = []
        self._heard: set[str] = set()
        self._entered_at = time.monotonic()
        self._common = ""
        self._began = self._entered_at
        self._jobs = jobs
        self._size_done, self._spent_s = 0, 0.0
        self.failed = False
        self.ended: dict[str, Ended] = {}
        watcher.planned(todo)
        self._set(todo)

    def _set(self, todo: Plan) -> None:
        self.todo = todo
        self.waiting: dict[str, Planned] = {story.key: story for story in todo.now}
        self.total = len(self.waiting)
        self._size_left = sum(story.size for story in todo.now)

    def renew(self, todo: Plan, common: str) -> None:
        """Replace the plan after casting: an old story may have got a new voice."""
        self._common = common
        self._set(
            replace(
                todo,
                stories=tuple(
                    replace(story, why=self._why.get(story.key) or story.why) for story in todo.stories
                ),
            )
        )

    def __enter__(self) -> _Course:
        self._began = time.monotonic()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._enter()

    def _enter(self) -> None:
        if self._pending or self._fresh:
            self._ledger.enter(self._pending, fresh=self._fresh)
            self._pending, self._fresh = [], []
        self._entered_at = time.monotonic()

    def tasks(self, place: Place | None) -> list[processes.Task]:
        """Return the waiting stories as tasks, weighted by their size in bytes."""
        waiting = ((story, self._files[key]) for key, story in self.waiting.items())
        return [
            processes.Task(key=story.key, weight=story.size, content=place.content(file) if place else file)
            for story, file in waiting
        ]

    def heard(self, key: str, told: object) -> None:
        """Pass a worker's message on to the watcher."""
        if isinstance(told, Stage):
            self._watcher.under_way(key, told.name, told.done, told.total)
        elif isinstance(told, Note):
            self._heard.add(key)
            self._watcher.note(f"{key}: {told.message}")

    def take_all(self, outcomes: Iterable[processes.Outcome], *, fail_fast: bool) -> None:
        """Process outcomes as they arrive, up to the first failure with `fail_fast`."""
        for outcome in outcomes:
            if outcome.key in self.waiting and not isinstance(outcome.value, Busy):
                self._take(outcome, self.waiting.pop(outcome.key))
                if fail_fast and self.failed:
                    return

    def _take(self, outcome: processes.Outcome, planned: Planned) -> None:
        state: State = "failed"
        decisions = 0
        if isinstance(outcome.value, Rendered):
            state = "fresh" if outcome.value.fresh else "made"
            entry, decisions = outcome.value.entry, outcome.value.decisions
            if planned.key not in self._heard:  # as from a cluster, whose workers send no messages
                for note in outcome.value.notes:
                    self._watcher.note(f"{planned.key}: {note}")
        else:
            entry = self._failure(outcome, planned)
            self.failed = True
        ended = Ended(
            key=planned.key,
            name=planned.name,
            state=state,
            entry=entry,
            error=outcome.error,
            details=outcome.details,
            decisions=decisions,
        )
        self.ended[planned.key] = ended
        (self._fresh if state == "fresh" else self._pending).append(entry)
        if time.monotonic() - self._entered_at > _ENTER_EVERY_S:
            self._enter()
        self._size_done += planned.size
        self._size_left -= planned.size
        self._spent_s += entry.spent_s
        self._watcher.ended(ended, self.total - len(self.waiting), self.total, self._left_s())

    def _left_s(self) -> float:
        """Return the estimated time for the rest at the pace so far, less that spent on running stories."""
        elapsed_s = max(1e-6, time.monotonic() - self._began)
        at_once = max(self._jobs, self._spent_s / elapsed_s)  # a cluster runs more at once than this machine
        under_way_s = at_once * elapsed_s - self._spent_s
        pace_s = self._spent_s / max(1, self._size_done)
        return max(0.0, pace_s * self._size_left - under_way_s) / at_once

    def _failure(self, outcome: processes.Outcome, planned: Planned) -> Entry:
        problem = outcome.error.problems[0].message if outcome.error and outcome.error.problems else "?"
        now = time.time()
        return Entry(
            key=planned.key,
            name=planned.name,
            state="failed",
            made_at=now,
            problem=problem,
            stamp=stat_cache.of_inputs(self._house, self._files[planned.key], self._common, now),
        )

    def report(self) -> tuple[Ended, ...]:
        """Return how every story ended, in the collection's order."""
        known = {entry.key: entry for entry in self._ledger.entries(voices=False)}
        return tuple(
            self.ended.get(story.key)
            or Ended(
                key=story.key,
                name=story.name,
                state="fresh" if story.fresh else "not begun",
                entry=known.get(story.key),
            )
            for story in self.todo.stories
        )
