"""The show as the page shows it, and its changes: facts in voices.yaml, a picture beside it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from drama.errors import DramaError, InputError
from drama.project import voices_file
from drama.publish import pictures
from drama.system import files
from drama.web.workspace import ConflictError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from drama.web.workspace import Workspace

_CATEGORIES = (
    "Fiction/Drama", "Fiction/Comedy Fiction", "Fiction/Science Fiction", "Arts/Books",
    "Arts/Performing Arts", "Kids & Family/Stories for Kids", "History", "True Crime",
)  # fmt: skip
"""Of Apple's list, those that stories come under; any other may be typed."""
_MOST_CHARACTERS = 4000


def show(workspace: Workspace) -> dict[str, Any]:
    """Return the facts of the show, its picture's address and fault, and the file's hash."""
    with workspace.held():
        hashed = workspace.voices_hash()
        facts = asdict(workspace.session().file.show)
    path = cover_path(workspace)
    return {
        "facts": facts,
        "has_cover": path is not None,
        "cover_fault": pictures.cover_fault(files.read_bytes(path)) if path else "",
        "categories": _CATEGORIES,
        "voices_hash": hashed,
    }


def title(workspace: Workspace) -> str:
    """Return what the show is called; empty where it has no title, or voices.yaml a fault."""
    try:
        with workspace.held():
            return workspace.session().file.show.title
    except DramaError:
        return ""


def change(workspace: Workspace, hashed: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Write the facts that differ into voices.yaml; return the show. ConflictError for another file's hash.

    InputError for what isn't valid; then nothing is written.
    """
    with workspace.held():
        if workspace.voices_hash() != hashed:
            raise ConflictError("voices.yaml")
        there = {name: _written(value) for name, value in show(workspace)["facts"].items()}
        wanted = {name: _written(value) for name, value in facts.items() if name in there and name != "cover"}

        def changed(text: str) -> str:
            for name, value in wanted.items():
                if value != there[name]:
                    text = voices_file.with_show_value(text, name, value)
            return text

        workspace.write_voices("", "", changed)
    return show(workspace)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).replace("\r\n", "\n").strip()[:_MOST_CHARACTERS]


def set_cover(workspace: Workspace, picture: bytes) -> dict[str, Any]:
    """Keep a picture as the show's cover, beside voices.yaml, and return the show."""
    name = f"cover{suffix_of(picture)}"
    with workspace.held():
        files.write_bytes(workspace.project.root / name, picture)
        if workspace.session().file.show.cover != name:
            workspace.write_voices("", "", lambda text: voices_file.with_show_value(text, "cover", name))
    return show(workspace)


def suffix_of(picture: bytes) -> str:
    """Return the file suffix of a picture; InputError for what is neither PNG nor JPEG."""
    kind = pictures.picture_kind(picture)
    if not kind:
        raise InputError(pictures.no_picture())
    return pictures.SUFFIXES_OF_PICTURES[kind]


def cover_path(workspace: Workspace) -> Path | None:
    """Return the show's picture; None where there is none."""
    with workspace.held():
        named = workspace.session().file.show.cover
    path = workspace.project.root / named if named else None
    return path if path and path.is_file() else None
