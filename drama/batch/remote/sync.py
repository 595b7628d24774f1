"""One-way sync of a folder from a storage: changed files are fetched, deleted ones are removed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from drama.errors import InputError, Problem
from drama.system import files, json_values

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from drama.batch.remote.storage import Storage

INDEX = ".drama/remote.json"
SCHEMA = "drama-remote/1"


class Follower:
    """A folder, and the stamps of the files fetched into it."""

    def __init__(self, storage: Storage, folder: Path) -> None:
        """Use this storage and this folder, with the files that an earlier follower left in it."""
        self.storage = storage
        self.folder = folder
        self.stamps = _read(folder / INDEX, storage.url)

    def follow(self, wanted: Mapping[str, str]) -> None:
        """Fetch these files (name and stamp) where they changed; remove others that were fetched before."""
        for name in sorted(self.stamps.keys() - wanted.keys()):
            (self.folder / name).unlink(missing_ok=True)
        there = {
            name: stamp
            for name, stamp in self.stamps.items()
            if wanted.get(name) == stamp and (self.folder / name).exists()
        }
        self.storage.pull((_checked(name) for name in wanted if name not in there), self.folder)
        self.stamps = dict(wanted)
        index = {"schema": SCHEMA, "url": self.storage.url, "stamps": self.stamps}
        files.write_text(self.folder / INDEX, json.dumps(index, sort_keys=True) + "\n", durable=False)


def stand_in(path: Path, size: int) -> None:
    """Create a placeholder of this size for an episode that isn't fetched; one of that size is left alone."""
    if path.exists() and path.stat().st_size == size:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(size)


def _checked(name: str) -> str:
    """Return a name from a listing; InputError for one that leads out of the folder."""
    if name.startswith("/") or ".." in name.split("/") or "\\" in name:
        raise InputError(Problem(message=f"the storage lists a file {name!r}, which can't be followed"))
    return name


def _read(path: Path, url: str) -> dict[str, str]:
    try:
        index = json_values.parsed(path.read_text(encoding="utf-8"))
        whole = index["schema"] == SCHEMA and index["url"] == url
        return dict(index["stamps"]) if whole else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
