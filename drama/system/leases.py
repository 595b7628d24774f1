"""Leases: file names that identify the process that made a file, to find the leftovers of killed ones."""

from __future__ import annotations

import functools
import hashlib
import os
import platform
import secrets
from contextlib import suppress
from pathlib import Path

STALE_S = 24 * 3600.0
"""Age from which a file counts as abandoned when its owner can't be checked."""


def signed(prefix: str) -> str:
    """Return a new name that begins with the prefix and identifies this process."""
    return f"{prefix}{_machine()}-{_process(os.getpid())}-{secrets.token_hex(6)}"


def abandoned(path: Path, prefix: str, now: float) -> bool:
    """Return whether the owner of a file or folder, named by signed(), is gone.

    A process of this machine is checked by its id; a file of any other counts as abandoned after a day.
    `now` is in seconds since 1970. OSError when the file is gone.
    """
    machine, _, rest = path.name.removeprefix(prefix).partition("-")
    process, _, since = rest.partition("-")[0].partition(".")
    if os.name == "posix" and machine == _machine() and process.isdigit() and not _runs(int(process), since):
        return True
    return now - path.stat().st_mtime > STALE_S


def _runs(process: int, since: str) -> bool:
    if since:
        return _since(process) == since
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _since(process: int) -> str:
    """Return a process's start time in clock ticks (proc(5)); "" when it has ended or this is unknown.

    Process ids are reused after 32,768 processes, and a killed process keeps its id until it is reaped.
    """
    try:
        found = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    fields = found.rpartition(")")[2].split()
    return "" if fields[0] in "ZX" else fields[19]


@functools.cache
def _process(own: int) -> str:
    """Return the id of this process and its start time; a fork has another id."""
    return f"{own}.{_since(own)}"


@functools.cache
def _machine() -> str:
    """Return an id of this machine since its boot, distinct from others that may share a folder with it.

    Containers count as machines: their process ids mean nothing outside.
    """
    known = [platform.node()]
    with suppress(OSError):
        known.append(Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii"))
        known.append(str(Path("/proc/self/ns/pid").readlink()))
    return hashlib.sha256("\n".join(known).encode()).hexdigest()[:8]
