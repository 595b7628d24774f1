"""Folders among the system's temporary ones that outlive no process for long, not even a killed one."""

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
    """A new folder of one process. It goes when it is closed or let go, or else when another one is made."""

    def __init__(self, kind: str) -> None:
        """Make the folder and remove those of its kind that nobody uses; EngineError when that fails."""
        temporary, prefix = Path(tempfile.gettempdir()), f"drama-{kind}-"
        _sweep(temporary, prefix)
        self.path = temporary / signed(prefix)
        try:
            self.path.mkdir(mode=0o700)
        except OSError as error:
            message = f"can't make a temporary folder: {error.strerror}"
            raise EngineError(Problem(message=message, hint="set TMPDIR to a folder with room")) from error
        # Unlike a TemporaryDirectory this needs no close(), and warns of none: engines live with the program.
        self._removal = weakref.finalize(self, _remove, self.path, os.getpid())

    def close(self) -> None:
        """Remove the folder with all that is in it."""
        self._removal()


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # a process that was forked meanwhile has the object, too
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(temporary: Path, prefix: str) -> None:
    with suppress(OSError):
        for path in temporary.glob(f"{prefix}*"):
            with suppress(FileNotFoundError):  # somebody else is sweeping, too
                if abandoned(path, prefix, time.time()):
                    shutil.rmtree(path, ignore_errors=True)
