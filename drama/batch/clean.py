"""Clean: find and remove unused files of the cache, and what killed writers left."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from drama.speech import Folder
from drama.system import files, leases, user_cache

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from drama.project import Project

What = Literal["take", "mix", "sound", "unfinished file", "lock"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A file that can be removed: it is made again when needed."""

    what: What
    name: str
    """A take's key, the path of a file relative to the project, or the whole path of a file of the user's."""
    size: int
    """Bytes."""
    age_s: float
    """Since its last use."""


def find(project: Project, now: float, *, older_than_s: float) -> tuple[Item, ...]:
    """Return what can be removed, the oldest first: unused takes, and what interrupted runs left.

    `now` is in seconds since 1970. Stories, scripts, episodes and voices.yaml are never among them. A file
    that is being written is left alone. Mixes expire after a day at the latest.
    """
    old = min(older_than_s, leases.STALE_S)
    mixes = (
        item for path in _files(project.cache / "mixes") for item in _item("mix", path, project, now, old)
    )
    items = [
        *_takes(project, now, older_than_s),
        *mixes,
        *_of_the_user(now, older_than_s),
        *_left(project, now),
        *_locks(project, now, older_than_s),
    ]
    return tuple(sorted(items, key=lambda item: (-item.age_s, item.name)))


def remove(project: Project, items: Iterable[Item]) -> int:
    """Remove what find() returned, and return the bytes freed; files that are already gone count 0."""
    takes, freed = Folder(project.store), 0
    for item in items:
        if item.what == "take":
            takes.remove(item.name)
        else:
            path = project.root / item.name
            if not path.exists():
                continue
            path.unlink(missing_ok=True)
        freed += item.size
    return freed


def _of_the_user(now: float, older_than_s: float) -> Iterator[Item]:
    """Yield cached built-in sounds that no project of the user's has used for this long."""
    for path in _files(user_cache.user_cache() / "sounds"):
        found = path.stat()
        if now - found.st_mtime > older_than_s:
            yield Item(what="sound", name=str(path), size=found.st_size, age_s=now - found.st_mtime)


def _takes(project: Project, now: float, older_than_s: float) -> Iterator[Item]:
    for name, size, used_at in Folder(project.store).sizes():
        if now - used_at > older_than_s:
            yield Item(what="take", name=name, size=size, age_s=now - used_at)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _left(project: Project, now: float) -> Iterator[Item]:
    folders = (project.cache, project.root / "scripts", project.root / "output")
    paths = [project.root, *(folder for folder in folders if folder.is_dir())]
    found = (path for folder in paths[1:] for path in folder.rglob(f"{files.PREFIX}*"))
    for path in (*project.root.glob(f"{files.PREFIX}*"), *found):
        with suppress(FileNotFoundError):
            if leases.abandoned(path, files.PREFIX, now):
                yield from _item("unfinished file", path, project, now, -math.inf)


def _locks(project: Project, now: float, older_than_s: float) -> Iterator[Item]:
    folder = project.cache / "locks"
    for path in folder.iterdir() if folder.is_dir() else ():
        yield from _item("lock", path, project, now, max(older_than_s, leases.STALE_S))


def _item(what: What, path: Path, project: Project, now: float, older_than_s: float) -> Iterator[Item]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return
    if now - found.st_mtime > older_than_s and path.is_file():
        name = path.relative_to(project.root).as_posix()
        yield Item(what=what, name=name, size=found.st_size, age_s=now - found.st_mtime)
