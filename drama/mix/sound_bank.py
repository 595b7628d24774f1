"""The sounds that a script may call for, ready for the mix: the project's own files and the built-in library.

A library sound takes up to seconds to make, so it is cached for all the user's projects, with a checksum and
under a name that changes with the recipes.
"""

from __future__ import annotations

import hashlib
import sys
import zlib
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from drama.audio import Sound
from drama.errors import InputError, Place
from drama.mix import library, own_sounds
from drama.mix.kept_sounds import KeptSounds
from drama.system import files as system_files
from drama.system import fingerprint
from drama.timecode import HOUSE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

OPENED_BYTES = 96 * 2**20
"""Of library sounds that are mapped into memory at once, some six: what was read of them counts as memory."""
BUILT_IN = "sound:"
FILE = "file:"
_CRC = 4
"""Bytes of a cached sound's checksum."""


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
    tags: tuple[str, ...] = ()
    """Of a library sound."""
    goes_under: bool = False
    """True for music that begins alone and goes on under speech."""
    layer: str = "place"
    """An ambience ends the one before it of its own layer: "weather" lies over a "place"."""


class SoundBank:
    """Finds sounds by name and reads them; safe to use from several threads."""

    def __init__(
        self,
        folder: Path | None = None,
        kept: Path | None = None,
        seed: int = 1,
        story: str = "",
        opened: KeptSounds | None = None,
    ) -> None:
        """Take the folder of the project's own sounds, and the cache folder of library sounds, if any.

        Banks of several stories may share what they have `opened` of that folder.
        """
        self._folder = folder
        self._kept = kept
        self._seed = seed
        self._theme = zlib.crc32(f"{seed} {story}".encode())
        """Seed of the story's own music."""
        # What isn't in a folder would have to be made again.
        self._opened = opened or KeptSounds(OPENED_BYTES if kept else sys.maxsize)

    def check(self, name: str, place: Place | None = None) -> None:
        """Raise InputError with a hint where there is no sound of this name; no file is read."""
        library.find(name, self._folder, place)

    def facts(self, name: str, place: Place | None = None) -> Facts:
        """Return what there is to know of a sound; InputError with a hint when there is none of this name."""
        found = library.find(name, self._folder, place)
        if isinstance(found, Path):
            facts = self._facts_of_file(found, place)
            return replace(facts, goes_under=True) if name in library.THEMES else facts
        return Facts(
            source=BUILT_IN + found.name,
            frames=round(found.seconds * HOUSE_RATE_HZ),
            level_lufs=found.level_lufs,
            weight_lu=found.weight_lu,
            loops=found.loops,
            tags=found.tags,
            goes_under="opening" in found.tags,
            layer="weather" if "weather" in found.tags else "place",
        )

    def _facts_of_file(self, path: Path, place: Place | None) -> Facts:
        frames, level_lufs = own_sounds.measured(path, place)
        return Facts(
            source=self._source_of(path), frames=frames, level_lufs=level_lufs, weight_lu=0.0, loops=False
        )

    def midi(self, name: str) -> bytes:
        """Return a piece of the story's own music as a Standard MIDI File; KeyError for any other name."""
        return library.midi(name, self._theme)

    def samples(self, source: str) -> Sound:
        """Return a sound by its source, (frames, 2) at HOUSE_RATE_HZ; not to be written to."""
        if source.startswith(FILE):
            return own_sounds.read(self._path(source))
        name = source.removeprefix(BUILT_IN)
        return self._opened((self._kept, name, self._seed_of(name)), lambda: self._built_in(name))

    def _built_in(self, name: str) -> Sound:
        """Return a sound of the library: mapped from its cache file, or made now."""
        if self._kept is None:
            return library.natural(name, seed=self._seed_of(name))
        path = self._kept / f"{name}-{self._seed_of(name)}-{_recipes()}.planar.f32"
        found = _whole(path)
        if found is not None:
            path.touch()  # `drama clean` goes by when a sound was used last
            return found
        made = library.natural(name, seed=self._seed_of(name))
        content = made.tobytes("F")  # the mix plays one channel after the other
        with suppress(InputError):  # a full disk: it is made again by the next run
            system_files.write_bytes(path, content + zlib.crc32(content).to_bytes(_CRC, "big"), durable=False)
        found = _whole(path)
        return made if found is None else found

    def _seed_of(self, name: str) -> int:
        """Return the seed of a sound: the project's, or for music made of a theme the story's."""
        return self._theme if name in library.THEMES else self._seed

    def _source_of(self, path: Path) -> str:
        """Return what a clip calls a file: its name in the project's own folder, or the whole path."""
        return FILE + (path.name if path.parent == self._folder else str(path))

    def _path(self, source: str) -> Path:
        return (self._folder or Path()) / source.removeprefix(FILE)

    def version(self, source: str) -> str:
        """Return what tells whether a source has become another sound; "" for a take, which its key names."""
        if source.startswith(FILE):
            return system_files.digest_of(self._path(source))
        if not source.startswith(BUILT_IN):
            return ""
        return f"{self._seed_of(source.removeprefix(BUILT_IN))} {_recipes()}"

    def stamp(self, names: Iterable[str]) -> str:
        """Return what tells whether one of these sounds has become another: the recipe, the seed, the file.

        Missing sounds are skipped: the edit reports them where they are called for.
        """
        stamps = []
        for name in sorted(set(names)):
            try:
                found = library.find(name, self._folder)
            except InputError:
                continue
            source = self._source_of(found) if isinstance(found, Path) else f"{BUILT_IN}{found.name}"
            stamps.append(f"{name} {source.partition(':')[0]} {self.version(source)}")
        return "\n".join(stamps)

    def source(self, takes: Callable[[str], Sound]) -> Callable[[str], Sound]:
        """Return what reads any clip's source: a sound from here, anything else as a take."""
        return lambda name: self.samples(name) if name.startswith((BUILT_IN, FILE)) else takes(name)


def _whole(path: Path) -> Sound | None:
    """Return a cached sound, mapped into memory; None when it is missing or damaged."""
    try:
        content = np.memmap(path, np.uint8, "r")
    except (OSError, ValueError):  # there is none, or it is empty
        return None
    body = content[:-_CRC]
    if len(body) % 8 or zlib.crc32(body.data) != int.from_bytes(content[-_CRC:].tobytes(), "big"):
        return None
    return np.asarray(body.view(np.float32).reshape(2, -1).T)


@cache
def _recipes() -> str:
    """Return a name for the recipes as they are now: it changes whenever one of them may sound otherwise."""
    return hashlib.sha256(f"{fingerprint.fingerprint('sounds')} {np.__version__}".encode()).hexdigest()[:12]
