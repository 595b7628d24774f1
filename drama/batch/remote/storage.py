"""A collection on object storage or another machine, through fsspec: one listing, atomic reads and writes.

Needs the extra "cluster". A place is a URL that fsspec supports: s3://bucket/folder, gs://…, memory://….
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from drama.errors import InputError, Place, Problem, UsageError
from drama.speech import COMMON
from drama.system import distribution, files, leases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from drama.speech import Backend

WHOLE_PUTS = {"s3", "s3a", "gs", "gcs", "abfs", "az", "adl", "memory"}
"""Protocols whose writes are atomic; elsewhere a file is written under a temporary name and renamed."""


def is_remote(place: str) -> bool:
    """Return whether a --project is a URL for fsspec, not a local folder."""
    return "://" in place and not place.startswith("file://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A file of a listing."""

    size: int
    stamp: str
    """Changes when the file does: its ETag, checksum or time, whichever the storage reports."""
    time_s: float
    """Last change in seconds since 1970; 0 where the storage doesn't report it."""


class Storage:
    """A folder on any storage; names are relative to it, with forward slashes."""

    def __init__(self, url: str) -> None:
        """Open the folder; UsageError when fsspec or the storage's own package is missing."""
        if importlib.util.find_spec("fsspec") is None:
            hint = distribution.install_command("cluster")
            raise UsageError(Problem(message=f"{url} needs fsspec, which is not installed", hint=hint))
        self.url = url.rstrip("/")
        try:
            self._files: Any
            self._files, self._root = import_module("fsspec").core.url_to_fs(self.url)
        except (ImportError, ValueError) as error:
            raise UsageError(Problem(message=f"{url}: {error}")) from error
        protocols = self._files.protocol
        self._puts_whole = not WHOLE_PUTS.isdisjoint([protocols] if isinstance(protocols, str) else protocols)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def listing(self, under: str = "", but: str = "") -> dict[str, Listed]:
        """Return every file below a folder, in one bulk listing; empty when there is no such folder.

        With `but`, the folder of that name in it is left out, and each of the others has a bulk listing.
        """
        top = self._path(under) if under else self._root
        self._files.invalidate_cache()
        try:
            found = self._files.find(top, detail=True) if not but else self._found(top, but)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise self._failure(under, "list", error) from error
        start = len(self._root.rstrip("/")) + 1
        return {
            path[start:] if path.startswith(self._root) else path.lstrip("/")[start - 1 :]: _listed(info)
            for path, info in found.items()
            if not path.rsplit("/", 1)[-1].startswith(files.PREFIX)
        }

    def _found(self, top: str, but: str) -> dict[str, dict[str, Any]]:
        found = {info["name"]: info for info in self._files.ls(top, detail=True)}
        for path in [path for path, info in found.items() if info["type"] == "directory"]:
            del found[path]
            if path.rstrip("/").rsplit("/", 1)[-1] != but:
                found |= self._files.find(path, detail=True)
        return found

    def look(self, name: str) -> Listed | None:
        """Return one file as it is now; None when there is none."""
        self._files.invalidate_cache()
        try:
            return _listed(self._files.info(self._path(name)))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._failure(name, "look at", error) from error

    def read(self, name: str) -> bytes:
        """Return a file's content; KeyError when there is none."""
        try:
            content: bytes = self._files.cat_file(self._path(name))
        except FileNotFoundError as error:
            raise KeyError(name) from error
        except OSError as error:
            raise self._failure(name, "read", error) from error
        return content

    def write(self, name: str, content: bytes) -> None:
        """Write a file atomically: a reader sees the old one or the new one."""
        path = self._path(name)
        try:
            if self._puts_whole:
                self._files.pipe_file(path, content)
                return
            folder = path.rsplit("/", 1)[0]
            temporary = f"{folder}/{leases.signed(files.PREFIX)}"
            self._files.makedirs(folder, exist_ok=True)
            self._files.pipe_file(temporary, content)
            self._files.mv(temporary, path)
        except OSError as error:
            raise self._failure(name, "write", error) from error

    def remove(self, name: str) -> None:
        """Remove a file; nothing happens when it isn't there."""
        try:
            self._files.rm_file(self._path(name))
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._failure(name, "remove", error) from error

    def pull(self, names: Iterable[str], folder: Path) -> None:
        """Fetch files into a folder on this machine, under the same names; KeyError when one is missing."""
        wanted = sorted(set(names))
        for name in wanted:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if not wanted:
            return
        try:
            self._files.get([self._path(name) for name in wanted], [str(folder / name) for name in wanted])
        except FileNotFoundError as error:
            raise KeyError(str(error)) from error
        except OSError as error:
            raise self._failure(wanted[0], "read", error) from error

    def push(self, folder: Path, names: Iterable[str], *, last: str) -> None:
        """Upload files of a folder under the same names, then `last`, which marks the upload as complete."""
        for name in sorted(set(names) - {last}):
            self.write(name, (folder / name).read_bytes())
        self.write(last, (folder / last).read_bytes())

    def _failure(self, name: str, doing: str, error: OSError) -> InputError:
        place = Place(path=f"{self.url}/{name}")
        hint = "check the address, your rights there and the network; what is finished is kept"
        return InputError(Problem(message=f"can't {doing} it: {error}", place=place, hint=hint))


