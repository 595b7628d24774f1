"""What a sound of the built-in library is: its facts, and the function that makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

SoundKind = Literal["effect", "ambience", "music"]
Samples: TypeAlias = NDArray[Any]
"""Numbers while a sound is being made: float64, (frames,) or (frames, 2), of any level."""

LEVEL_LUFS: dict[SoundKind, float] = {"effect": -23.0, "ambience": -26.0, "music": -23.0}
"""What each kind is normalised to: ambience and music by gated loudness, effects by their loudest 400 ms
(EBU Tech 3341, maximum momentary loudness)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundInfo:
    """What a person or a mixer must know of a library sound."""

    name: str
    kind: SoundKind
    title: str
    description: str
    seconds: float
    """Natural length; for one that loops, the length of the loop."""
    level_lufs: float
    """What it is rendered at, in LUFS: gated loudness, for an effect the loudest 400 ms."""
    weight_lu: float
    """How far above (+) or below (−) the usual level of its kind it should sit to seem natural: an
    explosion is louder than a clock."""
    loops: bool
    """True when its end joins its beginning without a seam, so that it can go on for ever."""
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A sound's facts and the function that makes it."""

    info: SoundInfo
    make: Callable[[np.random.Generator, int], Samples]
    """Asked with a seeded generator and the natural length in frames; answers (frames, 2), any level."""
    of_seed: Callable[[int, int], Samples] | None = None
    """Stands in for `make` where a sound depends on the seed itself: asked with that and the length."""


def recipe(
    name: str,
    kind: SoundKind,
    *,
    title: str,
    seconds: float,
    tags: str,
    loops: bool = False,
    weight_lu: float = 0.0,
) -> Callable[[Callable[[np.random.Generator, int], Samples]], Recipe]:
    """Turn a function into a Recipe; the first paragraph of its docstring becomes the description."""

    def made(function: Callable[[np.random.Generator, int], Samples]) -> Recipe:
        about = " ".join((function.__doc__ or "").strip().split("\n\n")[0].split())
        info = SoundInfo(
            name=name,
            kind=kind,
            title=title,
            description=about,
            seconds=seconds,
            level_lufs=LEVEL_LUFS[kind],
            weight_lu=weight_lu,
            loops=loops,
            tags=tuple(sorted(tags.split())),
        )
        return Recipe(info, function)

    return made
