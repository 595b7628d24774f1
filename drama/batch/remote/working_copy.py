"""The working copy of a collection on a storage: the files needed to plan, adapt and cast.

Episodes aren't fetched. A placeholder of the same size stands for each, so that freshness is checked in the
same way as locally.
"""

from __future__ import annotations

import json
import os
import platform
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from drama.batch import stat_cache
from drama.batch.ledger import LEDGER, Ledger
from drama.batch.remote.render import RenderThere, Stamps
from drama.batch.remote.sync import Follower, stand_in
from drama.batch.run import batch
from drama.batch.values import Unwatched
from drama.batch.work import common_of, session_of
from drama.errors import DramaError, InputError, Place, Problem
from drama.project import Project
from drama.system import json_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from drama.adapt import Server
    from drama.batch.remote.storage import Storage
    from drama.batch.values import Report, Runner, Watcher
    from drama.project import StoryFile

NOTE = ".drama/batch.json"
"""Present in the storage while a batch is running."""
_FOLDERS = ("stories/", "scripts/", "sounds/", "takes/")
_MANIFEST = "/manifest.json"


class WorkingCopy:
    """A synced local copy of a collection; implements drama.batch's Place."""

    def __init__(self, storage: Storage, folder: Path) -> None:
        """Take the storage and the folder; fetch() fills it."""
        self.project = Project(root=folder, finished_elsewhere=True)
        self._storage = storage
        self._follower = Follower(storage, folder)
        self._fetched: dict[str, str] = {}

    def fetch(self) -> None:
        """Update the folder from a listing without takes; only changed files are fetched."""
        listing = self._storage.listing(but=".drama")
        self._follower.follow({name: listed.stamp for name, listed in listing.items() if _is_paper(name)})
        root = self.project.root
        for name, listed in listing.items():
            if name.startswith("output/") and name.count("/") == 1:
                stand_in(root / name, listed.size)
        for path in (root / "output").glob("*.*"):
            if f"output/{path.name}" not in listing:
                path.unlink()
        self._fetched = {name: stat_cache.mark(root / name) for name in self._follower.stamps}

    @contextmanager
    def announced(self, watcher: Watcher) -> Iterator[None]:
        """Put a note in the storage while the block runs, and report another batch's note.

        This is no lock: two batches at once only cost time, since both may render the same story, with the
        same result. A killed batch leaves its note behind, so that it is reported once, too.
        """
        with suppress(KeyError, ValueError):  # no note, or an invalid one
            watcher.note(_company(json_values.parsed(self._storage.read(NOTE))))
        now = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
        own = json.dumps({"machine": platform.node(), "process": os.getpid(), "since": now}, sort_keys=True)
        self._storage.write(NOTE, own.encode() + b"\n")
        try:
            yield
        finally:
            with suppress(DramaError):  # the storage may have caused the block to end
                self._storage.remove(NOTE)

    def put_papers(self) -> None:
        """Upload scripts and voices.yaml changed here; InputError when one was changed there, too."""
        root = self.project.root
        scripts = (path.relative_to(root).as_posix() for path in sorted((root / "scripts").rglob("*.yaml")))
        for name in ("voices.yaml", *scripts):
            if not (root / name).exists() or stat_cache.mark(root / name) == self._fetched.get(name):
                continue
            now = self._storage.look(name)
            if (now.stamp if now else None) != self._follower.stamps.get(name):
                place = Place(path=f"{self._storage.url}/{name}")
                hint = "run again: it is fetched first"
                raise InputError(Problem(message="it was changed there meanwhile", place=place, hint=hint))
            self._storage.write(name, (root / name).read_bytes())
        self.fetch()

    def work(self, preset: str | None) -> RenderThere:
        """Return the work that renders a story on a worker and uploads the episode."""
        everybodys = (
            (name, stamp)
            for name, stamp in sorted(self._follower.stamps.items())
            if name == "voices.yaml" or name.startswith("sounds/")
        )
        return RenderThere(url=self._storage.url, shared=tuple(everybodys), preset=preset)

    def content(self, entry: StoryFile) -> tuple[str, Stamps]:
        """Return the story's name in the storage, and the stamps of its files."""
        known, key = self._follower.stamps, entry.key
        name = entry.path.relative_to(self.project.root).as_posix()
        papers = [name, f"scripts/{key}.yaml", f"scripts/.made/{key}.yaml", f"output/{key}{_MANIFEST}"]
        recordings = self.project.recordings(key)
        if recordings.is_dir():
            papers += [
                path.relative_to(self.project.root).as_posix() for path in sorted(recordings.iterdir())
            ]
        return name, tuple((paper, known[paper]) for paper in papers if paper in known)


def _company(note: Mapping[str, object]) -> str:
    return (
        f"another batch, process {note['process']} on {note['machine']}, began here on {note['since']} "
        "and hasn't ended, unless it was killed: run one at a time, or both make the same stories"
    )


def _is_paper(name: str) -> bool:
    return (
        name == "voices.yaml"
        or name.startswith(_FOLDERS)
        or (name.startswith("output/") and name.endswith(_MANIFEST))
    )


def batch_there(
    copy: WorkingCopy,
    words: Sequence[str] = (),
    *,
    choose: Callable[[Sequence[StoryFile]], Sequence[StoryFile]] = tuple,
    jobs: int,
    watcher: Watcher | None = None,
    preset: str | None = None,
    fail_fast: bool = False,
    only_changed: bool = False,
    limit: int | None = None,
    runner: Runner | None = None,
    attributor: Server | None = None,
) -> Report:
    """Return how each story ended, as batch() does, for a collection on a storage.

    `words` name the stories, all when there are none; `choose` may select a share of them. Stories are
    adapted and cast here and rendered by the runner's workers. Each worker fetches what a story needs and
    uploads its episode, the manifest last.
    """
    with copy.announced(watcher or Unwatched()):
        copy.fetch()
        entries = {
            entry.key: entry for entry in (copy.project.select(words) if words else copy.project.stories())
        }
        report = batch(
            copy.project, choose(tuple(entries.values())), jobs=jobs, watcher=watcher, preset=preset,
            fail_fast=fail_fast, only_changed=only_changed, limit=limit, runner=runner, place=copy,
            attributor=attributor,
        )  # fmt: skip
        copy.fetch()
    _stamp(copy.project, report, entries, preset)
    return report


def _stamp(project: Project, report: Report, entries: Mapping[str, StoryFile], preset: str | None) -> None:
    """Write the stamps of finished stories to the ledger; they can only be computed from the working copy."""
    common, now = common_of(session_of(project), preset), time.time()
    made = (ended for ended in report.stories if ended.entry and ended.state in ("made", "fresh"))
    renewed = [
        replace(
            ended.entry,
            stamp=stat_cache.joined(
                stat_cache.of_inputs(project, entries[ended.key], common.digest, now),
                stat_cache.of_episode(project, ended.key, common.suffix),
            ),
        )
        for ended in made
        if ended.entry
    ]
    with Ledger(project.cache / LEDGER) as ledger:
        ledger.enter([], fresh=renewed)
