"""What processes there are, for tests that kill some."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def children(pid: int) -> list[int]:
    """Return the processes below one, by /proc."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # the thread has ended since it was listed
            for child in map(int, task.read_text().split()):
                found += [child, *children(child)]
    return found
