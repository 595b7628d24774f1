"""Watching a project's files: which stories a change on the disk affects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from drama.project.layout import Project

EVERY_S = 0.5
ALL = ""
"""Stands for every story: voices.yaml or a sound was changed."""
_Mark = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What was changed since the last look."""

    keys: frozenset[str]
    """Keys of stories; includes ALL when any story may be affected."""
    stories: bool
    """Whether story files were added or removed."""


class Watch:
    """Polls size and time of the files that people edit, and of episodes if asked."""

    def __init__(self, project: Project, *, episodes: bool) -> None:
        """Begin with the files' current state."""
        self._project = project
        self._episodes = episodes
        self._seen = self._look()

    def changed(self) -> Changed | None:
        """Return what changed since the last call; None when nothing did."""
        now = self._look()
        before, self._seen = self._seen, now
        files = {path for path in now.keys() | before.keys() if now.get(path) != before.get(path)}
        if not files:
            return None
        stories = any(
            path.parent == self._project.stories_folder and (path in now) != (path in before)
            for path in files
        )
        return Changed(keys=frozenset(self._key(path) for path in files), stories=stories)

    def _look(self) -> dict[Path, _Mark]:
        root = self._project.root
        folders = [self._project.stories_folder, root / "scripts", root / "sounds", *_folders(root / "takes")]
        folders += [root / "output"] * self._episodes
        found = {}
        for path in [self._project.voices, *(path for folder in folders for path in _files(folder))]:
            try:
                status = path.stat()
            except OSError:
                continue
            found[path] = (status.st_mtime_ns, status.st_size)
        return found

    def _key(self, path: Path) -> str:
        root = self._project.root
        if path.parent in (root / "scripts", root / "output"):
            return path.stem
        if path.parent.parent == root / "takes":
            return path.parent.name
        if path.parent == self._project.stories_folder:
            keys = [entry.key for entry in self._project.stories() if entry.path == path]
            return keys[0] if keys else ALL
        return ALL


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".") and path.is_file()]
    except OSError:
        return []


def _folders(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".") and path.is_dir()]
    except OSError:
        return []
