"""Downloads voices of the Piper project, whole and checked, or not at all.

The list is Piper's own voices.json, which gives each file's size and MD5. Each voice has a licence of its
own, in the MODEL_CARD that comes with it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from drama.errors import EngineError, InputError, Problem, did_you_mean
from drama.progress import Silent
from drama.speech.engines.weights import data_folder
from drama.system import files as system_files
from drama.system import http, json_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from drama.progress import Progress

SOURCE = "https://huggingface.co/rhasspy/piper-voices/resolve/main/"
_TIMEOUT_S = 60.0
_LONGEST_LIST_BYTES = 32 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A voice that can be downloaded."""

    name: str
    language: str
    speakers: int
    files: tuple[tuple[str, int, str], ...]
    """Path below the source, bytes and MD5 of each file."""

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(size for _, size, _ in self.files)


def from_settings(settings: Mapping[str, object]) -> tuple[Path, str]:
    """Return the folder for new voices, the first of the settings', and where they come from."""
    folders = settings.get("folders") or ()
    first = (
        folders
        if isinstance(folders, str)
        else next(iter(cast("Iterable[str]", folders)), str(data_folder() / "piper"))
    )
    return Path(first).expanduser(), str(settings.get("source", SOURCE))


def listed(source: str = SOURCE) -> dict[str, Listed]:
    """Return the voices on offer by name; EngineError when the list can't be downloaded."""
    content = b"".join(_received(source + "voices.json", _LONGEST_LIST_BYTES))
    try:
        return {name: _listed(name, about) for name, about in sorted(json_values.parsed(content).items())}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{http.shown(source)}voices.json is no list of voices"
        raise EngineError(Problem(message=message)) from error


def fetch(name: str, folder: Path, *, source: str = SOURCE, progress: Progress | None = None) -> Path:
    """Return the model of a voice in the folder, downloaded first if it is missing or incomplete.

    Files appear under their names only when size and MD5 are right. InputError for a name that isn't listed,
    EngineError when the download fails; whole files stay for the next attempt. Progress counts bytes.
    """
    voices = listed(source)
    if name not in voices:
        hint = did_you_mean(name, voices) or "the project's list has all names"
        raise InputError(Problem(message=f"Piper has no voice {name!r}", hint=hint))
    progress = progress or Silent()
    progress.start("download", voices[name].size)
    for path, size, digest in voices[name].files:
        base = path.rpartition("/")[2]
        target = folder / (base if base.startswith(name) else f"{name}.{base}")
        if target.is_file() and _md5(target) == digest:
            progress.step(size)
        else:
            _download(source + quote(path), target, (size, digest), progress)
    return folder / f"{name}.onnx"


def _listed(name: str, about: dict[str, Any]) -> Listed:
    files = tuple(
        (path, int(file["size_bytes"]), str(file["md5_digest"]))
        for path, file in sorted(about["files"].items())
    )
    language = str(about["language"]["code"]).replace("_", "-")
    return Listed(name=name, language=language, speakers=int(about.get("num_speakers", 1)), files=files)


def _download(url: str, target: Path, expected: tuple[int, str], progress: Progress) -> None:
    found, size = hashlib.md5(usedforsecurity=False), 0
    with system_files.replacing(target) as temporary, temporary.open("wb") as file:
        for block in _received(url, expected[0]):
            file.write(block)
            found.update(block)
            size += len(block)
            progress.step(len(block))
        if (size, found.hexdigest()) != expected:
            message = (
                f"{http.shown(url)} came damaged: {size} of {expected[0]} bytes, MD5 {found.hexdigest()}"
            )
            raise EngineError(Problem(message=message, hint="try again"))


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _received(url: str, most_bytes: int) -> Iterator[bytes]:
    try:
        for _, block in http.download(url, timeout_s=_TIMEOUT_S, most_bytes=most_bytes):
            yield block
    except http.NoAnswerError as error:
        message = f"{http.shown(url)} can't be had: the server {error}"
        raise EngineError(Problem(message=message, hint="is there a connection to the internet?")) from error
