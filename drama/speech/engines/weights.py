"""Weights of neural voices: a pinned table of what upstream publishes, and the download to the data folder.

The table has every file's size and SHA-256. An interrupted download is resumed, no file gets its final name
before its hash is verified, and the files of one package appear together or not at all.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from drama.errors import EngineError, InputError, Problem, did_you_mean
from drama.progress import Silent
from drama.system import files, http

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from drama.progress import Progress

KOKORO_SOURCE = "https://github.com/thewh1teagle/kokoro-onnx/releases/download/model-files-v1.0/"
PIPER_SOURCE = "https://huggingface.co/rhasspy/piper-voices/resolve/v1.0.0/"
FOLDER_VARIABLE = "DRAMA_VOICES"
"""The environment variable that names another folder for voices than the user's data folder."""
_TIMEOUT_S = 60.0
_PARTIAL = ".part"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightFile:
    """A file that upstream publishes."""

    name: str
    """Its name in the folder of voices."""
    size: int
    """Bytes."""
    sha256: str
    path: str = ""
    """Path below the source; empty where it equals the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Files that belong together: a model and what it needs."""

    name: str
    engine: str
    source: str
    """Address that the files' paths are appended to."""
    licence: str
    """The licence of the weights, as upstream states it."""
    origin: str
    """Who made them, and from what."""
    files: tuple[WeightFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)


def _kokoro(name: str, model: WeightFile) -> Package:
    voices = WeightFile(
        name="voices-v1.0.bin",
        size=28_214_398,
        sha256="bca610b8308e8d99f32e6fe4197e7ec01679264efed0cac9140fe9c29f1fbf7d",
    )
    return Package(
        name=name,
        engine="kokoro",
        source=KOKORO_SOURCE,
        licence="Apache-2.0",
        origin="Kokoro-82M by hexgrad, ONNX export by thewh1teagle",
        files=(model, voices),
    )


def _piper(
    name: str, licence: str, origin: str, model: tuple[int, str], settings: tuple[int, str]
) -> Package:
    language, speaker, quality = name.split("-")
    folder = f"{language[:2]}/{language}/{speaker}/{quality}/"
    files = ((f"{name}.onnx", *model), (f"{name}.onnx.json", *settings))
    return Package(
        name=name,
        engine="piper",
        source=PIPER_SOURCE,
        licence=licence,
        origin=origin,
        files=tuple(WeightFile(name=n, size=s, sha256=h, path=folder + n) for n, s, h in files),
    )


_PACKAGES = (
    _kokoro(
        "kokoro",
        WeightFile(
            name="kokoro-v1.0.int8.onnx",
            size=92_361_271,
            sha256="6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb",
        ),
    ),
    _kokoro(
        "kokoro-fp32",
        WeightFile(
            name="kokoro-v1.0.onnx",
            size=325_532_387,
            sha256="7d5df8ecf7d4b1878015a32686053fd0eebe2bc377234608764cc0ef3636a6c5",
        ),
    ),
    _piper(
        "en_GB-alba-medium",
        "CC-BY-4.0",
        "Alba, a Scottish woman: Edinburgh DataShare 10283/3270",
        (63_201_294, "401369c4a81d09fdd86c32c5c864440811dbdcc66466cde2d64f7133a66ad03b"),
        (4_888, "aa965a2f02ecced632c2694e1fc72bbff6d65f265fab567ca945918c73dd89f4"),
    ),
    _piper(
        "en_GB-cori-medium",
        "public domain",
        "Cori Samuel, a British woman: LibriVox recordings",
        (63_531_379, "1899f98e5fb8310154f3c2973f4b8a929ba7245e722b3d3a85680b833d95f10d"),
        (4_966, "e262c16d7f192f69d4edd6b4ef8a5915379e67495fcc402f1ab15eeb33da3d36"),
    ),
    _piper(
        "en_GB-northern_english_male-medium",
        "CC-BY-SA-4.0",
        "A man of northern England: OpenSLR 83",
        (63_201_294, "57a219ae8e638873db7d18893304be5069c42868f392bb95c3ff17f0690d0689"),
        (4_847, "69557ed3d974463453e9b0c09dd99a7ed0e52b8b87b64b357dbeeb2540a97d47"),
    ),
    _piper(
        "en_US-joe-medium",
        "CC0-1.0",
        "Joe, an American man",
        (63_201_294, "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06"),
        (4_794, "3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33"),
    ),
    _piper(
        "en_US-kristin-medium",
        "public domain",
        "Kristin Hughes, an American woman: LibriVox recordings",
        (63_531_379, "5849957f929cbf720c258f8458692d6103fff2f0e3d3b19c8259474bb06a18d4"),
        (4_968, "5681426d4aead22195de70531eeeeddb46493cfaffc5764b2ea3db73428b651c"),
    ),
    _piper(
        "en_US-norman-medium",
        "public domain",
        "Norman, an American man: LibriVox recordings",
        (63_531_379, "b9739443232a80a59c7d18810dd856899bf16a7964725f5ab81ea49b1351cb71"),
        (4_968, "6c2db7f558a4a8deb9fe822583c1c5105f6c4e834dd0f9de8ad17a888ee9fe1d"),
    ),
)
PACKAGES = {package.name: package for package in _PACKAGES}
"""Every pinned package, by name. Sizes and hashes are those of the files in upstream's release
"model-files-v1.0" and in the tag "v1.0.0" of rhasspy/piper-voices."""
STARTER = "piper-starter"
SETS = {STARTER: tuple(p.name for p in _PACKAGES if p.engine == "piper")}
"""Several packages under one name: three women and three men of Piper's, of three accents."""


