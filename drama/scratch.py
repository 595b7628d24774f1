"""Folders among the system's temporary ones that outlive no process for long, not even a killed one."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import weakref
from contextlib import ExitStack
from pathlib import Path

from drama.errors import DramaError, EngineError, Problem
from drama.locks import held

_LOCK = "in-use.lock"
_YOUNG_S = 60.0
"""So long a folder is left alone: its maker may not have locked it yet."""


class Scratch:
    """A new folder of one process. It goes when it is closed or let go, or else when another one is made."""

    def __init__(self, kind: str) -> None:
        """Make the folder and remove those of its kind that nobody holds; EngineError when that fails."""
        prefix = f"drama-{kind}-"
        _sweep(Path(tempfile.gettempdir()), prefix)
        try:
            self.path = Path(tempfile.mkdtemp(prefix=prefix))
        except OSError as error:
            message = f"can't make a temporary folder: {error.strerror}"
            raise EngineError(Problem(message=message, hint="set TMPDIR to a folder with room")) from error
        lock = ExitStack()
        lock.enter_context(held(self.path / _LOCK, wait=True))
        # Unlike a TemporaryDirectory this needs no close(), and warns of none: engines live with the program.
        self._removal = weakref.finalize(self, _remove, self.path, lock, os.getpid())

    def close(self) -> None:
        """Remove the folder with all that is in it."""
        self._removal()


def _remove(folder: Path, lock: ExitStack, owner: int) -> None:
    if os.getpid() == owner:  # a process that was forked meanwhile has the object, too
        lock.close()
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(temporary: Path, prefix: str) -> None:
    """Remove the folders of a kind whose processes are gone."""
    try:
        found = [path for path in temporary.iterdir() if path.name.startswith(prefix)]
    except OSError:
        return
    for path in found:
        try:
            status = path.lstat()
            if os.name == "posix" and status.st_uid != os.getuid():
                continue
            if time.time() - status.st_mtime < _YOUNG_S:
                continue
            with held(path / _LOCK, wait=False) as mine:
                pass
        except (OSError, DramaError):
            continue  # somebody else is sweeping it
        if mine:
            shutil.rmtree(path, ignore_errors=True)
