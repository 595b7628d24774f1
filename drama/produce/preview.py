"""Preview: selected lines of a script, spoken and mixed quickly, without making an episode."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from drama.audio import gain
from drama.errors import Problem, UsageError
from drama.mix import SPEECH_LUFS, edit, heard_whole
from drama.model import SPEECH
from drama.produce.render import sound_bank
from drama.speech import record, recorded
from drama.timecode import seconds

if TYPE_CHECKING:
    from collections.abc import Collection

    from drama.audio import Sound
    from drama.produce.prepare import Prepared
    from drama.produce.session import Session

LOUDNESS_LUFS = -16.0
"""Loudness of a preview: that of an episode for podcasts."""
HEAD_S, TAIL_S = 0.05, 0.4
_CEILING = 0.97


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Lines to listen to."""

    sound: Sound
    """(frames, 2) at HOUSE_RATE_HZ."""
    starts_s: tuple[tuple[int, float], ...]
    """Number of each cue and the time at which its voice begins, in order."""


def preview(session: Session, prepared: Prepared, wanted: Collection[int], *, beds: bool = False) -> Preview:
    """Return these cues of a story as they are heard in its episode, with gaps, treatments and rooms.

    Missing takes are spoken now and stored. With `beds` the sounds and music among the cues are mixed in,
    too. UsageError when none of the cues is spoken.
    """
    play = prepared.script
    chosen = [
        cue.number in wanted and (beds or cue.kind in ("narrator", "line", "pause")) for cue in play.cues
    ]
    memory = session.project.cache / "recordings" / f"{play.key}.json"
    human = recorded(session.project.recordings(play.key), play, session.store, memory)
    pairs = zip(prepared.utterances, human.takes, chosen, strict=True)
    asked = [utterance if mine and not own else None for utterance, own, mine in pairs]
    made = record.record(asked, session.store, session.engines, jobs=session.jobs)
    takes = [own or take for own, take, mine in zip(human.takes, made, chosen, strict=True) if mine]
    if not any(takes):
        message = "nothing is spoken there"
        raise UsageError(Problem(message=message, hint="choose a line with words"))
    among = iter(chosen)
    scenes = tuple(
        replace(scene, cues=tuple(cue for cue in scene.cues if next(among))) for scene in play.scenes
    )
    small = replace(play, scenes=scenes)
    settings = session.file.settings.figures
    settings = replace(settings, timing=replace(settings.timing, head_s=HEAD_S, tail_s=TAIL_S))
    bank = sound_bank(session, settings, play.key)
    table = session.file.settings.delivery_table()
    timeline = edit(small, prepared.cast, takes, settings, table, bank if beds else None)
    mixed = heard_whole(timeline, bank.source(session.store.samples), settings.levels)
    sound = mixed * np.float32(gain(LOUDNESS_LUFS - SPEECH_LUFS))
    peak = float(np.abs(sound).max(initial=0.0))
    starts = tuple((clip.cue, seconds(clip.start)) for clip in timeline.clips if clip.bus in SPEECH)
    return Preview(sound=sound * np.float32(min(1.0, _CEILING / peak if peak else 1.0)), starts_s=starts)
