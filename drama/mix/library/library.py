"""The table of library sounds, rendering them, and finding a sound by name."""

from __future__ import annotations

import zlib
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from drama.audio import k_weighting, meters
from drama.errors import InputError, Problem, did_you_mean
from drama.mix.library import (
    alarms,
    blasts,
    doors,
    exteriors,
    fantasy,
    gestures,
    interiors,
    machines,
    music,
    objects,
    people,
    signals,
    theme,
    tones,
    vehicles,
    weather,
    wildlife,
)
from drama.mix.library.recipe import Recipe, SoundInfo, SoundKind
from drama.mix.library.shaping import bump, click_free, filtered
from drama.timecode import HOUSE_RATE_HZ, frames

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drama.errors import Place
    from drama.mix.library.recipe import Samples

FAMILIES = (
    alarms, blasts, doors, exteriors, fantasy, gestures, interiors, machines, music, objects, people,
    signals, tones, vehicles, weather, wildlife,
)  # fmt: skip
RECIPES: dict[str, Recipe] = {
    found.info.name: found
    for family in FAMILIES
    for found in vars(family).values()
    if isinstance(found, Recipe)
} | theme.RECIPES
THEMES = frozenset(theme.RECIPES)
"""Music that is composed for a story: its seed is the story's."""
PACKAGES = "drama.sounds"
"""The group of entry points by which installed packages bring sets of sounds."""
SUFFIXES = (".wav", ".flac", ".ogg", ".mp3", ".m4a", ".aiff", ".aif")
"""Files that count as sounds in a project's sounds/ folder, in the order they are preferred."""
CEILING = 10 ** (-1 / 20)
"""−1 dBFS: no sample of a rendered sound is beyond it."""
PAD = "pad"
"""The tag of music that lies under speech."""
SPEECH_HZ, SPEECH_OCTAVES, SPEECH_DIP_DB = 2000.0, 0.8, -6.0
"""Words are understood by 1 to 4 kHz above all (ANSI S3.5-1997): what lies under them gives way there."""
CUT_FADE_S = 0.25
EDGE_FADE_S = 0.02


def names() -> tuple[str, ...]:
    """Return the names of all built-in sounds, sorted."""
    return tuple(sorted(RECIPES))


def ambiences() -> frozenset[str]:
    """Return the names of the built-in sounds that last: what a scene plays in."""
    return frozenset(name for name, recipe in RECIPES.items() if recipe.info.kind == "ambience")


def get(name: str, place: Place | None = None) -> SoundInfo:
    """Return a built-in sound's facts; InputError with a hint, at this place, for an unknown name."""
    return _recipe(name, place).info


def _recipe(name: str, place: Place | None = None) -> Recipe:
    if name not in RECIPES:
        hint = did_you_mean(name, RECIPES) or "`drama sounds` lists them"
        raise InputError(Problem(message=f"there is no sound {name!r}", place=place, hint=hint))
    return RECIPES[name]


def natural(name: str, *, seed: int = 1) -> NDArray[np.float32]:
    """Return a sound at its natural length, (frames, 2) at HOUSE_RATE_HZ, at its info's level.

    The end of one that loops joins its beginning. Equal arguments give equal samples with equal versions of
    drama and numpy. Raises InputError for an unknown name.
    """
    found = _recipe(name)
    info = found.info
    generator = np.random.Generator(np.random.PCG64([zlib.crc32(name.encode()), seed]))
    length = frames(info.seconds)
    raw = found.of_seed(seed, length) if found.of_seed else found.make(generator, length)
    raw = np.asarray(raw, np.float32)
    if info.kind == "ambience" or PAD in info.tags:
        raw = filtered(raw, _out_of_speech)
    raw = raw - raw.mean(axis=0, dtype=np.float64).astype(np.float32)
    gain = min(
        10 ** ((info.level_lufs - level_lufs(raw, info.kind)) / 20),
        CEILING / max(float(raw.max()), -float(raw.min())),
    )
    ready = raw * np.float32(gain)
    return (ready if info.loops else click_free(ready, attack_s=0.0005, release_s=0.02)).astype(np.float32)


def _out_of_speech(hz: Samples) -> Samples:
    """Return the gain that takes what lies under speech out of its bands."""
    return np.asarray(10 ** (SPEECH_DIP_DB * bump(hz, SPEECH_HZ, SPEECH_OCTAVES) / 20))


