"""Onsets: where on the timeline a sound begins that the script calls for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.english import of_clip
from drama.timecode import frames

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from drama.mix.beds import Called
    from drama.model import Clip, Take

    Words = Callable[[Clip], tuple[str, Take]]
    """Asked with a clip of speech; answers its cue's text and its take."""

CROSSFADE_S = 2.0
"""In and out of an ambience."""
EFFECT_LEAD_S = 0.12
"""From the end of a line to an effect after it."""


def onset(call: Called, speech: Sequence[Clip], scenes: Sequence[int], words: Words) -> int:
    """Return the frame at which a sound begins: at its word, in a scene break, or after the line before."""
    if call.after < 0:
        return 0
    before = speech[call.after]
    word = str(dict(call.cue.settings).get("at", ""))
    if word:
        return frames(_heard_s(word, before, *words(before)))
    end = before.start + before.frames
    if call.cue.kind == "ambience" and scenes[call.after] != call.scene and call.after + 1 < len(speech):
        return max(0, (end + speech[call.after + 1].start) // 2 - frames(CROSSFADE_S / 2))
    return end + frames(EFFECT_LEAD_S)


def _heard_s(word: str, clip: Clip, text: str, take: Take) -> float:
    """Return when a word, or the first of several, is heard; the line's first where it has none such."""
    at = max(0, text.lower().find(word.lower()))
    index = len(text[:at].split()) - (at > 0 and not text[at - 1].isspace())
    return of_clip(text, clip, take)[index]
