"""A serial that grows: scenes whose words are as they were stay as they were decided, new ones are adapted.

A chapter that is added to a story tells more of its people, and would change who says what in earlier
chapters, which may be heard already.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from drama.model import WORDED, Script

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drama.model import Cue, Scene


def grown(base: Script, fresh: Script) -> Script:
    """Return the fresh adaptation with the scenes of the earlier one whose words it has again.

    `base` is drama's own earlier adaptation. A speaker of the fresh one whom the common scenes know under
    another name has that name in the new scenes, too.
    """
    pairs = dict(_common(base.scenes, fresh.scenes))
    if not pairs:
        return fresh
    names = _names((base.scenes[at], fresh.scenes[i]) for i, at in pairs.items())
    known = {one.name for one in base.characters}
    names = {name: earlier for name, earlier in names.items() if name not in known}
    scenes = tuple(
        base.scenes[pairs[i]] if i in pairs else _renamed(scene, names)
        for i, scene in enumerate(fresh.scenes)
    )
    speakers = {cue.speaker for scene in scenes for cue in scene.cues}
    added = (one for one in fresh.characters if one.name not in known and one.name in speakers)
    kept = (one for one in base.characters if one.name in speakers or one.narrator)
    return replace(fresh, scenes=scenes, characters=(*kept, *added))


def _common(base: Sequence[Scene], fresh: Sequence[Scene]) -> Iterator[tuple[int, int]]:
    """Yield the index of each fresh scene that the base has word for word, with its index there."""
    earlier, later = ([_words(one) for one in scenes] for scenes in (base, fresh))
    matcher = SequenceMatcher(a=earlier, b=later, autojunk=False)
    for block in matcher.get_matching_blocks():
        for offset in range(block.size):
            yield block.b + offset, block.a + offset


def _words(scene: Scene) -> str:
    return "\n".join(cue.text for cue in _worded(scene))


def _worded(scene: Scene) -> Iterator[Cue]:
    return (cue for cue in scene.cues if cue.kind in WORDED)


def _names(pairs: Iterator[tuple[Scene, Scene]]) -> dict[str, str]:
    """Return what the base calls each speaker of the fresh adaptation, by most of their common lines."""
    called: dict[str, Counter[str]] = {}
    for base, fresh in pairs:
        for earlier, later in zip(_worded(base), _worded(fresh), strict=True):
            if earlier.speaker and later.speaker and earlier.text == later.text:
                called.setdefault(later.speaker, Counter())[earlier.speaker] += 1
    return {name: max(sorted(votes), key=lambda one: votes[one]) for name, votes in called.items()}


def _renamed(scene: Scene, names: Mapping[str, str]) -> Scene:
    cues = tuple(replace(cue, speaker=names.get(cue.speaker, cue.speaker)) for cue in scene.cues)
    return replace(scene, cues=cues)