def data_folder() -> Path:
    """Return the folder of voices: the one that DRAMA_VOICES names, else the user's data folder."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "drama"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "drama"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "drama"


def folder_for(package: Package, settings: Mapping[str, object]) -> Path:
    """Return where a package's files belong: the first folder that its engine's settings name, or our own."""
    folders = settings.get("folders") or ()
    first = folders if isinstance(folders, str) else next(iter(cast("Iterable[str]", folders)), "")
    return Path(first).expanduser() if first else data_folder() / package.engine


def packages(name: str) -> tuple[Package, ...]:
    """Return the packages that a name stands for; InputError for one that isn't pinned."""
    if name in SETS:
        return tuple(PACKAGES[one] for one in SETS[name])
    if name in PACKAGES:
        return (PACKAGES[name],)
    known = (*PACKAGES, *SETS)
    hint = did_you_mean(name, known) or f"there are {', '.join(sorted(known))}"
    raise InputError(Problem(message=f"no voices are called {name!r}", hint=hint))


def is_whole(file: WeightFile, folder: Path) -> bool:
    """Return whether a file is in a folder with its right size; the hash isn't checked."""
    path = folder / file.name
    return path.is_file() and path.stat().st_size == file.size


def fetch(
    package: Package,
    folder: Path,
    *,
    source: str = "",
    given: Path | None = None,
    progress: Progress | None = None,
) -> tuple[Path, ...]:
    """Return a package's files in the folder, after downloading missing ones or copying them from `given`.

    `source` is a mirror: an address with the same paths below it. Files that are whole are left alone.
    EngineError when the download fails or is damaged; the next attempt resumes a partial file. InputError
    when `given` lacks a file or has another one under its name. Progress counts bytes.
    """
    progress = progress or Silent()
    progress.start("download" if given is None else "copy", package.size)
    folder.mkdir(parents=True, exist_ok=True)
    missing = []
    for file in package.files:
        if is_whole(file, folder) and _sha256(folder / file.name) == file.sha256:
            progress.step(file.size)
        else:
            missing.append(file)
    _check_space(folder, missing)
    for file in missing:
        partial = folder / (file.name + _PARTIAL)
        if given is None:
            _download((source or package.source) + (file.path or file.name), partial, file, progress)
        else:
            _copy(given, partial, file, progress)
    for file in missing:  # all are whole: they appear together
        (folder / (file.name + _PARTIAL)).replace(folder / file.name)
    return tuple(folder / file.name for file in package.files)


def _check_space(folder: Path, missing: list[WeightFile]) -> None:
    parts = [folder / (file.name + _PARTIAL) for file in missing]
    needed = sum(file.size for file in missing) - sum(part.stat().st_size for part in parts if part.exists())
    free = shutil.disk_usage(folder).free
    if needed > free:
        message = f"{folder} has {free / 1e6:.0f} MB free, and {needed / 1e6:.0f} MB are needed"
        raise EngineError(
            Problem(message=message, hint=f"name another folder with the variable {FOLDER_VARIABLE}")
        )


def _download(url: str, partial: Path, file: WeightFile, progress: Progress) -> None:
    """Download a file whole under its partial name, resuming after the bytes that are there already."""
    got = partial.stat().st_size if partial.exists() else 0
    if got > file.size:
        partial.unlink()
        got = 0
    if got < file.size:
        _receive(url, partial, got, file.size, progress)
    else:
        progress.step(got)
    size, digest = (partial.stat().st_size, _sha256(partial)) if partial.exists() else (0, "")
    if size < file.size:
        message = f"{http.shown(url)} broke off after {size} of {file.size} bytes"
        raise EngineError(Problem(message=message, hint="the same command goes on from there"))
    if (size, digest) != (file.size, file.sha256):
        partial.unlink()
        message = f"{http.shown(url)} came damaged: {size} of {file.size} bytes, SHA-256 {digest}"
        raise EngineError(Problem(message=message, hint="try again, or another mirror"))


def _receive(url: str, partial: Path, got: int, most_bytes: int, progress: Progress) -> None:
    blocks = http.download(url, timeout_s=_TIMEOUT_S, most_bytes=most_bytes, after=got)
    try:
        first = next(blocks, None)
        if first is None:
            return
        resumed, block = first
        progress.step(got + len(block) if resumed else len(block))
        with partial.open("ab" if resumed else "wb") as out:
            out.write(block)
            for _, block in blocks:
                out.write(block)
                progress.step(len(block))
    except http.NoAnswerError as error:
        message = f"{http.shown(url)} can't be had: the server {error}"
        hint = "is there a connection to the internet? The same command goes on where this one stopped"
        raise EngineError(Problem(message=message, hint=hint)) from error
    except OSError as error:
        raise files.failure(error, partial, "write") from error


def _copy(given: Path, partial: Path, file: WeightFile, progress: Progress) -> None:
    found = next(
        (path for path in (given / file.name, *sorted(given.rglob(file.name))) if path.is_file()), None
    )
    if found is None:
        hint = f"it must hold {file.name}, {file.size} bytes"
        raise InputError(Problem(message=f"{given} has no {file.name}", hint=hint))
    digest = _sha256(found)
    if digest != file.sha256:
        message = f"{found} is not the file that upstream published: SHA-256 {digest}"
        raise InputError(Problem(message=message, hint="download it again"))
    shutil.copyfile(found, partial)
    progress.step(file.size)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