def _listed(info: dict[str, Any]) -> Listed:
    changed = next(
        (info[key] for key in ("LastModified", "mtime", "updated", "created") if info.get(key)), 0.0
    )
    time_s = changed.timestamp() if hasattr(changed, "timestamp") else float(changed or 0.0)
    stamp = next((info[key] for key in ("ETag", "etag", "md5Hash") if info.get(key)), time_s)
    return Listed(size=int(info.get("size") or 0), stamp=str(stamp), time_s=time_s)


class ObjectBackend:
    """A Backend of takes on a storage, one file a take; it lists them once, and then adds what it writes.

    So its folder should contain only what is needed: one story's takes, or those of all voices. It doesn't
    see what others write meanwhile: such a take is spoken again, with the same result. Whatever it reads or
    writes is cached in a local backend, and isn't fetched again.
    """

    def __init__(self, storage: Storage, folder: str, near: Backend) -> None:
        """Use a folder in the storage and a local backend, which may be emptied at any time."""
        self._storage = storage
        self._near = near
        self._folder = folder

    @cached_property
    def _names(self) -> set[str]:
        return {name for name, _size, _time_s in self.sizes()}

    def _name(self, name: str) -> str:
        return f"{self._folder}/{name}"

    def having(self, names: Iterable[str]) -> set[str]:
        """Return those of the names that existed at the first request, or were written since."""
        return self._names.intersection(names)

    def read(self, name: str) -> bytes:
        """Return what was written under the name; KeyError, without a request, when there is nothing."""
        if name not in self._names:
            raise KeyError(name)
        try:
            return self._near.read(name)
        except KeyError:
            content = self._storage.read(self._name(name))
        self._near.write(name, content)
        return content

    def head(self, name: str) -> bytes:
        """Return the first line of what was written under the name; KeyError when there is nothing."""
        return self.read(name).partition(b"\n")[0]

    def signature(self, name: str) -> str:
        """Return nothing: another machine may write here."""
        del name
        return ""

    def write(self, name: str, content: bytes) -> None:
        """Keep the content under the name, wholly or not at all; the last of several writers wins."""
        self._storage.write(self._name(name), content)
        self._near.write(name, content)
        self._names.add(name)

    def remove(self, name: str) -> None:
        """Forget the name; nothing happens when it isn't there."""
        self._storage.remove(self._name(name))
        self._near.remove(name)
        self._names.discard(name)

    def sizes(self) -> Iterator[tuple[str, int, float]]:
        """Yield each name with its size in bytes and the time when it was written, since 1970."""
        for path, listed in self._storage.listing(self._folder).items():
            yield path.rsplit("/", 1)[-1], listed.size, listed.time_s


class DividedBackend:
    """A Backend of takes in two parts: those that many stories share, and those of one story."""

    def __init__(self, common: Backend, own: Backend) -> None:
        """Use one backend for the names that begin with COMMON, and another for the rest."""
        self._common = common
        self._own = own

    def _of(self, name: str) -> Backend:
        return self._common if name.startswith(COMMON) else self._own

    def having(self, names: Iterable[str]) -> set[str]:
        """Return those of the names that exist in their backend."""
        asked = set(names)
        common = {name for name in asked if self._of(name) is self._common}
        return self._common.having(common) | self._own.having(asked - common)

    def read(self, name: str) -> bytes:
        """Return what was written under the name; KeyError when there is nothing."""
        return self._of(name).read(name)

    def head(self, name: str) -> bytes:
        """Return the first line of what was written under the name; KeyError when there is nothing."""
        return self._of(name).head(name)

    def signature(self, name: str) -> str:
        """Return what the name's backend says of it."""
        return self._of(name).signature(name)

    def write(self, name: str, content: bytes) -> None:
        """Keep the content under the name, wholly or not at all; the last of several writers wins."""
        self._of(name).write(name, content)

    def remove(self, name: str) -> None:
        """Forget the name; nothing happens when it isn't there."""
        self._of(name).remove(name)

    def sizes(self) -> Iterator[tuple[str, int, float]]:
        """Yield each name of both parts with its size in bytes and the time when it was written."""
        yield from self._common.sizes()
        yield from self._own.sizes()
