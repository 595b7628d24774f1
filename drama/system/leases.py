"""Owners: names that tell the process that made a file, so that what killed ones left can be swept away."""

from __future__ import annotations

import functools
import hashlib
import os
import platform
import secrets
from contextlib import suppress
from pathlib import Path

STALE_S = 24 * 3600.0
"""Age from which nobody can be at work on a file any more, should nothing else tell."""


def signed(prefix: str) -> str:
    """Return a new name that begins so and holds this process."""
    return f"{prefix}{_machine()}-{os.getpid()}.{_since(os.getpid())}-{secrets.token_hex(6)}"


def abandoned(path: Path, prefix: str, now: float) -> bool:
    """Return whether a file or folder with a name of signed() has no owner any more.

    A process of this machine is asked for by its number; anybody else's counts as abandoned after a day.
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
    """Return when a process began, by the system's ticks (proc(5)); "" when it has ended or nothing tells.

    Numbers are given out again after 32,768 processes; and who was killed keeps theirs until somebody asks.
    """
    try:
        found = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    fields = found.rpartition(")")[2].split()
    return "" if fields[0] in "ZX" else fields[19]


@functools.cache
def _machine() -> str:
    """Return what tells this machine, since it started, from all others that may share a folder with it.

    Containers count as machines: their process numbers mean nothing outside.
    """
    known = [platform.node()]
    with suppress(OSError):
        known.append(Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii"))
        known.append(str(Path("/proc/self/ns/pid").readlink()))
    return hashlib.sha256("\n".join(known).encode()).hexdigest()[:8]
