"""MBROLA voices: recorded diphones, spoken by the system's espeak-ng where all of it is installed.

Four things must be installed: an espeak-ng built with MBROLA (that of the wheels isn't), its data with
voices/mb, the program mbrola on PATH, and a voice's recordings (mbrola-us1 …) where espeak-ng looks for them:
https://github.com/espeak-ng/espeak-ng/blob/master/docs/mbrola.md. Tried with Debian's espeak-ng 1.51.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from drama.model import VoiceInfo
from drama.speech.engines.catalogue import tag
from drama.speech.engines.espeak_voices import VoiceFiles, language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drama.speech.engines.espeak_voices import Language

PREFIX = "mb-"
_LIBRARIES = ("usr/lib/*/libespeak-ng.so.1", "usr/lib*/libespeak-ng.so.1", "usr/local/lib/libespeak-ng.so.1")
_CODES = {"en-uk": "en-gb"}
_DATA = ("usr/share/espeak-ng-data", "usr/local/share/espeak-ng-data")


class Installed(NamedTuple):
    """The files and programs that speak MBROLA voices."""

    library: Path
    data: Path
    recordings: dict[str, Path]
    """The recordings of each voice that has them, by its name: mb-us1."""


def find(root: Path = Path("/"), environment: Mapping[str, str] = os.environ) -> Installed | None:
    """Return what is installed below a folder; None when anything is missing. Nothing is loaded or run."""
    libraries = [path for pattern in _LIBRARIES for path in sorted(root.glob(pattern))]
    if not libraries or not shutil.which("mbrola", path=environment.get("PATH", os.defpath)):
        return None
    library = libraries[0]
    data = next(
        (
            folder
            for folder in (library.parent / "espeak-ng-data", *(root / place for place in _DATA))
            if (folder / "voices" / "mb").is_dir() and (folder / "mbrola_ph").is_dir()
        ),
        None,
    )
    if data is None:
        return None
    shares = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    places = [data / "mbrola", *(root / share.lstrip("/") / "mbrola" for share in shares.split(":") if share)]
    found = {}
    for voice in sorted((data / "voices" / "mb").iterdir()):
        recording = _recording(voice, places)
        if recording:
            found[voice.name] = recording
    return Installed(library=library, data=data, recordings=found) if found else None


def _recording(voice: Path, places: list[Path]) -> Path | None:
    """Return the recordings that a voice's file names, where espeak-ng would find them."""
    lines = voice.read_text(encoding="utf-8", errors="replace").splitlines()
    name = next((line.split()[1] for line in lines if line.startswith("mbrola ")), "")
    tried = (place / way for place in places for way in (name, f"{name}/{name}", f"voices/{name}"))
    return next((path for path in tried if name and path.is_file()), None)


class MbrolaFiles(VoiceFiles):
    """The voices of an espeak-ng's data, with those of MBROLA that have recordings."""

    def __init__(self, installed: Installed) -> None:
        """Read the voices' files; EngineError when the folder holds none."""
        super().__init__(installed.data)
        self._recordings = installed.recordings
        folder = installed.data / "voices"
        self.mbrola = tuple(language(folder / "mb" / name, folder) for name in sorted(installed.recordings))
        self._by_word |= {voice.name: voice for voice in self.mbrola}

    def infos(self, engine: str) -> list[VoiceInfo]:
        """Return MBROLA's voices as catalogue entries; they are not measured."""
        genders = {voice: self._said(voice, "gender") for voice in self.mbrola}
        return [
            VoiceInfo(
                engine=engine,
                name=voice.name,
                language=tag(_CODES.get(voice.codes[0], voice.codes[0])),
                gender=genders[voice] if genders[voice] in ("female", "male") else "unknown",  # type: ignore[arg-type]
                character="recorded",
            )
            for voice in self.mbrola
        ]

    def _said(self, voice: Language, word: str) -> str:
        lines = self._lines(self.folder / self.place(voice))
        return next((line.split()[1] for line in lines if line.startswith(f"{word} ")), "")

    def place(self, language: Language) -> Path:
        """Return where a voice's file lies in the data folder."""
        return Path("voices", language.identifier) if language in self.mbrola else super().place(language)

    def digest(self, voice: str) -> str:
        """Return a hash over everything that affects how a voice sounds: the program and recordings, too."""
        recordings = self._recordings[self.resolve(voice)[0].name]
        program = shutil.which("mbrola")
        files = (recordings, *([Path(program)] if program else []))
        return f"{super().digest(voice)} {' '.join(_digest(path, path.stat().st_mtime_ns) for path in files)}"


@lru_cache(maxsize=64)
def _digest(path: Path, _changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]