def level_lufs(samples: Samples, kind: SoundKind) -> float:
    """Return the loudness of (frames, 2) that a kind of sound is normalised by, see LEVEL_LUFS."""
    cells = k_weighting.energies(np.ascontiguousarray(samples.T, np.float32), HOUSE_RATE_HZ)
    return meters.momentary_max_lufs(cells) if kind == "effect" else meters.integrated_lufs(cells)


def render(name: str, *, seconds: float | None = None, seed: int = 1) -> NDArray[np.float32]:
    """Return a sound of this length, (frames, 2) at HOUSE_RATE_HZ, within −1 dBFS.

    Without a length it is the natural one, see `natural`. Otherwise one that loops repeats for that
    length and fades over 20 ms at both ends; one that doesn't is faded out early, or followed by
    silence. Raises InputError for an unknown name.
    """
    if seconds is None:
        return natural(name, seed=seed)
    return np.concatenate([np.zeros((0, 2), np.float32), *blocks(name, seconds, seed=seed)])


def blocks(
    name: str, seconds: float, *, seed: int = 1, block_frames: int = 65_536
) -> Iterator[NDArray[np.float32]]:
    """Yield the samples of `render(name, seconds=seconds)` in blocks, holding only one natural length."""
    info = get(name)
    source, total = natural(name, seed=seed), frames(seconds)
    if info.loops:
        rise = fall = min(frames(EDGE_FADE_S), total // 2)
    else:
        rise, fall = 0, min(frames(CUT_FADE_S), total // 3) if total < len(source) else 0
    for start in range(0, total, block_frames):
        at = np.arange(start, min(start + block_frames, total))
        inside = at % len(source) if info.loops else np.minimum(at, len(source) - 1)
        gain = np.ones(len(at), dtype=np.float32)
        if not info.loops:
            gain[at >= len(source)] = 0.0
        if rise:
            gain *= np.clip((at + 0.5) / rise, 0, 1).astype(np.float32)
        if fall:
            gain *= np.clip((total - at - 0.5) / fall, 0, 1).astype(np.float32)
        yield source[inside] * gain[:, None]


def find(name: str, folder: Path | None, place: Place | None = None) -> Path | SoundInfo:
    """Return the project's own sound file of this name, or an installed package's, or the built-in sound.

    A file's name is its stem, compared without case. A file called opening, bridge or ending stands for that
    piece of the theme in every mood. Raises InputError when there is neither, or when
    two files of one suffix share the name; its hint names the nearest of both.
    """
    own = _own_files(folder)
    matches = _called(name, own) or _called(name, packaged())
    if matches:
        best = min(SUFFIXES.index(path.suffix.lower()) for path in matches)
        matches = [path for path in matches if SUFFIXES.index(path.suffix.lower()) == best]
        if len(matches) > 1:
            both = " and ".join(path.name for path in matches)
            raise InputError(
                Problem(message=f"two files are the sound {name!r}: {both}", place=place, hint="rename one")
            )
        return matches[0]
    if name not in RECIPES:
        hint = did_you_mean(name, [*RECIPES, *(path.stem for path in own)]) or "`drama sounds` lists them"
        raise InputError(Problem(message=f"there is no sound {name!r}", place=place, hint=hint))
    return RECIPES[name].info


def _called(name: str, files: Sequence[Path]) -> list[Path]:
    """Return the files of a name; for a piece of the theme, without one, those of its form."""
    found = [path for path in files if path.stem.lower() == name.lower()]
    if not found and name in THEMES:
        found = [path for path in files if path.stem.lower() == name.partition("-")[0]]
    return found


@cache
def packaged() -> tuple[Path, ...]:
    """Return the sound files of installed packages, in the order of their names.

    A package offers a set of sounds by an entry point of the group "drama.sounds" that names it; nothing of
    it is run.
    """
    found: list[Path] = []
    for entry in sorted(entry_points(group=PACKAGES), key=lambda entry: entry.name):
        spec = find_spec(entry.module.partition(".")[0])
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            found += _own_files(Path(folder, *entry.module.split(".")[1:]))
    return tuple(found)


def own_names(folder: Path | None) -> tuple[str, ...]:
    """Return the names of a project's own sounds, sorted; none without the folder."""
    return tuple(sorted({path.stem for path in _own_files(folder)}))


def _own_files(folder: Path | None) -> list[Path]:
    if folder is None or not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
