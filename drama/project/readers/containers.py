"""Safe reading of zipped files: unpacked sizes are bounded, and nothing is written to disk."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from drama.errors import InputError, Place, Problem

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

MOST_ENTRIES = 20_000
MOST_PART_BYTES = 64_000_000
"""Of one part, unpacked."""
MOST_BYTES = 400_000_000
"""Of all parts that are read, unpacked."""


class Container:
    """An open zipped file that counts the bytes read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.read_bytes = 0
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self.refusal(f"the file is damaged: {_said(error)}") from error
        if len(self._zip.infolist()) > MOST_ENTRIES:
            raise self.refusal(f"it holds {len(self._zip.infolist()):,} files, which no book does")
        self.names = frozenset(self._zip.namelist())

    def __enter__(self) -> Container:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def read(self, name: str) -> bytes:
        """Return a part's content; InputError where it is missing, damaged, locked or too large."""
        try:
            with self._zip.open(name) as part:
                content = part.read(MOST_PART_BYTES + 1)
        except KeyError as error:
            raise self.refusal(f"its part {name!r} is missing") from error
        except (
            zipfile.BadZipFile,
            OSError,
            EOFError,
            ValueError,
            RuntimeError,
            NotImplementedError,
            zlib.error,
        ) as error:
            raise self.refusal(f"its part {name!r} can't be read: {_said(error)}") from error
        self.read_bytes += len(content)
        if len(content) > MOST_PART_BYTES or self.read_bytes > MOST_BYTES:
            raise self.refusal(f"it unpacks to more than a book can hold (at {name!r})")
        return content

    def xml(self, name: str) -> etree._Element:
        """Return a part as XML; InputError where it is none. Entities aren't followed, nothing is fetched."""
        return parsed(self.read(name), self.path, name)

    def resolved(self, base: str, link: str) -> str:
        """Return the name of the part that a link in `base` points to; empty for one out of the file."""
        target = unquote(link.split("#", maxsplit=1)[0])
        name = posixpath.normpath(posixpath.join(posixpath.dirname(base), target)) if target else base
        return name if name in self.names else ""

    def refusal(self, message: str) -> InputError:
        """Return the error that says what is wrong with the file."""
        hint = "save it again with the program that it was made with, or give the story as plain text"
        return InputError(Problem(message=message, place=Place(path=str(self.path)), hint=hint))


def parsed(content: bytes, path: Path, name: str) -> etree._Element:
    """Return XML as a tree; InputError where it isn't well-formed, or defines entities."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    if b"<!ENTITY" in content[:100_000]:
        raise _damaged(path, name, "it defines entities, which no such file needs")
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _damaged(path, name, _said(error)) from error


def _damaged(path: Path, name: str, why: str) -> InputError:
    hint = "save it again with the program that it was made with, or give the story as plain text"
    return InputError(
        Problem(message=f"its part {name!r} is damaged: {why}", place=Place(path=str(path)), hint=hint)
    )


def _said(error: Exception) -> str:
    return str(error).split("\n")[0][:120] or type(error).__name__
