"""Atomic reading and writing of files: no reader ever sees a partly written file."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from drama.errors import InputError, Place, Problem
from drama.system.leases import abandoned, signed

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = ".drama-unfinished-"
"""Begins the name of every file that is being written, so that sweep() knows them."""


def failure(error: OSError, path: Path, doing: str = "write") -> InputError:
    """Return the InputError for a refusal of the system, with its reason and a hint."""
    reasons = {
        errno.ENOSPC: ("the disk is full", "free some space and run again; what is finished is kept"),
        errno.EDQUOT: (
            "your disk quota is used up",
            "free some space and run again; what is finished is kept",
        ),
        errno.EROFS: ("it is on a read-only disk", "copy the collection to a folder of your own"),
        errno.EACCES: (
            "permission denied",
            f"check who may {doing} {path.parent}, and whether it is read-only",
        ),
        errno.EPERM: (
            "permission denied",
            f"check who may {doing} {path.parent}, and whether it is read-only",
        ),
        errno.ENAMETOOLONG: ("the name is too long for this disk", "rename the story"),
        errno.ENOTDIR: (
            "a folder of its path is a file",
            f"move that file away to make room for {path.parent}",
        ),
        errno.EEXIST: (
            "a folder of its path is a file",
            f"move that file away to make room for {path.parent}",
        ),
        errno.EISDIR: ("it is a folder", "move the folder away, or choose another name"),
        errno.ENOENT: ("there is no such file", ""),
        errno.EFBIG: ("it would grow past the largest file allowed here", "raise the limit (ulimit -f)"),
    }
    reason, hint = reasons.get(error.errno or 0, (error.strerror or str(error), ""))
    return InputError(Problem(message=f"can't {doing} it: {reason}", place=Place(path=str(path)), hint=hint))


def refusal(error: OSError | MemoryError) -> InputError:
    """Return the InputError for what the system refused, with its place where the error names one."""
    if isinstance(error, MemoryError):
        hint = "try --jobs 1, or end other programs"
        return InputError(Problem(message="the memory isn't enough", hint=hint))
    if isinstance(error.filename, (str, bytes)) and error.filename:
        return failure(error, Path(os.fsdecode(error.filename)), "use")
    return InputError(Problem(message=f"the system refused: {error.strerror or error}"))


@contextmanager
def replacing(path: Path, *, durable: bool = True) -> Iterator[Path]:
    """Yield a new path in the same folder, with the same suffix; on success it replaces `path`.

    Missing parent folders are created. When the block raises, or is interrupted, `path` stays unchanged and
    the new file is removed. The file keeps the mode of the one it replaces; a symbolic link stays one.
    With `durable` the content is flushed to the disk before the rename, so that it survives a power cut.
    Raises InputError when the system refuses; an OSError of the block on another file is passed on as it is.
    """
    target = path.resolve() if path.is_symlink() else path
    temporary = target.parent / f"{signed(PREFIX)}{target.suffix}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
        yield temporary
        _settle(temporary, target, durable=durable)
    except OSError as error:
        # The encoder's segments lie in a folder that is named after the new file.
        place = str(error.filename or target)
        if place not in (str(target), str(target.parent)) and temporary.stem not in place:
            raise
        raise failure(error, path) from error
    finally:
        with suppress(OSError):  # it wasn't created, or its folder is gone; sweep() removes the rest
            temporary.unlink()


def _settle(temporary: Path, target: Path, *, durable: bool) -> None:
    if target.exists():
        temporary.chmod(target.stat().st_mode & 0o7777)
    if durable:
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
    temporary.replace(target)
    if durable and os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def write_bytes(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write a whole file, or leave it as it was; InputError when the system refuses."""
    with replacing(path, durable=durable) as temporary:
        temporary.write_bytes(content)


def write_text(path: Path, text: str, *, durable: bool = True) -> None:
    """Write a whole file as UTF-8 with the text's own line ends, or leave it as it was. InputError too."""
    write_bytes(path, text.encode("utf-8"), durable=durable)


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes; InputError when it is missing, a folder, or not readable."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise failure(error, path, "read") from error


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal; InputError when it can't be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise failure(error, path, "read") from error


def read_text(path: Path) -> str:
    """Return a UTF-8 file's text with its own line ends and byte order mark; InputError if invalid."""
    content = read_bytes(path)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        before = content[: error.start]
        place = Place(
            path=str(path),
            line=before.count(b"\n") + 1,
            column=len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1,
        )
        found = "it is UTF-16" if utf16 else f"byte 0x{content[error.start]:02x}"
        hint = "save it as UTF-8 in your editor"
        raise InputError(
            Problem(message=f"the file is not UTF-8 ({found})", place=place, hint=hint)
        ) from error


def sweep(folder: Path) -> None:
    """Remove the temporary files of killed writers from a folder."""
    now = time.time()
    with suppress(OSError):  # there is no such folder, or it is not readable
        for path in [path for path in folder.iterdir() if path.name.startswith(PREFIX)]:
            with suppress(OSError):  # another process swept it, or we may not: a leftover does no harm
                if abandoned(path, PREFIX, now):
                    # The encoder keeps its segments in a folder that is named after the unfinished file.
                    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
