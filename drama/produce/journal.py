"""The journal of edits: the lines that each change of a file removed and added, so that it can be undone.

It is stored as JSON lines, one an edit, in scripts/.made/NUMBER.journal, and so outlives the program. An undo
finds the changed lines by their context, even if the file was edited elsewhere since. Where they are gone, it
is refused and the file stays as it is.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from drama.errors import InputError, Place, Problem, UsageError
from drama.project import script_file, voices_file
from drama.system import files, json_values, locks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.project import Project

SCHEMA = "drama-journal/1"
MOST = 500
"""Most edits stored for a story."""
_CONTEXT = 3
"""Lines of context on either side, to find a change in a file that was edited since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of one file: whole lines, with their context."""

    file: str
    """Relative to the project's folder, with forward slashes."""
    line: int
    """Index of the first line that was changed."""
    before: tuple[str, ...]
    after: tuple[str, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One edit by a person: what it did and which files it changed."""

    said: str
    changes: tuple[Change, ...]
    at: float
    """Seconds since 1970."""
    cues: tuple[int, ...] = ()


def change(file: str, before: str, after: str) -> Change | None:
    """Return the difference of two texts as one block of lines; None when they are equal."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    first = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    if first == len(old) == len(new):
        return None
    most = min(len(old), len(new)) - first
    same = next((i for i in range(most) if old[-1 - i] != new[-1 - i]), most)
    end_old, end_new = len(old) - same, len(new) - same
    return Change(
        file=file,
        line=first,
        before=tuple(old[first:end_old]),
        after=tuple(new[first:end_new]),
        above=tuple(old[max(0, first - _CONTEXT) : first]),
        below=tuple(old[end_old : end_old + _CONTEXT]),
    )


def undone(text: str, made: Change) -> str:
    """Return a file's text without a change; UsageError when its lines are no longer there."""
    lines = text.splitlines(keepends=True)
    whole = [*made.above, *made.after, *made.below]
    places = [made.line - len(made.above), *range(len(lines) - len(whole) + 1)]
    found = next((at for at in places if at >= 0 and lines[at : at + len(whole)] == whole), None)
    if found is None:
        message = f"{made.file} was changed since, where this edit is"
        raise UsageError(Problem(message=message, hint="change it in the file, or on the page"))
    start = found + len(made.above)
    return "".join([*lines[:start], *made.before, *lines[start + len(made.after) :]])


def undo(project: Project, key: str) -> Entry:
    """Undo the last edit of a story that isn't undone yet, and return it.

    Either all its files are restored or none. UsageError when there is no edit to undo, or the same lines
    were changed since; InputError when a restored file would no longer be valid.
    """
    path = project.journal(key)
    with locks.held(project.cache / "locks" / f"edit-{key}", wait=True):
        entries = read(path)
        if not entries:
            message = f"there is no edit of story {key} to undo"
            raise UsageError(Problem(message=message, hint="edits made on the page (`drama open`) are noted"))
        last = entries[-1]
        own = {script_file: project.script(key), voices_file: project.voices}
        texts = {}
        for one in last.changes:
            for reader, file in own.items():
                if project.root / one.file == file:
                    texts[file] = undone(files.read_text(file), one)
                    reader.parse(texts[file], file)
        for file, text in texts.items():
            files.write_text(file, text)
        write(path, entries[:-1])
    return last


def read(path: Path) -> tuple[Entry, ...]:
    """Return a journal's entries, the oldest first; none where there is no journal."""
    if not path.exists():
        return ()
    found = []
    for number, line in enumerate(files.read_text(path).splitlines(), 1):
        try:
            content = json_values.parsed(line)
            changes = tuple(_change(one) for one in content["changes"])
            found.append(
                Entry(said=content["said"], changes=changes, at=content["at"], cues=tuple(content["cues"]))
            )
        except (ValueError, KeyError, TypeError) as error:
            place = Place(path=str(path), line=number)
            message = "this is no line of a journal"
            raise InputError(
                Problem(message=message, place=place, hint="delete the line, or the file, to go on")
            ) from error
    return tuple(found)


def _change(content: dict[str, Any]) -> Change:
    lines = {name: tuple(content[name]) for name in ("before", "after", "above", "below")}
    return Change(file=content["file"], line=content["line"], **lines)


def note(path: Path, said: str, changes: Sequence[Change], cues: Sequence[int] = ()) -> None:
    """Append an entry to a journal; over the limit the oldest are dropped."""
    entry = Entry(said=said, changes=tuple(changes), at=time.time(), cues=tuple(cues))
    write(path, (*read(path), entry)[-MOST:])


def write(path: Path, entries: Sequence[Entry]) -> None:
    """Write a journal whole."""
    lines = [
        json.dumps({"schema": SCHEMA, **asdict(entry)}, ensure_ascii=False, sort_keys=True)
        for entry in entries
    ]
    files.write_text(path, "".join(line + "\n" for line in lines))
