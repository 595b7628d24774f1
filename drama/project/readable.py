"""Which files of a collection can't be read, and why: each is looked into once.

What was found is kept in the cache by the file's size and date. As in git's index, a file that changed a
moment ago isn't remembered: a later change could have the same date.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from drama.errors import InputError, Place, Problem
from drama.project import readers, story_file
from drama.system import files, fingerprint, json_values

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from drama.project.layout import Project, StoryFile

SCHEMA = "drama-readable/1"
_RACY_S = 2.0


def faults(project: Project, entries: Iterable[StoryFile]) -> dict[str, Problem]:
    """Return what is wrong with each story that can't be read, by its key; those that can be aren't in it."""
    path = project.cache / "readable.json"
    known = _read(path)
    found, now = dict[str, Problem](), time.time()
    fresh: dict[str, tuple[str, Problem | None]] = {}
    for entry in entries:
        name, mark = str(entry.path), _mark(entry.path, now)
        before = known.get(name)
        problem = before[1] if before and mark and before[0] == mark else _fault(entry.path)
        if problem:
            found[entry.key] = problem
        if mark and (mark, problem) != before:
            fresh[name] = (mark, problem)
    if fresh:
        _write(path, known | fresh)
    return found


def unread(project: Project) -> tuple[Problem, ...]:
    """Return a problem for each file in stories/ that is no kind of story, nor the picture of one."""
    hint = f"stories are {', '.join(readers.SUFFIXES)}"
    message = "no kind of story that is read here"
    return tuple(
        Problem(message=message, place=Place(path=str(path)), hint=hint) for path in project.unread()
    )


def _fault(path: Path) -> Problem | None:
    try:
        story_file.check(path)
    except InputError as error:
        return error.problems[0]
    return None


def _mark(path: Path, now: float) -> str:
    """Return a file's size and date; "" for one that isn't there or changed a moment ago."""
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_size}:{status.st_mtime_ns}" if status.st_mtime < now - _RACY_S else ""


def _read(path: Path) -> dict[str, tuple[str, Problem | None]]:
    """Return what is known of each file; nothing where another program or a damaged file says it."""
    try:
        content = json_values.parsed(path.read_text(encoding="utf-8"))
        if (content["schema"], content["program"]) != (SCHEMA, fingerprint.whole_program()):
            return {}
        return {
            name: (mark, Problem(message=said[0], place=Place(path=name), hint=said[1]) if said else None)
            for name, (mark, *said) in content["files"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return {}


def _write(path: Path, known: dict[str, tuple[str, Problem | None]]) -> None:
    content = {
        "schema": SCHEMA,
        "program": fingerprint.whole_program(),
        "files": {
            name: [mark, problem.message, problem.hint] if problem else [mark]
            for name, (mark, problem) in known.items()
        },
    }
    files.write_text(path, json.dumps(content, sort_keys=True) + "\n", durable=False)
