"""The sounds that a script may call for, ready for the mix: the project's own files and the built-in library.

What the library makes takes seconds to make, so it is kept, under a name that changes with the recipes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from drama.audio import Sound
from drama.errors import Place
from drama.mix import library, own_sounds
from drama.system import files as system_files
from drama.timecode import HOUSE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Callable

BUILT_IN = "sound:"
FILE = "file:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the edit must know of a sound."""

    source: str
    """As a clip names it."""
    frames: int
    level_lufs: float
    """What it is rendered at."""
    weight_lu: float
    """How far over or under the usual level of its kind it sits."""
    loops: bool
    layer: str = "place"
    """An ambience ends the one before it of its own layer: "weather" lies over a "place"."""


class SoundBank:
    """Finds sounds by name and reads them; safe to use from several threads."""

    def __init__(self, folder: Path | None = None, kept: Path | None = None, seed: int = 1) -> None:
        """Take the folder of the project's own sounds, and the one in which made ones are kept."""
        self._folder = folder
        self._kept = kept
        self._seed = seed

    def facts(self, name: str, place: Place | None = None) -> Facts:
        """Return what there is to know of a sound; InputError with a hint when there is none of this name."""
        found = library.find(name, self._folder, place)
        if isinstance(found, Path):
            return self._facts_of_file(found, place)
        return Facts(
            source=BUILT_IN + found.name,
            frames=round(found.seconds * HOUSE_RATE_HZ),
            level_lufs=found.level_lufs,
            weight_lu=found.weight_lu,
            loops=found.loops,
            layer="weather" if "weather" in found.tags else "place",
        )

    def _facts_of_file(self, path: Path, place: Place | None) -> Facts:
        frames, level_lufs = own_sounds.measured(path, place)
        return Facts(source=f"{FILE}{path}", frames=frames, level_lufs=level_lufs, weight_lu=0.0, loops=False)

    def samples(self, source: str) -> Sound:
        """Return a sound by its source, (frames, 2) at the house rate."""
        if source.startswith(FILE):
            return own_sounds.read(Path(source.removeprefix(FILE)))
        name = source.removeprefix(BUILT_IN)
        if self._kept is None:
            return library.natural(name, seed=self._seed)
        path = self._kept / f"{name}-{self._seed}-{recipes_hash()}.f32"
        if not path.exists():  # should two make it at once, both write the same
            system_files.write_bytes(path, library.natural(name, seed=self._seed).tobytes(), durable=False)
        return np.fromfile(path, np.float32).reshape(-1, 2)

    def stamp(self) -> str:
        """Return what tells whether any sound may have become another: the recipes, the seed, the files."""
        files: list[str] = []
        if self._folder is not None and self._folder.is_dir():
            found = sorted((path.name, path.stat()) for path in self._folder.iterdir() if path.is_file())
            files = [f"{name} {status.st_size} {status.st_mtime_ns}" for name, status in found]
        return " ".join([recipes_hash(), str(self._seed), *files])

    def source(self, takes: Callable[[str], Sound]) -> Callable[[str], Sound]:
        """Return what reads any clip's source: a sound from here, anything else as a take."""
        return lambda name: self.samples(name) if name.startswith((BUILT_IN, FILE)) else takes(name)


@cache
def recipes_hash() -> str:
    """Return a name for the recipes as they are now: it changes whenever one of them may sound otherwise."""
    digest = hashlib.sha256(np.__version__.encode())
    for path in sorted(Path(library.__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
