"""The house settings of timing, levels and delivery: every figure by name, with default, range and meaning.

voices.yaml sets any of them; what is read there is checked against options(), and its template is written
from them. Figures without a source are judgement, after the practice of audio drama producers.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One setting: what may stand there and what it does."""

    name: str
    default: float | str
    about: str
    low: float = 0.0
    high: float = 0.0
    choices: tuple[str, ...] = ()
    """The words allowed, for a setting that is a word; empty for a number."""


def _number(default: float, low: float, high: float, about: str) -> Any:
    return field(default=default, metadata={"about": about, "low": low, "high": high})


def _word(default: str, choices: tuple[str, ...], about: str) -> Any:
    return field(default=default, metadata={"about": about, "choices": choices})


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Gaps from the end of one voice to the beginning of the next, in seconds."""

    head_s: float = _number(0.8, 0, 10, "before the first word")
    after_title_s: float = _number(2.5, 0, 15, "after the spoken title and byline")
    after_heading_s: float = _number(1.5, 0, 15, "after a chapter heading")
    new_speaker_s: float = _number(0.35, 0, 5, "from one speaker to another")
    rapid_s: float = _number(0.18, 0, 5, "in a rapid exchange: both lines under six words, or an exclamation")
    tag_s: float = _number(0.18, 0, 5, "between a line and its own tag")
    after_tag_s: float = _number(0.28, 0, 5, "between a tag and the line that goes on after it")
    sentence_s: float = _number(0.3, 0, 5, "the same voice going on within a paragraph")
    to_narration_s: float = _number(0.45, 0, 5, "from dialogue to narration")
    to_dialogue_s: float = _number(0.40, 0, 5, "from narration to dialogue")
    paragraph_s: float = _number(0.65, 0, 5, "the same speaker's next paragraph")
    trailing_s: float = _number(0.5, 0, 5, "added after a line that trails off in an ellipsis")
    beat_s: float = _number(0.7, 0, 5, "for a line with nothing to speak, such as “…”")
    cut_off_s: float = _number(-0.08, -0.5, 1, "after a line cut off by a dash; negative overlaps")
    scene_s: float = _number(2.25, 0, 20, "between two scenes")
    change_s: float = _number(1.5, 0, 20, "where the prose alone goes to another place or time")
    tail_s: float = _number(3.2, 0, 20, "after the last word")
    jitter: float = _number(0.15, 0, 0.5, "by how much of itself a gap may vary, so that no two are alike")


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Levels in the mix, in LU against speech unless the name says otherwise."""

    ambience_lu: float = _number(-18, -60, 0, "ambience under speech")
    music_lu: float = _number(-14, -60, 0, "music under speech")
    music_alone_lu: float = _number(-8, -60, 6, "music before and after speech")
    effects_lu: float = _number(-6, -60, 6, "effects")
    room_db: float = _number(0, -60, 12, "the scene's room, against its own measure; −60 is none")
    seats: float = _number(1, 0, 1, "how far apart characters sit; 0 puts everybody in the centre")
    room_tone_dbfs: float = _number(-62, -120, -50, "air of the empty room under everything; −120 is none")


FILE_KINDS = ("mp3", "m4b", "opus", "flac", "wav")
"""The kinds of finished sound files; audio.formats says what each is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Custom:
    """The delivery preset called custom."""

    loudness_lufs: float = _number(-16, -40, -9, "programme loudness")
    true_peak_dbtp: float = _number(-1, -12, -0.5, "highest true peak")
    file: str = _word("mp3", FILE_KINDS, "kind of file")
    bitrate_kbps: float = _number(128, 64, 320, "of an mp3 or m4b")
    rate_hz: float = _number(44_100, 44_100, 48_000, "44100 or 48000")
    channels: float = _number(2, 1, 2, "2 for stereo, 1 for mono")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything about the sound of an episode that is a house's choice."""

    preset: str = _word(
        "podcast", ("podcast", "streaming", "broadcast", "acx", "custom"), "what the episode is mastered for"
    )
    sound: str = _word("full", ("full", "light", "none"), "effects, ambience and music")
    seed: int = 1
    timing: Timing = Timing()
    levels: Levels = Levels()
    custom: Custom = Custom()


GROUPS: dict[str, type[Timing | Levels | Custom]] = {"timing": Timing, "levels": Levels, "custom": Custom}
"""The groups of settings by the name under which voices.yaml holds them."""


def options(group: type[Timing | Levels | Custom | Settings]) -> tuple[Option, ...]:
    """Return what may be set in a group, in order; nested groups and the seed are left out."""
    return tuple(
        Option(name=one.name, default=one.default, **one.metadata)
        for one in fields(group)
        if one.metadata and one.default is not MISSING
    )
