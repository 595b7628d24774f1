"""Temporary folders of one process, which are removed even if the process is killed."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import weakref
from contextlib import suppress
from pathlib import Path

from drama.errors import EngineError, Problem
from drama.system.leases import abandoned, signed


class Scratch:
    """A new temporary folder of this process, removed when closed or collected, or by a later Scratch."""

    def __init__(self, kind: str) -> None:
        """Create the folder and remove abandoned ones of its kind; EngineError when that fails."""
        temporary, prefix = Path(tempfile.gettempdir()), f"drama-{kind}-"
        _sweep(temporary, prefix)
        self.path = temporary / signed(prefix)
        try:
            self.path.mkdir(mode=0o700)
        except OSError as error:
            message = f"can't make a temporary folder: {error.strerror}"
            raise EngineError(Problem(message=message, hint="set TMPDIR to a folder with room")) from error
        # Unlike TemporaryDirectory it doesn't warn without close(): engines live as long as the program.
        self._removal = weakref.finalize(self, _remove, self.path, os.getpid())

    def close(self) -> None:
        """Remove the folder with all that is in it."""
        self._removal()


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # a forked process has the object, too
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(temporary: Path, prefix: str) -> None:
    with suppress(OSError):
        for path in temporary.glob(f"{prefix}*"):
            with suppress(FileNotFoundError):  # another process is sweeping, too
                if abandoned(path, prefix, time.time()):
                    shutil.rmtree(path, ignore_errors=True)
