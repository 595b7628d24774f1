"""Stat signatures ("stamps"): from sizes and dates alone, has anything changed since an episode was finished?

This is only a fast first check for large collections: a story whose stamp equals the ledger's is fresh, and
every other is checked in full. As in git's index (https://git-scm.com/docs/racy-git), a story that changed so
recently that a later change could have the same date has no stamp.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from drama.project import Project, StoryFile

RACY_S = 2.0
"""The coarsest clock of a file system in use (FAT); dates on the others are finer."""


def shared(parts: Iterable[str]) -> str:
    """Return a digest of the inputs that a run's stories share: voices.yaml, program, engines, preset …"""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part.encode("utf-8", "surrogatepass")).digest())
    return digest.hexdigest()[:32]


def of_inputs(project: Project, entry: StoryFile, common: str, now: float) -> str:
    """Return the stamp of a story, its script and its human recordings; "" when the story has none.

    `common` is what shared() returned, `now` the seconds since 1970.
    """
    tale = mark(entry.path, before=now - RACY_S)
    if not tale:
        return ""
    scripts = (mark(path) or "-" for path in (project.script(entry.key), project.made(entry.key)))
    recordings = of_folder(project.recordings(entry.key))
    return " ".join((common, tale, *scripts, shared([recordings]) if recordings else "-"))


def of_folder(folder: Path) -> str:
    """Return the stamp of all files below a folder, by name; "" when there is no such folder."""
    if not folder.is_dir():
        return ""
    return " ".join(f"{path.name} {mark(path)}" for path in sorted(folder.rglob("*")) if path.is_file())


def of_episode(project: Project, key: str, suffix: str) -> str:
    """Return the stamp of a finished episode and its manifest, which is written last; "" when it has none."""
    episode, manifest = mark(project.episode(key, suffix)), mark(project.output(key) / "manifest.json")
    return f"{episode} {manifest}" if episode and manifest else ""


def joined(inputs: str, episode: str) -> str:
    """Return the stamp of a story and its episode; "" when either has none."""
    return f"{inputs} {episode}" if inputs and episode else ""


def mark(path: Path, before: float = float("inf")) -> str:
    """Return a file's size and date; "" when there is no file, or it changed at that time or later."""
    try:
        found = os.stat(path)  # noqa: PTH116 - faster than Path.stat, and there may be 500,000 of them
    except OSError:
        return ""
    return f"{found.st_size}:{found.st_mtime_ns}" if found.st_mtime < before else ""
