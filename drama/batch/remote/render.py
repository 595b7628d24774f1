"""Render a story of a remote collection on a worker: fetch its files, render it, upload the episode."""

from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from drama.batch.remote.storage import DividedBackend, ObjectBackend, Storage
from drama.batch.remote.sync import Follower, stand_in
from drama.batch.work import Rendered, RenderStory, common_of, session_of
from drama.errors import EngineError, Problem
from drama.produce import freshness
from drama.project import Project, StoryFile
from drama.speech import Folder, Store
from drama.system import tempdirs

if TYPE_CHECKING:
    from collections.abc import Callable

    from drama.batch.work import Busy
    from drama.system import processes

TAKES = ".drama/takes"
"""Has a folder for each story, so that one listing returns that story's takes and no others."""
LEVELS = ".drama/levels"
"""Takes that many stories share. They are few, and a worker lists and fetches them once."""
Stamps = tuple[tuple[str, str], ...]
"""Names of files in the storage, and their stamps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderThere:
    """Renders stories; a task's content is the story's name in the storage and the stamps of its files."""

    url: str
    shared: Stamps
    """What every story needs: voices.yaml and the user's sounds."""
    preset: str | None

    def __call__(self, task: processes.Task, cores: int, tell: Callable[[object], None]) -> Rendered:
        """Render a story, upload its episode, the manifest last, and return its record for the ledger."""
        working = _working_folder(self.url, threading.get_ident())
        name, papers = task.content
        working.follower.follow(dict((*self.shared, *papers)))
        session = session_of(working.project)
        manifest = freshness.read_manifest(working.project.output(task.key))
        if manifest:
            suffix = common_of(session, self.preset).suffix
            stand_in(working.project.episode(task.key, suffix), manifest["episode"]["bytes"])
        entry = StoryFile(key=task.key, number=None, path=working.project.root / name)
        render = RenderStory(
            project=working.project, preset=self.preset, wait=True, store=working.store(task.key)
        )
        try:
            done = _rendered(render(replace(task, content=entry), cores, tell))
            if not done.fresh:
                _put(working, task.key)
            return replace(done, entry=replace(done.entry, stamp=""))
        finally:
            for folder in (working.project.root / "output", working.project.store):
                shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _WorkingFolder:
    """A worker's folder for one collection."""

    scratch: tempdirs.Scratch
    follower: Follower
    project: Project
    levels: ObjectBackend

    def store(self, key: str) -> Store:
        """Return the store of a story's takes."""
        own = ObjectBackend(self.follower.storage, f"{TAKES}/{key}", Folder(self.project.store))
        return Store(DividedBackend(self.levels, own))


@lru_cache(maxsize=4)
def _working_folder(url: str, _thread: int) -> _WorkingFolder:
    """Return this thread's working folder, which is removed when the process ends."""
    storage = Storage(url)
    scratch = tempdirs.Scratch("working")
    project = Project(root=scratch.path, finished_elsewhere=True)
    return _WorkingFolder(
        scratch=scratch,
        follower=Follower(storage, scratch.path),
        project=project,
        levels=ObjectBackend(storage, LEVELS, Folder(project.cache / "levels")),
    )


def _put(working: _WorkingFolder, key: str) -> None:
    output = working.project.root / "output"
    names = [
        path.relative_to(working.project.root).as_posix() for path in output.rglob("*") if path.is_file()
    ]
    working.follower.storage.push(working.project.root, names, last=f"output/{key}/manifest.json")


def _rendered(done: Rendered | Busy) -> Rendered:
    if isinstance(done, Rendered):
        return done
    raise EngineError(Problem(message="this worker is rendering the story already"))
