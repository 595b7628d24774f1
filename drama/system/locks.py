"""Locks between processes on one project; the system releases them when their holder dies."""

from __future__ import annotations

import errno
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from drama.system.files import failure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PAUSE_S = 0.1
_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
_UNKNOWN = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}
"""Errors of network folders without locks."""


@contextmanager
def held(path: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the lock of this name while the block runs; yield whether it is held.

    With `wait` the call blocks until the lock is free; without, it yields False when another process holds
    it. On a folder without locks it yields True: files are written atomically, so two writers only waste
    time. The empty lock file remains. InputError when it can't be created.
    """
    with _opened(path) as descriptor:
        while not (mine := _take(descriptor) is not False) and wait:
            time.sleep(_PAUSE_S)
        if mine:
            os.utime(path)  # cleaning up goes by the age
        yield mine


def are_known(path: Path) -> bool:
    """Return whether the lock's folder supports locks; InputError when the lock file can't be created."""
    with _opened(path) as descriptor:
        return _take(descriptor) is not None


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise failure(error, path) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> bool | None:
    """Return whether the lock was acquired; None when the folder doesn't support locks."""
    try:
        if os.name == "nt":
            import msvcrt  # noqa: PLC0415 - exists on Windows only

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        else:
            import fcntl  # noqa: PLC0415 - doesn't exist on Windows

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        if error.errno in _UNKNOWN:
            return None
        raise
    return True
