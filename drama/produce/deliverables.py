"""Deliverables: what is made of a story for a shop, a player or an editor, recorded so that it is made once.

Each has a name, its files in one folder, and a manifest of what they were made from: NAME.deliverable.json.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from drama.project import safe_name
from drama.system import files, json_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SCHEMA = "drama-deliverable/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of a deliverable."""

    path: Path
    facts: tuple[tuple[str, float | str], ...] = ()
    """Its properties beside the size: duration_s, integrated_lufs …, sorted."""

    def fact(self, name: str) -> float:
        """Return a numeric property; KeyError for one that isn't known."""
        return float(dict(self.facts)[name])


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverable:
    """The files made for one purpose."""

    name: str
    files: tuple[File, ...]
    fresh: bool = False
    """True when it was found up to date."""
    notes: tuple[str, ...] = field(default=())
    """Remarks for the publisher."""


def found(folder: Path, name: str, inputs: Mapping[str, str]) -> Deliverable | None:
    """Return a deliverable made from these inputs, if its files are intact; None when it has to be made."""
    note = read(folder, name)
    if note.get("inputs") != dict(inputs):
        return None
    made = []
    for one in note["files"]:
        path = folder / str(one["file"])
        if not path.is_file() or path.stat().st_size != one["bytes"] or digest(path) != one["sha256"]:
            return None
        made.append(File(path=path, facts=tuple(sorted(one["facts"].items()))))
    return Deliverable(name=name, files=tuple(made), fresh=True, notes=tuple(note.get("notes", ())))


def seal(
    folder: Path, name: str, inputs: Mapping[str, str], made: Sequence[File], notes: Sequence[str] = ()
) -> Deliverable:
    """Write a deliverable's manifest and return it; files that only an earlier version had are removed."""
    kept = {one.path for one in made}
    for one in read(folder, name).get("files", ()):
        path = folder / str(one["file"])
        if path not in kept and path.resolve().is_relative_to(folder.resolve()):
            path.unlink(missing_ok=True)
    content = {
        "schema": SCHEMA,
        "name": name,
        "inputs": dict(inputs),
        "files": [
            {
                "file": one.path.relative_to(folder).as_posix(),
                "bytes": one.path.stat().st_size,
                "sha256": digest(one.path),
                "facts": dict(one.facts),
            }
            for one in made
        ],
        "notes": list(notes),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    files.write_text(_note(folder, name), text)
    return Deliverable(name=name, files=tuple(made), notes=tuple(notes))


def read(folder: Path, name: str) -> dict[str, Any]:
    """Return the manifest of a deliverable; empty when there is none that can be read."""
    try:
        note = json_values.parsed(_note(folder, name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) and note.get("schema") == SCHEMA else {}


def unseal(folder: Path, name: str) -> None:
    """Mark a deliverable as unfinished."""
    note = read(folder, name)
    if note:
        # The list of files stays, so that they can be removed; without inputs it is never fresh.
        note["inputs"] = {}
        files.write_text(_note(folder, name), json.dumps(note, ensure_ascii=False, sort_keys=True) + "\n")


def _note(folder: Path, name: str) -> Path:
    return folder / f"{safe_name(name)}.deliverable.json"


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
